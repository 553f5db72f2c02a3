"""The last notices of a watch are read off an index."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_watch_hits_watch_key_key", "watch_hits", ["watch_key", "key"])
