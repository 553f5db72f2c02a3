"""Who is the subject of a verb of saying: beside it, before what stands between, or the one who spoke before."""

from __future__ import annotations

from communique.extraction.frames import View
from communique.extraction.model import Hit, Mention
from communique.extraction.tokens import MARK

SPEAKERS = frozenset({"person", "body", "actor", "pronoun", "dem", "both", "host"})
NOT_ROLES = frozenset({"people", "institution", "place"})
QUOTE_MARKS = '"“”«»'
_OBLIQUE = frozenset({"with", "between", "at", "to", "for", "from", "about", "of", "according", "by", "initiative"})
_NAMED_ONLY = frozenset({"expert", "commentator"})
_REACH, _OUTLET, _CARRIED = 18, 6, 12
_HELPERS = ("helper", "past", "future", "ongoing", "neg", "modal", "passive")


class Heard:
    """Who has spoken so far in an article: `last`, sentence and speaker in order."""

    def __init__(self) -> None:
        self.last: list[tuple[int, Mention]] = []

    def before(self, sentence: int, reach: int) -> Mention | None:
        """Who spoke last, at most `reach` sentences ago."""
        if self.last and 0 < sentence - self.last[-1][0] <= reach:
            return self.last[-1][1]
        if self.last and self.last[-1][0] == sentence:
            earlier = [m for s, m in self.last if s < sentence and sentence - s <= reach]
            return earlier[-1] if earlier else None
        return None


class Subjects:
    """The subjects of one sentence's verbs. `subjects`: those found so far, each with the token of its verb."""

    def __init__(self, view: View, past: Heard) -> None:
        self.view, self.past = view, past
        self.sentence, self.tokens = view.sentence, view.tokens
        self.subjects: list[tuple[int, list[Mention]]] = []
        self.used: set[int] = set()
        self.says = self.sentence.cues("say")
        hits = self.sentence.hits
        self.helpers: dict[int, int] = {}
        for h in [h for cls in _HELPERS if cls in hits for h in hits[cls]]:
            self.helpers[h.j] = max(h.i, self.helpers.get(h.j, h.i))
        self.joints = {h.j for cls in ("clause", "and") if cls in hits for h in hits[cls]}

    def _nominal(self, hit: Hit) -> bool:
        """Whether the word is a noun here: after a word that only nouns follow, or before "of"."""
        before = self.sentence.cues("nounmark")
        if any(h.j == hit.i for h in before):
            return True
        return any(h.i == hit.j for h in self.sentence.cues("of")) and bool(self._noun_cue(hit))

    def _noun_cue(self, hit: Hit) -> Hit | None:
        return next((h for h in self.sentence.cues("saynoun") if h.i <= hit.i < h.j), None)

    def _start(self, hit: Hit) -> int:
        """Where the verb's group begins: helpers ("also", "has", "not") before it belong to it."""
        i = hit.i
        helpers = self.helpers
        while i in helpers and i > self.sentence.begin:
            i = helpers[i]
        return i

    def _subject(self, hit: Hit) -> tuple[list[Mention], str]:
        """The subject: beside the verb to its left, or that of the clause the verb is joined to."""
        sentence, tokens = self.sentence, self.tokens
        start = self._start(hit)
        quoted = sentence.in_quote(hit.i)
        passive = any(h.cue.value == "bad" and start <= h.i < hit.i for h in sentence.cues("passive"))
        if passive:
            return [], ""
        previous = start - 1
        joined = False
        if previous >= sentence.begin:
            t = tokens[previous]
            joined = (t.kind == MARK and t.word in ",;") or start in self.joints
        fitting = [
            m for m in sentence.mentions if m.j <= start and sentence.in_quote(m.i) == quoted and self._can_speak(m)
        ]
        if len(fitting) > 1:
            fitting = [m for m in fitting if m is fitting[0] or not self._aside(m)]
        if not quoted and self._outlet_before(start, max((m.j for m in fitting), default=sentence.begin)):
            return [], ""
        if not quoted and not fitting and self._hanging(start):
            fronted = self._fronted(hit)
            if fronted:
                return fronted, "and"
        if joined and not quoted:
            verb = next(((i, s) for i, s in reversed(self.subjects) if i < hit.i and not sentence.in_quote(i)), None)
            inside = [m for m in fitting if verb is None or m.i > verb[0]]
            comma = tokens[previous].kind == MARK
            clause = self._clause_start(previous, verb[0] if verb else sentence.begin)
            here = [m for m in inside if m.i >= clause]
            if comma and here and (verb is None or clause > verb[0] or self._after_quote(here[0])):
                return self._chosen(self._apposed(here, previous), hit), "say"
            if verb is not None:
                return verb[1], "and"
            if inside:
                return self._chosen(inside[0], hit), "and"
            return self._carried()
        for m in reversed(fitting):
            if hit.i - m.j > _REACH:
                break
            if self._inside(m, hit):
                continue
            outer = self._outer(m, fitting, start) if start < hit.i else None
            if outer is not None:
                return self._chosen(outer, hit), "say"
            if self.view.breaks(m.j, hit.i):
                continue_at = [h.j for h in sentence.cues("clause") if m.j <= h.i < start]
                if continue_at and start - continue_at[-1] <= 2:
                    verb = next(((i, s) for i, s in reversed(self.subjects) if i < hit.i), None)
                    return (verb[1], "and") if verb is not None else (self._chosen(fitting[0], hit), "and")
                break
            return self._chosen(m, hit), "say"
        if hit.i == sentence.begin and not quoted:
            return self._fronted(hit), "and"
        if not fitting and not quoted and self._bare(start):
            return self._carried()
        return [], ""

    def _aside(self, m: Mention) -> bool:
        """Whether it only says, in brackets or between commas, whose a place is: "at the base of Y, X, warned"."""
        tokens, before = self.tokens, m.i - 1
        if m.kind != "actor" or before <= self.sentence.begin or m.j >= self.sentence.end:
            return False
        marks = tokens[before].word + tokens[m.j].word
        if marks == "()":
            return True
        if marks != ",,":
            return False
        return any(
            h.j <= before <= h.j + 6 and not self.view.mark_between(h.j, before, ",;:()")
            for h in self.sentence.cues("at")
        )

    def _outlet_before(self, start: int, least: int) -> bool:
        """Whether an outlet named after all others is the subject of the verb at `start`."""
        cited = [c for c in self.sentence.cited if least <= c.i and c.j <= start <= c.j + _OUTLET]
        if not cited or start in self.joints:
            return False
        return not self.view.mark_between(cited[-1].j, start, ",;:")

    def _bare(self, start: int) -> bool:
        """Whether nothing that could be a subject stands before the verb: joints, helpers, dates, marks, two words."""
        begin, hits = self.sentence.begin, self.sentence.hits
        if start - begin > _CARRIED:
            return False
        free = {k for cls in (*_HELPERS, "clause", "and") for h in hits.get(cls, ()) for k in range(h.i, h.j)}
        free.update(k for when in self.sentence.dates for k in range(when.i, when.j))
        return sum(k not in free and self.tokens[k].kind != MARK for k in range(begin, start)) <= 2

    def _hanging(self, start: int) -> bool:
        """Whether the verb at `start` opens a clause that comes before its main clause: "after accusing"."""
        begin = self.sentence.begin
        return any(h.i == begin and h.j == start and h.cue.value == "sub" for h in self.sentence.cues("clause"))

    def _fronted(self, hit: Hit) -> list[Mention]:
        """The subject of a verb that opens the sentence, or a clause hung before the main one: that of the main clause,
        which tells itself what is said.
        """
        comma = next((k for k, word in self.view.marks if k > hit.j and word == ","), None)
        if comma is None or hit.cue.value == "ASSERT":
            return []
        main = [m for m in self.sentence.mentions if m.i == comma + 1 and self._can_speak(m)]
        joined = [x for m in main for x in self.view.group(m) if x.i > m.i and x.codes and x.kind == m.kind]
        return [*main, *joined]

    def _apposed(self, here: list[Mention], comma: int) -> Mention:
        """The first of a clause, or the name that stands between commas after an office without one."""
        first, last = here[0], here[-1]
        if first.kind == "person" and not first.person and last.person and last.j == comma:
            return last if self.tokens[last.i - 1].word == "," else first
        return first

    def _inside(self, m: Mention, hit: Hit) -> bool:
        """Whether it is the doer of a passive that hangs on a noun: "the forces backed by X"."""
        return any(h.j == m.i for h in self.sentence.cues("passive")) and any(
            h.i == m.j and h.i < hit.i for h in self.says
        )

    def _outer(self, m: Mention, fitting: list[Mention], start: int) -> Mention | None:
        """The subject before "when visiting X" or "in a speech at X", where `m` is that X and the verb goes on."""
        for h in reversed(self.sentence.cues("clause", "at", "during")):
            if h.j >= m.i:
                continue
            before = next((x for x in reversed(fitting) if x.j <= h.i), None)
            if before is None or h.i - before.j > 1 or self.view.mark_between(before.j, start, ",;:.()"):
                return None
            return None if any(before.j <= v.i < start and not self._nominal(v) for v in self.says) else before
        return None

    def _after_quote(self, m: Mention) -> bool:
        k = m.i - 1
        return k > self.sentence.begin and (
            self.tokens[k].word in QUOTE_MARKS or self.tokens[k - 1].word in QUOTE_MARKS
        )

    def _clause_start(self, i: int, least: int) -> int:
        stops = [h.j for h in self.sentence.cues("clause") if least <= h.i and h.j <= i]
        marks = [
            k + 1
            for k in range(max(least, self.sentence.begin), i)
            if self.tokens[k].kind == MARK and self.tokens[k].word in ";:" + QUOTE_MARKS
        ]
        return max([least, *stops, *marks])

    def _carried(self) -> tuple[list[Mention], str]:
        speaker = self.past.before(self.sentence.index, 1)
        return ([speaker], "carry") if speaker is not None else ([], "")

    def _chosen(self, m: Mention, hit: Hit) -> list[Mention]:
        if m.kind == "pronoun":
            return [self._person(m)]
        joined = [x for x in self.view.group(m) if self._can_speak(x) and x.i <= hit.i] if m.codes else []
        if m.kind == "person" and not any(x.prep == "and" for x in joined):
            return [self._person(m)]
        return joined if m in joined else [self._person(m)]

    def _can_speak(self, m: Mention) -> bool:
        if m.kind not in SPEAKERS or m.role in NOT_ROLES or m.prep in _OBLIQUE or m.of:
            return False
        return bool(m.codes) or m.kind in ("person", "pronoun")

    def _known(self, m: Mention) -> bool:
        """Whether it can be said who speaks: an expert only by name."""
        return bool(m.codes) and (m.office not in _NAMED_ONLY or m.person is not None)

    def _person(self, m: Mention) -> Mention:
        """Who a pronoun or a bare office ("this expert") is: the one who spoke last, where it can be that one."""
        if m.kind == "pronoun" and not self.sentence.in_quote(m.i):
            named = any(
                x.kind == "person" and x.person and x.j <= m.i and x.prep != "about" and not self.sentence.in_quote(x.i)
                for x in self.sentence.mentions
            )
            speaker = self.past.before(self.sentence.index, 3)
            if not named and speaker is not None and speaker.kind in ("person", "pronoun") and speaker.person:
                return speaker
        if m.kind == "person" and not m.person and not m.raw_name and m.count == 1 and self._pointed(m):
            speaker = self.past.before(self.sentence.index, 6)
            if (
                speaker is not None
                and speaker.kind in ("person", "pronoun")
                and (not m.codes or m.codes == speaker.codes)
            ):
                return speaker
        return m

    def _pointed(self, m: Mention) -> bool:
        return any(h.i == m.j for h in self.sentence.cues("dem"))
