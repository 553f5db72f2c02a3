"""Reading all documents again: readings that wait beside the current ones, and the one moment in which they take over.

A reading that waits is superseded by the current one. It was made by the present program (`Reader`) of the newest
version of its document, so that what is still to do follows from the tables, however the work was stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.orm import aliased

from communique.article.metadata import GIVEN
from communique.article.model import Article
from communique.ledger import firing
from communique.ledger.batches import batches
from communique.ledger.revision import changed
from communique.ledger.tables import DocumentRow, ReadingRow
from communique.ledger.watches import Cause
from communique.ledger.writing import add_reading, become_current, newest_version
from communique.records import FORMAT_VERSION, Reading
from communique.sources.document import Document

_CHUNK = 200
"""Documents whose entries are settled together when they are swapped."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What a reading is known by: the program, with its models where they are the user's own, and the format."""

    extractor: str
    format: str = FORMAT_VERSION


def unread(connection: Connection, reader: Reader) -> list[int]:
    """The keys of the documents' newest versions that have no reading by this reader, in the order they came."""
    newest = _newest()
    made = (ReadingRow.document_key == DocumentRow.key, *_by(ReadingRow, reader))
    query = (
        select(DocumentRow.key).join(newest, _is_newest(newest)).where(~select(ReadingRow.key).where(*made).exists())
    )
    return list(connection.scalars(query.order_by(DocumentRow.key)))


def documents(connection: Connection, keys: Iterable[int]) -> Iterator[Document]:
    """Document versions as they were read first: the page, if it was HTML, and the text that offsets point into."""
    columns = (
        DocumentRow.doc,
        DocumentRow.text,
        DocumentRow.html,
        DocumentRow.url,
        DocumentRow.outlet,
        DocumentRow.published,
        DocumentRow.published_reason,
    )
    query = select(*columns).where(DocumentRow.key.in_(list(keys))).order_by(DocumentRow.key)
    for row in connection.execute(query):
        published = row.published if row.published_reason == GIVEN else None
        yield Document(row.doc, row.text, row.html, row.url, row.outlet, published)


def keep(connection: Connection, article: Article, reading: Reading) -> bool:
    """Keep a reading beside the current one; False where the document has changed meanwhile or has such a reading."""
    newest = newest_version(connection, article.doc)
    if newest is None or newest.text != article.text:
        return False
    reader = Reader(reading.extractor, reading.format)
    mine = select(ReadingRow.key).where(ReadingRow.document_key == newest.key, *_by(ReadingRow, reader))
    if connection.execute(mine).first() is not None:
        return False
    versions = select(DocumentRow.key).where(DocumentRow.doc == article.doc)
    current = select(ReadingRow.key).where(ReadingRow.document_key.in_(versions), ReadingRow.superseded_by.is_(None))
    add_reading(connection, newest.key, article, reading, superseded_by=connection.execute(current).scalar_one())
    changed(connection)
    return True


def waiting(connection: Connection, reader: Reader) -> list[tuple[int, int]]:
    """(current reading, waiting reading) of every document whose newest version waits to be this reader's, by key."""
    mine = aliased(ReadingRow)
    newest = _newest()
    query = (
        select(ReadingRow.key, mine.key)
        .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
        .join(newest, _is_newest(newest))
        .join(mine, mine.document_key == DocumentRow.key)
        .where(ReadingRow.superseded_by.is_(None), mine.superseded_by.is_not(None), *_by(mine, reader))
    )
    return [(row[0], row[1]) for row in connection.execute(query.order_by(ReadingRow.key))]


def swap(connection: Connection, reader: Reader) -> int:
    """Make every waiting reading of this reader the current one; how many there were."""
    pairs = [{"_old": old, "_new": new} for old, new in waiting(connection, reader)]
    if not pairs:
        return 0
    wanted = firing.wanted_of_all(connection)
    touched: set[int] = set()
    leave = update(ReadingRow).where(ReadingRow.key == bindparam("_old")).values(superseded_by=bindparam("_new"))
    enter = update(ReadingRow).where(ReadingRow.key == bindparam("_new")).values(superseded_by=None)
    for chunk in batches(pairs, _CHUNK):
        connection.execute(leave, chunk)
        connection.execute(enter, [{"_new": pair["_new"]} for pair in chunk])
        gone, new = ([pair[side] for pair in chunk] for side in ("_old", "_new"))
        touched.update(become_current(connection, new, gone))
    firing.check_change(connection, sorted(touched), Cause.REREAD, wanted)
    return len(pairs)


def _newest() -> Any:
    query = select(DocumentRow.doc, func.max(DocumentRow.version).label("version")).group_by(DocumentRow.doc)
    return query.subquery("newest")


def _is_newest(newest: Any) -> Any:
    return (newest.c.doc == DocumentRow.doc) & (newest.c.version == DocumentRow.version)


def _by(reading: Any, reader: Reader) -> tuple[Any, ...]:
    return reading.extractor == reader.extractor, reading.format == reader.format
