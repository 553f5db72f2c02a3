"""Which of a sentence's dates belongs to the thing reported: options with what speaks for each, and a rule's first choice."""

from __future__ import annotations

from communique.extraction.deciding.features import gap
from communique.extraction.drafts import DateOption
from communique.extraction.frames import View, settled
from communique.extraction.model import When
from communique.extraction.publication import Era

_TELLING = ("say", "report", "cite", "according")


def date_options(view: View, i: int, j: int, era: Era, tense: int, *, kind: str) -> list[DateOption]:
    """The dates of the sentence as possible dates of the thing at tokens `i`..`j`, nearest first."""
    sentence = view.sentence
    options: list[DateOption] = []
    dates = sentence.dates
    if not dates:
        dates = _before(view)
    ordered = sorted(dates, key=lambda w: _cost(view, w, i, j))
    for n, when in enumerate(ordered[:4]):
        value, candidates = settled(view, when, era, tense)
        if value is None:
            continue
        distance = when.i - j if when.i >= j else when.j - i
        told = _told(view, when)
        features = [
            f"prev={int(when.sentence != sentence.index)}", f"n={min(n, 2)}", f"of={min(len(ordered), 3)}", gap("d", distance), f"same={int(view.same(when.i, i))}", f"told={int(told)}",
            f"told.d={int(told)}.{gap('', distance)}", f"q={int(sentence.in_quote(when.i) == sentence.in_quote(i))}", f"side={when.side}",
            f"rel={when.relative[0] if when.relative else 'no'}", f"part={value.count('-')}", f"k={kind}", f"tense={tense}.{when.side}", f"kd={kind}.{gap('', distance)}",
            f"year={int(value[:4] != 'XXXX')}", f"span={int('/' in value)}", f"w={view.tokens[when.i].word}", f"b={view.tokens[when.i - 1].word if when.i > sentence.begin else '^'}",
            f"between={_between(view, when, i, j)}", f"rule={int(_cost(view, when, i, j) <= 40 and n == 0)}",
        ]
        options.append(DateOption(value, candidates, features, _cost(view, when, i, j)))
    return options


def _before(view: View) -> list[When]:
    """Dates of the sentence before, where this one has none."""
    index = view.sentence.index
    if index == 0:
        return []
    before = view.analysis.sentences[index - 1]
    return before.dates if before.role in ("lead", "body") else []


def _cost(view: View, when: When, i: int, j: int) -> float:
    distance = when.i - j if when.i >= j else i - when.j
    cost = float(distance) + (0 if view.same(when.i, i) else 12)
    if view.sentence.in_quote(when.i) != view.sentence.in_quote(i):
        cost += 10
    return cost + (14 if _told(view, when) else 0)


def _told(view: View, when: When) -> bool:
    """Whether the date stands by a verb of telling: then it says when it was told."""
    for cls in _TELLING:
        for h in view.sentence.cues(cls):
            if -1 <= h.i - when.j <= 3 or 0 <= when.i - h.j <= 1:
                return True
    return False


def _between(view: View, when: When, i: int, j: int) -> str:
    a, b = (when.j, i) if when.j <= i else (j, when.i)
    if any(a <= h.i < b for h in view.sentence.cues("clause")):
        return "clause"
    if any(a <= h.i < b for cls in _TELLING for h in view.sentence.cues(cls)):
        return "say"
    return "comma" if view.mark_between(a, b, ",") else "none"
