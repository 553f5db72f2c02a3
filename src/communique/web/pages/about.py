"""What the figures are worth: how right the program is, what its words mean, and what this ledger holds."""

from __future__ import annotations

import orjson
from fastapi import HTTPException, Response

from communique.export.sheet import table
from communique.extraction import extractor
from communique.web import documents
from communique.web.view import Pages, View
from communique.web.visit import Visiting

pages = Pages()


@pages.get("/about")
def about(visit: Visiting) -> View:
    """What the ledger holds, what read it, and where the rest is told."""
    count = visit.ledger.count()
    told = {
        "extractor": extractor(),
        "documents": count.documents,
        "records": count.records,
        "set_aside": count.set_aside,
        "last_day": visit.ledger.last_day(),
    }
    return View(
        "about.html",
        {"told": told},
        data=lambda: {**told, "figures": orjson.loads(documents.read(documents.FIGURES))},
        lines=lambda: table(told, [told.values()]),
    )


@pages.get("/about/accuracy")
def accuracy(visit: Visiting) -> View:
    """How right the program is, measured."""
    return _document("accuracy")


@pages.get("/about/codebook")
def codebook(visit: Visiting) -> View:
    """What is recorded, and by which rules."""
    return _document("codebook")


def _document(name: str) -> View:
    return View(
        "document.html",
        {"text": documents.page(name), "name": name},
        data=lambda: {"name": name, "markdown": documents.read(f"{name}.md")},
        lines=lambda: table(("name", "markdown"), [(name, documents.read(f"{name}.md"))]),
    )


@pages.router.get("/about/{name}.svg")
def plot(name: str) -> Response:
    """A plot of the accuracy page."""
    file = f"{name}.svg"
    if file not in documents.PLOTS:
        raise HTTPException(404)
    return Response(documents.read(file), media_type="image/svg+xml")
