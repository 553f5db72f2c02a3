"""Review: what is doubtful, an entry at a time, judged by those who signed in; and who judged what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from communique.elements.element import MOST_KEY
from communique.errors import CommuniqueError
from communique.export.element import element, judgement_element
from communique.export.sheet import table
from communique.ledger import Bearing, Doubt, Entry, Judgement, Ledger, RecordKind, Standing, Verdict
from communique.people import Scope
from communique.web.allowing import may
from communique.web.judging import judging, typed
from communique.web.links import within
from communique.web.telling import told
from communique.web.view import UNKEPT, Pages, View, response
from communique.web.visit import Visit, Visiting

LINES = 50
"""Judgements on a page of the log."""

_BAD = 400
_LONG = 10_000

pages = Pages()

Judge = Annotated[str, may(Scope.JUDGE)]
Typed = Annotated[list[str], Form(max_length=100)]
Line = Annotated[str, Form(max_length=_LONG)]
Key = Annotated[int, Form(ge=1, le=MOST_KEY)]


class Said(StrEnum):
    """What a button of the form says."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    MERGE = "merge"
    SPLIT = "split"


@pages.get("/review")
def review(
    visit: Visiting,
    why: Doubt = Doubt.UNSURE,
    kind: RecordKind | None = None,
    after: Annotated[str, Query(max_length=200)] = "",
    entry: Annotated[str | None, Query(max_length=40)] = None,
) -> View:
    """The next doubtful entry of a queue, or the entry asked for."""
    return _page(visit, why, kind, after, entry)


@pages.get("/review/log")
def judgements(
    visit: Visiting, before: Annotated[int | None, Query(ge=1, le=MOST_KEY)] = None, by: str | None = None
) -> View:
    """What people have said, newest first, and how it stands to the readings of today."""
    held = visit.ledger.latest_judgements(LINES, before=before, by=by)
    return View(
        "review-log.html",
        {"held": held, "by": by, "before": before, "more": held[-1].judgement.key if len(held) == LINES else None},
        data=lambda: {"judgements": [judgement_element(each) for each in held]},
        lines=lambda: table(_COLUMNS, map(_row, held)),
    )


_COLUMNS = ("key", "at", "by", "verdict", "list", "entry", "field", "value", "bearing", "note")


def _row(held: Standing) -> tuple[object, ...]:
    said = held.judgement
    what = (said.kind, held.entry, said.field, said.value, held.bearing, said.note)
    return (said.key, said.at, said.by, said.verdict, *what)


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a form sends besides who sends it."""

    entry: str
    said: Said
    field: str
    other: str
    note: str
    values: dict[str, Sequence[str]]


def _sent(
    entry: Line,
    said: Annotated[Said, Form()],
    field: Line = "",
    other: Line = "",
    note: Line = "",
    value: Typed = [],  # noqa: B006
    day: Typed = [],  # noqa: B006
    person: Typed = [],  # noqa: B006
    office: Typed = [],  # noqa: B006
    city: Typed = [],  # noqa: B006
) -> _Sent:
    values = {"value": value, "day": day, "person": person, "office": office, "city": city}
    return _Sent(entry, said, field, other, note, {name: each for name, each in values.items() if each})


@pages.router.post("/review/judge")
def judge(who: Judge, visit: Visiting, sent: Annotated[_Sent, Depends(_sent)], then: Line = "/review") -> Response:
    """Say something of an entry, in the name of who is signed in."""
    return _answered(visit, lambda: _say(visit.ledger, sent, who), then, sent.entry)


@pages.router.post("/review/undo")
def undo(who: Judge, visit: Visiting, key: Key, then: Line = "/review") -> Response:
    """Take a judgement back."""
    return _answered(visit, lambda: visit.ledger.undo(key, by=who), then, None)


def _say(ledger: Ledger, sent: _Sent, by: str) -> Judgement:
    name, note = sent.entry, sent.note
    match sent.said:
        case Said.ACCEPT:
            return ledger.accept(name, by=by, note=note)
        case Said.REJECT:
            return ledger.reject(name, by=by, note=note)
        case Said.MERGE:
            return ledger.merge(name, sent.other.strip(), by=by, note=note)
        case Said.SPLIT:
            return ledger.split(name, sent.other.strip(), by=by, note=note)
        case Said.CORRECT:
            value = typed(ledger.entry(name).kind, sent.field, sent.values)
            return ledger.correct(name, sent.field, value, by=by, note=note)


def _answered(visit: Visit, say: Callable[[], Judgement], then: str, entry: str | None) -> Response:
    """Back to where it was said; where it cannot be, the entry again with what was wrong."""
    try:
        say()
    except CommuniqueError as error:
        status = 200 if "hx-request" in visit.request.headers else _BAD  # htmx shows nothing else
        page = _page(visit, Doubt.UNSURE, None, "", entry, then)
        return response(replace(page, values={**page.values, "problem": str(error)}, status=status), visit)
    return RedirectResponse(within(then), 303, UNKEPT)


def _page(
    visit: Visit, why: Doubt, kind: RecordKind | None, after: str, name: str | None, then: str | None = None
) -> View:
    ledger = visit.ledger
    queue = None if name else ledger.queued(why, kind, after)
    found, twin = (queue.found.entry, queue.found.other) if queue and queue.found else (None, None)
    if name:
        found = ledger.entry(name)
    may_judge = visit.may(Scope.JUDGE)
    then = within(then or _address(visit.request))
    values = {
        "why": why,
        "kind": kind,
        "after": after,
        "queue": queue,
        "entry": found,
        "twin": twin,
        "asked": name,
        "shown": [(each, told(ledger, each)) for each in (found, twin) if each],
        "judging": judging(ledger, found, then, twin) if found and may_judge else None,
        "last": _last(ledger, visit.person) if may_judge and visit.person else None,
        "problem": None,
        "then": then,
    }
    return View(
        "review.html",
        values,
        data=lambda: {
            "why": why,
            "waiting": dict(queue.waiting) if queue else {},
            "entry": element(found) if found else None,
            "twin": element(twin) if twin else None,
            "after": queue.after if queue else None,
        },
        lines=lambda: table(("id", "list", "date", "confidence", "why"), _listed(found, twin, why)),
    )


def _listed(found: Entry | None, twin: Entry | None, why: Doubt) -> list[tuple[object, ...]]:
    return [(each.id, each.kind, each.edtf, each.record.confidence, why) for each in (found, twin) if each]


def _address(request: Request) -> str:
    """Where the queue stands now: what is judged leaves it, so that the next is at the same place."""
    if request.method != "GET":
        return "/review"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _last(ledger: Ledger, who: str) -> Standing | None:
    """The last of one's own judgements that holds."""
    said = (each for each in ledger.latest_judgements(LINES, by=who) if each.bearing is not Bearing.UNDONE)
    return next((each for each in said if each.judgement.verdict is not Verdict.UNDO), None)
