"""What stands in the query of an address, read as the command line reads its options; a blank asks nothing."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from fastapi import Query
from pydantic import BeforeValidator

from communique.dates import span
from communique.interchange import RecordKind
from communique.knowledge import knowledge
from communique.ledger import Level
from communique.records import ContactKind
from communique.words import code_of

_FIRST_YEAR, _LAST_YEAR = 1800, 2200


def _blank(value: object) -> object:
    return value or None


def _day(value: object) -> object:
    found = _last(value)
    if isinstance(found, date) and not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise ValueError(f"{found} is too far from today")
    return found


def _first(value: object) -> object:
    return _bound(value)[0]


def _last(value: object) -> object:
    return _bound(value)[1]


def _bound(value: object) -> tuple[object, object]:
    return span(value) if isinstance(value, str) and value else (None, None)


AsOf = Annotated[date | None, BeforeValidator(_day), Query(alias="as-of")]
"""A day to look from."""
Since = Annotated[date | None, BeforeValidator(_first), Query(alias="since")]
"""The first day of a day, month or year."""
Until = Annotated[date | None, BeforeValidator(_last), Query(alias="until")]
"""The last day of a day, month or year."""
AtLevel = Annotated[Level | None, BeforeValidator(_blank), Query(alias="level")]
OfKind = Annotated[ContactKind | None, BeforeValidator(_blank), Query(alias="kind")]
OfList = Annotated[RecordKind | None, BeforeValidator(_blank), Query(alias="list")]
Confidence = Annotated[float | None, BeforeValidator(_blank), Query(alias="min-confidence", ge=0, le=1)]
Actors = Annotated[str, Query(alias="actors", max_length=400)]
"""Codes or names with commas between; `codes` reads them."""


class Order(StrEnum):
    """In which direction of time a list goes; undated entries come last either way."""

    NEWEST = "newest"
    OLDEST = "oldest"


class Shown(StrEnum):
    """How the board shows its dyads."""

    MATRIX = "matrix"
    LIST = "list"


def codes(text: str) -> tuple[str, ...]:
    """The actors of a list of codes or names with commas between; what names none is passed over."""
    found = (code_of(part.strip()) for part in text.split(","))
    return tuple(dict.fromkeys(code for code in found if code in knowledge().actors))
