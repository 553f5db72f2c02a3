"""How the parts of a sentence stand to a word: who is its subject, its object, its partner; which clause; whether it happened."""

from __future__ import annotations

from communique.extraction.model import Analysis, Hit, Mention, Sentence, When
from communique.extraction.publication import Era, settle
from communique.extraction.tokens import HYPHEN, MARK
from communique.records import Candidate, Place, Status

ACTS = ("person", "body", "actor", "both", "pronoun", "dem", "host")
_OBLIQUE = frozenset({"with", "between", "at", "to", "for", "from", "about", "according", "cite", "by", "initiative"})
_MAX_EVIDENCE, _MIN_EVIDENCE = 300, 20


class View:
    """A sentence with its clauses numbered. `clause[k]`: number of the clause that token ``begin + k`` lies in."""

    def __init__(self, analysis: Analysis, sentence: Sentence) -> None:
        self.analysis, self.sentence, self.tokens = analysis, sentence, analysis.tokens
        stops = {h.i for h in sentence.cues("clause")}
        number, clause = 0, []
        for k in range(sentence.begin, sentence.end):
            t = self.tokens[k]
            if k in stops or (t.kind == MARK and t.word in ";:\"“”«»()"):
                number += 1
            clause.append(number)
        self.clause = clause
        self.memory: dict[tuple[int, int, int], list[str]] = {}
        self.actors = [m for m in sentence.mentions if m.kind in ACTS and m.codes and m.role not in ("place", "people", "institution")]

    def at(self, token: int) -> int:
        """Clause of a token."""
        return self.clause[min(max(token - self.sentence.begin, 0), len(self.clause) - 1)]

    def same(self, a: int, b: int) -> bool:
        """Whether two tokens lie in one clause."""
        return self.at(a) == self.at(b)

    def mark_between(self, i: int, j: int, marks: str) -> bool:
        """Whether one of the marks stands between two tokens."""
        return any(self.tokens[k].kind == MARK and self.tokens[k].word in marks for k in range(i, j))

    def group(self, m: Mention) -> list[Mention]:
        """The mention and those joined to it by "and", a comma or a hyphen, in order."""
        order = self.sentence.mentions
        index = next(k for k, x in enumerate(order) if x is m)
        found = [m]
        for k in range(index - 1, -1, -1):
            if not self._joined(order[k], found[0]):
                break
            found.insert(0, order[k])
        for k in range(index + 1, len(order)):
            if not self._joined(found[-1], order[k]):
                break
            found.append(order[k])
        return [x for x in found if x.codes and x.kind in ACTS]

    def _joined(self, a: Mention, b: Mention) -> bool:
        if b.i < a.j:
            return False
        if b.i == a.j:
            return self.tokens[b.i].gap == HYPHEN
        if b.prep == "and":
            return all(h.i >= a.j for h in self.sentence.cues("and") if h.j == b.i) and self._only_and(a.j, b.i)
        return b.i == a.j + 1 and self.tokens[a.j].word == "," and a.kind == b.kind and a.kind in ("actor", "person")

    def _only_and(self, i: int, j: int) -> bool:
        return j - i <= 3 and not self.mark_between(i, j, ".;:\"“”")

    def subject(self, token: int, *, reach: int = 25, inside: bool = True) -> Mention | None:
        """The nearest actor to the left that can be the subject of the word at `token`."""
        passed_comma = False
        for m in reversed(self.actors):
            if m.j > token:
                continue
            if token - m.j > reach or (inside and not self.same(m.j - 1, token) and self._breaks(m.j, token)):
                return None
            if m.of or m.prep in _OBLIQUE or m.prep == "of":
                continue
            if m.kind == "actor" and m.role == "asset" and not passed_comma:
                return m
            return m
        return None

    def _breaks(self, i: int, j: int) -> bool:
        """Whether a clause begins between the tokens that has its own subject position (quotation marks do not count)."""
        return any(i <= h.i < j for h in self.sentence.cues("clause")) or self.mark_between(i, j, ";")

    def object(self, token: int, *, reach: int = 10, preps: frozenset[str] = frozenset()) -> Mention | None:
        """The first actor to the right of `token` in its clause; with `preps`, only one after such a preposition."""
        for m in self.actors:
            if m.i < token:
                continue
            if m.i - token > reach or self._breaks(token, m.i):
                return None
            if preps and m.prep not in preps:
                continue
            return m
        return None

    def words(self, i: int, j: int) -> str:
        """Text of a token range."""
        return self.analysis.text[self.tokens[i].start : self.tokens[j - 1].end]


def date_near(view: View, token: int, *, reach: int = 40) -> When | None:
    """The date that belongs to the word at `token`: nearest in its clause, else nearest in the sentence."""
    best: tuple[float, When] | None = None
    for when in view.sentence.dates:
        gap = when.i - token if when.i >= token else token - when.j
        cost = gap + (0 if view.same(when.i, token) else 12) + (0 if view.sentence.in_quote(when.i) == view.sentence.in_quote(token) else 10)
        if when.value is None and when.relative is not None and when.relative[0] in ("year", "month", "week", "same"):
            cost += 3
        if cost <= reach and (best is None or cost < best[0]):
            best = (cost, when)
    return best[1] if best else None


def settled(view: View, when: When | None, era: Era, tense: int) -> tuple[str | None, tuple[Candidate, ...]]:
    """A date's EDTF value and the candidates where its year stays open."""
    value, open_years = settle(when, era, view.tokens, tense=tense)
    return value, tuple(Candidate("date", v, (why,) if why else ()) for v, why in open_years)


def place_near(view: View, token: int, *, reach: int = 25) -> Place | None:
    """Where the word at `token` happened: a place after "at", else a place right beside."""
    best: tuple[float, Place] | None = None
    at_ends = {h.j for h in view.sentence.cues("at")}
    to_ends = {h.j for h in view.sentence.cues("to")}
    for spot in view.sentence.spots:
        distance = abs(spot.i - token)
        before = _before(view, spot.i)
        bonus = 0 if before in at_ends else 15 if before not in to_ends else 8
        cost = distance + bonus + (0 if view.same(spot.i, token) else 6)
        if cost <= reach and (best is None or cost < best[0]):
            kind = spot.site.kind
            best = (cost, Place(spot.site.country, spot.site.name if kind != "country" else None))
    for m in view.sentence.mentions:
        if m.kind != "actor" or len(m.codes) != 1 or (m.prep != "at" and m.role != "place"):
            continue
        if len(m.codes[0]) != 3 or (m.prep != "at" and not m.standin):
            continue
        cost = abs(m.i - token) + (0 if m.prep == "at" else 6) + (0 if view.same(m.i, token) else 6)
        if cost <= reach and (best is None or cost < best[0] - 3):
            best = (cost, Place(m.codes[0], None))
    return best[1] if best else None


def _before(view: View, i: int) -> int:
    """Start of a place's noun phrase: skips one attributive noun ("the capital", "the city of")."""
    for h in view.sentence.cues("attributive"):
        if h.j == i:
            return h.i
    return i


_STATUS = {
    "future": Status.PLANNED, "agree": Status.PLANNED, "past": Status.OCCURRED, "ongoing": Status.ONGOING, "cancel": Status.CANCELLED,
    "refuse": Status.REFUSED, "propose": Status.PROPOSED, "deny": Status.DENIED, "if": Status.HYPOTHETICAL, "modal": Status.HYPOTHETICAL,
    "neg": Status.REFUSED,
}


def status_of(view: View, hit_i: int, hit_j: int, when: When | None, era: Era, *, ongoing: bool = False) -> Status:
    """Whether the thing named by tokens `hit_i`..`hit_j` happened, from the verb group and the words before it."""
    weights: dict[Status, float] = {}
    for cls, status in _STATUS.items():
        for h in view.sentence.cues(cls):
            if h.i >= hit_j + 6 or h.i < hit_i - 14 or (h.i >= hit_i and h.j <= hit_j):
                continue
            distance = hit_i - h.j if h.j <= hit_i else (h.i - hit_j) + 6
            if not view.same(h.i, hit_i):
                distance += 8
            if cls == "modal" and h.cue.value == "want":
                status = Status.PROPOSED
            elif cls == "modal" and h.cue.value == "must":
                status = Status.PROPOSED
                distance += 2
            if cls == "ongoing" and not ongoing:
                distance += 6
            if cls in ("cancel", "refuse", "propose", "deny", "if"):
                distance -= 3
            if cls == "past" and distance <= 4:
                distance -= 1
            weight = 12.0 - distance
            if weight > 0:
                weights[status] = max(weights.get(status, 0.0), weight)
    if when is not None:
        if when.side > 0 or (when.relative is not None and when.relative[1] > 0):
            weights[Status.PLANNED] = weights.get(Status.PLANNED, 0.0) + 8
        elif when.side < 0 or (when.relative is not None and when.relative[1] < 0):
            weights[Status.OCCURRED] = weights.get(Status.OCCURRED, 0.0) + 8
        elif era.today is not None and when.value and "XXXX" not in when.value:
            from communique.dates import bounds

            first, _ = bounds(when.value)
            if first is not None:
                key = Status.PLANNED if first > era.today else Status.OCCURRED
                weights[key] = weights.get(key, 0.0) + 6
    if not weights:
        return Status.OCCURRED
    best = max(weights.items(), key=lambda kv: (kv[1], kv[0] is Status.OCCURRED))
    return best[0] if best[1] >= 3 else Status.OCCURRED


def evidence_span(view: View, i: int, j: int) -> tuple[int, int]:
    """Offsets (composed text) of at most 300 characters of the sentence around tokens `i`..`j`, cut between words."""
    tokens, sentence = view.tokens, view.sentence
    a, b = sentence.begin, sentence.end
    if tokens[b - 1].end - tokens[a].start <= _MAX_EVIDENCE:
        return tokens[a].start, tokens[b - 1].end
    i, j = max(a, i), min(b, max(j, i + 1))
    while tokens[j - 1].end - tokens[i].start > _MAX_EVIDENCE and j > i + 1:
        j -= 1
    grow = True
    while grow:
        grow = False
        if i > a and tokens[j - 1].end - tokens[i - 1].start <= _MAX_EVIDENCE:
            i, grow = i - 1, True
        if j < b and tokens[j].end - tokens[i].start <= _MAX_EVIDENCE:
            j, grow = j + 1, True
    end = tokens[j - 1].end
    return tokens[i].start, min(end, tokens[i].start + _MAX_EVIDENCE)


def via_near(view: View) -> tuple[str, ...]:
    """News sources that the sentence cites for what it says."""
    marks = view.sentence.cues("according", "cite", "report", "interview", "outlet_noun")
    names: list[str] = []
    for cited in view.sentence.cited:
        if any(abs(h.j - cited.i) <= 4 or 0 <= h.i - cited.j <= 6 for h in marks) and cited.source.name not in names:
            names.append(cited.source.name)
    return tuple(names)


__all__ = ["ACTS", "Hit", "View", "date_near", "evidence_span", "place_near", "settled", "status_of", "via_near"]
