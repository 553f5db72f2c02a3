"""What all elements have in common."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from communique.dates import FIRST_OF_PRESS, LAST_OF_PRESS, of_the_press

_SHORT = (
    "(19|20)[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    "|02-(0[1-9]|1[0-9]|2[0-8]))"
)
_LEAP = "((19|20)(0[48]|[2468][048]|[13579][26])|2000)-02-29"
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")

EntryId = Annotated[str, Field(pattern=r"^[a-z][0-9a-f]{16}$", examples=["c7c3fba2d80cf9d3e"])]
"""The ledger's id of an entry or a report, good for ever."""

Confidence = Annotated[float, Field(ge=0, le=1, strict=True)]
"""The share of records marked so that are right: 0.8 means four in five."""


def _day(given: object) -> object:
    """Only what is written as a day is one: no moment, no number."""
    if isinstance(given, str) and not _DAY.fullmatch(given):
        raise ValueError("not a day as 2022-05-13")
    if isinstance(given, int | float):
        raise ValueError("not a day as 2022-05-13")
    return given


def _of_the_press(day: date) -> date:
    if not of_the_press(day):
        raise ValueError(f"not a day from {FIRST_OF_PRESS} to {LAST_OF_PRESS}")
    return day


Day = Annotated[date, BeforeValidator(_day)]
"""A day of the calendar."""


PressDay = Annotated[
    Day, WithJsonSchema({"type": "string", "pattern": f"^({_SHORT}|{_LEAP})$"}), AfterValidator(_of_the_press)
]
"""A day on which a newspaper can have come out, from 1900 to 2099."""


def _no_text(given: object) -> object:
    if isinstance(given, str | bool):
        raise ValueError("not a number")
    return given


Whole = Annotated[int, BeforeValidator(_no_text)]
"""A whole number, which JSON may also write as 2.0."""


MOST_KEY = 2**53
"""No key of a judgement, a document or a notice is greater: JSON holds whole numbers exactly so far."""


class Element(BaseModel):
    """A JSON object of the API. Frozen; it has the fields that are named and no other."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
