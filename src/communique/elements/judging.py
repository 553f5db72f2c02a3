"""Judgements: what people say of entries, and what is sent to say it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from communique.elements.element import MOST_KEY, Element, EntryId, Whole
from communique.interchange import RecordKind
from communique.ledger.judging.model import Bearing, Verdict
from communique.ledger.judging.values import correctable

Note = Annotated[str, Field(max_length=10_000)]


class Anchor(Element):
    """A record that a judgement was made on, with enough of it to be found again in another reading."""

    id: EntryId
    doc: str
    start: int
    end: int
    quote: str
    codes: tuple[str, ...]
    extractor: str


class Otherwise(Element):
    """A field on which the present readings say something else."""

    field: str
    judged: JsonValue
    now: JsonValue


class Judgement(Element):
    """Who said what of an entry and when, and how it stands to the readings of today."""

    key: int
    at: datetime
    by: str
    verdict: Verdict
    list: RecordKind | None
    field: str | None
    value: JsonValue
    note: str
    undoes: int | None
    anchors: tuple[Anchor, ...]
    bearing: Bearing
    entry: EntryId | None
    """The entry it bears on now."""
    otherwise: tuple[Otherwise, ...]


FIELDS = tuple(dict.fromkeys(name for kind in RecordKind for name in correctable(kind)))
"""The fields of an entry of any kind that can be corrected."""

Correctable = StrEnum("Correctable", {name.upper(): name for name in FIELDS})  # type: ignore[misc]


class Accept(Element):
    """All that the entry says is right."""

    verdict: Literal["accept"]
    entry: EntryId
    note: Note = ""


class Reject(Element):
    """There is no such thing as the entry says."""

    verdict: Literal["reject"]
    entry: EntryId
    note: Note = ""


class Correct(Element):
    """A field of the entry is otherwise."""

    verdict: Literal["correct"]
    entry: EntryId
    field: Correctable
    value: JsonValue
    """As the entry's JSON has the field; text may also be written as on the command line (docs/ledger.md)."""
    note: Note = ""


class Merge(Element):
    """Two entries are one thing."""

    verdict: Literal["merge"]
    entry: EntryId
    other: EntryId
    note: Note = ""


class Split(Element):
    """A report is of something else than the other reports of the entry."""

    verdict: Literal["split"]
    entry: EntryId
    report: EntryId
    note: Note = ""


class Undo(Element):
    """Take a judgement back; an undo can be taken back like any other."""

    verdict: Literal["undo"]
    key: Whole = Field(ge=1, le=MOST_KEY)
    note: Note = ""


NewJudgement = Annotated[Accept | Reject | Correct | Merge | Split | Undo, Field(discriminator="verdict")]
"""What is said; `verdict` says which."""
