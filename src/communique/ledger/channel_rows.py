"""What channels are made of, from the dyads of entries, and kept from one question to the next."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from threading import Lock
from typing import Any

from sqlalchemy import Connection, or_, select, tuple_

from communique.interchange import RecordKind
from communique.ledger.among import among, several
from communique.ledger.batches import batches
from communique.ledger.channels import Channel, Said, Talk, said_present
from communique.ledger.columns import AnyText
from communique.ledger.dyads import Dyad, Level
from communique.ledger.entry import Brief
from communique.ledger.histories import Line, cut, lines
from communique.ledger.tables import ChangedDyadRow, DyadRow, EntryRow
from communique.records import Status

_AT_ONCE = 5000
_TALKS = select(
    DyadRow.id, DyadRow.one, DyadRow.other, DyadRow.levels, DyadRow.earliest, DyadRow.latest, DyadRow.reports
).where(DyadRow.list == RecordKind.CONTACT.value, DyadRow.status == Status.OCCURRED.value, DyadRow.rejected.is_(False))
_SAID = select(DyadRow.id, DyadRow.one, DyadRow.other, DyadRow.kind, DyadRow.status, DyadRow.known).where(
    DyadRow.list == RecordKind.STATE.value, DyadRow.known.is_not(None), DyadRow.rejected.is_(False)
)
_BRIEFS = select(
    EntryRow.id, EntryRow.list, EntryRow.kind, EntryRow.status, EntryRow.edtf, EntryRow.earliest, EntryRow.latest
).where(among(EntryRow.id, several("ids", AnyText())))


class Kept:
    """The lines of dyads, for as long as nothing that is known of a dyad changes; at most so many contacts and states
    (`size`).

    May be used by several threads at once.
    """

    def __init__(self, most: int = 300_000) -> None:
        self._most = most
        self._held: OrderedDict[Dyad, tuple[str, tuple[Line, ...]]] = OrderedDict()
        self.size = 0
        self._lock = Lock()

    def lines(self, connection: Connection, actors: Sequence[str]) -> Iterator[tuple[Line, ...]]:
        """The lines of each dyad, in order; of one actor, or between any two of several, or of all."""
        changed = dict(_changed(connection, actors))
        found = dict(self._unchanged(changed))
        missing = [dyad for dyad in changed if dyad not in found]
        for some in batches(missing):
            made = lines(talks(connection, some), said(connection, some))
            found |= made
            self._keep((dyad, changed[dyad], made.get(dyad, ())) for dyad in some)
        for dyad in sorted(found):
            yield found[dyad]

    def _unchanged(self, changed: dict[Dyad, str]) -> Iterator[tuple[Dyad, tuple[Line, ...]]]:
        with self._lock:
            for dyad in changed.keys() & self._held.keys():
                token, held = self._held[dyad]
                if token == changed[dyad]:
                    self._held.move_to_end(dyad)
                    yield dyad, held

    def _keep(self, made: Iterable[tuple[Dyad, str, tuple[Line, ...]]]) -> None:
        with self._lock:
            for dyad, token, held in made:
                self.size += _size(held) - _size(self._held.pop(dyad, ("", ()))[1])
                self._held[dyad] = (token, held)
            while self.size > self._most:
                self.size -= _size(self._held.popitem(last=False)[1][1])


def channels(connection: Connection, kept: Kept, as_of: date, actors: Sequence[str] = ()) -> tuple[Channel, ...]:
    """Every channel as of a day; with one actor its own, with several those between any two of them."""
    found = [each for of_dyad in kept.lines(connection, actors) for each in cut(of_dyad, as_of)]
    ids = {id_ for each in found for id_ in (each.last, each.explicit) if id_}
    rows = connection.execute(_BRIEFS, {"ids": sorted(ids)})
    held = {row.id: Brief(row.id, RecordKind(row.list), *row[2:]) for row in rows}
    return tuple(Channel(each, held.get(each.last or ""), held.get(each.explicit or "")) for each in found)


def talks(connection: Connection, dyads: Sequence[Dyad]) -> Iterator[Talk]:
    """Contacts of dyads that occurred, a talk for each dyad."""
    for id_, one, other, levels, first, last, reports in _rows(connection, _TALKS, dyads):
        if first is None or last is None:
            first = last = None
        yield Talk(id_, (one, other), _levels(levels), first, last, reports)


def said(connection: Connection, dyads: Sequence[Dyad]) -> Iterator[Said]:
    """Explicit states of dyads."""
    for row in _rows(connection, _SAID, dyads):
        present = said_present(row.kind, row.status)
        if present:
            yield Said(row.id, (row.one, row.other), row.known, present)


def _changed(connection: Connection, actors: Sequence[str]) -> Iterator[tuple[Dyad, str]]:
    """The dyads that anything is known of, with the token of the last change."""
    row = ChangedDyadRow
    query = select(row.one, row.other, row.token)
    if len(actors) == 1:
        query = query.where(or_(row.one == actors[0], row.other == actors[0]))
    elif actors:
        query = query.where(row.one.in_(actors), row.other.in_(actors))
    for one, other, token in connection.execute(query):
        yield (one, other), token


def _rows(connection: Connection, query: Any, dyads: Sequence[Dyad]) -> Iterator[Any]:
    query = query.where(tuple_(DyadRow.one, DyadRow.other).in_(dyads))
    yield from connection.execute(query, execution_options={"yield_per": _AT_ONCE})


@cache
def _levels(names: str) -> tuple[Level, ...]:
    return tuple(Level(name) for name in names.split())


def _size(held: Iterable[Line]) -> int:
    return sum(1 + len(each.walked.days) for each in held)
