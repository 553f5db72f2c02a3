"""Judgements: what people say of entries."""

from __future__ import annotations

from http import HTTPStatus
from itertools import islice
from typing import Annotated

import orjson
from fastapi import APIRouter, Body, Depends, Query, Response
from pydantic import JsonValue

from communique import elements
from communique.export.element import judgement_element
from communique.ledger import Bearing, Judgement, Ledger
from communique.people import Scope
from communique.web.api.answering import answer, cursor, cursor_key, page
from communique.web.api.asking import After, Limit
from communique.web.api.bearing import bearer
from communique.web.visit import Visiting

router = APIRouter(tags=["judgements"])


@router.get("/judgements", response_model=elements.Page[elements.Judgement])
def judgements(
    visit: Visiting,
    disagreements: Annotated[bool, Query(description="Only what the present readings do not bear out.")] = False,
    limit: Limit = 50,
    after: After = None,
) -> Response:
    """All that people have said, in order, with how it stands to the present readings."""
    said = visit.ledger.judgements(cursor_key(after))
    wanted = (each for each in said if not disagreements or each.bearing in (Bearing.DISAGREES, Bearing.UNMATCHED))
    found = list(islice(wanted, limit + 1))
    following = cursor(found[limit - 1].judgement.key) if len(found) > limit else None
    return page(visit.request, map(judgement_element, found[:limit]), following)


@router.post("/judgements", status_code=HTTPStatus.CREATED, response_model=elements.Judgement)
def judge(
    visit: Visiting,
    said: Annotated[elements.NewJudgement, Body()],
    by: Annotated[str, Depends(bearer(Scope.JUDGE))],
) -> Response:
    """Say something of an entry, or take back what was said. What is said stays through later readings."""
    made = _say(visit.ledger, said, by)
    return answer(judgement_element(visit.ledger.judgement(made.key)), HTTPStatus.CREATED)


def _say(ledger: Ledger, said: elements.NewJudgement, by: str) -> Judgement:
    match said:
        case elements.Accept():
            return ledger.accept(said.entry, by=by, note=said.note)
        case elements.Reject():
            return ledger.reject(said.entry, by=by, note=said.note)
        case elements.Correct():
            return ledger.correct(said.entry, said.field, _value(said.value), by=by, note=said.note)
        case elements.Merge():
            return ledger.merge(said.entry, said.other, by=by, note=said.note)
        case elements.Split():
            return ledger.split(said.entry, said.report, by=by, note=said.note)
        case elements.Undo():
            return ledger.undo(said.key, by=by, note=said.note)


def _value(given: JsonValue) -> str:
    """A value as the ledger takes it: text as it is typed on the command line, anything else as JSON."""
    return given if isinstance(given, str) else "" if given is None else orjson.dumps(given).decode()
