"""Instruments: agreements with what happened to them and how they stand."""

from __future__ import annotations

from fastapi import APIRouter, Response

from communique import elements
from communique.export.answers import life_element
from communique.ledger import Life
from communique.web.api.answering import cut, page
from communique.web.api.asking import After, AsOf, Codes, Limit
from communique.web.visit import Visiting

router = APIRouter(tags=["answers"])


@router.get("/instruments", response_model=elements.Page[elements.Instrument])
def instruments(visit: Visiting, actors: Codes, as_of: AsOf = None, limit: Limit = 50, after: After = None) -> Response:
    """What became of every agreement, and how it stands."""
    found, following = cut(visit.ledger.lives(as_of, actors), _name, after, limit)
    return page(visit.request, map(life_element, found), following)


def _name(life: Life) -> str:
    return life.deeds[0].entry.id
