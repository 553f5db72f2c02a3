"""Entries and channels as CSV (RFC 4180, UTF-8, a header row), with cells that a spreadsheet shows and does not run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from enum import Enum

from communique.export.inert import cell
from communique.interchange import RecordKind, record_type
from communique.ledger.channels import Channel
from communique.ledger.entry import Entry
from communique.records import Participant, Place


def columns(kind: RecordKind) -> tuple[str, ...]:
    """The header of a table of entries of one kind: fields of the entry, then its leading report, then counts."""
    names = [each.name for each in fields(record_type(kind)) if each.name not in ("id", "candidates")]
    return ("id", *names, "earliest", "latest", "doc", "title", "outlet", "url", "reports", "dissents", "judged")


def lines(entries: Iterable[Entry], kind: RecordKind) -> Iterator[bytes]:
    """A table of entries of one kind, header first, with line ends."""
    header = columns(kind)
    of_record = header[1 : header.index("earliest")]
    yield _line(header)
    for entry in entries:
        origin = entry.origin
        values = [getattr(entry.record, name) for name in of_record]
        about = (origin.doc, origin.title, origin.outlet, origin.url)
        counts = (len(entry.reports), len(entry.dissents), entry.judged)
        yield _line(map(_text, (entry.id, *values, entry.earliest, entry.latest, *about, *counts)))


def channel_lines(channels: Iterable[Channel]) -> Iterator[bytes]:
    """A table of channels, header first, with line ends."""
    header = ("one", "other", "level", "contacts", "reports", "last_contact", "explicit_state", "present", "since")
    yield _line([*header, "evidence"])
    for each in channels:
        last = each.last.edtf if each.last else None
        explicit = each.explicit.status if each.explicit else None
        known = (*each.dyad, each.level, each.contacts, each.reports, last, explicit)
        yield _line(map(_text, (*known, each.present, each.since, each.evidence)))


def table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    """Any other table, header first, with line ends; values are written as in the tables of entries."""
    yield _line(header)
    for row in rows:
        yield _line(map(_text, row))


def _line(cells: Iterable[str]) -> bytes:
    made = io.StringIO(newline="")
    csv.writer(made).writerow(map(cell, cells))
    return made.getvalue().encode()


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case date():
            return value.isoformat()
        case Participant():
            known = ", ".join(part for part in (value.code, value.office) if part)
            return f"{value.person} ({known})" if value.person else known
        case Place():
            return ", ".join(part for part in (value.city, value.country) if part)
        case tuple():
            return "; ".join(map(_text, value))
        case _:
            return str(value)
