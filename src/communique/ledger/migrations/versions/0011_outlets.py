"""The latest articles of an outlet are found without looking at those of the others."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_documents_outlet_key", "documents", ["outlet", "key"])
