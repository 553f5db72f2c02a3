"""How many entries there are of one actor or two is counted month by month."""

import sqlalchemy as sa
from alembic import op

from communique.ledger.columns import AnyText

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_MONTH = {
    "sqlite": "CAST(substr(earliest, 1, 4) AS INTEGER) * 12 + CAST(substr(earliest, 6, 2) AS INTEGER) - 1",
    "postgresql": "CAST(extract(year FROM earliest) * 12 + extract(month FROM earliest) - 1 AS INTEGER)",
}


def upgrade() -> None:
    op.create_table(
        "tallies",
        sa.Column("one", AnyText, nullable=False),
        sa.Column("other", AnyText, nullable=False),
        sa.Column("list", sa.String(16), nullable=False),
        sa.Column("month", sa.Integer, nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("one", "other", "list", "month", name="pk_tallies"),
        sqlite_with_rowid=False,
    )
    month = f"coalesce({_MONTH[op.get_bind().dialect.name]}, -1)"
    for table, actors in (("entry_codes", "code, ''"), ("dyads", "one, other")):
        counted = f"SELECT {actors}, list, {month} AS month, count(*) FROM {table} WHERE NOT rejected"
        op.execute(f"INSERT INTO tallies (one, other, list, month, entries) {counted} GROUP BY 1, 2, 3, 4")
