"""Who says it: verbs and nouns of saying in a sentence, each with its speaker and the words that are said."""

from __future__ import annotations

from dataclasses import dataclass

from communique.extraction.frames import View
from communique.extraction.model import Hit, Mention
from communique.extraction.outlets import outlet
from communique.extraction.tokens import MARK

_SPEAKERS = frozenset({"person", "body", "actor", "pronoun", "dem", "both", "host"})
_OBLIQUE = frozenset({"with", "between", "at", "to", "for", "from", "about", "of", "according", "by", "initiative"})
_NOT_ROLES = frozenset({"people", "institution", "place"})
_NAMED_ONLY = frozenset({"expert", "commentator"})
_REACH, _CITE_REACH, _TAIL = 18, 3, 4
_CLOSE, _CITED = 3, 8
_QUOTE_MARKS = '"“”«»'
_TELLING = frozenset({"cite", "according", "say", "saynoun"})
_HELPERS = ("helper", "past", "future", "ongoing", "neg", "modal", "passive")


@dataclass(slots=True)
class Attribution:
    """One act of saying. `hit`: the verb or noun; `rule`: how the speaker stands to it.

    `begin`, `end`: tokens of what is said. Rules: ``say`` (subject of the verb), ``and`` (a further verb of a subject
    already found, or of the clause before), ``cite`` ("quotes X"), ``according``, ``noun`` ("the demand of X"),
    ``media`` (a state's outlet), ``carry`` (no subject: the speaker of the sentence before), ``quote`` (a sentence of a
    quotation that began before or is attributed after).
    """

    speaker: Mention
    hit: Hit
    rule: str
    begin: int
    end: int


class Attributions:
    """The attributions of an article, sentence by sentence: `read` each sentence in order of the text."""

    def __init__(self) -> None:
        self.last: list[tuple[int, Mention]] = []

    def read(self, view: View) -> list[Attribution]:
        """What the sentence attributes to whom, in order."""
        if _TELLING.isdisjoint(view.sentence.hits):
            return []
        found = _Clauses(view, self).find()
        told = [a for a in found if is_open(view, a)]
        self.last += [(view.sentence.index, a.speaker) for a in told if not _within(a, told)]
        return found

    def before(self, sentence: int, reach: int) -> Mention | None:
        """Who spoke last, at most `reach` sentences ago."""
        if self.last and 0 < sentence - self.last[-1][0] <= reach:
            return self.last[-1][1]
        if self.last and self.last[-1][0] == sentence:
            earlier = [m for s, m in self.last if s < sentence and sentence - s <= reach]
            return earlier[-1] if earlier else None
        return None


class _Clauses:
    def __init__(self, view: View, past: Attributions) -> None:
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

    def find(self) -> list[Attribution]:
        found = [*self._cited(), *self._verbs(), *self._nouns(), *self._media()]
        found.sort(key=lambda a: (a.hit.i, a.speaker.i))
        return found

    # -- according to X, quotes X ------------------------------------------------------------------------------------

    def _cited(self) -> list[Attribution]:
        found: list[Attribution] = []
        for hit in self.sentence.cues("cite", "according"):
            speaker = next(
                (m for m in self.sentence.mentions if 0 <= m.i - hit.j <= _CITE_REACH and m.kind in _SPEAKERS), None
            )
            if (
                speaker is None
                or self.view.mark_between(hit.j, speaker.i, ",.;:" + _QUOTE_MARKS)
                or speaker.role in _NOT_ROLES
            ):
                continue
            speaker = self._person(speaker)
            if not self._known(speaker):
                continue
            verb = next(
                (h for h in self.says if 0 <= h.i - speaker.j <= 14 and not self._another(speaker.j, h.i)), None
            )
            rule = hit.cue.cls
            if verb is not None and rule == "cite":
                self.used.add(verb.i)
                self.subjects.append((verb.i, [speaker]))
                found.append(self._attribution(speaker, verb, rule))
            else:
                self.subjects.append((hit.i, [speaker]))
                found.append(self._attribution(speaker, hit, rule))
        return found

    def _another(self, i: int, j: int) -> bool:
        return any(
            i <= m.i < j and m.kind in _SPEAKERS and m.prep not in _OBLIQUE and m.codes for m in self.sentence.mentions
        )

    # -- X says ------------------------------------------------------------------------------------------------------

    def _verbs(self) -> list[Attribution]:
        found: list[Attribution] = []
        taken: set[int] = set()
        for hit in self.says:
            if hit.i in self.used or hit.i in taken:
                continue
            taken.add(hit.i)
            if self._nominal(hit):
                continue
            subject, rule = self._subject(hit)
            if not subject:
                continue
            self.subjects.append((hit.i, subject))
            begin, end = self._content(subject[0], hit, rule)
            found += [Attribution(m, hit, rule, begin, end) for m in subject if self._known(m)]
        return found

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
            if self.view._breaks(m.j, hit.i):
                continue_at = [h.j for h in sentence.cues("clause") if m.j <= h.i < start]
                if continue_at and start - continue_at[-1] <= 2:
                    verb = next(((i, s) for i, s in reversed(self.subjects) if i < hit.i), None)
                    return (verb[1], "and") if verb is not None else (self._chosen(fitting[0], hit), "and")
                break
            return self._chosen(m, hit), "say"
        if start == sentence.begin and not quoted:
            return self._fronted(hit), "and"
        if not fitting and not quoted and start - sentence.begin <= 12:
            return self._carried()
        return [], ""

    def _fronted(self, hit: Hit) -> list[Mention]:
        """The subject of a verb that opens the sentence: that of the main clause, which tells itself what is said."""
        comma = next((k for k, word in self.view.marks if k > hit.j and word == ","), None)
        if comma is None or hit.cue.value == "ASSERT":
            return []
        return [m for m in self.sentence.mentions if m.i == comma + 1 and self._can_speak(m)]

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
            self.tokens[k].word in _QUOTE_MARKS or self.tokens[k - 1].word in _QUOTE_MARKS
        )

    def _clause_start(self, i: int, least: int) -> int:
        stops = [h.j for h in self.sentence.cues("clause") if least <= h.i and h.j <= i]
        marks = [
            k + 1
            for k in range(max(least, self.sentence.begin), i)
            if self.tokens[k].kind == MARK and self.tokens[k].word in ";:" + _QUOTE_MARKS
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
        if m.kind not in _SPEAKERS or m.role in _NOT_ROLES or m.prep in _OBLIQUE or m.of:
            return False
        return bool(m.codes) or m.kind in ("person", "pronoun")

    def _known(self, m: Mention) -> bool:
        """Whether it can be said who speaks: an expert only by name."""
        return bool(m.codes) and (m.office not in _NAMED_ONLY or m.person is not None)

    def _person(self, m: Mention) -> Mention:
        """Who a pronoun or a bare office ("this expert") is: the one who spoke last, where it can be that one."""
        if m.kind == "pronoun" and not self.sentence.in_quote(m.i):
            named = any(
                x.kind == "person" and x.person and x.j <= m.i and not self.sentence.in_quote(x.i)
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

    # -- the demand of X ---------------------------------------------------------------------------------------------

    def _nouns(self) -> list[Attribution]:
        found: list[Attribution] = []
        if not self.sentence.hits.get("saynoun"):
            return found
        of = {h.i: h.j for h in self.sentence.cues("of", "from")}
        for hit in self.sentence.cues("saynoun"):
            start = of.get(hit.j)
            if start is None:
                start = next((of[k] for k in range(hit.j, min(hit.j + 3, self.sentence.end)) if k in of), None)
            direct = start is None
            if start is None:
                if not any(h.j == hit.i for h in self.sentence.cues("nounmark")):
                    continue
                start = hit.j
            speaker = next(
                (
                    m
                    for m in self.sentence.mentions
                    if start <= m.i <= start + (0 if direct else 1) and m.kind in _SPEAKERS and m.codes
                ),
                None,
            )
            if speaker is None or speaker.role in _NOT_ROLES:
                continue
            if any(a.i == speaker.i for _, s in self.subjects for a in s) and any(
                h.i >= speaker.j for h in self.says if h.i - speaker.j <= 2
            ):
                continue
            found.append(self._attribution(self._person(speaker), hit, "noun"))
        return found

    # -- outlets of a state ------------------------------------------------------------------------------------------

    def _media(self) -> list[Attribution]:
        found: list[Attribution] = []
        for cited in self.sentence.cited:
            if not cited.source.state_run or not cited.source.country:
                continue
            hit = next((h for h in self.says if 0 <= h.i - cited.j <= 8 and not self._another(cited.j, h.i)), None)
            if hit is None or hit.i in {i for i, _ in self.subjects}:
                continue
            found.append(self._attribution(outlet(cited), hit, "media"))
        return found

    # -- what is said ------------------------------------------------------------------------------------------------

    def _attribution(self, speaker: Mention, hit: Hit, rule: str) -> Attribution:
        begin, end = self._content(speaker, hit, rule)
        return Attribution(speaker, hit, rule, begin, end)

    def _content(self, speaker: Mention, hit: Hit, rule: str) -> tuple[int, int]:
        """Tokens of what is said: after the verb, or before a speaker who follows it."""
        sentence, tokens = self.sentence, self.tokens
        here = speaker.i if sentence.begin <= speaker.i < sentence.end and speaker.sentence == sentence.index else hit.i
        after = max(hit.j, speaker.j) if rule in ("according", "noun", "cite") and here != hit.i else hit.j
        if rule == "noun":
            return min(after, sentence.end - 1), sentence.end
        front = min(here, hit.i)
        rest = sentence.end - after
        closed = front - 1 > sentence.begin and any(
            tokens[k].kind == MARK
            and tokens[k].word in _QUOTE_MARKS
            and k > sentence.begin
            and sentence.in_quote(k - 1)
            for k in range(max(front - (_CITED if rule == "cite" else _CLOSE), sentence.begin), front)
        )
        if front - sentence.begin >= 4 and (
            rest <= (_TAIL if hit.cue.value == "ASSERT" or closed else 1)
            or (closed and not self._opens(after, hit))
            or (rule == "according" and tokens[front - 1].word == "," and rest <= 12)
        ):
            return sentence.begin, front
        stop = next(
            (h.i for h in self.says if h.i > after + 2 and self._joined_at(h) and not sentence.in_quote(h.i)),
            sentence.end,
        )
        return min(after, sentence.end - 1), stop

    def _opens(self, after: int, hit: Hit) -> bool:
        """Whether what is said follows: in quotation marks, or after "that"."""
        quoted = self.sentence.quoted[max(after - self.sentence.begin, 0) :]
        return True in quoted or any(h.i == hit.j for h in self.sentence.cues("that"))

    def _joined_at(self, hit: Hit) -> bool:
        start = self._start(hit)
        return start in self.joints or (start > self.sentence.begin and self.tokens[start - 1].word == ",")


def _within(a: Attribution, told: list[Attribution]) -> bool:
    """Whether it is a part of what another says in the sentence."""
    return any(b.begin <= a.speaker.i < a.hit.i < b.end for b in told if b.hit is not a.hit)


def is_open(view: View, a: Attribution) -> bool:
    """Whether it is told by a verb, outside quotation marks."""
    return a.rule != "noun" and not view.sentence.in_quote(a.hit.i)
