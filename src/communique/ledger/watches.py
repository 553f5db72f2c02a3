"""Watches: saved filters, checked on each addition within its transaction.

A watch tells of an entry that an addition made or changed and that its filter wants, once for every reason: once as a
planned meeting, again when it occurred. The reason is in words of the codebook: ``meeting planned``, ``signed``; for a
channel that speaks after a silence, ``speaks RUS-USA defence 2022-10-24``, with the day since which it was silent.
Only the entries the addition touched are looked at, and for a silence the dyads of those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, insert, select, update

from communique.errors import LedgerError, NotHeldError
from communique.interchange import RecordKind
from communique.ledger import channel_rows
from communique.ledger.asking import not_rejected
from communique.ledger.batches import batches
from communique.ledger.channels import SILENCE, Present, histories
from communique.ledger.dyads import Dyad, Level
from communique.ledger.revision import changed
from communique.ledger.tables import (
    DocumentRow,
    DyadRow,
    EntryCodeRow,
    EntryRow,
    ReadingRow,
    RecordRow,
    SightingRow,
    WatchHitRow,
    WatchRow,
)
from communique.records import Status


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries a watch waits for; every part that is set must hold.

    `actors`: codes that all take part. `level`: at which they talk, so only contacts. `what`: as in `Question`.
    `speaks`: only contacts that end the silence of a channel.
    """

    kind: RecordKind | None = None
    actors: tuple[str, ...] = ()
    level: Level | None = None
    what: str | None = None
    min_confidence: float = 0.0
    speaks: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """A filter with its name, who set it up and when."""

    name: str
    wanted: Filter
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """What a watch told of: an entry (the id it had), why, the document that brought it, and when. Keys only grow."""

    key: int
    watch: str
    entry: str
    reason: str
    doc: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Found:
    """An entry's row with its actors, the levels of its dyads, and the ids of its reports."""

    row: Any
    codes: frozenset[str]
    dyads: tuple[tuple[Dyad, tuple[Level, ...]], ...]
    reports: frozenset[str]


def begin(connection: Connection, name: str, wanted: Filter, by: str) -> Watch:
    """A new watch. Raises LedgerError where its name is taken or empty, or its filter can want nothing."""
    if not name.strip():
        raise LedgerError("a watch needs a name")
    if (wanted.level or wanted.speaks) and wanted.kind not in (None, RecordKind.CONTACT):
        raise LedgerError(f"only contacts have a level and end silences, not {wanted.kind}")
    if _key(connection, name) is not None:
        raise LedgerError(f"there is a watch {name!r} already")
    made = Watch(name, wanted, by, datetime.now(UTC))
    row = {"name": name, "filter": dump_filter(wanted), "by": by, "created_at": made.at}
    connection.execute(insert(WatchRow).values(**row))
    changed(connection)
    return made


def end(connection: Connection, name: str) -> None:
    """End the watch of a name. Raises LedgerError where there is none."""
    key = _key(connection, name)
    if key is None:
        raise NotHeldError(f"there is no watch {name!r}")
    connection.execute(update(WatchRow).where(WatchRow.key == key).values(ended_at=datetime.now(UTC)))
    changed(connection)


def _key(connection: Connection, name: str) -> int | None:
    return connection.scalar(select(WatchRow.key).where(WatchRow.name == name, WatchRow.ended_at.is_(None)))


def standing(connection: Connection) -> tuple[Watch, ...]:
    """The watches that have not ended, oldest first."""
    return tuple(
        Watch(row.name, load_filter(row.filter), row.by, row.created_at) for row in connection.execute(_standing())
    )


def _standing() -> Any:
    columns = (WatchRow.key, WatchRow.name, WatchRow.filter, WatchRow.by, WatchRow.created_at)
    return select(*columns).where(WatchRow.ended_at.is_(None)).order_by(WatchRow.key)


def hits(connection: Connection, since: datetime | None, name: str | None, after: int) -> tuple[Notice, ...]:
    """What watches have told of since a moment and after a notice, in order; `name`: only those of that name."""
    columns = (WatchHitRow.key, WatchRow.name, WatchHitRow.entry_id, WatchHitRow.reason, DocumentRow.doc)
    query = (
        select(*columns, WatchHitRow.at)
        .join(WatchRow, WatchRow.key == WatchHitRow.watch_key)
        .join(ReadingRow, ReadingRow.key == WatchHitRow.reading_key)
        .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
        .where(WatchHitRow.key > after)
        .order_by(WatchHitRow.key)
    )
    if since is not None:
        query = query.where(WatchHitRow.at >= since)
    if name is not None:
        query = query.where(WatchRow.name == name)
    return tuple(Notice(*row) for row in connection.execute(query))


def dump_filter(wanted: Filter) -> str:
    """A filter as JSON, only what is set."""
    parts = {
        "kind": wanted.kind,
        "actors": wanted.actors,
        "level": wanted.level,
        "what": wanted.what,
        "min_confidence": wanted.min_confidence,
        "speaks": wanted.speaks,
    }
    return orjson.dumps({name: value for name, value in parts.items() if value}).decode()


def load_filter(text: str) -> Filter:
    """The filter of `dump_filter`. Raises ValueError where it is none."""
    parts = orjson.loads(text)
    return Filter(
        kind=RecordKind(parts["kind"]) if "kind" in parts else None,
        actors=tuple(parts.get("actors", ())),
        level=Level(parts["level"]) if "level" in parts else None,
        what=parts.get("what"),
        min_confidence=parts.get("min_confidence", 0.0),
        speaks=parts.get("speaks", False),
    )


def check(connection: Connection, keys: Sequence[int], reading_key: int) -> None:
    """Write down what watches tell of the entries (by key) that an addition made or changed."""
    waiting = [(row.key, load_filter(row.filter)) for row in connection.execute(_standing())] if keys else []
    if not waiting:
        return
    now = datetime.now(UTC)
    silences = _Silences(connection)
    for some in batches(keys):
        held = _found(connection, some)
        told = _told(connection, held)
        rows = [
            {"watch_key": watch, "entry_id": one.row.id, "reason": reason, "reading_key": reading_key, "at": now}
            for one in held
            for watch, wanted in waiting
            for reason in _reasons(silences, wanted, one)
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
    )
    query = select(*columns).where(EntryRow.key.in_(keys), not_rejected()).order_by(EntryRow.key)
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


def _reasons(silences: _Silences, wanted: Filter, one: _Found) -> Iterator[str]:
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
            yield from silences.ended_by(row, dyad, level)
    elif channels or not wanted.level:
        yield f"{row.kind} {row.status}" if row.status else row.kind


def _channels(wanted: Filter, one: _Found) -> Iterator[tuple[Dyad, Level]]:
    """The dyads and levels of an entry that a filter speaks of: among its actors, or with its one actor."""
    actors = set(wanted.actors)
    for dyad, levels in one.dyads:
        if actors.issuperset(dyad) if len(actors) > 1 else actors.issubset(dyad):
            yield from ((dyad, level) for level in levels if wanted.level in (None, level))


class _Silences:
    """Which silences contacts end, each worked out once for all watches."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ended: dict[tuple[int, Dyad, Level], tuple[str, ...]] = {}

    def ended_by(self, row: Any, dyad: Dyad, level: Level) -> tuple[str, ...]:
        """The reason to tell of an entry's row, if there is one."""
        asked = (row.key, dyad, level)
        if asked not in self._ended:
            self._ended[asked] = tuple(_speaks(self._connection, row, dyad, level))
        return self._ended[asked]


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
    before = [each for each in channel_rows.talks(connection, dyad) if each.id != row.id]
    for channel in histories(before, channel_rows.said(connection, dyad), row.latest):
        if channel.level is level and channel.present is Present.SILENT and channel.since:
            yield f"speaks {dyad[0]}-{dyad[1]} {level.value} {channel.since.isoformat()}"
