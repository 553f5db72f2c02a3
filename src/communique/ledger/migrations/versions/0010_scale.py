"""Indexes that answer in a ledger of any size: the like of a record by day, and the last day of publication."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_BREADTH = "CASE WHEN first IS NULL THEN 0 WHEN last - first <= 62 THEN 1 ELSE 2 END"


def upgrade() -> None:
    op.add_column("blocks", sa.Column("breadth", sa.Integer, nullable=False, server_default="0"))
    op.execute(f"UPDATE blocks SET breadth = {_BREADTH}")
    op.drop_index("ix_blocks_block_first_last", "blocks")
    op.create_index("ix_blocks_near", "blocks", ["block", "breadth", "first", "last", "record_key"])
    op.drop_index("ix_records_list_earliest", "records")
    op.create_index("ix_readings_published_latest", "readings", ["published_latest"])
