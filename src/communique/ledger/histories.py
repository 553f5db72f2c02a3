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

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import NamedTuple

from communique.ledger.channels import SILENCE, History, Present, Said, Silence, Talk, Turn
from communique.ledger.dyads import Dyad, Level

_LONGEST = 3
"""Silences of a channel that are told."""
_BROKEN = frozenset({Present.CUT, Present.FROZEN})
_ORDER = {level: place for place, level in enumerate(Level)}
_day = attrgetter("day")


class _Event(NamedTuple):
    """A sign of life or a word on the channel, in the order they are walked."""

    day: date
    rank: int
    id: str
    told: Present


class _Stand(NamedTuple):
    """How a channel stands: what it is, and the day and the entry of the last sign of life."""

    present: Present | None = None
    day: date | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class _Walked:
    """How a channel stands after so many events, the first before any, and how many turns it has taken by then.

    Lists of plain values: what millions of small objects would cost is the time to look for those to be thrown away.
    """

    days: tuple[date, ...]
    presents: tuple[Present | None, ...]
    signs: tuple[date | None, ...]
    ids: tuple[str, ...]
    turned: tuple[int, ...]
    turns: tuple[Turn, ...]

    def by(self, day: date) -> tuple[_Stand, list[Turn]]:
        """How it stands after all that there is up to a day, and the turns it has taken."""
        at = bisect_right(self.days, day)
        return _Stand(self.presents[at], self.signs[at], self.ids[at]), list(self.turns[: self.turned[at]])


@dataclass(frozen=True, slots=True)
class Line:
    """All that is known of a dyad at a level; its history as of any day is cut from it and need not be walked again.

    `days` and `ids`: of the dated contacts, by their last day; `longest`: the silences up to each, first before any;
    `loose`: those of which only a month or a year is known, which may run past a day they are known on. `firsts`: first
    days of all contacts in order, undated ones before any; `reported`: how many reports those up to each have.
    """

    dyad: Dyad
    level: Level
    days: tuple[date, ...]
    ids: tuple[str, ...]
    loose: tuple[Talk, ...]
    said: tuple[Said, ...]
    walked: _Walked
    firsts: tuple[date, ...]
    reported: tuple[int, ...]
    longest: tuple[tuple[Silence, ...], ...]

    def as_of(self, day: date) -> History:
        """The history as of a day."""
        counted = bisect_right(self.firsts, day)
        late = [each for each in self.loose[bisect_right(self.loose, day, key=_day) :] if _first(each) <= day]
        talked = bisect_right(self.days, day)
        stand, turns = self.walked.by(day)
        for event in sorted(map(_talked, late)):
            stand = _step(stand, event, turns)
        _fall_silent(stand, day, turns)
        last = late[-1].id if late else self.ids[talked - 1] if talked else None
        known = bisect_right(self.said, day, key=_day)
        explicit = self.said[known - 1] if known else None
        now = turns[-1] if turns else None
        return History(
            dyad=self.dyad,
            level=self.level,
            contacts=counted,
            reports=self.reported[counted - 1] if counted else 0,
            last=last,
            explicit=explicit.id if explicit else None,
            present=now.present if now else None,
            since=now.day if now and now.present is not Present.OPEN else None,
            evidence=_evidence(now, last, explicit),
            turns=tuple(turns),
            silences=_grown(self.longest[talked], (*self.days[max(talked - 1, 0) : talked], *map(_last, late), day)),
        )


def lines(talks: Iterable[Talk], said: Iterable[Said]) -> dict[Dyad, tuple[Line, ...]]:
    """The lines of every dyad, by level. The order in which things are given does not matter."""
    held: defaultdict[Dyad, defaultdict[Level, list[Talk]]] = defaultdict(lambda: defaultdict(list))
    states: defaultdict[Dyad, list[Said]] = defaultdict(list)
    for talk in talks:
        for level in talk.levels:
            held[talk.dyad][level].append(talk)
    for one in said:
        states[one.dyad].append(one)
        held[one.dyad][Level.ANY] = []
    found: dict[Dyad, tuple[Line, ...]] = {}
    for dyad, levels in sorted(held.items()):
        known = tuple(sorted(states[dyad], key=lambda each: (each.day, each.id)))
        found[dyad] = tuple(
            _line(dyad, level, levels[level], known) for level in sorted(levels, key=_ORDER.__getitem__)
        )
    return found


def cut(lines: Iterable[Line], day: date) -> Iterator[History]:
    """The histories of the lines of a dyad as of a day: of every level it has talked at by then, else what is said of
    it alone.
    """
    found = [each.as_of(day) for each in lines]
    talked = [each for each in found if each.contacts]
    yield from talked or [each for each in found if each.level is Level.ANY and each.explicit]


def histories(talks: Iterable[Talk], said: Iterable[Said], as_of: date) -> tuple[History, ...]:
    """All channels as of a day, by dyad and level."""
    return tuple(each for of_dyad in lines(talks, said).values() for each in cut(of_dyad, as_of))


def _line(dyad: Dyad, level: Level, talks: list[Talk], said: tuple[Said, ...]) -> Line:
    dated = sorted((each for each in talks if each.day), key=lambda each: (_last(each), _first(each), each.id))
    days = tuple(map(_last, dated))
    begun = sorted((_first(each), each.reports) for each in talks)
    return Line(
        dyad=dyad,
        level=level,
        days=days,
        ids=tuple(each.id for each in dated),
        loose=tuple(each for each in dated if each.first != each.day),
        said=said,
        walked=_walk(sorted([*map(_talked, dated), *(_Event(each.day, 1, each.id, each.present) for each in said)])),
        firsts=tuple(first for first, _ in begun),
        reported=tuple(accumulate(reports for _, reports in begun)),
        longest=_longest(days),
    )


def _walk(events: Sequence[_Event]) -> _Walked:
    turns: list[Turn] = []
    stands, turned = [_Stand()], [0]
    for event in events:
        stands.append(_step(stands[-1], event, turns))
        turned.append(len(turns))
    presents, signs, ids = zip(*stands, strict=True)
    return _Walked(tuple(each.day for each in events), presents, signs, ids, tuple(turned), tuple(turns))


def _step(stand: _Stand, event: _Event, turns: list[Turn]) -> _Stand:
    """How the channel stands after an event; what it turns to is added to the turns."""
    present = _fall_silent(stand, event.day, turns)
    becomes = _becomes(present, event.told)
    if becomes is not present:
        turns.append(Turn(event.day, becomes, (event.id,)))
    return stand._replace(present=becomes) if event.told in _BROKEN else _Stand(becomes, event.day, event.id)


def _fall_silent(stand: _Stand, day: date, turns: list[Turn]) -> Present | None:
    """What the channel is on a later day, before anything happens on it."""
    if stand.day and stand.present not in _BROKEN and day - stand.day > SILENCE:
        turns.append(Turn(stand.day, Present.SILENT, (stand.id,)))
        return Present.SILENT
    return stand.present


def _becomes(present: Present | None, told: Present) -> Present:
    if told is Present.OPEN and (present in _BROKEN or present is Present.RESTORED):
        return Present.RESTORED
    return told


def _evidence(now: Turn | None, last: str | None, explicit: Said | None) -> tuple[str, ...]:
    """The entries that what a channel is now rests on."""
    if now is None:
        return ()
    found = dict.fromkeys(now.evidence)
    if now.present not in _BROKEN:
        living = explicit.id if explicit and explicit.present not in _BROKEN else None
        found |= dict.fromkeys(each for each in (last, living) if each)
    return tuple(found)


def _longest(days: Sequence[date]) -> tuple[tuple[Silence, ...], ...]:
    """The longest silences up to each of these days, the first before any."""
    found: list[tuple[Silence, ...]] = [()] * min(len(days) + 1, 2)
    for between in pairwise(days):
        found.append(_grown(found[-1], between))
    return tuple(found)


def _grown(longest: tuple[Silence, ...], days: Sequence[date]) -> tuple[Silence, ...]:
    """The longest silences, with those between these days, which lie after them."""
    for start, end in pairwise(days):
        if end > start and (len(longest) < _LONGEST or (end - start).days > longest[-1].days):
            longest = tuple(sorted((*longest, Silence(start, end)), key=lambda one: (-one.days, one.start))[:_LONGEST])
    return longest


def _talked(talk: Talk) -> _Event:
    return _Event(_last(talk), 0, talk.id, Present.OPEN)


def _first(talk: Talk) -> date:
    return talk.first or date.min


def _last(talk: Talk) -> date:
    return talk.day or date.max
