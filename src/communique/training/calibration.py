"""How much a confidence means what it says: of records marked 0.8, four in five should be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bin:
    """Drafts whose probability lies in a tenth: mean probability, share right, and how many they are."""

    probability: float
    right: float
    count: int


def reliability(rows: Sequence[tuple[float, bool]], bins: int = 10) -> list[Bin]:
    """The non-empty bins of equal width, from the least probable on."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for probability, right in rows:
        held[min(int(probability * bins), bins - 1)].append((probability, right))
    return [
        Bin(sum(p for p, _ in each) / len(each), sum(right for _, right in each) / len(each), len(each))
        for each in held
        if each
    ]


def calibration_error(rows: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error: the mean distance between probability and share right, weighted by how many."""
    total = len(rows)
    return sum(abs(b.probability - b.right) * b.count for b in reliability(rows, bins)) / total if total else 0.0
