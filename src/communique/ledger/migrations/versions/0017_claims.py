"""Contacts that are said to be the first since some time are found without reading all there are."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_SAID = "list = 'contacts' AND {place}(body, '\"first_since\":\"') > 0"


def upgrade() -> None:
    op.create_index(
        "ix_records_first_since",
        "records",
        ["key"],
        sqlite_where=sa.text(_SAID.format(place="instr")),
        postgresql_where=sa.text(_SAID.format(place="strpos")),
    )
