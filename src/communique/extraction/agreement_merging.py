"""Agreements told in several sentences: one record for each thing that happened to an instrument."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from operator import neg

from communique.extraction.agreement_parties import GENERAL
from communique.extraction.agreements import PLAIN
from communique.extraction.deciding.features import up_to
from communique.extraction.drafts import AgreementDraft
from communique.knowledge import knowledge
from communique.records import AgreementAction

_SUREST = 12
"""How many of the surest drafts a draft is held against."""
_RARE = PLAIN | {AgreementAction.WITHDRAWN, AgreementAction.VIOLATED}
"""What seldom happens to two instruments of the same parties in one article."""
_NO_TREATY = frozenset({"contract", "documents", "plan"})
"""Nouns that no named instrument goes by."""


def merge_agreements(drafts: list[AgreementDraft]) -> list[AgreementDraft]:
    """One record for each thing that happened to an instrument, told by the sentence that says it most surely."""
    merged: list[AgreementDraft] = []
    for d in sorted(drafts, key=lambda x: (-x.confidence, x.sentence, x.start)):
        have = next((m for m in merged if m.action is d.action and _same(m, d)), None)
        if have is None:
            merged.append(d)
            continue
        have.members += 1
        if have.date is None:
            have.date, have.candidates = d.date, d.candidates
        if len(d.name) > len(have.name) and d.described:
            have.name = d.name
    of_action = Counter(d.action for d in merged)
    ranks = _Ranks(merged)
    for n, d in enumerate(merged):
        d.features += [
            *ranks.features(d),
            *_beside(d, merged[: min(n, _SUREST)]),
            f"m.n={min(d.members, 4)}",
            f"m.act={min(of_action[d.action], 4)}",
            up_to("m.conf", int(d.confidence * 20)),
        ]
    for d in merged:
        if d.described:
            d.name = _with_parties(d)
    merged.sort(key=lambda d: (d.start, d.action, d.parties))
    return merged


def _beside(d: AgreementDraft, surer: list[AgreementDraft]) -> list[str]:
    """What surer drafts say of the same parties: of this instrument (n), one like it (k), another (o); here or not."""
    found: list[str] = []
    parties = set(d.parties)
    for other in surer:
        if len(parties.intersection(other.parties)) < min(2, len(parties), len(other.parties)):
            continue
        alike = _alike(d.name, other.name) or _fuller(d.name, other.name)
        kin = "n" if other.name == d.name else "k" if alike else "o"
        where = f"{kin}{int(other.sentence == d.sentence)}"
        found += (f"m.by={where}", f"m.by={other.action}>{d.action}", f"m.by={other.action}>{d.action}.{where}")
        if other.date == d.date:
            found.append(f"m.by.date={int(d.date is not None)}{where}")
    return list(dict.fromkeys(found)) or [f"m.by=none.{d.action}"]


class _Ranks:
    """How sure each draft is beside all others, those of its parties, of its sentence and of its instrument."""

    def __init__(self, drafts: list[AgreementDraft]) -> None:
        self.groups: dict[tuple[str, object], list[float]] = {}
        for d in drafts:
            for key in self._keys(d):
                self.groups.setdefault(key, []).append(d.confidence)
        for group in self.groups.values():
            group.sort(reverse=True)

    @staticmethod
    def _keys(d: AgreementDraft) -> tuple[tuple[str, object], ...]:
        return ("all", None), ("p", frozenset(d.parties)), ("s", d.sentence), ("i", d.name)

    def features(self, d: AgreementDraft) -> list[str]:
        """Its place in each group, and how far it is from the surest other one."""
        found: list[str] = []
        for key in self._keys(d):
            name, group = key[0], self.groups[key]
            above = bisect_left(group, -d.confidence, key=neg)
            after = bisect_right(group, -d.confidence, key=neg)
            best = group[0] if above else group[after] if after < len(group) else 0.0
            found += (
                f"m.{name}={min(above, 5)}",
                f"m.{name}.of={min(above, 3)}/{min(len(group), 5)}",
                f"m.{name}.gap={int((d.confidence - best) * 8)}",
            )
        return found


def _same(a: AgreementDraft, b: AgreementDraft) -> bool:
    if not a.described and not b.described and a.name != b.name:
        return False
    shared = set(a.parties) & set(b.parties)
    if len(shared) < min(2, len(a.parties), len(b.parties)):
        return False
    if a.date is not None and a.date == b.date and a.sentence != b.sentence and len(shared) > 1:
        return a.described or b.described
    if a.described != b.described:
        general = a.name if a.described else b.name
        return a.action in _RARE and len(shared) > 1 and general.rsplit(" ", 1)[-1] not in _NO_TREATY
    if not a.described:
        return True
    if a.name == b.name or GENERAL in (a.name, b.name) or _alike(a.name, b.name):
        return True
    return a.sentence != b.sentence and _fuller(a.name, b.name)


def _alike(a: str, b: str) -> bool:
    """Whether two names differ in the noun alone, and one noun can mean any: military "treaty", "agreement"."""
    one, _, noun = a.rpartition(" ")
    other, _, second = b.rpartition(" ")
    return one == other and GENERAL in (noun, second)


def _fuller(a: str, b: str) -> bool:
    """Whether one name is the other with what it is about: "border ceasefire" and "ceasefire"."""
    return a.endswith(f" {b}") or b.endswith(f" {a}") or a.startswith(f"{b} on ") or b.startswith(f"{a} on ")


def _with_parties(d: AgreementDraft) -> str:
    """The parties' English names before the description: US-North Korea peace agreement."""
    actors, adjectives = knowledge().actors, knowledge().adjectives
    names = [
        adjectives[c] if adjectives.get(c, "").isupper() else actors[c].name if c in actors else c
        for c in d.parties[:2]
    ]
    return f"{'-'.join(names)} {d.name}" if len(d.parties) <= 2 else f"{d.name} of {', '.join(names)} and others"


__all__ = ["merge_agreements"]
