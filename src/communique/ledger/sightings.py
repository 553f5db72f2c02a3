"""Keeps the entries true to the records: after every change, which records follow which, and what they come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlalchemy.orm import aliased

from communique.interchange import RecordKind, load_record
from communique.ledger.among import among, several
from communique.ledger.batches import batches
from communique.ledger.columns import AnyText, Key
from communique.ledger.composing import write_entries
from communique.ledger.judging.anchors import Told, rematch, standing_in
from communique.ledger.merging import Sighting, settle, sighting
from communique.ledger.merging.settling import touched_by_going, vague_near, weight
from communique.ledger.merging.sighting import news_day
from communique.ledger.nearness import breadth, near
from communique.ledger.rows import ForEach, put
from communique.ledger.tables import BlockRow, DocumentRow, ReadingRow, RecordRow, SightingRow
from communique.records import Published

_AHEAD = 50
"""Sightings whose like is looked for at once."""

Values = dict[str, Any]

_Leader = aliased(RecordRow)
_Own = aliased(RecordRow)
_Follower = aliased(SightingRow)

_KEYS = several("keys", Key)
_BORNE_OUT = (
    select(func.count())
    .where(_Follower.leader_key == SightingRow.record_key, _Follower.vague.is_(False))
    .correlate(SightingRow)
    .scalar_subquery()
    .label("borne_out")
)
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
        _BORNE_OUT,
    )
    .select_from(SightingRow)
    .join(RecordRow, RecordRow.key == SightingRow.record_key)
    .outerjoin(_Leader, _Leader.key == SightingRow.leader_key)
    .join(ReadingRow, ReadingRow.key == RecordRow.reading_key)
    .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
)
_NAMED = _SIGHTINGS.where(among(RecordRow.id, several("ids", AnyText())))
_THESE = _SIGHTINGS.where(among(SightingRow.record_key, _KEYS))
_LED_BY = _SIGHTINGS.where(among(SightingRow.leader_key, _KEYS))
_FOLLOWERS = _SIGHTINGS.where(
    SightingRow.leader_key == bindparam("key", type_=Key), SightingRow.record_key != bindparam("key", type_=Key)
)
_BESIDE = _SIGHTINGS.where(
    RecordRow.reading_key == select(_Own.reading_key).where(_Own.key == bindparam("key", type_=Key)).scalar_subquery(),
    RecordRow.list == bindparam("list"),
)
_LEAVE = update(SightingRow).where(among(SightingRow.leader_key, _KEYS)).values(leader_key=None)
_BORNE = select(func.count()).where(SightingRow.leader_key == bindparam("key", type_=Key), SightingRow.vague.is_(False))
_RECORDS = (
    select(
        RecordRow.key,
        RecordRow.id,
        RecordRow.list,
        RecordRow.body,
        RecordRow.reading_key,
        DocumentRow.doc,
        ReadingRow.published_earliest,
        ReadingRow.published_latest,
    )
    .join(ReadingRow, ReadingRow.key == RecordRow.reading_key)
    .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
    .where(among(RecordRow.key, _KEYS))
    .order_by(RecordRow.key)
)
_LEAD = (
    func.unnest(several("key", Key), several("lead", Key)).table_valued("key", "lead", name="given").render_derived()
)
_FOLLOW = ForEach(
    update(SightingRow).where(SightingRow.record_key == bindparam("key")).values(leader_key=bindparam("lead")),
    update(SightingRow).where(SightingRow.record_key == _LEAD.c.key).values(leader_key=_LEAD.c.lead),
)


def bring_in(connection: Connection, new: Sequence[int], gone: Sequence[int]) -> tuple[int, ...]:
    """Settle after records have come into current readings (`new`, by key) or left them (`gone`).

    What people have said of records holds on. Returns the keys of the entries that were made or changed. Within the
    caller's transaction, of which there is one at a time (see `store.take_turns`).
    """
    kept = Kept(connection)
    left = kept.these(gone)
    stay = kept.drop(gone)
    fresh = kept.take(new)
    ids: frozenset[str] = frozenset()
    if kept.told.any_judgement:
        docs = {each.doc for each in (*left, *fresh)}
        ids = kept.told.around({each.id for each in left} | standing_in(connection, docs)) | rematch(connection, docs)
        kept.told = Told(connection)
        ids |= kept.told.around(ids | {each.id for each in fresh})
    return _settle(connection, kept, [*stay, *fresh], ids)


def judge_anew(connection: Connection, ids: frozenset[str]) -> tuple[int, ...]:
    """Settle after what people say of records has changed; `ids`: of all it bears on or bore on. See `bring_in`."""
    kept = Kept(connection)
    return _settle(connection, kept, [], ids | kept.told.around(ids))


def _settle(connection: Connection, kept: Kept, touched: list[Sighting], ids: frozenset[str]) -> tuple[int, ...]:
    """`ids`: of the records on which what people say bears otherwise than before."""
    settle(touched, kept, kept.told, [one for each in sorted(ids) if (one := kept.known(each))])
    kept.decide_anew(ids)
    kept.flush()
    return write_entries(connection, kept.changed, kept.new)


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
        self._held: dict[int, str] = {}
        self._leaders: dict[str, str | None] = {}
        self._borne: dict[str, int] = {}
        self._near: dict[str, tuple[str, ...]] = {}
        self._beside: dict[tuple[str, RecordKind], tuple[Sighting, ...]] = {}
        self._moved: dict[str, set[str]] = defaultdict(set)
        self._fresh: set[str] = set()
        self._ahead: list[Sighting] = []
        self._dirty: dict[int, int] = {}
        self.changed: set[int] = set()

    def take(self, keys: Sequence[int]) -> list[Sighting]:
        """Make sightings of records."""
        self._forget()
        asked = ({"keys": list(chunk)} for chunk in batches(keys))
        rows = [row for values in asked for row in self._connection.execute(_RECORDS, values)]
        if not rows:
            return []
        news = _news(rows)
        found = [_sighting(row, news[row.reading_key]) for row in rows]
        beside: dict[tuple[str, RecordKind], list[Sighting]] = defaultdict(list)
        for row, one in zip(rows, found, strict=True):
            self._known[one.id], self._keys[one.id], self._leaders[one.id] = one, row.key, None
            self._held[row.key] = one.id
            beside[one.doc, one.kind].append(one)
        self._beside.update((place, tuple(ones)) for place, ones in beside.items())
        self._fresh.update(one.id for one in found)
        self._ahead = sorted(found, key=attrgetter("rank"), reverse=True)
        put(self._connection, SightingRow, [sighting_row(self.key(one), one) for one in found])
        put(self._connection, BlockRow, [row for one in found for row in block_rows(self.key(one), one)])
        return found

    def drop(self, keys: Sequence[int]) -> list[Sighting]:
        """Let go of sightings; the ones that followed them, or may choose otherwise now, to be settled again."""
        gone = self.these(keys)
        if not gone:
            return []
        away = {one.id for one in gone}
        touched = {one.id: one for chunk in batches(keys) for one in self._load(_LED_BY, {"keys": list(chunk)})}
        if self.told.anything:
            touched.update((each.id, each) for one in gone for each in touched_by_going(one, self, self.told))
        leaders = {leader for one in gone if (leader := self._leaders[one.id])}
        self.changed.update(self._keys[leader] for leader in leaders)
        weights = {leader: weight(self.borne_out(leader)) for leader in sorted(leaders - away)}
        for chunk in batches(keys):
            self._connection.execute(_LEAVE, {"keys": list(chunk)})
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
            del self._held[self._keys[id_]], self._known[id_], self._keys[id_], self._leaders[id_]
        self._forget()
        return stay

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
        return [one for chunk in batches(keys) for one in self._load(_THESE, {"keys": list(chunk)})]

    @property
    def new(self) -> frozenset[int]:
        """The keys of the records that sightings have just been made of."""
        return frozenset(self._keys[id_] for id_ in self._fresh)

    def key(self, one: Sighting) -> int:
        """The key of the record of a sighting."""
        return self._keys[one.id]

    def near(self, one: Sighting) -> Iterable[Sighting]:
        if one.id not in self._near:
            self._look_around(one)
        return [self._known[id_] for id_ in self._near[one.id]]

    def leaders_near(self, one: Sighting) -> Iterable[Sighting]:
        return [each for each in self.near(one) if self._leaders[each.id] == each.id or self.told.same(each.id)]

    def beside(self, one: Sighting) -> Iterable[Sighting]:
        place = one.doc, one.kind
        if place not in self._beside:
            asked = {"key": self._keys[one.id], "list": one.kind.value}
            self._beside[place] = tuple(self._load(_BESIDE, asked))
        return [each for each in self._beside[place] if each.id != one.id]

    def followers(self, one: Sighting) -> Iterable[Sighting]:
        asked = one.id not in self._fresh
        held = {each.id for each in self._load(_FOLLOWERS, {"key": self._keys[one.id]})} if asked else set()
        led = sorted(id_ for id_ in held | self._moved[one.id] if self._leaders[id_] == one.id != id_)
        return [self._known[id_] for id_ in led]

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

    def expect(self, sightings: Iterable[Sighting]) -> None:
        self._ahead.extend(sightings)

    def flush(self) -> None:
        """Write whom sightings follow now."""
        _FOLLOW.of(self._connection, [{"key": key, "lead": lead} for key, lead in self._dirty.items()])
        self._dirty.clear()

    def _forget(self) -> None:
        """Sightings have come or gone: what was asked of the database before does not hold any more."""
        self._absent.clear()
        self._borne.clear()
        self._near.clear()
        self._beside.clear()

    def _look_around(self, one: Sighting) -> None:
        """Find those near to a sighting, and to those that have come and are likely to be asked for next."""
        asked = {one.id: one}
        while self._ahead and len(asked) < _AHEAD:
            other = self._ahead.pop()
            if other.id not in self._near and other.id in self._known:
                asked[other.id] = other
        found = near(self._connection, [(self._keys[id_], each) for id_, each in asked.items()])
        self.these(sorted({key for keys in found.values() for key in keys} - self._held.keys()))
        for id_ in asked:
            others = (self._held.get(key) for key in found[self._keys[id_]])
            self._near[id_] = tuple(sorted(filter(None, others)))
        if self.told.anything:
            self.told.look_up({id_ for each in asked for id_ in (each, *self._near[each])})

    def _note(self, row: Any) -> None:
        self._keys[row.id] = row.key
        if row.id not in self._leaders:
            self._leaders[row.id] = row.leader
            if row.leader is not None:
                self._keys[row.leader] = row.leader_key

    def _load(self, query: Any, values: Values) -> Iterator[Sighting]:
        for row in self._connection.execute(query, values).all():
            if row.id not in self._known:
                self._known[row.id], self._held[row.key] = _sighting(row, row.news), row.id
                self._borne.setdefault(row.id, row.borne_out)
            self._note(row)
            yield self._known[row.id]


def sighting_row(key: int, one: Sighting, leader: int | None = None) -> Values:
    """The row of a sighting of a record, by key."""
    return {"record_key": key, "leader_key": leader, "vague": one.vague, "news": one.news}


def block_rows(key: int, one: Sighting) -> Iterator[Values]:
    """The rows of the blocks of a sighting of a record, by key."""
    for block in one.blocks:
        first, last = one.span(block)
        yield {"record_key": key, "block": block, "first": first, "last": last, "breadth": breadth(first, last)}


def _sighting(row: Any, news: int | None) -> Sighting:
    return _seen(row.id, row.doc, RecordKind(row.list), row.body, row.published_earliest, row.published_latest, news)


@lru_cache(maxsize=4096)
def _seen(
    id_: str, doc: str, kind: RecordKind, body: str, earliest: date | None, latest: date | None, news: int | None
) -> Sighting:
    """A sighting of a record; those of articles of the same days are met again and again."""
    published = Published(earliest.isoformat(), latest.isoformat()) if earliest and latest else None
    return sighting(id_, doc, load_record(kind, body), published, news)


def _news(rows: Sequence[Any]) -> dict[int, int | None]:
    """The day of the news by reading, of rows of _RECORDS that are all the records of each."""
    readings: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        readings[row.reading_key].append(row)
    found: dict[int, int | None] = {}
    for key, held in readings.items():
        first, last = held[0].published_earliest, held[0].published_latest
        published = Published(first.isoformat(), last.isoformat()) if first else None
        found[key] = news_day((load_record(RecordKind(row.list), row.body) for row in held), published)
    return found
