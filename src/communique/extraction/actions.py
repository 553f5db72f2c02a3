"""Actions: material acts across borders, who did them and to whom."""

from __future__ import annotations

from communique.extraction.deciding.features import around
from communique.extraction.drafts import ActionDraft
from communique.extraction.frames import View, date_near, evidence_span, place_near, settled, status_of
from communique.extraction.model import Hit
from communique.extraction.publication import Era
from communique.knowledge import Knowledge
from communique.records import ActionType, Status


def find_actions(view: View, era: Era, known: Knowledge) -> list[ActionDraft]:
    """All material acts of one sentence, unmerged."""
    drafts: list[ActionDraft] = []
    taken: set[int] = set()
    for hit in view.sentence.cues("deed"):
        if hit.i in taken:
            continue
        taken.add(hit.i)
        kind = ActionType(hit.cue.value)
        actors, recipients = _sides(view, hit)
        if not actors and not recipients:
            continue
        if kind in (ActionType.ASSAULT, ActionType.SANCTION, ActionType.COERCE, ActionType.AID) and not (actors and recipients):
            continue
        stop = next((h for h in view.sentence.cues("stop") if 0 <= hit.i - h.j <= 3), None)
        when = date_near(view, hit.i, reach=25)
        status = status_of(view, hit.i, hit.j, when, era, ongoing=True)
        if stop is not None:
            if kind is ActionType.MOBILIZE:
                kind = ActionType.RETREAT
            elif kind is ActionType.COOPERATE:
                status = Status.CANCELLED
        joint = hit.cue.get("frame") == "joint" or (kind is ActionType.MOBILIZE and len(actors) >= 2)
        if joint:
            kind = ActionType.COOPERATE if kind is ActionType.MOBILIZE else kind
            actors += [c for c in recipients if c not in actors]
            recipients = []
        date, candidates = settled(view, when, era, 1 if status is Status.PLANNED else -1)
        start, end = evidence_span(view, hit.i, hit.j)
        near = around(view, hit.i, hit.j)
        features = [*near, f"k={kind}", f"frame={hit.cue.get('frame')}", f"na={len(actors)}", f"nr={len(recipients)}", f"st={status}", f"kar={kind}.{min(len(actors), 2)}.{min(len(recipients), 2)}", f"date={int(date is not None)}"]
        asks = {"status": [*near, f"st={status}", f"k={kind}"], "type": [*near, f"k={kind}", f"na={len(actors)}"]}
        drafts.append(
            ActionDraft(
                start, end, f"action.{hit.cue.get('frame') or 'deed'}", view.sentence.index, candidates=candidates, type=kind, actors=actors,
                recipients=recipients, date=date, place=place_near(view, hit.j), status=status, features=features, asks=asks,
            )
        )
    return drafts


def _sides(view: View, hit: Hit) -> tuple[list[str], list[str]]:
    sentence = view.sentence
    passive = next((h for h in sentence.cues("passive") if 0 <= hit.i - h.j <= 8), None)
    left = view.subject(hit.i, reach=20)
    owner = next((m for m in view.actors if m.prep == "of" and 0 <= m.i - hit.j <= 6), None)
    direct = next((m for m in sentence.mentions if m.codes and m.i >= hit.j and m.i - hit.j <= 8 and m.kind in ("actor", "body", "person", "dem", "host") and m.prep not in ("of", "with", "at", "according")), None)
    aimed = next((m for m in sentence.mentions if m.codes and m.i >= hit.j and m.i - hit.j <= 16 and m.prep in ("for", "to")), None)
    if passive is not None:
        agent = next((m for m in view.actors if passive.j <= m.i < hit.i), None) or next((m for m in view.actors if m.prep == "by"), None)
        patient = view.subject(passive.i, reach=15)
        return _codes(agent), [c for c in _codes(patient) if c not in _codes(agent)]
    actors: list[str] = []
    if owner is not None:
        actors = [c for x in view.group(owner) for c in x.codes]
    elif left is not None:
        actors = [c for x in view.group(left) for c in x.codes]
    partner = view.object(hit.j, reach=12, preps=frozenset({"with"}))
    if hit.cue.get("frame") in ("joint", "with") and partner is not None:
        actors += [c for x in view.group(partner) for c in x.codes]
        return list(dict.fromkeys(actors)), []
    target = aimed if hit.cue.get("frame") == "to" and aimed is not None else direct or aimed
    recipients = [c for x in view.group(target) for c in x.codes] if target is not None and target in view.actors else list(target.codes) if target is not None else []
    actors = list(dict.fromkeys(actors))
    return actors, [c for c in dict.fromkeys(recipients) if c not in actors]


def _codes(m: object) -> list[str]:
    return list(getattr(m, "codes", ()) or ())


def merge_actions(drafts: list[ActionDraft]) -> list[ActionDraft]:
    """One record for each act of the same sides."""
    from communique.extraction.contacts import same_day

    merged: list[ActionDraft] = []
    for d in drafts:
        have = next((m for m in merged if m.type is d.type and m.actors == d.actors and set(m.recipients) == set(d.recipients) and same_day(m.date, d.date) and (m.status == d.status or m.sentence == d.sentence)), None)
        if have is None:
            merged.append(d)
        else:
            have.members += 1
            have.features += d.features
            have.date = have.date or d.date
            have.place = have.place or d.place
    return merged
