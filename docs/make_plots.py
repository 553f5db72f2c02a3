"""Draws what docs/accuracy.md shows from docs/figures.json: reliability, precision and recall by confidence, and the
learning curve. Run by `make docs`.
"""

from __future__ import annotations

import json
from pathlib import Path

from communique.evaluation.plots import confidence_plot, learning_plot, reliability_plot

HERE = Path(__file__).parent


def main() -> None:
    """Write the drawings that the figures allow."""
    measured = json.loads((HERE / "figures.json").read_text(encoding="utf-8")).get("validated", {})
    drawings = {
        "reliability.svg": (reliability_plot, measured.get("reliability")),
        "confidence.svg": (confidence_plot, measured.get("curve")),
        "learning.svg": (learning_plot, measured.get("learning")),
    }
    for name, (draw, figures) in drawings.items():
        if figures:
            (HERE / name).write_text(draw(figures) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
