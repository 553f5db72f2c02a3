"""Full text search."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from communique import elements
from communique.export.found import hit_element
from communique.ledger import Area, Asked
from communique.web.api.answering import page
from communique.web.api.asking import Codes, Limit, Since, Until
from communique.web.visit import Visiting

router = APIRouter(tags=["search"])

Words = Annotated[
    str,
    Query(
        min_length=1,
        max_length=300,
        pattern=r"^[^\x00]*$",
        description='Words that must all be there; "in quotes" as they stand; the last may be a beginning.',
        examples=["điện đàm"],
    ),
]


@router.get("/search", response_model=elements.Page[elements.Hit])
def search(
    visit: Visiting,
    q: Words,
    actors: Codes,
    kind: Annotated[Area | None, Query(description="Only one list, or articles.")] = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 20,
) -> Response:
    """Articles and entries that hold the words asked for, best first, in one page."""
    asked = Asked(words=q, area=kind, actors=actors, since=since, until=until, limit=limit)
    return page(visit.request, map(hit_element, visit.ledger.search(asked)), None)
