"""Dates said by others: "the same day", "February of the same year", "last week" from a day or a month."""

from __future__ import annotations

from datetime import date, timedelta

from communique.dates import edtf
from communique.extraction.model import Sentence, When


def fill_same_years(sentences: list[Sentence]) -> None:
    """Give "in February of the same year" the year that the article named last, and "the same day" the day."""
    year: str | None = None
    day: When | None = None
    for sentence in sentences:
        for when in sentence.dates:
            if when.relative == ("same", 0):
                if day is not None and sentence.index - day.sentence <= _SAME_DAY:
                    when.value = day.value
                    when.relative = day.relative
                    when.side = day.side
                continue
            if (when.value is not None and when.value.count("-") == _FULL and "/" not in when.value) or (
                when.value is None and when.relative is not None and when.relative[0] == "day"
            ):
                day = when
            if when.relative == ("sameyear", 0) and when.value is not None and year is not None:
                when.value, when.relative = when.value.replace("XXXX", year), None
            elif when.value is not None and not when.value.startswith("XXXX"):
                year = when.value[:4]


_SAME_DAY, _FULL = 15, 2
"""Sentences over which "the same day" reaches back; hyphens in a full date."""


def shift_open(anchor: tuple[int, int | None], unit: str, distance: int) -> str | None:
    """As `shift`, from a month and day of an unknown year: ``XXXX-06-12``; None where that cannot be said."""
    month, day = anchor
    if unit == "day" and day is not None:
        moved = date(2001, month, min(day, 28) if month == 2 else day) + timedelta(days=distance)
        return edtf(None, moved.month, moved.day)
    if unit == "month":
        return edtf(None, (month - 1 + distance) % 12 + 1)
    if unit == "week" and day is not None:
        return edtf(None, (date(2001, month, min(day, 28)) + timedelta(weeks=distance)).month)
    return edtf(None, month) if unit in ("day", "week") and abs(distance) <= 1 else None


def shift(today: date, unit: str, distance: int) -> str:
    """The EDTF date that lies `distance` days, weeks, months or years from `today`; a week is said by its month."""
    if unit == "day":
        return (today + timedelta(days=distance)).isoformat()
    if unit == "week":
        then = today + timedelta(weeks=distance)
        return edtf(then.year, then.month)
    if unit == "month":
        months = today.year * 12 + today.month - 1 + distance
        return edtf(months // 12, months % 12 + 1)
    return edtf(today.year + distance)
