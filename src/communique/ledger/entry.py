"""What the ledger gives back: entries, documents, documents set aside; and what a question may ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from communique.article.model import Block
from communique.interchange import RecordKind, record_date
from communique.ledger.judging.model import Verdict
from communique.records import Published, Record


class Outcome(StrEnum):
    """What adding a document did."""

    ADDED = "added"
    NEW_VERSION = "new version"
    REREAD = "reread"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Origin:
    """The document version a record comes from. `published` is as its reading bounds it."""

    doc: str
    version: int
    title: str | None
    outlet: str | None
    url: str | None
    published: Published | None
    extractor: str


@dataclass(frozen=True, slots=True)
class Report:
    """One record of one article that an entry rests on. `id` is the ledger's id of the record, good for ever.

    `earliest` and `latest` bound the record's date, inclusive. `copy_of`: the document this one is a near-identical
    copy of, so that both count as one report. `superseded`: a newer reading of the document has taken the place of the
    one that holds it.
    """

    id: str
    record: Record
    earliest: date | None
    latest: date | None
    origin: Origin
    superseded: bool = False
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A status (of a contact or an act) with the report that gives it and the day from which it is known to hold."""

    status: str
    day: date | None
    report: str


@dataclass(frozen=True, slots=True)
class Dissent:
    """A report that gives a field another value than the entry does, written as the interchange format writes it."""

    field: str
    value: str
    report: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One event, statement, thing done to an instrument, state or act, with every report of it.

    `id` is that of its leading report, and the id of any of its reports finds it. `record` is what the reports come to
    together (evidence and rule are the leading report's); `sources` says from which report each field was taken,
    `dissents` which reports say otherwise. `earliest` and `latest` bound its date, inclusive. `reports` has the leading
    one first. `judged`: people have said something of it; `verdict`: the last of accept, reject and correct;
    `judgements`: the keys of all that is in force. A corrected field has ``judgement`` and its key for a source.
    `seen_at` is when its first report came into the ledger, `changed_at` when what it says last changed; they are no
    part of what it says.
    """

    id: str
    kind: RecordKind
    record: Record
    earliest: date | None
    latest: date | None
    reports: tuple[Report, ...]
    sources: tuple[tuple[str, str], ...] = ()
    history: tuple[Step, ...] = ()
    dissents: tuple[Dissent, ...] = ()
    judged: bool = False
    verdict: Verdict | None = None
    judgements: tuple[int, ...] = ()
    seen_at: datetime | None = field(default=None, compare=False)
    changed_at: datetime | None = field(default=None, compare=False)

    @property
    def edtf(self) -> str | None:
        """The entry's own date, whatever its kind calls it."""
        return record_date(self.record)

    @property
    def origin(self) -> Origin:
        """The document of the leading report."""
        return self.reports[0].origin

    @property
    def superseded(self) -> bool:
        """Whether its leading report is of a reading that has been replaced."""
        return self.reports[0].superseded


@dataclass(frozen=True, slots=True)
class Brief:
    """An entry in short: what it is (meeting, signed, channel), its status or state, its date and its bounds."""

    id: str
    kind: RecordKind
    what: str
    status: str | None
    edtf: str | None
    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True)
class Filed:
    """A document in the ledger: its newest version as read last, with its entries; `versions` are all it has."""

    origin: Origin
    text: str
    blocks: tuple[Block, ...]
    author: str | None
    added_at: datetime
    versions: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A document that could not be read, where it came from and why."""

    doc: str
    origin: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """Which entries are wanted; every part that is set must hold.

    `actors`: codes that all take part, in any role. `since` and `until`, inclusive: the entry's date may lie there;
    entries whose year is unknown are then left out. `what`: meeting, ACCUSE, signed, channel, SANCTION, … by kind.
    `last`: only so many, the last by date; undated ones are then left out.
    `rejected`: also those that a person has rejected.
    """

    actors: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    what: str | None = None
    min_confidence: float = 0.0
    last: int | None = None
    rejected: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the entries asked for, in order. `next`: from where the next page goes on; None where there is none."""

    entries: tuple[Entry, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Month:
    """How many entries of a kind two actors have together in a month, by the first day of each; `month` is its first.

    An entry of which only the year is known counts in January.
    """

    month: date
    kind: RecordKind
    count: int


@dataclass(frozen=True, slots=True)
class Count:
    """How much a ledger holds, of current readings."""

    documents: int
    records: int
    set_aside: int
