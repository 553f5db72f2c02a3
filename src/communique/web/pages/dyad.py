"""Two actors: when they talked at each level, what each says of the other, what they agreed and how it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from fastapi.responses import RedirectResponse, Response

from communique.errors import NotHeldError
from communique.export.answers import life_element
from communique.export.dyad import mark_element, mark_lines, month_element
from communique.export.element import channel_element, element
from communique.interchange import RecordKind
from communique.knowledge import knowledge
from communique.ledger import Channel, Entry, Ledger, Level, Question
from communique.ledger.channels import Present
from communique.ledger.entry import Month
from communique.ledger.pairs import pairs
from communique.records import ContactKind, Statement
from communique.web import links, telling
from communique.web.drawing import counts, timeline
from communique.web.filtering import Filtering, Filters
from communique.web.pages.instruments import standing
from communique.web.query import AtLevel
from communique.web.view import Pages, View
from communique.web.visit import Visit, Visiting

pages = Pages()

DRAWN = 200
"""Contacts that the timeline has; of agreements and states `_DRAWN_BESIDE` each."""
_DRAWN_BESIDE = 100
_SHOWN = 20
_SAID = 8
"""Statements of each side that are shown, of the `_LOOKED_AT` latest."""
_LOOKED_AT = 48
_INSTRUMENTS = 100
"""Reports of agreements from which the standing of instruments is worked out."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What one side said toward the other, the latest first."""

    speaker: str
    target: str
    entries: tuple[Entry, ...]


@pages.get("/{one:code}/{other:code}")
def dyad(one: str, other: str, visit: Visiting, asked: Filtering, level: AtLevel = None) -> View | Response:
    """Everything between two actors, most telling first."""
    if one >= other:
        return RedirectResponse(links.moved(visit, links.dyad(one, other) if one != other else links.actor(one)), 308)
    ledger = visit.ledger
    asked = asked.of_kind(ContactKind, visit)
    day = asked.until or ledger.last_day()
    pair = (one, other)
    question = Question(pair, asked.since, asked.until, asked.kind, asked.min_confidence)
    beside = Question(pair, asked.since, asked.until, None, asked.min_confidence)
    channels = [each for each in ledger.channels(day, pair) if level in (None, each.level)] if day else []
    last = {each.id: each for each in ledger.of([each.last.id for each in channels if each.last])}
    contacts = ledger.marks(pair, RecordKind.CONTACT, question, level=level, limit=DRAWN)
    agreements = ledger.marks(pair, RecordKind.AGREEMENT, beside, limit=_DRAWN_BESIDE)
    states = ledger.marks(pair, RecordKind.STATE, beside, limit=_DRAWN_BESIDE)
    months = [each for each in ledger.months(*pair) if _within(each, asked)]
    latest = ledger.of([each.id for each in contacts[:_SHOWN]])
    said = ledger.of([each.id for each in states[:_SHOWN]])
    voices = _voices(ledger, beside)
    if not (contacts or agreements or states or months) and not {one, other} <= knowledge().actors.keys():
        raise NotHeldError(visit.say("dyad.unknown", one=one, other=other))
    deeds = ledger.of([each.id for each in agreements[:_INSTRUMENTS]])
    held = standing(ledger, deeds, day) if day else ()
    values = {
        "one": one,
        "other": other,
        "asked": asked,
        "level": level,
        "levels": [each for each in Level if each is not Level.ANY],
        "kinds": list(ContactKind),
        "day_shown": day,
        "channels": channels,
        "present": _known(channels),
        "contacts": list(zip(latest, contacts[:_SHOWN], strict=True)),
        "more": len(contacts) > _SHOWN,
        "drawn": timeline(visit, channels, contacts, agreements, states, day) if day else {},
        "months": _by_month(months),
        "voices": voices,
        "lives": held,
        "states": said,
        "tell": telling,
        "last": last,
        "last_words": {name: _passage(visit, each) for name, each in last.items()},
        "drawn_months": counts(visit, months),
    }
    return View(
        "dyad.html",
        values,
        data=lambda: {
            "dyad": pair,
            "as_of": day,
            "channels": [channel_element(each) for each in channels],
            "contacts": [mark_element(each) for each in contacts],
            "agreements": [life_element(each) for each in held],
            "states": [element(each) for each in said],
            "statements": [element(each) for voice in voices for each in voice.entries],
            "months": [month_element(each) for each in months],
        },
        lines=lambda: mark_lines((*contacts, *agreements, *states), pair),
    )


def _known(channels: Iterable[Channel]) -> Present | None:
    return next((each.present for each in pairs(channels)), None)


def _within(month: Month, asked: Filters) -> bool:
    since = asked.since.replace(day=1) if asked.since else date.min
    return since <= month.month <= (asked.until or date.max)


def _by_month(months: Iterable[Month]) -> list[tuple[date, dict[RecordKind, int]]]:
    """Counts by kind of every month that has any, the latest first."""
    found = [
        (month, {each.kind: each.count for each in some})
        for month, some in groupby(months, key=lambda each: each.month)
    ]
    return found[::-1]


def _voices(ledger: Ledger, question: Question) -> tuple[Voice, Voice]:
    one, other = question.actors
    page = ledger.page(RecordKind.STATEMENT, question, limit=_LOOKED_AT)
    return _voice(page.entries, one, other), _voice(page.entries, other, one)


def _voice(entries: Sequence[Entry], speaker: str, target: str) -> Voice:
    return Voice(speaker, target, tuple(_toward(entries, speaker, target))[:_SAID])


def _toward(entries: Sequence[Entry], speaker: str, target: str) -> Iterator[Entry]:
    for each in entries:
        if isinstance(each.record, Statement) and each.record.speaker.code == speaker and target in each.record.targets:
            yield each


def _passage(visit: Visit, entry: Entry) -> telling.Passage:
    leading = entry.reports[0]
    text = visit.ledger.texts(replace(entry, reports=(leading,)))[leading.id]
    return telling.passage(text, leading.record.start, leading.record.end)
