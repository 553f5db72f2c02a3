"""A channel: two actors at one level, what is known of it, and what it is as of a day (see `ledger.histories`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from communique.ledger.dyads import Dyad, Level
from communique.ledger.entry import Brief
from communique.records import StateKind, StateValue

SILENCE = timedelta(days=365)


class Present(StrEnum):
    """What a channel is now."""

    OPEN = "open"
    SILENT = "silent"
    FROZEN = "frozen"
    CUT = "cut"
    RESTORED = "restored"


_EXPLICIT = {
    StateValue.OPEN: Present.OPEN,
    StateValue.IN_FORCE: Present.OPEN,
    StateValue.IMPROVING: Present.OPEN,
    StateValue.RESTORED: Present.RESTORED,
    StateValue.LIFTED: Present.RESTORED,
    StateValue.FROZEN: Present.FROZEN,
    StateValue.BLOCKED: Present.FROZEN,
    StateValue.CUT: Present.CUT,
}
_OF_RELATIONS = frozenset({StateValue.CUT, StateValue.RESTORED})


class Talk(NamedTuple):
    """A contact of a dyad that occurred; `first` and `day` are the first and the last it can have been, None where it
    is undated.

    A tuple, since the board of a large ledger is made of tens of thousands.
    """

    id: str
    dyad: Dyad
    levels: tuple[Level, ...]
    first: date | None
    day: date | None
    reports: int


@dataclass(frozen=True, slots=True)
class Said:
    """An explicit state of a dyad and the first day it is known to hold."""

    id: str
    dyad: Dyad
    day: date
    present: Present


@dataclass(frozen=True, slots=True)
class Turn:
    """A change in the history of a channel: from a day on it was this, on the evidence of these entries."""

    day: date
    present: Present
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """Days without any sign of life, between two signs or up to the day asked for."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How long it was."""
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class History:
    """A dyad at a level as of a day; `last` and `explicit` are ids of entries.

    `contacts` counts the contacts that occurred, `reports` the reports of them. `since`: when the present state began,
    None for one that is simply open. `silences`: the longest, longest first.
    """

    dyad: Dyad
    level: Level
    contacts: int
    reports: int
    last: str | None
    explicit: str | None
    present: Present | None
    since: date | None
    evidence: tuple[str, ...]
    turns: tuple[Turn, ...]
    silences: tuple[Silence, ...]


@dataclass(frozen=True, slots=True)
class Channel:
    """A history with its last contact and the last explicit state."""

    history: History
    last: Brief | None
    explicit: Brief | None

    @property
    def dyad(self) -> Dyad:
        """The two sides."""
        return self.history.dyad

    @property
    def level(self) -> Level:
        """Who talks."""
        return self.history.level

    @property
    def contacts(self) -> int:
        """Contacts that occurred."""
        return self.history.contacts

    @property
    def reports(self) -> int:
        """Reports of them."""
        return self.history.reports

    @property
    def present(self) -> Present | None:
        """What it is as of the day."""
        return self.history.present

    @property
    def since(self) -> date | None:
        """When that began."""
        return self.history.since

    @property
    def evidence(self) -> tuple[str, ...]:
        """Ids of the entries that rests on."""
        return self.history.evidence


def said_present(kind: str, state: str | None) -> Present | None:
    """What an explicit state of a kind says of a channel, if it says anything."""
    if state is None or StateValue(state) not in _EXPLICIT:
        return None
    if kind == StateKind.CHANNEL or (kind == StateKind.RELATIONS and StateValue(state) in _OF_RELATIONS):
        return _EXPLICIT[StateValue(state)]
    return None
