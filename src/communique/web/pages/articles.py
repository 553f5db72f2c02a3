"""An article as it was read: its text with the evidence marked, what was left out of it, how its date was got.

A document may have any name, with slashes in it or ``.json`` at its end: one that has exactly the name in the address
is shown, before any twin of another. A name that no path can hold (``..``, a line end) is asked for as ``?doc=``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

from fastapi import Query, Response

from communique.article.model import STORY, Block
from communique.errors import NotHeldError
from communique.export.found import document_element
from communique.export.sheet import table
from communique.ledger import Entry, Filed, Ledger, RecordKind
from communique.web import telling
from communique.web.highlighting import Piece, pieces
from communique.web.view import Form, Pages, View, response
from communique.web.visit import Visit, Visiting

_GET = ["GET", "HEAD"]

pages = Pages()


@pages.router.api_route("/articles", methods=_GET)
def named(visit: Visiting, doc: Annotated[str, Query(max_length=4000)] = "") -> Response:
    """An article whose name no path can hold."""
    return _answer(visit, doc)


@pages.router.api_route("/articles/{name:path}", methods=_GET)
def article(name: str, visit: Visiting) -> Response:
    """An article, or its twin."""
    return _answer(visit, name)


def _answer(visit: Visit, name: str) -> Response:
    doc, form = _asked(visit.ledger, name)
    return response(_view(visit.ledger.filed(doc)), visit, form)


def _asked(ledger: Ledger, name: str) -> tuple[str, Form]:
    """Which document, in which form. Raises NotHeldError."""
    if ledger.holds(name):
        return name, Form.HTML
    for form in (Form.JSON, Form.CSV):
        doc = name.removesuffix(form.value)
        if doc != name and ledger.holds(doc):
            return doc, form
    raise NotHeldError(f"there is no document {name!r} in this ledger")


def _view(filed: Filed) -> View:
    entries = sorted(filed.entries, key=lambda each: (each.record.start, each.record.end))
    spans = [(each.record.start, each.record.end) for each in entries]
    cut = pieces(filed.text, [(block.start, block.end) for block in filed.blocks], spans)
    shown = list(zip(filed.blocks, cut, strict=True))
    return View(
        "article.html",
        {
            "filed": filed,
            "entries": entries,
            "labels": list(_labels(entries)),
            "story": [(block.role.value, held) for block, held in shown if block.role in STORY],
            "left_out": [(block.role.value, _whole(held)) for block, held in shown if block.role not in STORY],
            "has_title": any(block.role.value == "title" for block in filed.blocks),
            "kinds": [each.value for each in RecordKind if any(entry.kind is each for entry in entries)],
            "tell": telling,
        },
        data=lambda: document_element(filed),
        lines=lambda: _lines(filed, entries),
    )


def _whole(held: Iterable[Piece]) -> str:
    return "".join(each.text for each in held)


def _labels(entries: Iterable[Entry]) -> Iterator[int]:
    """The number of each entry among those of its kind."""
    seen: dict[RecordKind, int] = {}
    for each in entries:
        seen[each.kind] = seen.get(each.kind, 0) + 1
        yield seen[each.kind]


def _lines(filed: Filed, entries: Iterable[Entry]) -> Iterator[bytes]:
    header = ("id", "list", "date", "start", "end", "evidence", "rule", "confidence", "role")
    return table(header, (_row(each, filed.blocks) for each in entries))


def _row(entry: Entry, blocks: Iterable[Block]) -> tuple[object, ...]:
    record = entry.record
    role = next((each.role for each in blocks if each.start <= record.start < each.end), None)
    told = (record.start, record.end, record.evidence, record.rule, record.confidence)
    return (entry.id, entry.kind, entry.edtf, *told, role)
