"""Full text search over articles and entries, with what the hits have in common to narrow it by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated

from fastapi import Query
from pydantic import BeforeValidator

from communique.export.found import hit_element
from communique.export.sheet import table
from communique.ledger import Area, Asked, Hit
from communique.web import links, telling
from communique.web.query import blank
from communique.web.suggesting import Sort, Suggestion, named, suggestions
from communique.web.view import Pages, View
from communique.web.visit import Visit, Visiting

CONSIDERED = 80
"""The best hits: what is shown, counted and put in another order."""
SHOWN = 20
_VALUES = 8
"""Values of a facet that are shown."""
_LONGEST = 400


class Order(StrEnum):
    """Which hits come first."""

    BEST = "best"
    NEWEST = "newest"


Words = Annotated[str, Query(max_length=_LONGEST)]
In = Annotated[Area | None, BeforeValidator(blank), Query(alias="in")]
Year = Annotated[int | None, BeforeValidator(blank), Query(ge=1000, le=9998)]
Code = Annotated[str | None, BeforeValidator(blank), Query(max_length=64)]
Outlet = Annotated[str | None, BeforeValidator(blank), Query(max_length=_LONGEST)]

pages = Pages()


@pages.get("/search/suggestions")
def suggested(visit: Visiting, q: Words = "") -> View:
    """What the letters typed so far may be the beginning of."""
    found = suggestions(q, visit.language)
    return View(
        "suggestions.html",
        {"found": found, "typed": q},
        data=lambda: [_suggestion(each, visit) for each in found],
        lines=lambda: table(("sort", "text", "code"), ((each.sort, each.text, each.code) for each in found)),
        part="content",
    )


@pages.get("/search")
def search(
    visit: Visiting,
    q: Words = "",
    area: In = None,
    actor: Code = None,
    year: Year = None,
    outlet: Outlet = None,
    order: Order = Order.BEST,
    start: Annotated[int, Query(alias="from", ge=0, le=CONSIDERED)] = 0,
) -> View:
    """Articles and entries that hold the words, twenty at a time."""
    since, until = (date(year, 1, 1), date(year, 12, 31)) if year else (None, None)
    asked = Asked(q, area, (actor,) if actor else (), since, until, CONSIDERED)
    found = visit.ledger.search(asked) if q.strip() else ()
    hits = [each for each in found if outlet is None or each.outlet == outlet]
    if order is Order.NEWEST:
        hits.sort(key=lambda each: each.latest or date.min, reverse=True)
    given = {"in": area, "actor": actor, "year": year, "outlet": outlet}
    return View(
        "search.html",
        {
            "q": q,
            "tell": telling,
            "hits": hits[start : start + SHOWN],
            "count": len(hits),
            "cut": len(found) >= CONSIDERED,
            "start": start,
            "next": start + SHOWN if start + SHOWN < len(hits) else None,
            "order": order.value,
            "facets": [(name, given[name], counted) for name, counted in _facets(hits)],
            "named": [(each, _page_of(each)) for each in named(q, visit.language) if each.has_page],
        },
        data=lambda: {
            "hits": [hit_element(each) for each in hits],
            "facets": {
                name: [{"value": value, "count": often} for value, often in rows] for name, rows in _facets(hits)
            },
        },
        lines=lambda: _lines(hits),
        part="results",
    )


def _facets(hits: Iterable[Hit]) -> Iterator[tuple[str, list[tuple[object, int]]]]:
    """What the hits have in common, by name, with how many have it, most first."""
    counted: dict[str, Counter[object]] = {name: Counter() for name in ("in", "actor", "year", "outlet")}
    for each in hits:
        counted["in"][each.area.value] += 1
        counted["actor"].update(each.codes)
        if each.earliest:
            counted["year"][each.earliest.year] += 1
        if each.outlet:
            counted["outlet"][each.outlet] += 1
    for name, values in counted.items():
        yield name, sorted(values.items(), key=lambda row: (-row[1], str(row[0])))[:_VALUES]


def _page_of(each: Suggestion) -> str:
    return links.actor(each.name) if each.sort is Sort.ACTOR else links.person(each.name)


def _suggestion(each: Suggestion, visit: Visit) -> dict[str, object]:
    return {"sort": each.sort, "text": each.text, "code": each.code, "note": visit.say(f"search.{each.sort.value}")}


def _lines(hits: Iterable[Hit]) -> Iterator[bytes]:
    header = ("list", "id", "doc", "title", "outlet", "earliest", "latest", "score", "snippet")
    return table(header, map(_row, hits))


def _row(hit: Hit) -> tuple[object, ...]:
    snippet = "".join(piece.text for piece in hit.snippet)
    told = (hit.doc, hit.title, hit.outlet, hit.earliest, hit.latest, hit.score)
    return (hit.area, hit.id, *told, snippet)
