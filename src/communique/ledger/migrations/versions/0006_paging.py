"""Actors and dyads with what pages are taken by, and the token of the last change."""

import sqlalchemy as sa
from alembic import op

from communique.ledger.columns import AnyText, Key

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ENTRY = "e.id, e.list, e.earliest, e.latest, coalesce(e.verdict = 'reject', false) AS rejected"
_HELD_CODES = f"SELECT DISTINCT c.entry_key, c.code, {_ENTRY} FROM entry_codes c JOIN entries e ON e.key = c.entry_key"
_HELD_DYADS = f"""
SELECT d.entry_key, d.one, d.other, d.kind, d.status, d.levels, d.known, d.reports, {_ENTRY}
FROM dyads d JOIN entries e ON e.key = d.entry_key
"""
_OF_CODES = "entry_key, code, id, list, earliest, latest, rejected"
_OF_DYADS = "entry_key, one, other, id, list, kind, status, levels, earliest, latest, known, reports, rejected"


def upgrade() -> None:
    for name, query in (("held_codes", _HELD_CODES), ("held_dyads", _HELD_DYADS)):
        op.execute(f"CREATE TEMPORARY TABLE {name} AS {query}")
    op.drop_table("entry_codes")
    op.drop_table("dyads")
    op.create_table(
        "entry_codes",
        sa.Column("entry_key", Key, nullable=False),
        sa.Column("code", AnyText, nullable=False),
        sa.Column("id", sa.String(17), nullable=False),
        sa.Column("list", sa.String(16), nullable=False),
        sa.Column("earliest", sa.Date),
        sa.Column("latest", sa.Date),
        sa.Column("rejected", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("entry_key", "code", name="pk_entry_codes"),
        sa.ForeignKeyConstraint(["entry_key"], ["entries.key"], name="fk_entry_codes_entry_key"),
    )
    op.create_table(
        "dyads",
        sa.Column("entry_key", Key, nullable=False),
        sa.Column("one", AnyText, nullable=False),
        sa.Column("other", AnyText, nullable=False),
        sa.Column("id", sa.String(17), nullable=False),
        sa.Column("list", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("status", sa.String(24)),
        sa.Column("levels", sa.String(64), nullable=False),
        sa.Column("earliest", sa.Date),
        sa.Column("latest", sa.Date),
        sa.Column("known", sa.Date),
        sa.Column("reports", sa.Integer, nullable=False),
        sa.Column("rejected", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("entry_key", "one", "other", name="pk_dyads"),
        sa.ForeignKeyConstraint(["entry_key"], ["entries.key"], name="fk_dyads_entry_key"),
    )
    for name, columns in (("codes", _OF_CODES), ("dyads", _OF_DYADS)):
        table = "entry_codes" if name == "codes" else "dyads"
        op.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM held_{name}")
        op.execute(f"DROP TABLE held_{name}")
    order = ["list", "earliest", "id", "latest"]
    op.create_index("ix_entry_codes_paging", "entry_codes", ["code", *order, "rejected"])
    op.create_index("ix_dyads_paging", "dyads", ["one", "other", *order, "rejected"])
    op.drop_index("ix_entries_list_earliest", "entries")
    op.create_index("ix_entries_paging", "entries", order)
    op.create_table(
        "revision",
        sa.Column("key", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("token", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_revision"),
    )
