"""Which of a sentence's dates belongs to the thing reported: what speaks for each, and a rule's first choice."""

from __future__ import annotations

from communique.extraction.deciding.features import gap
from communique.extraction.deciding.traits import Feature
from communique.extraction.drafts import DateOption
from communique.extraction.frames import View, settled
from communique.extraction.model import When
from communique.extraction.publication import Era
from communique.extraction.tokens import WORD

_SINCE = 12
_TELLING = ("say", "report", "cite", "according")
_MOST = 4


def date_options(
    view: View, i: int, j: int, era: Era, tense: int, *, kind: str, beside: tuple[int, ...] = (-1,)
) -> list[DateOption]:
    """The dates of the sentence as possible dates of the thing at tokens `i`..`j`, nearest first.

    Where it has none, those of the first of the sentences `beside` (counted from it) that has.
    """
    sentence = view.sentence
    dates = sentence.dates or next((found for step in beside if (found := _beside(view, step))), [])
    if not dates:
        return []
    begin, tokens = view.begin, view.tokens
    clause, quoted = view.at(i), sentence.in_quote(i)
    rated: list[tuple[float, int, When, bool, bool, bool]] = []
    for place, when in enumerate(dates):
        start = when.i
        if _since(view, when):
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
        features: list[Feature] = [
            f"prev={sentence.index - when.sentence}",
            f"n={n if n < 2 else 2}",
            f"of={of}",
            "d" + far,
            "same=1" if same else "same=0",
            "told=1" if told else "told=0",
            f"told.d={int(told)}.{far}",
            "q=1" if alike else "q=0",
            f"side={side}",
            f"rel={when.relative[0] if when.relative else 'no'}",
            f"part={value.count('-')}",
            "k=" + kind,
            f"tense={tense}.{side}",
            f"kd={kind}.{far}",
            "year=0" if value[:4] == "XXXX" else "year=1",
            "span=1" if "/" in value else "span=0",
            "w=" + tokens[start].word,
            "b=" + (tokens[start - 1].word if start > begin and tokens[start - 1].kind == WORD else "^"),
            "between=" + between,
            f"head={int(head)}",
            f"head.of={int(head)}.{of}",
            f"head.told={int(head)}.{int(told)}",
            f"head.k={int(head)}.{kind}",
            f"head.between={int(head)}.{between}",
            f"head.told.k={int(head)}.{int(told)}.{kind}",
            f"told.between={int(told)}.{between}",
            f"of.between={of}.{between}.{int(told)}",
            "rule=1" if n == 0 and cost <= 40 else "rule=0",
        ]
        options.append(DateOption(value, candidates, features, cost))
    return options


def _since(view: View, when: When) -> bool:
    """Whether a date is one since when: it says when something else was."""
    own = view.analysis.sentences[when.sentence] if when.sentence >= 0 else view.sentence
    return any(0 <= when.i - h.j <= _SINCE and h.j - h.i >= 2 for h in own.cues("first", "since"))


def _cost(rated: tuple[float, int, When, bool, bool, bool]) -> tuple[float, int]:
    return rated[:2]


def _beside(view: View, step: int) -> list[When]:
    """Dates of the sentence so many before or after."""
    sentences, index = view.analysis.sentences, view.sentence.index + step
    if not 0 <= index < len(sentences) or sentences[index].role not in ("lead", "body"):
        return []
    return sentences[index].dates


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
