"""What the ledger works out from many entries: lives of agreements, claims, accounts."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812 - elements have a field of that name

from communique.elements.element import Element, EntryId
from communique.ledger.accounts import Voices
from communique.ledger.claims import Finding
from communique.ledger.lives import Footing
from communique.records import Act, AgreementAction


class Dated(Element):
    """An entry by its id, with its date and the bounds of that."""

    id: EntryId
    date: str | None
    earliest: Day | None
    latest: Day | None


class Since(Element):
    """What brought an instrument where it stands: its date, the last day it can have been, its entry."""

    date: str | None
    by: Day | None
    id: EntryId


class Deed(Element):
    """One thing that happened to an instrument."""

    action: AgreementAction
    date: str | None
    first: Day | None
    last: Day | None
    id: EntryId


class Instrument(Element):
    """An agreement with what happened to it, in order, and how it stands."""

    name: str
    also: tuple[str, ...]
    """Its other names."""
    parties: tuple[str, ...]
    standing: Footing
    since: Since | None
    actions: tuple[Deed, ...]


class Claim(Element):
    """That a contact is the first since a time, with what the ledger says of it."""

    contact: Dated
    since: str
    reports: tuple[EntryId, ...]
    finding: Finding
    deciding: tuple[Dated, ...]
    """The contacts that contradict it, or the one that bears it out."""


class SaidBy(Element):
    """What a side says, in its exact words."""

    side: str
    person: str | None
    act: Act
    targets: tuple[str, ...]
    evidence: str
    carried: tuple[str, ...]
    """Outlets and agencies that carry it."""
    id: EntryId


class Point(Element):
    """What one side says, what several say, or what one says and another rejects."""

    voices: Voices
    sides: tuple[str, ...]
    said: tuple[SaidBy, ...]


class Telling(Element):
    """A value that reports of the contact give, and the sides they speak for."""

    value: str
    sides: tuple[str, ...]
    reports: tuple[EntryId, ...]
    carried: tuple[str, ...]


class Difference(Element):
    """A field of which the reports of the contact give different values."""

    field: str
    tellings: tuple[Telling, ...]


class Remark(Element):
    """A sentence that says that accounts differ: text[start:end] of the document."""

    doc: str
    outlet: str | None
    words: str
    start: int
    end: int


class Accounts(Element):
    """Who says what of one contact."""

    contact: Dated
    sides: tuple[str, ...]
    points: tuple[Point, ...]
    topics: tuple[Telling, ...]
    differences: tuple[Difference, ...]
    remarks: tuple[Remark, ...]
