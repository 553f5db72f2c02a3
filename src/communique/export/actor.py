"""Actors, persons and outlets as data: who held which office, and what an outlet reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from communique.export.element import Element
from communique.export.sheet import table
from communique.knowledge import Tenure
from communique.ledger.outlets import Outlet


def tenure_element(tenure: Tenure) -> Element:
    """Someone held an office of an actor from a day to another; `end` is null: still, as far as known."""
    return {
        "code": tenure.code,
        "office": tenure.office,
        "person": tenure.person,
        "start": tenure.start,
        "end": tenure.end,
    }


def tenure_lines(tenures: Iterable[Tenure]) -> Iterator[bytes]:
    """A table of who held which office, header first, with line ends."""
    header = ("code", "office", "person", "start", "end")
    return table(header, ((each.code, each.office, each.person, each.start, each.end) for each in tenures))


def outlet_element(held: Outlet) -> Element:
    """An outlet: its latest articles, how many records of each list they have, whom they quote and name as sources."""
    return {
        "name": held.name,
        "articles": [
            {"doc": each.doc, "title": each.title, "published": each.published, "counts": dict(each.counts)}
            for each in held.articles
        ],
        "counts": dict(held.counts),
        "quoted": [{"code": code, "person": person, "count": count} for code, person, count in held.quoted],
        "sources": [{"name": name, "count": count} for name, count in held.carried],
    }


def outlet_lines(held: Outlet) -> Iterator[bytes]:
    """A table of whom an outlet quotes, header first, with line ends."""
    return table(("outlet", "code", "person", "statements"), ((held.name, *each) for each in held.quoted))
