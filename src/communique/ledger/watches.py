"""Watches: saved filters, and what they have told of. When they tell is said in `communique.ledger.firing`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import Connection, insert, select, update

from communique.errors import LedgerError, NotHeldError
from communique.interchange import RecordKind
from communique.ledger.dyads import Level
from communique.ledger.revision import changed
from communique.ledger.tables import DocumentRow, ReadingRow, WatchHitRow, WatchRow


class Cause(StrEnum):
    """What made a watch tell."""

    ADDED = "added"
    REREAD = "reread"
    JUDGED = "judged"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries a watch waits for; every part that is set must hold.

    `actors`: codes that all take part. `level`: at which they talk, so only contacts. `what`: as in `Question`.
    `speaks`: only contacts that end the silence of a channel. `stands`: only what brings an agreement to another
    standing.
    """

    kind: RecordKind | None = None
    actors: tuple[str, ...] = ()
    level: Level | None = None
    what: str | None = None
    min_confidence: float = 0.0
    speaks: bool = False
    stands: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """A filter with its name, who set it up and when."""

    name: str
    wanted: Filter
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """What a watch told of: an entry (the id it had), why, when, and what made it tell. Keys only grow.

    `doc`: the document that brought it; of what a judgement or another reading of all changed, the leading report's.
    """

    key: int
    watch: str
    entry: str
    reason: str
    doc: str
    at: datetime
    cause: Cause


def begin(connection: Connection, name: str, wanted: Filter, by: str) -> Watch:
    """A new watch. Raises LedgerError where its name is taken or cannot be one, or its filter can want nothing."""
    if not name.strip() or not name.isprintable():
        raise LedgerError("a watch needs a name, on one line, all of which can be seen")
    if not 0 <= wanted.min_confidence <= 1:
        raise LedgerError(f"a confidence is from 0 to 1, not {wanted.min_confidence:g}")
    if (wanted.level or wanted.speaks) and wanted.kind not in (None, RecordKind.CONTACT):
        raise LedgerError(f"only contacts have a level and end silences, not {wanted.kind}")
    if wanted.stands and (wanted.kind not in (None, RecordKind.AGREEMENT) or wanted.level or wanted.speaks):
        raise LedgerError("only agreements come to another standing")
    if key_of(connection, name) is not None:
        raise LedgerError(f"there is a watch {name!r} already")
    made = Watch(name, wanted, by, datetime.now(UTC))
    row = {"name": name, "filter": dump_filter(wanted), "by": by, "created_at": made.at}
    connection.execute(insert(WatchRow).values(**row))
    changed(connection)
    return made


def end(connection: Connection, name: str, by: str | None = None) -> None:
    """End the watch of a name. Raises LedgerError where there is none."""
    key = key_of(connection, name)
    if key is None:
        raise NotHeldError(f"there is no watch {name!r}")
    connection.execute(update(WatchRow).where(WatchRow.key == key).values(ended_at=datetime.now(UTC), ended_by=by))
    changed(connection)


def key_of(connection: Connection, name: str) -> int | None:
    """The key of the watch of a name that has not ended."""
    return connection.scalar(select(WatchRow.key).where(WatchRow.name == name, WatchRow.ended_at.is_(None)))


def standing(connection: Connection) -> tuple[Watch, ...]:
    """The watches that have not ended, oldest first."""
    return tuple(
        Watch(row.name, load_filter(row.filter), row.by, row.created_at) for row in connection.execute(_standing())
    )


def called(connection: Connection, name: str) -> Watch:
    """The watch of a name that has not ended. Raises NotHeldError."""
    for each in standing(connection):
        if each.name == name:
            return each
    raise NotHeldError(f"there is no watch {name!r}")


def waiting(connection: Connection) -> list[tuple[int, Filter]]:
    """The filters of the watches that have not ended, by the key of the watch."""
    return [(row.key, load_filter(row.filter)) for row in connection.execute(_standing())]


def _standing() -> Any:
    columns = (WatchRow.key, WatchRow.name, WatchRow.filter, WatchRow.by, WatchRow.created_at)
    return select(*columns).where(WatchRow.ended_at.is_(None)).order_by(WatchRow.key)


def hits(
    connection: Connection, since: datetime | None, name: str | None, after: int, limit: int | None = None
) -> tuple[Notice, ...]:
    """What watches have told of since a moment and after a notice, in order; `name`: only those of that name."""
    query = _hits().where(WatchHitRow.key > after).order_by(WatchHitRow.key).limit(limit)
    if since is not None:
        query = query.where(WatchHitRow.at >= since)
    if name is not None:
        query = query.where(WatchRow.name == name)
    return tuple(_notice(row) for row in connection.execute(query))


def latest_hits(connection: Connection, name: str, limit: int) -> tuple[Notice, ...]:
    """The last that watches of a name have told of, the newest first."""
    keys = connection.scalars(select(WatchRow.key).where(WatchRow.name == name)).all()
    newest = _hits().order_by(WatchHitRow.key.desc()).limit(max(limit, 0))  # of each in the order of an index
    found = [_notice(row) for key in keys for row in connection.execute(newest.where(WatchHitRow.watch_key == key))]
    return tuple(sorted(found, key=lambda each: each.key, reverse=True)[: max(limit, 0)])


def _hits() -> Any:
    columns = (WatchHitRow.key, WatchRow.name, WatchHitRow.entry_id, WatchHitRow.reason, DocumentRow.doc)
    return (
        select(*columns, WatchHitRow.at, WatchHitRow.cause)
        .join(WatchRow, WatchRow.key == WatchHitRow.watch_key)
        .join(ReadingRow, ReadingRow.key == WatchHitRow.reading_key)
        .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
    )


def _notice(row: Any) -> Notice:
    return Notice(row.key, row.name, row.entry_id, row.reason, row.doc, row.at, Cause(row.cause))


def dump_filter(wanted: Filter) -> str:
    """A filter as JSON, only what is set."""
    parts = {
        "kind": wanted.kind,
        "actors": wanted.actors,
        "level": wanted.level,
        "what": wanted.what,
        "min_confidence": wanted.min_confidence,
        "speaks": wanted.speaks,
        "stands": wanted.stands,
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
        stands=parts.get("stands", False),
    )
