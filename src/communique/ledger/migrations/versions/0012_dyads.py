"""All that channels are made of is in the index of dyads; the search index sorts in many articles together."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_PAGING = ("one", "other", "list", "earliest", "id", "latest", "rejected")
_OF_CHANNELS = ("status", "kind", "levels", "reports", "known")


def upgrade() -> None:
    op.drop_index("ix_dyads_paging", "dyads")
    op.create_index("ix_dyads_paging", "dyads", [*_PAGING, *_OF_CHANNELS])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER INDEX ix_search_index_vector SET (fastupdate = on, gin_pending_list_limit = 256)")
