"""Who is still talking to whom: for every dyad and level the last contact, what is said of the channel, its state.

Rules, in the order they are asked, for one dyad at one level as of a day:

1. The latest explicit state (a `channel` record, or `relations` that are cut or restored) is cut, or frozen or blocked,
   and no contact is later: **cut** or **frozen** since then.
2. The latest sign of life (a contact that occurred, or an explicit state that is open) is more than SILENCE old:
   **silent** since then.
3. An explicit restoration, or a contact at this level after it was cut or frozen: **restored**.
4. Otherwise, with any sign of life: **open**.

An explicit state names no level and counts for all levels of its dyad. An undated contact is counted but moves nothing.
A level is one that offices of both sides share; where one side gives no office, the other's; else `other`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations

from communique.ledger.entry import Entry
from communique.records import Contact, Participant, State, StateKind, StateValue, Status

SILENCE = timedelta(days=365)

LevelOf = Callable[[str], str | None]
"""Level of an office by its English name, as the knowledge tables give it."""

Dyad = tuple[str, str]
"""Two actor codes, in alphabetical order."""


class Level(StrEnum):
    """Who talks. `ANY`: the state of a dyad of which the ledger has no contact."""

    HEADS = "heads"
    FOREIGN = "foreign"
    DEFENCE = "defence"
    CHIEFS = "chiefs"
    OTHER = "other"
    ANY = "any"


class Present(StrEnum):
    """What a channel is now."""

    OPEN = "open"
    SILENT = "silent"
    FROZEN = "frozen"
    CUT = "cut"
    RESTORED = "restored"


_LEVELS = {
    "head": Level.HEADS,
    "foreign": Level.FOREIGN,
    "defence": Level.DEFENCE,
    "chief_of_staff": Level.CHIEFS,
}

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


@dataclass(frozen=True, slots=True)
class Channel:
    """A dyad at a level. `since` is when the present state began; `evidence` are the ids of the entries it rests on.

    `contacts` counts days on which a contact occurred (undated ones one by one), `reports` the records that say so.
    """

    dyad: Dyad
    level: Level
    contacts: int
    reports: int
    last: Entry | None
    explicit: Entry | None
    present: Present | None
    since: date | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """An explicit state of a dyad and the day it is known to hold."""

    day: date
    present: Present
    entry: Entry


@dataclass(slots=True)
class _History:
    """Contacts of one dyad at one level."""

    dated: set[date] = field(default_factory=set)
    undated: int = 0
    reports: int = 0
    last: Entry | None = None

    def add(self, entry: Entry) -> None:
        self.reports += sum(each.copy_of is None for each in entry.reports)
        if entry.earliest is None or entry.latest is None:
            self.undated += 1
            return
        self.dated.add(entry.latest)
        if self.last is None or _when(entry) > _when(self.last):
            self.last = entry


def _when(entry: Entry) -> tuple[date, date, str]:
    return entry.latest or date.min, entry.earliest or date.min, entry.id


def channels(contacts: Iterable[Entry], states: Iterable[Entry], level_of: LevelOf, as_of: date) -> tuple[Channel, ...]:
    """All channels as of a day, by dyad and level. The order of the entries does not matter."""
    histories: dict[Dyad, dict[Level, _History]] = defaultdict(lambda: defaultdict(_History))
    for entry in contacts:
        record = entry.record
        if isinstance(record, Contact) and record.status is Status.OCCURRED and not _after(entry, as_of):
            for dyad, level in _talks(record, level_of):
                histories[dyad][level].add(entry)
    said: dict[Dyad, list[_Said]] = defaultdict(list)
    for entry in states:
        if (one := _said(entry)) and one.day <= as_of and isinstance(entry.record, State):
            for dyad in combinations(sorted(set(entry.record.parties)), 2):
                said[dyad].append(one)
    for dyad in said:
        if dyad not in histories:
            histories[dyad][Level.ANY] = _History()
    order = list(Level)
    return tuple(
        _channel(dyad, level, histories[dyad][level], said.get(dyad, []), as_of)
        for dyad in sorted(histories)
        for level in sorted(histories[dyad], key=order.index)
    )


def _after(entry: Entry, as_of: date) -> bool:
    return entry.earliest is not None and entry.earliest > as_of


def _talks(contact: Contact, level_of: LevelOf) -> Iterator[tuple[Dyad, Level]]:
    """Every dyad in a contact with each level it talks at."""
    levels: dict[str, set[Level]] = defaultdict(set)
    for each in contact.participants:
        levels[each.code].update(_level(each, level_of))
    for one, other in combinations(sorted(levels), 2):
        ours, theirs = levels[one], levels[other]
        shared = ours & theirs if ours and theirs else ours | theirs
        for level in shared or {Level.OTHER}:
            yield (one, other), level


def _level(participant: Participant, level_of: LevelOf) -> Iterator[Level]:
    if participant.office:
        yield _LEVELS.get(level_of(participant.office) or "", Level.OTHER)


def _said(entry: Entry) -> _Said | None:
    record = entry.record
    if not isinstance(record, State) or record.state not in _EXPLICIT:
        return None
    if record.kind is not StateKind.CHANNEL and not (
        record.kind is StateKind.RELATIONS and record.state in _OF_RELATIONS
    ):
        return None
    published = entry.origin.published
    day = entry.earliest or (date.fromisoformat(published.latest) if published else None)
    return _Said(day, _EXPLICIT[record.state], entry) if day else None


def _channel(dyad: Dyad, level: Level, history: _History, said: list[_Said], as_of: date) -> Channel:
    explicit = max(said, key=lambda each: (each.day, each.entry.id), default=None)
    present, since, evidence = _present(history, said, explicit, as_of)
    return Channel(
        dyad=dyad,
        level=level,
        contacts=len(history.dated) + history.undated,
        reports=history.reports,
        last=history.last,
        explicit=explicit.entry if explicit else None,
        present=present,
        since=since,
        evidence=tuple(dict.fromkeys(entry.id for entry in evidence)),
    )


def _present(
    history: _History, said: list[_Said], explicit: _Said | None, as_of: date
) -> tuple[Present | None, date | None, list[Entry]]:
    last, spoke = history.last, history.last.latest if history.last else None
    broken = {Present.CUT, Present.FROZEN}
    if explicit and explicit.present in broken and (spoke is None or spoke <= explicit.day):
        return explicit.present, explicit.day, [explicit.entry]
    alive = explicit if explicit and explicit.present not in broken else None
    signs = [day for day in (spoke, alive.day if alive else None) if day]
    if not signs:
        return None, None, []
    sign = max(signs)
    evidence = [entry for entry in (last, alive.entry if alive else None) if entry]
    if as_of - sign > SILENCE:
        return Present.SILENT, sign, evidence
    if alive and alive.present is Present.RESTORED:
        return Present.RESTORED, alive.day, evidence
    breaks = [each for each in said if each.present in broken]
    if breaks and not alive:
        latest = max(breaks, key=lambda each: (each.day, each.entry.id))
        resumed = min(day for day in history.dated if day > latest.day)
        return Present.RESTORED, resumed, [latest.entry, *evidence]
    return Present.OPEN, None, evidence
