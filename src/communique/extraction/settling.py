"""The EDTF value of a date, settled against the day of writing and the years that the article allows."""

from __future__ import annotations

from datetime import date, timedelta

from communique.dates import bounds, edtf, with_year
from communique.extraction.model import When
from communique.extraction.publication import OPEN, Era
from communique.extraction.relative_dates import shift, shift_open


def settle(when: When | None, found: Era, *, tense: int = 0) -> tuple[str | None, list[tuple[str, str]]]:
    """The EDTF value of a date, and where the year is open its candidates with reasons.

    `tense`: -1 for the past, 1 for the future, 0 unknown; used only where the day of writing is known.
    """
    if when is None:
        return None, []
    value = when.value
    if when.relative is not None and value is None:
        if when.relative[0] == "same":
            return None, []
        if found.today is not None:
            return shift(found.today, *when.relative), []
        if when.relative[0] == "year" and found.year is not None:
            return edtf(found.year + when.relative[1]), []
        if found.anchor is None:
            return None, []
        start: tuple[int, int | None] = found.anchor
        if when.relative[0] == "week" and start[1] is None and found.told is not None and found.told[0] == start[0]:
            start = found.told
        return _fill(shift_open(start, *when.relative), found, when.side or tense, None)
    if value is None or "XXXX" not in value:
        return value, []
    if when.relative is not None and when.relative[0] == "year":
        if found.today is not None or (found.earliest and found.latest and found.earliest.year == found.latest.year):
            base = (found.today or found.earliest).year  # type: ignore[union-attr]
            return with_year(value, base + when.relative[1]), []
        return (value if found.year is None else with_year(value, found.year + when.relative[1])), []
    return _fill(value, found, when.side or tense, when)


def _fill(value: str | None, found: Era, tense: int, when: When | None) -> tuple[str | None, list[tuple[str, str]]]:
    """A date with its year where only one fits, else open with the candidates."""
    if value is None or "XXXX" not in value:
        return value, []
    if when is not None and when.known is not None:
        return with_year(value, when.known[0]), [(with_year(value, when.known[0]), when.known[1])]
    years = found.fitting.get((value, tense))
    if years is None:
        years = found.fitting[value, tense] = _years(value, found, tense)
    reasons = found.reasons[-4:]
    if when is not None and when.weekday is not None:
        fitting = [y for y in years or range(2010, 2031) if _weekday(value, y) == when.weekday]
        if len(fitting) == 1:
            reasons = [*reasons, "the day of the week"]
        years = fitting if years else []
    if len(years) == 1:
        return with_year(value, years[0]), [(with_year(value, years[0]), "; ".join(reasons))]
    return value, [(with_year(value, y), "; ".join(reasons)) for y in years[:_CHOICES]]


_CHOICES = 6
"""Years among which a date is left open; more say nothing."""


def _weekday(value: str, year: int) -> int | None:
    first, last = bounds(with_year(value, year).split("/")[0])
    return first.isoweekday() if first is not None and first == last else None


def _years(value: str, found: Era, tense: int) -> list[int]:
    if found.today is not None:
        return [_nearest(value, found.today, tense)]
    if found.newest is not None and (found.earliest is None or found.earliest <= found.newest + _SOON):
        soon = [y for y in (found.newest.year, found.newest.year + 1) if _soon(value, y, found, tense)]
        if len(soon) == 1 and (found.to_day or soon[0] > found.newest.year):
            return soon
    named = [] if found.year is None else [_about(value, found.year, found.anchor, tense)]
    if found.earliest is None or found.latest is None or found.latest == OPEN:
        return named
    fitting: list[int] = []
    for year in range(found.earliest.year - 1, found.latest.year + 2):
        first, last = bounds(with_year(value, year))
        if first is None or last is None:
            continue
        if tense > 0:
            if last >= found.earliest and first <= found.latest + timedelta(days=120):
                fitting.append(year)
        elif last >= found.earliest and first <= found.latest:
            fitting.append(year)
        if len(fitting) > _CHOICES:
            return named
    if len(fitting) == 1 or not named:
        return fitting or _just_before(value, found)
    return named


def _just_before(value: str, found: Era) -> list[int]:
    """The year in which a date lies a little before the bounds: then what set them was still to come."""
    earliest = found.earliest
    if earliest is None:
        return []
    first, _ = bounds(with_year(value, earliest.year - 1))
    return [earliest.year - 1] if first is not None and earliest - first <= _SOON else []


_SOON, _AHEAD = timedelta(days=183), timedelta(days=300)


def _soon(value: str, year: int, found: Era, tense: int) -> bool:
    """Whether the date of that year follows the newest dated event of the article within half a year, or is it; of what
    is to come within most of a year.
    """
    first, last = bounds(with_year(value, year))
    newest = found.newest
    if first is None or last is None or newest is None:
        return False
    if found.latest is not None and first > found.latest + timedelta(days=120):
        return False
    return newest - timedelta(days=31) <= last and first <= newest + (_AHEAD if tense > 0 else _SOON)


def _about(value: str, year: int, anchor: tuple[int, int | None] | None, tense: int) -> int:
    """The year of a date in an article written in a year, on a day or in a month of it where they are known."""
    if anchor is None:
        return year
    return _nearest(value, date(year, anchor[0], min(anchor[1] or 15, 28)), tense)


def _nearest(value: str, today: date, tense: int) -> int:
    best: tuple[int, int] | None = None
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            first, _ = bounds(with_year(value, year))
        except ValueError:
            continue
        if first is None:
            continue
        distance = (first - today).days
        cost = abs(distance) + (200 if tense < 0 < distance - 3 or tense > 0 > distance + 3 else 0)
        cost += 60 if tense == 0 and distance > 30 else 0
        if best is None or cost < best[0]:
            best = (cost, year)
    return best[1] if best else today.year
