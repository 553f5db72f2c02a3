"""What two actors have together, in short: entries without their reports, and counts by month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from communique.export.element import Element
from communique.export.sheet import table
from communique.ledger.dyads import Dyad
from communique.ledger.entry import Month
from communique.ledger.marks import Mark


def mark_element(mark: Mark) -> Element:
    """An entry in short: its id, list, kind, status or state, the levels at which its sides talked, and its bounds."""
    return {
        "id": mark.id,
        "list": mark.kind,
        "kind": mark.what,
        "status": mark.status,
        "levels": mark.levels,
        "earliest": mark.earliest,
        "latest": mark.latest,
        "reports": mark.reports,
    }


def mark_lines(marks: Iterable[Mark], dyad: Dyad) -> Iterator[bytes]:
    """A table of entries in short, header first, with line ends."""
    header = ("one", "other", "list", "kind", "status", "levels", "earliest", "latest", "reports", "id")
    return table(
        header,
        (
            (*dyad, each.kind, each.what, each.status, each.levels, each.earliest, each.latest, each.reports, each.id)
            for each in marks
        ),
    )


def month_element(month: Month) -> Element:
    """How many entries of a list a month has."""
    return {"month": month.month.strftime("%Y-%m"), "list": month.kind, "count": month.count}
