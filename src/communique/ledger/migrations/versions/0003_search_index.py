"""The search index. Filled by `communique.ledger.store` when it comes here."""

from alembic import op

from communique.ledger import searchindex

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    searchindex.make(op.get_bind())
