"""What was read: documents, readings, their records, and the signatures by which copies are found."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, Float, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from communique.ledger.columns import AnyText, Key, UtcTime
from communique.ledger.tables.base import Base

ORIGINS = "ix_documents_origin"
"""The index that has, in SQLite, what reports say of their documents: in a row that stands behind text and HTML."""


class DocumentRow(Base):
    """One version of one document; `html` is set where it came as HTML, `published` where the page gives it."""

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("doc", "version"),
        Index("ix_documents_outlet_key", "outlet", "key"),
        Index(ORIGINS, "key", "doc", "version", "title", "outlet", "url", "added_at").ddl_if(dialect="sqlite"),
    )

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    doc: Mapped[str] = mapped_column(AnyText)
    version: Mapped[int] = mapped_column(Integer)
    content_hash: Mapped[str] = mapped_column(String(64), index=True)
    text: Mapped[str] = mapped_column(AnyText)
    html: Mapped[str | None] = mapped_column(AnyText)
    url: Mapped[str | None] = mapped_column(AnyText)
    outlet: Mapped[str | None] = mapped_column(AnyText)
    author: Mapped[str | None] = mapped_column(AnyText)
    title: Mapped[str | None] = mapped_column(AnyText)
    published: Mapped[date | None] = mapped_column(Date)
    published_reason: Mapped[str | None] = mapped_column(AnyText)
    added_at: Mapped[datetime] = mapped_column(UtcTime)


class ReadingRow(Base):
    """What one version of the program made of one document version; `blocks` is JSON, [[role, start, end], …]."""

    __tablename__ = "readings"
    __table_args__ = (
        UniqueConstraint("document_key", "extractor", "format"),
        Index("ix_readings_published_latest", "published_latest"),
    )

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    document_key: Mapped[int] = mapped_column(ForeignKey("documents.key"))
    extractor: Mapped[str] = mapped_column(AnyText)
    format: Mapped[str] = mapped_column(String(16))
    published_earliest: Mapped[date | None] = mapped_column(Date)
    published_latest: Mapped[date | None] = mapped_column(Date)
    published_reasons: Mapped[str] = mapped_column(AnyText)
    blocks: Mapped[str] = mapped_column(AnyText)
    added_at: Mapped[datetime] = mapped_column(UtcTime)
    superseded_by: Mapped[int | None] = mapped_column(ForeignKey("readings.key"), index=True)


FIRST_SINCE = {
    dialect: f"list = 'contacts' AND {place}(body, '\"first_since\":\"') > 0"
    for dialect, place in (("sqlite", "instr"), ("postgresql", "strpos"))
}
"""Which records may say since when something is the first, by database: the condition of an index."""


class RecordRow(Base):
    """One record; `id` names it for good, in every reading that finds it again.

    `list` is the record kind, `kind` what the codebook calls it within (meeting, ACCUSE, signed, channel, SANCTION),
    `status` the status or the state. `earliest` and `latest` bound its date (`edtf`), inclusive; null where that has no
    known year.
    `body` is the record in the interchange format.
    """

    __tablename__ = "records"
    __table_args__ = (
        UniqueConstraint("reading_key", "id"),
        Index(
            "ix_records_first_since",
            "key",
            sqlite_where=text(FIRST_SINCE["sqlite"]),
            postgresql_where=text(FIRST_SINCE["postgresql"]),
        ),
    )

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    reading_key: Mapped[int] = mapped_column(ForeignKey("readings.key"))
    position: Mapped[int] = mapped_column(Integer)
    id: Mapped[str] = mapped_column(String(17), index=True)
    record_id: Mapped[str] = mapped_column(AnyText, index=True)
    list: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(24))
    status: Mapped[str | None] = mapped_column(String(24))
    edtf: Mapped[str | None] = mapped_column(String(32))
    earliest: Mapped[date | None] = mapped_column(Date)
    latest: Mapped[date | None] = mapped_column(Date)
    confidence: Mapped[float] = mapped_column(Float)
    rule: Mapped[str] = mapped_column(AnyText)
    body: Mapped[str] = mapped_column(AnyText)


class EvidenceRow(Base):
    """The words a record rests on: ``documents.text[start_offset:end_offset]``, in code points."""

    __tablename__ = "evidence"

    record_key: Mapped[int] = mapped_column(ForeignKey("records.key"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(Integer, primary_key=True)
    start_offset: Mapped[int] = mapped_column(Integer)
    end_offset: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(AnyText)


class CodeRow(Base):
    """An actor in a record: participant, speaker, target, party, actor or recipient."""

    __tablename__ = "record_codes"
    __table_args__ = (Index("ix_record_codes_code_record_key", "code", "record_key"),)

    record_key: Mapped[int] = mapped_column(ForeignKey("records.key"), primary_key=True)
    code: Mapped[str] = mapped_column(AnyText, primary_key=True)
    role: Mapped[str] = mapped_column(String(16), primary_key=True)


class SetAsideRow(Base):
    """A document that could not be read, and why."""

    __tablename__ = "set_aside"
    __table_args__ = (UniqueConstraint("doc", "reason"),)

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    doc: Mapped[str] = mapped_column(AnyText)
    origin: Mapped[str] = mapped_column(AnyText)
    reason: Mapped[str] = mapped_column(AnyText)
    added_at: Mapped[datetime] = mapped_column(UtcTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)


class SignatureRow(Base):
    """A current reading's article in little (see `communique.ledger.signatures`), where it is long enough to compare.

    `original` is the name of the document that this one is a near-identical copy of; null: of none.
    """

    __tablename__ = "signatures"

    reading_key: Mapped[int] = mapped_column(ForeignKey("readings.key"), primary_key=True, autoincrement=False)
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    original: Mapped[str | None] = mapped_column(AnyText, index=True)


class SignatureBandRow(Base):
    """A part of a signature as a number: articles that are alike share one."""

    __tablename__ = "signature_bands"
    __table_args__ = ({"sqlite_with_rowid": False},)

    band: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    reading_key: Mapped[int] = mapped_column(
        ForeignKey("signatures.reading_key"), primary_key=True, autoincrement=False
    )
