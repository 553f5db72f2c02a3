"""Scores as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.table import Table
from rich.text import Text

from communique.cli.messages import say
from communique.cli.screen import shown
from communique.cli.tables import grid
from communique.evaluation import Scores
from communique.evaluation.joining import Joined


def tables(scores: Scores) -> Iterator[Table | Text]:
    """Figures by record kind, by field and by rule."""
    figures = grid(("list", "precision", "recall", "f1", "record_f1", "gold", "system"))
    for kind, each in scores.kinds.items():
        found = each.found
        shares = (f"{share:.3f}" for share in (found.precision, found.recall, found.f1, each.record_f1))
        figures.add_row(say(f"list.{kind}"), *shares, str(each.gold), str(each.system))
    yield figures
    yield Text(say("score.macro", f1=f"{scores.macro:.3f}"), style="bold")
    by_field = grid(("list", "field", "right", "seen"), say("score.fields"))
    for kind, each in scores.kinds.items():
        for name, field in each.fields.items():
            by_field.add_row(say(f"list.{kind}"), name, f"{field.share:.2f}", str(field.seen))
    yield by_field
    if not scores.rules:
        return
    by_rule = grid(("list", "rule", "precision", "system", "matched", "whole"), say("score.rules"))
    for rule in scores.rules:
        counts = (str(rule.system), str(rule.matched), str(rule.right))
        by_rule.add_row(say(f"list.{rule.kind}"), shown(rule.rule), f"{rule.precision:.2f}", *counts)
    yield by_rule


def of_merging(parts: Mapping[str, Joined]) -> Table:
    """Figures of joining, for each part over pairs of reports and as the mean over reports (B-cubed)."""
    table = grid(("joined", "over", "reports", "absent", "precision", "recall", "f1"))
    for name, each in parts.items():
        for over, found in (("pairs", each.figures.pairs), ("reports", each.figures.reports)):
            shares = (f"{share:.3f}" for share in (found.precision, found.recall, found.f1))
            counts = (str(each.figures.listed), str(each.absent))
            table.add_row(say(f"merging.{name}"), say(f"merging.{over}"), *counts, *shares)
    return table
