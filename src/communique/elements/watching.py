"""Watches: saved filters, what is sent to set one up, and what they have told of."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from communique.elements.element import Confidence, Element, EntryId
from communique.interchange import RecordKind
from communique.ledger.dyads import Level
from communique.ledger.watches import Cause
from communique.records import Act, ActionType, AgreementAction, ContactKind, StateKind


class Watch(Element):
    """A saved filter with who set it up and when; every part that is set must hold."""

    name: str
    kind: RecordKind | None
    actors: tuple[str, ...]
    """Codes that all take part."""
    level: Level | None
    """At which they talk, so only contacts."""
    what: str | None
    """meeting, ACCUSE, signed, … by kind."""
    min_confidence: Confidence
    speaks: bool
    """Only contacts that end the silence of a channel."""
    stands: bool
    """Only what makes an agreement stand otherwise."""
    by: str
    at: datetime


class NewWatch(Element):
    """A filter to be saved under a name."""

    name: str = Field(min_length=1, max_length=100, pattern=r"^[^/?#%\\\x00-\x20\x7f][^/?#%\\\x00-\x1f\x7f]*$")
    kind: RecordKind | None = None
    actors: tuple[Annotated[str, Field(pattern=r"^[^,/?#\x00-\x20\x7f]{1,60}$")], ...] = Field((), max_length=8)
    level: Level | None = None
    what: ContactKind | Act | AgreementAction | StateKind | ActionType | None = None
    """A value of the codebook; with `kind`, one of that."""
    min_confidence: Confidence = 0.0
    speaks: bool = Field(False, strict=True)
    stands: bool = Field(False, strict=True)


class Notice(Element):
    """What a watch told of: an entry, why, the document that brought it, and when. Keys only grow."""

    key: int
    watch: str
    entry: EntryId
    reason: str
    doc: str
    at: datetime
    cause: Cause
    """What made it tell."""
