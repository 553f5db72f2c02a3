"""How the pages write actors, offices and dates."""

from __future__ import annotations

import datetime
from functools import lru_cache

from babel.dates import format_date, format_datetime, format_skeleton

from communique import words
from communique.dates import parse
from communique.errors import DateError
from communique.words import Language

_LEAP = 2000
"""A year that has every day."""


def actor(language: Language, code: str) -> str:
    """The usual name of an actor."""
    return words.actor(language, code)


def office(language: Language, name: str | None) -> str:
    """What an office is called."""
    return words.office(language, name)


@lru_cache(maxsize=4096)
def day(language: Language, value: datetime.date | datetime.datetime | None) -> str:
    """A day, or a moment: `25 thg 6, 2024`, `Jun 25, 2024`; a dash where there is none."""
    if value is None:
        return "–"
    if isinstance(value, datetime.datetime):
        return format_datetime(value, "medium", locale=language.value)
    return format_date(value, "medium", locale=language.value)


@lru_cache(maxsize=4096)
def date(language: Language, edtf: str | None) -> str:
    """An EDTF date as people write it: to the day, month or year; an interval with a dash; without its year if open."""
    if not edtf:
        return "–"
    return " – ".join(_one(language, part) for part in edtf.split("/"))


def _one(language: Language, edtf: str) -> str:
    try:
        year, month, of_month = parse(edtf)
    except DateError:
        return edtf
    if month is None:
        return str(year)
    value = datetime.date(year or _LEAP, month, of_month or 1)
    if year is None:
        return format_skeleton("MMMd" if of_month else "MMM", value, locale=language.value)
    return day(language, value) if of_month else format_skeleton("yMMM", value, locale=language.value)
