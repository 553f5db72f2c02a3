"""The lists of the ledger: contacts, statements, agreements, states, actions; filtered, a page at a time."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Depends, Query

from communique.export import sheet
from communique.export.answers import life_element
from communique.export.element import Element, element
from communique.ledger import Ledger, Life, Question, RecordKind
from communique.web import telling
from communique.web.filtering import Filtering, Filters
from communique.web.pages.instruments import MENTIONS, standing
from communique.web.query import Order, Part
from communique.web.view import Pages, View
from communique.web.visit import Visit, Visiting
from communique.words.kinds import KINDS

_USUAL, _MOST = 50, 500

pages = Pages()


def _part(
    after: Annotated[str | None, Query(max_length=80)] = None,
    order: Order = Order.NEWEST,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = _USUAL,
) -> Part:
    return Part(order, limit, after)


Parted = Annotated[Part, Depends(_part)]


@pages.get("/contacts")
def contacts(visit: Visiting, asked: Filtering, part: Parted) -> View:
    """Who talked to whom."""
    return _list(visit, RecordKind.CONTACT, asked, part)


@pages.get("/statements")
def statements(visit: Visiting, asked: Filtering, part: Parted) -> View:
    """Who said what toward whom."""
    return _list(visit, RecordKind.STATEMENT, asked, part)


@pages.get("/agreements")
def agreements(visit: Visiting, asked: Filtering, part: Parted) -> View:
    """How instruments stand, and what was reported of them."""
    return _list(visit, RecordKind.AGREEMENT, asked, part)


@pages.get("/states")
def states(visit: Visiting, asked: Filtering, part: Parted) -> View:
    """What channels and relations are said to be."""
    return _list(visit, RecordKind.STATE, asked, part)


@pages.get("/actions")
def actions(visit: Visiting, asked: Filtering, part: Parted) -> View:
    """Who did what to whom."""
    return _list(visit, RecordKind.ACTION, asked, part)


def _list(visit: Visit, kind: RecordKind, asked: Filters, part: Part) -> View:
    allowed, group = KINDS[kind]
    asked = asked.of_kind(allowed, visit)
    newest_first = part.order is Order.NEWEST
    page = visit.ledger.page(kind, asked.question(), limit=part.limit, after=part.after, newest_first=newest_first)
    first = kind is RecordKind.AGREEMENT and part.after is None
    day = (asked.until or visit.ledger.last_day()) if first else None
    held, cut = _lives(visit.ledger, asked, day) if day else ((), False)

    def data() -> Element:
        instruments = {"instruments": [life_element(each) for each in held]} if first else {}
        return {**instruments, kind.value: [element(each) for each in page.entries], "next": page.next}

    return View(
        "list.html",
        {
            "kind": kind.value,
            "kinds": [each.value for each in RecordKind],
            "allowed": [each.value for each in allowed],
            "group": group,
            "asked": asked,
            "page": page,
            "order": part.order.value,
            "after": part.after,
            "lives": held,
            "lives_cut": MENTIONS if cut else None,
            "lives_day": day,
            "tell": telling,
        },
        data=data,
        lines=lambda: sheet.lines(page.entries, kind),
        part="results",
    )


def _lives(ledger: Ledger, asked: Filters, day: date) -> tuple[tuple[Life, ...], bool]:
    """The instruments of these actors that something happened to in the time asked for, the latest first; whether
    older reports were left out.
    """
    page = ledger.page(RecordKind.AGREEMENT, Question(asked.actors, until=asked.until), limit=MENTIONS)
    found = [each for each in standing(ledger, page.entries, day) if _wanted(each, asked)]
    found.sort(key=lambda each: max(deed.last or date.min for deed in each.deeds), reverse=True)
    return tuple(found), page.next is not None


def _wanted(life: Life, asked: Filters) -> bool:
    return any(
        (asked.kind is None or each.action == asked.kind)
        and (asked.since is None or (each.last is not None and each.last >= asked.since))
        and each.entry.record.confidence >= asked.min_confidence
        for each in life.deeds
    )
