"""Which records are one: each follows the best of the leaders before it, or leads.

Sightings are taken in the order of their rank, most telling first. One joins the leader it is most like, if it is like
enough and no other record of its own document follows that leader already; else it becomes a leader itself. Those whose
date tells little come last, and of two leaders they are equally like join the one that more of the others follow.

The result is a function of the set of sightings and of people's judgements alone, so the order in which articles come
does not matter. A change is settled by looking again only at those it can touch, still in the order of rank: each is
looked at once, and whatever it depends on has been settled before.

Sightings that a person has put together go as one, a *unit*: the first by rank chooses for all, each of them can be
what another sighting is like, and none goes where one is that a person has set apart from any of them.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from communique.ledger.merging.likeness import ENOUGH, likeness, told_twice
from communique.ledger.merging.sighting import Rank, Sighting

Unit = tuple[Sighting, ...]

_FEW = 50
"""Units, as of one article, of which it is looked ahead whom they may follow."""

_PER_WEIGHT = 0.15
_HEAVIEST = 8
"""What being borne out adds to likeness, and how often."""


class Settled(Protocol):
    """Where sightings and whom they follow are kept."""

    def known(self, id_: str) -> Sighting | None:
        """The sighting of an id, if there is one."""

    def leaders_near(self, one: Sighting) -> Iterable[Sighting]:
        """Leaders of its kind, and sightings a person has put with others, that share a block with it and whose dates
        can meet its own, give or take a few days.
        """

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

    def expect(self, sightings: Iterable[Sighting]) -> None:
        """Told of sightings that may soon be asked for, so that they can be looked up together."""


class Judged(Protocol):
    """What people have said of records; no record is both the same thing as another and apart from it."""

    @property
    def anything(self) -> bool:
        """Whether they have said anything at all."""

    def same(self, one: str) -> frozenset[str]:
        """Ids of all records said to be the same thing as this one, also by way of a third; itself left out."""

    def apart(self, one: str) -> frozenset[str]:
        """Ids of all records said to be something else than this one or than any that is the same thing."""


class _Nothing:
    anything = False

    def same(self, one: str) -> frozenset[str]:
        return frozenset()

    def apart(self, one: str) -> frozenset[str]:
        return frozenset()


NOT_JUDGED: Judged = _Nothing()


def settle(
    touched: Iterable[Sighting], kept: Settled, judged: Judged = NOT_JUDGED, shaken: Iterable[Sighting] = ()
) -> None:
    """Settle sightings that are new, or whose leader or document neighbours have gone, and all that follows from it.

    `shaken`: those that people have said something of which is new, or which a record that has come or gone bears on.
    """
    queue: list[tuple[Rank, Unit]] = []
    waiting: set[str] = set()

    def push(unit: Unit) -> None:
        if unit[0].id not in waiting:
            waiting.add(unit[0].id)
            heapq.heappush(queue, (unit[0].rank, unit))

    for one in touched:
        push(_unit(one, kept, judged))
    for one in shaken:
        unit = _unit(one, kept, judged)
        push(unit)
        for each in _dependent(unit, None, kept, judged):
            push(_unit(each, kept, judged))
    if len(queue) <= _FEW:
        _look_ahead([unit for _, unit in queue], kept, judged)
    while queue:
        rank, unit = heapq.heappop(queue)
        waiting.discard(unit[0].id)
        after = _choice(unit, kept, judged)
        moved = [each for each in unit if kept.leader(each) != after]
        if not moved:
            continue
        dependent = list(_dependent(unit, after, kept, judged))
        told = [each for each in moved if not each.vague]
        leaders = {after, *(leader for each in told if (leader := kept.leader(each)))} if told else set()
        weights = {leader: _weight(leader, kept) for leader in sorted(leaders)}
        for each in moved:
            kept.follow(each, after)
        for leader, before in weights.items():
            if _weight(leader, kept) != before:
                dependent.extend(vague_near(leader, kept, judged))
        for each in dependent:
            others = _unit(each, kept, judged)
            if others[0].rank > rank:
                push(others)
                kept.expect(others)


def _look_ahead(units: Sequence[Unit], kept: Settled, judged: Judged) -> None:
    """Have those looked up together that settling these units is likely to ask for: the leaders they would follow now,
    and then those whose choice that may change.
    """
    leaders = {_choice(unit, kept, judged) for unit in units}
    kept.expect(filter(None, map(kept.known, sorted(leaders))))
    own = {one.id: one for unit in units for one in unit}
    for leader in sorted(leaders):
        kept.expect(_alike(own[leader], kept) if leader in own else vague_near(leader, kept, judged))


def touched_by_going(one: Sighting, kept: Settled, judged: Judged) -> Iterator[Sighting]:
    """Those to settle again when a sighting goes, asked before it does; its document and its leader's weight are not
    looked at.
    """
    yield from kept.followers(one)
    if judged.same(one.id):
        yield from _alike(one, kept)


def _unit(one: Sighting, kept: Settled, judged: Judged) -> Unit:
    """Those that a person has put with it and that are there, the first by rank first."""
    others = judged.same(one.id)
    if not others:
        return (one,)
    found = (kept.known(each) for each in others)
    return tuple(sorted((one, *(each for each in found if each)), key=lambda each: each.rank))


def _dependent(unit: Unit, after: str | None, kept: Settled, judged: Judged) -> Iterator[Sighting]:
    """Those whose choice may change when a unit turns to following `after`; None: when anything of it changes."""
    for one in unit:
        yield from kept.beside(one)
        if after is None or kept.leader(one) == one.id:
            yield from kept.followers(one)
        if after is None or len(unit) > 1 or after == one.id:
            yield from _alike(one, kept)
    yield from filter(None, map(kept.known, sorted(judged.apart(unit[0].id))))


def _alike(one: Sighting, kept: Settled) -> Iterator[Sighting]:
    return (each for each in kept.near(one) if (likeness(one, each) or 0) >= ENOUGH)


def weight(borne_out: int) -> int:
    """Grows by one whenever twice as many bear a leader out, so that it seldom changes."""
    return min(borne_out.bit_length(), _HEAVIEST)


def _weight(leader: str, kept: Settled) -> int:
    return weight(kept.borne_out(leader))


def vague_near(leader: str, kept: Settled, judged: Judged) -> list[Sighting]:
    """Those whose choice may change when the weight of a leader does."""
    held = kept.known(leader)
    if held is None:
        return []
    speakers = [held]
    if judged.anything:
        speakers.extend(each for each in kept.followers(held) if judged.same(each.id))
    return [each for one in speakers for each in kept.near(one) if each.vague]


def choice(one: Sighting, kept: Settled, judged: Judged = NOT_JUDGED) -> str:
    """Id of the leader a sighting is to follow, given whom those before it follow; its own if it is to lead."""
    return _choice(_unit(one, kept, judged), kept, judged)


def _choice(unit: Unit, kept: Settled, judged: Judged) -> str:
    first = unit[0]
    shut = _shut(unit, kept, judged)
    best: tuple[float, Rank] | None = None
    chosen = first.id
    for one in unit:
        for speaker in kept.leaders_near(one):
            others = _unit(speaker, kept, judged)
            leader = kept.leader(speaker)
            if others[0].rank >= first.rank or leader is None or leader in shut:
                continue
            if leader != speaker.id and len(others) == 1:
                continue
            alike, found = likeness(one, speaker), kept.known(leader)
            if alike is None or alike < ENOUGH or found is None:
                continue
            borne = _PER_WEIGHT * _weight(leader, kept) if first.vague else 0.0
            order = (-alike - borne, found.rank)
            if best is None or order < best:
                best, chosen = order, leader
    return chosen


def _shut(unit: Unit, kept: Settled, judged: Judged) -> set[str | None]:
    """The leaders that another record of a document of the unit follows, or one that is apart from it."""
    mine = {each.id for each in unit}
    beside = ((one, each) for one in unit for each in kept.beside(one) if each.id not in mine)
    others = [each for one, each in beside if not told_twice(one, each)]
    others.extend(filter(None, map(kept.known, judged.apart(unit[0].id))))
    return {kept.leader(each) for each in others if _unit(each, kept, judged)[0].rank < unit[0].rank}


class InMemory:
    """A few thousand sightings at once: for tests, and for weighing the rules on hand-coded records."""

    def __init__(self, judged: Judged = NOT_JUDGED) -> None:
        self.judged = judged
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
        touched = (*self.beside(one), *touched_by_going(one, self, self.judged))
        leader = self._leader.pop(one.id)
        if not one.vague:
            before = weight(self._borne[leader])
            self._borne[leader] -= 1
            if leader != one.id and before != weight(self._borne[leader]):
                touched = (*touched, *(each for each in vague_near(leader, self, self.judged) if each.id != one.id))
        del self._all[one.id]
        self._docs[one.doc].discard(one.id)
        for block in self._in.pop(one.id):
            self._blocks[block].discard(one.id)
        return touched

    def near(self, one: Sighting) -> Iterable[Sighting]:
        ids = set().union(*(self._blocks[block] for block in self._in[one.id])) - {one.id}
        return [self._all[each] for each in sorted(ids)]

    def leaders_near(self, one: Sighting) -> Iterable[Sighting]:
        return [each for each in self.near(one) if self._leader.get(each.id) == each.id or self.judged.same(each.id)]

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

    def expect(self, sightings: Iterable[Sighting]) -> None:
        """All are at hand."""

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Ids by leader, in order."""
        found: dict[str, list[str]] = defaultdict(list)
        for id_, leader in sorted(self._leader.items()):
            found[leader].append(id_)
        return {leader: tuple(ids) for leader, ids in found.items()}


def group(sightings: Sequence[Sighting], judged: Judged = NOT_JUDGED) -> dict[str, tuple[str, ...]]:
    """All sightings at once: ids by the id of their leader. The order of the sightings does not matter."""
    kept = InMemory(judged)
    for each in sightings:
        kept.add(each)
    settle(sightings, kept, judged)
    return kept.groups
