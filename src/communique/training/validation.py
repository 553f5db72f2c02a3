"""Measuring the deciding models by cross-validation: no article is decided by what was fitted on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from communique.evaluation import KINDS, Coding, Scores, score
from communique.evaluation.coded import Coded
from communique.evaluation.figures import pairs
from communique.extraction.deciding.decide import decide, sub_kind
from communique.extraction.deciding.model import Models
from communique.training.calibration import Levelling, levelling
from communique.training.examples import Example
from communique.training.fit import fit


@dataclass(frozen=True, slots=True)
class Validation:
    """What cross-validation gives: the scores with the chosen thresholds, what levels the probabilities of each kind,
    (levelled probability, right) of every draft by kind, the codings of both sides, and how many articles the models
    of a part were fitted on (the mean).
    """

    scores: Scores
    thresholds: dict[str, float]
    levellings: dict[str, Levelling]
    reliability: dict[str, list[tuple[float, bool]]]
    gold: dict[str, Coding]
    system: dict[str, Coding]
    articles: int


def folds(examples: Sequence[Example], count: int) -> list[list[Example]]:
    """The examples dealt into `count` parts in the order of their names' digest, so that the split is the same
    everywhere.
    """
    from hashlib import blake2b

    ordered = sorted(examples, key=lambda e: blake2b(e.article.doc.encode(), digest_size=8).digest())
    return [ordered[k::count] for k in range(count)]


def levelled(models: Models, levellings: Mapping[str, Levelling]) -> Models:
    """The models with the probabilities of keeping a record of each kind levelled."""
    keeping = {
        name: each.on(models.decisions[name])
        for kind, each in levellings.items()
        if (name := f"{kind}.keep") in models.decisions
    }
    return Models({**models.decisions, **keeping}, models.thresholds)


def cross_validate(
    examples: Sequence[Example],
    count: int = 5,
    kinds: Sequence[str] = KINDS,
    share: float = 1.0,
    beside: Sequence[Example] = (),
) -> Validation:
    """Fit on all parts but one, decide on that one, in turn; thresholds are the ones best over all held-out parts.

    The probabilities of a part are levelled by those of the other parts. `share`: how much of the articles that are not
    held out is fitted on, taken evenly from all parts. `beside`: more articles, fitted on each time, but neither
    decided on nor counted.
    """
    parts = folds(examples, count)
    more = _first(folds(beside, 1)[0], share) if beside else []
    rests = [
        [*(e for j, other in enumerate(parts) if j != k for e in _first(other, share)), *more] for k in range(count)
    ]
    fitted = [fit(rest, kinds=kinds) for rest in rests]
    rated = [_rated(part, models, kinds) for part, models in zip(parts, fitted, strict=True)]
    fitted = [
        levelled(models, _levellings([each for j, each in enumerate(rated) if j != k], kinds))
        for k, models in enumerate(fitted)
    ]
    held = [_rated(part, models, kinds) for part, models in zip(parts, fitted, strict=True)]
    thresholds: dict[str, float] = {}
    for kind in kinds:
        thresholds.update(_best_thresholds(kind, [each for of_part in held for each in of_part[kind]]))
    system: dict[str, Coding] = {}
    for part, models in zip(parts, fitted, strict=True):
        for e in part:
            system[e.article.doc] = e.coding(decide(e.drafts(), Models(models.decisions, thresholds)))
    gold = {e.article.doc: e.gold for e in examples}
    return Validation(
        score(gold, system),
        thresholds,
        _levellings(rated, kinds),
        {kind: [row for of_part in held for each in of_part[kind] for row in each.rows()] for kind in kinds},
        gold,
        system,
        round(sum(map(len, rests)) / count),
    )


def _first(part: Sequence[Example], share: float) -> Sequence[Example]:
    return part[: max(1, round(len(part) * share))]


@dataclass(frozen=True, slots=True)
class _Held:
    """One held-out article of a record kind: the coder's records, and the drafts as (probability, sub-kind, record)."""

    gold: Sequence[Coded]
    drafts: list[tuple[float, str, Coded]]

    def rows(self) -> list[tuple[float, bool]]:
        """Probability of every draft, and whether the coder has it."""
        hits = {j for _, j in pairs(self.gold, [record for _, _, record in self.drafts])}
        return [(probability, j in hits) for j, (probability, _, _) in enumerate(self.drafts)]


def _rated(part: Sequence[Example], models: Models, kinds: Sequence[str]) -> dict[str, list[_Held]]:
    """Every draft of a part with how probable the models find it."""
    every = Models(models.decisions, {f"{kind}.keep": 0.0 for kind in kinds})
    found: dict[str, list[_Held]] = {kind: [] for kind in kinds}
    for e in part:
        drafts = decide(e.drafts(), every)
        coded = e.coding(drafts)
        for kind in kinds:
            listed = zip(getattr(drafts, kind), coded.of(kind), strict=True)
            found[kind].append(_Held(e.gold.of(kind), [(d.confidence, sub_kind(d), r) for d, r in listed]))
    return found


def _levellings(parts: Sequence[Mapping[str, list[_Held]]], kinds: Sequence[str]) -> dict[str, Levelling]:
    return {kind: levelling([row for part in parts for each in part[kind] for row in each.rows()]) for kind in kinds}


_NOISE = 0.45
"""Of one over the root of how many records there are: how far two F1s may be apart by chance."""
_GRID = tuple(step / 100 for step in range(8, 66, 3))


def _best_thresholds(kind: str, held: list[_Held]) -> dict[str, float]:
    """The least probability to keep with the best found F1, and for the sub-kinds of states their own.

    Where several are as good as the best but for noise, the middle one: what is best on other articles lies near it.
    """
    gold = sum(len(h.gold) for h in held)
    scores = {t: 2 * hits / max(kept + gold, 1) for t in _GRID for hits, kept in [_hits(held, t, None)]}
    best = max(scores.values())
    level = [t for t, f1 in scores.items() if f1 >= best - _NOISE / sqrt(max(gold, 1))]
    at = level[len(level) // 2]
    found = {f"{kind}.keep": at}
    for sub in sorted({sub for h in held for _, sub, _ in h.drafts if sub}):
        worth = {t: (lambda hk: hk[0] - best / 2 * hk[1])(_hits(held, t, sub)) for t in _GRID}
        found[f"{kind}.keep.{sub}"] = max(_GRID, key=lambda t: (worth[t], -abs(t - at)))
    return found


def _hits(held: list[_Held], threshold: float, sub: str | None) -> tuple[int, int]:
    hits = kept = 0
    for h in held:
        records = [r for p, s, r in h.drafts if p >= threshold and (sub is None or s == sub)]
        kept += len(records)
        hits += len(pairs(h.gold, records))
    return hits, kept
