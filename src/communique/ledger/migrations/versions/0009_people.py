"""People with their sessions and tokens; who added a document, who ended a watch; what is doubtful, in order."""

import sqlalchemy as sa
from alembic import op

from communique.ledger.columns import AnyText, Key, UtcTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("key", Key, nullable=False),
        sa.Column("name", AnyText, nullable=False),
        sa.Column("folded", AnyText, nullable=False),
        sa.Column("password", AnyText, nullable=False),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.Column("ended_at", UtcTime),
        sa.PrimaryKeyConstraint("key", name="pk_people"),
        sa.UniqueConstraint("folded", name="uq_people_folded"),
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("person_key", Key, nullable=False),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.Column("seen_at", UtcTime, nullable=False),
        sa.Column("expires_at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_sessions"),
        sa.ForeignKeyConstraint(["person_key"], ["people.key"], name="fk_sessions_person_key"),
    )
    op.create_index("ix_sessions_person_key", "sessions", ["person_key"])
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
    op.create_table(
        "tokens",
        sa.Column("key", Key, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("shown", sa.String(16), nullable=False),
        sa.Column("person_key", Key, nullable=False),
        sa.Column("scopes", AnyText, nullable=False),
        sa.Column("created_at", UtcTime, nullable=False),
        sa.Column("used_at", UtcTime),
        sa.Column("ended_at", UtcTime),
        sa.PrimaryKeyConstraint("key", name="pk_tokens"),
        sa.UniqueConstraint("digest", name="uq_tokens_digest"),
        sa.ForeignKeyConstraint(["person_key"], ["people.key"], name="fk_tokens_person_key"),
    )
    op.create_index("ix_tokens_person_key", "tokens", ["person_key"])
    op.create_table(
        "additions",
        sa.Column("key", Key, nullable=False),
        sa.Column("document_key", Key, nullable=False),
        sa.Column("by", AnyText, nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_additions"),
        sa.ForeignKeyConstraint(["document_key"], ["documents.key"], name="fk_additions_document_key"),
    )
    op.create_index("ix_additions_document_key", "additions", ["document_key"])
    op.add_column("watches", sa.Column("ended_by", AnyText))
    op.create_index("ix_judgements_by_key", "judgements", ["by", "key"])
    for name, columns in (("unsure", ("confidence", "id")), ("disputed", ("dissents", "id"))):
        op.create_index(f"ix_entries_{name}", "entries", ["judged", *columns])
