"""Two actors: their channels, and how much happens between them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from communique import elements
from communique.export.element import channel_element
from communique.web.api.answering import answer
from communique.web.api.asking import AsOf, Code
from communique.web.visit import Visiting
from communique.words import code_of

router = APIRouter(tags=["channels"])


@router.get("/dyads/{one}/{other}", response_model=elements.Dyad)
def dyad(
    visit: Visiting,
    one: Annotated[Code, Path(examples=["RUS"])],
    other: Annotated[Code, Path(examples=["USA"])],
    as_of: AsOf = None,
) -> Response:
    """Two actors, whichever is named first, as of a day; `months` counts all their entries by month."""
    first, second = sorted((code_of(one), code_of(other)))
    day = as_of or visit.ledger.last_day()
    channels = visit.ledger.channels(day, (first, second)) if first != second else ()
    months = visit.ledger.months(first, second)
    return answer(
        {
            "dyad": (first, second),
            "as_of": day,
            "channels": [channel_element(each) for each in channels],
            "months": [{"month": each.month, "list": each.kind, "count": each.count} for each in months],
        }
    )
