"""Hand-coded articles in, figures out: how much of what a person found the program finds, and how much of it is right.

`score` compares codings of the same documents; `read_codings` reads them from a file, `coding` takes one of a Reading.
"""

from communique.evaluation.coding import KINDS, Coding, coding, read_codings
from communique.evaluation.faults import Cause, Fault, Sort, fault_counts, faults
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
    "Cause",
    "Coding",
    "Fault",
    "FieldFigure",
    "KindFigures",
    "RuleFigure",
    "Scores",
    "Sort",
    "Unmatched",
    "Unpaired",
    "coding",
    "fault_counts",
    "faults",
    "read_codings",
    "score",
    "unpaired",
]
