"""What pages tell of an entry: its evidence within its sentence, how sure it is, where each field is from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from communique.dates import bounds
from communique.export.inert import address
from communique.ledger import Entry, Ledger, Report, sentence_around

__all__ = ["SHOWN", "Passage", "Told", "address", "edtf", "numbers", "passage", "sureness", "told"]

SHOWN = 40
"""Reports of an entry that a page shows with their sentences."""

_STEPS = ((0.9, "sure"), (0.75, "likely"), (0.5, "maybe"), (0.0, "doubtful"))


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentence around a piece of evidence, in three pieces."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """A report with its passage and its number on the page, counted from 1."""

    number: int
    report: Report
    passage: Passage


def passage(text: str, start: int, end: int) -> Passage:
    """The evidence ``text[start:end]`` in its sentence."""
    first, last = sentence_around(text, start, end)
    return Passage(text[first:start], text[start:end], text[end:last])


def told(ledger: Ledger, entry: Entry) -> tuple[Told, ...]:
    """The first reports of an entry, at most `SHOWN`, with their sentences."""
    shown = replace(entry, reports=entry.reports[:SHOWN])
    texts = ledger.texts(shown)
    return tuple(
        Told(number, each, passage(texts[each.id], each.record.start, each.record.end))
        for number, each in enumerate(shown.reports, 1)
    )


def numbers(entry: Entry) -> Mapping[str, int]:
    """The number of each report on the page of its entry, by its id."""
    return {each.id: number for number, each in enumerate(entry.reports, 1)}


def edtf(first: date | None, last: date | None) -> str | None:
    """The shortest EDTF date of these bounds, inclusive: a day, a month or year, else an interval."""
    if first is None or last is None:
        return None
    for written in (f"{first:%Y-%m-%d}", f"{first:%Y-%m}", f"{first:%Y}"):
        if bounds(written) == (first, last):
            return written
    return f"{first}/{last}"


def sureness(share: float) -> str:
    """A confidence in a word of the tables: `sure`, `likely`, `maybe` or `doubtful`."""
    return next(word for least, word in _STEPS if share >= least)
