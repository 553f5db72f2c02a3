"""In SQLite, what reports say of their documents is read without the text and the HTML that stand before it."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        columns = ["key", "doc", "version", "title", "outlet", "url", "added_at"]
        op.create_index("ix_documents_origin", "documents", columns)
