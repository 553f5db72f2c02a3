"""What one reading of a document says that another of the same text does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased

from communique.ledger.rereading import Reader
from communique.ledger.succession import Change, compare, records_of_reading
from communique.ledger.tables import DocumentRow, ReadingRow


@dataclass(frozen=True, slots=True)
class Difference:
    """Two readings of one document and what became of each record, in the order of the text."""

    doc: str
    before: str
    after: str
    changes: tuple[Change, ...]


def differences(connection: Connection, reader: Reader, doc: str | None = None) -> Iterator[Difference]:
    """What this reader's readings change, document by document.

    Against the current reading where this reader's is not the current one; else against the one before it, which is the
    latest other reading of the same version. Documents that have not two such readings are passed over.
    """
    mine, other = aliased(ReadingRow), aliased(ReadingRow)
    newest = (
        select(DocumentRow.doc, func.max(DocumentRow.version).label("version")).group_by(DocumentRow.doc).subquery()
    )
    query = (
        select(DocumentRow.doc, mine.key, mine.superseded_by, other.key, other.superseded_by, other.extractor)
        .join(newest, (newest.c.doc == DocumentRow.doc) & (newest.c.version == DocumentRow.version))
        .join(mine, mine.document_key == DocumentRow.key)
        .join(other, (other.document_key == DocumentRow.key) & (other.key != mine.key))
        .where(mine.extractor == reader.extractor, mine.format == reader.format)
        .order_by(DocumentRow.key, other.superseded_by.is_not(None), other.key.desc())
    )
    if doc is not None:
        query = query.where(DocumentRow.doc == doc)
    told = None
    for name, ours, ours_waits, theirs, theirs_waits, extractor in connection.execute(query).all():
        if name == told or (ours_waits is not None and theirs_waits is not None):
            continue
        told = name
        before, after = records_of_reading(connection, theirs), records_of_reading(connection, ours)
        yield Difference(name, extractor, reader.extractor, tuple(compare(before, after)))
