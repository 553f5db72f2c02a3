"""Which records people have said to be one thing, and which not: merges and splits, the later word over the earlier.

Whatever the order in which they are looked at, no two records are ever both: where an older word would join what a
newer one holds apart, by way of whatever third record, or part what a newer one joins, the older one yields.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tie:
    """One word on records: all of `ids` are one thing, or (`parts`) the first is none of what the others are.

    `key`: the greater is the later.
    """

    key: int
    ids: tuple[str, ...]
    parts: bool = False


class Ties:
    """What a set of ties comes to; see `merging.settling.Judged`. `named`: the ids of all records in them."""

    def __init__(self, ties: Iterable[Tie] = ()) -> None:
        ties = tuple(ties)
        self.named = frozenset(id_ for tie in ties for id_ in tie.ids)
        self._things: dict[str, set[str]] = {}
        self._apart: dict[str, set[str]] = {}
        for tie in sorted(ties, key=lambda each: each.key, reverse=True):
            if tie.parts:
                for other in tie.ids[1:]:
                    self._part(tie.ids[0], other)
            else:
                self._join(tie.ids)

    @property
    def anything(self) -> bool:
        """Whether there are any."""
        return bool(self.named)

    def same(self, one: str) -> frozenset[str]:
        """Ids of all records said to be the same thing as this one; itself left out."""
        return frozenset(self._things.get(one, ())) - {one}

    def apart(self, one: str) -> frozenset[str]:
        """Ids of all records said to be something else than this one or than any that is the same thing."""
        others = (self._apart.get(each, ()) for each in self._things.get(one, {one}))
        found = {each for other in others for each in other}
        return frozenset(each for other in found for each in self._things.get(other, {other}))

    def _join(self, ids: tuple[str, ...]) -> None:
        """Join all that can be joined, each with the first of those before it that nothing holds it apart from."""
        firsts: list[str] = []
        for one in ids:
            thing = self._things.setdefault(one, {one})
            for first in firsts:
                if one in self._things[first]:
                    break
                if not self.apart(first) & thing:
                    joined = self._things[first] | thing
                    self._things.update(dict.fromkeys(joined, joined))
                    break
            else:
                firsts.append(one)

    def _part(self, one: str, other: str) -> None:
        if one != other and other not in self._things.get(one, ()):
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)
