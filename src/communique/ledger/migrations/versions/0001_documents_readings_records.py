"""Documents, readings, records with their evidence and codes, and documents set aside."""

import sqlalchemy as sa
from alembic import op

from communique.ledger.columns import AnyText, Key, UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("key", Key, nullable=False),
        sa.Column("doc", AnyText, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("text", AnyText, nullable=False),
        sa.Column("html", AnyText),
        sa.Column("url", AnyText),
        sa.Column("outlet", AnyText),
        sa.Column("author", AnyText),
        sa.Column("title", AnyText),
        sa.Column("published", sa.Date),
        sa.Column("published_reason", AnyText),
        sa.Column("added_at", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_documents"),
        sa.UniqueConstraint("doc", "version", name="uq_documents_doc_version"),
    )
    op.create_index("ix_documents_content_hash", "documents", ["content_hash"])
    op.create_table(
        "readings",
        sa.Column("key", Key, nullable=False),
        sa.Column("document_key", Key, nullable=False),
        sa.Column("extractor", AnyText, nullable=False),
        sa.Column("format", sa.String(16), nullable=False),
        sa.Column("published_earliest", sa.Date),
        sa.Column("published_latest", sa.Date),
        sa.Column("published_reasons", AnyText, nullable=False),
        sa.Column("blocks", AnyText, nullable=False),
        sa.Column("added_at", UtcTime, nullable=False),
        sa.Column("superseded_by", Key),
        sa.PrimaryKeyConstraint("key", name="pk_readings"),
        sa.ForeignKeyConstraint(["document_key"], ["documents.key"], name="fk_readings_document_key"),
        sa.ForeignKeyConstraint(["superseded_by"], ["readings.key"], name="fk_readings_superseded_by"),
        sa.UniqueConstraint("document_key", "extractor", "format", name="uq_readings_document_key_extractor_format"),
    )
    op.create_index("ix_readings_superseded_by", "readings", ["superseded_by"])
    op.create_table(
        "records",
        sa.Column("key", Key, nullable=False),
        sa.Column("reading_key", Key, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("id", sa.String(17), nullable=False),
        sa.Column("record_id", AnyText, nullable=False),
        sa.Column("list", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("status", sa.String(24)),
        sa.Column("edtf", sa.String(32)),
        sa.Column("earliest", sa.Date),
        sa.Column("latest", sa.Date),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("rule", AnyText, nullable=False),
        sa.Column("body", AnyText, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_records"),
        sa.ForeignKeyConstraint(["reading_key"], ["readings.key"], name="fk_records_reading_key"),
        sa.UniqueConstraint("reading_key", "id", name="uq_records_reading_key_id"),
    )
    op.create_index("ix_records_id", "records", ["id"])
    op.create_index("ix_records_record_id", "records", ["record_id"])
    op.create_index("ix_records_list_earliest", "records", ["list", "earliest"])
    op.create_table(
        "evidence",
        sa.Column("record_key", Key, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("start_offset", sa.Integer, nullable=False),
        sa.Column("end_offset", sa.Integer, nullable=False),
        sa.Column("text", AnyText, nullable=False),
        sa.PrimaryKeyConstraint("record_key", "ordinal", name="pk_evidence"),
        sa.ForeignKeyConstraint(["record_key"], ["records.key"], name="fk_evidence_record_key"),
    )
    op.create_table(
        "record_codes",
        sa.Column("record_key", Key, nullable=False),
        sa.Column("code", AnyText, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("record_key", "code", "role", name="pk_record_codes"),
        sa.ForeignKeyConstraint(["record_key"], ["records.key"], name="fk_record_codes_record_key"),
    )
    op.create_index("ix_record_codes_code_record_key", "record_codes", ["code", "record_key"])
    op.create_table(
        "set_aside",
        sa.Column("key", Key, nullable=False),
        sa.Column("doc", AnyText, nullable=False),
        sa.Column("origin", AnyText, nullable=False),
        sa.Column("reason", AnyText, nullable=False),
        sa.Column("added_at", UtcTime, nullable=False),
        sa.Column("settled_at", UtcTime),
        sa.PrimaryKeyConstraint("key", name="pk_set_aside"),
        sa.UniqueConstraint("doc", "reason", name="uq_set_aside_doc_reason"),
    )
