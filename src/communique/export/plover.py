"""PLOVER event records, a JSON object a line, with the fields of the PLOVER manual (0.7b1, "JSON Data Fields").

An entry is one record: compound actors are lists, those who act as equals are all sources. Fields of our own beside
them: `edtf`, `list`, `confidence`, `reports`; in an actor `ledger_code`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import orjson

from communique.export import actors, coding
from communique.export.coding import Event
from communique.export.element import Element
from communique.export.tally import Lack, Tally
from communique.ledger.entry import Entry, Report
from communique.records import Place

CODEBOOK = "PLOVER 0.7b1"


def lines(entries: Iterable[Entry], tally: Tally) -> Iterator[bytes]:
    """A record for every entry that is an event of PLOVER with a source and a date."""
    for entry in entries:
        event, days = coding.event(entry), coding.days(entry)
        if event is None or event.event is None:
            tally.leave_out(Lack.NO_EVENT)
        elif not event.sources:
            tally.leave_out(Lack.NO_ACTOR)
        elif days is None:
            tally.leave_out(Lack.UNDATED)
        else:
            first, last = days
            dated = {"date": first} if first == last else {"date": first, "enddate": last}
            yield orjson.dumps({"id": entry.id, **dated, **_record(entry, event)}) + b"\n"


def quad(event: str) -> int:
    """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    return int(_quads()[event])


def scale(event: str) -> float:
    """The conflict-cooperation score of an event type, -10 to 10."""
    return float(_scales()[event])


@cache
def _quads() -> dict[str, str]:
    return coding.column("plover.tsv", "event", "quad")


@cache
def _scales() -> dict[str, str]:
    return coding.column("plover.tsv", "event", "scale")


def _record(entry: Entry, event: Event) -> Element:
    assert event.event is not None
    record = entry.record
    return {
        "edtf": entry.edtf,
        "source": [_actor(entry, code) for code in event.sources],
        "recipient": [_actor(entry, code) for code in event.recipients],
        "event": [event.event],
        "mode": [event.mode] if event.mode else [],
        "context": event.contexts,
        "quad_code": quad(event.event),
        "event_scale": scale(event.event) if event.happened else None,
        "event_loc": _location(coding.place(record)),
        "event_text": [record.evidence],
        "text_info": {"start": record.start, "end": record.end},
        "cite_info": _citation(entry.reports[0]),
        "coder": entry.origin.extractor,
        "list": entry.kind,
        "confidence": record.confidence,
        "reports": [_citation(each) for each in entry.reports],
    }


def _actor(entry: Entry, code: str) -> Element:
    people = coding.people(entry.record, code)
    named = [each for each in people if each.person]
    return {
        "code": actors.plover_class(code),
        "sector": actors.sector(people) if actors.is_state(code) else None,
        "identifier_text": "; ".join(each.person or "" for each in named) or actors.name(code),
        "office": "; ".join(each.office for each in people if each.office) or None,
        "ledger_code": code,
    }


def _location(place: Place | None) -> Element | None:
    if place is None or not (place.city or place.country):
        return None
    known = actors.countries().get(place.country or "")
    return {
        "name": place.city or actors.name(place.country or ""),
        "country code": known.alpha2 if known else None,
        "cc3": place.country,
    }


def _citation(report: Report) -> Element:
    origin = report.origin
    return {
        "citation": origin.doc,
        "url": origin.url,
        "title": origin.title,
        "language": "vi",
        "publication": origin.outlet,
        "coder": origin.extractor,
        "codebook": CODEBOOK,
    }
