"""Entries as Parquet: a typed table a list, described column by column. Needs pyarrow (`communique[parquet]`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from communique.export import files
from communique.export.element import report_element
from communique.interchange import RecordKind
from communique.ledger.entry import Entry, Report

GROUP = 2_000
"""Entries in a row group; no more are held at a time."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, Arrow type, and what it holds."""

    name: str
    type: pa.DataType
    note: str


_STRINGS = pa.list_(pa.string())
_ACTOR = pa.struct([("code", pa.string()), ("person", pa.string()), ("office", pa.string())])
_PLACE = pa.struct([("country", pa.string()), ("city", pa.string())])
_CANDIDATES = pa.list_(pa.struct([("field", pa.string()), ("value", pa.string()), ("reasons", _STRINGS)]))
_REPORT = pa.struct(
    [
        ("id", pa.string()),
        ("doc", pa.string()),
        ("version", pa.int32()),
        ("title", pa.string()),
        ("outlet", pa.string()),
        ("url", pa.string()),
        ("published_earliest", pa.date32()),
        ("published_latest", pa.date32()),
        ("copy_of", pa.string()),
        ("evidence", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("rule", pa.string()),
        ("confidence", pa.float64()),
        ("candidates", _CANDIDATES),
    ]
)
_SOURCE = pa.struct([("field", pa.string()), ("report", pa.string())])
_STEP = pa.struct([("status", pa.string()), ("day", pa.date32()), ("report", pa.string())])
_DISSENT = pa.struct([("field", pa.string()), ("value", pa.string()), ("report", pa.string())])

_DATE = Column("date", pa.string(), "EDTF date of it, as given or worked out")
_STATUS = Column("status", pa.string(), "whether it happened")
_PLACED = Column("place", _PLACE, "where it happened")
_VIA = Column("via", _STRINGS, "who is cited for it")

FIELDS: dict[RecordKind, tuple[Column, ...]] = {
    RecordKind.CONTACT: (
        Column("kind", pa.string(), "how the sides talked"),
        Column("participants", pa.list_(_ACTOR), "everyone named as taking part"),
        _DATE,
        _PLACED,
        _STATUS,
        Column("initiator", pa.string(), "code of the side that asked for it"),
        Column("topics", _STRINGS, "what it was about"),
        Column("first_since", pa.string(), "EDTF date since which it is said to be the first"),
        _VIA,
    ),
    RecordKind.STATEMENT: (
        Column("speaker", _ACTOR, "who says it"),
        Column("targets", _STRINGS, "codes of those it is addressed to or about"),
        Column("act", pa.string(), "what the statement does"),
        Column("quoted", pa.bool_(), "whether any of it is given in quotation marks"),
        _VIA,
        _DATE,
        Column("chain", _STRINGS, "who quotes whom, outermost first"),
    ),
    RecordKind.AGREEMENT: (
        Column("name", pa.string(), "short English description"),
        Column("parties", _STRINGS, "codes"),
        Column("action", pa.string(), "what happened to it"),
        _DATE,
    ),
    RecordKind.STATE: (
        Column("kind", pa.string(), "what kind of condition"),
        Column("parties", _STRINGS, "codes; for sanctions and presence the acting side first"),
        Column("state", pa.string(), "the condition"),
        Column("since", pa.string(), "EDTF date it began"),
    ),
    RecordKind.ACTION: (
        Column("type", pa.string(), "PLOVER type of the act"),
        Column("actors", _STRINGS, "codes of those who act"),
        Column("recipients", _STRINGS, "codes of those acted on"),
        _DATE,
        _PLACED,
        _STATUS,
    ),
}

COMMON = (
    Column("id", pa.string(), "the entry's id in the ledger"),
    Column("earliest", pa.date32(), "first day its date can mean; null where the year is unknown"),
    Column("latest", pa.date32(), "last day its date can mean"),
    Column("confidence", pa.float64(), "share of entries marked so that are right"),
    Column("judged", pa.bool_(), "whether people have said anything of it"),
    Column(
        "reports", pa.list_(_REPORT), "each report with its document and the words it rests on, the leading one first"
    ),
    Column("sources", pa.list_(_SOURCE), "the report each field was taken from"),
    Column("history", pa.list_(_STEP), "the statuses reported, each with its day and report"),
    Column("dissents", pa.list_(_DISSENT), "fields of which a report says otherwise"),
)


def columns(kind: RecordKind) -> tuple[Column, ...]:
    """The columns of the table of a list, in order."""
    return (COMMON[0], *FIELDS[kind], *COMMON[1:])


def schema(kind: RecordKind) -> pa.Schema:
    """The Arrow schema of a list; every field carries its note as `description`."""
    return pa.schema(
        [pa.field(each.name, each.type, metadata={"description": each.note}) for each in columns(kind)],
        metadata={"communique.list": kind.value},
    )


def write(entries: Iterable[Entry], kind: RecordKind, path: Path) -> None:
    """Put the entries of a list into a file. Raises ExportError where it cannot be written."""
    form = schema(kind)

    def fill(part: Path) -> None:
        with pq.ParquetWriter(part, form, compression="zstd") as writer:
            waiting = iter(entries)
            while group := [_row(entry, kind) for entry in islice(waiting, GROUP)]:
                writer.write_table(pa.Table.from_pylist(group, schema=form))

    files.put(path, fill)


def _row(entry: Entry, kind: RecordKind) -> dict[str, Any]:
    record = asdict(entry.record)
    return {
        "id": entry.id,
        **{each.name: record[each.name] for each in FIELDS[kind]},
        "earliest": entry.earliest,
        "latest": entry.latest,
        "confidence": entry.record.confidence,
        "judged": entry.judged,
        "reports": [_report(each) for each in entry.reports],
        "sources": [{"field": field, "report": report} for field, report in entry.sources],
        "history": [asdict(each) for each in entry.history],
        "dissents": [asdict(each) for each in entry.dissents],
    }


def _report(report: Report) -> dict[str, Any]:
    published = report.origin.published
    told = {
        **report_element(report),
        "published_earliest": date.fromisoformat(published.earliest) if published else None,
        "published_latest": date.fromisoformat(published.latest) if published else None,
    }
    return {each.name: told[each.name] for each in _REPORT}
