"""One entry of any kind: what its reports come to, and each of them with its words in their sentence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from communique.errors import NotHeldError
from communique.export import sheet
from communique.export.answers import accounts_element, claim_element, life_element, thread_element
from communique.export.element import Element, element
from communique.ledger import Accounts, Entry, Ledger, Life, Question, RecordKind
from communique.ledger.accounts import Voices
from communique.ledger.lives import lives
from communique.ledger.threads import DAYS, Thread, threads
from communique.people import Scope
from communique.records import Agreement, Statement
from communique.web import links, telling
from communique.web.judging import judging
from communique.web.pages.instruments import MENTIONS
from communique.web.view import Pages, View
from communique.web.visit import Visit, Visiting

_NEAR = 200
"""Statements looked at for what a statement answers."""

_ORDER = (Voices.CONTRADICTED, Voices.BOTH, Voices.ONE)

pages = Pages()


@pages.get("/contacts/{name}")
def contact(name: str, visit: Visiting) -> View:
    """A contact: who, when, where; what each side said of it; what it is said to be the first since."""
    entry = _entry(visit, RecordKind.CONTACT, name)
    accounts = visit.ledger.accounts(entry.id)
    claims = visit.ledger.claims_of(entry)
    about: Element = {
        "accounts": accounts_element(accounts),
        "claims": [claim_element(each) for each in claims],
    }
    return _page(visit, entry, about, accounts=accounts, points=list(_points(accounts)), claims=claims)


@pages.get("/statements/{name}")
def statement(name: str, visit: Visiting) -> View:
    """A statement, and the thread it is part of."""
    entry = _entry(visit, RecordKind.STATEMENT, name)
    thread = _thread(visit.ledger, entry)
    return _page(visit, entry, {"thread": thread_element(thread) if thread else None}, thread=thread)


@pages.get("/agreements/{name}")
def agreement(name: str, visit: Visiting) -> View:
    """What happened to an instrument, in its life."""
    entry = _entry(visit, RecordKind.AGREEMENT, name)
    day = visit.ledger.last_day()
    life = _life(visit.ledger, entry, day) if day else None
    return _page(visit, entry, {"life": life_element(life) if life else None}, life=life, day_shown=day)


@pages.get("/states/{name}")
def state(name: str, visit: Visiting) -> View:
    """A state of a channel or of relations."""
    return _page(visit, _entry(visit, RecordKind.STATE, name), {})


@pages.get("/actions/{name}")
def action(name: str, visit: Visiting) -> View:
    """An act."""
    return _page(visit, _entry(visit, RecordKind.ACTION, name), {})


def _entry(visit: Visit, kind: RecordKind, name: str) -> Entry:
    entry = visit.ledger.entry(name)
    if entry.kind is not kind:
        raise NotHeldError(f"{name!r} is none of the {kind.value}")
    return entry


def _page(visit: Visit, entry: Entry, about: Element, **shown: object) -> View:
    values: dict[str, object] = {
        "entry": entry,
        "told": telling.told(visit.ledger, entry),
        "numbers": telling.numbers(entry),
        "said": visit.ledger.said_of(entry) if entry.judged else (),
        "accounts": None,
        "claims": (),
        "life": None,
        "thread": None,
        "tell": telling,
        "judging": judging(visit.ledger, entry, links.entry(entry))
        if visit.may(Scope.JUDGE) and not entry.superseded
        else None,
    }
    return View(
        "entry.html",
        {**values, **shown},
        data=lambda: {**element(entry), **about},
        lines=lambda: sheet.lines([entry], entry.kind),
    )


def _points(accounts: Accounts) -> Iterator[tuple[str, list[object]]]:
    """The points of accounts by who says them."""
    for voices in _ORDER:
        held: list[object] = [each for each in accounts.points if each.voices is voices]
        if held:
            yield voices.value, held


def _thread(ledger: Ledger, entry: Entry) -> Thread | None:
    """The thread of a statement among those between its sides in the days around it; none where it stands alone."""
    record = entry.record
    assert isinstance(record, Statement)
    first, last = entry.earliest, entry.latest
    held = {entry.id: entry}
    for code in record.targets[:2]:
        around = Question((record.speaker.code, code), first - DAYS if first else None, last + DAYS if last else None)
        found = ledger.page(RecordKind.STATEMENT, around, limit=_NEAR).entries if first and last else ()
        held.update((each.id, each) for each in found)
    held.update((each.id, each) for each in ledger.beside(RecordKind.STATEMENT, entry))
    for each in threads(held.values()):
        if len(each.turns) > 1 and any(turn.entry.id == entry.id for turn in each.turns):
            return each
    return None


def _life(ledger: Ledger, entry: Entry, day: date) -> Life | None:
    """The life of the instrument that an entry is of, from what was reported of its parties."""
    record = entry.record
    assert isinstance(record, Agreement)
    page = ledger.page(RecordKind.AGREEMENT, Question(tuple(dict.fromkeys(record.parties))[:2]), limit=MENTIONS)
    held = {each.id: each for each in (entry, *page.entries)}
    return next((each for each in lives(held.values(), day) if entry.id in each.evidence), None)
