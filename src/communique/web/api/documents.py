"""Documents: the articles everything rests on, as they arrived; and adding one."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Request, Response

from communique import elements
from communique.errors import NotHeldError
from communique.export.found import document_element, origin_element
from communique.interchange import records
from communique.ledger import Outcome
from communique.people import Scope
from communique.web.api.answering import answer, cursor, cursor_key, page
from communique.web.api.asking import After, Limit
from communique.web.api.bearing import bearer
from communique.web.api.extracting import read
from communique.web.visit import Visiting

router = APIRouter(tags=["documents"])

Name = Annotated[str, Path(min_length=1, max_length=2000, pattern=r"^[^\x00]+$", examples=["01_baku_2017.txt"])]


@router.get("/documents", response_model=elements.Page[elements.DocumentSummary])
def documents(visit: Visiting, limit: Limit = 50, after: After = None) -> Response:
    """All documents, those read last first."""
    found = visit.ledger.shelf(limit, cursor_key(after) or None)
    following = cursor(found.next) if found.next is not None else None
    return page(visit.request, map(origin_element, found.documents), following)


@router.get("/documents/{doc:path}", response_model=elements.Document)
def document(visit: Visiting, doc: Name) -> Response:
    """One document with its text, what its blocks are, and its entries as it alone gives them."""
    if not visit.ledger.holds(doc):
        raise NotHeldError(f"there is no document {doc!r} in this ledger")
    return answer(document_element(visit.ledger.filed(doc)))


@router.post(
    "/documents",
    status_code=HTTPStatus.CREATED,
    response_model=elements.Stored,
    responses={200: {"model": elements.Stored, "description": "It was there already: nothing has changed."}},
)
def add(
    visit: Visiting,
    request: Request,
    sent: elements.NewDocument,
    by: Annotated[str, Depends(bearer(Scope.ADD))],
) -> Response:
    """Read a text or page and keep it with its reading. The same one again changes nothing (200)."""
    done = read(request, sent)
    outcome = visit.ledger.add(done.article, done.reading, sent.html or None, by=by)
    told = {"doc": done.article.doc, "outcome": outcome, "records": len(records(done.reading))}
    status = HTTPStatus.OK if outcome is Outcome.UNCHANGED else HTTPStatus.CREATED
    where = f"{request.url.path}/{quote(done.article.doc, safe='')}"
    return answer(told, status, {"location": where})
