"""Entries: records of several documents that are one thing. Filled by `communique.ledger.store` when it comes here."""

import sqlalchemy as sa
from alembic import op

from communique.ledger.columns import AnyText, Key, UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sightings",
        sa.Column("record_key", Key, nullable=False, autoincrement=False),
        sa.Column("leader_key", Key),
        sa.Column("vague", sa.Boolean, nullable=False),
        sa.Column("news", sa.Integer),
        sa.PrimaryKeyConstraint("record_key", name="pk_sightings"),
        sa.ForeignKeyConstraint(["record_key"], ["records.key"], name="fk_sightings_record_key"),
        sa.ForeignKeyConstraint(["leader_key"], ["records.key"], name="fk_sightings_leader_key"),
    )
    op.create_index("ix_sightings_leader_key", "sightings", ["leader_key"])
    op.create_table(
        "blocks",
        sa.Column("record_key", Key, nullable=False, autoincrement=False),
        sa.Column("block", AnyText, nullable=False),
        sa.Column("first", sa.Integer),
        sa.Column("last", sa.Integer),
        sa.PrimaryKeyConstraint("record_key", "block", name="pk_blocks"),
        sa.ForeignKeyConstraint(["record_key"], ["records.key"], name="fk_blocks_record_key"),
    )
    op.create_index("ix_blocks_block_first_last", "blocks", ["block", "first", "last"])
    op.create_table(
        "entries",
        sa.Column("key", Key, nullable=False, autoincrement=False),
        sa.Column("id", sa.String(17), nullable=False),
        sa.Column("list", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("status", sa.String(24)),
        sa.Column("edtf", sa.String(32)),
        sa.Column("earliest", sa.Date),
        sa.Column("latest", sa.Date),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("reports", sa.Integer, nullable=False),
        sa.Column("outlets", sa.Integer, nullable=False),
        sa.Column("judged", sa.Boolean, nullable=False),
        sa.Column("body", AnyText, nullable=False),
        sa.Column("account", AnyText, nullable=False),
        sa.Column("seen_at", UtcTime, nullable=False),
        sa.Column("changed_at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_entries"),
        sa.ForeignKeyConstraint(["key"], ["records.key"], name="fk_entries_key"),
        sa.UniqueConstraint("id", name="uq_entries_id"),
    )
    op.create_index("ix_entries_list_earliest", "entries", ["list", "earliest"])
    op.create_index("ix_entries_changed_at", "entries", ["changed_at"])
    op.create_table(
        "entry_codes",
        sa.Column("entry_key", Key, nullable=False),
        sa.Column("code", AnyText, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("entry_key", "code", "role", name="pk_entry_codes"),
        sa.ForeignKeyConstraint(["entry_key"], ["entries.key"], name="fk_entry_codes_entry_key"),
    )
    op.create_index("ix_entry_codes_code_entry_key", "entry_codes", ["code", "entry_key"])
    op.create_table(
        "dyads",
        sa.Column("entry_key", Key, nullable=False),
        sa.Column("one", AnyText, nullable=False),
        sa.Column("other", AnyText, nullable=False),
        sa.Column("list", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("status", sa.String(24)),
        sa.Column("levels", sa.String(64), nullable=False),
        sa.Column("earliest", sa.Date),
        sa.Column("latest", sa.Date),
        sa.Column("known", sa.Date),
        sa.Column("reports", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("entry_key", "one", "other", name="pk_dyads"),
        sa.ForeignKeyConstraint(["entry_key"], ["entries.key"], name="fk_dyads_entry_key"),
    )
    op.create_index("ix_dyads_one_other_list_earliest", "dyads", ["one", "other", "list", "earliest"])
