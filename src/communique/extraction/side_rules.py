"""The sides of an act by its frame alone: subject and object, owner and target, the agent of a passive."""

from __future__ import annotations

from communique.extraction.frames import View
from communique.extraction.model import Hit, Mention
from communique.extraction.sides import Deed, Scene, Side, within

_AGENT, _BEFORE, _GIVER, _OBJECT, _AIM, _TOWARD, _HOLDER = 2, 12, 5, 14, 18, 10, 8
_GUESTS, _PURPOSE, _ENTRY, _GIFT = 16, 30, 24, 14
_NEVER = frozenset({"at", "according", "cite", "by", "from", "with", "about", "between"})
_APART_FROM = frozenset({"with", "between", "at", "to", "for", "from", "about", "according", "cite"})
_AIMS = {
    "from": ("away", "from"),
    "to": ("for", "to"),
    "subject": ("for", "to", "beside"),
    "on": ("for", "to"),
}
_OWNED = frozenset({None, "of", "and", "from"})
_DEALT = frozenset({"sanction", "tariff", "expel", "ban"})
_HELD = frozenset({"arrest"})
_PLACED = frozenset({"strike", "war", "withdraw"})
_STRUCK = frozenset({"strike", "kill"})
_BACKED = frozenset({"backing", "aid"})
_Sides = tuple[list[str], list[str]]


def rule_sides(scene: Scene, deed: Deed) -> _Sides:
    """Actors and recipients of an act by the frame of its word."""
    view, subject = scene.view, deed.subject
    if deed.known:
        return [*deed.known], []
    if deed.passive is not None:
        return _passive_sides(scene, deed, deed.passive)
    agent = _agent(scene, deed)
    if agent is not None:
        return _made_by(scene, deed, agent)
    if deed.frame == "got":
        giver = next(
            (m for m in view.actors if m.prep in ("of", "from") and 0 <= m.i - deed.j <= 12), None
        ) or view.object(deed.j, reach=10)
        return _apart(scene.group(giver), scene.group(subject))
    owner, noun = deed.owner, deed.noun or _nominal(scene, deed)
    relative = _relative(view, deed) if noun or subject is None else None
    if owner is not None and not noun and subject is not None and deed.frame in ("on", "to"):
        owner = None
    if owner is None and relative is not None:
        owner = next((m for m in view.actors if 0 <= m.i - relative.j <= 1), None)
    if deed.noun and deed.sort == "sanction":
        listed = _listed(scene, deed, owner)
        if listed is not None:
            return listed
    if deed.frame in ("joint", "with") or deed.sort == "drill":
        joint = _joint_sides(scene, deed, owner)
        if joint is not None:
            return joint
    if deed.frame in ("on", "to"):
        borne = _borne(scene, deed, owner)
        if borne is not None:
            return borne
    if deed.sort in _STRUCK and deed.noun and deed.begun and owner is not None and subject is not None:
        target = _aimed(scene, deed, _AIMS["on"], owner)
        patient = _of_side(scene, target) if target is not None else scene.group(owner)
        if relative is None and not set(scene.group(owner)) & set(scene.group(subject)):
            return _apart(scene.group(subject), patient)
    doer = owner if owner is not None else subject if deed.begun or deed.turn or not deed.noun else None
    actors = scene.group(doer) + _helpers(scene, deed, doer)
    return _apart(actors, _of_side(scene, _target(scene, deed, owner, relative, noun)))


def _helpers(scene: Scene, deed: Deed, doer: Mention | None) -> list[str]:
    """Those with whom the doer acts: named between it and the verb, after "together with"."""
    if doer is None or deed.noun:
        return []
    for h in scene.sentence.hits.get("jointly", ()):
        if doer.j <= h.i and h.j <= deed.i and not _cut(scene, doer.j, deed.i):
            return [c for m in scene.view.actors if 0 <= m.i - h.j <= _AGENT and m.j <= deed.i for c in scene.group(m)]
    return []


def _nominal(scene: Scene, deed: Deed) -> bool:
    """Whether a verb of doing stands as a noun: after a word that only nouns follow, or right before "of"."""
    sentence = scene.sentence
    return any(h.j == deed.i for h in sentence.cues("nounmark")) or any(h.i == deed.j for h in sentence.cues("of"))


def _agent(scene: Scene, deed: Deed) -> Mention | None:
    """The actor after "by" right before the verb: "forces that by A are armed"."""
    for m in scene.view.actors:
        if m.prep == "by" and m.j <= deed.i and deed.i - m.j <= _AGENT and not deed.noun:
            return m
    return None


def _made_by(scene: Scene, deed: Deed, agent: Mention) -> _Sides:
    """Sides of an act said with its agent before it: done to what is named after it, or to the noun before."""
    target = _target(scene, deed, None, None, False)
    if target is None and (deed.frame == "on" or deed.sort in _BACKED):
        target = next(
            (s for s in reversed(scene.named) if s.j < agent.i and agent.i - s.j <= _AGENT and s.prep not in _NEVER),
            None,
        )
    return _apart(scene.group(agent), _of_side(scene, target))


def _joint_sides(scene: Scene, deed: Deed, owner: Mention | None) -> _Sides | None:
    """All who take part in what is done together, or none if nobody else is named with the doer."""
    view = scene.view
    actors = scene.group(owner if owner is not None else deed.subject if deed.begun or not deed.noun else None)
    partner = next(
        (
            m
            for m in view.actors
            if 0 <= m.i - deed.j <= 12 and m.prep in ("with", "between") and not view.breaks(deed.j, m.i)
        ),
        None,
    )
    beside = next(
        (
            m
            for m in view.actors
            if 0 <= m.i - deed.j <= 3 and m.prep in (None, "of") and not view.mark_between(deed.j, m.i, ",;(")
        ),
        None,
    )
    if partner is not None and partner.prep == "between":
        return [*scene.group(partner)], []
    guests = _guests(scene, deed)
    if beside is not None and len(set(scene.group(beside))) > 1:
        return [*scene.group(beside)], []
    if guests or partner is not None or deed.frame == "joint":
        actors = list(dict.fromkeys([*(actors or scene.group(deed.subject)), *scene.group(partner), *guests]))
    if len(actors) > 1 or deed.frame != "subject":
        return [*actors], []
    return None


def _guests(scene: Scene, deed: Deed) -> list[str]:
    """Who takes part, where it is said after the act ("with the participation of A and B")."""
    found: list[str] = []
    for h in scene.sentence.cues("guests"):
        if deed.j <= h.i and not within(scene.clauses, deed.j, h.i):
            for s in scene.named:
                if s.i >= h.j and s.i - h.j <= _GUESTS and s.what != "place" and not within(scene.clauses, h.j, s.i):
                    found += s.codes
            break
    return found


def _listed(scene: Scene, deed: Deed, owner: Mention | None) -> _Sides | None:
    """Sides of "A puts B on its list", "B was put on the list of A"."""
    verb = next((h for h in reversed(scene.sentence.cues("enlist")) if h.j <= deed.i), None)
    if (
        verb is None
        or deed.i - verb.j > _ENTRY
        or not any(0 <= deed.i - h.j <= 1 and h.i >= verb.j for h in scene.sentence.cues("to"))
    ):
        return None
    entry = next((s for s in scene.named if verb.j <= s.i < deed.i), None)
    passive = next((h for h in scene.sentence.cues("passive") if 0 <= verb.i - h.j <= _HOLDER), None)
    if passive is None:
        doer = owner or scene.view.subject(verb.i)
        return None if entry is None else _apart(scene.group(doer), _of_side(scene, entry))
    agent = next((m for m in scene.view.actors if passive.j <= m.i < verb.i), None)
    patient = next((s for s in reversed(scene.named) if s.j <= passive.i and s.prep not in _APART_FROM), None)
    return _apart(scene.group(agent or owner), _of_side(scene, patient))


def _borne(scene: Scene, deed: Deed, owner: Mention | None) -> _Sides | None:
    """Sides of an act that its sufferer is the subject of ("A bore attacks by B"), or that comes "from" its doer."""
    subject = deed.subject
    borne = subject is not None and within([h.i for h in scene.sentence.cues("bear")], subject.j, deed.i)
    reach = _GIFT if borne else _GIVER
    giver = next(
        (
            m
            for m in scene.view.actors
            if m.prep == "from" and 0 <= m.i - deed.j <= reach and (borne or not _cut(scene, deed.j, m.i))
        ),
        None,
    )
    if borne:
        return _apart(scene.group(giver or owner), scene.group(subject))
    if giver is not None and (deed.noun or _nominal(scene, deed)):
        return _apart(scene.group(giver), _of_side(scene, _aimed(scene, deed, _AIMS[deed.frame], None)))
    return None


def _passive_sides(scene: Scene, deed: Deed, passive: Hit) -> _Sides:
    actors = scene.view.actors
    agent = next((m for m in actors if passive.j <= m.i < deed.i), None) or next(
        (m for m in actors if m.prep == "by" and m.i >= deed.j and not scene.view.breaks(deed.j, m.i)), None
    )
    if agent is None:
        agent = next((m for m in actors if m.prep == "of" and 0 <= m.i - deed.j <= 2), None)
    patient = next(
        (s for s in reversed(scene.named) if s.j <= passive.i and passive.i - s.j <= 15 and s.prep not in _APART_FROM),
        None,
    )
    if deed.frame == "subject":
        doer = scene.group(agent) if agent is not None else _of_side(scene, patient)
        return _apart(doer, _of_side(scene, _aimed(scene, deed, _AIMS["subject"], None)))
    doers = scene.group(agent)
    if not doers and deed.sort in _HELD:
        doers = _of_side(scene, _held_at(scene, deed))
    return _apart(doers, _of_side(scene, patient))


def _held_at(scene: Scene, deed: Deed) -> Side | None:
    """The state in which somebody is held: the place after the verb, or after the date beside it."""
    ends = [deed.j, *(w.j for w in scene.sentence.dates if 0 <= w.i - deed.j <= _AGENT)]
    at = next((h for h in scene.sentence.cues("at") if any(0 <= h.i - end <= _AGENT for end in ends)), None)
    if at is None:
        return None
    return next((s for s in scene.named if 0 <= s.i - at.j <= _GIVER and not _cut(scene, at.j, s.i)), None)


def _relative(view: View, deed: Deed) -> Hit | None:
    """The first "who" or "by" right after the act."""
    best: Hit | None = None
    for cls in ("who", "by"):
        for h in view.sentence.hits.get(cls, ()):
            if 0 <= h.i - deed.j <= 6 and (best is None or (h.i, h.j) < (best.i, best.j)):
                best = h
    return best


def _cut(scene: Scene, i: int, j: int) -> bool:
    """Whether a new clause, a verb of saying or a comma stands between two tokens."""
    return within(scene.clauses, i, j) or within(scene.says, i, j) or within(scene.marks, i, j)


def _ends(scene: Scene, i: int, j: int) -> bool:
    """Whether a new clause, another act or a comma stands between two tokens."""
    return within(scene.clauses, i, j) or within(scene.marks, i, j) or within(scene.deeds, i, j)


def _target(scene: Scene, deed: Deed, owner: Mention | None, relative: Hit | None, noun: bool) -> Side | None:
    """What the act is aimed at: after a preposition of its frame, or the object, or the owner of the object."""
    start = deed.j
    if owner is not None and (noun or relative is not None):
        start = max(start, *(m.j for m in scene.view.runs.get(id(owner), (owner,))))
    classes = _AIMS.get(deed.frame, ())
    if deed.sort in _DEALT:
        classes = (*classes, "with")
    aimed = _aimed(scene, deed, classes, owner, start)
    if deed.frame == "subject":
        return _against(scene, start, owner) or aimed
    found = _object(scene, deed, owner, noun, start)
    target = (aimed or found) if deed.frame in ("to", "from") or noun else (found or aimed)
    if target is None and deed.sort in _PLACED:
        target = next(
            (s for s in scene.named if s.prep == "at" and 0 <= s.i - start <= _AIM and s.mention is not owner), None
        )
    return target


def _against(scene: Scene, start: int, owner: Mention | None) -> Side | None:
    """Whom a show of force is meant for: the first actor after words of that purpose, past the end of the clause."""
    for h in scene.sentence.cues("against"):
        if 0 <= h.i - start <= _PURPOSE:
            for s in scene.named:
                if s.i >= h.j:
                    near = s.i - h.j <= _TOWARD and not _cut(scene, h.j, s.i)
                    return s if near and s.mention is not owner else None
    return None


def _object(scene: Scene, deed: Deed, owner: Mention | None, noun: bool, start: int) -> Side | None:
    """The first actor named after the act, with no preposition but that of the owner of what it is done to."""
    for s in scene.named:
        if s.i < start or (owner is not None and s.mention is owner):
            continue
        if s.i - start > _OBJECT or _ends(scene, start, s.i):
            return None
        if s.prep in _NEVER:
            return None
        if s.prep == "of" and (noun or s.i - deed.j < 2):
            continue
        return s
    return None


def _aimed(
    scene: Scene, deed: Deed, classes: tuple[str, ...], owner: Mention | None, start: int | None = None
) -> Side | None:
    """The first actor after a preposition of the classes, right after it or as the owner of the noun after it."""
    begin = deed.j if start is None else start
    for h in scene.sentence.cues(*classes) if classes else ():
        if h.i < begin:
            continue
        if h.i - begin > _AIM or _cut(scene, begin, h.i):
            return None
        for s in scene.named:
            if s.i < h.j:
                continue
            if s.i - h.j > _TOWARD or _cut(scene, h.j, s.i) or (s.i > h.j and s.prep not in _OWNED):
                break
            if (owner is None or s.mention is not owner) and not any(h.j <= w.i < s.i for w in scene.sentence.dates):
                return s
            break
    return None


def _of_side(scene: Scene, side: Side | None) -> list[str]:
    if side is None:
        return []
    return scene.group(side.mention) if id(side.mention) in scene.acting else list(side.codes)


def _apart(actors: list[str], recipients: list[str]) -> _Sides:
    actors = list(dict.fromkeys(actors))
    return actors, [c for c in dict.fromkeys(recipients) if c not in actors]


__all__ = ["rule_sides"]
