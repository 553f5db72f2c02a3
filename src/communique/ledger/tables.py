"""The ledger's tables.

documents ─▶ readings ─▶ records ─▶ evidence, record_codes;  set_aside          what was read
               └─▶ signatures ─▶ signature_bands                                  which pages are copies
                            └─▶ sightings, blocks ─▶ entries, entry_codes         what it comes to
judgements ─▶ anchors ──────────────┘                                             what people say of it
watches ─▶ watch_hits ◀─ readings;  watches ─▶ hooks ─▶ deliveries                what people wait for
documents ─▶ additions                                                            who brought it

Rows of what was read, of what people say and of what they wait for are only ever added. These columns change:
`readings.superseded_by`, when another reading of the same `doc` takes its place (null: it is current; a reading that
waits to become so points at the current one), `set_aside.settled_at`, when the document is added after all, and
`watches.ended_at` with `watches.ended_by`; and in `hooks` and `deliveries` all that says how far delivery has come.
Which pages are copies of which (`communique.ledger.copies`), what it comes to, and `anchors`, is worked out from the
records of current readings (`communique.ledger.merging`) and the judgements (`communique.ledger.judging`), and can be
made again from them at any time.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from communique.ledger.columns import AnyText, Key, UtcTime


class Base(DeclarativeBase):
    """Names every constraint, so that later migrations can speak of it on both databases."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        }
    )


class DocumentRow(Base):
    """One version of one document; `html` is set where it came as HTML, `published` where the page gives it."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("doc", "version"), Index("ix_documents_outlet_key", "outlet", "key"))

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


class RecordRow(Base):
    """One record; `id` names it for good, in every reading that finds it again.

    `list` is the record kind, `kind` what the codebook calls it within (meeting, ACCUSE, signed, channel, SANCTION),
    `status` the status or the state. `earliest` and `latest` bound its date (`edtf`), inclusive; null where that has no
    known year.
    `body` is the record in the interchange format.
    """

    __tablename__ = "records"
    __table_args__ = (UniqueConstraint("reading_key", "id"),)

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


class SightingRow(Base):
    """A record of a current reading and the record it follows: itself where it leads an entry.

    `vague`: whether its date does not tell events apart. `news`: the day of the year, 1 to 366, of which its article
    brings the news.
    """

    __tablename__ = "sightings"

    record_key: Mapped[int] = mapped_column(ForeignKey("records.key"), primary_key=True, autoincrement=False)
    leader_key: Mapped[int | None] = mapped_column(ForeignKey("records.key"), index=True)
    vague: Mapped[bool] = mapped_column(Boolean)
    news: Mapped[int | None] = mapped_column(Integer)


class BlockRow(Base):
    """A group of sightings of which some may be the same, with the days (as ordinals) this one can mean.

    `breadth`: how many days those are (see `communique.ledger.nearness`).
    """

    __tablename__ = "blocks"
    __table_args__ = (Index("ix_blocks_near", "block", "breadth", "first", "last", "record_key"),)

    record_key: Mapped[int] = mapped_column(ForeignKey("records.key"), primary_key=True, autoincrement=False)
    block: Mapped[str] = mapped_column(AnyText, primary_key=True)
    first: Mapped[int | None] = mapped_column(Integer)
    last: Mapped[int | None] = mapped_column(Integer)
    breadth: Mapped[int] = mapped_column(Integer)


class EntryRow(Base):
    """What all reports of one thing come to; `key` is that of the record that leads, `id` its id.

    Columns are as in `records`, of the entry as decided. `reports` are those whose articles are no copies of another,
    `outlets` the distinct outlets, `dissents` the fields of reports that say otherwise. `verdict` is the last of
    accept, reject and correct that people have said of it, `judged` whether they have said anything. `body` is the
    record in the interchange format, `account` JSON: sources, history, dissents, judgements. `seen_at` is when its
    first report came in, `changed_at` when what it says last changed.
    """

    __tablename__ = "entries"
    __table_args__ = (
        Index("ix_entries_paging", "list", "earliest", "id", "latest"),
        Index("ix_entries_changed_at", "changed_at"),
        Index("ix_entries_unsure", "judged", "confidence", "id"),
        Index("ix_entries_disputed", "judged", "dissents", "id"),
    )

    key: Mapped[int] = mapped_column(ForeignKey("records.key"), primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(String(17), unique=True)
    list: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(24))
    status: Mapped[str | None] = mapped_column(String(24))
    edtf: Mapped[str | None] = mapped_column(String(32))
    earliest: Mapped[date | None] = mapped_column(Date)
    latest: Mapped[date | None] = mapped_column(Date)
    confidence: Mapped[float] = mapped_column(Float)
    reports: Mapped[int] = mapped_column(Integer)
    outlets: Mapped[int] = mapped_column(Integer)
    dissents: Mapped[int] = mapped_column(Integer)
    judged: Mapped[bool] = mapped_column(Boolean)
    verdict: Mapped[str | None] = mapped_column(String(16))
    body: Mapped[str] = mapped_column(AnyText)
    account: Mapped[str] = mapped_column(AnyText)
    seen_at: Mapped[datetime] = mapped_column(UtcTime)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)


class EntryCodeRow(Base):
    """An actor in an entry, in any role, with columns of the entry; `rejected`: people say there is no such thing."""

    __tablename__ = "entry_codes"
    __table_args__ = (Index("ix_entry_codes_paging", "code", "list", "earliest", "id", "latest", "rejected"),)

    entry_key: Mapped[int] = mapped_column(ForeignKey("entries.key"), primary_key=True)
    code: Mapped[str] = mapped_column(AnyText, primary_key=True)
    id: Mapped[str] = mapped_column(String(17))
    list: Mapped[str] = mapped_column(String(16))
    earliest: Mapped[date | None] = mapped_column(Date)
    latest: Mapped[date | None] = mapped_column(Date)
    rejected: Mapped[bool] = mapped_column(Boolean)


class DyadRow(Base):
    """Two actors of an entry, in alphabetical order.

    `levels`: at which they talk (see `dyads.Level`), parted by spaces; empty but for contacts. `known`: the first day
    on which a state is known to hold. The other columns are as in `entry_codes`.
    """

    __tablename__ = "dyads"
    __table_args__ = (
        Index(
            "ix_dyads_paging",
            *("one", "other", "list", "earliest", "id", "latest", "rejected"),
            *("status", "kind", "levels", "reports", "known"),
        ),
    )

    entry_key: Mapped[int] = mapped_column(ForeignKey("entries.key"), primary_key=True)
    one: Mapped[str] = mapped_column(AnyText, primary_key=True)
    other: Mapped[str] = mapped_column(AnyText, primary_key=True)
    id: Mapped[str] = mapped_column(String(17))
    list: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(24))
    status: Mapped[str | None] = mapped_column(String(24))
    levels: Mapped[str] = mapped_column(String(64))
    earliest: Mapped[date | None] = mapped_column(Date)
    latest: Mapped[date | None] = mapped_column(Date)
    known: Mapped[date | None] = mapped_column(Date)
    reports: Mapped[int] = mapped_column(Integer)
    rejected: Mapped[bool] = mapped_column(Boolean)


class JudgementRow(Base):
    """What a person said of an entry. Keys count from 1; `digest` is of the row and of the digest before it.

    `list` is the record kind, `anchors` JSON (see `communique.ledger.judging.model`), `value` JSON, `seen` the record
    the reports came to at that time, in the interchange format. An undo has `undoes` and none of these.
    """

    __tablename__ = "judgements"
    __table_args__ = (Index("ix_judgements_by_key", "by", "key"),)

    key: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcTime)
    by: Mapped[str] = mapped_column(AnyText)
    verdict: Mapped[str] = mapped_column(String(16))
    list: Mapped[str | None] = mapped_column(String(16))
    anchors: Mapped[str] = mapped_column(AnyText)
    field: Mapped[str | None] = mapped_column(String(24))
    value: Mapped[str | None] = mapped_column(AnyText)
    seen: Mapped[str | None] = mapped_column(AnyText)
    note: Mapped[str] = mapped_column(AnyText)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("judgements.key"), index=True)
    digest: Mapped[str] = mapped_column(String(64))


class AnchorRow(Base):
    """A record that a judgement in force was made on (`anchor`), and the record of today that stands for it.

    `record_id` is that of the anchor itself where no current record does; `found` says which.
    """

    __tablename__ = "anchors"

    judgement_key: Mapped[int] = mapped_column(ForeignKey("judgements.key"), primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    doc: Mapped[str] = mapped_column(AnyText, index=True)
    anchor: Mapped[str] = mapped_column(String(17))
    record_id: Mapped[str] = mapped_column(String(17), index=True)
    found: Mapped[bool] = mapped_column(Boolean)


class RevisionRow(Base):
    """The only row: `token` says which change of the ledger was the last (see `communique.ledger.revision`)."""

    __tablename__ = "revision"

    key: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    token: Mapped[str] = mapped_column(String(16))


class WatchRow(Base):
    """A saved filter; `filter` is JSON (see `communique.ledger.watches`). Of those not ended each has its own name."""

    __tablename__ = "watches"

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(AnyText)
    filter: Mapped[str] = mapped_column(AnyText)
    by: Mapped[str] = mapped_column(AnyText)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_by: Mapped[str | None] = mapped_column(AnyText)


class WatchHitRow(Base):
    """An entry that a watch was waiting for, why, when, and the reading that brought it; `cause`: `watches.Cause`."""

    __tablename__ = "watch_hits"
    __table_args__ = (UniqueConstraint("watch_key", "entry_id", "reason"),)

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    watch_key: Mapped[int] = mapped_column(ForeignKey("watches.key"))
    entry_id: Mapped[str] = mapped_column(String(17))
    reason: Mapped[str] = mapped_column(AnyText)
    reading_key: Mapped[int] = mapped_column(ForeignKey("readings.key"))
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    cause: Mapped[str] = mapped_column(String(16), server_default="added")


class HookRow(Base):
    """An address to which what a watch tells after the hit `after_key` is sent, signed with `secret`.

    `private`: whether it may lie in a private network. `token` names it outside this ledger.
    """

    __tablename__ = "hooks"

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    watch_key: Mapped[int] = mapped_column(ForeignKey("watches.key"))
    url: Mapped[str] = mapped_column(AnyText)
    token: Mapped[str] = mapped_column(String(32))
    secret: Mapped[str] = mapped_column(String(64))
    private: Mapped[bool] = mapped_column(Boolean)
    after_key: Mapped[int] = mapped_column(Key)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class DeliveryRow(Base):
    """How far the sending of one hit to one hook has come; there is no row before the first attempt.

    `ended_at`: delivered, or given up. `told`: what the last attempt came to; null: it was delivered.
    """

    __tablename__ = "deliveries"

    hook_key: Mapped[int] = mapped_column(ForeignKey("hooks.key"), primary_key=True, autoincrement=False)
    hit_key: Mapped[int] = mapped_column(ForeignKey("watch_hits.key"), primary_key=True, autoincrement=False)
    attempts: Mapped[int] = mapped_column(Integer)
    next_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    told: Mapped[str | None] = mapped_column(AnyText)


class AdditionRow(Base):
    """Somebody who signed in added a document, or added it again; `outcome` is what that did (see `Outcome`)."""

    __tablename__ = "additions"

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    document_key: Mapped[int] = mapped_column(ForeignKey("documents.key"), index=True)
    by: Mapped[str] = mapped_column(AnyText)
    at: Mapped[datetime] = mapped_column(UtcTime)
    outcome: Mapped[str] = mapped_column(String(16))
