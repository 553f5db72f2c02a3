"""States: standing conditions of channels, relations, partnerships, memberships, sanctions and presence."""

from __future__ import annotations

from communique.extraction.deciding.features import around
from communique.extraction.drafts import StateDraft
from communique.extraction.frames import View, date_near, evidence_span, settled
from communique.extraction.model import Hit
from communique.extraction.publication import Era
from communique.knowledge import Knowledge
from communique.records import StateKind, StateValue

_ALLOWED = {
    StateKind.CHANNEL: {StateValue.OPEN, StateValue.FROZEN, StateValue.CUT, StateValue.RESTORED, StateValue.BLOCKED},
    StateKind.RELATIONS: {StateValue.STRAINED, StateValue.IMPROVING, StateValue.FROZEN, StateValue.CUT, StateValue.RESTORED, StateValue.OPEN},
    StateKind.PARTNERSHIP: {StateValue.FROZEN, StateValue.IMPROVING, StateValue.CUT, StateValue.IN_FORCE},
    StateKind.MEMBERSHIP: {StateValue.IN_FORCE, StateValue.DENIED},
    StateKind.SANCTIONS: {StateValue.IN_FORCE, StateValue.LIFTED},
    StateKind.PRESENCE: {StateValue.IN_FORCE},
}


def find_states(view: View, era: Era, known: Knowledge) -> list[StateDraft]:
    """All conditions that one sentence states, unmerged."""
    drafts: list[StateDraft] = []
    for hit in view.sentence.cues("stateword"):
        kind = StateKind(hit.cue.value)
        change = _change(view, hit, kind)
        if kind is StateKind.PRESENCE:
            if not any(h.cue.value == "stationed" and abs(h.i - hit.i) <= 12 for h in view.sentence.cues("statechange")):
                continue
            state = StateValue.IN_FORCE
        elif change is not None:
            state = change
        elif hit.cue.get("state"):
            state = StateValue(hit.cue.get("state"))
        else:
            continue
        parties = _parties(view, hit, kind)
        if len(parties) < 2:
            continue
        when = date_near(view, hit.i, reach=20)
        since = settled(view, when, era, -1)[0] if when is not None and any(h.j == when.i or h.i <= when.i < h.j + 3 for h in view.sentence.cues("since")) else None
        start, end = evidence_span(view, hit.i, hit.j)
        features = [*around(view, hit.i, hit.j), f"k={kind}", f"s={state}", f"ks={kind}.{state}", f"ch={change}", f"np={len(view.actors)}", f"since={int(since is not None)}"]
        drafts.append(
            StateDraft(
                start, end, f"state.{kind.value}", view.sentence.index, kind=kind, parties=parties, state=state, since=since, features=features,
                asks={"state": features},
            )
        )
    return drafts


def _change(view: View, hit: Hit, kind: StateKind) -> StateValue | None:
    best: tuple[int, StateValue] | None = None
    for h in view.sentence.cues("statechange"):
        if h.cue.value == "stationed" or (h.i < hit.j and h.j > hit.i):
            continue
        value = StateValue(h.cue.value)
        if value not in _ALLOWED[kind]:
            continue
        distance = hit.i - h.j if h.j <= hit.i else h.i - hit.j
        if distance > 14 or view._breaks(min(h.j, hit.j), max(h.i, hit.i)):
            continue
        if best is None or distance < best[0]:
            best = (distance, value)
    return best[1] if best else None


def _parties(view: View, hit: Hit, kind: StateKind) -> list[str]:
    near = sorted((m for m in view.actors if m.kind in ("actor", "body", "both", "dem", "person", "host") and abs(m.i - hit.i) <= 25), key=lambda m: m.i)
    between = next((m for m in near if m.prep == "between" and 0 <= m.i - hit.j <= 8), None)
    if between is not None:
        codes = list(dict.fromkeys(c for x in view.group(between) for c in x.codes))
        if len(codes) >= 2:
            return codes
    direct = next((m for m in near if m.i == hit.j), None)
    if direct is not None and kind is not StateKind.SANCTIONS:
        codes = list(dict.fromkeys(c for x in view.group(direct) for c in x.codes))
        if len(codes) >= 2:
            return codes
    codes = []
    for m in sorted(near, key=lambda m: min(abs(m.i - hit.j), abs(hit.i - m.j))):
        for c in m.codes:
            if c not in codes:
                codes.append(c)
        if len(codes) >= 2:
            break
    codes = codes[:2]
    if kind in (StateKind.SANCTIONS, StateKind.PRESENCE) and len(codes) == 2:
        owner = next((m for m in near if m.prep == "of" and m.code in codes), None)
        first = next((m for m in near if m.code in codes), None)
        lead = (owner or first)
        if lead is not None and lead.code != codes[0]:
            codes.reverse()
    return codes


def merge_states(drafts: list[StateDraft]) -> list[StateDraft]:
    """One record for each condition of the same parties."""
    merged: list[StateDraft] = []
    for d in drafts:
        have = next((m for m in merged if m.kind is d.kind and set(m.parties) == set(d.parties) and (m.state is d.state or d.kind is not StateKind.CHANNEL)), None)
        if have is None:
            merged.append(d)
        else:
            have.members += 1
            have.features += d.features
            have.since = have.since or d.since
    return merged
