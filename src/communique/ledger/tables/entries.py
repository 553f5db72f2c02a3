"""What the records of current readings come to; all of it can be made again from them and the judgements."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Float, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from communique.ledger.columns import AnyText, UtcTime
from communique.ledger.tables.base import Base


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


class TallyRow(Base):
    """How many entries of a list two actors have in a month, or one by itself; see `communique.ledger.tallies`."""

    __tablename__ = "tallies"
    __table_args__ = ({"sqlite_with_rowid": False},)

    one: Mapped[str] = mapped_column(AnyText, primary_key=True)
    other: Mapped[str] = mapped_column(AnyText, primary_key=True)
    list: Mapped[str] = mapped_column(String(16), primary_key=True)
    month: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    entries: Mapped[int] = mapped_column(Integer)


class RevisionRow(Base):
    """The only row: `token` says which change of the ledger was the last (see `communique.ledger.revision`)."""

    __tablename__ = "revision"

    key: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    token: Mapped[str] = mapped_column(String(16))


class ChangedDyadRow(Base):
    """A dyad of which a contact or a state is known; `token` says which change of these was the last."""

    __tablename__ = "changed_dyads"
    __table_args__ = ({"sqlite_with_rowid": False},)

    one: Mapped[str] = mapped_column(AnyText, primary_key=True)
    other: Mapped[str] = mapped_column(AnyText, primary_key=True, index=True)
    token: Mapped[str] = mapped_column(String(16))
