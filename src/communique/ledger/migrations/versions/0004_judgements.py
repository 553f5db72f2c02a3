"""Judgements, the records they stand on, and what entries keep of them."""

import orjson
import sqlalchemy as sa
from alembic import op

from communique.ledger.columns import AnyText, Key, UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "judgements",
        sa.Column("key", Key, nullable=False, autoincrement=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("by", AnyText, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("list", sa.String(16)),
        sa.Column("anchors", AnyText, nullable=False),
        sa.Column("field", sa.String(24)),
        sa.Column("value", AnyText),
        sa.Column("seen", AnyText),
        sa.Column("note", AnyText, nullable=False),
        sa.Column("undoes", Key),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_judgements"),
        sa.ForeignKeyConstraint(["undoes"], ["judgements.key"], name="fk_judgements_undoes"),
    )
    op.create_index("ix_judgements_undoes", "judgements", ["undoes"])
    op.create_table(
        "anchors",
        sa.Column("judgement_key", Key, nullable=False, autoincrement=False),
        sa.Column("place", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("doc", AnyText, nullable=False),
        sa.Column("anchor", sa.String(17), nullable=False),
        sa.Column("record_id", sa.String(17), nullable=False),
        sa.Column("found", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("judgement_key", "place", name="pk_anchors"),
        sa.ForeignKeyConstraint(["judgement_key"], ["judgements.key"], name="fk_anchors_judgement_key"),
    )
    op.create_index("ix_anchors_doc", "anchors", ["doc"])
    op.create_index("ix_anchors_record_id", "anchors", ["record_id"])
    op.add_column("entries", sa.Column("verdict", sa.String(16)))
    op.add_column("entries", sa.Column("dissents", sa.Integer, nullable=False, server_default="0"))
    _count_dissents()


def _count_dissents() -> None:
    entries = sa.table("entries", sa.column("key", Key), sa.column("account", AnyText), sa.column("dissents"))
    connection = op.get_bind()
    for key, account in connection.execute(sa.select(entries.c.key, entries.c.account)).all():
        if count := len(orjson.loads(account)["dissents"]):
            connection.execute(entries.update().where(entries.c.key == key).values(dissents=count))
