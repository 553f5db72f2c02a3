"""PostgreSQL sorts the words of more articles into the search index at once."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Allow a longer list of what has come last."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER INDEX IF EXISTS ix_search_index_vector SET (gin_pending_list_limit = 1024)")
