"""A judgement: what a person said of an entry, when, and the records it was said of.

The log of judgements is the whole truth; an undo is a judgement like any other and can be undone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from communique.interchange import RecordKind
from communique.records import Record


class Verdict(StrEnum):
    """What a person says of an entry."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    MERGE = "merge"
    SPLIT = "split"
    UNDO = "undo"


ON_ONE = frozenset({Verdict.ACCEPT, Verdict.REJECT, Verdict.CORRECT})
"""Verdicts on an entry by itself."""

ON_SEVERAL = frozenset({Verdict.MERGE, Verdict.SPLIT})
"""Verdicts on which records are one thing."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A record that a judgement was made on, with enough of it to be found again in another reading of its document.

    `start`, `end`, `quote`: its evidence. `codes`: of its actors. `extractor`: the program that read it.
    """

    id: str
    doc: str
    start: int
    end: int
    quote: str
    codes: tuple[str, ...]
    extractor: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """`key` counts from 1. `anchors`: of the entry, its leading report first; of a merge, those of both; of a split the
    report that leaves first. `field` and `value` (JSON) are a correction's. `seen`: what the reports came to then.
    """

    key: int
    at: datetime
    by: str
    verdict: Verdict
    note: str = ""
    kind: RecordKind | None = None
    anchors: tuple[Anchor, ...] = ()
    field: str | None = None
    value: str | None = None
    seen: Record | None = None
    undoes: int | None = None


class Bearing(StrEnum):
    """How a judgement in force stands to the present readings."""

    HOLDS = "holds"
    DISAGREES = "disagrees"
    UNMATCHED = "unmatched"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A field on which the present readings say something else, as JSON: what was judged, and what they say now."""

    field: str
    judged: str
    now: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A judgement with the entry it bears on now and what the present readings say to it.

    UNMATCHED: no current record stands for what was judged (of a merge, for fewer than two). DISAGREES: the readings
    have changed since and say otherwise.
    """

    judgement: Judgement
    bearing: Bearing
    entry: str | None = None
    otherwise: tuple[Otherwise, ...] = ()


def undone(undoings: Iterable[tuple[int, int]]) -> frozenset[int]:
    """The keys that are not in force, of (key, key undone) of every undo. An undo that is undone undoes nothing."""
    out: set[int] = set()
    for key, undoes in sorted(undoings, reverse=True):
        if key not in out:
            out.add(undoes)
    return frozenset(out)
