"""When two reports are of one contact."""

from __future__ import annotations

from collections.abc import Set
from datetime import date
from functools import cache

from communique.ledger.merging.sighting import Name, Sighting
from communique.ledger.merging.when import days_after, days_apart, overlap
from communique.orthography import plain
from communique.records import Contact, ContactKind, Place, Status

_IN_PERSON = frozenset({ContactKind.MEETING, ContactKind.SUMMIT})
_REMOTE = frozenset({ContactKind.CALL, ContactKind.VIDEO})
_FIRM = frozenset({Status.OCCURRED, Status.ONGOING})
_HELD = _FIRM | {Status.PLANNED}
_TO_COME = frozenset({Status.PLANNED, Status.PROPOSED, Status.HYPOTHETICAL, Status.CANCELLED})

_PUT_OFF = 60
"""Days by which a contact may be held later than was planned and still be the one that was planned."""

_TWO = 2
_ALIKE = 0.5
"""Share of actors in common from which two lists of many are of one meeting."""


def likeness(one: Sighting, other: Sighting) -> float | None:
    """Of two contacts from different documents; None where they cannot be one. Symmetric."""
    mine, theirs = one.record, other.record
    if not isinstance(mine, Contact) or not isinstance(theirs, Contact):
        return None
    parts = (_sides(one.codes, other.codes), _form(mine.kind, theirs.kind), _people(one, other))
    if None in parts:
        return None
    put_off = False
    if not overlap(one.when, other.when):
        if not _was_put_off(one, other):
            return None
        put_off = True
    sure = one.when.specific and other.when.specific and not put_off
    place = _place(mine.place, theirs.place, sure=sure)
    if place is None:
        return None
    dated = -0.5 if put_off else _date(one, other)
    return sum(part for part in parts if part) + place + dated + _status(mine.status, theirs.status)


def _sides(mine: Set[str], theirs: Set[str]) -> float | None:
    """A talk of two is none of many, though one may name a third whom the other leaves out."""
    if mine == theirs:
        return 0.0
    few, many = sorted((mine, theirs), key=len)
    if len(few) == _TWO and len(many) > _TWO + 1:
        return None
    if len(few) > 1 and few <= many:
        return -0.4
    return -0.8 if len(few & many) > 1 and len(few & many) >= _ALIKE * len(few | many) else None


def _form(mine: ContactKind, theirs: ContactKind) -> float | None:
    """A visit and a meeting are two things, though one article may call the trip what another calls the talks."""
    pair = {mine, theirs}
    if len(pair) == 1:
        return 0.5
    if pair <= _IN_PERSON or pair <= _REMOTE:
        return 0.3
    if pair <= _IN_PERSON | {ContactKind.TALKS}:
        return 0.0
    if pair <= _IN_PERSON | {ContactKind.VISIT, ContactKind.TALKS}:
        return -0.7
    if pair <= _REMOTE | {ContactKind.TALKS}:
        return -0.5
    return None


def _people(one: Sighting, other: Sighting) -> float | None:
    """Persons named on both sides must meet; offices of another level count against it."""
    total = 0.0
    for code in one.codes & other.codes:
        mine, theirs = one.people.get(code), other.people.get(code)
        if mine and theirs:
            if not same_people(mine, theirs):
                return None
            total += 1.2
        elif (ours := one.levels.get(code)) and (others := other.levels.get(code)) and not ours & others:
            total -= 1.0
    return total


def same_people(mine: Set[Name], theirs: Set[Name]) -> bool:
    """Whether two sets of names share a person, or one is empty. A family name alone is the person of that name."""
    return not mine or not theirs or any(_same(a, b) for a in mine for b in theirs)


@cache
def _same(mine: Name, theirs: Name) -> bool:
    return mine <= theirs or theirs <= mine


def _date(one: Sighting, other: Sighting) -> float:
    mine, theirs = one.when, other.when
    if mine.specific and theirs.specific:
        known = mine.dated and theirs.dated
        return (3.0 if known else 2.5) - 0.5 * min(days_apart(mine, theirs), 1)
    told = [each for each in (mine, theirs) if each.dated or each.days]
    if len(told) < 2:
        return 0.0
    coarse = max(mine.span, theirs.span)
    if coarse <= 62:
        return 1.5
    return 0.8


def _was_put_off(one: Sighting, other: Sighting) -> bool:
    """Whether one is what came of the other, a plan that named no day."""
    return _came_of(one, other) or _came_of(other, one)


def _came_of(late: Sighting, early: Sighting) -> bool:
    if not isinstance(early.record, Contact) or not isinstance(late.record, Contact):
        return False
    if early.when.specific or early.record.status not in _TO_COME or late.record.status not in _HELD:
        return False
    days = days_after(early.when, late.when)
    named = all(early.people.get(code) and late.people.get(code) for code in early.codes & late.codes)
    return named and days is not None and 0 < days <= _PUT_OFF


def _place(mine: Place | None, theirs: Place | None, *, sure: bool) -> float | None:
    """`sure`: both dates are specific and the same, so that two names of a place are names of one."""
    if mine is None or theirs is None:
        return 0.0
    if mine.city and theirs.city and plain(mine.city) == plain(theirs.city):
        return 1.2
    if mine.country and theirs.country and mine.country != theirs.country:
        return -1.0 if sure else None
    if mine.city and theirs.city:
        return -0.5 if sure else None
    return 0.4 if mine.country and theirs.country else 0.0


def _status(mine: Status, theirs: Status) -> float:
    if mine is theirs:
        return 0.2
    if {mine, theirs} <= _FIRM:
        return 0.1
    if Status.HYPOTHETICAL in (mine, theirs) or Status.PROPOSED in (mine, theirs):
        return -0.7
    return 0.0


@cache
def day(text: str) -> int:
    """A full date as an ordinal day."""
    return date.fromisoformat(text).toordinal()
