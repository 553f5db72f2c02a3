"""The sides of a contact word that no frame fits: those of the contact told of before, or the nearest ones."""

from __future__ import annotations

from dataclasses import dataclass

from communique.extraction.contact_sides import nearest_subject
from communique.extraction.drafts import ContactDraft
from communique.extraction.frames import View
from communique.extraction.model import Hit, Mention
from communique.records import ContactKind, Participant

GROUP = {
    ContactKind.MEETING: "person",
    ContactKind.VISIT: "visit",
    ContactKind.SUMMIT: "person",
    ContactKind.TALKS: "talks",
    ContactKind.CALL: "remote",
    ContactKind.VIDEO: "remote",
    ContactKind.LETTER: "letter",
}
"""Kinds that may be two names of one contact."""


@dataclass(slots=True, init=False)
class Sides:
    """Who talks, by which rule, and the words that name them; `people` where another sentence names them."""

    rule: str
    mentions: list[Mention]
    people: tuple[Participant, ...]

    def __init__(self, rule: str, mentions: list[Mention], people: tuple[Participant, ...] = ()) -> None:
        self.rule = rule
        self.mentions = mentions
        self.people = people


def distinct(mentions: list[Mention]) -> bool:
    """Whether the mentions stand for two actors or more."""
    return len({c for m in mentions for c in m.codes}) >= 2


def pair(rule: str, one: list[Mention], other: list[Mention]) -> list[Sides]:
    """One contact of both groups where they are two sides at all."""
    return [Sides(rule, [*one, *other])] if one and other and distinct([*one, *other]) else []


def again(view: View, hit: Hit, earlier: list[ContactDraft]) -> list[Sides]:
    """The contact told of before, where this sentence names no other side: "in the meeting, A said …". Where it names
    persons of two sides, it is a contact of theirs.
    """
    group = GROUP[ContactKind(hit.cue.value)]
    here = {
        m.code
        for m in view.actors
        if m.prep not in ("according", "cite", "about")
        and m.role is None
        and m.kind in ("person", "body", "both", "pronoun")
    }
    persons = {m.code for m in view.actors if m.kind == "person" and m.code in here}
    doer = _doer(view, hit)
    for d in reversed(earlier[-12:]):
        if (
            "loose" in d.rule
            or (len(persons) > 1 and not persons <= d.codes)
            or view.sentence.index - d.sentence > 8
            or (GROUP[d.kind] != group and {GROUP[d.kind], group} != {"person", "talks"})
        ):
            continue
        if (here and not here & d.codes) or (doer and not doer & d.codes):
            continue
        mine = [m for m in view.actors if m.code in d.codes]
        return [
            Sides(
                "again",
                mine or [Mention(hit.i, hit.j, "actor", (d.participants[0].code,), sentence=view.sentence.index)],
                tuple(d.participants),
            )
        ]
    return []


_DONE_BY = frozenset({"verb", "with"})
_NEAR = 8


def _doer(view: View, hit: Hit) -> set[str]:
    """Whose act a verb of contact is where an actor stands right before it: "A came back to the talks"."""
    if hit.cue.get("frame") not in _DONE_BY:
        return set()
    far, subject = nearest_subject(view, hit.i, _NEAR)
    return set() if far else {c for m in subject if m.kind == "actor" for c in m.codes}


_APART = frozenset({"according", "cite", "about"})
"""How those are named whom a contact is reported by or spoken about."""


def loose(view: View, hit: Hit) -> list[Sides]:
    """The two nearest sides of the sentence, persons before others: "at a meeting in C, A called on B …"; or one of it
    and the other side the article is about.
    """
    travel = hit.cue.value == ContactKind.VISIT
    near = sorted(
        (m for m in view.actors if m.prep not in _APART and m.role != "asset" and (travel or m.prep != "at")),
        key=lambda m: abs(m.i - hit.i) + (0 if view.same(m.i, hit.i) else 8),
    )
    persons = [m for m in near if m.kind == "person" and m.role is None and m.prep != "about"]
    if not travel and distinct(persons):
        near = persons
    chosen: list[Mention] = []
    for m in near:
        if m.codes and not set(m.codes) <= {c for x in chosen for c in x.codes}:
            chosen.append(m)
        if distinct(chosen):
            return [Sides("loose", sorted(chosen, key=lambda m: m.i))]
    others = [c for c in view.analysis.title_codes if not chosen or c not in chosen[0].codes]
    if chosen and others:
        return [
            Sides(
                "loose.title", [chosen[0], Mention(hit.i, hit.j, "actor", (others[0],), sentence=view.sentence.index)]
            )
        ]
    return []
