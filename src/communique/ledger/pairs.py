"""Dyads at a glance: what the channels of two actors come to together, and which of them turned lately."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from communique.ledger.channels import SILENCE, Channel, Present, Turn
from communique.ledger.dyads import Dyad
from communique.ledger.entry import Brief

_ALIVE = frozenset({Present.OPEN, Present.RESTORED})
_DEAD = (Present.CUT, Present.FROZEN, Present.SILENT)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors over the levels they talk at.

    `present`: if a level is open or restored, what that is of these whose last contact is the latest; else the first of
    cut, frozen and silent that a level is; None where nothing is known. `last` is the latest contact at any level.
    """

    dyad: Dyad
    present: Present | None
    last: Brief | None
    channels: tuple[Channel, ...]

    def silence(self, as_of: date) -> int | None:
        """Days since the last contact; None where there is none with a date, or it may be later than that day."""
        latest = self.last.latest if self.last else None
        return (as_of - latest).days if latest and latest <= as_of else None


@dataclass(frozen=True, slots=True)
class Turned:
    """A channel that became something else on a day."""

    channel: Channel
    turn: Turn
    day: date


def pairs(channels: Iterable[Channel]) -> tuple[Pair, ...]:
    """The pairs of channels that come by dyad."""
    return tuple(_pair(dyad, tuple(of_dyad)) for dyad, of_dyad in groupby(channels, key=lambda each: each.dyad))


def turned(channels: Iterable[Channel], since: date, until: date) -> tuple[Turned, ...]:
    """The channels that turned between two days, inclusive, the latest first; of one channel the last turn."""
    found = [one for each in channels for one in _last_turn(each) if since <= one.day <= until]
    return tuple(sorted(found, key=lambda one: (-one.day.toordinal(), one.channel.dyad, one.channel.level)))


def _pair(dyad: Dyad, channels: tuple[Channel, ...]) -> Pair:
    talked = [each for each in channels if each.last]
    last = max(talked, key=_order).last if talked else None
    alive = [each for each in channels if each.present in _ALIVE]
    if alive:
        return Pair(dyad, max(alive, key=_order).present, last, channels)
    held = {each.present for each in channels}
    return Pair(dyad, next((each for each in _DEAD if each in held), None), last, channels)


def _order(channel: Channel) -> tuple[date, str]:
    last = channel.last
    return (last.latest if last and last.latest else date.min, last.id if last else "")


def _last_turn(channel: Channel) -> Iterator[Turned]:
    if turns := channel.history.turns:
        last = turns[-1]
        # A silence is told from the last sign of life on, but turns out only when it has lasted.
        late = SILENCE + timedelta(days=1) if last.present is Present.SILENT else timedelta()
        yield Turned(channel, last, last.day + late)
