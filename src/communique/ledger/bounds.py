"""The first and last day a record can mean, candidates included."""

from __future__ import annotations

from datetime import date

from communique.dates import bounds
from communique.interchange import record_date
from communique.records import Record, State


def record_bounds(record: Record) -> tuple[date | None, date | None]:
    """Bounds of the record's date, inclusive; of its date's candidates where the date itself leaves the year open."""
    known = bounds(record_date(record))
    if known != (None, None):
        return known
    field = "since" if isinstance(record, State) else "date"
    spans = [bounds(each.value) for each in record.candidates if each.field == field]
    firsts, lasts = [first for first, _ in spans if first], [last for _, last in spans if last]
    if not spans or len(firsts) < len(spans) or len(lasts) < len(spans):
        return None, None
    return min(firsts), max(lasts)
