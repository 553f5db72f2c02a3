"""When two reports are of one contact."""

from __future__ import annotations

from collections.abc import Set
from datetime import date
from functools import cache

from communique.knowledge import Level
from communique.knowledge.coordinates import point
from communique.ledger.merging.sighting import Name, Sighting, town
from communique.ledger.merging.when import YEAR, coincide, days_after, days_apart, days_between, overlap
from communique.records import Contact, ContactKind, Place, Status

_TALK = frozenset({ContactKind.MEETING, ContactKind.TALKS})
_IN_PERSON = frozenset({ContactKind.MEETING, ContactKind.SUMMIT})
_REMOTE = frozenset({ContactKind.CALL, ContactKind.VIDEO})
_GATHERINGS = frozenset({ContactKind.SUMMIT, ContactKind.TALKS})
"""Of the members of an organisation: whom an article names of them is its choice."""

_FIRM = frozenset({Status.OCCURRED, Status.ONGOING})
_HELD = _FIRM | {Status.PLANNED}
_TO_COME = frozenset({Status.PLANNED, Status.PROPOSED, Status.HYPOTHETICAL, Status.CANCELLED})

_PUT_OFF = 60
"""Days by which a contact may be held later than was planned and still be the one that was planned."""

_ELSEWHERE = -3.2
"""Of two places in two countries, where no day is known to agree."""

CERTAIN = 1.0
"""Confidence of what a person has coded or accepted."""

_RETOLD = 3.4
"""Likeness from which two records read of one article, of the same sides, are one contact."""

_TWO = 2
_ALIKE = 0.5
_MISDATED = 14
"""Days by which a report may get the day of a meeting wrong."""

_A_DAY_OFF = 3
"""Days by which it often does: the day of the arrival, of the news, or of another part of the meeting."""

_NEAR = 183
"""Days from the news within which what it speaks of is likelier meant, the nearer the likelier."""

"""Share of actors in common from which two lists of many are of one meeting."""


def likeness(one: Sighting, other: Sighting) -> float | None:
    """Of two contacts from different documents; None where they cannot be one. Symmetric."""
    mine, theirs = one.record, other.record
    if not isinstance(mine, Contact) or not isinstance(theirs, Contact):
        return None
    gathering = bool(one.bodies & other.bodies) and {mine.kind, theirs.kind} <= _GATHERINGS
    parts = (-0.2 if gathering else _sides(one.codes, other.codes), _form(one, other), _people(one, other))
    if None in parts:
        return None
    agree = overlap(one.when, other.when)
    dated = _date(one, other) if agree else _in_spite_of_date(one, other)
    if dated is None:
        return None
    sure = one.when.specific and other.when.specific and coincide(one.when, other.when)
    place = _place(mine.place, theirs.place, sure=sure)
    if place is None:
        return None
    return sum(part for part in parts if part) + place + dated + _status(mine.status, theirs.status) + _news(one, other)


def told_twice(one: Sighting, other: Sighting) -> bool:
    """Whether two records of one document are one talk that was read twice: the same sides and very like, some person
    being named; or the same sides on the same days, in the same way, held or planned alike, and of one of them somebody
    of every side is named, whom the other does not contradict. Records that are beyond doubt are two.
    """
    mine, theirs = one.record, other.record
    if not isinstance(mine, Contact) or not isinstance(theirs, Contact) or one.codes != other.codes:
        return False
    if min(mine.confidence, theirs.confidence) == CERTAIN:
        return False
    alike = likeness(one, other)
    if alike is None or not (one.people or other.people):
        return False
    if alike - _news(one, other) >= _RETOLD:
        return True
    if not any(all(each.people.get(code) for code in each.codes) for each in (one, other)):
        return False
    if not (one.when.specific and other.when.specific and overlap(one.when, other.when)):
        return False
    if days_apart(one.when, other.when) or not {mine.status, theirs.status} <= _HELD:
        return False
    return mine.kind is theirs.kind or {mine.kind, theirs.kind} <= _IN_PERSON | _TALK


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


def _form(one: Sighting, other: Sighting) -> float | None:
    """A visit and a meeting are two things, though one article may call the trip what another calls the talks: most
    likely where both name those who met.
    """
    pair = _kinds(one, other)
    if len(pair) == 1:
        return 0.7
    if pair <= _IN_PERSON or pair <= _REMOTE:
        return 0.3
    if pair <= _IN_PERSON | {ContactKind.TALKS}:
        return 0.0
    if pair <= _IN_PERSON | {ContactKind.VISIT, ContactKind.TALKS}:
        return -0.1 if pair <= _IN_PERSON | {ContactKind.VISIT} and _both_named(one, other) else -0.7
    if pair <= _REMOTE | {ContactKind.TALKS}:
        return -0.5
    return None


def _kinds(*sightings: Sighting) -> set[ContactKind]:
    return {each.record.kind for each in sightings if isinstance(each.record, Contact)}


def _both_named(one: Sighting, other: Sighting) -> bool:
    """Whether each names somebody of every side that they share."""
    return all(one.people.get(code) and other.people.get(code) for code in one.codes & other.codes)


def _people(one: Sighting, other: Sighting) -> float | None:
    """Persons named on both sides must meet; offices of another level count against it."""
    total = 0.0
    for code in one.codes & other.codes:
        mine, theirs = one.people.get(code), other.people.get(code)
        if mine and theirs:
            if not same_people(mine, theirs):
                return None
            total += 1.2
        elif _other_levels(one.levels.get(code), other.levels.get(code)):
            total -= 1.0
    return total


def _other_levels(mine: Set[str] | None, theirs: Set[str] | None) -> bool:
    """Whether offices are of different levels; "an official" may be of any but the head of a state."""
    if not mine or not theirs or mine & theirs:
        return False
    both = mine | theirs
    return Level.WORKING not in both or Level.HEAD in both


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
        return (3.0 if known else 2.5) - (0.0 if coincide(mine, theirs) else 0.5)
    told = [each for each in (mine, theirs) if each.dated or each.days]
    if len(told) < 2:
        return 0.0
    coarse = max(mine.span, theirs.span)
    if coarse <= 62:
        return 1.5
    return 0.5


def _in_spite_of_date(one: Sighting, other: Sighting) -> float | None:
    """What is left of two reports whose dates do not meet: a plan put off, or a date that one of them gets wrong.

    The same two persons in the same town within days are one meeting; in a third country, where people seldom meet
    again, also where one gives no day.
    """
    put_off = _put_off(one, other)
    if put_off is not None:
        return -put_off / _PUT_OFF
    mine, theirs = one.record, other.record
    if not isinstance(mine, Contact) or not isinstance(theirs, Contact) or not (mine.place and theirs.place):
        return None
    if not _same_town(mine.place.city, theirs.place.city):
        return None
    if len(one.people.keys() & other.people.keys() & one.codes & other.codes) < _TWO:
        return None
    days = days_between(one.when, other.when)
    abroad = mine.place.country not in one.codes
    specific = one.when.specific and other.when.specific
    vague = abroad and not specific
    if specific and days is not None and days <= _A_DAY_OFF:
        return 1.0
    some = one.when.specific or other.when.specific
    return -0.8 if vague or (some and days is not None and days <= _MISDATED) else None


def _put_off(one: Sighting, other: Sighting) -> int | None:
    """Days by which one came later than the other, a plan that named no day and came to it; None where it did not."""
    late = _came_of(one, other)
    return late if late is not None else _came_of(other, one)


def _came_of(late: Sighting, early: Sighting) -> int | None:
    if not isinstance(early.record, Contact) or not isinstance(late.record, Contact):
        return None
    if early.when.specific or early.record.status not in _TO_COME or late.record.status not in _HELD:
        return None
    if not _both_named(early, late):
        return None
    if days_apart(early.when, late.when) > _PUT_OFF:
        return None
    days = days_after(early.when, late.when)
    return days if days is not None and 0 < days <= _PUT_OFF else None


def _news(one: Sighting, other: Sighting) -> float:
    """An undated contact is likelier the one nearest to the news that speaks of it: next to come, or just past."""
    return max(_nearness(one, other), _nearness(other, one))


def _nearness(told: Sighting, undated: Sighting) -> float:
    record = undated.record
    if undated.when.dated or undated.when.days or undated.news is None or not told.when.days:
        return 0.0
    first, last = told.when.days
    to_come = isinstance(record, Contact) and record.status in _TO_COME
    days = (first - undated.news if to_come else undated.news - last) % YEAR
    return 0.8 * max(0.0, 1 - days / _NEAR)


def _place(mine: Place | None, theirs: Place | None, *, sure: bool) -> float | None:
    """`sure`: both dates are specific and the same, so that two names of a place are names of one."""
    if mine is None or theirs is None:
        return 0.0
    if _same_town(mine.city, theirs.city):
        return 1.5
    if mine.country and theirs.country and mine.country != theirs.country:
        return -1.5 if sure else _ELSEWHERE
    if _is_town(mine) and _is_town(theirs):
        return -0.5 if sure else -1.2
    return 0.4 if mine.country and theirs.country else 0.0


def _is_town(place: Place) -> bool:
    """Whether it is known as a town; a hotel or a region may be where the other report's town is."""
    return place.city is not None and point(place.country, place.city) is not None


def _same_town(mine: str | None, theirs: str | None) -> bool:
    """Whether one names the town that the other names or is in: a hotel of Hanoi is in Hanoi."""
    if not mine or not theirs:
        return False
    ours, others = town(mine), town(theirs)
    return ours <= others or others <= ours


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
