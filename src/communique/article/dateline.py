"""Dates as pages print them: "Thứ hai, 4/12/2023, 08:15 (GMT+7)", "December 4, 2022", "2022-12-04T10:21:00+07:00".

A line is cut into numbers and words and read from left to right; there is no guessing from the clock, and a date
without a
year is no date here. Where day and month could change places, the day comes first.
"""

from __future__ import annotations

import re
from datetime import date

from communique.article.lines import Line
from communique.language.furniture import Furniture

LONGEST = 120
"""A line longer than this is text, whatever date stands in it."""

_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_LOOSE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b(?:19|20)\d\d\b|\d{1,2}:\d\d\b")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_UNKNOWN_WORDS = 2
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


def looks_dated(line: Line) -> bool:
    """Whether a short line has a date, a year or a time of day in it."""
    return line.size < 60 and line.digits >= 3 and _LOOSE.search(line.text) is not None


def date_in(text: str, tables: Furniture) -> date | None:
    """The first full date in the first `LONGEST` characters of `text`, or None."""
    return _scan(_tokens(text), tables)[0]


def line_date(line: Line, tables: Furniture) -> date | None:
    """The date of a line that says little else than a date, or None."""
    if line.size > LONGEST or not line.digits:
        return None
    tokens = _tokens(line.text)
    found, used = _scan(tokens, tables)
    if found is None:
        return None
    rest = [
        token
        for index, token in enumerate(tokens)
        if index not in used and not token.isdecimal() and token not in tables.date_words and len(token) > 1
    ]
    return found if len(rest) <= _UNKNOWN_WORDS else None


def iso_date(value: str) -> date | None:
    """The date at the beginning of an ISO date or date-time, or None."""
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None


def _tokens(text: str) -> list[str]:
    return [token for token in _TOKEN.findall(text[:LONGEST].casefold()) if token not in _ORDINALS]


def _scan(tokens: list[str], tables: Furniture) -> tuple[date | None, range]:
    """The first date in `tokens`, and which tokens it is made of."""
    ends = [token.isdecimal() for token in tokens]
    for index in range(len(tokens)):
        for length in (3, 4, 5, 6):
            if not ends[min(index + length, len(tokens)) - 1]:
                continue
            found = _read(tokens[index : index + length], tables)
            if found is not None:
                return found, range(index, index + length)
    return None, range(0)


def _read(tokens: list[str], tables: Furniture) -> date | None:
    """The date that exactly these tokens write: three numbers, or two numbers and a month with small words between."""
    first, last = tokens[0], tokens[-1]
    if len(tokens) == 3 and all(token.isdecimal() for token in tokens):
        if len(first) == 4:
            return _date(first, tokens[1], last)
        return _date(last, tokens[1], first) or _date(last, first, tokens[1])
    if not (last.isdecimal() and len(last) == 4):
        return None
    if first in tables.months and len(tokens) == 3 and tokens[1].isdecimal():
        return _date(last, str(tables.months[first]), tokens[1])
    if not first.isdecimal() or len(first) > 2:
        return None
    middle = tokens[1:-1]
    numbers = [token for token in middle if token.isdecimal()]
    words = [token for token in middle if not token.isdecimal()]
    if len(numbers) == 1 and words and all(word in tables.date_words for word in words):
        return _date(last, numbers[0], first)
    for width in (3, 2, 1):
        for start in range(len(middle) - width + 1):
            month = tables.months.get(" ".join(middle[start : start + width]))
            others = middle[:start] + middle[start + width :]
            if month is not None and all(word in tables.date_words for word in others):
                return _date(last, str(month), first)
    return None


def _date(year: str, month: str, day: str) -> date | None:
    if len(year) != 4 or len(month) > 2 or len(day) > 2 or not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
