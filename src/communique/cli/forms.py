"""Entries and channels as JSON elements and CSV rows, for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from datetime import date
from enum import Enum

import orjson

from communique.interchange import RecordKind, record_type
from communique.ledger.channels import Channel
from communique.ledger.entry import Entry, Origin
from communique.records import Participant, Place, State

Element = dict[str, object]

_OF_THE_REPORT = ("evidence", "start", "end", "id", "rule", "confidence", "candidates")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def element(entry: Entry) -> Element:
    """An entry: its id, fields and confidence, and its reports, each with its document and the words it rests on."""
    record = asdict(entry.record)
    report = {name: record.pop(name) for name in _OF_THE_REPORT}
    report["record"] = report.pop("id")
    return {
        "id": entry.id,
        **record,
        "earliest": entry.earliest,
        "latest": entry.latest,
        "confidence": entry.record.confidence,
        "reports": [{**_origin(entry.origin), **report}],
    }


def channel_element(channel: Channel) -> Element:
    """A channel: its dyad and level, what is counted, and the ids of the entries behind its last contact and state."""
    last = channel.last
    explicit = channel.explicit
    return {
        "dyad": channel.dyad,
        "level": channel.level,
        "contacts": channel.contacts,
        "reports": channel.reports,
        "last_contact": {"id": last.id, "date": last.edtf, "earliest": last.earliest, "latest": last.latest}
        if last
        else None,
        "explicit_state": {"id": explicit.id, "state": _state(explicit), "since": explicit.edtf} if explicit else None,
        "present": channel.present,
        "since": channel.since,
        "evidence": channel.evidence,
    }


def array(elements: Iterable[Element]) -> Iterator[bytes]:
    """The lines of a JSON array, one element a line."""
    opening = b"["
    for each in elements:
        yield opening + orjson.dumps(each)
        opening = b","
    yield b"[]" if opening == b"[" else b"]"


def sheet(entries: Iterable[Entry], kind: RecordKind) -> Iterator[str]:
    """The lines of a CSV table of entries of one kind, header first, with line ends."""
    names = [each.name for each in fields(record_type(kind)) if each.name not in ("id", "candidates")]
    yield _line(["id", *names, "earliest", "latest", "doc", "title", "outlet", "url"])
    for entry in entries:
        origin = entry.origin
        values = [_cell(getattr(entry.record, name)) for name in names]
        bounds = [_cell(entry.earliest), _cell(entry.latest)]
        yield _line([entry.id, *values, *bounds, origin.doc, origin.title or "", origin.outlet or "", origin.url or ""])


def channel_sheet(channels: Iterable[Channel]) -> Iterator[str]:
    """The lines of a CSV table of channels, header first, with line ends."""
    header = ("one", "other", "level", "contacts", "reports", "last_contact", "explicit_state", "present", "since")
    yield _line([*header, "evidence"])
    for each in channels:
        last = each.last.edtf if each.last else None
        explicit = _state(each.explicit) if each.explicit else None
        values = (*each.dyad, each.level, each.contacts, each.reports, last, explicit, each.present, each.since)
        yield _line([*map(_cell, values), _cell(each.evidence)])


def _state(entry: Entry) -> str | None:
    return entry.record.state if isinstance(entry.record, State) else None


def _origin(origin: Origin) -> Element:
    return {
        "doc": origin.doc,
        "version": origin.version,
        "title": origin.title,
        "outlet": origin.outlet,
        "url": origin.url,
        "published": asdict(origin.published) if origin.published else None,
    }


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(map(_defused, cells))
    return line.getvalue()


def _defused(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula, made text."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _cell(value: object) -> str:
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
            return "; ".join(map(_cell, value))
        case _:
            return str(value)
