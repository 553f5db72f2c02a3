"""Parameters that several resources share, named and read as on the command line."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Query
from pydantic import BeforeValidator, StringConstraints, WithJsonSchema

from communique.dates import span
from communique.ledger import Question
from communique.words import code_of

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_MONTH = re.compile(r"[1-9][0-9]{3}-(0[1-9]|1[0-2])\Z")
_YEAR = re.compile(r"[1-9][0-9]{3}\Z")
_CODE = r"[^,/?#\x00-\x20\x7f]{1,60}"


def _bounds(text: Any) -> tuple[date, date]:
    if isinstance(text, str) and any(form.match(text) for form in (_DAY, _MONTH, _YEAR)):
        return span(text)
    raise ValueError("not a day (2022-05-13), month (2022-05) or year (2022)")


def _day_schema(which: str) -> WithJsonSchema:
    forms = [
        {"type": "string", "format": "date"},
        {"type": "string", "pattern": f"^{_MONTH.pattern[:-2]}$"},
        {"type": "string", "pattern": f"^{_YEAR.pattern[:-2]}$"},
    ]
    return WithJsonSchema({"anyOf": forms, "description": f"A day, month or year; of the latter two the {which} day."})


FirstDay = Annotated[date, BeforeValidator(lambda text: _bounds(text)[0]), _day_schema("first")]
LastDay = Annotated[date, BeforeValidator(lambda text: _bounds(text)[1]), _day_schema("last")]

Code = Annotated[str, StringConstraints(pattern=f"^{_CODE}$")]
Pair = Annotated[str, StringConstraints(pattern=f"^{_CODE},{_CODE}$")]

Between = Annotated[Pair | None, Query(description="Only where both take part.", examples=["RUS,USA"])]
Actor = Annotated[Code | None, Query(description="Only where this one takes part.", examples=["RUS"])]
Since = Annotated[FirstDay | None, Query(description="Only what may be on or after this day.", examples=["2022"])]
Until = Annotated[LastDay | None, Query(description="Only what may be on or before this day.", examples=["2022-05"])]
AsOf = Annotated[
    LastDay | None,
    Query(
        alias="as-of",
        description="As things stood at the end of this day; by default the last day the ledger knows.",
        examples=["2018"],
    ),
]
MinConfidence = Annotated[
    float, Query(alias="min-confidence", ge=0, le=1, description="Only what is at least this sure.")
]
Rejected = Annotated[bool, Query(description="Also what a person has rejected.")]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
After = Annotated[
    str | None,
    Query(
        max_length=400,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="Where the page begins: taken from `next` of the one before, never made up.",
    ),
]


def codes(between: Between = None, actor: Actor = None) -> tuple[str, ...]:
    """The codes that must take part."""
    given = [*(between or "").split(","), actor or ""]
    return tuple(dict.fromkeys(code_of(each) for each in given if each))


Codes = Annotated[tuple[str, ...], Depends(codes)]


def question(
    actors: Codes,
    since: Since = None,
    until: Until = None,
    min_confidence: MinConfidence = 0.0,
    rejected: Rejected = False,
) -> Question:
    """What entries are asked for, but for their kind."""
    return Question(actors=actors, since=since, until=until, min_confidence=min_confidence, rejected=rejected)


Asking = Annotated[Question, Depends(question)]
