"""When watches tell: each addition, each judgement and each swap of readings is checked, within its transaction.

A watch tells of an entry that was made or changed and that its filter wants, once for every reason: once as a planned
meeting, again when it occurred. The reason is in words of the codebook: ``meeting planned``, ``signed``; for a channel
that speaks after a silence, ``speaks RUS-USA defence 2022-10-24``, with the day since which it was silent; for an
agreement that stands otherwise than before, ``stands suspended, was in_force``.

After an addition only the entries it touched are looked at, and for a silence or a standing those of the same sides.
What people judge and what another reading of all makes of an entry is told where no report of it was wanted for that
reason before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from communique.interchange import RecordKind
from communique.ledger import channel_rows
from communique.ledger.asking import entries, last_day, not_rejected
from communique.ledger.batches import batches
from communique.ledger.channels import SILENCE, Present
from communique.ledger.dyads import Dyad, Level
from communique.ledger.entry import Question
from communique.ledger.histories import histories
from communique.ledger.lives import Life, lives
from communique.ledger.paging import places as near
from communique.ledger.tables import DyadRow, EntryCodeRow, EntryRow, RecordRow, SightingRow, WatchHitRow
from communique.ledger.watches import Cause, Filter, waiting
from communique.records import Status

Reasons = frozenset[tuple[int, str, str]]
"""Watch (by key), report (by id) and reason."""


@dataclass(frozen=True, slots=True)
class _Found:
    """An entry's row with its actors, the levels of its dyads, and the ids of its reports."""

    row: Any
    codes: frozenset[str]
    dyads: tuple[tuple[Dyad, tuple[Level, ...]], ...]
    reports: frozenset[str]


def check(connection: Connection, keys: Sequence[int], reading_key: int) -> None:
    """Write down what watches tell of the entries (by key) that an addition, the reading of `reading_key`, made or
    changed.
    """
    _tell(connection, keys, Cause.ADDED, frozenset(), reading_key)


def check_change(connection: Connection, keys: Sequence[int], cause: Cause, before: Reasons) -> None:
    """Write down what watches tell of entries that something else changed; `before`: what was wanted until then."""
    _tell(connection, keys, cause, before, None)


def wanted_of_all(connection: Connection) -> Reasons:
    """What watches want of all entries there are."""
    return _wanted(connection, list(connection.scalars(select(EntryRow.key).order_by(EntryRow.key))))


def wanted_of(connection: Connection, ids: Iterable[str]) -> Reasons:
    """What watches want of the entries with a report of these ids."""
    leaders: set[int] = set()
    for some in batches(sorted(ids)):
        query = select(SightingRow.leader_key).join(RecordRow, RecordRow.key == SightingRow.record_key)
        leaders.update(filter(None, connection.scalars(query.where(RecordRow.id.in_(some)))))
    return _wanted(connection, sorted(leaders))


def rehearsed(connection: Connection, wanted: Filter, days: int, most: int) -> tuple[tuple[str, str], ...]:
    """What a filter would have told of the last `days` the ledger knows of: entries (by id), the newest first, each
    with its reason. No more than `most` entries of a kind are looked at.
    """
    last = last_day(connection)
    if last is None:
        return ()
    first = date.fromordinal(max(1, last.toordinal() - days + 1))
    question = Question(wanted.actors, first, last, wanted.what, wanted.min_confidence)
    places = sorted(
        (
            place
            for kind in RecordKind
            if wanted.kind in (None, kind)
            for place in near(connection, kind, question, most)
        ),
        key=lambda place: (place[0] or first, place[1]),
        reverse=True,
    )
    found: dict[str, _Found] = {}
    for some in batches([id_ for _, id_ in places]):
        keys = list(connection.scalars(select(EntryRow.key).where(EntryRow.id.in_(some))))
        found.update((one.row.id, one) for one in _found(connection, keys))
    past = _Past(connection)
    held = (found[id_] for _, id_ in places if id_ in found)
    return tuple((one.row.id, reason) for one in held for reason in _reasons(past, wanted, one))


def _wanted(connection: Connection, keys: Sequence[int]) -> Reasons:
    filters, past = waiting(connection), _Past(connection)
    return frozenset(
        (watch, report, reason)
        for some in (batches(keys) if filters else ())
        for one in _found(connection, some)
        for watch, wanted in filters
        for reason in _reasons(past, wanted, one)
        for report in one.reports
    )


def _tell(connection: Connection, keys: Sequence[int], cause: Cause, before: Reasons, reading_key: int | None) -> None:
    filters = waiting(connection) if keys else []
    if not filters:
        return
    now = datetime.now(UTC)
    past = _Past(connection)
    for some in batches(keys):
        held = _found(connection, some)
        told = _told(connection, held) | before
        rows = [
            {
                "watch_key": watch,
                "entry_id": one.row.id,
                "reason": reason,
                "reading_key": reading_key or one.row.reading_key,
                "at": now,
                "cause": cause.value,
            }
            for one in held
            for watch, wanted in filters
            for reason in _reasons(past, wanted, one)
            if not any((watch, report, reason) in told for report in one.reports)
        ]
        if rows:
            connection.execute(insert(WatchHitRow), rows)


def _found(connection: Connection, keys: Sequence[int]) -> list[_Found]:
    codes: dict[int, set[str]] = defaultdict(set)
    for key, code in connection.execute(
        select(EntryCodeRow.entry_key, EntryCodeRow.code).where(EntryCodeRow.entry_key.in_(keys))
    ):
        codes[key].add(code)
    dyads: dict[int, list[tuple[Dyad, tuple[Level, ...]]]] = defaultdict(list)
    pairs = select(DyadRow.entry_key, DyadRow.one, DyadRow.other, DyadRow.levels).where(DyadRow.entry_key.in_(keys))
    for key, one, other, levels in connection.execute(pairs.order_by(DyadRow.entry_key, DyadRow.one, DyadRow.other)):
        dyads[key].append(((one, other), tuple(map(Level, levels.split()))))
    reports: dict[int, set[str]] = defaultdict(set)
    ids = select(SightingRow.leader_key, RecordRow.id).join(RecordRow, RecordRow.key == SightingRow.record_key)
    for leader, id_ in connection.execute(ids.where(SightingRow.leader_key.in_(keys))):
        if leader is not None:
            reports[leader].add(id_)
    columns = (
        EntryRow.key,
        EntryRow.id,
        EntryRow.list,
        EntryRow.kind,
        EntryRow.status,
        EntryRow.confidence,
        EntryRow.earliest,
        EntryRow.latest,
        RecordRow.reading_key,
    )
    query = select(*columns).join(RecordRow, RecordRow.key == EntryRow.key)
    query = query.where(EntryRow.key.in_(keys), not_rejected()).order_by(EntryRow.key)
    return [
        _Found(row, frozenset(codes[row.key]), tuple(dyads[row.key]), frozenset(reports[row.key]))
        for row in connection.execute(query)
    ]


def _told(connection: Connection, held: Iterable[_Found]) -> set[tuple[int, str, str]]:
    """What has been told of any report of these, by watch, report and reason."""
    ids = sorted({id_ for one in held for id_ in one.reports})
    found: set[tuple[int, str, str]] = set()
    for some in batches(ids):
        query = select(WatchHitRow.watch_key, WatchHitRow.entry_id, WatchHitRow.reason)
        query = query.where(WatchHitRow.entry_id.in_(some))
        found.update((watch, id_, why) for watch, id_, why in connection.execute(query))
    return found


def _reasons(past: _Past, wanted: Filter, one: _Found) -> Iterator[str]:
    row = one.row
    if (
        (wanted.kind and wanted.kind != row.list)
        or (wanted.what and wanted.what != row.kind)
        or row.confidence < wanted.min_confidence
        or not one.codes.issuperset(wanted.actors)
    ):
        return
    channels = tuple(_channels(wanted, one))
    if wanted.speaks:
        for dyad, level in channels:
            yield from past.silences_ended_by(row, dyad, level)
    elif wanted.stands:
        yield from past.standing_from(one)
    elif channels or not wanted.level:
        yield f"{row.kind} {row.status}" if row.status else row.kind


def _channels(wanted: Filter, one: _Found) -> Iterator[tuple[Dyad, Level]]:
    """The dyads and levels of an entry that a filter speaks of: among its actors, or with its one actor."""
    actors = set(wanted.actors)
    for dyad, levels in one.dyads:
        if actors.issuperset(dyad) if len(actors) > 1 else actors.issubset(dyad):
            yield from ((dyad, level) for level in levels if wanted.level in (None, level))


class _Past:
    """What entries do to channels and agreements, each worked out once for all watches."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ended: dict[tuple[int, Dyad, Level], tuple[str, ...]] = {}
        self._lives: dict[frozenset[str], tuple[Life, ...]] = {}

    def silences_ended_by(self, row: Any, dyad: Dyad, level: Level) -> tuple[str, ...]:
        """The reason to tell of an entry's row, if there is one."""
        asked = (row.key, dyad, level)
        if asked not in self._ended:
            self._ended[asked] = tuple(_speaks(self._connection, row, dyad, level))
        return self._ended[asked]

    def standing_from(self, one: _Found) -> Iterator[str]:
        """The reason to tell of an agreement's entry, if it is what brought the instrument where it stands."""
        if one.row.list != RecordKind.AGREEMENT:
            return
        if one.codes not in self._lives:
            self._lives[one.codes] = _lives(self._connection, one)
        for life in self._lives[one.codes]:
            if life.standing and life.since and life.since.entry.id == one.row.id:
                yield f"stands {life.standing}, was {life.before}" if life.before else f"stands {life.standing}"


def _lives(connection: Connection, one: _Found) -> tuple[Life, ...]:
    """The lives of the instruments that two of its parties, or its only one, have to do with."""
    day = last_day(connection)
    sides: Iterable[tuple[str, ...]] = [dyad for dyad, _ in one.dyads] or [(code,) for code in sorted(one.codes)]
    found = {
        each.id: each for codes in sides for each in entries(connection, RecordKind.AGREEMENT, Question(actors=codes))
    }
    return lives(found.values(), day) if day else ()


def _speaks(connection: Connection, row: Any, dyad: Dyad, level: Level) -> Iterator[str]:
    """Why, where a contact ends a silence: without it the channel would be silent on its day."""
    if row.list != RecordKind.CONTACT or row.status != Status.OCCURRED or not row.earliest or not row.latest:
        return
    lately = (
        select(DyadRow.entry_key)
        .join(EntryRow, EntryRow.key == DyadRow.entry_key)
        .where(DyadRow.one == dyad[0], DyadRow.other == dyad[1], DyadRow.list == RecordKind.CONTACT.value)
        .where(DyadRow.earliest <= row.latest, DyadRow.latest >= row.latest - SILENCE)
        .where(DyadRow.status == Status.OCCURRED.value, DyadRow.levels.contains(level.value))
        .where(DyadRow.entry_key != row.key, not_rejected())
    )
    if connection.scalar(lately.order_by(DyadRow.earliest.desc()).limit(1)) is not None:
        return
    before = [each for each in channel_rows.talks(connection, (dyad,)) if each.id != row.id]
    for channel in histories(before, channel_rows.said(connection, (dyad,)), row.latest):
        if channel.level is level and channel.present is Present.SILENT and channel.since:
            yield f"speaks {dyad[0]}-{dyad[1]} {level.value} {channel.since.isoformat()}"
