"""Which record of one reading is which of another: records gone, new, and changed.

A record with the same id is the same; of the rest, those of one kind whose evidence overlaps and which have at least
half of their fields in common are taken for one record that has changed, the likest first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

from sqlalchemy import Connection, select

from communique.interchange import RecordKind, load_record, record_kind, record_type
from communique.ledger.tables import RecordRow
from communique.records import Record

_OF_THE_WORDS = frozenset({"id", "start", "end"})
"""Fields that follow from others or from the evidence."""
_BESIDE_THE_CODING = _OF_THE_WORDS | {"evidence", "rule", "confidence", "candidates"}
_RIVALS = 50
"""Records before that one after is compared with at most."""


@dataclass(frozen=True, slots=True)
class Change:
    """A record of one document in two readings: `before` None where it is new, `after` None where it is gone.

    `fields`: names of those that differ, in their order; empty where nothing does. The ids are the ledger's.
    """

    kind: RecordKind
    before: Record | None
    after: Record | None
    before_id: str | None
    after_id: str | None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A record with the ledger's id of it."""

    id: str
    record: Record


def records_of_reading(connection: Connection, reading_key: int) -> list[Held]:
    """The records of a reading, in their order."""
    query = select(RecordRow.id, RecordRow.list, RecordRow.body).where(RecordRow.reading_key == reading_key)
    rows = connection.execute(query.order_by(RecordRow.position))
    return [Held(row.id, load_record(RecordKind(row.list), row.body)) for row in rows]


def compare(before: Sequence[Held], after: Sequence[Held]) -> Iterator[Change]:
    """What became of each record."""
    left = {each.id: each for each in before}
    pairs = {each.id: left.pop(each.id) for each in after if each.id in left}
    rest = [each for each in after if each.id not in pairs]
    for kind in RecordKind:
        pairs.update(_likest(_of(kind, left.values()), _of(kind, rest)))
    taken = {each.id for each in pairs.values()}
    changes = [_change(pairs.get(each.id), each) for each in after]
    changes += [_change(each, None) for each in before if each.id not in taken]
    return iter(sorted(changes, key=_place))


def _place(change: Change) -> tuple[str, int, str]:
    record = change.after or change.before
    return change.kind.value, record.start if record else 0, change.after_id or change.before_id or ""


def _of(kind: RecordKind, held: Iterable[Held]) -> list[Held]:
    return sorted((each for each in held if record_kind(each.record) is kind), key=lambda each: each.record.start)


def _likest(before: list[Held], after: list[Held]) -> Iterator[tuple[str, Held]]:
    """(id after, record before) of records that have changed, each once."""
    starts = [each.record.start for each in before]
    longest = max((each.record.end - each.record.start for each in before), default=0)
    found: list[tuple[int, int, Held, Held]] = []
    for one in after:
        first = bisect_left(starts, one.record.start - longest)
        last = bisect_left(starts, one.record.end)
        for other in before[first:last][:_RIVALS]:
            overlap = min(one.record.end, other.record.end) - max(one.record.start, other.record.start)
            same, of = _alike(one.record, other.record)
            if overlap > 0 and 2 * same >= of:
                found.append((-same, -overlap, one, other))
    found.sort(key=lambda each: (each[0], each[1], each[2].id, each[3].id))
    taken: set[str] = set()
    for _, _, one, other in found:
        if one.id not in taken and other.id not in taken:
            taken.update((one.id, other.id))
            yield one.id, other


def _alike(one: Record, other: Record) -> tuple[int, int]:
    names = [each.name for each in fields(record_type(record_kind(one))) if each.name not in _BESIDE_THE_CODING]
    return sum(getattr(one, name) == getattr(other, name) for name in names), len(names)


def _change(before: Held | None, after: Held | None) -> Change:
    held = after or before
    assert held is not None
    changed: tuple[str, ...] = ()
    if before and after:
        names = [each.name for each in fields(record_type(record_kind(held.record))) if each.name not in _OF_THE_WORDS]
        changed = tuple(name for name in names if getattr(before.record, name) != getattr(after.record, name))
    return Change(
        record_kind(held.record),
        before.record if before else None,
        after.record if after else None,
        before.id if before else None,
        after.id if after else None,
        changed,
    )
