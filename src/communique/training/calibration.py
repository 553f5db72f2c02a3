"""How much a confidence means what it says: of records marked 0.8, four in five should be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from communique.extraction.deciding.model import Linear

Rated = Sequence[tuple[float, bool]]
"""Probability of each draft, and whether the coder has it."""
_EDGE = 0.0005
"""Half of the last digit of a confidence: nothing is surer than that."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Drafts whose probability lies in a tenth: mean probability, share right, and how many they are."""

    probability: float
    right: float
    count: int


def reliability(rows: Rated, bins: int = 10) -> list[Bin]:
    """The non-empty bins of equal width, from the least probable on."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for probability, right in rows:
        held[min(int(probability * bins), bins - 1)].append((probability, right))
    return [
        Bin(sum(p for p, _ in each) / len(each), sum(right for _, right in each) / len(each), len(each))
        for each in held
        if each
    ]


def calibration_error(rows: Rated, bins: int = 10) -> float:
    """Expected calibration error: the mean distance between probability and share right, weighted by how many."""
    total = len(rows)
    return sum(abs(b.probability - b.right) * b.count for b in reliability(rows, bins)) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Levelling:
    """What brings probabilities to the shares that are right: their log odds times `slope`, plus `shift`."""

    slope: float = 1.0
    shift: float = 0.0

    def of(self, probability: float) -> float:
        """A probability, levelled, with three digits like every confidence."""
        return round(1 / (1 + exp(-(self.slope * _odds(probability) + self.shift))), 3)

    def on(self, model: Linear) -> Linear:
        """A yes/no decision whose probabilities come levelled."""
        weights = {name: tuple(self.slope * weight for weight in row) for name, row in model.weights.items()}
        return Linear(model.labels, tuple(self.slope * bias + self.shift for bias in model.bias), weights)


def levelling(rows: Rated) -> Levelling:
    """The levelling under which the rows are most probable (Platt 1999); none where all are right, or all wrong."""
    from sklearn.linear_model import LogisticRegression

    if len({right for _, right in rows}) < 2:
        return Levelling()
    model = LogisticRegression(C=1e6, tol=1e-6)
    model.fit([[_odds(probability)] for probability, _ in rows], [right for _, right in rows])
    return Levelling(float(model.coef_[0][0]), float(model.intercept_[0]))


def _odds(probability: float) -> float:
    """Log odds, within what a confidence can tell."""
    within = min(max(probability, _EDGE), 1 - _EDGE)
    return log(within / (1 - within))
