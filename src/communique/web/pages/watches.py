"""Watches: filters tried on the last days, set up, ended; what they have told of, also as feeds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Annotated

import orjson
from fastapi import Form, HTTPException, Query, Response
from fastapi.responses import RedirectResponse

from communique.errors import LedgerError
from communique.export import feed
from communique.export.element import notice_element, watch_element
from communique.export.sheet import table
from communique.export.tally import Tally
from communique.ledger import Entry, Filter, Ledger, Level, Notice, RecordKind, Watch
from communique.people import People, Scope
from communique.web.allowing import may
from communique.web.filtering import share
from communique.web.links import watch as address_of
from communique.web.view import UNKEPT, Pages, View, response
from communique.web.visit import Visit, Visiting
from communique.words import code_of
from communique.words.kinds import KINDS

_DAYS, _MOST_DAYS = 365, 36_525
_LOOKED = 60
_NOTICES, _FED = 100, 200
"""Notices that the page of a watch shows, and those that its feed has."""
_LONG, _NAME = 100, 200

pages = Pages()

Watcher = Annotated[str, may(Scope.WATCH)]
Name = Annotated[str, Form(min_length=1, max_length=_NAME)]
Word = Annotated[str, Query(max_length=_LONG)]
Said = Annotated[str, Form(max_length=_LONG)]


@dataclass(frozen=True, slots=True)
class Tried:
    """A filter as it was filled in, and what it would have told of."""

    wanted: Filter
    days: int
    found: tuple[tuple[Entry, str], ...]


def _filter(visit: Visit, of: str, actor: Iterable[str], level: str, sure: str, ends: str) -> Filter:
    """A filter as the form writes it. Raises HTTPException where it is none."""
    list_, _, what = of.partition(":")
    try:
        kind = RecordKind(list_) if list_ else None
        return Filter(
            kind=kind,
            actors=tuple(dict.fromkeys(code_of(each.strip()) for each in actor if each.strip())),
            level=Level(level) if level else None,
            what=KINDS[kind].values(what).value if kind and what else None,
            min_confidence=share(sure, visit),
            speaks=ends == "speaks",
            stands=ends == "stands",
        )
    except ValueError as error:
        raise HTTPException(400, str(error)) from error


@pages.get("/watches")
def watches(
    visit: Visiting,
    of: Word = "",
    actor: Annotated[list[str], Query(max_length=4)] = [],  # noqa: B006
    level: Word = "",
    sure: Word = "",
    ends: Word = "",
    days: Annotated[int | None, Query(ge=1, le=_MOST_DAYS)] = None,
) -> View:
    """The watches there are, and the form to try one."""
    tried = _tried(visit.ledger, _filter(visit, of, actor, level, sure, ends), days) if days else None
    return _page(visit, tried)


@pages.router.post("/watches")
def begin(
    who: Watcher,
    visit: Visiting,
    name: Name,
    of: Said = "",
    actor: Annotated[list[str], Form(max_length=4)] = [],  # noqa: B006
    level: Said = "",
    sure: Said = "",
    ends: Said = "",
) -> Response:
    """Set up a watch."""
    wanted = _filter(visit, of, actor, level, sure, ends)
    try:
        made = visit.ledger.watch(" ".join(name.split()), wanted, by=who)
    except LedgerError as error:
        return response(_page(visit, _tried(visit.ledger, wanted, _DAYS), str(error), 400), visit)
    return RedirectResponse(address_of(made.name), 303, UNKEPT)


@pages.router.post("/watches/end")
def end(who: Watcher, visit: Visiting, name: Name) -> Response:
    """End a watch."""
    visit.ledger.unwatch(name, by=who)
    return RedirectResponse("/watches", 303, UNKEPT)


@pages.router.post("/watches/send")
def send(who: Watcher, visit: Visiting, name: Name, url: Annotated[str, Form(max_length=2000)]) -> Response:
    """Send what a watch tells to an address, never one in a private network; the secret to check by, this once."""
    made = visit.ledger.hooks.begin(name, url.strip())
    return response(_one(visit, visit.ledger.watch_called(name), secret=made.secret), visit)


@pages.router.post("/watches/unsend")
def unsend(who: Watcher, visit: Visiting, name: Name, url: Annotated[str, Form(max_length=2000)]) -> Response:
    """Send no more to an address."""
    visit.ledger.hooks.end(name, url)
    return RedirectResponse(address_of(name), 303, UNKEPT)


@pages.router.post("/watches/feed")
def feed_address(who: Watcher, visit: Visiting, name: Name) -> Response:
    """An address of the feed with a token in it that may only read, this once."""
    people: People = visit.request.app.state.people
    watch = visit.ledger.watch_called(name)
    token = people.give_token(who, [Scope.READ])
    url = visit.request.url.replace(path=address_of(watch.name) + ".atom", query=f"token={token}")
    return response(_one(visit, watch, address=str(url)), visit)


@pages.router.get("/watches/{name:path}.atom")
def atom(name: str, visit: Visiting) -> Response:
    """What a watch has told of, as a feed."""
    watch = visit.ledger.watch_called(name)
    entries = _entries(visit.ledger, visit.ledger.latest_hits(watch.name, limit=_FED))
    once = {each.id: each for each in entries.values()}
    body = b"".join(feed.lines(once.values(), feed.of_watch(watch.name), Tally()))
    return Response(body, 200, media_type="application/atom+xml")


@pages.get("/watches/{name:path}")
def watch(name: str, visit: Visiting) -> View:
    """A watch, and what it has told of."""
    return _one(visit, visit.ledger.watch_called(name))


def _page(visit: Visit, tried: Tried | None, problem: str = "", status: int = 200) -> View:
    held = visit.ledger.watches()
    values = {"held": held, "tried": tried, "problem": problem, "what": KINDS, "levels": list(Level), "days": _DAYS}
    return View(
        "watches.html",
        {**values, "may": visit.may(Scope.WATCH), "wanted": tried.wanted if tried else Filter()},
        data=lambda: {
            "watches": [watch_element(each) for each in held],
            "tried": [{"entry": entry.id, "reason": why} for entry, why in tried.found] if tried else None,
        },
        lines=lambda: table(("name", "filter", "by", "at"), map(_row, held)),
        status=status,
    )


def _row(held: Watch) -> tuple[object, ...]:
    return held.name, orjson.dumps(asdict(held.wanted)).decode(), held.by, held.at


def _one(visit: Visit, held: Watch, secret: str = "", address: str = "") -> View:
    notices = visit.ledger.latest_hits(held.name, limit=_NOTICES)
    entries = _entries(visit.ledger, notices)
    allowed = visit.may(Scope.WATCH)
    return View(
        "watch.html",
        {
            "watch": held,
            "notices": [(each, entries.get(each.entry)) for each in notices],
            "may": allowed,
            "closed": visit.settings.closed,
            "hooks": [each for each in visit.ledger.hooks.standing() if each.watch == held.name] if allowed else [],
            "secret": secret,
            "address": address,
            "what": KINDS,
        },
        data=lambda: {**watch_element(held), "notices": [notice_element(each) for each in notices]},
        lines=lambda: table(("at", "entry", "reason", "doc"), ((e.at, e.entry, e.reason, e.doc) for e in notices)),
        headers=UNKEPT if secret or address else {},
    )


def _tried(ledger: Ledger, wanted: Filter, days: int) -> Tried:
    found = ledger.rehearsed(wanted, days=days, most=_LOOKED)[:_LOOKED]
    held = ledger.still_there([id_ for id_, _ in found])
    return Tried(wanted, days, tuple((held[id_], why) for id_, why in found if id_ in held))


def _entries(ledger: Ledger, notices: Iterable[Notice]) -> dict[str, Entry]:
    """The entries that notices speak of and that are still there, by the id they had."""
    return ledger.still_there(list(dict.fromkeys(each.entry for each in notices)))
