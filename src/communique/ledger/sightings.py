"""Keeps the entries true to the records: after every change, which records follow which, and what they come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, or_, select, text, update
from sqlalchemy.orm import aliased

from communique.interchange import RecordKind, load_record
from communique.ledger.batches import batches
from communique.ledger.composing import write_entries
from communique.ledger.judging.anchors import Told, rematch, standing_in
from communique.ledger.merging import Sighting, settle, sighting
from communique.ledger.merging.settling import touched_by_going, vague_near, weight
from communique.ledger.merging.sighting import news_day
from communique.ledger.tables import (
    BlockRow,
    DocumentRow,
    ReadingRow,
    RecordRow,
    SightingRow,
)
from communique.records import Published

_REACH = 62
"""Days beyond its own that a sighting's neighbours are looked for: a plan and what came of it."""

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
_NAMED = _SIGHTINGS.where(RecordRow.id.in_(bindparam("ids", expanding=True)))
_THESE = _SIGHTINGS.where(SightingRow.record_key.in_(bindparam("keys", expanding=True)))
_LED_BY = _SIGHTINGS.where(SightingRow.leader_key.in_(bindparam("keys", expanding=True)))
_LINKS = (
    select(RecordRow.key, RecordRow.id, SightingRow.leader_key, _Leader.id.label("leader"))
    .select_from(SightingRow)
    .join(RecordRow, RecordRow.key == SightingRow.record_key)
    .outerjoin(_Leader, _Leader.key == SightingRow.leader_key)
)
_FOLLOWERS = _LINKS.where(SightingRow.leader_key == bindparam("key"), SightingRow.record_key != bindparam("key"))
_NEAR = _LINKS.where(
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
).order_by(RecordRow.id)
_BESIDE = _SIGHTINGS.where(
    RecordRow.reading_key == select(_Own.reading_key).where(_Own.key == bindparam("key")).scalar_subquery(),
    RecordRow.list == bindparam("list"),
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


def bring_in(connection: Connection, new: Sequence[int], gone: Sequence[int]) -> tuple[int, ...]:
    """Settle after records have come into current readings (`new`, by key) or left them (`gone`).

    What people have said of records holds on. Returns the keys of the entries that were made or changed. Within the
    caller's transaction; on PostgreSQL other writers wait here for its end.
    """
    _wait(connection)
    kept = Kept(connection)
    docs, left = _documents(connection, [*new, *gone]), kept.ids(gone)
    before = kept.told.around(left | standing_in(connection, docs))
    touched = [*kept.drop(gone), *kept.take(new)]
    ids = before | rematch(connection, docs)
    kept.told = Told(connection)
    return _settle(connection, kept, touched, ids | kept.told.around(ids | kept.ids(new)))


def judge_anew(connection: Connection, ids: frozenset[str]) -> tuple[int, ...]:
    """Settle after what people say of records has changed; `ids`: of all it bears on or bore on. See `bring_in`."""
    _wait(connection)
    kept = Kept(connection)
    return _settle(connection, kept, [], ids | kept.told.around(ids))


def _wait(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def _settle(connection: Connection, kept: Kept, touched: list[Sighting], ids: frozenset[str]) -> tuple[int, ...]:
    """`ids`: of the records on which what people say bears otherwise than before."""
    settle(touched, kept, kept.told, [one for each in sorted(ids) if (one := kept.known(each))])
    kept.decide_anew(ids)
    kept.flush()
    return write_entries(connection, kept.changed)


def _documents(connection: Connection, keys: Sequence[int]) -> set[str]:
    found: set[str] = set()
    for chunk in batches(keys):
        query = select(DocumentRow.doc).join(ReadingRow, ReadingRow.document_key == DocumentRow.key)
        within = RecordRow.key.in_(chunk)
        found.update(connection.scalars(query.join(RecordRow, RecordRow.reading_key == ReadingRow.key).where(within)))
    return found


def current_records(connection: Connection) -> list[int]:
    """The keys of all records of current readings."""
    query = select(RecordRow.key).join(ReadingRow, ReadingRow.key == RecordRow.reading_key)
    return list(connection.scalars(query.where(ReadingRow.superseded_by.is_(None)).order_by(RecordRow.key)))


class Kept:
    """Sightings in the database. `changed` are the leaders that `settle` touched, `told` what people have said of them.

    Whom sightings follow is kept here as `settle` decides it and written by `flush`; until then the database has it as
    it was, and every answer is put right from what is kept here.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.told = Told(connection)
        self._known: dict[str, Sighting] = {}
        self._absent: set[str] = set()
        self._keys: dict[str, int] = {}
        self._leaders: dict[str, str | None] = {}
        self._borne: dict[str, int] = {}
        self._near: dict[str, tuple[str, ...]] = {}
        self._beside: dict[tuple[str, RecordKind], tuple[Sighting, ...]] = {}
        self._moved: dict[str, set[str]] = defaultdict(set)
        self._fresh: set[str] = set()
        self._dirty: dict[int, int] = {}
        self.changed: set[int] = set()

    def take(self, keys: Sequence[int]) -> list[Sighting]:
        """Make sightings of records."""
        self._forget()
        found = [one for chunk in batches(keys) for one in self._make(chunk)]
        self._fresh.update(one.id for one in found)
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
        touched = {one.id: one for chunk in batches(keys) for one in self._load(_LED_BY, {"keys": chunk})}
        if self.told.anything:
            touched.update((each.id, each) for one in gone for each in touched_by_going(one, self, self.told))
        leaders = {leader for one in gone if (leader := self._leaders[one.id])}
        self.changed.update(self._keys[leader] for leader in leaders)
        weights = {leader: weight(self.borne_out(leader)) for leader in sorted(leaders - away)}
        for chunk in batches(keys):
            self._connection.execute(_LEAVE, {"keys": chunk})
            self._connection.execute(delete(BlockRow).where(BlockRow.record_key.in_(chunk)))
            self._connection.execute(delete(SightingRow).where(SightingRow.record_key.in_(chunk)))
        self._forget()
        for leader, before in weights.items():
            if weight(self.borne_out(leader)) != before:
                touched.update((one.id, one) for one in vague_near(leader, self, self.told))
        stay = [one for one in touched.values() if one.id not in away]
        for one in stay:
            if self._leaders[one.id] in away:
                self._leaders[one.id] = None
        for id_ in away:  # a newer reading may bring the same record again, under another key
            del self._known[id_], self._keys[id_], self._leaders[id_]
        self._forget()
        return stay

    def ids(self, keys: Sequence[int]) -> frozenset[str]:
        """The ids of records."""
        found = (select(RecordRow.id).where(RecordRow.key.in_(chunk)) for chunk in batches(keys))
        return frozenset(id_ for query in found for id_ in self._connection.scalars(query))

    def decide_anew(self, ids: Iterable[str]) -> None:
        """Have the entries of these records written again."""
        for one in filter(None, map(self.known, ids)):
            if leader := self._leaders[one.id]:
                self.changed.add(self._keys[leader])

    def known(self, id_: str) -> Sighting | None:
        if id_ not in self._known and id_ not in self._absent:
            found = {one.id for one in self._load(_NAMED, {"ids": [id_]})}
            self._absent |= {id_} - found
        return self._known.get(id_)

    def borne_out(self, leader: str) -> int:
        if leader not in self._borne:
            asked = leader not in self._fresh
            self._borne[leader] = (asked and self._connection.scalar(_BORNE, {"key": self._keys[leader]})) or 0
        return self._borne[leader]

    def these(self, keys: Sequence[int]) -> list[Sighting]:
        """The sightings of records, by key."""
        return [one for chunk in batches(keys) for one in self._load(_THESE, {"keys": chunk})]

    def key(self, one: Sighting) -> int:
        """The key of the record of a sighting."""
        return self._keys[one.id]

    def near(self, one: Sighting) -> Iterable[Sighting]:
        return self._named(self._ids_near(one))

    def leaders_near(self, one: Sighting) -> Iterable[Sighting]:
        near = self._ids_near(one)
        return self._named([id_ for id_ in near if self._leaders[id_] == id_ or self.told.same(id_)])

    def beside(self, one: Sighting) -> Iterable[Sighting]:
        place = one.doc, one.kind
        if place not in self._beside:
            asked = {"key": self._keys[one.id], "list": one.kind.value}
            self._beside[place] = tuple(self._load(_BESIDE, asked))
        return [each for each in self._beside[place] if each.id != one.id]

    def followers(self, one: Sighting) -> Iterable[Sighting]:
        held = set() if one.id in self._fresh else set(self._links(_FOLLOWERS, {"key": self._keys[one.id]}))
        led = sorted(id_ for id_ in held | self._moved[one.id] if self._leaders[id_] == one.id != id_)
        return self._named(led)

    def leader(self, one: Sighting) -> str | None:
        return self._leaders[one.id]

    def follow(self, one: Sighting, leader: str) -> None:
        key, lead = self._keys[one.id], self._keys[leader]
        before = self._leaders[one.id]
        self.changed.update((lead, key) if before is None else (lead, key, self._keys[before]))
        if not one.vague:
            for touched, more in ((leader, 1), (before, -1)):
                if touched is not None:
                    self._borne[touched] = self.borne_out(touched) + more
        self._leaders[one.id] = leader
        self._moved[leader].add(one.id)
        self._dirty[key] = lead

    def flush(self) -> None:
        """Write whom sightings follow now."""
        if self._dirty:
            self._connection.execute(_FOLLOW, [{"key": key, "lead": lead} for key, lead in self._dirty.items()])
        self._dirty.clear()

    def _forget(self) -> None:
        """Sightings have come or gone: what was asked of the database before does not hold any more."""
        self._absent.clear()
        self._borne.clear()
        self._near.clear()
        self._beside.clear()

    def _ids_near(self, one: Sighting) -> tuple[str, ...]:
        if one.id not in self._near:
            self._near[one.id] = tuple(self._links(_NEAR, self._around(one)))
        return self._near[one.id]

    def _links(self, query: Any, values: Values) -> list[str]:
        """Ids of sightings, of which it is then known whom they follow."""
        rows = self._connection.execute(query, values).all()
        for row in rows:
            self._note(row)
        return [row.id for row in rows]

    def _named(self, ids: Sequence[str]) -> list[Sighting]:
        missing = [self._keys[id_] for id_ in ids if id_ not in self._known]
        if missing:
            self.these(missing)
        return [self._known[id_] for id_ in ids]

    def _note(self, row: Any) -> None:
        self._keys[row.id] = row.key
        if row.id not in self._leaders:
            self._leaders[row.id] = row.leader
            if row.leader is not None:
                self._keys[row.leader] = row.leader_key

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
            self._note(row)
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
    for chunk in batches(keys):
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
