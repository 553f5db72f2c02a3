"""Entries a page at a time, by date in either direction; what a page costs does not depend on how far in it is.

A page follows from the last entry of the one before, whose date and id its cursor holds: entries that come meanwhile
are on the page where they belong, and none is given twice. The order is by the first day an entry's date can be, then
by id; undated entries come last either way, by id in the same direction.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from communique.errors import LedgerError
from communique.interchange import RecordKind
from communique.ledger.entry import Question
from communique.ledger.judging.model import Verdict
from communique.ledger.tables import DyadRow, EntryCodeRow, EntryRow, TallyRow

_TWO = 2

Place = tuple[date | None, str]
"""Where an entry stands: its first day and its id."""


def places(
    connection: Connection,
    kind: RecordKind,
    question: Question,
    limit: int,
    *,
    start: Place | None = None,
    newest_first: bool = True,
) -> Iterator[Place]:
    """Where the entries asked for stand, in order, after a place; `question.last` is not looked at."""
    left = limit
    actors = _rarest_first(connection, kind, sorted(set(question.actors)))
    for dated in (True, False):
        if not left or (dated and start and start[0] is None):
            continue
        query = _query(kind, question, actors, dated=dated)
        source = _source(question)
        if start and (start[0] is not None) is dated:
            query = query.where(_beyond(source, start, newest_first))
        order = (source.earliest, source.id)
        query = query.order_by(*(each.desc() for each in order) if newest_first else order)
        for row in connection.execute(query.limit(left)):
            left -= 1
            yield row.earliest, row.id


def _beyond(source: Any, start: Place, newest_first: bool) -> ColumnElement[bool]:
    day, id_ = start
    if day is None:
        return source.id < id_ if newest_first else source.id > id_  # type: ignore[no-any-return]
    here, there = tuple_(source.earliest, source.id), tuple_(day, id_)
    return here < there if newest_first else here > there


def _source(question: Question) -> Any:
    """The table that has the entries asked for in order."""
    actors = len(set(question.actors))
    return EntryRow if not actors else EntryCodeRow if actors == 1 else DyadRow


def _rarest_first(connection: Connection, kind: RecordKind, actors: list[str]) -> list[str]:
    """Actors, of three or more those two first that have the fewest entries together."""
    if len(actors) <= _TWO:
        return actors
    query = select(TallyRow.one, TallyRow.other, func.sum(TallyRow.entries))
    query = query.where(TallyRow.one.in_(actors), TallyRow.other.in_(actors), TallyRow.list == kind.value)
    often = {(one, other): entries for one, other, entries in connection.execute(query.group_by("one", "other"))}
    pair = min(combinations(actors, 2), key=lambda each: (often.get(each, 0), each))
    return [*pair, *(each for each in actors if each not in pair)]


def _query(kind: RecordKind, question: Question, actors: list[str], *, dated: bool) -> Any:
    source = _source(question)
    query = select(source.earliest, source.id).where(source.list == kind.value)
    query = query.where(source.earliest.is_not(None) if dated else source.earliest.is_(None))
    query = query.where(*_taking_part(kind, actors, dated=dated))
    if not dated and (question.since or question.until):
        query = query.where(source.latest.is_not(None))
    if dated and question.until:
        query = query.where(source.earliest <= question.until)
    if question.since:
        query = query.where(or_(source.latest.is_(None), source.latest >= question.since))
    if not question.rejected:
        query = query.where(_not_rejected(source))
    if source is not EntryRow and (question.what or question.min_confidence):
        query = query.join(EntryRow, EntryRow.key == source.entry_key)
    if question.what:
        query = query.where(EntryRow.kind == question.what)
    if question.min_confidence:
        query = query.where(EntryRow.confidence >= question.min_confidence)
    return query


def _taking_part(kind: RecordKind, actors: list[str], *, dated: bool) -> Iterator[ColumnElement[bool]]:
    """The conditions that all of them take part, by the index of dyads alone, which has what is looked up in order."""
    if len(actors) == 1:
        yield EntryCodeRow.code == actors[0]
    if len(actors) >= _TWO:
        yield _between(DyadRow, *actors[:_TWO])
    for code in actors[_TWO:]:
        also = aliased(DyadRow)
        here = also.earliest == DyadRow.earliest if dated else also.earliest.is_(None)
        same = (also.list == kind.value, here, also.id == DyadRow.id)
        yield select(also.id).where(_between(also, actors[0], code), *same).exists()


def _between(dyads: type[DyadRow], one: str, other: str) -> ColumnElement[bool]:
    """`one` and `other` are in either order."""
    return and_(dyads.one == min(one, other), dyads.other == max(one, other))


def _not_rejected(source: Any) -> ColumnElement[bool]:
    if source is EntryRow:
        return or_(EntryRow.verdict.is_(None), EntryRow.verdict != Verdict.REJECT.value)
    return source.rejected.is_(False)  # type: ignore[no-any-return]


def cursor(place: Place) -> str:
    """A place as text."""
    day, id_ = place
    return urlsafe_b64encode(f"{day.isoformat() if day else ''} {id_}".encode()).decode().rstrip("=")


def place_of(cursor: str) -> Place:
    """The place that `cursor` wrote. Raises LedgerError where it is none."""
    try:
        day, id_ = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii").split(" ")
        return (date.fromisoformat(day) if day else None), id_
    except ValueError as error:
        raise LedgerError(f"{cursor!r} is no place in a list of entries") from error
