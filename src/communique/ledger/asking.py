"""Taking entries and documents out of the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from communique.article.model import Block, Role
from communique.errors import LedgerError
from communique.interchange import RecordKind, load_record
from communique.ledger.entry import Count, Entry, Filed, Origin, Question, Report, SetAside
from communique.ledger.tables import CodeRow, DocumentRow, ReadingRow, RecordRow, SetAsideRow
from communique.records import Published, Status

_BATCH = 500
_SHOWN = 5
"""How many matches an ambiguous id names."""

_CURRENT = ReadingRow.superseded_by.is_(None)


def entries(connection: Connection, kind: RecordKind, question: Question) -> Iterator[Entry]:
    """Current entries of a kind, by date, undated last."""
    query = _entries().where(_CURRENT, RecordRow.list == kind.value, *_conditions(question))
    query = query.order_by(RecordRow.earliest.is_(None), RecordRow.earliest, RecordRow.latest, RecordRow.id)
    for row in connection.execution_options(yield_per=_BATCH).execute(query):
        yield _entry(row)


def entry(connection: Connection, name: str) -> tuple[Entry, str]:
    """The entry of an id, the beginning of one, or the id its reading gave it; and its document's text.

    The current reading's where several hold it. Raises LedgerError where there is none or more than one.
    """
    for condition in (
        RecordRow.id == name,
        RecordRow.record_id == name,
        RecordRow.id.startswith(name, autoescape=True),
    ):
        ids = list(connection.scalars(select(RecordRow.id).where(condition).distinct().limit(_SHOWN + 1)))
        if len(ids) > 1:
            raise LedgerError(f"{name!r} is the beginning of several ids: {_named(ids)}")
        if ids:
            query = _entries().add_columns(DocumentRow.text).where(RecordRow.id == ids[0])
            row = connection.execute(query.order_by(_CURRENT.desc(), ReadingRow.key.desc()).limit(1)).one()
            return _entry(row), row.text
    raise LedgerError(f"there is no entry {name!r} in this ledger")


def filed(connection: Connection, name: str) -> Filed:
    """The document of a name, or of a part of it that no other document has. Raises LedgerError."""
    doc = doc_of(connection, name)
    query = (
        select(DocumentRow, ReadingRow)
        .join_from(DocumentRow, ReadingRow, ReadingRow.document_key == DocumentRow.key)
        .with_only_columns(
            *_origin_columns(), DocumentRow.text, DocumentRow.author, DocumentRow.added_at, ReadingRow.blocks
        )
        .where(DocumentRow.doc == doc, _CURRENT)
    )
    row = connection.execute(query).one()
    count = select(func.count()).select_from(DocumentRow).where(DocumentRow.doc == doc)
    held = _entries().where(DocumentRow.doc == doc, _CURRENT).order_by(RecordRow.position)
    return Filed(
        origin=_origin(row),
        text=row.text,
        blocks=tuple(Block(Role(role), start, end) for role, start, end in orjson.loads(row.blocks)),
        author=row.author,
        added_at=row.added_at,
        versions=connection.scalar(count) or 0,
        entries=tuple(_entry(each) for each in connection.execute(held)),
    )


def docs(connection: Connection) -> Iterator[str]:
    """Names of all documents, in the order they were added."""
    query = select(DocumentRow.doc).where(DocumentRow.version == 1).order_by(DocumentRow.key)
    yield from connection.execution_options(yield_per=_BATCH).scalars(query)


def set_aside(connection: Connection) -> tuple[SetAside, ...]:
    """Documents that could not be read and have not been added since, oldest first."""
    query = select(SetAsideRow.doc, SetAsideRow.origin, SetAsideRow.reason, SetAsideRow.added_at)
    rows = connection.execute(query.where(SetAsideRow.settled_at.is_(None)).order_by(SetAsideRow.key))
    return tuple(SetAside(*row) for row in rows)


def count(connection: Connection) -> Count:
    """How much the ledger holds now."""
    records = select(func.count()).select_from(RecordRow).join(ReadingRow, ReadingRow.key == RecordRow.reading_key)
    waiting = select(func.count()).select_from(SetAsideRow).where(SetAsideRow.settled_at.is_(None))
    return Count(
        documents=connection.scalar(select(func.count()).select_from(ReadingRow).where(_CURRENT)) or 0,
        records=connection.scalar(records.where(_CURRENT)) or 0,
        set_aside=connection.scalar(waiting) or 0,
    )


def last_day(connection: Connection) -> date | None:
    """The last day the ledger knows of: of publication, or of a contact or act that happened; None if there is none."""
    published = connection.scalar(select(func.max(ReadingRow.published_latest)).where(_CURRENT))
    happened = (
        select(func.max(RecordRow.earliest))
        .join(ReadingRow, ReadingRow.key == RecordRow.reading_key)
        .where(_CURRENT, RecordRow.status == Status.OCCURRED.value)
    )
    return max((day for day in (published, connection.scalar(happened)) if day), default=None)


def doc_of(connection: Connection, name: str) -> str:
    """The name of the document that has this name, or alone has it as a part. Raises LedgerError."""
    for condition in (DocumentRow.doc == name, DocumentRow.doc.contains(name, autoescape=True)):
        names = list(connection.scalars(select(DocumentRow.doc).where(condition).distinct().limit(_SHOWN + 1)))
        if len(names) > 1:
            raise LedgerError(f"{name!r} is part of several documents' names: {_named(names)}")
        if names:
            return names[0]
    raise LedgerError(f"there is no document {name!r} in this ledger")


def _named(names: list[str]) -> str:
    return ", ".join(sorted(names)[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")


def _origin_columns() -> tuple[Any, ...]:
    return (
        DocumentRow.doc,
        DocumentRow.version,
        DocumentRow.title,
        DocumentRow.outlet,
        DocumentRow.url,
        ReadingRow.published_earliest,
        ReadingRow.published_latest,
        ReadingRow.published_reasons,
        ReadingRow.extractor,
        ReadingRow.superseded_by,
    )


def _entries() -> Select[Any]:
    columns = (RecordRow.id, RecordRow.list, RecordRow.body, RecordRow.earliest, RecordRow.latest)
    return (
        select(*columns, *_origin_columns())
        .join(ReadingRow, ReadingRow.key == RecordRow.reading_key)
        .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
    )


def _conditions(question: Question) -> Iterator[ColumnElement[bool]]:
    for code in question.actors:
        yield RecordRow.key.in_(select(CodeRow.record_key).where(CodeRow.code == code))
    if question.since or question.until:
        yield or_(RecordRow.earliest.is_not(None), RecordRow.latest.is_not(None))
    if question.since:
        yield or_(RecordRow.latest.is_(None), RecordRow.latest >= question.since)
    if question.until:
        yield or_(RecordRow.earliest.is_(None), RecordRow.earliest <= question.until)
    if question.what:
        yield RecordRow.kind == question.what
    if question.min_confidence:
        yield RecordRow.confidence >= question.min_confidence


def _origin(row: Any) -> Origin:
    published = None
    if row.published_earliest:
        reasons = tuple(orjson.loads(row.published_reasons))
        published = Published(row.published_earliest.isoformat(), row.published_latest.isoformat(), reasons)
    return Origin(row.doc, row.version, row.title, row.outlet, row.url, published, row.extractor)


def _entry(row: Any) -> Entry:
    kind = RecordKind(row.list)
    record = load_record(kind, row.body)
    report = Report(row.id, record, row.earliest, row.latest, _origin(row), row.superseded_by is not None)
    return Entry(row.id, kind, record, row.earliest, row.latest, (report,))
