"""Who says it: verbs and nouns of saying in a sentence, each with its speaker and the words that are said."""

from __future__ import annotations

from dataclasses import dataclass

from communique.extraction.frames import View
from communique.extraction.model import Hit, Mention
from communique.extraction.outlets import outlet
from communique.extraction.subjects import NOT_ROLES, QUOTE_MARKS, SPEAKERS, Heard, Subjects
from communique.extraction.tokens import MARK

_OBLIQUE = frozenset({"with", "between", "at", "to", "for", "from", "about", "of", "according", "by", "initiative"})
_CITE_REACH, _TAIL, _CLOSE, _CITED = 3, 4, 3, 8
_TELLING = frozenset({"cite", "according", "say", "saynoun"})


@dataclass(slots=True, init=False)
class Attribution:
    """One act of saying. `hit`: the verb or noun; `rule`: how the speaker stands to it.

    `begin`, `end`: tokens of what is said. Rules: ``say`` (subject of the verb), ``and`` (a further verb of a subject
    already found, or of the clause before), ``cite`` ("quotes X"), ``according``, ``noun`` ("the demand of X"),
    ``charge`` ("X strikes Y with the charge that"), ``media`` (a state's outlet), ``carry`` (no subject: the speaker of
    the sentence before), ``quote`` (a sentence of a quotation that began before or is attributed after).
    """

    speaker: Mention
    hit: Hit
    rule: str
    begin: int
    end: int

    def __init__(self, speaker: Mention, hit: Hit, rule: str, begin: int, end: int) -> None:
        self.speaker = speaker
        self.hit = hit
        self.rule = rule
        self.begin = begin
        self.end = end


class Attributions:
    """The attributions of an article, sentence by sentence: `read` each sentence in order of the text."""

    def __init__(self) -> None:
        self.heard = Heard()

    def read(self, view: View) -> list[Attribution]:
        """What the sentence attributes to whom, in order."""
        if _TELLING.isdisjoint(view.sentence.hits):
            return []
        found = _Clauses(view, self.heard).find()
        told = [a for a in found if is_open(view, a)]
        self.heard.last += [(view.sentence.index, a.speaker) for a in told if not _within(a, told)]
        return found


class _Clauses(Subjects):
    def find(self) -> list[Attribution]:
        found = [*self._cited(), *self._verbs(), *self._nouns(), *self._media()]
        found.sort(key=lambda a: (a.hit.i, a.speaker.i))
        return found

    # -- according to X, quotes X ------------------------------------------------------------------------------------

    def _cited(self) -> list[Attribution]:
        found: list[Attribution] = []
        for hit in self.sentence.cues("cite", "according"):
            speaker = next(
                (m for m in self.sentence.mentions if 0 <= m.i - hit.j <= _CITE_REACH and m.kind in SPEAKERS), None
            )
            if (
                speaker is None
                or self.view.mark_between(hit.j, speaker.i, ",.;:" + QUOTE_MARKS)
                or speaker.role in NOT_ROLES
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
            i <= m.i < j and m.kind in SPEAKERS and m.prep not in _OBLIQUE and m.codes for m in self.sentence.mentions
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

    # -- the demand of X ---------------------------------------------------------------------------------------------

    def _nouns(self) -> list[Attribution]:
        found: list[Attribution] = []
        if not self.sentence.hits.get("saynoun"):
            return found
        of = {h.i: h.j for h in self.sentence.cues("of", "from")}
        for hit in self.sentence.cues("saynoun"):
            start = hit.j if hit.cue.get("of") else of.get(hit.j)
            if start is None:
                start = next((of[k] for k in range(hit.j, min(hit.j + 3, self.sentence.end)) if k in of), None)
            if start is None:
                found += self._charges(hit)
                continue
            speaker = next(
                (m for m in self.sentence.mentions if start <= m.i <= start + 1 and m.kind in SPEAKERS and m.codes),
                None,
            )
            if speaker is None or speaker.role in NOT_ROLES:
                continue
            if any(a.i == speaker.i for _, s in self.subjects for a in s) and any(
                h.i >= speaker.j for h in self.says if h.i - speaker.j <= 2
            ):
                continue
            found.append(self._attribution(self._person(speaker), hit, "noun"))
        return found

    def _charges(self, hit: Hit) -> list[Attribution]:
        """Who acts "with the charge that": the subject of the clause, or the doer of its passive."""
        sentence = self.sentence
        if hit.cue.value != "ACCUSE" or not any(h.j == hit.i for h in sentence.cues("with")):
            return []
        clause, quoted = self.view.at(hit.i), sentence.in_quote(hit.i)
        before = [m for m in sentence.mentions if m.j <= hit.i and self.view.at(m.i) == clause]
        before = [m for m in before if m.codes and m.kind in SPEAKERS and sentence.in_quote(m.i) == quoted]
        passive = [h.j for h in sentence.cues("passive") if h.j <= hit.i and self.view.at(h.i) == clause]
        doers = [m for m in before if (m.i == passive[-1] if passive else self._can_speak(m))]
        return [self._attribution(self._person(m), hit, "charge") for m in doers[:1]]

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
        if rule in ("noun", "charge"):
            return min(after, sentence.end - 1), sentence.end
        front = min(here, hit.i)
        rest = sentence.end - after
        closed = front - 1 > sentence.begin and any(
            tokens[k].kind == MARK and tokens[k].word in QUOTE_MARKS and k > sentence.begin and sentence.in_quote(k - 1)
            for k in range(max(front - (_CITED if rule == "cite" else _CLOSE), sentence.begin), front)
        )
        if front - sentence.begin >= 4 and (
            (rest <= _TAIL and (hit.cue.value == "ASSERT" or not self._named(after)))
            or (closed and not self._opens(after, hit))
            or (rule == "according" and tokens[front - 1].word == "," and rest <= 12)
        ):
            return sentence.begin, front
        stop = next(
            (h.i for h in self.says if h.i > after + 2 and self._joined_at(h) and not sentence.in_quote(h.i)),
            sentence.end,
        )
        return min(after, sentence.end - 1), stop

    def _named(self, i: int) -> bool:
        """Whether an actor is named from token `i` on: what a verb of blame, demand or praise is about."""
        return any(m.i >= i for m in self.view.acting)

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
    return a.rule not in ("noun", "charge") and not view.sentence.in_quote(a.hit.i)
