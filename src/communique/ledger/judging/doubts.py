"""What a person should look at first: unsure entries, entries whose reports disagree, entries that may be one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, select

from communique.errors import LedgerError
from communique.interchange import RecordKind
from communique.ledger import asking
from communique.ledger.entry import Entry
from communique.ledger.judging.model import Verdict
from communique.ledger.merging.likeness import ENOUGH, likeness
from communique.ledger.sightings import Kept
from communique.ledger.tables import EntryRow

UNSURE = 0.6
"""Confidence below which an entry is doubtful by itself."""

_NEARLY = ENOUGH - 1
"""Likeness from which two entries may be one, though not enough of it to join them."""


class Doubt(StrEnum):
    """Why an entry should be looked at."""

    UNSURE = "unsure"
    DISPUTED = "disputed"
    TWINS = "twins"


@dataclass(frozen=True, slots=True)
class Doubtful:
    """An entry to be looked at; of twins `other` is the one it may be one with."""

    entry: Entry
    why: Doubt
    other: Entry | None = None


def queue(connection: Connection, kind: RecordKind | None) -> list[tuple[Doubt, str]]:
    """What to look at, in order: entries nobody has judged, the least sure first, then those with most dissents; then
    every entry that stands, for its twins.
    """
    of_kind = [] if kind is None else [EntryRow.list == kind.value]
    fresh = select(EntryRow.id).where(*of_kind, EntryRow.judged.is_(False))
    unsure = fresh.where(EntryRow.confidence < UNSURE).order_by(EntryRow.confidence, EntryRow.id)
    disputed = fresh.where(EntryRow.confidence >= UNSURE, EntryRow.dissents > 0)
    standing = select(EntryRow.id).where(*of_kind, EntryRow.verdict.is_(None) | (EntryRow.verdict != Verdict.REJECT))
    by_date = (EntryRow.list, EntryRow.earliest.is_(None), EntryRow.earliest, EntryRow.id)
    parts = (
        (Doubt.UNSURE, unsure),
        (Doubt.DISPUTED, disputed.order_by(EntryRow.dissents.desc(), EntryRow.id)),
        (Doubt.TWINS, standing.order_by(*by_date)),
    )
    return [(why, id_) for why, query in parts for id_ in connection.scalars(query)]


def look(connection: Connection, why: Doubt, id_: str) -> list[Doubtful]:
    """What there still is to look at of something in the queue."""
    try:
        entry = asking.entry(connection, id_)
    except LedgerError:
        return []
    if entry.superseded or entry.id != id_ or entry.verdict is Verdict.REJECT:
        return []
    if why is not Doubt.TWINS:
        return [] if entry.judged else [Doubtful(entry, why)]
    return [Doubtful(entry, why, other) for other in _twins(connection, entry)]


def _twins(connection: Connection, entry: Entry) -> Iterator[Entry]:
    """Entries that come after it by id and may be one with it, which nobody has denied, the likest first."""
    kept = Kept(connection)
    if (one := kept.known(entry.id)) is None:
        return
    apart = kept.told.apart(one.id)
    near = {each.id: each for each in kept.leaders_near(one) if each.id > one.id and kept.leader(each) == each.id}
    alike = sorted((-(likeness(one, each) or 0), id_) for id_, each in near.items() if id_ not in apart)
    for distance, id_ in alike:
        if -distance >= _NEARLY and (other := asking.entry(connection, id_)).verdict is not Verdict.REJECT:
            yield other
