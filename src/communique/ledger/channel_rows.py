"""What channels are made of, from the dyads of entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, or_, select

from communique.interchange import RecordKind
from communique.ledger.asking import entries_of
from communique.ledger.channels import Channel, Said, Talk, histories, said_present
from communique.ledger.dyads import Level
from communique.ledger.tables import DyadRow
from communique.records import Status

_BATCH = 5000
_TALKS = select(
    DyadRow.id, DyadRow.one, DyadRow.other, DyadRow.levels, DyadRow.earliest, DyadRow.latest, DyadRow.reports
)


def channels(connection: Connection, as_of: date, actors: Sequence[str] = ()) -> tuple[Channel, ...]:
    """Every channel as of a day; with one actor its own, with several those between any two of them."""
    found = histories(talks(connection, actors), said(connection, actors), as_of)
    ids = {id_ for each in found for id_ in (each.last, each.explicit) if id_}
    held = {entry.id: entry for entry in entries_of(connection, sorted(ids))}
    return tuple(Channel(each, held.get(each.last or ""), held.get(each.explicit or "")) for each in found)


def talks(connection: Connection, actors: Sequence[str]) -> Iterator[Talk]:
    """Contacts that occurred, a talk for each dyad; of one actor, or between any two of several."""
    query = _TALKS.where(DyadRow.list == RecordKind.CONTACT.value, DyadRow.status == Status.OCCURRED.value)
    for id_, one, other, levels, first, last, reports in _rows(connection, query, actors):
        if first is None or last is None:
            first = last = None
        yield Talk(id_, (one, other), _levels(levels), first, last, reports)


def said(connection: Connection, actors: Sequence[str]) -> Iterator[Said]:
    """Explicit states of dyads; of one actor, or between any two of several."""
    columns = (DyadRow.id, DyadRow.one, DyadRow.other, DyadRow.kind, DyadRow.status, DyadRow.known)
    query = select(*columns).where(DyadRow.list == RecordKind.STATE.value, DyadRow.known.is_not(None))
    for row in _rows(connection, query, actors):
        present = said_present(row.kind, row.status)
        if present:
            yield Said(row.id, (row.one, row.other), row.known, present)


def _rows(connection: Connection, query: Any, actors: Sequence[str]) -> Iterator[Any]:
    query = query.where(DyadRow.rejected.is_(False))
    if len(actors) == 1:
        query = query.where(or_(DyadRow.one == actors[0], DyadRow.other == actors[0]))
    elif actors:
        query = query.where(DyadRow.one.in_(actors), DyadRow.other.in_(actors))
    yield from connection.execute(query, execution_options={"yield_per": _BATCH})


@cache
def _levels(names: str) -> tuple[Level, ...]:
    return tuple(Level(name) for name in names.split())
