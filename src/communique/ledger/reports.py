"""Reports and their origins as rows give them."""

from __future__ import annotations

from typing import Any, TypeVarTuple

import orjson
from sqlalchemy import Select

from communique.interchange import RecordKind, load_record
from communique.ledger.entry import Origin, Report
from communique.ledger.tables import ORIGINS, DocumentRow, ReadingRow
from communique.records import Published

Columns = TypeVarTuple("Columns")


def origin_columns() -> tuple[Any, ...]:
    """The columns `origin_of` needs."""
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


def beside_origins(query: Select[*Columns]) -> Select[*Columns]:
    """A query that takes no more of documents, which it finds by their keys, than `origin_columns` and `added_at`."""
    return query.with_hint(DocumentRow, f"INDEXED BY {ORIGINS}", "sqlite")


def origin_of(row: Any) -> Origin:
    """The document version of a row with `origin_columns`."""
    published = None
    if row.published_earliest:
        reasons = tuple(orjson.loads(row.published_reasons))
        published = Published(row.published_earliest.isoformat(), row.published_latest.isoformat(), reasons)
    return Origin(row.doc, row.version, row.title, row.outlet, row.url, published, row.extractor)


def report_of(row: Any) -> Report:
    """The report of a row of a record (id, list, body, earliest, latest) with `origin_columns`."""
    record = load_record(RecordKind(row.list), row.body)
    return Report(row.id, record, row.earliest, row.latest, origin_of(row), row.superseded_by is not None)
