"""Dates in the EDTF subset of the codebook.

``2022-12-03``, ``2023-03``, ``2014``, an interval ``2018-06-03/2018-06-05`` and, for an unknown year,
``XXXX-12-03`` or ``XXXX-12``. Source: the Extended Date/Time Format, ISO 8601-2, levels 0 and 1.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

from communique.errors import DateError

_REMEMBERED = 4_096
"""Articles name the same days again and again."""
_PART = re.compile(r"(\d{4}|XXXX)(?:-(\d\d)(?:-(\d\d))?)?\Z")


FIRST_OF_PRESS, LAST_OF_PRESS = 1900, 2099
"""Years in which a newspaper can have come out that is read here."""


def of_the_press(day: date) -> bool:
    """Whether a newspaper can have come out on a day."""
    return FIRST_OF_PRESS <= day.year <= LAST_OF_PRESS


def edtf(year: int | None, month: int | None = None, day: int | None = None) -> str:
    """The EDTF string of a date of any precision; an unknown year needs at least a month."""
    if year is None and month is None:
        raise DateError("a date needs a year or a month")
    text = "XXXX" if year is None else f"{year:04d}"
    if month is not None:
        text += f"-{month:02d}"
        if day is not None:
            text += f"-{day:02d}"
    return text


def parse(text: str) -> tuple[int | None, int | None, int | None]:
    """Year, month and day of one EDTF date (not an interval). Raises DateError."""
    match = _PART.match(text)
    if not match:
        raise DateError(f"not an EDTF date: {text!r} (expected YYYY-MM-DD, YYYY-MM, YYYY or XXXX for an unknown year)")
    year = None if match[1] == "XXXX" else int(match[1])
    month = int(match[2]) if match[2] else None
    day = int(match[3]) if match[3] else None
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= _last(year, month)):
        raise DateError(f"no such date: {text!r}")
    return year, month, day


def _last(year: int | None, month: int | None) -> int:
    return monthrange(2000 if year is None else max(year, 1), month or 1)[1]


@lru_cache(_REMEMBERED)
def bounds(text: str | None) -> tuple[date | None, date | None]:
    """First and last day an EDTF date can mean, inclusive; (None, None) where the year is unknown or there is no
    date.
    """
    if not text:
        return None, None
    if "/" in text:
        first, last = text.split("/", 1)
        return (bounds(first)[0] if first != ".." else None), (bounds(last)[1] if last != ".." else None)
    year, month, day = parse(text)
    if year is None or year < 1:
        return None, None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, _last(year, month))
    try:
        exact = date(year, month, day)
    except ValueError as error:
        raise DateError(f"no such date: {text!r}") from error
    return exact, exact


@lru_cache(_REMEMBERED)
def span(text: str) -> tuple[date, date]:
    """First and last day of an EDTF date, inclusive. Raises DateError where that leaves the year or an end open."""
    first, last = bounds(text)
    if first is None or last is None:
        raise DateError(f"{text!r} has no year to count from")
    return first, last


def with_year(text: str, year: int) -> str:
    """The same date with an unknown year filled in; intervals that cross New Year end in the next year."""
    parts = text.split("/")
    filled = [part.replace("XXXX", f"{year:04d}", 1) for part in parts]
    if len(filled) == 2 and parts[0].startswith("XXXX") and parts[1].startswith("XXXX") and filled[1] < filled[0]:
        filled[1] = parts[1].replace("XXXX", f"{year + 1:04d}", 1)
    return "/".join(filled)
