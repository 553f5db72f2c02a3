"""Which two actors a word is about: all pairs it may join, each with how its sides stand to the word."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from communique.extraction.deciding.features import gap
from communique.extraction.frames import ACTS, View
from communique.extraction.model import Mention

_STATE_CODE = 3


@dataclass(frozen=True, slots=True)
class Side:
    """An actor as it stands to a word. `mention`: None for a place or an actor of the title."""

    code: str
    i: int
    j: int
    mention: Mention | None = None
    how: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides in the order of the text, with features of how they stand to the word and to each other."""

    first: Side
    second: Side
    features: list[str]

    @property
    def codes(self) -> list[str]:
        """Both actors."""
        return [self.first.code, self.second.code]


def sides(view: View, i: int, j: int, *, places: bool = False, reach: int = 30, most: int = 5) -> list[Side]:
    """The actors nearest to tokens `i`..`j`, each once, nearest first; `places`: also the states that places lie in."""
    found: list[tuple[int, Side]] = []
    for m in view.sentence.mentions:
        if m.kind not in ACTS or not m.codes or m.role in ("people", "institution"):
            continue
        distance = i - m.j if m.j <= i else m.i - j if m.i >= j else 0
        if distance <= reach:
            found += [(max(distance, 0), Side(code, m.i, m.j, m)) for code in m.codes]
    if places:
        for spot in view.sentence.spots:
            distance = i - spot.j if spot.j <= i else spot.i - j
            if spot.site.country and distance <= reach:
                found.append((max(distance, 0), Side(spot.site.country, spot.i, spot.j, None, "spot")))
    found.sort(key=lambda item: (item[0], item[1].i))
    chosen: dict[str, Side] = {}
    for _, side in found:
        chosen.setdefault(side.code, side)
    return list(chosen.values())[:most]


def context(view: View, have: list[Side]) -> list[Side]:
    """Actors of the sentence before and of the title, for a sentence that names fewer than two."""
    sentences = view.analysis.sentences
    index = view.sentence.index
    found: list[Side] = []
    seen = {side.code for side in have}
    at = view.sentence.begin
    if index and sentences[index - 1].role != "title":
        for m in reversed(sentences[index - 1].mentions):
            for code in m.codes:
                if m.kind in ACTS and m.role not in ("people", "institution", "place") and code not in seen:
                    seen.add(code)
                    found.append(Side(code, at, at, m, "before"))
    for code in view.analysis.title_codes:
        if code not in seen:
            seen.add(code)
            found.append(Side(code, at, at, None, "title"))
    return found[:2]


def pairs(
    view: View, i: int, j: int, *, places: bool = False, reach: int = 30, most: int = 5, few: int = 2
) -> list[Pair]:
    """All pairs of actors that tokens `i`..`j` may be about; under `few` named, those of the context too."""
    near = sides(view, i, j, places=places, reach=reach, most=most)
    if len(near) < few:
        near += context(view, near)
    groups = _groups(view)
    rank = {side.code: str(k) if k < 3 else "3" for k, side in enumerate(near)}
    found: list[Pair] = []
    for a, b in combinations(near, 2):
        if len(near) > 3 and a.how in ("before", "title") and b.how in ("before", "title"):
            continue
        if b.how in ("before", "title") or (a.how not in ("before", "title") and b.i < a.i):
            a, b = b, a
        features = _features(view, i, j, a, b, groups)
        ranks = "".join(sorted(rank[a.code] + rank[b.code]))
        features += [f"p.rank={ranks}", f"p.of={len(near)}", f"p.rank/of={ranks}/{min(len(near), 4)}"]
        found.append(Pair(a, b, features))
    return found


def _groups(view: View) -> dict[int, int]:
    """Start of a mention → number of the group ("A, B and C") it stands in."""
    numbers: dict[int, int] = {}
    for number, m in enumerate(view.sentence.mentions):
        if m.i not in numbers and m.codes and m.kind in ACTS:
            for x in view.group(m):
                numbers.setdefault(x.i, number)
    return numbers


def _features(view: View, i: int, j: int, a: Side, b: Side, groups: dict[int, int]) -> list[str]:
    def where(s: Side) -> str:
        return "C" if s.how in ("before", "title") else "L" if s.j <= i else "R" if s.i >= j else "I"

    def short(s: Side) -> str:
        m = s.mention
        if m is None:
            return s.how
        kind = {"person": "p", "body": "b", "actor": "a"}.get(m.kind, m.kind)
        return f"{kind}{m.role or ''}{'/of' if m.of else ''}/{m.prep or ''}{'/say' if m.j in says else ''}"

    def apart(s: Side) -> str:
        return gap("", i - s.j if s.j <= i else s.i - j if s.i >= j else 0)

    says = {h.i for h in view.sentence.cues("say")}
    order = where(a) + where(b)
    joined = (
        a.mention is not None
        and b.mention is not None
        and a.how != "before"
        and groups.get(a.i, -1) == groups.get(b.i, -2)
    )
    if a.mention is b.mention and a.mention is not None:
        joined = True
    preps = f"{(a.mention.prep or '') if a.mention else a.how}+{(b.mention.prep or '') if b.mention else b.how}"
    found = [
        f"p.o={order}",
        f"p.j={int(joined)}",
        f"p.oj={order}{int(joined)}",
        f"p.a={short(a)}",
        f"p.b={short(b)}",
        f"p.preps={order}{preps}",
        f"p.ab={order}{short(a)}+{short(b)}",
        f"p.states={int(len(a.code) == _STATE_CODE) + int(len(b.code) == _STATE_CODE)}",
        f"p.un={int('UN' in (a.code, b.code))}",
    ]
    title = view.analysis.title_codes
    found.append(f"p.title={int(a.code in title) + int(b.code in title)}")
    if "C" in order:
        found.append(f"p.how={a.how}+{b.how}")
        return found
    tokens = view.tokens
    found += [f"p.ga={order[0]}{apart(a)}", f"p.gb={order[1]}{apart(b)}", f"p.g={order}{apart(a)}{apart(b)}"]
    last = a if order == "LL" else b
    span = i - b.j if order == "LL" else a.i - j if order == "RR" else b.i - a.j
    found += [gap(f"p.near{order}", span), gap("p.between", b.i - a.j)]
    if a.i > view.sentence.begin:
        found.append(f"p.wa={order[0]}{tokens[a.i - 1].word}")
    if b.i > view.sentence.begin:
        found.append(f"p.wb={order[1]}{tokens[b.i - 1].word}")
    if last.j < view.sentence.end:
        found.append(f"p.wz={order}{tokens[b.j].word if b.j < view.sentence.end else ''}")
    others = sum(
        1
        for m in view.sentence.mentions
        if m.codes and min(a.j, i) <= m.i < max(b.i, j) and not {a.code, b.code} & set(m.codes) and m.kind in ACTS
    )
    found.append(f"p.others={order}{min(others, 3)}")
    same = int(view.same(a.i, i)) + int(view.same(b.i, i))
    found.append(f"p.same={order}{same}")
    return found
