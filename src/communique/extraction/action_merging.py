"""Acts decided on and brought together: who did them to whom, and which of them are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from communique.extraction.contact_merging import same_day
from communique.extraction.deciding.traits import Traits
from communique.extraction.drafts import ActionDraft
from communique.records import ActionType

_SURE, _DOER, _OBJECT, _ALONE, _JOINED = 0.42, 0.3, 0.35, 0.15, 0.6
_RIVALS = 40
_NAMES = 2_048


def take_sides(draft: ActionDraft, rated: list[tuple[str, float, float]]) -> None:
    """Set the sides from how probable each actor is as doer and as the one it is done to."""
    actors = [(a, c) for c, a, r in rated if a >= _SURE and a >= r]
    recipients = [(r, c) for c, a, r in rated if r >= _SURE and r > a]
    if draft.known:
        actors = [(a, c) for c, a, _ in rated if c in draft.known or (a >= _JOINED and (a, c) in actors)]
        recipients = [(r, c) for r, c in recipients if c not in draft.known]
    if not actors:
        best = max(((a, c) for c, a, r in rated if a >= _DOER and a >= r), default=None)
        actors = [best] if best is not None else []
    if not recipients:
        best = max(((r, c) for c, a, r in rated if r >= _OBJECT and r > a and c not in draft.known), default=None)
        recipients = [best] if best is not None else []
    if not actors and not recipients:
        chance, does, code = max(((max(a, r), a >= r, c) for c, a, r in rated), default=(0.0, True, ""))
        if chance >= _ALONE:
            (actors if does else recipients).append((chance, code))
    draft.actors = [c for _, c in sorted(actors, reverse=True)][:4]
    draft.recipients = [c for _, c in sorted(recipients, reverse=True)][:3]
    sure = min((a for a, _ in actors), default=0.0)
    hit = min((r for r, _ in recipients), default=0.0)
    other = max((max(a, r) for c, a, r in rated if c not in draft.actors and c not in draft.recipients), default=0.0)
    draft.features.append(_taken(len(actors), len(recipients), int(sure * 5), int(hit * 5), int(other * 5)))
    draft.features.append(_kind(min(len(actors), 2), min(len(recipients), 2), draft.type, draft.status))


@lru_cache(_NAMES)
def _taken(actors: int, recipients: int, sure: int, hit: int, other: int) -> Traits:
    return Traits(f"na={actors}", f"nr={recipients}", f"sa={sure}", f"sr={hit}", f"so={other}")


@lru_cache(_NAMES)
def _kind(actors: int, recipients: int, kind: str, status: str) -> Traits:
    n = f"{actors}.{recipients}"
    of_type = (f"type={kind}", f"type.n={kind}.{n}", f"type.status={kind}.{status}")
    return Traits(f"n={n}", *of_type, f"status={status}")


def merge_actions(drafts: list[ActionDraft]) -> list[ActionDraft]:
    """One record for each act of the same sides, told by the sentence that says it most surely."""
    named = [d for d in drafts if d.actors or d.recipients]
    beside: dict[int, list[ActionDraft]] = {}
    for d in named:
        beside.setdefault(d.sentence, []).append(d)
    for d in named:
        surer = [o for o in beside[d.sentence] if o.confidence > d.confidence]
        above = [o.confidence for o in surer]
        like = [o.confidence for o in surer if o.type is d.type]
        d.features += [
            f"m.rank={min(len(above), 3)}",
            f"m.like={min(len(like), 2)}",
            f"m.conf={int(d.confidence * 12)}",
            f"m.gap={int(10 * (max(above, default=d.confidence) - d.confidence))}",
        ]
    merged: list[ActionDraft] = []
    kin: dict[tuple[object, ...], list[ActionDraft]] = {}
    for d in sorted(named, key=lambda d: (-d.confidence, d.sentence, d.start)):
        known = kin.setdefault((d.type, frozenset(d.actors), frozenset(d.recipients)), [])
        have = next((m for m in known[:_RIVALS] if _same(m, d)), None)
        if have is None:
            merged.append(d)
            known.append(d)
        else:
            have.members += 1
            have.date = have.date or d.date
            have.place = have.place or d.place
    count: Counter[ActionType] = Counter()
    for _, group in groupby(enumerate(merged), key=lambda item: item[1].confidence):
        level = list(group)
        for _, d in level:
            d.features += [f"m.article={min(level[0][0], 6)}", f"m.alike={min(count[d.type], 3)}"]
        count.update(d.type for _, d in level)
    _tell_apart(merged)
    return sorted(merged, key=lambda d: (d.sentence, d.at))


def _tell_apart(merged: Sequence[ActionDraft]) -> None:
    """Tell each act, surest first, of the act of its type told more surely that it may be once more."""
    surer: dict[ActionType, list[ActionDraft]] = {}
    for d in merged:
        above = surer.setdefault(d.type, [])
        best: tuple[tuple[int, int], str, ActionDraft] | None = None
        for o in above[:_RIVALS]:
            doers, others = _shared(d.actors, o.actors), _shared(d.recipients, o.recipients)
            if "!" in (doers, others):
                continue
            fit = 2 * (doers == "=") + 2 * (others in ("=", "00")) + (o.rule == d.rule)
            how = (fit, -abs(o.sentence - d.sentence))
            if best is None or how > best[0]:
                best = how, doers + others, o
        if best is None:
            d.features.append(_first(d.type))
        else:
            _, sides, o = best
            far = min(abs(o.sentence - d.sentence), 3)
            like = (o.status == d.status, o.rule == d.rule, o.sentence < d.sentence)
            d.features.append(_again(d.rule, sides, _days(d.date, o.date), far, like, d.noun))
        above.append(d)


@lru_cache(_NAMES)
def _first(kind: str) -> Traits:
    return Traits("rival=no", f"rival=no.{kind}")


@lru_cache(_NAMES)
def _again(rule: str, sides: str, days: str, far: int, like: tuple[bool, bool, bool], noun: bool) -> Traits:
    status, same_rule, after = like
    return Traits(
        f"rival={sides}",
        f"rival.date={days}",
        f"rival={sides}.{days}",
        f"rival.far={far}",
        f"rival.st={status}",
        f"rival.rule={same_rule}",
        f"rival.after={after}",
        f"rival.{rule}.{sides}",
        f"rival.noun={noun}.{sides}",
        f"rival={sides}.{status}.{days}",
    )


def _days(a: str | None, b: str | None) -> str:
    if a and b:
        return "same" if same_day(a, b) else "differ"
    return "own" if a else "other" if b else "none"


def _shared(a: list[str], b: list[str]) -> str:
    """How two lists of actors lie to each other: equal, both or one of them empty, a part, overlapping, apart."""
    if not a or not b:
        return "0" if a or b else "00"
    one, other = set(a), set(b)
    if one == other:
        return "="
    return "<" if one < other or other < one else "&" if one & other else "!"


def _same(a: ActionDraft, b: ActionDraft) -> bool:
    if (
        a.type is not b.type
        or not same_day(a.date, b.date)
        or not _within(a.actors, b.actors)
        or not _within(a.recipients, b.recipients)
    ):
        return False
    if not set(a.actors) & set(b.actors) and not set(a.recipients) & set(b.recipients):
        return False
    return a.status == b.status or a.sentence == b.sentence


def _within(a: list[str], b: list[str]) -> bool:
    return set(a) == set(b)


__all__ = ["merge_actions", "take_sides"]
