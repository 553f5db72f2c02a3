"""What the ledger gives back: entries, documents, documents set aside; and what a question may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from communique.article.model import Block
from communique.interchange import RecordKind, record_date
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
class Entry:
    """A record in the ledger. `id` is the ledger's; `earliest` and `latest` bound its date, inclusive.

    `superseded`: a newer reading of the document has taken the place of the one that holds it.
    """

    id: str
    kind: RecordKind
    record: Record
    earliest: date | None
    latest: date | None
    origin: Origin
    superseded: bool

    @property
    def edtf(self) -> str | None:
        """The record's own date, whatever its kind calls it."""
        return record_date(self.record)


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
    """

    actors: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    what: str | None = None
    min_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Count:
    """How much a ledger holds, of current readings."""

    documents: int
    records: int
    set_aside: int
