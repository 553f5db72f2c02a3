"""Documents a page at a time, the newest first."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from communique.ledger.entry import Origin
from communique.ledger.reports import beside_origins, origin_columns, origin_of
from communique.ledger.tables import DocumentRow, ReadingRow


@dataclass(frozen=True, slots=True)
class Shelf:
    """Some documents, as read last. `next`: the `before` of the next page; None where there is none."""

    documents: tuple[Origin, ...]
    next: int | None


def shelf(connection: Connection, limit: int, before: int | None) -> Shelf:
    """Documents by their newest reading, newest first, of those read before one (by its key)."""
    query = (
        select(ReadingRow.key, *origin_columns())
        .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
        .where(ReadingRow.superseded_by.is_(None))
        .order_by(ReadingRow.key.desc())
        .limit(limit + 1)
    )
    if before is not None:
        query = query.where(ReadingRow.key < before)
    rows = connection.execute(beside_origins(query)).all()
    more = rows[limit - 1].key if len(rows) > limit > 0 else None
    return Shelf(tuple(origin_of(row) for row in rows[:limit]), more)
