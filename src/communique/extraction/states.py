"""States: standing conditions of channels, relations, partnerships, memberships, sanctions and presence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from communique.extraction.deciding.features import around, mood, up_to
from communique.extraction.deciding.traits import Feature, under
from communique.extraction.drafts import StateDraft
from communique.extraction.frames import View, evidence_span
from communique.extraction.model import Hit, When
from communique.extraction.nearest import date_near, settled
from communique.extraction.pairs import Pair, Side, pairs
from communique.extraction.publication import Era
from communique.knowledge import Knowledge
from communique.records import StateKind, StateValue

_ALLOWED = {
    StateKind.CHANNEL: {StateValue.OPEN, StateValue.FROZEN, StateValue.CUT, StateValue.RESTORED, StateValue.BLOCKED},
    StateKind.RELATIONS: {
        StateValue.STRAINED,
        StateValue.IMPROVING,
        StateValue.FROZEN,
        StateValue.CUT,
        StateValue.RESTORED,
        StateValue.OPEN,
    },
    StateKind.PARTNERSHIP: {StateValue.FROZEN, StateValue.IMPROVING, StateValue.CUT, StateValue.IN_FORCE},
    StateKind.MEMBERSHIP: {StateValue.IN_FORCE, StateValue.DENIED},
    StateKind.SANCTIONS: {StateValue.IN_FORCE, StateValue.LIFTED},
    StateKind.PRESENCE: {StateValue.IN_FORCE},
}
_DEFAULT = {
    StateKind.CHANNEL: StateValue.OPEN,
    StateKind.RELATIONS: StateValue.STRAINED,
    StateKind.PARTNERSHIP: StateValue.IN_FORCE,
    StateKind.MEMBERSHIP: StateValue.IN_FORCE,
    StateKind.SANCTIONS: StateValue.IN_FORCE,
    StateKind.PRESENCE: StateValue.IN_FORCE,
}
_DIRECTED = (StateKind.SANCTIONS, StateKind.PRESENCE)
_ON = frozenset({"for", "to", "about", "with"})
_AT = frozenset({"at", "from", "to"})
_UNDONE = ("modal", "if", "neg", "propose", "refuse", "future")
_NEAR = 3
"""Tokens between such a word and the change it leaves open."""
_TURNING = frozenset({StateKind.CHANNEL, StateKind.RELATIONS})
"""Kinds whose conditions begin with what happened."""
_ACTS = frozenset({StateValue.CUT, StateValue.RESTORED, StateValue.FROZEN})
"""Conditions that somebody makes on a day."""
_SOON, _CAUSE, _BESIDE = 4, 30, 12
"""Tokens between: a change and the words for what it came after; those and its date; an act and its date."""


def find_states(view: View, era: Era, known: Knowledge) -> list[StateDraft]:
    """All conditions one sentence may state, unmerged: each kind it has a word for, with each pair near it."""
    best: dict[tuple[StateKind, frozenset[str]], tuple[float, Hit, Pair]] = {}
    for hit in view.sentence.cues("stateword"):
        kind = StateKind(hit.cue.value)
        few = 3 if kind is StateKind.SANCTIONS else 2
        for pair in pairs(view, hit.i, hit.j, places=kind is StateKind.PRESENCE, few=few):
            key = (kind, frozenset(pair.codes))
            cost = _cost(pair, hit)
            have = best.get(key)
            if have is None or cost < have[0]:
                best[key] = (cost, hit, pair)
    told: dict[int, _Told] = {}
    drafts: list[StateDraft] = []
    for (kind, _), (_, hit, pair) in best.items():
        said = told.get(id(hit))
        if said is None:
            said = told[id(hit)] = _told(view, hit, kind, era)
        drafts.append(_draft(view, hit, kind, pair, said))
    return drafts


@dataclass(slots=True, init=False)
class _Told:
    """What a word and those around it say of a condition, whoever it is between."""

    state: StateValue
    explicit: bool
    since: str | None
    span: tuple[int, int]
    words: list[Feature]

    def __init__(
        self, state: StateValue, explicit: bool, since: str | None, span: tuple[int, int], words: list[Feature]
    ) -> None:
        self.state = state
        self.explicit = explicit
        self.since = since
        self.span = span
        self.words = words


def _told(view: View, hit: Hit, kind: StateKind, era: Era) -> _Told:
    changes = view.sentence.cues("statechange")
    turn = _change(hit, kind, changes)
    change = StateValue(turn.cue.value) if turn is not None else None
    undone = turn is not None and _undone(view, turn)
    explicit = change is not None and not undone and _beside(hit, changes, change)
    own = hit.cue.get("state")
    since = _since(view, hit, kind, hit if turn is None else None if undone else turn, era)
    words = around(view, hit.i, hit.j)
    words += (f"k={kind}", f"ch={change}", f"k.ch={kind}{change}", f"since={int(since is not None)}")
    moods = mood(view, hit.i, hit.j)
    words += under("v.", moods)
    words += under(f"v.{kind}.", moods)
    words.append(f"undone={change}{int(undone)}")
    if turn is not None:
        words += under(f"v.{change}.", mood(view, turn.i, turn.j))
    if change is StateValue.LIFTED and undone:
        change = None
    state = change or (StateValue(own) if own else _DEFAULT[kind])
    return _Told(state, explicit, since, evidence_span(view, hit.i, hit.j), words)


def _draft(view: View, hit: Hit, kind: StateKind, pair: Pair, said: _Told) -> StateDraft:
    roles = _roles(view, pair, hit, kind)
    of_pair = pair.features()
    features = of_pair + under(f"{kind}.", of_pair)
    features += (f"r={kind}{roles}", f"r.set={kind}{''.join(sorted(roles))}")
    return StateDraft(
        *said.span,
        f"state.{kind}",
        view.sentence.index,
        kind=kind,
        parties=_order(pair, kind),
        state=said.state,
        since=said.since,
        explicit=said.explicit,
        features=features,
        shared=said.words,
        asks={"state": [*said.words, f"s={said.state}", f"ks={kind}.{said.state}"]},
    )


def _beside(hit: Hit, changes: list[Hit], value: StateValue) -> bool:
    return any(h.cue.value == value.value and (0 <= hit.i - h.j <= 3 or 0 <= h.i - hit.j <= 3) for h in changes)


def _cost(pair: Pair, hit: Hit) -> float:
    cost = 0.5 if hit.cue.also and hit.cue.get("weak") else 0
    for s in (pair.first, pair.second):
        cost += hit.i - s.j if s.j <= hit.i else s.i - hit.j
    return cost


def _since(view: View, hit: Hit, kind: StateKind, change: Hit | None, era: Era) -> str | None:
    """Since when it is so: the date after "since", that of what it came after, or of the change itself."""
    marks = view.sentence.cues("since")
    when = date_near(view, hit.i, reach=20) if marks else None
    if when is not None and any(h.j == when.i or h.i <= when.i < h.j + 3 for h in marks):
        return settled(view, when, era, -1)[0]
    if change is None or kind not in _TURNING or not view.sentence.dates or not _stated(change):
        return None
    when = _cause(view, hit, change) or _turn(view, change)
    return settled(view, when, era, -1)[0] if when is not None else None


def _undone(view: View, turn: Hit) -> bool:
    """Whether a change is wished for, asked for, denied or yet to come: "demands that sanctions be lifted"."""
    return any(0 <= turn.i - h.j <= _NEAR for h in view.sentence.cues(*_UNDONE))


def _stated(word: Hit) -> str:
    """The condition that a word states, be it of a change or of itself; empty for none."""
    return word.cue.value if word.cue.cls == "statechange" else word.cue.get("state")


def _cause(view: View, hit: Hit, change: Hit) -> When | None:
    """The date of what a change came after: "relations soured after the attack of 18 September"."""
    end = max(hit.j, change.j)
    mark = next((h for h in view.sentence.cues("aftermath") if end <= h.i <= end + _SOON), None)
    if mark is None:
        return None
    return next((w for w in view.sentence.dates if mark.j <= w.i <= mark.j + _CAUSE and w.side <= 0), None)


def _turn(view: View, change: Hit) -> When | None:
    """The date of an act that makes the condition, said in its clause: "cut relations on 1 May"."""
    if _stated(change) not in _ACTS:
        return None
    near = [w for w in view.sentence.dates if view.at(w.i) == view.at(change.i) and _apart(w, change) <= _BESIDE]
    return min(near, key=lambda w: _apart(w, change), default=None)


def _apart(when: When, change: Hit) -> int:
    """Tokens between a date and a change."""
    return change.i - when.j if when.j <= change.i else when.i - change.j


def _change(hit: Hit, kind: StateKind, changes: list[Hit]) -> Hit | None:
    """The nearest word for a change that a condition of this kind can undergo."""
    best: tuple[int, Hit] | None = None
    for h in changes:
        if h.cue.value == "stationed" or (h.i < hit.j and h.j > hit.i):
            continue
        value = StateValue(h.cue.value)
        if value not in _ALLOWED[kind]:
            continue
        distance = hit.i - h.j if h.j <= hit.i else h.i - hit.j
        if distance > 14:
            continue
        if best is None or distance < best[0]:
            best = (distance, h)
    return best[1] if best else None


def _order(pair: Pair, kind: StateKind) -> list[str]:
    """The acting side first, where the kind has one: whose sanctions, whose troops."""
    if kind in _DIRECTED and _patient(pair.first, kind) and not _patient(pair.second, kind):
        return [pair.second.code, pair.first.code]
    return pair.codes


def _roles(view: View, pair: Pair, hit: Hit, kind: StateKind) -> str:
    """Who acts and who is acted on as far as the words beside them say: A, P or ? for each, in text order."""
    if kind not in _DIRECTED:
        return ""
    marks = [h.i for h in view.sentence.cues("passive")]
    found = ""
    for side in (pair.first, pair.second):
        m = side.mention
        if side.far:
            found += "-"
        elif _patient(side, kind) or (
            kind is StateKind.SANCTIONS
            and m is not None
            and ((side.i == hit.j and not m.of) or any(0 <= k - side.j <= 2 for k in marks))
        ):
            found += "P"
        elif m is not None and (
            m.of
            or m.prep == "of"
            or m.role == "asset"
            or (kind is StateKind.PRESENCE and side.i == hit.j)
            or (side.j <= hit.i and hit.i - side.j <= 4)
        ):
            found += "A"
        else:
            found += "?"
    return found


def _patient(side: Side, kind: StateKind) -> bool:
    m = side.mention
    if kind is StateKind.PRESENCE:
        return m is None or m.role == "place" or m.prep in _AT
    return m is not None and (m.prep in _ON)


def merge_states(drafts: list[StateDraft]) -> list[StateDraft]:
    """One record for each kind of condition of the same parties, told by the sentence that says it most surely."""
    groups: dict[tuple[StateKind, frozenset[str]], list[StateDraft]] = {}
    for d in drafts:
        groups.setdefault((d.kind, frozenset(d.parties)), []).append(d)
    of_kind = Counter(d.kind for d in drafts)
    ranked: dict[StateKind, list[float]] = {}
    merged: list[StateDraft] = []
    spoken: dict[tuple[int, StateKind], list[float]] = {}
    for d in drafts:
        spoken.setdefault((d.sentence, d.kind), []).append(d.confidence)
    for (kind, _), members in groups.items():
        lead = max(members, key=lambda d: (d.confidence, -d.sentence))
        lead.members = len(members)
        lead.since = lead.since or next((d.since for d in members if d.since and d.state is lead.state), None)
        share = len(members) / of_kind[kind]
        lead.features = [
            *lead.features,
            f"m.n={min(len(members), 5)}",
            f"m.kn={kind}{min(len(members), 5)}",
            f"m.share={int(share * 5)}",
            f"m.kinds={min(of_kind[kind], 12) // 2}",
            f"m.first={int(min(d.sentence for d in members) <= 3)}",
        ]
        beside = sorted(spoken[lead.sentence, kind], reverse=True)
        place = beside.index(lead.confidence)
        rival = beside[1] if place == 0 and len(beside) > 1 else beside[0] if place else 0.0
        lead.features += [
            f"m.place={min(place, 3)}",
            f"m.margin={int((lead.confidence - rival) * 5)}",
            f"m.kplace={kind}{min(place, 2)}/{min(len(beside), 3)}",
        ]
        ranked.setdefault(kind, []).append(lead.confidence)
        merged.append(lead)
    for d in merged:
        above = sum(1 for c in ranked[d.kind] if c > d.confidence)
        d.features += [
            f"m.rank={min(above, 4)}",
            f"m.krank={d.kind}{min(above, 4)}",
            up_to("m.conf", int(d.confidence * 20)),
        ]
    merged.sort(key=lambda d: (d.start, d.kind, d.parties))
    return merged
