"""Sides of an act: who and what a sentence names that may have done or suffered it; the choice by the frame alone."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from operator import attrgetter

from communique.extraction.frames import View
from communique.extraction.model import Hit, Mention
from communique.extraction.tokens import MARK

_OBLIQUE = frozenset({"with", "between", "at", "to", "for", "from", "about", "according", "cite", "of"})
_PREPS = ("of", "at", "to", "for", "from", "by", "with", "and", "about")


@dataclass(slots=True, init=False)
class Deed:
    """An act named in a sentence: its words (token range, exclusive end), type and frame of its cue.

    `turn`: class of the word before it that ends it, takes it back or begins it again; `passive`: its passive mark;
    `subject`, `owner`: the actors that it is of, by its clause and by an "of"; `begun`: a word of beginning stands
    between the subject and the act. `known`: whose act it is known to be, for one with a name of its own.
    """

    i: int
    j: int
    type: str
    frame: str
    sort: str
    weak: bool
    noun: bool
    turn: str
    passive: Hit | None
    subject: Mention | None
    owner: Mention | None
    begun: bool
    known: tuple[str, ...]

    def __init__(
        self,
        i: int,
        j: int,
        type: str,
        frame: str,
        sort: str,
        weak: bool,
        noun: bool,
        turn: str,
        passive: Hit | None,
        subject: Mention | None,
        owner: Mention | None,
        begun: bool,
        known: tuple[str, ...],
    ) -> None:
        self.i = i
        self.j = j
        self.type = type
        self.frame = frame
        self.sort = sort
        self.weak = weak
        self.noun = noun
        self.turn = turn
        self.passive = passive
        self.subject = subject
        self.owner = owner
        self.begun = begun
        self.known = known


@dataclass(slots=True, init=False)
class Side:
    """A mention or a place that names actors: token range, what is known of it, the words right before and after it.

    `begin`, `end`: of the whole list it stands in ("A, B and C"), whose preposition and neighbours are its own too;
    `number`: of the list in the sentence; `size`: how many are listed.
    """

    i: int
    j: int
    begin: int
    end: int
    number: int
    size: int
    codes: tuple[str, ...]
    what: str
    role: str | None
    prep: str | None
    mention: Mention | None
    before: str
    after: str
    quoted: bool

    def __init__(
        self,
        i: int,
        j: int,
        begin: int,
        end: int,
        number: int,
        size: int,
        codes: tuple[str, ...],
        what: str,
        role: str | None,
        prep: str | None,
        mention: Mention | None,
        before: str,
        after: str,
        quoted: bool,
    ) -> None:
        self.i = i
        self.j = j
        self.begin = begin
        self.end = end
        self.number = number
        self.size = size
        self.codes = codes
        self.what = what
        self.role = role
        self.prep = prep
        self.mention = mention
        self.before = before
        self.after = after
        self.quoted = quoted


_REMEMBERED = 120
"""How many sentences back an act named before counts; longer than articles are, so that work stays linear."""


class Scene:
    """What the acts of a sentence share: who and what is named in it, where clauses and verbs begin, what came before.

    `earlier`: sentences before it that name acts, with the sort of each act.
    """

    def __init__(self, view: View) -> None:
        sentence, tokens = view.sentence, view.tokens
        self.view, self.sentence = view, sentence
        self.named = _named(view)
        self.clauses = [h.i for h in sentence.cues("clause")]
        self.says = [h.i for h in sentence.cues("say")]
        self.passives = [h.i for h in sentence.cues("passive")]
        self.starts = [h.i for h in sentence.cues("start")]
        self.hits = _deeds(view)
        self.deeds = [h.i for h in self.hits]
        self.turned = sorted(
            h.i for name in ("at", "to", "for", "with", "from", "between") for h in sentence.hits.get(name, ())
        )
        begin = sentence.begin
        self.marks = [
            k for k, t in enumerate(tokens[begin : sentence.end], begin) if t.kind == MARK and t.word in ",;:"
        ]
        self.acting = {id(m) for m in view.actors}
        self.groups: dict[int, list[str]] = {}
        self.codes = {c for m in sentence.mentions for c in m.codes}
        self.earlier = [
            (s, s.sorts())
            for s in view.analysis.sentences[max(0, sentence.index - _REMEMBERED) : sentence.index]
            if s.hits.get("deed")
        ]

    def group(self, m: Mention | None) -> list[str]:
        """Actors of a mention and of those joined to it."""
        if m is None:
            return []
        codes = self.groups.get(id(m))
        if codes is None:
            codes = self.groups[id(m)] = [c for x in self.view.group(m) for c in x.codes]
        return codes


def _deeds(view: View) -> list[Hit]:
    """The words for acts, without verbs that only begin the act named by the noun after them."""
    hits = _borne_by_forces(view, view.sentence.cues("deed"))
    starts = {h.i for h in view.sentence.cues("start")}
    if starts.isdisjoint([h.i for h in hits]):
        return hits
    return [h for k, h in enumerate(hits) if h.i not in starts or not _begins(view, h, hits[k + 1 : k + 2])]


def _borne_by_forces(view: View, hits: list[Hit]) -> list[Hit]:
    """The words for acts, those that are acts only of forces (flying over, sailing through) where forces are named."""
    if not any(h.cue.get("needs") for h in hits):
        return hits
    forces = view.sentence.hits.get("force", ())
    return [h for h in hits if not h.cue.get("needs") or any(f.j <= h.i for f in forces)]


def _begins(view: View, h: Hit, following: list[Hit]) -> bool:
    return any(
        o.cue.get("noun") == "yes"
        and o.i - h.j <= _BEGUN
        and not view.mark_between(h.j, o.i, ",;:")
        and not any(h.j <= w.i < o.i for w in view.sentence.cues("of", "that"))
        and not any(h.j <= m.i < o.i for m in view.sentence.mentions)
        for o in following
    )


_BEGUN = 5


def within(positions: list[int], i: int, j: int) -> bool:
    """Whether one of the positions, in order, lies in ``i <= k < j``."""
    if not positions:
        return False
    k = bisect_left(positions, i)
    return k < len(positions) and positions[k] < j


def owner_of(scene: Scene, j: int) -> Mention | None:
    """The actor that the act ending at token `j` is said to be of: right after "of", or with a noun between."""
    k = bisect_left(scene.turned, j)
    turned = scene.turned[k] if k < len(scene.turned) else scene.sentence.end
    for m in scene.view.actors:
        if (m.prep == "of" or m.of) and 0 <= m.i - j <= 6:
            return m if m.i < turned else None
    for of in scene.sentence.cues("of"):
        if 0 <= of.i - j <= 5 and of.i < turned:
            return next((m for m in scene.sentence.mentions if m.codes and 0 <= m.i - of.j <= 3), None)
    return None


def subject_of(view: View, i: int) -> Mention | None:
    """The actor that does the act at token `i`: in its clause, else the nearest possible subject, else an owner."""
    told = blamed(view, i) or _teller(view, i) or _clausal(view, i)
    if told is not None:
        return told
    found = view.subject(i, reach=25)
    near = _possessor(view, i, found)
    if near is not None or found is not None:
        return near or found
    left = [m for m in view.actors if m.j <= i]
    if not left:
        return _fronted(view, i)
    inside = [m for m in left if view.same(m.i, i)]
    for pool in (inside, left):
        free = [m for m in pool if m.prep not in _OBLIQUE and not m.of]
        if pool is inside and not free:
            free = [m for m in pool if m.of or m.prep == "of" or m.prep == "by"]
        if free:
            return free[-1]
    return None


def _fronted(view: View, i: int) -> Mention | None:
    """The subject after the comma of a clause that stands before it ("To strike back, A has done it")."""
    if not any(h.i < i for h in view.sentence.cues("clause")):
        return None
    comma = next((k for k, word in view.marks if k > i and word == ","), None)
    if comma is None or comma - i > _FRONT:
        return None
    return next((m for m in view.actors if 0 <= m.i - comma - 1 <= 1 and m.prep not in _OBLIQUE and not m.of), None)


def _teller(view: View, i: int) -> Mention | None:
    """Who announces the act at token `i` in a second verb of saying ("A accuses B and says it will strike")."""
    last = next((h for h in reversed(view.sentence.cues("say", "agree")) if h.i < i), None)
    if last is None or i - last.j > _BESIDE or any(last.j <= m.i < i for m in view.actors):
        return None
    if any(h.j == last.i for h in view.sentence.cues("and")):
        told = next((h for h in reversed(view.sentence.cues("say")) if h.i < last.i), None)
        return view.subject(told.i, reach=25) if told is not None else None
    return None


def blamed(view: View, i: int, noun: bool = False) -> Mention | None:
    """Whom another act or a charge meets because of the act at token `i` ("A punishes B for doing it"): the last actor
    before the word of the reason, or the patient where that one is the agent of a passive, if nobody is named after it.
    """
    sentence = view.sentence
    why = next((h for h in reversed(sentence.cues("because")) if h.j <= i), None)
    if why is None or i - why.j > _REASON or (why.cue.value == "noun" and not noun):
        return None
    if (
        any(why.j <= m.i < i for m in sentence.mentions)
        or view.mark_between(why.j, i, ",;:")
        or any(why.j <= h.i < i for h in sentence.cues("modal", "propose", "clause", "say", "of"))
    ):
        return None
    near = next((m for m in reversed(view.actors) if m.j <= why.i), None)
    if near is None or why.i - near.j > _BLAME or view.mark_between(near.j, why.i, ",;:"):
        return None
    hard = [h.i for h in sentence.cues("deed", "say", "tone") if h.cue.value in _HARD and h.j <= why.i]
    if not hard or (why.cue.value == "noun" and not any(h < near.i for h in hard)):
        return None
    passive = next((h for h in sentence.cues("passive") if 0 <= near.i - h.j <= 1), None)
    if passive is not None:
        return next((m for m in reversed(view.actors) if m.j <= passive.i), None)
    return near if any(h < near.i for h in hard) else None


_HARD = frozenset({"SANCTION", "COERCE", "ASSAULT", "ACCUSE"})
_REASON, _BLAME = 5, 10


def _clausal(view: View, i: int) -> Mention | None:
    """The subject of a clause that a preposition of clauses begins ("about A's doing")."""
    near = next((m for m in reversed(view.actors) if m.j <= i), None)
    if near is None or near.prep != "about" or view.mark_between(near.j, i, ",;:"):
        return None
    return near if any(h.j == near.i and h.cue.value == "clause" for h in view.sentence.cues("about")) else None


def _possessor(view: View, i: int, other: Mention | None) -> Mention | None:
    """The owner of what does the act at token `i` ("planes of A strike"), where it stands right before the verb, or a
    verb of saying stands between it and the `other` subject.
    """
    near = next((m for m in reversed(view.actors) if m.j <= i), None)
    if near is None or near is other or not (near.of or near.prep == "of") or i - near.j > _NEAR_VERB:
        return None
    sentence = view.sentence
    if view.mark_between(near.j, i, ",;:()") or any(near.j <= h.i < i for h in sentence.cues("clause", "say", "deed")):
        return None
    if other is None or i - near.j <= _BESIDE:
        return near
    return near if any(other.j <= h.i < near.i for h in sentence.cues("say", "that")) else None


_BESIDE, _NEAR_VERB, _FRONT = 3, 8, 25


def _named(view: View) -> list[Side]:
    """Mentions and places of the sentence that name actors, in order of position."""
    mentions = [m for m in view.sentence.mentions if m.codes]
    found: list[Side] = []
    for m in mentions:
        run = view.runs.get(id(m)) or [m]
        first, last = run[0], run[-1]
        found.append(_side(view, m.i, m.j, first.i, last.j, len(run), m.codes, m.role or m.kind, m.role, first.prep, m))
    taken = [(m.i, m.j) for m in mentions]
    for spot in view.sentence.spots:
        country = spot.site.country
        if country and not any(i < spot.j and spot.i < j for i, j in taken):
            i, j = spot.i, spot.j
            found.append(_side(view, i, j, i, j, 1, (country,), "place", "place", _prep(view, i), None))
    found.sort(key=attrgetter("i"))
    number, end = 0, -1
    for side in found:
        if side.begin >= end:
            number += 1
            end = side.end
        side.number = number
    return found


def _side(
    view: View,
    i: int,
    j: int,
    begin: int,
    end: int,
    size: int,
    codes: tuple[str, ...],
    what: str,
    role: str | None,
    prep: str | None,
    m: Mention | None,
) -> Side:
    sentence, tokens = view.sentence, view.tokens
    before = tokens[begin - 1].word if begin > sentence.begin and not tokens[begin - 1].cap else "^"
    after = tokens[end].word if end < sentence.end and not tokens[end].cap else "^"
    return Side(i, j, begin, end, 0, size, codes, what, role, prep, m, before, after, sentence.in_quote(i))


def _prep(view: View, i: int) -> str | None:
    for name in _PREPS:
        for h in view.sentence.cues(name):
            if h.j == i:
                return name
    return None
