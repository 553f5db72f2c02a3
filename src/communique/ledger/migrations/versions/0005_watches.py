"""Watches and what came of them."""

import sqlalchemy as sa
from alembic import op

from communique.ledger.columns import AnyText, Key, UtcTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "watches",
        sa.Column("key", Key, nullable=False),
        sa.Column("name", AnyText, nullable=False),
        sa.Column("filter", AnyText, nullable=False),
        sa.Column("by", AnyText, nullable=False),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.Column("ended_at", UtcTime),
        sa.PrimaryKeyConstraint("key", name="pk_watches"),
    )
    op.create_table(
        "watch_hits",
        sa.Column("key", Key, nullable=False),
        sa.Column("watch_key", Key, nullable=False),
        sa.Column("entry_id", sa.String(17), nullable=False),
        sa.Column("reason", AnyText, nullable=False),
        sa.Column("reading_key", Key, nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_watch_hits"),
        sa.ForeignKeyConstraint(["watch_key"], ["watches.key"], name="fk_watch_hits_watch_key"),
        sa.ForeignKeyConstraint(["reading_key"], ["readings.key"], name="fk_watch_hits_reading_key"),
        sa.UniqueConstraint("watch_key", "entry_id", "reason", name="uq_watch_hits_watch_key_entry_id_reason"),
    )
    op.create_index("ix_watch_hits_at", "watch_hits", ["at"])
