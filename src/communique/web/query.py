"""What stands in the query of an address, read as the command line reads its options; a blank asks nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from fastapi import Query
from pydantic import BeforeValidator

from communique.dates import span
from communique.knowledge import knowledge
from communique.ledger import Level
from communique.words import code_of

_FIRST_YEAR, _LAST_YEAR = 1800, 2200


def blank(value: object) -> object:
    """None for an empty value."""
    return value or None


def _day(value: object) -> object:
    if not isinstance(value, str) or not value:
        return None
    last = span(value)[1]
    if not _FIRST_YEAR <= last.year <= _LAST_YEAR:
        raise ValueError(f"{last} is too far from today")
    return last


AsOf = Annotated[date | None, BeforeValidator(_day), Query(alias="as-of")]
"""A day to look from."""
AtLevel = Annotated[Level | None, BeforeValidator(blank), Query(alias="level")]
Actors = Annotated[str, Query(alias="actors", max_length=400)]
"""Codes or names with commas between; `codes` reads them."""


class Order(StrEnum):
    """In which direction of time a list goes; undated entries come last either way."""

    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a list: in which order, how many, after which cursor."""

    order: Order
    limit: int
    after: str | None


class Shown(StrEnum):
    """How the board shows its dyads."""

    MATRIX = "matrix"
    LIST = "list"


def codes(text: str) -> tuple[str, ...]:
    """The actors of a list of codes or names with commas between; what names none is passed over."""
    found = (code_of(part.strip()) for part in text.split(","))
    return tuple(dict.fromkeys(code for code in found if code in knowledge().actors))
