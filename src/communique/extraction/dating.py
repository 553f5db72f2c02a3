"""Which of a sentence's dates belongs to the thing reported: what speaks for each, and a rule's first choice."""

from __future__ import annotations

from functools import lru_cache

from communique.extraction.deciding.features import gap
from communique.extraction.deciding.traits import Feature, Traits
from communique.extraction.drafts import DateOption
from communique.extraction.frames import View
from communique.extraction.model import When
from communique.extraction.nearest import settled
from communique.extraction.publication import Era
from communique.extraction.times import happenings
from communique.extraction.tokens import WORD

_SINCE = 12
_TELLING = ("say", "report", "cite", "according")
_MOST, _NEAR = 4, 40
_NAMES = 2_048


def date_options(
    view: View, i: int, j: int, era: Era, tense: int, *, kind: str, beside: tuple[int, ...] = (-1,)
) -> list[DateOption]:
    """The dates of the sentence as possible dates of the thing at tokens `i`..`j`, nearest first.

    Where it has none, those of the first of the sentences `beside` (counted from it) that has.
    """
    sentence, tokens = view.sentence, view.tokens
    dates = happenings(sentence, tokens) or next((found for step in beside if (found := _beside(view, step))), [])
    if not dates:
        return []
    begin = view.begin
    clause, quoted = view.at(i), sentence.in_quote(i)
    rated: list[tuple[float, int, When, bool, bool, bool]] = []
    for place, when in enumerate(dates):
        start = when.i
        if tense <= 0 and _since(view, when):
            continue
        same, alike, told = view.at(start) == clause, sentence.in_quote(start) == quoted, _told(view, when)
        cost = float(start - j if start >= j else i - when.j)
        cost += (0 if same else 12) + (0 if alike else 10) + (14 if told else 0)
        rated.append((cost, place, when, same, alike, told))
    rated.sort(key=_cost)
    options: list[DateOption] = []
    of = min(len(rated), 3)
    for n, (cost, _, when, same, alike, told) in enumerate(rated[:_MOST]):
        value, candidates = settled(view, when, era, tense)
        if value is None:
            continue
        start, side = when.i, when.side
        far = gap("", start - j if start >= j else when.j - i)
        head = when.sentence == sentence.index and start - begin <= 8 and not any(m.i < start for m in view.actors)
        between = _between(view, when, i, j)
        relative = when.relative[0] if when.relative else "no"
        features: list[Feature] = [
            _place(sentence.index - when.sentence, min(n, 2), of, n == 0 and cost <= _NEAR),
            _stands(far, same, told, alike, kind),
            _said(side, relative, value.count("-"), tense, value[:4] != "XXXX", "/" in value),
            _head(head, of, told, kind, between),
            _ahead(tense, head, told, between),
            "w=" + tokens[start].word,
            "b=" + (tokens[start - 1].word if start > begin and tokens[start - 1].kind == WORD else "^"),
        ]
        options.append(DateOption(value, candidates, features, cost))
    return options


@lru_cache(_NAMES)
def _place(before: int, n: int, of: int, first: bool) -> Traits:
    return Traits(f"prev={before}", f"n={n}", f"of={of}", f"rule={int(first)}")


@lru_cache(_NAMES)
def _stands(far: str, same: bool, told: bool, alike: bool, kind: str) -> Traits:
    return Traits(
        f"d{far}",
        f"same={int(same)}",
        f"told={int(told)}",
        f"told.d={int(told)}.{far}",
        f"q={int(alike)}",
        f"k={kind}",
        f"kd={kind}.{far}",
    )


@lru_cache(_NAMES)
def _said(side: int, relative: str, parts: int, tense: int, year: bool, span: bool) -> Traits:
    kinds = (f"rel={relative}", f"part={parts}", f"year={int(year)}", f"span={int(span)}")
    return Traits(f"side={side}", *kinds, f"tense={tense}.{side}")


@lru_cache(_NAMES)
def _head(head: bool, of: int, told: bool, kind: str, between: str) -> Traits:
    h, t = int(head), int(told)
    return Traits(
        f"between={between}",
        f"head={h}",
        f"head.of={h}.{of}",
        f"head.told={h}.{t}",
        f"head.k={h}.{kind}",
        f"head.between={h}.{between}",
        f"head.told.k={h}.{t}.{kind}",
        f"told.between={t}.{between}",
        f"of.between={of}.{between}.{t}",
    )


@lru_cache(_NAMES)
def _ahead(tense: int, head: bool, told: bool, between: str) -> Traits:
    """Of what is to come a date more often says when it was announced."""
    return Traits(
        f"tense.told={tense}.{int(told)}", f"tense.head={tense}.{int(head)}", f"tense.between={tense}.{between}"
    )


def _since(view: View, when: When) -> bool:
    """Whether a date is one since when: of what is over or goes on it says when something else was."""
    own = view.analysis.sentences[when.sentence] if when.sentence >= 0 else view.sentence
    return any(0 <= when.i - h.j <= _SINCE and h.j - h.i >= 2 for h in own.cues("first", "since"))


def _cost(rated: tuple[float, int, When, bool, bool, bool]) -> tuple[float, int]:
    return rated[:2]


def _beside(view: View, step: int) -> list[When]:
    """Dates of the sentence so many before or after."""
    sentences, index = view.analysis.sentences, view.sentence.index + step
    if not 0 <= index < len(sentences) or sentences[index].role not in ("lead", "body"):
        return []
    return happenings(sentences[index], view.tokens)


def _told(view: View, when: When) -> bool:
    """Whether the date stands by a verb of telling: then it says when it was told."""
    hits = view.sentence.hits
    for cls in _TELLING:
        for h in hits.get(cls, ()):
            if -1 <= h.i - when.j <= 3 or 0 <= when.i - h.j <= 1:
                return True
    return False


def _between(view: View, when: When, i: int, j: int) -> str:
    a, b = (when.j, i) if when.j <= i else (j, when.i)
    if a >= b:
        return "none"
    hits = view.sentence.hits
    for h in hits.get("clause", ()):
        if a <= h.i < b:
            return "clause"
    for cls in _TELLING:
        for h in hits.get(cls, ()):
            if a <= h.i < b:
                return "say"
    return "comma" if view.mark_between(a, b, ",") else "none"
