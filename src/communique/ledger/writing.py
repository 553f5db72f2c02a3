"""Putting documents into the ledger, one transaction each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, insert, select, update

from communique.article.model import Article
from communique.interchange import RecordKind, dump_value, record_codes, record_date, record_kind, records
from communique.ledger import copies, firing, searchindex
from communique.ledger.among import among, several
from communique.ledger.bounds import record_bounds
from communique.ledger.columns import AnyText, Key
from communique.ledger.composing import write_entries
from communique.ledger.entry import Outcome
from communique.ledger.revision import changed
from communique.ledger.rows import put
from communique.ledger.sightings import bring_in
from communique.ledger.tables import AdditionRow, CodeRow, DocumentRow, EvidenceRow, ReadingRow, RecordRow, SetAsideRow
from communique.ledger.what import what
from communique.records import Reading, Record

ID_LETTERS = {
    RecordKind.CONTACT: "c",
    RecordKind.STATEMENT: "s",
    RecordKind.AGREEMENT: "a",
    RecordKind.STATE: "t",
    RecordKind.ACTION: "m",
}

Row = dict[str, Any]

_NEWEST = (
    select(DocumentRow.key, DocumentRow.version, DocumentRow.content_hash, DocumentRow.text)
    .where(DocumentRow.doc == bindparam("doc", type_=AnyText()))
    .order_by(DocumentRow.version.desc())
    .limit(1)
)
_RECORDS = select(RecordRow.key).where(among(RecordRow.reading_key, several("keys", Key))).order_by(RecordRow.key)
_NEW_DOCUMENT = insert(DocumentRow).returning(DocumentRow.key)
_NEW_READING = insert(ReadingRow).returning(ReadingRow.key)
_SETTLE = (
    update(SetAsideRow)
    .where(SetAsideRow.doc == bindparam("_doc", type_=AnyText()), SetAsideRow.settled_at.is_(None))
    .values(settled_at=bindparam("settled_at"))
)


def entry_id(doc: str, record: Record) -> str:
    """The id of a document's record: a letter for the kind and 16 hexadecimal digits, the same in every ledger."""
    digest = sha256(f"{doc}\0{record.id}".encode("utf-8", "surrogatepass")).hexdigest()
    return ID_LETTERS[record_kind(record)] + digest[:16]


def content_hash(article: Article) -> str:
    """SHA-256 of all an article says of itself: two pages with the same hash are the same version of a document."""
    parts = (article.text, article.title, article.outlet, article.author, article.url, str(article.published))
    digest = sha256()
    for part in parts:
        encoded = (part or "").encode("utf-8", "surrogatepass")
        digest.update(f"{len(encoded)}:".encode())
        digest.update(encoded)
    return digest.hexdigest()


def add(connection: Connection, article: Article, reading: Reading, html: str | None, by: str | None) -> Outcome:
    """One document within the caller's transaction. `reading` must fit `article` (see `interchange.check_against`)."""
    outcome = _add(connection, article, reading, html)
    if by is not None:
        key = newest_version(connection, article.doc).key
        row = {"document_key": key, "by": by, "at": datetime.now(UTC), "outcome": outcome.value}
        connection.execute(insert(AdditionRow).values(**row))
    return outcome


def _add(connection: Connection, article: Article, reading: Reading, html: str | None) -> Outcome:
    now = datetime.now(UTC)
    digest = content_hash(article)
    newest = newest_version(connection, article.doc)
    if newest and newest.content_hash == digest:
        if _is_read(connection, newest.key, reading):
            return Outcome.UNCHANGED
        outcome, document_key = Outcome.REREAD, newest.key
    else:
        outcome = Outcome.NEW_VERSION if newest else Outcome.ADDED
        version = newest.version + 1 if newest else 1
        row = document_row(article, html, version, digest, now)
        document_key = connection.execute(_NEW_DOCUMENT, row).scalar_one()
    reading_key = add_reading(connection, document_key, article, reading)
    gone = _supersede(connection, article.doc, reading_key) if newest else []
    touched = become_current(connection, [reading_key], gone)
    firing.check(connection, touched, reading_key)
    connection.execute(_SETTLE, {"_doc": article.doc, "settled_at": now})
    return outcome


def set_aside(connection: Connection, doc: str, origin: str, reason: str) -> None:
    """Remember a document that could not be read; the same document with the same reason is remembered once."""
    changed(connection)
    same = (SetAsideRow.doc == doc, SetAsideRow.reason == reason)
    found = connection.execute(select(SetAsideRow.key).where(*same)).first()
    if found:
        connection.execute(update(SetAsideRow).where(*same).values(settled_at=None))
        return
    row = {"doc": doc, "origin": origin, "reason": reason, "added_at": datetime.now(UTC)}
    connection.execute(insert(SetAsideRow).values(**row))


def newest_version(connection: Connection, doc: str) -> Any:
    """The key, version, content_hash and text of a document's newest version; None where there is no such document."""
    return connection.execute(_NEWEST, {"doc": doc}).first()


def _is_read(connection: Connection, document_key: int, reading: Reading) -> bool:
    by_this_program = (ReadingRow.extractor == reading.extractor, ReadingRow.format == reading.format)
    query = select(ReadingRow.key).where(ReadingRow.document_key == document_key, *by_this_program)
    return connection.execute(query).first() is not None


def document_row(article: Article, html: str | None, version: int, digest: str, now: datetime) -> Row:
    """The columns of a document version's row but for its key."""
    return {
        "doc": article.doc,
        "version": version,
        "content_hash": digest,
        "text": article.text,
        "html": html,
        "url": article.url,
        "outlet": article.outlet,
        "author": article.author,
        "title": article.title,
        "published": article.published,
        "published_reason": article.published_reason,
        "added_at": now,
    }


def add_reading(
    connection: Connection, document_key: int, article: Article, reading: Reading, superseded_by: int | None = None
) -> int:
    """The key of a new reading of a document version, with its records; `superseded_by`: the one it waits beside."""
    row = reading_row(document_key, article, reading, superseded_by)
    key = connection.execute(_NEW_READING, row).scalar_one()
    add_records(connection, [(key, reading)])
    return key


def reading_row(document_key: int, article: Article, reading: Reading, superseded_by: int | None = None) -> Row:
    """The columns of a reading's row but for its key."""
    published = reading.published
    return {
        "document_key": document_key,
        "extractor": reading.extractor,
        "format": reading.format,
        "published_earliest": date.fromisoformat(published.earliest) if published else None,
        "published_latest": date.fromisoformat(published.latest) if published else None,
        "published_reasons": _json(published.reasons if published else ()),
        "blocks": _json([[block.role, block.start, block.end] for block in article.blocks]),
        "added_at": datetime.now(UTC),
        "superseded_by": superseded_by,
    }


def _supersede(connection: Connection, doc: str, reading_key: int) -> list[int]:
    """Put a reading in the place of the document's current one; the keys of the readings that are no longer current."""
    versions = select(DocumentRow.key).where(DocumentRow.doc == doc)
    replaced = (
        update(ReadingRow)
        .where(ReadingRow.document_key.in_(versions), ReadingRow.superseded_by.is_(None), ReadingRow.key != reading_key)
        .values(superseded_by=reading_key)
        .returning(ReadingRow.key)
    )
    return list(connection.scalars(replaced))


def become_current(connection: Connection, new: Sequence[int], gone: Sequence[int]) -> tuple[int, ...]:
    """Let all that follows from current readings (copies, entries, the search index) know of those come and gone, by
    key.

    Returns the keys of the entries that were made or changed.
    """
    moved = copies.change(connection, new, gone)
    touched = bring_in(connection, records_of(connection, new), records_of(connection, gone))
    if moved:
        others = copies.entries_with(connection, moved).difference(touched)
        touched = (*touched, *write_entries(connection, others))
    searchindex.leave(connection, gone)
    searchindex.enter(connection, new)
    changed(connection)
    return touched


def records_of(connection: Connection, readings: Sequence[int]) -> list[int]:
    """The keys of the records of readings."""
    if not readings:
        return []
    return list(connection.scalars(_RECORDS, {"keys": list(readings)}))


def add_records(connection: Connection, readings: Iterable[tuple[int, Reading]]) -> dict[tuple[int, str], int]:
    """Add the records of readings, each with the key of its reading; their keys, by reading and id."""
    found = [(key, place, of.doc, each) for key, of in readings for place, each in enumerate(records(of))]
    if not found:
        return {}
    rows = [record_row(key, place, doc, record) for key, place, doc, record in found]
    keys = {(row.reading_key, row.id): row.key for row in put(connection, RecordRow, rows, "key", "reading_key", "id")}
    evidence: list[Row] = []
    codes: list[Row] = []
    for row, (reading_key, _, _, record) in zip(rows, found, strict=True):
        key = keys[reading_key, row["id"]]
        evidence.append(
            {
                "record_key": key,
                "ordinal": 0,
                "start_offset": record.start,
                "end_offset": record.end,
                "text": record.evidence,
            }
        )
        codes.extend({"record_key": key, "code": code, "role": role} for code, role in record_codes(record))
    put(connection, EvidenceRow, evidence)
    put(connection, CodeRow, codes)
    return keys


def record_row(reading_key: int, position: int, doc: str, record: Record) -> Row:
    """The columns of a record's row but for its key, all of which follow from the record."""
    earliest, latest = record_bounds(record)
    kind, status = what(record)
    return {
        "reading_key": reading_key,
        "position": position,
        "id": entry_id(doc, record),
        "record_id": record.id,
        "list": record_kind(record).value,
        "kind": kind,
        "status": status,
        "edtf": record_date(record),
        "earliest": earliest,
        "latest": latest,
        "confidence": record.confidence,
        "rule": record.rule,
        "body": dump_value(record, doc).decode(),
    }


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
