"""The three drawings of the figures that `communique train --figures` writes: reliability, precision and recall by
confidence, and what more hand-coded articles bring.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from communique.errors import EvaluationError
from communique.evaluation.coding import KINDS
from communique.evaluation.drawing import Axis, Line, Point, chart

_TENTHS = tuple(step / 10 for step in range(0, 11, 2))
_SHOWN = frozenset({0.3, 0.5, 0.7, 0.9})
_READABLE = 0.08
"""Recall below which the lines lie too near each other for labels."""


def reliability_plot(reliability: Mapping[str, Sequence[Sequence[float]]]) -> str:
    """Share right by confidence, a dot for every tenth, the larger the more drafts."""
    most = max((row[2] for rows in reliability.values() for row in rows), default=1)
    lines = [
        Line(kind, [Point(mean, right, weight=count / most) for mean, right, count in reliability[kind]])
        for kind in KINDS
    ]
    x, y = Axis("confidence", 0, 1, _TENTHS), Axis("share that the coder has too", 0, 1, _TENTHS)
    return chart("How much a confidence means what it says", lines, x, y, diagonal="as it says")


def confidence_plot(curve: Mapping[str, Sequence[Sequence[float]]]) -> str:
    """Precision over recall of the records of at least a confidence."""
    lines = [
        Line(
            kind,
            [
                Point(recall, precision, label=f"{least:g}" if least in _SHOWN and recall >= _READABLE else "")
                for least, precision, recall in reversed(curve[kind])
            ],
        )
        for kind in KINDS
    ]
    x, y = Axis("recall", 0, 1, _TENTHS), Axis("precision", 0, 1, _TENTHS)
    return chart("What --min-confidence brings and costs", lines, x, y)


def learning_of(figures: Path) -> list[dict[str, Any]]:
    """The learning curve in a file that `communique train --curve --figures` wrote. Raises EvaluationError where it
    has none.
    """
    try:
        found = orjson.loads(figures.read_bytes()).get("learning")
    except (OSError, orjson.JSONDecodeError, AttributeError) as error:
        raise EvaluationError(f"{figures}: cannot be read: {error}") from error
    if not found:
        raise EvaluationError(f"{figures}: holds no learning curve; `communique train --curve` measures one")
    return list(found)


def learning_plot(learning: Sequence[Mapping[str, Any]]) -> str:
    """Found F1 of articles that were not fitted on, by how many others were; each doubling takes the same room."""
    counts = [int(each["articles"]) for each in learning]
    lines = [Line(kind, [Point(each["articles"], each["found"][kind]) for each in learning]) for kind in KINDS]
    lines.append(Line("macro", [Point(each["articles"], each["macro"]) for each in learning]))
    low, high = min(counts), max(counts)
    best = max(point.y for line in lines for point in line.points)
    top = min(1.0, (int(best * 10) + 1) / 10)
    ticks = [step / 10 for step in range(int(top * 10) + 1)]
    x = Axis("articles fitted on", low, max(high, low + 1), counts, logarithmic=True)
    return chart("What more hand-coded articles bring", lines, x, Axis("found F1", 0, top, ticks))
