"""What the tables make of words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from communique import elements
from communique.elements.element import Day
from communique.export.found import explanation_element
from communique.lookup import explain as told
from communique.lookup.explain import LONGEST
from communique.web.api.answering import answer

router = APIRouter(tags=["knowledge"])

Form = Annotated[
    str,
    Query(
        min_length=1,
        max_length=LONGEST,
        pattern=r"[^\x00-\x20]",
        description="A name, title or other form as an article writes it.",
        examples=["Ngoại trưởng Nga"],
    ),
]


@router.get("/knowledge/explain", response_model=elements.Explanation)
def explain(
    form: Form, on: Annotated[Day | None, Query(description="On this day.", examples=["2022-05-13"])] = None
) -> Response:
    """How a written form is resolved, and why."""
    return answer(explanation_element(told(form, on)))
