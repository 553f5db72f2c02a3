"""What to look at next: the queues of doubtful entries a place at a time, so that a page costs the same anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Float, func, literal, select, tuple_

from communique.errors import LedgerError
from communique.interchange import RecordKind
from communique.ledger import paging
from communique.ledger.entry import Question
from communique.ledger.judging.doubts import UNSURE, Doubt, Doubtful, look
from communique.ledger.tables import EntryRow

COUNTED = 1000
"""How far what waits is counted."""

LOOKED_THROUGH = 25
"""Entries looked at for twins at a time."""

_ORDERS: Mapping[Doubt, tuple[Any, Any, bool]] = {
    Doubt.UNSURE: (EntryRow.confidence, EntryRow.confidence < UNSURE, False),
    Doubt.DISPUTED: (EntryRow.dissents, (EntryRow.confidence >= UNSURE) & (EntryRow.dissents > 0), True),
}
"""By which column a queue is ordered, what is in it, and whether the highest comes first."""


@dataclass(frozen=True, slots=True)
class Queued:
    """What stands in a queue after a place: something to look at, if any was found, and the place of it.

    `after` is where to go on, `more` whether there is anything there. `waiting`: how many there are to look at for each
    reason that can be counted, up to `COUNTED`.
    """

    found: Doubtful | None
    after: str
    more: bool
    waiting: Mapping[Doubt, int]


def queued(connection: Connection, why: Doubt, kind: RecordKind | None, after: str) -> Queued:
    """The first to look at for a reason after a place (`Queued.after`; at first nothing), by an index.

    What is looked through for twins goes no further than `LOOKED_THROUGH` entries, newest first; there may be more.
    Raises LedgerError where there is no such place.
    """
    waiting = {each: _waiting(connection, each, kind) for each in _ORDERS}
    looked, at = 0, after
    for looked, (at, id_) in enumerate(  # noqa: B007
        islice(_line(connection, why, kind, after), LOOKED_THROUGH), 1
    ):
        seen = _twin(after, id_)
        held = sorted(look(connection, why, id_), key=_twin_of)
        if found := next((each for each in held if _twin_of(each) > seen), None):
            twin = f" {found.other.id}" if found.other else ""
            return Queued(found, at.partition(" ")[0] + twin if twin else at, True, waiting)
    return Queued(None, at, looked == LOOKED_THROUGH, waiting)


def _line(connection: Connection, why: Doubt, kind: RecordKind | None, after: str) -> Iterator[tuple[str, str]]:
    """Places and ids after a place; of twins that place itself too, since an entry may have several."""
    if why in _ORDERS:
        yield from _of_order(connection, why, kind, after)
        return
    start, *_ = (*after.split(" "), "")
    for each in RecordKind if kind is None else (kind,):
        name, _, cursor = start.partition(".")
        if start and list(RecordKind).index(each) < _number(name):
            continue
        place = paging.place_of(cursor) if cursor and name == each.value else None
        if place:
            yield start, place[1]
        for found in paging.places(connection, each, Question(), LOOKED_THROUGH, start=place):
            yield f"{each.value}.{paging.cursor(found)}", found[1]


def _of_order(connection: Connection, why: Doubt, kind: RecordKind | None, after: str) -> Iterator[tuple[str, str]]:
    column, condition, down = _ORDERS[why]
    query = select(EntryRow.id, column.label("place")).where(EntryRow.judged.is_(False), condition)
    if kind is not None:
        query = query.where(EntryRow.list == kind.value)
    if after:
        value, _, id_ = after.partition(" ")
        try:
            there = tuple_(literal(float(value), Float), literal(id_))
        except ValueError as error:
            raise LedgerError(f"{after!r} is no place in the queue") from error
        here = tuple_(column, EntryRow.id)
        query = query.where(here < there if down else here > there)
    order = (column, EntryRow.id)
    query = query.order_by(*(each.desc() for each in order) if down else order).limit(LOOKED_THROUGH)
    for row in connection.execute(query):
        yield f"{row.place!r} {row.id}", row.id


def _waiting(connection: Connection, why: Doubt, kind: RecordKind | None) -> int:
    _, condition, _ = _ORDERS[why]
    query = select(EntryRow.id).where(EntryRow.judged.is_(False), condition).limit(COUNTED)
    if kind is not None:
        query = query.where(EntryRow.list == kind.value)
    return connection.scalar(select(func.count()).select_from(query.subquery())) or 0


def _twin_of(doubtful: Doubtful) -> str:
    return doubtful.other.id if doubtful.other else "~"


def _twin(after: str, id_: str) -> str:
    """The twin of an entry that a place is at, if it is at this one."""
    place, _, twin = after.partition(" ")
    name, _, cursor = place.partition(".")
    return twin if twin and name in set(RecordKind) and paging.place_of(cursor)[1] == id_ else ""


def _number(name: str) -> int:
    try:
        return list(RecordKind).index(RecordKind(name))
    except ValueError as error:
        raise LedgerError(f"{name!r} is no place in the queue") from error
