"""Where what watches tell is sent, how far that has come, and what made a watch tell."""

import sqlalchemy as sa
from alembic import op

from communique.ledger.columns import AnyText, Key, UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("watch_hits", sa.Column("cause", sa.String(16), nullable=False, server_default="added"))
    op.create_table(
        "hooks",
        sa.Column("key", Key, nullable=False),
        sa.Column("watch_key", Key, nullable=False),
        sa.Column("url", AnyText, nullable=False),
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("private", sa.Boolean, nullable=False),
        sa.Column("after_key", Key, nullable=False),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.Column("ended_at", UtcTime),
        sa.PrimaryKeyConstraint("key", name="pk_hooks"),
        sa.ForeignKeyConstraint(["watch_key"], ["watches.key"], name="fk_hooks_watch_key"),
    )
    op.create_table(
        "deliveries",
        sa.Column("hook_key", Key, nullable=False),
        sa.Column("hit_key", Key, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", UtcTime, nullable=False),
        sa.Column("ended_at", UtcTime),
        sa.Column("told", AnyText),
        sa.PrimaryKeyConstraint("hook_key", "hit_key", name="pk_deliveries"),
        sa.ForeignKeyConstraint(["hook_key"], ["hooks.key"], name="fk_deliveries_hook_key"),
        sa.ForeignKeyConstraint(["hit_key"], ["watch_hits.key"], name="fk_deliveries_hit_key"),
    )
