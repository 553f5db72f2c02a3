"""The fields of a contact that the words around it give: place, initiator, first since when, via whom, and more."""

from __future__ import annotations

from communique.dates import bounds
from communique.extraction.contact_loose import Sides
from communique.extraction.contact_places import gathered_place, said_place
from communique.extraction.contact_sides import country_after
from communique.extraction.frames import View, is_state, via_near
from communique.extraction.model import Hit, Mention, When
from communique.extraction.nearest import settled
from communique.extraction.publication import Era
from communique.knowledge import Knowledge
from communique.records import ContactKind, Place

_REMOTE = frozenset({ContactKind.CALL, ContactKind.VIDEO})


def refers(view: View, hit: Hit) -> str:
    """How the word points back to a contact told of before: "this meeting", "in the meeting", "this is the first"."""
    if any(h.i == hit.j or (h.i > hit.j and h.i - hit.j <= 1) for h in view.sentence.cues("dem")):
        return "this"
    if any(h.i <= view.sentence.begin + 1 for h in view.sentence.cues("resume")):
        return "resumes"
    if hit.cue.get("weak"):
        return "content"
    if any(h.j == hit.i for h in view.sentence.cues("during")):
        return "during"
    return "no"


def ahead(value: str, era: Era) -> str:
    """On which side of the day of writing a date lies, where that is known."""
    first, last = bounds(value.split("/")[0])
    if era.today is not None and first is not None and last is not None:
        return "later" if first > era.today else "before" if last < era.today else "now"
    parts = value.split("/")[0].split("-")
    if era.anchor is None or parts[0] != "XXXX" or len(parts) < 2:
        return "open"
    months = (int(parts[1]) - era.anchor[0] + 6) % 12 - 6
    day = int(parts[2]) - era.anchor[1] if len(parts) > 2 and era.anchor[1] is not None and months == 0 else 0
    distance = months or day
    return "later" if distance > 0 else "before" if distance < 0 else "now"


def place(view: View, hit: Hit, kind: ContactKind, found: Sides) -> Place | None:
    """Where it was: of a visit the country visited, of a meeting the place that its sentence names."""
    if kind in _REMOTE or kind is ContactKind.LETTER:
        return None
    if kind is not ContactKind.VISIT:
        return said_place(view, hit) or gathered_place(view, hit, {c for m in found.mentions for c in m.codes})
    goal = found.mentions[-1] if found.rule.startswith("visit") else country_after(view, hit.j, _GOAL)
    if goal is not None and goal.code is not None and is_state(goal.code):
        spot = next((s for s in view.sentence.spots if s.i <= goal.i < s.j), None)
        return Place(goal.code, spot.site.name if spot is not None else None)
    return said_place(view, hit)


_GOAL = 5
"""Tokens after a word of travel within which its goal stands, whoever travels."""


def initiator(view: View, hit: Hit, found: Sides) -> str | None:
    """The side that asked for it: "on the initiative of A", "A called B", "A wrote to B", "A proposed", "A invited"."""
    sentence, mentions = view.sentence, found.mentions
    for h in sentence.cues("initiative"):
        for m in sentence.mentions:
            if m.codes and 0 <= m.i - h.j <= 3:
                return m.code
    if hit.cue.get("asks") or hit.cue.value == ContactKind.LETTER:
        return _author(found)
    for h in sentence.cues("propose", "invite", "modal"):
        if h.cue.cls == "modal" and (h.cue.value != "want" or h.j > hit.i):
            continue
        if abs(h.i - hit.i) <= 12 and not view.mark_between(min(h.j, hit.j), max(h.i, hit.i), ".;"):
            if h.cue.cls == "invite" and found.rule.startswith("visit"):
                return mentions[-1].code
            of = next((m for m in view.actors if m.prep == "of" and 0 <= m.i - h.j <= 2), None)
            side = of or view.subject(h.i, reach=12)
            if side is not None:
                return _other(side, mentions) if of is None and _accepted(view, h) else side.code
    return None


def _author(found: Sides) -> str | None:
    """Who calls, writes or summons; None where the words do not say which of the sides it is."""
    rule, mentions = found.rule, found.mentions
    if not rule.startswith(_ORDERED) or not mentions:
        return None
    return mentions[-1 if rule in _TURNED else 0].code


_ORDERED = ("letter", "verb", "with", "host")
_TURNED = frozenset({"verb.passive", "letter.received"})
"""Rules that name the one who acts last."""


def _accepted(view: View, h: Hit) -> bool:
    """Whether what is proposed is something that the subject accepts: "A accepted the proposal"."""
    return any(0 <= h.i - x.j <= 1 or x.i == h.i for x in view.sentence.cues("agree"))


def _other(side: Mention, mentions: list[Mention]) -> str | None:
    codes = dict.fromkeys(c for m in mentions for c in m.codes if c not in side.codes)
    return next(iter(codes)) if len(codes) == 1 else None


def first_since(view: View, hit: Hit, era: Era) -> tuple[When | None, str | None]:
    """The date since which it is the first of its kind: as it stands, and with its year."""
    for h in view.sentence.cues("first", "ordinal"):
        if abs(h.i - hit.i) > 30 or (h.cue.cls == "ordinal" and h.cue.value != "1"):
            continue
        after = (
            h.j
            if h.cue.cls == "first"
            else next((s.j for s in view.sentence.cues("since") if h.j <= s.i <= h.j + 25 and s.j - s.i > 1), None)
        )
        when = next((w for w in view.sentence.dates if after is not None and after <= w.i <= after + 6), None)
        value = settled(view, when, era, -1)[0] if when is not None else None
        if value and "/" not in value and bounds(value)[0] is not None:
            return when, value
    return None, None


def via(view: View, known: Knowledge) -> list[str]:
    """Who is cited for it: news sources, and bodies that tell of it, by their usual English name."""
    names = [*via_near(view)]
    sentence = view.sentence
    for m in sentence.mentions:
        if m.kind != "body" or not m.body or m.code is None:
            continue
        told = any(h.j == m.i or _given_out(view, h, m) for h in sentence.cues("according", "cite")) or any(
            0 <= h.i - m.j <= 3 and h.cue.value == "ASSERT" for h in sentence.cues("say")
        )
        name = m.body.replace("{state}", known.adjectives.get(m.code, m.code)).strip()
        if told and name not in names:
            names.append(name)
    return names


def _given_out(view: View, h: Hit, m: Mention) -> bool:
    """Whether a body is cited by what it gives out: "according to a statement of the ministry"."""
    if m.prep not in ("of", "from"):
        return False
    return any(x.i == h.j and 0 < m.i - x.j <= _RELEASED for x in view.sentence.cues("release"))


_RELEASED = 3


def topics(view: View, hit: Hit, sides: list[Mention]) -> list[str]:
    """What the sentence says it was about: matters after the word first, then those before it; five at the most."""
    matters = [
        h
        for h in view.sentence.cues("matter")
        if (h.j <= hit.i or h.i >= hit.j) and not any(m.i < h.j and h.i < m.j for m in sides)
    ]
    matters.sort(key=lambda h: (h.j <= hit.i, h.i))
    return list(dict.fromkeys(h.cue.value for h in matters))[:MOST_TOPICS]


MOST_TOPICS = 5
