"""Watches: saved filters, and what they have told of."""

from __future__ import annotations

from datetime import UTC, datetime, time
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from communique import elements
from communique.errors import LedgerError
from communique.export.element import notice_element, watch_element
from communique.ledger import Filter
from communique.people import Scope
from communique.web.api.answering import answer, cursor, cursor_key, cut, page
from communique.web.api.asking import After, Limit, Since
from communique.web.api.bearing import bearer
from communique.web.visit import Visiting
from communique.words import code_of
from communique.words.kinds import KINDS

router = APIRouter(tags=["watches"])

Name = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00]+$")]


@router.get("/watches", response_model=elements.Page[elements.Watch])
def watches(visit: Visiting, limit: Limit = 50, after: After = None) -> Response:
    """The watches that have not ended, oldest first."""
    found, following = cut(visit.ledger.watches(), lambda each: each.name, after, limit)
    return page(visit.request, map(watch_element, found), following)


@router.post("/watches", status_code=HTTPStatus.CREATED, response_model=elements.Watch)
def watch(visit: Visiting, wanted: elements.NewWatch, by: Annotated[str, Depends(bearer(Scope.WATCH))]) -> Response:
    """Tell, from now on, of what an addition brings that this filter wants."""
    made = visit.ledger.watch(wanted.name, _filter(wanted), by=by)
    return answer(watch_element(made), HTTPStatus.CREATED)


@router.get("/watches/{name:path}", response_model=elements.Watch)
def one_watch(visit: Visiting, name: Name) -> Response:
    """One watch."""
    return answer(watch_element(visit.ledger.watch_called(name)))


@router.delete("/watches/{name:path}", status_code=HTTPStatus.NO_CONTENT)
def unwatch(visit: Visiting, name: Name, by: Annotated[str, Depends(bearer(Scope.WATCH))]) -> Response:
    """End a watch; what it told of stays."""
    visit.ledger.unwatch(name, by=by)
    return Response(None, HTTPStatus.NO_CONTENT)


@router.get("/notices", response_model=elements.Page[elements.Notice])
def notices(
    visit: Visiting,
    watch: Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]+$", description="Only of this one.")] = None,
    since: Since = None,
    limit: Limit = 50,
    after: After = None,
) -> Response:
    """What watches have told of, oldest first; the last key seen finds what is new."""
    moment = datetime.combine(since, time(), UTC) if since else None
    found = visit.ledger.hits(moment, name=watch, after=cursor_key(after), limit=limit + 1)
    following = cursor(found[limit - 1].key) if len(found) > limit else None
    return page(visit.request, map(notice_element, found[:limit]), following)


def _filter(wanted: elements.NewWatch) -> Filter:
    kind = wanted.kind
    if kind and wanted.what and wanted.what not in set(KINDS[kind].values):
        raise LedgerError(f"{wanted.what!r} is said of no entry of {kind.value}, but: {', '.join(KINDS[kind].values)}")
    actors = tuple(dict.fromkeys(map(code_of, wanted.actors)))
    return Filter(kind, actors, wanted.level, wanted.what, wanted.min_confidence, wanted.speaks, wanted.stands)
