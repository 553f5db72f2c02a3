"""How the parts of a sentence stand to a word: its subject, object and partner; which clause; whether it happened."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from communique.dates import bounds
from communique.extraction.model import Analysis, Hit, Mention, Sentence, When
from communique.extraction.publication import Era
from communique.extraction.tokens import HYPHEN, MARK
from communique.knowledge import knowledge
from communique.records import Status

if TYPE_CHECKING:
    from communique.extraction.deciding.features import Words
    from communique.extraction.deciding.traits import Feature, Traits

ACTS = ("person", "body", "actor", "both", "pronoun", "dem", "host")
_OBLIQUE = frozenset(
    {"with", "between", "at", "to", "for", "from", "about", "according", "cite", "by", "initiative", "of"}
)
_VERBAL = ("past", "future", "ongoing", "neg", "modal", "say", "helper", "deed", "start")
_MAX_EVIDENCE = 300


class View:
    """A sentence as its finders look at it: what they all ask of it is worked out once, when the first one asks."""

    __slots__ = (
        "_acting",
        "_clause",
        "_marks",
        "_numbers",
        "_runs",
        "_status_cues",
        "_stops",
        "_telling",
        "actors",
        "analysis",
        "begin",
        "end",
        "memory",
        "names",
        "sentence",
        "shared",
        "tokens",
    )

    def __init__(self, analysis: Analysis, sentence: Sentence) -> None:
        self.analysis, self.sentence, self.tokens = analysis, sentence, analysis.tokens
        self.begin, self.end = sentence.begin, sentence.end
        self.memory: dict[tuple[int, int, int], list[Feature]] = {}
        self.names: Words | None = None
        self.shared: Traits | None = None
        self.actors = [
            m
            for m in sentence.mentions
            if m.codes and m.kind in ACTS and m.role not in ("place", "people", "institution")
        ]
        self._marks: list[tuple[int, str]] | None = None
        self._clause: list[int] | None = None
        self._stops: list[int] | None = None
        self._acting: list[Mention] | None = None
        self._runs: dict[int, list[Mention]] | None = None
        self._numbers: dict[int, int] | None = None
        self._telling: set[int] | None = None
        self._status_cues: list[tuple[int, int, str, Status, int]] | None = None

    @property
    def marks(self) -> list[tuple[int, str]]:
        """The sentence's punctuation in order."""
        made = self._marks
        if made is None:
            made = self._marks = self._make_marks()
        return made

    def _make_marks(self) -> list[tuple[int, str]]:
        between = enumerate(self.tokens[self.begin : self.end], self.begin)
        return [(k, t.word) for k, t in between if t.kind == MARK]

    @property
    def clause(self) -> list[int]:
        """``clause[k]``: number of the clause that token ``begin + k`` lies in."""
        made = self._clause
        if made is None:
            made = self._clause = self._make_clause()
        return made

    def _make_clause(self) -> list[int]:
        heads = {h.i for h in self.sentence.cues("clause")}
        heads.update([k for k, word in self.marks if word in ';:"“”«»()'])
        numbers: list[int] = []
        at = self.begin
        for number, k in enumerate(sorted(heads)):
            numbers += [number] * (k - at)
            at = k
        return numbers + [len(heads)] * (self.end - at)

    @property
    def stops(self) -> list[int]:
        """Where a clause with a subject position of its own begins (quotation marks do not count), in order."""
        made = self._stops
        if made is None:
            made = self._stops = self._make_stops()
        return made

    def _make_stops(self) -> list[int]:
        found = [h.i for h in self.sentence.cues("clause")]
        found += [k for k, word in self.marks if word == ";"]
        found.sort()
        return found

    @property
    def acting(self) -> list[Mention]:
        """All mentions that stand for actors, people and places of actors too."""
        made = self._acting
        if made is None:
            made = self._acting = self._make_acting()
        return made

    def _make_acting(self) -> list[Mention]:
        return [m for m in self.sentence.mentions if m.codes and m.kind in ACTS]

    @property
    def runs(self) -> dict[int, list[Mention]]:
        """Identity of a mention → the actors it is joined with."""
        made = self._runs
        if made is None:
            made = self._runs = self._make_runs()
        return made

    def _make_runs(self) -> dict[int, list[Mention]]:
        order = self.sentence.mentions
        found: dict[int, list[Mention]] = {}
        start = 0
        for k in range(1, len(order) + 1):
            if k == len(order) or not self._joined(order[k - 1], order[k]):
                run = [x for x in order[start:k] if x.codes and x.kind in ACTS]
                for m in order[start:k]:
                    found[id(m)] = run
                start = k
        return found

    @property
    def numbers(self) -> dict[int, int]:
        """Start of a mention → number of the group ("A, B and C") it stands in."""
        made = self._numbers
        if made is None:
            made = self._numbers = self._make_numbers()
        return made

    def _make_numbers(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for number, m in enumerate(self.acting):
            if m.i not in found:
                for x in self.runs[id(m)]:
                    found.setdefault(x.i, number)
        return found

    @property
    def telling(self) -> set[int]:
        """Where the verbs of saying stand."""
        made = self._telling
        if made is None:
            made = self._telling = self._make_telling()
        return made

    def _make_telling(self) -> set[int]:
        return {h.i for h in self.sentence.cues("say")}

    @property
    def status_cues(self) -> list[tuple[int, int, str, Status, int]]:
        """What tells whether something happened: token range, class, what it speaks for, how much farther off."""
        made = self._status_cues
        if made is None:
            made = self._status_cues = self._make_status_cues()
        return made

    def _make_status_cues(self) -> list[tuple[int, int, str, Status, int]]:
        found: list[tuple[int, int, str, Status, int]] = []
        hits = self.sentence.hits
        for cls, status in _STATUS.items():
            for h in hits.get(cls, ()):
                value = h.cue.value
                name = "wish" if cls == "modal" and value in ("want", "must") else cls
                added = 2 if name == "wish" and value == "must" else -3 if cls in _LOUD else 0
                found.append((h.i, h.j, name, status, added))
        return found

    def at(self, token: int) -> int:
        """Clause of a token."""
        clause = self._clause
        if clause is None:
            clause = self.clause
        k = token - self.begin
        return clause[0 if k < 0 else k if k < len(clause) else -1]

    def same(self, a: int, b: int) -> bool:
        """Whether two tokens lie in one clause."""
        return a == b or self.at(a) == self.at(b)

    def mark_between(self, i: int, j: int, marks: str) -> bool:
        """Whether one of the marks stands between two tokens."""
        if i < self.begin or j > self.end:
            return any(t.kind == MARK and t.word in marks for t in self.tokens[i:j])
        for k, word in self.marks:
            if k >= j:
                return False
            if k >= i and word in marks:
                return True
        return False

    def group(self, m: Mention) -> list[Mention]:
        """The mention and those joined to it by "and", a comma or a hyphen, in order."""
        return self.runs[id(m)].copy()

    def _joined(self, a: Mention, b: Mention) -> bool:
        if b.i < a.j:
            return False
        if b.i == a.j:
            return self.tokens[b.i].gap == HYPHEN
        if b.prep == "and":
            return all(h.i >= a.j for h in self.sentence.cues("and") if h.j == b.i) and self._only_and(a.j, b.i)
        listed = b.i == a.j + 1 and self.tokens[a.j].word == "," and a.kind == b.kind and a.kind in ("actor", "person")
        return listed and not self._fronted(a, b)

    def _fronted(self, a: Mention, b: Mention) -> bool:
        """Whether the comma between them ends what comes before the subject ("To punish A, B has ...", "After talks
        with A, B has ..."), and is not that of a list.
        """
        end = b.j
        hits = self.sentence.hits
        if end < self.end and (self.tokens[end].word == "," or any(h.i == end for h in hits.get("and", ()))):
            return False
        if a.prep in _OBLIQUE and any(h.i == end for cls in _VERBAL for h in hits.get(cls, ())):
            return True
        head = next((h for h in reversed(self.sentence.cues("clause")) if h.j < a.i), None)
        return head is not None and not self.mark_between(head.j, a.i, ",;:")

    def _only_and(self, i: int, j: int) -> bool:
        return j - i <= 3 and not self.mark_between(i, j, '.;:"“”')

    def subject(self, token: int, *, reach: int = 25, inside: bool = True) -> Mention | None:
        """The nearest actor to the left that can be the subject of the word at `token`."""
        for m in reversed(self.actors):
            end = m.j
            if end > token:
                continue
            if token - end > reach or (inside and self.breaks(end, token) and not self.same(end - 1, token)):
                return None
            if not m.of and m.prep not in _OBLIQUE:
                return m
        return None

    def breaks(self, i: int, j: int) -> bool:
        """Whether a clause begins between the tokens that has its own subject position."""
        stops = self.stops
        k = bisect_left(stops, i)
        return k < len(stops) and stops[k] < j

    def object(self, token: int, *, reach: int = 10, preps: frozenset[str] = frozenset()) -> Mention | None:
        """The first actor to the right of `token` in its clause; with `preps`, only one after such a preposition."""
        for m in self.actors:
            start = m.i
            if start < token:
                continue
            if start - token > reach or self.breaks(token, start):
                return None
            if not preps or m.prep in preps:
                return m
        return None

    def words(self, i: int, j: int) -> str:
        """Text of a token range."""
        return self.analysis.text[self.tokens[i].start : self.tokens[j - 1].end]


def is_state(code: str) -> bool:
    """Whether a code is a state's, not that of an organisation, a bloc or a forum."""
    actor = knowledge().actors.get(code)
    return actor.kind == "state" if actor is not None else len(code) == _STATE_CODE


_STATE_CODE = 3


_STATUS = {
    "future": Status.PLANNED,
    "agree": Status.PLANNED,
    "expect": Status.PLANNED,
    "past": Status.OCCURRED,
    "ongoing": Status.ONGOING,
    "cancel": Status.CANCELLED,
    "refuse": Status.REFUSED,
    "propose": Status.PROPOSED,
    "deny": Status.DENIED,
    "if": Status.HYPOTHETICAL,
    "modal": Status.HYPOTHETICAL,
    "neg": Status.REFUSED,
}
_LOUD = ("cancel", "refuse", "propose", "deny", "if")


def status_of(view: View, hit_i: int, hit_j: int, when: When | None, era: Era, *, ongoing: bool = False) -> Status:
    """Whether the thing named by tokens `hit_i`..`hit_j` happened, from the verb group and the words before it."""
    weights: dict[Status, float] = {}
    clause = view.at(hit_i)
    modal = Status.HYPOTHETICAL  # one wish makes wishes of the modals after it
    for i, j, cls, status, added in view.status_cues:
        if i >= hit_j + 6 or i < hit_i - 14 or (i >= hit_i and j <= hit_j):
            continue
        distance = (hit_i - j if j <= hit_i else i - hit_j + 6) + added
        if cls == "wish":
            modal = Status.PROPOSED
        if cls in ("wish", "modal"):
            status = modal
        if view.at(i) != clause:
            distance += 8
        if cls == "ongoing" and not ongoing:
            distance += 6
        elif cls == "past" and distance <= 4:
            distance -= 1
        if distance < 12:
            weights[status] = max(weights.get(status, 0.0), 12.0 - distance)
    if when is not None:
        if when.side > 0 or (when.relative is not None and when.relative[1] > 0):
            weights[Status.PLANNED] = weights.get(Status.PLANNED, 0.0) + 8
        elif when.side < 0 or (when.relative is not None and when.relative[1] < 0):
            weights[Status.OCCURRED] = weights.get(Status.OCCURRED, 0.0) + 8
        elif era.today is not None and when.value and "XXXX" not in when.value:
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
    if not view.sentence.cited:
        return ()
    marks = view.sentence.cues("according", "cite", "report", "interview", "outlet_noun")
    names: list[str] = []
    for cited in view.sentence.cited:
        if any(abs(h.j - cited.i) <= 4 or 0 <= h.i - cited.j <= 6 for h in marks) and cited.source.name not in names:
            names.append(cited.source.name)
    return tuple(names)


__all__ = [
    "ACTS",
    "Hit",
    "View",
    "evidence_span",
    "is_state",
    "status_of",
    "via_near",
]
