"""Channels: a dyad at a level, with its last contact and its state as of a day."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812 - elements have a field of that name

from communique.elements.element import Element, EntryId
from communique.interchange import RecordKind
from communique.ledger.channels import Present
from communique.ledger.dyads import Level
from communique.records import StateValue


class LastContact(Element):
    """The last contact that occurred."""

    id: EntryId
    date: str | None
    earliest: Day | None
    latest: Day | None


class ExplicitState(Element):
    """The last state that is said outright."""

    id: EntryId
    state: StateValue
    since: str | None


class Turn(Element):
    """From a day on the channel was this, on the evidence of these entries."""

    day: Day
    present: Present
    evidence: tuple[EntryId, ...]


class Silence(Element):
    """Days without any sign of life."""

    start: Day
    end: Day
    days: int


class Channel(Element):
    """Two actors and the level at which they talk."""

    dyad: tuple[str, str]
    """Codes of the two, in alphabetical order."""
    level: Level
    contacts: int
    """Contacts that occurred."""
    reports: int
    last_contact: LastContact | None
    explicit_state: ExplicitState | None
    present: Present | None
    """What it is as of the day asked for."""
    since: Day | None
    """When that began; null for one that is simply open."""
    evidence: tuple[EntryId, ...]
    turns: tuple[Turn, ...]
    silences: tuple[Silence, ...]
    """The longest, longest first."""


class MonthCount(Element):
    """How many entries of a kind two actors have in a month, which is named by its first day."""

    month: Day
    list: RecordKind
    count: int


class Dyad(Element):
    """Two actors as of a day."""

    dyad: tuple[str, str]
    as_of: Day | None
    """The day asked for, by default the last the ledger knows of; null where the ledger is empty."""
    channels: tuple[Channel, ...]
    months: tuple[MonthCount, ...]
