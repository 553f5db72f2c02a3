"""A posted text read without being stored."""

from __future__ import annotations

from hashlib import sha256

from fastapi import APIRouter, Request, Response

from communique import elements
from communique.interchange import dumps
from communique.readers import Read, Readers
from communique.sources.document import Document

router = APIRouter(tags=["reading"])


@router.post("/extract")
def extract(request: Request, page: elements.NewDocument) -> Response:
    """The reading of a text or page, in the interchange format; nothing of it is kept."""
    return Response(dumps(read(request, page).reading), media_type="application/json")


def read(request: Request, page: elements.NewDocument) -> Read:
    """A posted text or page, read. Raises SourceError, BusyError."""
    readers: Readers = request.app.state.readers
    return readers.read(document(page))


def document(page: elements.NewDocument) -> Document:
    """A posted text or page as a document; without a name it gets one from its content."""
    digest = sha256((page.text or page.html).encode("utf-8", "surrogatepass")).hexdigest()
    return Document(
        doc=page.doc or f"posted-{digest[:16]}",
        text=page.text,
        html=page.html or None,
        url=page.url,
        outlet=page.outlet,
        published=page.published,
        origin="api",
    )
