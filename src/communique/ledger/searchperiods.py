"""When things were, in words that the search index can look up: the months, years and decades that days lie in.

A question asks for the decades that lie within its days, the years beside them and the months beside those, so that a
few dozen words cover any of them. They find what meets one of these months, which the days then decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

_FIRST, _LAST = 1700, 2199
"""Years that can be looked up; what goes beyond is looked at whatever is asked."""

_MOST = 24
"""Months that are told one by one; what spans more is looked at whatever is asked."""

_ALWAYS = "palways"
_TEN, _TWELVE = 10, 12


def tags_of(first: int | None, last: int | None) -> tuple[str, ...]:
    """The tags of days from a first to a last, as ordinals; one of them may be open. None where both are."""
    if first is None and last is None:
        return ()
    if first is None or last is None:
        return (_ALWAYS,)
    start, end = _month(date.fromordinal(first)), _month(date.fromordinal(last))
    if not 0 <= end - start < _MOST or start < _FIRST * _TWELVE or end >= (_LAST + 1) * _TWELVE:
        return (_ALWAYS,)
    months = range(start, end + 1)
    years = dict.fromkeys(month // _TWELVE for month in months)
    decades = dict.fromkeys(year // _TEN for year in years)
    return (*map(_month_tag, months), *map(_year_tag, years), *map(_decade_tag, decades))


def tags_for(since: date | None, until: date | None) -> tuple[str, ...]:
    """The tags of which all that may lie between two days, inclusive, has one; None where neither is given."""
    if since is None and until is None:
        return ()
    start = max(_month(since) if since else 0, _FIRST * _TWELVE)
    end = min(_month(until) if until else _LAST * _TWELVE + _TWELVE - 1, _LAST * _TWELVE + _TWELVE - 1)
    return (_ALWAYS, *_cover(start, end))


def _cover(start: int, end: int) -> Iterator[str]:
    """The fewest periods that are just these months."""
    month = start
    while month <= end:
        year = month // _TWELVE
        if year % _TEN == 0 and month % _TWELVE == 0 and month + _TEN * _TWELVE - 1 <= end:
            yield _decade_tag(year // _TEN)
            month += _TEN * _TWELVE
        elif month % _TWELVE == 0 and month + _TWELVE - 1 <= end:
            yield _year_tag(year)
            month += _TWELVE
        else:
            yield _month_tag(month)
            month += 1


def _month(day: date) -> int:
    """Months since the year 0."""
    return day.year * _TWELVE + day.month - 1


def _month_tag(month: int) -> str:
    return f"pm{month // _TWELVE}{month % _TWELVE + 1:02d}"


def _year_tag(year: int) -> str:
    return f"py{year}"


def _decade_tag(decade: int) -> str:
    return f"pd{decade}"
