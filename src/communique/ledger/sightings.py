"""Keeps the entries true to the records: after every change, which records follow which, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import Connection, and_, bindparam, delete, func, insert, or_, select, text, update
from sqlalchemy.orm import aliased

from communique.interchange import RecordKind, dump_value, load_record, record_codes, record_date, record_kind
from communique.ledger.deciding import decide
from communique.ledger.dyads import dyad_rows
from communique.ledger.entry import Report
from communique.ledger.merging import Judged, Sighting, settle, sighting
from communique.ledger.merging.settling import NOT_JUDGED, weight
from communique.ledger.merging.sighting import news_day
from communique.ledger.reports import origin_columns, report_of
from communique.ledger.tables import (
    BlockRow,
    DocumentRow,
    DyadRow,
    EntryCodeRow,
    EntryRow,
    ReadingRow,
    RecordRow,
    SightingRow,
)
from communique.ledger.what import what
from communique.records import Published

_REACH = 62
"""Days beyond its own that a sighting's neighbours are looked for: a plan and what came of it."""

_CHUNK = 400
"""Keys in one statement."""

_LOCK = 0x436F6D6E

_EVER = (-(10**7), 10**7)
"""Days before and after all that there are."""

Values = dict[str, Any]

_Leader = aliased(RecordRow)
_Own = aliased(RecordRow)

_SIGHTINGS = (
    select(
        RecordRow.key,
        RecordRow.id,
        RecordRow.list,
        RecordRow.body,
        SightingRow.leader_key,
        SightingRow.news,
        _Leader.id.label("leader"),
        DocumentRow.doc,
        ReadingRow.published_earliest,
        ReadingRow.published_latest,
    )
    .select_from(SightingRow)
    .join(RecordRow, RecordRow.key == SightingRow.record_key)
    .outerjoin(_Leader, _Leader.key == SightingRow.leader_key)
    .join(ReadingRow, ReadingRow.key == RecordRow.reading_key)
    .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
)
_THESE = _SIGHTINGS.where(SightingRow.record_key.in_(bindparam("keys", expanding=True)))
_LED_BY = _SIGHTINGS.where(SightingRow.leader_key.in_(bindparam("keys", expanding=True)))
_FOLLOWERS = _SIGHTINGS.where(SightingRow.leader_key == bindparam("key"), SightingRow.record_key != bindparam("key"))
_NEAR = _SIGHTINGS.where(
    SightingRow.record_key.in_(
        select(BlockRow.record_key).where(
            BlockRow.block.in_(bindparam("blocks", expanding=True)),
            or_(
                BlockRow.first.is_(None),
                and_(BlockRow.first <= bindparam("last"), BlockRow.last >= bindparam("first")),
            ),
        )
    ),
    SightingRow.record_key != bindparam("key"),
)
_LEADERS_NEAR = _NEAR.where(SightingRow.leader_key == SightingRow.record_key)
_BESIDE = _SIGHTINGS.where(
    RecordRow.reading_key == select(_Own.reading_key).where(_Own.key == bindparam("key")).scalar_subquery(),
    RecordRow.list == bindparam("list"),
    RecordRow.key != bindparam("key"),
)
_LEAVE = (
    update(SightingRow).where(SightingRow.leader_key.in_(bindparam("keys", expanding=True))).values(leader_key=None)
)
_BORNE = select(func.count()).where(SightingRow.leader_key == bindparam("key"), SightingRow.vague.is_(False))
_RECORDS = (
    select(
        RecordRow.key,
        RecordRow.id,
        RecordRow.list,
        RecordRow.body,
        DocumentRow.doc,
        ReadingRow.published_earliest,
        ReadingRow.published_latest,
    )
    .join(ReadingRow, ReadingRow.key == RecordRow.reading_key)
    .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
    .where(RecordRow.key.in_(bindparam("keys", expanding=True)))
    .order_by(RecordRow.key)
)
_FOLLOW = update(SightingRow).where(SightingRow.record_key == bindparam("key")).values(leader_key=bindparam("lead"))


def bring_in(
    connection: Connection, new: Sequence[int], gone: Sequence[int], judged: Judged = NOT_JUDGED
) -> tuple[int, ...]:
    """Settle after records have come into current readings (`new`, by key) or left them (`gone`).

    Returns the keys of the entries that were made or changed. Within the caller's transaction; on PostgreSQL other
    writers wait here for its end.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    kept = Kept(connection)
    touched = [*kept.drop(gone), *kept.take(new)]
    settle(touched, kept, judged)
    return _write(connection, kept)


def current_records(connection: Connection) -> list[int]:
    """The keys of all records of current readings."""
    query = select(RecordRow.key).join(ReadingRow, ReadingRow.key == RecordRow.reading_key)
    return list(connection.scalars(query.where(ReadingRow.superseded_by.is_(None)).order_by(RecordRow.key)))


class Kept:
    """Sightings in the database. What `settle` decides is written at once; `changed` are the leaders it touched."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, Sighting] = {}
        self._keys: dict[str, int] = {}
        self._leaders: dict[str, str | None] = {}
        self._borne: dict[str, int] = {}
        self.changed: set[int] = set()

    def take(self, keys: Sequence[int]) -> list[Sighting]:
        """Make sightings of records."""
        found = [one for chunk in _chunks(keys) for one in self._make(chunk)]
        blocks = [
            {"record_key": self._keys[one.id], "block": block, "first": first, "last": last}
            for one in found
            for block in one.blocks
            for first, last in (one.span(block),)
        ]
        if blocks:
            self._connection.execute(insert(BlockRow), blocks)
        return found

    def _make(self, keys: Sequence[int]) -> list[Sighting]:
        news = _news(self._connection, keys)
        made: list[Sighting] = []
        rows: list[Values] = []
        for row in self._connection.execute(_RECORDS, {"keys": keys}).all():
            one = _sighting(row, news[row.key])
            self._known[one.id], self._keys[one.id], self._leaders[one.id] = one, row.key, None
            made.append(one)
            rows.append({"record_key": row.key, "leader_key": None, "vague": one.vague, "news": one.news})
        self._connection.execute(insert(SightingRow), rows)
        return made

    def drop(self, keys: Sequence[int]) -> list[Sighting]:
        """Let go of sightings; the ones that followed them, or may choose otherwise now, to be settled again."""
        gone = self.these(keys)
        if not gone:
            return []
        away = {one.id for one in gone}
        touched = {one.id: one for chunk in _chunks(keys) for one in self._load(_LED_BY, {"keys": chunk})}
        leaders = {leader for one in gone if (leader := self._leaders[one.id])}
        self.changed.update(self._keys[leader] for leader in leaders)
        weights = {leader: weight(self.borne_out(leader)) for leader in sorted(leaders - away)}
        for chunk in _chunks(keys):
            self._connection.execute(_LEAVE, {"keys": chunk})
            self._connection.execute(delete(BlockRow).where(BlockRow.record_key.in_(chunk)))
            self._connection.execute(delete(SightingRow).where(SightingRow.record_key.in_(chunk)))
        self._borne.clear()
        for leader, before in weights.items():
            if weight(self.borne_out(leader)) != before and (held := self.known(leader)):
                touched.update((one.id, one) for one in self.near(held) if one.vague)
        stay = [one for one in touched.values() if one.id not in away]
        for one in stay:
            if self._leaders[one.id] in away:
                self._leaders[one.id] = None
        for id_ in away:  # a newer reading may bring the same record again, under another key
            del self._known[id_], self._keys[id_], self._leaders[id_]
        return stay

    def known(self, id_: str) -> Sighting | None:
        if id_ not in self._known and id_ in self._keys:
            list(self._load(_THESE, {"keys": [self._keys[id_]]}))
        return self._known.get(id_)

    def borne_out(self, leader: str) -> int:
        if leader not in self._borne:
            self._borne[leader] = self._connection.scalar(_BORNE, {"key": self._keys[leader]}) or 0
        return self._borne[leader]

    def these(self, keys: Sequence[int]) -> list[Sighting]:
        """The sightings of records, by key."""
        return [one for chunk in _chunks(keys) for one in self._load(_THESE, {"keys": chunk})]

    def key(self, one: Sighting) -> int:
        """The key of the record of a sighting."""
        return self._keys[one.id]

    def near(self, one: Sighting) -> Iterable[Sighting]:
        return self._load(_NEAR, self._around(one))

    def leaders_near(self, one: Sighting) -> Iterable[Sighting]:
        return self._load(_LEADERS_NEAR, self._around(one))

    def beside(self, one: Sighting) -> Iterable[Sighting]:
        return self._load(_BESIDE, {"key": self._keys[one.id], "list": one.kind.value})

    def followers(self, one: Sighting) -> Iterable[Sighting]:
        return self._load(_FOLLOWERS, {"key": self._keys[one.id]})

    def leader(self, one: Sighting) -> str | None:
        return self._leaders[one.id]

    def follow(self, one: Sighting, leader: str) -> None:
        key, lead = self._keys[one.id], self._keys[leader]
        before = self._leaders[one.id]
        self.changed.update((lead, key) if before is None else (lead, key, self._keys[before]))
        self._leaders[one.id] = leader
        for touched in (leader, before):
            if touched is not None:
                self._borne.pop(touched, None)
        self._connection.execute(_FOLLOW, {"key": key, "lead": lead})

    def _around(self, one: Sighting) -> Values:
        """Values of _NEAR: all days where its own are open."""
        first, last = one.when.first, one.when.last
        return {
            "key": self._keys[one.id],
            "blocks": one.blocks,
            "first": _EVER[0] if first is None else first - _REACH,
            "last": _EVER[1] if last is None else last + _REACH,
        }

    def _load(self, query: Any, values: Values) -> Iterator[Sighting]:
        for row in self._connection.execute(query, values).all():
            if row.id not in self._known:
                self._known[row.id] = _sighting(row, row.news)
                self._keys[row.id] = row.key
            if row.id not in self._leaders:
                self._leaders[row.id] = row.leader
                if row.leader is not None:
                    self._keys[row.leader] = row.leader_key
            yield self._known[row.id]


def _sighting(row: Any, news: int | None) -> Sighting:
    return sighting(row.id, row.doc, load_record(RecordKind(row.list), row.body), _published(row), news)


def _published(row: Any) -> Published | None:
    if row.published_earliest is None:
        return None
    return Published(row.published_earliest.isoformat(), row.published_latest.isoformat())


def _news(connection: Connection, keys: Sequence[int]) -> dict[int, int | None]:
    """The day of the news by record: the same for all records of a reading."""
    found: dict[int, int | None] = {}
    columns = (RecordRow.key, RecordRow.list, RecordRow.body, RecordRow.reading_key)
    for chunk in _chunks(keys):
        readings = select(RecordRow.reading_key).where(RecordRow.key.in_(chunk))
        query = (
            select(*columns, ReadingRow.published_earliest, ReadingRow.published_latest)
            .join(ReadingRow, ReadingRow.key == RecordRow.reading_key)
            .where(RecordRow.reading_key.in_(readings))
            .order_by(RecordRow.reading_key)
        )
        for _, rows in groupby(connection.execute(query), key=lambda row: row.reading_key):
            held = list(rows)
            day = news_day((load_record(RecordKind(row.list), row.body) for row in held), _published(held[0]))
            found.update((row.key, day) for row in held)
    return found


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]


def _write(connection: Connection, kept: Kept) -> tuple[int, ...]:
    """Decide the changed entries anew; an entry without reports goes."""
    now = datetime.now(UTC)
    changed = sorted(kept.changed)
    written: list[int] = []
    for chunk in _chunks(changed):
        seen = _first_seen(connection, chunk)
        connection.execute(delete(DyadRow).where(DyadRow.entry_key.in_(chunk)))
        connection.execute(delete(EntryCodeRow).where(EntryCodeRow.entry_key.in_(chunk)))
        connection.execute(delete(EntryRow).where(EntryRow.key.in_(chunk)))
        held = members(connection, chunk)
        rows = [entry_row(key, reports) | {"seen_at": seen[key], "changed_at": now} for key, reports in held.items()]
        if rows:
            connection.execute(insert(EntryRow), rows)
        if codes := [code for row in rows for code in code_rows(row)]:
            connection.execute(insert(EntryCodeRow), codes)
        if dyads := [dyad for row in rows for dyad in dyads_of(row, held[row["key"]])]:
            connection.execute(insert(DyadRow), dyads)
        written.extend(row["key"] for row in rows)
    return tuple(written)


def _first_seen(connection: Connection, leaders: Sequence[int]) -> dict[int, datetime]:
    query = (
        select(SightingRow.leader_key, func.min(DocumentRow.added_at))
        .join(RecordRow, RecordRow.key == SightingRow.record_key)
        .join(ReadingRow, ReadingRow.key == RecordRow.reading_key)
        .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
        .where(SightingRow.leader_key.in_(leaders))
        .group_by(SightingRow.leader_key)
    )
    return {leader: at for leader, at in connection.execute(query) if leader is not None}


def members(connection: Connection, leaders: Sequence[int]) -> dict[int, tuple[Report, ...]]:
    """Reports by the key of their leader, the leading one first; leaders without any are left out."""
    found: dict[int, list[Report]] = {}
    for chunk in _chunks(leaders):
        query = (
            select(
                SightingRow.leader_key,
                RecordRow.key,
                RecordRow.id,
                RecordRow.list,
                RecordRow.body,
                RecordRow.earliest,
                RecordRow.latest,
                *origin_columns(),
            )
            .join(RecordRow, RecordRow.key == SightingRow.record_key)
            .join(ReadingRow, ReadingRow.key == RecordRow.reading_key)
            .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
            .where(SightingRow.leader_key.in_(chunk))
            .order_by(SightingRow.leader_key, SightingRow.record_key != SightingRow.leader_key, RecordRow.id)
        )
        for row in connection.execute(query):
            found.setdefault(row.leader_key, []).append(report_of(row))
    return {leader: tuple(reports) for leader, reports in found.items()}


def entry_row(key: int, reports: tuple[Report, ...]) -> Values:
    """The columns of an entry's row that follow from its reports, the leading one first."""
    decided = decide(reports)
    record = decided.record
    kind, status = what(record)
    account = {
        "sources": decided.sources,
        "history": [[step.status, step.day.isoformat() if step.day else None, step.report] for step in decided.history],
        "dissents": [[each.field, each.value, each.report] for each in decided.dissents],
    }
    leader = reports[0]
    return {
        "key": key,
        "id": leader.id,
        "list": record_kind(record).value,
        "kind": kind,
        "status": status,
        "edtf": record_date(record),
        "earliest": decided.earliest,
        "latest": decided.latest,
        "confidence": record.confidence,
        "reports": sum(each.copy_of is None for each in reports),
        "outlets": len({each.origin.outlet or each.origin.doc for each in reports}),
        "judged": False,
        "body": dump_value(record, leader.id).decode(),
        "account": orjson.dumps(account).decode(),
    }


def code_rows(row: Values) -> list[Values]:
    """The rows of the actors of an entry's row."""
    record = load_record(RecordKind(row["list"]), row["body"])
    return [{"entry_key": row["key"], "code": code, "role": role} for code, role in record_codes(record)]


def dyads_of(row: Values, reports: tuple[Report, ...]) -> list[Values]:
    """The rows of the dyads of an entry's row."""
    return dyad_rows(row, load_record(RecordKind(row["list"]), row["body"]), reports)
