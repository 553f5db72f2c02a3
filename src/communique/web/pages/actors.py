"""An actor, a person, an outlet: who they are, and what the ledger has of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from communique.errors import NotHeldError
from communique.export.actor import outlet_element, outlet_lines, tenure_element, tenure_lines
from communique.export.board import pair_element
from communique.export.element import element
from communique.interchange import RecordKind
from communique.knowledge import Actor, Level, Source, Tenure, knowledge
from communique.ledger import Area, Asked, Entry, Ledger, Question
from communique.ledger.pairs import pairs
from communique.records import Contact, Statement
from communique.web.view import Pages, View
from communique.web.visit import Visiting
from communique.web.wording import actor as actor_called
from communique.words import Language

pages = Pages()

_LATEST = 10
_PAIRS = 40
_FOUND = 40
"""Entries of a person that are looked for."""
_ARTICLES = 100
_QUOTED = 25
_RANKS = list(Level)


@pages.get("/{code:code}")
def actor(code: str, visit: Visiting) -> View:
    """A state or organisation: its offices and who held them, whom it talks to, what it said and signed."""
    ledger = visit.ledger
    known = knowledge().actors.get(code)
    lists = {kind: ledger.page(kind, Question((code,)), limit=_LATEST).entries for kind in RecordKind}
    if known is None and not any(lists.values()):
        raise NotHeldError(visit.say("actor.unknown", name=code))
    day = ledger.last_day()
    found = pairs(ledger.channels(day, (code,))) if day else ()
    latest = sorted(found, key=lambda each: (each.last.latest or date.min) if each.last else date.min, reverse=True)
    tenures = [each for (of, _), held in knowledge().held.items() if of == code for each in held]
    return View(
        "actor.html",
        {
            "code": code,
            "known": known or Actor(code, code.replace("_", " "), "other"),
            "called": {each: actor_called(each, code) for each in Language},
            "partners": [(_partner(each.dyad, code), each) for each in latest[:_PAIRS]],
            "more": len(latest) > _PAIRS,
            "day_shown": day,
            "offices": _offices(tenures),
            "lists": lists,
        },
        data=lambda: {
            "code": code,
            "name": known.name if known else None,
            "kind": known.kind if known else None,
            "members": known.members if known else (),
            "offices": [tenure_element(each) for each in tenures],
            "dyads": [pair_element(each, day) for each in latest] if day else [],
            **{kind.value: [element(each) for each in entries] for kind, entries in lists.items()},
        },
        lines=lambda: tenure_lines(tenures),
    )


def _partner(dyad: tuple[str, str], code: str) -> str:
    return dyad[1] if dyad[0] == code else dyad[0]


def _offices(tenures: Iterable[Tenure]) -> list[tuple[str, list[Tenure]]]:
    """Who held each office, the latest first; offices of the first rank first, held ones before those nobody holds."""
    by_office = groupby(sorted(tenures, key=lambda each: each.office), key=lambda each: each.office)
    found = [(office, sorted(held, key=lambda each: each.start, reverse=True)) for office, held in by_office]
    return sorted(found, key=lambda each: (_rank(each[0]), each[1][0].end is not None, each[0]))


def _rank(office: str) -> int:
    level = knowledge().level(office)
    return _RANKS.index(level) if level else len(_RANKS)


@pages.get("/people/{name:path}")
def person(name: str, visit: Visiting) -> View:
    """Someone: the offices held, whom they met, what they said."""
    tenures = sorted(knowledge().tenures.get(name, ()), key=lambda each: each.start, reverse=True)
    contacts = _of_person(visit.ledger, name, Area.CONTACTS)
    statements = _of_person(visit.ledger, name, Area.STATEMENTS)
    known = knowledge().persons.get(name)
    if not (known or contacts or statements):
        raise NotHeldError(visit.say("actor.unknown", name=name))
    return View(
        "people.html",
        {
            "name": name,
            "code": known.code if known else None,
            "tenures": tenures,
            "contacts": contacts,
            "statements": statements,
        },
        data=lambda: {
            "name": name,
            "code": known.code if known else None,
            "offices": [tenure_element(each) for each in tenures],
            "contacts": [element(each) for each in contacts],
            "statements": [element(each) for each in statements],
        },
        lines=lambda: tenure_lines(tenures),
    )


def _of_person(ledger: Ledger, name: str, area: Area) -> list[Entry]:
    """Entries that a person takes part in or speaks, the latest first: found by the name in the search index."""
    words = name.split(" (")[0].replace('"', " ")
    found = [each for each in ledger.found(Asked(f'"{words}"', area, limit=_FOUND)) if name in _people(each)]
    return sorted(found, key=lambda each: (each.earliest or date.min, each.id), reverse=True)


def _people(entry: Entry) -> set[str | None]:
    match entry.record:
        case Contact():
            return {each.person for each in entry.record.participants}
        case Statement():
            return {entry.record.speaker.person}
        case _:
            return set()


@pages.get("/outlets/{name:path}")
def outlet(name: str, visit: Visiting) -> View:
    """A paper, agency or site: what its latest articles report, and whom they quote."""
    held = visit.ledger.outlet(name, limit=_ARTICLES)
    known = next((form.thing for form in knowledge().forms if _is_outlet(form.thing, name)), None)
    if not held.articles and known is None:
        raise NotHeldError(visit.say("actor.unknown", name=name))
    return View(
        "outlet.html",
        {"held": held, "known": known, "quoted": held.quoted[:_QUOTED], "sources": held.carried[:_QUOTED]},
        data=lambda: outlet_element(held),
        lines=lambda: outlet_lines(held),
    )


def _is_outlet(thing: object, name: str) -> bool:
    return isinstance(thing, Source) and thing.name == name
