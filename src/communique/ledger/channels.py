"""Who is still talking to whom: for every dyad and level its history, what is said of it, and its state as of a day.

The history of a channel is walked day by day. Its steps, in the order the rules are asked:

1. An explicit state (a `channel` record, or `relations` that are cut or restored) that says cut, frozen or blocked
   makes it **cut** or **frozen** from that day; a contact of the same day does not undo it.
2. An explicit restoration, or any sign of life after it was cut or frozen, makes it **restored**.
3. Any other sign of life (a contact that occurred, or an explicit state that is open) makes it **open**, unless it is
   restored already.
4. When the last sign of life is more than SILENCE old and the channel is neither cut nor frozen, it is **silent** since
   that sign; the next one opens it again.

An explicit state names no level and counts for all levels of its dyad. An undated contact is counted but moves nothing.
A contact of which only the month or the year is known counts from its last day.
A level is one that offices of both sides share; where one side gives no office, the other's; else `other`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from communique.ledger.dyads import Dyad, Level
from communique.ledger.entry import Entry
from communique.records import StateKind, StateValue

SILENCE = timedelta(days=365)

_LONGEST = 3
"""Silences of a channel that are told."""


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
_BROKEN = frozenset({Present.CUT, Present.FROZEN})


class Talk(NamedTuple):
    """A contact of a dyad that occurred; `day` is the last it can have been, None where it is undated.

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
    """A history with the entries of its last contact and of the last explicit state."""

    history: History
    last: Entry | None
    explicit: Entry | None

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


@dataclass(slots=True)
class _Level:
    """What is known of one dyad at one level."""

    dated: list[Talk] = field(default_factory=list)
    contacts: int = 0
    reports: int = 0


def histories(talks: Iterable[Talk], said: Iterable[Said], as_of: date) -> tuple[History, ...]:
    """All channels as of a day, by dyad and level. The order in which things are given does not matter."""
    levels: dict[Dyad, dict[Level, _Level]] = defaultdict(lambda: defaultdict(_Level))
    for talk in talks:
        if talk.first is not None and talk.first > as_of:
            continue
        for level in talk.levels:
            held = levels[talk.dyad][level]
            held.contacts += 1
            held.reports += talk.reports
            if talk.day is not None:
                held.dated.append(talk)
    states: dict[Dyad, list[Said]] = defaultdict(list)
    for one in said:
        if one.day <= as_of:
            states[one.dyad].append(one)
            if one.dyad not in levels:
                levels[one.dyad][Level.ANY] = _Level()
    order = list(Level)
    return tuple(
        _history(dyad, level, levels[dyad][level], states.get(dyad, []), as_of)
        for dyad in sorted(levels)
        for level in sorted(levels[dyad], key=order.index)
    )


def _history(dyad: Dyad, level: Level, held: _Level, said: list[Said], as_of: date) -> History:
    talks = sorted(held.dated, key=lambda talk: (talk.day or as_of, talk.first or as_of, talk.id))
    states = sorted(said, key=lambda one: (one.day, one.id))
    turns = tuple(_walk(talks, states, as_of))
    last = talks[-1].id if talks else None
    explicit = states[-1].id if states else None
    now = turns[-1] if turns else None
    evidence = dict.fromkeys(now.evidence if now else ())
    if now and now.present not in _BROKEN:
        living = [one.id for one in states[-1:] if one.present not in _BROKEN]
        evidence |= dict.fromkeys([*([last] if last else []), *living])
    return History(
        dyad=dyad,
        level=level,
        contacts=held.contacts,
        reports=held.reports,
        last=last,
        explicit=explicit,
        present=now.present if now else None,
        since=now.day if now and now.present is not Present.OPEN else None,
        evidence=tuple(evidence),
        turns=turns,
        silences=tuple(_silences(talks, as_of)),
    )


def _walk(talks: list[Talk], said: list[Said], as_of: date) -> Iterator[Turn]:
    """The turns of a channel, oldest first."""
    events = [(talk.day or as_of, 0, talk.id, Present.OPEN) for talk in talks]
    events += [(one.day, 1, one.id, one.present) for one in said]
    present: Present | None = None
    sign: tuple[date, str] | None = None
    for day, _, id_, told in sorted(events):
        if sign and present not in _BROKEN and day - sign[0] > SILENCE:
            yield Turn(sign[0], Present.SILENT, (sign[1],))
            present = Present.SILENT
        becomes = _becomes(present, told)
        if becomes is not present:
            yield Turn(day, becomes, (id_,))
        present = becomes
        if told not in _BROKEN:
            sign = (day, id_)
    if sign and present not in _BROKEN and as_of - sign[0] > SILENCE:
        yield Turn(sign[0], Present.SILENT, (sign[1],))


def _becomes(present: Present | None, told: Present) -> Present:
    if told is Present.OPEN and (present in _BROKEN or present is Present.RESTORED):
        return Present.RESTORED
    return told


def _silences(talks: list[Talk], as_of: date) -> list[Silence]:
    days = [*sorted({talk.day for talk in talks if talk.day}), as_of] if talks else []
    found = [Silence(start, end) for start, end in pairwise(days) if end > start]
    return sorted(found, key=lambda one: (-one.days, one.start))[:_LONGEST]
