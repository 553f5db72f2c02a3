"""What is looked up as JSON elements: hits of a search, forms explained, documents."""

from __future__ import annotations

from dataclasses import asdict
from itertools import accumulate

from communique.export.element import Element, element
from communique.ledger.entry import Filed, Origin
from communique.ledger.search import Hit
from communique.lookup import Explanation


def hit_element(hit: Hit) -> Element:
    """A hit of a search; `marks` are the offsets in `snippet` of what matches, start and end."""
    ends = list(accumulate(len(piece.text) for piece in hit.snippet))
    marks = [[end - len(piece.text), end] for piece, end in zip(hit.snippet, ends, strict=True) if piece.marked]
    return {
        "list": hit.area.value,
        "id": hit.id,
        "report": hit.report,
        "doc": hit.doc,
        "title": hit.title,
        "outlet": hit.outlet,
        "earliest": hit.earliest,
        "latest": hit.latest,
        "codes": hit.codes,
        "exact": hit.exact,
        "score": hit.score,
        "snippet": "".join(piece.text for piece in hit.snippet),
        "marks": marks,
    }


def explanation_element(told: Explanation) -> Element:
    """A form explained, with whoever else it may mean and what else it names."""
    return {
        "words": told.words,
        "on": told.on,
        "sense": told.sense.value,
        "code": told.code,
        "codes": told.codes,
        "office": told.office,
        "person": told.person,
        "name": told.name,
        "reason": told.reason,
        "candidates": [asdict(each) for each in told.candidates],
        "others": [explanation_element(each) for each in told.others],
    }


def origin_element(origin: Origin) -> Element:
    """A document as lists name it: what it is called, who brought it out, when, and what read it last."""
    return {
        "doc": origin.doc,
        "version": origin.version,
        "title": origin.title,
        "outlet": origin.outlet,
        "url": origin.url,
        "published": asdict(origin.published) if origin.published else None,
        "extractor": origin.extractor,
    }


def document_element(filed: Filed) -> Element:
    """A document with its text as it arrived, the roles of its blocks, and its entries as it alone gives them.

    `start` and `end` of blocks and of evidence are offsets in code points into `text`.
    """
    return {
        **origin_element(filed.origin),
        "author": filed.author,
        "added_at": filed.added_at,
        "versions": filed.versions,
        "text": filed.text,
        "blocks": [{"role": each.role.value, "start": each.start, "end": each.end} for each in filed.blocks],
        "entries": [element(each) for each in filed.entries],
    }
