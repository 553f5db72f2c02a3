"""Hand-coded articles in, figures out: how much of what a person found the program finds, and how much of it is right.

`score` compares codings of the same documents; `read_codings` reads them from a file, `coding` takes one of a Reading.
"""

from communique.evaluation.coding import KINDS, Coding, coding, read_codings
from communique.evaluation.figures import (
    FieldFigure,
    KindFigures,
    RuleFigure,
    Scores,
    Unmatched,
    Unpaired,
    score,
    unpaired,
)

__all__ = [
    "KINDS",
    "Coding",
    "FieldFigure",
    "KindFigures",
    "RuleFigure",
    "Scores",
    "Unmatched",
    "Unpaired",
    "coding",
    "read_codings",
    "score",
    "unpaired",
]
