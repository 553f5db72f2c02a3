"""What is nearest to a word of a sentence: the date and the place that belong to it."""

from __future__ import annotations

from communique.extraction.frames import View, is_state
from communique.extraction.model import When
from communique.extraction.publication import Era
from communique.extraction.settling import settle
from communique.extraction.times import happenings
from communique.records import Candidate, Place


def date_near(view: View, token: int, *, reach: int = 40) -> When | None:
    """The date that belongs to the word at `token`: nearest in its clause, else nearest in the sentence."""
    dates = happenings(view.sentence, view.tokens)
    if not dates:
        return None
    best: tuple[float, When] | None = None
    clause, quoted = view.at(token), view.sentence.in_quote(token)
    for when in dates:
        cost = when.i - token if when.i >= token else token - when.j
        if view.at(when.i) != clause:
            cost += 12
        if view.sentence.in_quote(when.i) != quoted:
            cost += 10
        if when.value is None and when.relative is not None and when.relative[0] in ("year", "month", "week", "same"):
            cost += 3
        if cost <= reach and (best is None or cost < best[0]):
            best = (cost, when)
    return best[1] if best else None


def settled(view: View, when: When | None, era: Era, tense: int) -> tuple[str | None, tuple[Candidate, ...]]:
    """A date's EDTF value and the candidates where its year stays open."""
    value, open_years = settle(when, era, tense=tense)
    return value, tuple(Candidate("date", v, (why,) if why else ()) for v, why in open_years)


def place_near(view: View, token: int, *, reach: int = 25) -> Place | None:
    """Where the word at `token` happened: a place after "at", else a place right beside."""
    best: tuple[float, Place] | None = None
    for spot in view.sentence.spots:
        cost = abs(spot.i - token)
        if cost > reach or not spot.site.country:
            continue
        cost += _far(view, spot.i) + (0 if view.same(spot.i, token) else 6)
        if cost <= reach and (best is None or cost < best[0]):
            kind = spot.site.kind
            best = (cost, Place(spot.site.country, spot.site.name if kind != "country" else None))
    for m in view.sentence.mentions:
        if len(m.codes) != 1 or not is_state(m.codes[0]):
            continue
        if m.kind == "body":
            if m.prep != "at" or m.body_kind not in SEATS:
                continue
        elif m.kind != "actor" or (m.prep != "at" and (m.role != "place" or not m.standin)):
            continue
        cost = abs(m.i - token) + (0 if m.prep == "at" else 6) + (0 if view.same(m.i, token) else 6)
        if cost <= reach and (best is None or cost < best[0] - 3):
            best = (cost, Place(m.codes[0], None))
    return best[1] if best else None


SEATS = frozenset({"presidency", "government", "ministry", "parliament"})
"""Kinds of bodies that stand for the country they have their seat in."""


def _far(view: View, i: int) -> int:
    """How much farther off a place counts for the preposition before it; skips one attributive noun ("the city of")."""
    cues = view.sentence.cues
    for h in cues("attributive"):
        if h.j == i:
            i = h.i
            break
    for h in cues("at"):
        if h.j == i:
            return 0
    for h in cues("to"):
        if h.j == i:
            return 8
    return 15
