"""Which records are one: each follows the best of the leaders before it, or leads.

Sightings are taken in the order of their rank, most telling first. One joins the leader it is most like, if it is like
enough and no other record of its own document follows that leader already; else it becomes a leader itself. Those whose
date tells little come last, and of two leaders they are equally like join the one that more of the others follow.

The result is a function of the set of sightings and of people's judgements alone, so the order in which articles come
does not matter. A change is settled by looking again only at those it can touch, still in the order of rank: each is
looked at once, and whatever it depends on has been settled before.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

from communique.ledger.merging.likeness import ENOUGH, likeness, told_twice
from communique.ledger.merging.sighting import Rank, Sighting

_PER_WEIGHT = 0.15
_HEAVIEST = 5
"""What being borne out adds to likeness, and how often."""


class Settled(Protocol):
    """Where sightings and whom they follow are kept."""

    def known(self, id_: str) -> Sighting | None:
        """The sighting of an id, if there is one."""

    def leaders_near(self, one: Sighting) -> Iterable[Sighting]:
        """Leaders of its kind that share a block with it and whose dates can meet its own, give or take a few days."""

    def near(self, one: Sighting) -> Iterable[Sighting]:
        """All such sightings, leaders or not."""

    def beside(self, one: Sighting) -> Iterable[Sighting]:
        """Sightings of its kind in its document, itself left out."""

    def followers(self, one: Sighting) -> Iterable[Sighting]:
        """Those that follow it, itself left out."""

    def leader(self, one: Sighting) -> str | None:
        """Id of the leader it follows (its own if it leads); None where it is new."""

    def follow(self, one: Sighting, leader: str) -> None:
        """Set whom it follows."""

    def borne_out(self, leader: str) -> int:
        """How many that are not vague follow a leader, itself counted."""


class Judged(Protocol):
    """What people have said of pairs of records."""

    def same(self, one: str) -> frozenset[str]:
        """Ids of records said to be the same thing as this one."""

    def apart(self, one: str) -> frozenset[str]:
        """Ids of records said to be something else than this one."""


class _Nothing:
    def same(self, one: str) -> frozenset[str]:
        return frozenset()

    def apart(self, one: str) -> frozenset[str]:
        return frozenset()


NOT_JUDGED: Judged = _Nothing()


def settle(touched: Iterable[Sighting], kept: Settled, judged: Judged = NOT_JUDGED) -> None:
    """Settle sightings that are new, or whose leader or document neighbours have gone, and all that follows from it."""
    queue: list[tuple[Rank, Sighting]] = []
    waiting: set[str] = set()

    def push(one: Sighting) -> None:
        if one.id not in waiting:
            waiting.add(one.id)
            heapq.heappush(queue, (one.rank, one))

    for one in touched:
        push(one)
    while queue:
        _, one = heapq.heappop(queue)
        waiting.discard(one.id)
        before = kept.leader(one)
        after = choice(one, kept, judged)
        if before == after:
            continue
        dependent = _dependent(one, before, after, kept)
        weighed = [] if one.vague else [leader for leader in (before, after) if leader]
        weights = [_weight(leader, kept) for leader in weighed]
        kept.follow(one, after)
        for leader, weight in zip(weighed, weights, strict=True):
            if _weight(leader, kept) != weight:
                dependent.extend(_vague_near(leader, kept))
        for each in dependent:
            if each.rank > one.rank:
                push(each)


def _dependent(one: Sighting, before: str | None, after: str, kept: Settled) -> list[Sighting]:
    """Those whose choice may change when one turns from following `before` to following `after`."""
    found = list(kept.beside(one))
    if before == one.id:
        found.extend(kept.followers(one))
    if after == one.id:
        found.extend(each for each in kept.near(one) if (likeness(one, each) or 0) >= ENOUGH)
    return found


def weight(borne_out: int) -> int:
    """Grows by one whenever twice as many bear a leader out, so that it seldom changes."""
    return min(borne_out.bit_length(), _HEAVIEST)


def _weight(leader: str, kept: Settled) -> int:
    return weight(kept.borne_out(leader))


def _vague_near(leader: str, kept: Settled) -> list[Sighting]:
    held = kept.known(leader)
    return [each for each in kept.near(held) if each.vague] if held else []


def choice(one: Sighting, kept: Settled, judged: Judged = NOT_JUDGED) -> str:
    """Id of the leader a sighting is to follow, given whom those before it follow; its own if it is to lead."""
    before = (each for each in kept.beside(one) if each.rank < one.rank)
    taken = {kept.leader(each) for each in before if not told_twice(one, each)}
    together, apart = judged.same(one.id), judged.apart(one.id)
    best: tuple[float, Rank] | None = None
    chosen = one.id
    for leader in kept.leaders_near(one):
        if leader.rank >= one.rank or leader.id in apart:
            continue
        alike = 100.0 if leader.id in together else likeness(one, leader)
        if alike is None or alike < ENOUGH or (leader.id in taken and leader.id not in together):
            continue
        borne = _PER_WEIGHT * _weight(leader.id, kept) if one.vague else 0.0
        order = (-alike - borne, leader.rank)
        if best is None or order < best:
            best, chosen = order, leader.id
    return chosen


class InMemory:
    """A few thousand sightings at once: for tests, and for judging the rules on hand-coded records."""

    def __init__(self) -> None:
        self._all: dict[str, Sighting] = {}
        self._leader: dict[str, str] = {}
        self._borne: Counter[str] = Counter()
        self._blocks: dict[str, set[str]] = defaultdict(set)
        self._in: dict[str, tuple[str, ...]] = {}
        self._docs: dict[str, set[str]] = defaultdict(set)

    def add(self, one: Sighting) -> None:
        """Take in a sighting; `settle` it afterwards."""
        self._all[one.id] = one
        self._docs[one.doc].add(one.id)
        self._in[one.id] = one.blocks
        for block in self._in[one.id]:
            self._blocks[block].add(one.id)

    def remove(self, one: Sighting) -> tuple[Sighting, ...]:
        """Let go of a sighting; the ones to be settled again."""
        touched = (*self.beside(one), *self.followers(one))
        leader = self._leader.pop(one.id)
        if not one.vague:
            before = weight(self._borne[leader])
            self._borne[leader] -= 1
            if leader != one.id and before != weight(self._borne[leader]):
                near = self.near(self._all[leader])
                touched = (*touched, *(each for each in near if each.vague and each.id != one.id))
        del self._all[one.id]
        self._docs[one.doc].discard(one.id)
        for block in self._in.pop(one.id):
            self._blocks[block].discard(one.id)
        return touched

    def near(self, one: Sighting) -> Iterable[Sighting]:
        ids = set().union(*(self._blocks[block] for block in self._in[one.id])) - {one.id}
        return [self._all[each] for each in sorted(ids)]

    def leaders_near(self, one: Sighting) -> Iterable[Sighting]:
        return [each for each in self.near(one) if self._leader.get(each.id) == each.id]

    def beside(self, one: Sighting) -> Iterable[Sighting]:
        ids = self._docs[one.doc] - {one.id}
        return [each for each in (self._all[id_] for id_ in sorted(ids)) if each.kind is one.kind]

    def followers(self, one: Sighting) -> Iterable[Sighting]:
        return [self._all[id_] for id_, leader in self._leader.items() if leader == one.id and id_ != one.id]

    def leader(self, one: Sighting) -> str | None:
        return self._leader.get(one.id)

    def follow(self, one: Sighting, leader: str) -> None:
        before = self._leader.get(one.id)
        if not one.vague:
            self._borne[leader] += 1
            if before is not None:
                self._borne[before] -= 1
        self._leader[one.id] = leader

    def known(self, id_: str) -> Sighting | None:
        return self._all.get(id_)

    def borne_out(self, leader: str) -> int:
        return self._borne[leader]

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Ids by leader, in order."""
        found: dict[str, list[str]] = defaultdict(list)
        for id_, leader in sorted(self._leader.items()):
            found[leader].append(id_)
        return {leader: tuple(ids) for leader, ids in found.items()}


def group(sightings: Sequence[Sighting], judged: Judged = NOT_JUDGED) -> dict[str, tuple[str, ...]]:
    """All sightings at once: ids by the id of their leader. The order of the sightings does not matter."""
    kept = InMemory()
    for each in sightings:
        kept.add(each)
    settle(sightings, kept, judged)
    return kept.groups
