"""What charts are drawn from: worked out and worded here, so that a drawing needs no words of its own.

It stands in the page as JSON (the filter `json` of the templates) and is read by `static/js/drawing.js` and the script
of each chart. Every string in it is drawn as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from communique.export.inert import seen
from communique.interchange import RecordKind
from communique.knowledge.coordinates import point
from communique.ledger import Channel, Level
from communique.ledger.entry import Month
from communique.ledger.marks import Mark
from communique.ledger.overviews import Tie, Venue
from communique.records import Place
from communique.web import links, wording
from communique.web.visit import Visit
from communique.words.kinds import KINDS

Drawing = dict[str, object]

_TURNS = 60
"""Turns of a channel that are drawn: the last."""


def timeline(
    visit: Visit,
    channels: Sequence[Channel],
    contacts: Sequence[Mark],
    agreements: Sequence[Mark],
    states: Sequence[Mark],
    until: date,
) -> Drawing:
    """Rows (levels, agreements, states) with their points and bands, points in order of time.

    A point has its row, its day, the end of what it may be, its symbol, whether it happened, its words and its address.
    A band is a state of a channel from one day to another.
    """
    levels = [each for each in Level if any(each in one.levels for one in contacts)]
    rows: list[str] = [*levels]
    points = [point for each in contacts for level in each.levels if (point := _point(visit, each, level))]
    for name, marks in (("agreements", agreements), ("states", states)):
        placed = [point for each in marks if (point := _point(visit, each, name))]
        if placed:
            rows.append(name)
            points += placed
    points.sort(key=lambda each: (str(each["day"]), str(each["id"])))
    return {
        "rows": rows,
        "names": {row: visit.word("level" if row in levels else "list", row) for row in rows},
        "points": points,
        "bands": [band for each in channels if each.level in levels for band in _bands(visit, each, until)],
        "until": until.isoformat(),
    }


def _point(visit: Visit, mark: Mark, row: str) -> Drawing | None:
    day = mark.earliest or mark.known
    if day is None:
        return None
    contact = mark.kind is RecordKind.CONTACT
    status = ("status" if contact else "state") if mark.status else None
    what = visit.word(KINDS[mark.kind].group, mark.what)
    if status:
        what = f"{what}, {visit.word(status, mark.status)}"
    when = wording.day(visit.language, day)
    if mark.latest and mark.latest != day:
        when = f"{when} – {wording.day(visit.language, mark.latest)}"
    return {
        "id": mark.id,
        "row": row,
        "day": day.isoformat(),
        "end": mark.latest.isoformat() if mark.latest and mark.latest != day else None,
        "symbol": mark.what,
        "done": mark.status in ("occurred", "ongoing") or not contact,
        "words": seen(f"{when}: {what}"),
        "address": links.entry_at(mark.kind.value, mark.id),
    }


def _bands(visit: Visit, channel: Channel, until: date) -> list[Drawing]:
    turns = channel.history.turns[-_TURNS:]
    ends = [*(each.day for each in turns[1:]), until]
    return [
        {
            "row": channel.level,
            "present": turn.present,
            "words": visit.word("present", turn.present),
            "from": turn.day.isoformat(),
            "to": end.isoformat(),
        }
        for turn, end in zip(turns, ends, strict=False)
        if turn.present != "open" and end > turn.day
    ]


def counts(visit: Visit, months: Sequence[Month]) -> Drawing:
    """Bars by month from the first to the last that has any, stacked by list: `series` has a number for each month."""
    if not months:
        return {"months": [], "series": []}
    first, last = months[0].month, months[-1].month
    length = (last.year - first.year) * 12 + last.month - first.month + 1
    span = [(first.year + (first.month - 1 + at) // 12, (first.month - 1 + at) % 12 + 1) for at in range(length)]
    held = {(each.month.year, each.month.month, each.kind): each.count for each in months}
    kinds = [kind for kind in RecordKind if any(each.kind is kind for each in months)]
    return {
        "months": [f"{year}-{month:02d}" for year, month in span],
        "series": [
            {"id": kind, "name": visit.word("list", kind), "data": [held.get((*month, kind), 0) for month in span]}
            for kind in kinds
        ],
    }


def network_drawing(visit: Visit, actors: Sequence[str], ties: Sequence[Tie]) -> Drawing:
    """Nodes in the order given, each with what it has in all; lines between those that met or spoke of each other."""
    degree = dict.fromkeys(actors, 0)
    partners = dict.fromkeys(actors, 0)
    for each in ties:
        for code in each.dyad:
            degree[code] += each.contacts
            partners[code] += 1
    return {
        "nodes": [
            {
                "id": code,
                "name": wording.actor(visit.language, code),
                "contacts": degree[code],
                "words": visit.say(
                    "network.node",
                    name=wording.actor(visit.language, code),
                    contacts=degree[code],
                    partners=partners[code],
                ),
                "address": links.actor(code),
            }
            for code in actors
            if partners[code]
        ],
        "lines": [
            {
                "source": each.dyad[0],
                "target": each.dyad[1],
                "contacts": each.contacts,
                "words": visit.say(
                    "network.line",
                    one=wording.actor(visit.language, each.dyad[0]),
                    other=wording.actor(visit.language, each.dyad[1]),
                    contacts=each.contacts,
                    statements=each.statements,
                ),
                "address": links.dyad(*each.dyad),
            }
            for each in ties
        ],
    }


def places_drawing(visit: Visit, venues: Sequence[Venue]) -> Drawing:
    """Points on the map, most contacts first; places of which nobody knows where they lie are left out."""
    found = [(each, at) for each in venues if (at := point(each.place.country, each.place.city))]
    return {
        "points": [
            {
                "at": [at.longitude, at.latitude],
                "contacts": each.contacts,
                "words": seen(visit.say("map.point", place=_called(visit, each.place), contacts=each.contacts)),
                "address": links.entry_at(RecordKind.CONTACT.value, each.last),
            }
            for each, at in found
        ],
    }


def _called(visit: Visit, place: Place) -> str:
    country = wording.actor(visit.language, place.country) if place.country else None
    return ", ".join(part for part in (place.city, country) if part)
