"""Where a contact was, by the words of its sentence, and all the places named around it, for a model to choose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from communique.extraction.contact_loose import GROUP
from communique.extraction.deciding.traits import Feature
from communique.extraction.drafts import PlaceOption
from communique.extraction.frames import View, is_state
from communique.extraction.model import Analysis, Hit, Mention, Named, Sentence
from communique.extraction.nearest import SEATS
from communique.extraction.tokens import Token
from communique.knowledge import Site
from communique.records import ContactKind, Place

_REACH, _REACH_BARE = 45, 25
"""Cost up to which a place belongs to a word: one after "at", and any other."""
_TO, _BARE, _TOLD, _OTHER_CLAUSE, _OTHER_CONTACT, _COUNTRY, _BEFORE = 7, 15, 12, 6, 12, 3, 2


def said_place(view: View, hit: Hit) -> Place | None:
    """The place that belongs to a contact word: after "at" and near, before one reached or only named."""
    best: tuple[int, Named] | None = None
    for spot in _spots(view.tokens, view.sentence):
        cost = spot.cost + _distance(view, hit, spot)
        if cost <= (_REACH if spot.prep == "at" else _REACH_BARE) and (best is None or cost < best[0]):
            best = (cost, spot)
    if best is None:
        return None
    return Place(best[1].country, best[1].city)


def gathered_place(view: View, hit: Hit, codes: set[str]) -> Place | None:
    """Where the gathering is that the word is of, or that its sentence names near it: the article says so elsewhere."""
    known = view.analysis.gatherings
    if not known:
        return None
    for m in view.sentence.mentions:
        if m.kind == "actor" and m.code in known and _apart(m, hit) <= _BESIDE:
            return known[m.code]
    return next((known[c] for c in sorted(codes) if c in known), None)


def _apart(m: Mention, hit: Hit) -> int:
    return m.i - hit.j if m.i >= hit.j else hit.i - m.j


_BESIDE = 25
"""Tokens between a contact word and the gathering on whose sidelines it was."""
_OF_BODY, _GATHERS = 4, 14
"""Tokens between the word for a gathering and the body that gathers, and from it to the place."""


def gatherings(analysis: Analysis) -> dict[str, Place]:
    """Where bodies gather by what the article says of them ("the G20 summit in Osaka"), where it is one place."""
    found: dict[str, list[Place]] = {}
    for sentence in analysis.sentences:
        words = [h for h in sentence.cues("contact") if h.cue.get("frame") in _GATHERING]
        if not words or not sentence.cues("at"):
            continue
        view: View | None = None
        for m in sentence.mentions:
            if m.kind != "actor" or m.code is None or is_state(m.code):
                continue
            if not any(-1 <= m.i - h.j <= _OF_BODY for h in words):
                continue
            view = view or View(analysis, sentence)
            near = [
                s
                for s in _spots(analysis.tokens, sentence)
                if s.prep == "at" and 0 <= s.i - m.j <= _GATHERS and _free(view, m.j, s.i)
            ]
            if near:
                spot = min(near, key=lambda s: (s.i, s.city is None))
                found.setdefault(m.code, []).append(Place(spot.country, spot.city))
    return {
        code: next((p for p in places if p.city), places[0])
        for code, places in found.items()
        if len({p.country for p in places}) == 1
    }


_GATHERING = frozenset({"forum", "noun", "attend", "strict"})


def _free(view: View, i: int, j: int) -> bool:
    """Whether nobody else is named and no clause begins between: the place is the gathering's."""
    return not view.mark_between(i, j, ',;:"“”') and not any(i <= m.i < j for m in view.sentence.mentions if m.person)


def _distance(view: View, hit: Hit, spot: Named) -> int:
    """How far a place is from the word; farther where something said or another contact lies between."""
    after = spot.i >= hit.j
    cost = spot.i - hit.j if after else hit.i - spot.j + _BEFORE
    if not view.same(spot.i, hit.i):
        cost += _OTHER_CLAUSE
    a, b = (hit.j, spot.i) if after else (spot.j, hit.i)
    if any(a <= h.i < b for h in view.sentence.cues("say")) or (
        not after and any(0 <= spot.i - h.j <= 2 for h in view.sentence.cues("say"))
    ):
        cost += _TOLD
    if after and any(
        a <= h.i and h.j <= b and h.cue.get("frame") == "noun" for h in view.sentence.cues("contact") if h is not hit
    ):
        cost += _OTHER_CONTACT
    return cost


def _spots(tokens: Sequence[Token], sentence: Sentence) -> list[Named]:
    """Places of a sentence; a capital that stands for its government is none."""
    if sentence.places is None:
        sentence.places = list(_named(tokens, sentence))
    return sentence.places


def _named(tokens: Sequence[Token], sentence: Sentence) -> Iterator[Named]:
    standins = {m.i for m in sentence.mentions if m.standin and m.kind == "actor" and m.role != "place"}
    for spot in sentence.spots:
        country = spot.site.country
        if not country:
            continue
        prep, head = _prep(sentence, spot.i)
        country, city = _of(tokens, sentence, spot.j, spot.site, country)
        bracket = spot.i > sentence.begin and tokens[spot.i - 1].word == "("
        if not prep and spot.i in standins and head == spot.i and not bracket:
            continue
        yield Named(spot.i, spot.j, country, city, prep, 0 if prep == "at" else _TO if prep else _BARE)
    for m in sentence.mentions:
        if len(m.codes) != 1 or not is_state(m.codes[0]):
            continue
        if m.kind == "body":
            if m.body_kind not in SEATS:
                continue
        elif m.kind != "actor":
            continue
        prep, head = (m.prep, m.i) if m.prep == "at" else _prep(sentence, m.i)
        if prep == "at" or (prep == "to" and m.kind == "body") or (prep == "to" and _travels(sentence, head)):
            cost = _COUNTRY if prep == "at" else _TO + _COUNTRY
        elif m.role == "place" and m.standin:
            cost = _COUNTRY + 6
        else:
            continue
        yield Named(m.i, m.j, m.codes[0], None, prep or "", cost)


def _of(tokens: Sequence[Token], sentence: Sentence, j: int, site: Site, country: str) -> tuple[str, str | None]:
    """Country and city of a site that the tables put in `country`, or those of the city named right after it."""
    for other in sentence.spots:
        if other.i <= j or other.i - j > _NEXT or not other.site.country or site.kind != "site":
            continue
        if _attributive(sentence, other.i) != other.i or tokens[other.i - 1].word == "(":
            return other.site.country, other.site.name
    return country, site.name if site.kind != "country" else None


_NEXT = 3
"""Tokens between a site and the city it is in."""


def _attributive(sentence: Sentence, i: int) -> int:
    return next((h.i for h in sentence.cues("attributive") if h.j == i), i)


def _prep(sentence: Sentence, i: int) -> tuple[str, int]:
    """The "at" or "to" before a place, or nothing, and where the place begins with its noun ("the city of")."""
    head = _attributive(sentence, i)
    for name in ("at", "to"):
        if any(h.j == head for h in sentence.cues(name)):
            return name, head
    if any(h.j == head for h in sentence.cues("contact")):
        return "to", head
    return "", head


def _travels(sentence: Sentence, i: int) -> bool:
    """Whether a word of travel ends at the token."""
    return any(h.j == i and h.cue.get("frame") in ("arrive", "visit") for h in sentence.cues("contact"))


def place_options(view: View, hit: Hit, kind: ContactKind, said: Place | None) -> list[PlaceOption]:
    """The places named in the sentence of a contact word, and after "at" or "to" in those around it; `said`: what the
    rules take.

    Of one country in one sentence only the nearest. Calls and letters have none.
    """
    found: list[PlaceOption] = []
    if GROUP[kind] not in _SOMEWHERE:
        return found
    if said is not None and said.country is not None:
        found.append(
            PlaceOption(said.country, said.city, 0, ["rule", f"rule.k={kind}", f"rule.city={said.city is not None}"])
        )
    sentences, own = view.analysis.sentences, view.sentence.index
    for away in _AROUND:
        if not 0 <= own + away < len(sentences):
            continue
        nearest: dict[str, tuple[int, Named]] = {}
        for spot in _spots(view.tokens, sentences[own + away]):
            if away and not spot.prep:
                continue
            cost = spot.cost + (_distance(view, hit, spot) if away == 0 else _FAR * abs(away))
            have = nearest.get(spot.country)
            if have is None or (cost, spot.i) < (have[0], have[1].i):
                nearest[spot.country] = cost, spot
        for cost, spot in nearest.values():
            where, prep, group = f"in={away}", f"prep={spot.prep}", f"k={GROUP[kind]}"
            told: list[Feature] = [where, f"{where}.{prep}", f"{where}.{group}", f"{where}.{prep}.{group}"]
            told.append(f"{where}.city={spot.city is not None}")
            if away == 0:
                steps = min(cost // _STEP, _STEPS)
                side = f"after={spot.i >= hit.j}"
                told += [f"cost={steps}", f"cost={steps}.{prep}", side, f"{side}.{prep}"]
            found.append(PlaceOption(spot.country, spot.city, cost, told))
    return found


_SOMEWHERE = frozenset({"person", "visit", "talks"})
_AROUND = (0, -1, 1, -2, 2)
"""Sentences in which a place is looked for, by how far they are from that of the word."""
_FAR, _STEP, _STEPS = 40, 6, 9
