"""Which two actors a word is about: all pairs it may join, each with how its sides stand to the word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from communique.extraction.deciding.features import gap
from communique.extraction.deciding.traits import Feature, Traits
from communique.extraction.frames import ACTS, View
from communique.extraction.model import Mention

_STATE_CODE = 3
_KINDS = {"person": "p", "body": "b", "actor": "a"}
_NAMES = 4_096


@dataclass(slots=True, init=False)
class Side:
    """An actor as it stands to a word. `mention`: None for a place or one of the title. `far`: of another sentence.

    `stands`: as feature parts, once asked for: left or right, what it is, how far, the preposition.
    """

    code: str
    i: int
    j: int
    mention: Mention | None
    how: str
    far: bool
    stands: tuple[str, str, str, str] | None

    def __init__(
        self,
        code: str,
        i: int,
        j: int,
        mention: Mention | None = None,
        how: str = "",
        far: bool = False,
        stands: tuple[str, str, str, str] | None = None,
    ) -> None:
        self.code = code
        self.i = i
        self.j = j
        self.mention = mention
        self.how = how
        self.far = far
        self.stands = stands


@dataclass(slots=True, init=False)
class Near:
    """A word and the actors near it, by code, each with its place in the order of nearness."""

    view: View
    i: int
    j: int
    ranks: dict[str, str]

    def __init__(self, view: View, i: int, j: int, ranks: dict[str, str]) -> None:
        self.view = view
        self.i = i
        self.j = j
        self.ranks = ranks


@dataclass(slots=True, init=False)
class Pair:
    """Two sides in the order of the text."""

    first: Side
    second: Side
    near: Near

    def __init__(self, first: Side, second: Side, near: Near) -> None:
        self.first = first
        self.second = second
        self.near = near

    @property
    def codes(self) -> list[str]:
        """Both actors."""
        return [self.first.code, self.second.code]

    def features(self) -> list[Feature]:
        """How the sides stand to the word and to each other."""
        ranks = self.near.ranks
        a, b = ranks[self.first.code], ranks[self.second.code]
        found = _features(self.near, self.first, self.second)
        found.append(_rank(a + b if a <= b else b + a, len(ranks)))
        return found


def sides(view: View, i: int, j: int, *, places: bool = False, reach: int = 30, most: int = 5) -> list[Side]:
    """The actors nearest to tokens `i`..`j`, each once, nearest first; `places`: also the states that places lie in."""
    found: list[tuple[int, int, int, str, Mention | None]] = []
    for m in view.acting:
        if m.role in ("people", "institution"):
            continue
        start = m.i
        distance = i - m.j if m.j <= i else start - j if start >= j else 0
        if distance <= reach:
            for code in m.codes:
                found.append((distance, start, len(found), code, m))
    if places:
        for spot in view.sentence.spots:
            distance = i - spot.j if spot.j <= i else spot.i - j
            if spot.site.country and distance <= reach:
                found.append((max(distance, 0), spot.i, -spot.j, spot.site.country, None))
    found.sort(key=_nearness)
    chosen: dict[str, Side] = {}
    for _, start, end, code, mention in found:
        if code not in chosen:
            if mention is None:
                chosen[code] = Side(code, start, -end, None, "spot")
            else:
                chosen[code] = Side(code, start, mention.j, mention)
            if len(chosen) == most:
                break
    return list(chosen.values())


def _nearness(found: tuple[int, int, int, str, Mention | None]) -> tuple[int, int]:
    return found[:2]


def context(view: View, have: list[Side]) -> list[Side]:
    """Actors of the sentence before and of the title, for a sentence that names fewer than two."""
    sentences = view.analysis.sentences
    index = view.sentence.index
    found: list[Side] = []
    seen = {side.code for side in have}
    at = view.begin
    if index and sentences[index - 1].role != "title":
        for m in reversed(sentences[index - 1].mentions):
            if m.kind not in ACTS or m.role in ("people", "institution", "place"):
                continue
            for code in m.codes:
                if code not in seen:
                    seen.add(code)
                    found.append(Side(code, at, at, m, "before", True))
                    if len(found) == 2:
                        return found
    for code in view.analysis.title_codes:
        if code not in seen:
            seen.add(code)
            found.append(Side(code, at, at, None, "title", True))
    return found[:2]


def pairs(
    view: View, i: int, j: int, *, places: bool = False, reach: int = 30, most: int = 5, few: int = 2
) -> list[Pair]:
    """All pairs of actors that tokens `i`..`j` may be about; under `few` named, those of the context too."""
    near = sides(view, i, j, places=places, reach=reach, most=most)
    if len(near) < few:
        near += context(view, near)
    word = Near(view, i, j, {side.code: str(k) if k < 3 else "3" for k, side in enumerate(near)})
    crowded = len(near) > 3
    found: list[Pair] = []
    for a, b in combinations(near, 2):
        if crowded and a.far and b.far:
            continue
        if b.far or (not a.far and b.i < a.i):
            a, b = b, a
        found.append(Pair(a, b, word))
    return found


def _stands(near: Near, s: Side) -> tuple[str, str, str, str]:
    """Where a side stands to the word, what it is, how far it is, its preposition."""
    i, j = near.i, near.j
    m = s.mention
    if s.far:
        where, apart = "C", ""
    elif s.j <= i:
        where, apart = "L", gap("", i - s.j)
    elif s.i >= j:
        where, apart = "R", gap("", s.i - j)
    else:
        where, apart = "I", gap("", 0)
    if m is None:
        made = (where, s.how, apart, s.how)
    else:
        prep = m.prep or ""
        says = "/say" if m.j in near.view.telling else ""
        short = f"{_KINDS.get(m.kind, m.kind)}{m.role or ''}{'/of' if m.of else ''}/{prep}{says}"
        made = (where, short, apart, prep)
    s.stands = made
    return made


@lru_cache(_NAMES)
def _rank(both: str, of: int) -> Traits:
    return Traits(f"p.rank={both}", f"p.of={of}", f"p.rank/of={both}/{min(of, 4)}")


@lru_cache(_NAMES)
def _order(order: str, joined: int, short_a: str, prep_a: str, short_b: str, prep_b: str) -> Traits:
    return Traits(
        f"p.o={order}",
        f"p.j={joined}",
        f"p.oj={order}{joined}",
        f"p.a={short_a}",
        f"p.b={short_b}",
        f"p.preps={order}{prep_a}+{prep_b}",
        f"p.ab={order}{short_a}+{short_b}",
    )


@lru_cache(_NAMES)
def _actors(states: int, organised: bool, titled: int) -> Traits:
    return Traits(f"p.states={states}", f"p.un={int(organised)}", f"p.title={titled}")


@lru_cache(_NAMES)
def _gaps(order: str, apart_a: str, apart_b: str, span: str, between: str) -> Traits:
    each = (f"p.ga={order[0]}{apart_a}", f"p.gb={order[1]}{apart_b}", f"p.g={order}{apart_a}{apart_b}")
    return Traits(*each, f"p.near{order}{span}", f"p.between{between}")


@lru_cache(_NAMES)
def _beside(place: str, word: str) -> Traits:
    return Traits(f"p.w{place}{word}")


@lru_cache(_NAMES)
def _among(order: str, others: int, same: int) -> Traits:
    return Traits(f"p.others={order}{others}", f"p.same={order}{same}")


def _features(near: Near, a: Side, b: Side) -> list[Feature]:
    view, i, j = near.view, near.i, near.j
    at_a, short_a, apart_a, prep_a = a.stands or _stands(near, a)
    at_b, short_b, apart_b, prep_b = b.stands or _stands(near, b)
    order = at_a + at_b
    one, two = a.mention, b.mention
    joined = 0
    if one is not None:
        if one is two:
            joined = 1
        elif two is not None and a.how != "before":
            numbers = view.numbers
            joined = int(numbers.get(a.i, -1) == numbers.get(b.i, -2))
    title = view.analysis.title_codes
    states = (len(a.code) == _STATE_CODE) + (len(b.code) == _STATE_CODE)
    found: list[Feature] = [
        _order(order, joined, short_a, prep_a, short_b, prep_b),
        _actors(states, a.code == "UN" or b.code == "UN", (a.code in title) + (b.code in title)),
    ]
    if a.far or b.far:
        found.append(f"p.how={a.how}+{b.how}")
        return found
    tokens, begin, end = view.tokens, view.begin, view.end
    between = b.i - a.j
    span = i - b.j if order == "LL" else a.i - j if order == "RR" else between
    found.append(_gaps(order, apart_a, apart_b, gap("", span), gap("", between)))
    if a.i > begin:
        found.append(_beside("a=" + at_a, tokens[a.i - 1].word))
    if b.i > begin:
        found.append(_beside("b=" + at_b, tokens[b.i - 1].word))
    if (a if order == "LL" else b).j < end:
        found.append(_beside("z=" + order, tokens[b.j].word if b.j < end else ""))
    low, high = min(a.j, i), max(b.i, j)
    others = 0
    for m in view.acting:
        start = m.i
        if start >= high:
            break
        if start >= low and a.code not in m.codes and b.code not in m.codes:
            others += 1
    clause = view.at(i)
    same = (view.at(a.i) == clause) + (view.at(b.i) == clause)
    found.append(_among(order, min(others, 3), same))
    return found
