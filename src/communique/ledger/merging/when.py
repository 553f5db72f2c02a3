"""When a record says something was, as two things that can be compared: days, and days of a year that is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from communique.dates import bounds, parse
from communique.ledger.bounds import record_bounds
from communique.records import Action, Contact, Published, Record, Statement, Status

SPECIFIC = 7
"""Days a date may span and still tell one event from the next."""

SLACK = 1
"""Days two specific dates of one event may lie apart: time zones, and the day of the report for that of the event."""

YEAR = 366
_AHEAD = 400
_BACK = 800
_AROUND = 30
_NEWS = 14
_BEFORE_NEWS = 3

_TO_COME = frozenset({Status.PLANNED, Status.PROPOSED, Status.HYPOTHETICAL})


@dataclass(frozen=True, slots=True)
class When:
    """`first` and `last`: inclusive bounds as ordinal days, null where open. `days`: first and last day of the year,
    1 to 366, the last before the first where it runs over New Year; null where the date does not say.

    `dated`: whether the bounds are the record's own; else they are what its article allows (the years that fit a day
    without one, or its publication), or open.
    """

    first: int | None
    last: int | None
    days: tuple[int, int] | None
    dated: bool

    @property
    def span(self) -> int:
        """Days the date leaves open; an unknown year counts as one."""
        if self.dated and self.first is not None and self.last is not None:
            return self.last - self.first + 1
        if self.days:
            return (self.days[1] - self.days[0]) % YEAR + 1
        return 10 * YEAR

    @property
    def specific(self) -> bool:
        """Whether it names a day or a few days, with or without the year."""
        return self.span <= SPECIFIC


def when(record: Record, date_text: str | None, published: Published | None) -> When:
    """When the record's event was; `date_text` is its EDTF date."""
    first, last = record_bounds(record)
    days = _days(date_text)
    if first and last:
        open_year = days is not None and bounds(date_text) == (None, None)
        return When(first.toordinal(), last.toordinal(), days, dated=not open_year)
    allowed = _allowed(record, days is not None, published) if published else None
    low, high = allowed or (None, None)
    return When(low, high, days, dated=False)


def _allowed(record: Record, knows_days: bool, published: Published) -> tuple[int, int] | None:
    """The days an article of that publication date can mean by a date with no year, or by none; None for any."""
    earliest, latest = (date.fromisoformat(day).toordinal() for day in (published.earliest, published.latest))
    if isinstance(record, Statement | Action) and not knows_days:
        return (earliest - _NEWS, latest) if latest - earliest <= _NEWS else None
    status = record.status if isinstance(record, Contact | Action) else Status.OCCURRED
    if status is Status.ONGOING and not knows_days:
        return earliest - _AROUND, latest + _AROUND
    if status in _TO_COME:
        return earliest - _BEFORE_NEWS, latest + _AHEAD
    return earliest - _BACK, latest + (_AHEAD if knows_days else 0)


@cache
def _days(text: str | None) -> tuple[int, int] | None:
    """Days of the year of an EDTF date that has at least a month."""
    if not text:
        return None
    first, _, last = text.partition("/")
    opening, closing = _day(first, last=False), _day(last or first, last=True)
    return (opening, closing) if opening and closing else None


def _day(text: str, *, last: bool) -> int | None:
    if text == "..":
        return None
    _, month, day = parse(text)
    if month is None:
        return None
    spelled = f"2000-{month:02d}" + (f"-{day:02d}" if day else "")
    found = bounds(spelled)[1 if last else 0]
    return found.timetuple().tm_yday if found else None


def overlap(one: When, other: When) -> bool:
    """Whether both can mean the same days, give or take SLACK where both are specific."""
    return _within(one, other, SLACK if one.specific and other.specific else 0)


def coincide(one: When, other: When) -> bool:
    """Whether both can mean the very same days."""
    return _within(one, other, 0)


def _within(one: When, other: When, slack: int) -> bool:
    if _apart(one, other) > slack:
        return False
    return not (one.days and other.days) or _meet(one.days, other.days, slack)


def days_apart(one: When, other: When) -> int:
    """Days between two dates that have bounds; 0 where they overlap or one is open."""
    return max(0, _apart(one, other))


def days_after(early: When, late: When) -> int | None:
    """Days from the end of one date to the start of the other, by the days of the year where a year is not known;
    None where that cannot be told.
    """
    if early.dated and late.dated and early.last is not None and late.first is not None:
        return late.first - early.last
    if early.days and late.days:
        return (late.days[0] - early.days[1]) % YEAR
    return None


def days_between(one: When, other: When) -> int | None:
    """Days between two dates whichever comes first, as `days_after` counts them; 0 where they meet."""
    if one.dated and other.dated:
        return days_apart(one, other)
    found = [days for days in (days_after(one, other), days_after(other, one)) if days is not None]
    return min(found, default=None)


def _apart(one: When, other: When) -> int:
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return 0
    return max(one.first - other.last, other.first - one.last)


def _meet(one: tuple[int, int], other: tuple[int, int], slack: int) -> bool:
    ahead = (other[0] - one[0]) % YEAR
    behind = (one[0] - other[0]) % YEAR
    return ahead <= (one[1] - one[0]) % YEAR + slack or behind <= (other[1] - other[0]) % YEAR + slack
