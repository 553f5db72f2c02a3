"""Which drafts of statements are one record, which of them stands for it, and how it stands among the others."""

from __future__ import annotations

from functools import lru_cache

from communique.extraction.deciding.traits import Traits
from communique.extraction.drafts import StatementDraft
from communique.records import Act

_SAME = 0.5
_SHARED = 0.6
_INSIDE, _LESS = 0.8, 0.6
"""Part of what a state does that lies in its person's words, and how sure these must be beside it."""
_NAMES = 2_048
_MOST = 40
"""Statements of one speaker or side that another is compared with, at most."""


def merge_statements(drafts: list[StatementDraft]) -> list[StatementDraft]:
    """One record for one speaker's one act toward one target; what may well be the same act counts as the same, and
    so, before that, does what rests on the same words.

    The draft that is most surely a statement (`confidence`) stands for those merged into it.
    """
    merged: dict[tuple[str, str | None], list[list[StatementDraft]]] = {}
    groups: list[list[StatementDraft]] = []
    for d in drafts:
        same = merged.setdefault(_speaker(d), [])
        rated = [(2.0 if _overlaps(x[-1], d) else _alike(x[0], d), x) for x in same[:_MOST]]
        alike, have = max(rated, key=lambda pair: pair[0], default=(0.0, []))
        if alike < _SAME:
            same.append([d])
            groups.append(same[-1])
        else:
            have.append(d)
    found = _by_persons([_one(group) for group in groups])
    found.sort(key=lambda d: (d.start, d.end))
    _among(found)
    return found


def _speaker(d: StatementDraft) -> tuple[str, str | None]:
    return d.speaker.code, d.speaker.person


def _one(group: list[StatementDraft]) -> StatementDraft:
    """The surest draft of a group, with what the others add to it."""
    best = max(group, key=lambda d: d.confidence)
    best.members = len(group)
    here = [d for d in group if d.sentence == best.sentence]
    if len(here) > 1 and best.acts:
        best.acts = {act: sum((d.acts.get(act, 0.0) for d in here), 0.0) / len(here) for act in best.acts}
        best.act = max(best.acts, key=lambda act: (best.acts[act], act))
    for d in group:
        best.quoted = best.quoted or d.quoted
        best.via += [v for v in d.via if v not in best.via]
        best.date = best.date or d.date
    return best


def _by_persons(found: list[StatementDraft]) -> list[StatementDraft]:
    """Without what a state does only in the words of its own person: "the minister says Russia rejects the demand"."""
    persons: dict[tuple[str, int], list[StatementDraft]] = {}
    for d in found:
        if d.speaker.person is not None:
            persons.setdefault((d.speaker.code, d.sentence), []).append(d)
    kept: list[StatementDraft] = []
    for d in found:
        beside = persons.get((d.speaker.code, d.sentence), []) if _is_state(d) else []
        teller = next((x for x in beside[:_MOST] if _tells(x, d)), None)
        if teller is None:
            kept.append(d)
        else:
            teller.members += d.members
            teller.quoted = teller.quoted or d.quoted
    return kept


def _is_state(d: StatementDraft) -> bool:
    return d.speaker.person is None and d.speaker.office is None


def _tells(person: StatementDraft, state: StatementDraft) -> bool:
    """Whether a person's words, not far less surely a statement, hold the same act of the state, or only tell it."""
    inside = min(person.end, state.end) - state.start > _INSIDE * (state.end - state.start)
    likely = person.confidence > _LESS * state.confidence
    if not (person.start <= state.start and inside and likely):
        return False
    bare = person.act is Act.ASSERT and bool(set(person.targets) & set(state.targets))
    return bare or _alike(person, state) > _SAME


def _alike(a: StatementDraft, b: StatementDraft) -> float:
    """How probable it is that two statements of one speaker are one act toward one target, 0 to 1."""
    act = 1.0 if a.act is b.act else max(a.acts.get(b.act, 0.0), b.acts.get(a.act, 0.0))
    if set(a.targets) & set(b.targets) or (not a.targets and not b.targets):
        return act
    aim = max([0.0, *(a.aims.get(c, 0.0) for c in b.targets), *(b.aims.get(c, 0.0) for c in a.targets)])
    return act * aim


def _among(found: list[StatementDraft]) -> None:
    """Features of a statement among the others of its article: those of its speaker that are surer, its sentence."""
    said: dict[tuple[str, str | None], list[StatementDraft]] = {}
    beside: dict[int, list[StatementDraft]] = {}
    side: dict[str, list[StatementDraft]] = {}
    for d in found:
        beside.setdefault(d.sentence, []).append(d)
        side.setdefault(d.speaker.code, []).append(d)
    for d in sorted(found, key=lambda d: -d.confidence):
        same = said.setdefault(_speaker(d), [])[:_MOST]
        near = max((_alike(x, d) for x in same), default=0.0)
        sure = d.acts.get(d.act, 0.5)
        aim = max((d.aims.get(c, 0.0) for c in d.targets), default=0.0)
        apart = min((abs(x.sentence - d.sentence) for x in same), default=9)
        above = [x for x in beside[d.sentence][:_MOST] if x.confidence > d.confidence]
        others = [x for x in side[d.speaker.code][:_MOST] if _speaker(x) != _speaker(d)]
        top = max((x.confidence for x in above), default=0.0)
        d.features += (
            _act(d.act, min(len(d.targets), 3), min(len(same), 4), any(x.act is d.act for x in same)),
            _place(min(len(found) // 4, 6), min(len(beside[d.sentence]), 4), min(apart, 9)),
            _sure(int(near * 5), int(sure * 5), int(aim * 5), int(aim * 3), int(d.confidence * 10)),
            _above(min(len(above), 3), int(top * 8), any(set(x.targets) & set(d.targets) for x in same)),
            _others(d, others),
        )
        if same:
            nearest = min(same, key=lambda x: (abs(x.sentence - d.sentence), x.start))
            d.features += (
                _acts(nearest.act, d.act, apart),
                _rules(nearest.rule, d.rule, min(apart, 1)),
                _shares(
                    int(same[0].confidence * 8),
                    int(_shared(nearest, d) * 4),
                    min(int(2 * sum((x.confidence for x in same), 0.0)), 8),
                ),
            )
        said[_speaker(d)].append(d)


@lru_cache(_NAMES)
def _act(act: Act, targets: int, same: int, again: bool) -> Traits:
    bare = act is Act.ASSERT and same > 0
    return Traits(f"m.a={act}", f"m.nt={targets}", f"m.same={same}", f"m.act={int(again)}", f"m.assert={int(bare)}")


@lru_cache(_NAMES)
def _place(all_told: int, beside: int, apart: int) -> Traits:
    far = f"m.apart={min(apart, 6)}"
    return Traits(f"m.all={all_told}", f"m.beside={beside}", f"m.sentence={int(apart == 0)}", far)


@lru_cache(_NAMES)
def _sure(near: int, sure: int, aim: int, third: int, confidence: int) -> Traits:
    both = f"m.sure={sure}.{third}"
    return Traits(f"m.near={near}", f"m.sure={sure}", f"m.aim={aim}", both, f"m.p={confidence}")


@lru_cache(_NAMES)
def _above(above: int, top: int, target: bool) -> Traits:
    return Traits(f"m.above={above}", f"m.above.p={top}", f"m.target={int(target)}")


@lru_cache(_NAMES)
def _acts(one: str, other: str, apart: int) -> Traits:
    acts = f"m.acts={one}.{other}"
    return Traits(acts, f"m.apart={min(apart, 4)}.{int(one == other)}", f"{acts}.{min(apart, 2)}")


@lru_cache(_NAMES)
def _rules(one: str, other: str, apart: int) -> Traits:
    return Traits(f"m.rules={one}.{other}.{apart}")


@lru_cache(_NAMES)
def _shares(top: int, shared: int, total: int) -> Traits:
    return Traits(f"m.top={top}", f"m.shared={shared}", f"m.sum={total}")


def _overlaps(a: StatementDraft, b: StatementDraft) -> bool:
    return a.sentence == b.sentence and _shared(a, b) > _SHARED


def _shared(a: StatementDraft, b: StatementDraft) -> float:
    """How much of the shorter of two evidences is also in the other, 0 to 1."""
    both = min(a.end, b.end) - max(a.start, b.start)
    return max(both, 0) / max(min(a.end - a.start, b.end - b.start), 1)


def _others(d: StatementDraft, side: list[StatementDraft]) -> Traits:
    """Features of the like statements that others of the speaker's side make."""
    alike = [x for x in side if _alike(x, d) > _SAME]
    here = any(x.sentence == d.sentence for x in alike)
    top = max((x.confidence for x in alike), default=0.0)
    return _alike_beside(min(len(alike), 3), d.speaker.person is None, here, int(top * 6))


@lru_cache(_NAMES)
def _alike_beside(others: int, nameless: bool, here: bool, top: int) -> Traits:
    return Traits(f"m.others={others}.{int(nameless)}", f"m.others.here={int(here)}", f"m.others.p={top}")
