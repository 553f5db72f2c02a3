"""The board as data: dyads over all their levels, and channels that turned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from communique.export.element import Element, present_element
from communique.export.sheet import table
from communique.ledger.pairs import Pair, Turned


def pair_element(pair: Pair, as_of: date) -> Element:
    """A dyad: what it comes to, its last contact, the days of silence since, and its channels as they are."""
    last = pair.last
    return {
        "dyad": pair.dyad,
        "present": pair.present,
        "last_contact": {"id": last.id, "date": last.edtf, "earliest": last.earliest, "latest": last.latest}
        if last
        else None,
        "silence": pair.silence(as_of),
        "channels": [present_element(each) for each in pair.channels],
    }


def pair_lines(pairs: Iterable[Pair], as_of: date) -> Iterator[bytes]:
    """A table of dyads by level, header first, with line ends; `dyad_present` is what the levels come to together."""
    header = ("one", "other", "dyad_present", "level", "present", "since", "last_contact", "silence", "contacts")
    return table((*header, "evidence"), (row for each in pairs for row in _levels(each, as_of)))


def _levels(pair: Pair, as_of: date) -> Iterator[tuple[object, ...]]:
    for each in pair.channels:
        last = each.last
        silence = (as_of - last.latest).days if last and last.latest else None
        known = (each.present, each.since, last.edtf if last else None, silence, each.contacts, each.evidence)
        yield (*pair.dyad, pair.present, each.level, *known)


def turned_element(turned: Turned) -> Element:
    """A channel that turned: what it became, on which day, and the ids of the entries that says so."""
    channel = turned.channel
    return {
        "dyad": channel.dyad,
        "level": channel.level,
        "present": turned.turn.present,
        "day": turned.day,
        "evidence": turned.turn.evidence,
    }
