"""Which change of the contacts and states of a dyad was the last: its channels are kept until there is another."""

import sqlalchemy as sa
from alembic import op

from communique.ledger.columns import AnyText

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "changed_dyads",
        sa.Column("one", AnyText, nullable=False),
        sa.Column("other", AnyText, nullable=False),
        sa.Column("token", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name="pk_changed_dyads"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_changed_dyads_other", "changed_dyads", ["other"])
    op.execute(
        "INSERT INTO changed_dyads SELECT DISTINCT one, other, '' FROM dyads WHERE list IN ('contacts', 'states')"
    )
