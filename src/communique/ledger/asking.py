"""Taking entries and documents out of the ledger."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, text

from communique.article.model import Block, Role
from communique.errors import NotHeldError
from communique.interchange import RecordKind, load_record
from communique.ledger.among import among, several
from communique.ledger.batches import batches
from communique.ledger.columns import Key
from communique.ledger.composing import members
from communique.ledger.entry import Count, Dissent, Entry, Filed, Page, Question, Report, SetAside, Step
from communique.ledger.judging.model import Verdict
from communique.ledger.paging import cursor, place_of, places
from communique.ledger.reports import beside_origins, origin_columns, origin_of, report_of
from communique.ledger.tables import (
    FIRST_SINCE,
    DocumentRow,
    DyadRow,
    EntryCodeRow,
    EntryRow,
    ReadingRow,
    RecordRow,
    SetAsideRow,
    SightingRow,
)
from communique.records import Status

_BATCH = 500
_TWO = 2
_DAY = timedelta(days=1)
_SHOWN = 5
"""How many matches an ambiguous id names."""

_BEGINNING = re.compile(r"[a-z][0-9a-f]*\Z")
_PAST_HEX = "g"
"""Ids are a letter and hexadecimal digits; this comes after all of those."""

_CURRENT = ReadingRow.superseded_by.is_(None)


def entries(connection: Connection, kind: RecordKind, question: Question) -> Iterator[Entry]:
    """Entries of a kind with their reports, by date, undated last."""
    query = select(EntryRow).with_only_columns(*_entry_columns()).where(EntryRow.list == kind.value)
    query = query.where(*_conditions(kind, question))
    if question.last is not None:
        dated = [id_ for day, id_ in places(connection, kind, question, question.last) if day]
        yield from reversed(entries_in_order(connection, dated))
        return
    query = query.order_by(EntryRow.earliest.is_(None), EntryRow.earliest, EntryRow.latest, EntryRow.id)
    rows = connection.execute(query, execution_options={"yield_per": _BATCH})
    for batch in rows.partitions(_BATCH):
        yield from _with_reports(connection, batch)


def page(
    connection: Connection, kind: RecordKind, question: Question, limit: int, after: str | None, newest_first: bool
) -> Page:
    """At most `limit` entries after a cursor. Raises LedgerError where that is none."""
    start = place_of(after) if after else None
    found = list(places(connection, kind, question, max(limit, 0) + 1, start=start, newest_first=newest_first))
    shown = found[: max(limit, 0)]
    more = cursor(shown[-1]) if len(found) > len(shown) > 0 else None
    return Page(entries_in_order(connection, [id_ for _, id_ in shown]), more)


def claiming(connection: Connection, actors: tuple[str, ...]) -> Sequence[str]:
    """The contacts of these actors that occurred on a known day and that a report may say to be the first since some
    time, by id, in the order of their days.
    """
    said = connection.scalars(select(RecordRow.key).where(text(FIRST_SINCE[connection.dialect.name]))).all()
    led = select(SightingRow.leader_key).where(among(SightingRow.record_key, several("keys", Key)))
    leaders = {key for key in connection.scalars(led, {"keys": said}) if key is not None}
    query = (
        select(EntryRow.id)
        .where(among(EntryRow.key, several("keys", Key)), EntryRow.list == RecordKind.CONTACT.value)
        .where(EntryRow.status == Status.OCCURRED.value, EntryRow.earliest.is_not(None), EntryRow.latest.is_not(None))
        .where(*_conditions(RecordKind.CONTACT, Question(actors)))
        .order_by(EntryRow.latest, EntryRow.earliest, EntryRow.id)
    )
    return connection.scalars(query, {"keys": sorted(leaders)}).all()


def how_many(connection: Connection, kind: RecordKind, question: Question, most: int) -> int:
    """How many entries there are, counted up to `most`."""
    return sum(1 for _ in places(connection, kind, question, most))


def entries_in_order(connection: Connection, ids: Sequence[str]) -> tuple[Entry, ...]:
    """The entries of these ids (each its leading report's), in the order given."""
    held = {each.id: each for each in entries_of(connection, ids)}
    return tuple(held[id_] for id_ in ids)


def entries_of(connection: Connection, ids: Sequence[str]) -> Iterator[Entry]:
    """The entries of these ids (each its leading report's), by id."""
    for some in batches(ids):
        query = select(EntryRow).with_only_columns(*_entry_columns()).where(EntryRow.id.in_(some))
        yield from _with_reports(connection, connection.execute(query.order_by(EntryRow.id)).all())


def entries_led(connection: Connection, leaders: Sequence[int]) -> tuple[Entry, ...]:
    """The entries that records lead, by the keys of these, in the order given."""
    held: dict[int, Entry] = {}
    for some in batches(leaders):
        rows = connection.execute(
            select(EntryRow).with_only_columns(*_entry_columns()).where(EntryRow.key.in_(some))
        ).all()
        held.update(zip((row.key for row in rows), _with_reports(connection, rows), strict=True))
    return tuple(held[key] for key in leaders if key in held)


def entries_in(connection: Connection, kind: RecordKind, docs: Collection[str]) -> Iterator[Entry]:
    """The entries of a kind with a report in the current readings of these documents, by id."""
    query = (
        select(SightingRow.leader_key)
        .join(RecordRow, RecordRow.key == SightingRow.record_key)
        .join(ReadingRow, ReadingRow.key == RecordRow.reading_key)
        .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
        .where(DocumentRow.doc.in_(docs), RecordRow.list == kind.value)
    )
    ids = connection.scalars(select(EntryRow.id).where(EntryRow.key.in_(query)).order_by(EntryRow.id))
    yield from entries_of(connection, list(ids))


def entry(connection: Connection, name: str) -> Entry:
    """The entry that a report's id, the beginning of one, or the id its reading gave it belongs to.

    A record that is no longer current makes an entry of its own. Raises LedgerError where there is none or more than
    one.
    """
    conditions = [RecordRow.id == name, RecordRow.record_id == name]
    if _BEGINNING.match(name):  # as a range, which an index answers
        conditions.append(and_(RecordRow.id >= name, RecordRow.id < f"{name}{_PAST_HEX}"))
    for condition in conditions:
        ids = list(connection.scalars(select(RecordRow.id).where(condition).distinct().limit(_SHOWN + 1)))
        if len(ids) > 1:
            raise NotHeldError(f"{name!r} is the beginning of several ids: {_named(ids)}")
        if ids:
            return _entry_of(connection, ids[0])
    raise NotHeldError(f"there is no entry {name!r} in this ledger")


def still_there(connection: Connection, names: Sequence[str]) -> dict[str, Entry]:
    """The entries that ids of reports name, by these; those that name none any more are left out."""
    held = {each.id: each for each in entries_of(connection, names)}
    return dict(_still_there(connection, names, held))


def _still_there(connection: Connection, names: Sequence[str], held: dict[str, Entry]) -> Iterator[tuple[str, Entry]]:
    for name in names:
        try:
            yield name, held.get(name) or entry(connection, name)
        except NotHeldError:
            continue


def _entry_of(connection: Connection, id_: str) -> Entry:
    leader = (
        select(SightingRow.leader_key)
        .join(RecordRow, RecordRow.key == SightingRow.record_key)
        .where(RecordRow.id == id_)
        .scalar_subquery()
    )
    rows = connection.execute(select(EntryRow).with_only_columns(*_entry_columns()).where(EntryRow.key == leader)).all()
    if rows:
        return _with_reports(connection, rows)[0]
    query = _records().where(RecordRow.id == id_).order_by(ReadingRow.key.desc()).limit(1)
    return _alone(connection.execute(query).one())


def texts(connection: Connection, entry: Entry) -> dict[str, str]:
    """The text of the document of each report of an entry, by the id of the report."""
    found: dict[str, str] = {}
    for report in entry.reports:
        query = select(DocumentRow.text).where(
            DocumentRow.doc == report.origin.doc, DocumentRow.version == report.origin.version
        )
        found[report.id] = connection.execute(query).scalar_one()
    return found


def filed(connection: Connection, name: str) -> Filed:
    """The document of a name, or of a part of it that no other document has. Raises LedgerError."""
    versions = connection.scalars(select(DocumentRow.key).where(DocumentRow.doc == doc_of(connection, name))).all()
    # By its key, as a database may else walk over all current readings to find the one.
    read = select(ReadingRow.key, ReadingRow.superseded_by).where(ReadingRow.document_key.in_(versions))
    reading = next(row.key for row in connection.execute(read) if row.superseded_by is None)
    query = (
        select(DocumentRow, ReadingRow)
        .join_from(DocumentRow, ReadingRow, ReadingRow.document_key == DocumentRow.key)
        .with_only_columns(
            *origin_columns(), DocumentRow.text, DocumentRow.author, DocumentRow.added_at, ReadingRow.blocks
        )
        .where(ReadingRow.key == reading)
    )
    row = connection.execute(query).one()
    held = _records().where(RecordRow.reading_key == reading).order_by(RecordRow.position)
    return Filed(
        origin=origin_of(row),
        text=row.text,
        blocks=tuple(Block(Role(role), start, end) for role, start, end in orjson.loads(row.blocks)),
        author=row.author,
        added_at=row.added_at,
        versions=len(versions),
        entries=tuple(_alone(each) for each in connection.execute(held)),
    )


def holds(connection: Connection, doc: str) -> bool:
    """Whether there is a document of exactly this name."""
    return connection.scalar(select(DocumentRow.key).where(DocumentRow.doc == doc).limit(1)) is not None


def docs(connection: Connection) -> Iterator[str]:
    """Names of all documents, in the order they were added."""
    query = select(DocumentRow.doc).where(DocumentRow.version == 1).order_by(DocumentRow.key)
    yield from connection.scalars(query, execution_options={"yield_per": _BATCH})


def set_aside(connection: Connection) -> tuple[SetAside, ...]:
    """Documents that could not be read and have not been added since, oldest first."""
    query = select(SetAsideRow.doc, SetAsideRow.origin, SetAsideRow.reason, SetAsideRow.added_at)
    rows = connection.execute(query.where(SetAsideRow.settled_at.is_(None)).order_by(SetAsideRow.key))
    return tuple(SetAside(*row) for row in rows)


def count(connection: Connection) -> Count:
    """How much the ledger holds now."""
    waiting = select(func.count()).select_from(SetAsideRow).where(SetAsideRow.settled_at.is_(None))
    return Count(
        documents=connection.scalar(select(func.count()).select_from(ReadingRow).where(_CURRENT)) or 0,
        records=connection.scalar(select(func.count()).select_from(SightingRow)) or 0,
        set_aside=connection.scalar(waiting) or 0,
    )


def last_day(connection: Connection) -> date | None:
    """The last day the ledger knows of: of publication, or of a contact or act that happened; None if there is none.

    No article tells of a day after it was added: such a day was misread, and does not count.
    """
    added = connection.scalar(select(ReadingRow.added_at).order_by(ReadingRow.key.desc()).limit(1))
    if added is None:
        return None
    latest = (added + _DAY).date()
    current = func.coalesce(ReadingRow.superseded_by, 0) == 0  # so that no index of it is taken for that of the days
    published = select(ReadingRow.published_latest).where(current, ReadingRow.published_latest <= latest)
    days = [connection.scalar(published.order_by(ReadingRow.published_latest.desc()).limit(1))]
    for kind in (RecordKind.CONTACT, RecordKind.ACTION):
        happened = select(EntryRow.earliest).where(EntryRow.list == kind.value, EntryRow.earliest <= latest)
        happened = happened.where(EntryRow.status == Status.OCCURRED.value).order_by(EntryRow.earliest.desc())
        days.append(connection.scalar(happened.limit(1)))
    return max((day for day in days if day), default=None)


def doc_of(connection: Connection, name: str) -> str:
    """The name of the document that has this name, or alone has it as a part. Raises LedgerError."""
    for condition in (DocumentRow.doc == name, DocumentRow.doc.contains(name, autoescape=True)):
        names = list(connection.scalars(select(DocumentRow.doc).where(condition).distinct().limit(_SHOWN + 1)))
        if len(names) > 1:
            raise NotHeldError(f"{name!r} is part of several documents' names: {_named(names)}")
        if names:
            return names[0]
    raise NotHeldError(f"there is no document {name!r} in this ledger")


def _named(names: list[str]) -> str:
    return ", ".join(sorted(names)[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")


def _records() -> Select[Any]:
    columns = (RecordRow.id, RecordRow.list, RecordRow.body, RecordRow.earliest, RecordRow.latest)
    return beside_origins(
        select(*columns, *origin_columns())
        .join(ReadingRow, ReadingRow.key == RecordRow.reading_key)
        .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
    )


def not_rejected() -> ColumnElement[bool]:
    """The condition that people have not rejected an entry."""
    return or_(EntryRow.verdict.is_(None), EntryRow.verdict != Verdict.REJECT.value)


def _conditions(kind: RecordKind, question: Question) -> Iterator[ColumnElement[bool]]:
    actors = sorted(set(question.actors))
    if len(actors) == _TWO:
        dyad = (DyadRow.one == actors[0], DyadRow.other == actors[1], DyadRow.list == kind.value)
        yield EntryRow.key.in_(select(DyadRow.entry_key).where(*dyad))
        actors = []
    for code in actors:
        yield EntryRow.key.in_(select(EntryCodeRow.entry_key).where(EntryCodeRow.code == code))
    if question.since or question.until:
        yield or_(EntryRow.earliest.is_not(None), EntryRow.latest.is_not(None))
    if question.since:
        yield or_(EntryRow.latest.is_(None), EntryRow.latest >= question.since)
    if question.until:
        yield or_(EntryRow.earliest.is_(None), EntryRow.earliest <= question.until)
    if question.what:
        yield EntryRow.kind == question.what
    if not question.rejected:
        yield not_rejected()
    if question.min_confidence:
        yield EntryRow.confidence >= question.min_confidence


def _entry_columns() -> tuple[Any, ...]:
    return (
        EntryRow.key,
        EntryRow.id,
        EntryRow.list,
        EntryRow.body,
        EntryRow.earliest,
        EntryRow.latest,
        EntryRow.account,
        EntryRow.judged,
        EntryRow.seen_at,
        EntryRow.changed_at,
        EntryRow.verdict,
    )


def _with_reports(connection: Connection, rows: Sequence[Any]) -> list[Entry]:
    reports = members(connection, [row.key for row in rows])
    return [_entry(row, reports[row.key]) for row in rows]


def _entry(row: Any, reports: tuple[Report, ...]) -> Entry:
    kind = RecordKind(row.list)
    account = orjson.loads(row.account)
    return Entry(
        id=row.id,
        kind=kind,
        record=load_record(kind, row.body),
        earliest=row.earliest,
        latest=row.latest,
        reports=reports,
        sources=tuple((field, report) for field, report in account["sources"]),
        history=tuple(
            Step(status, date.fromisoformat(day) if day else None, report) for status, day, report in account["history"]
        ),
        dissents=tuple(Dissent(field, value, report) for field, value, report in account["dissents"]),
        judged=row.judged,
        seen_at=row.seen_at,
        changed_at=row.changed_at,
        verdict=Verdict(row.verdict) if row.verdict else None,
        judgements=tuple(account.get("judgements", ())),
    )


def _alone(row: Any) -> Entry:
    """A record by itself, as one document gives it."""
    report = report_of(row)
    return Entry(row.id, RecordKind(row.list), report.record, row.earliest, row.latest, (report,))
