"""Entries written down: what the reports of each come to, and what people say of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, delete, select

from communique.interchange import RecordKind, dump_value, load_record, record_codes, record_date, record_kind
from communique.ledger import copies, tallies
from communique.ledger.among import among, several
from communique.ledger.batches import batches
from communique.ledger.columns import Key
from communique.ledger.deciding import decide
from communique.ledger.dyads import OF_CHANNELS, dyad_rows
from communique.ledger.entry import Report
from communique.ledger.judging import log
from communique.ledger.judging.anchors import bearing_on, tying
from communique.ledger.judging.applying import apply
from communique.ledger.judging.model import Judgement, Verdict
from communique.ledger.reports import beside_origins, origin_columns, report_of
from communique.ledger.revision import dyads_changed
from communique.ledger.rows import put
from communique.ledger.tables import (
    AnchorRow,
    DocumentRow,
    DyadRow,
    EntryCodeRow,
    EntryRow,
    ReadingRow,
    RecordRow,
    SightingRow,
    SignatureRow,
)
from communique.ledger.what import what

Values = dict[str, Any]

_KEYS = several("keys", Key)
_MEMBERS = beside_origins(
    select(
        SightingRow.leader_key,
        RecordRow.key,
        RecordRow.id,
        RecordRow.list,
        RecordRow.body,
        RecordRow.earliest,
        RecordRow.latest,
        DocumentRow.added_at,
        SignatureRow.original,
        *origin_columns(),
    )
    .join(RecordRow, RecordRow.key == SightingRow.record_key)
    .join(ReadingRow, ReadingRow.key == RecordRow.reading_key)
    .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
    .outerjoin(SignatureRow, SignatureRow.reading_key == ReadingRow.key)
    .where(among(SightingRow.leader_key, _KEYS))
    .order_by(SightingRow.leader_key, SightingRow.record_key != SightingRow.leader_key, RecordRow.id)
)
_OLD_DYADS = (
    delete(DyadRow)
    .where(among(DyadRow.entry_key, _KEYS))
    .returning(DyadRow.list, DyadRow.one, DyadRow.other, DyadRow.earliest, DyadRow.rejected)
)
_OLD_CODES = (
    delete(EntryCodeRow)
    .where(among(EntryCodeRow.entry_key, _KEYS))
    .returning(EntryCodeRow.list, EntryCodeRow.code, EntryCodeRow.earliest, EntryCodeRow.rejected)
)
_OLD_ENTRIES = delete(EntryRow).where(among(EntryRow.key, _KEYS))


def write_entries(
    connection: Connection, leaders: Iterable[int], new: Collection[int] = frozenset()
) -> tuple[int, ...]:
    """Decide the entries of leaders anew; one without reports goes. The keys of those that stay.

    `new`: records, by key, that have had no entry before.
    """
    now = datetime.now(UTC)
    changed = sorted(leaders)
    written: list[int] = []
    for chunk in batches(changed):
        held = _held(connection, chunk)
        old_dyads: list[Values] = []
        old_codes: list[Values] = []
        if had := [key for key in chunk if key not in new]:
            old_dyads = [dict(row) for row in connection.execute(_OLD_DYADS, {"keys": had}).mappings()]
            old_codes = [dict(row) for row in connection.execute(_OLD_CODES, {"keys": had}).mappings()]
            connection.execute(_OLD_ENTRIES, {"keys": had})
        made = _decided(connection, _reports(held))
        rows = [
            row | {"seen_at": min(each.added_at for each in held[row["key"]]), "changed_at": now} for row, _ in made
        ]
        put(connection, EntryRow, rows)
        codes = [code for row in rows for code in code_rows(row)]
        dyads = [dyad for row, reports in made for dyad in dyads_of(row, reports)]
        put(connection, EntryCodeRow, codes)
        put(connection, DyadRow, dyads)
        tallies.count(connection, (*old_codes, *old_dyads), (*codes, *dyads))
        dyads_changed(
            connection, ((each["one"], each["other"]) for each in (*old_dyads, *dyads) if each["list"] in OF_CHANNELS)
        )
        written.extend(row["key"] for row in rows)
    return tuple(written)


def entry_rows(connection: Connection, leaders: Sequence[int]) -> list[tuple[Values, tuple[Report, ...]]]:
    """For each leader the columns of its entry's row that follow from its reports and the judgements, and the reports,
    the leading one first.
    """
    return _decided(connection, members(connection, leaders))


def _decided(connection: Connection, held: dict[int, tuple[Report, ...]]) -> list[tuple[Values, tuple[Report, ...]]]:
    said = _judged(connection, held)
    return [(_entry_row(key, reports, said[key]), reports) for key, reports in held.items()]


@dataclass(frozen=True, slots=True)
class _Said:
    """The judgements in force on one entry: those on it by itself, and the keys of all."""

    judgements: tuple[Judgement, ...] = ()
    keys: tuple[int, ...] = ()


def _judged(connection: Connection, held: dict[int, tuple[Report, ...]]) -> dict[int, _Said]:
    """By the key of their leader, for reports by the key of their leader."""
    if connection.execute(select(AnchorRow.judgement_key).limit(1)).first() is None:
        return dict.fromkeys(held, _Said())
    leaders = list(held)
    bearing = bearing_on(connection, leaders)
    found = {each.key: each for each in log.read(connection, {key for key, _ in bearing})}
    on_one: dict[int, list[Judgement]] = defaultdict(list)
    keys: dict[int, set[int]] = defaultdict(set)
    for key, leader in bearing:
        on_one[leader].append(found[key])
    for key, leader in (*bearing, *tying(connection, leaders)):
        keys[leader].add(key)
    return {leader: _Said(tuple(on_one[leader]), tuple(sorted(keys[leader]))) for leader in held}


def members(connection: Connection, leaders: Sequence[int]) -> dict[int, tuple[Report, ...]]:
    """Reports by the key of their leader, the leading one first; leaders without any are left out."""
    return {key: reports for chunk in batches(leaders) for key, reports in _reports(_held(connection, chunk)).items()}


def _held(connection: Connection, leaders: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in connection.execute(_MEMBERS, {"keys": list(leaders)}):
        found.setdefault(row.leader_key, []).append(row)
    return found


def _reports(held: dict[int, list[Any]]) -> dict[int, tuple[Report, ...]]:
    return {key: copies.told([(report_of(row), row.original) for row in rows]) for key, rows in held.items()}


def _entry_row(key: int, reports: tuple[Report, ...], said: _Said) -> Values:
    applied = apply(decide(reports), reports, said.judgements)
    decided = applied.decided
    record = decided.record
    kind, status = what(record)
    account = {
        "sources": decided.sources,
        "history": [[step.status, step.day.isoformat() if step.day else None, step.report] for step in decided.history],
        "dissents": [[each.field, each.value, each.report] for each in decided.dissents],
        "judgements": said.keys,
    }
    leader = reports[0]
    return {
        "key": key,
        "id": leader.id,
        "list": record_kind(record).value,
        "kind": kind,
        "status": status,
        "edtf": record_date(record),
        "earliest": decided.earliest,
        "latest": decided.latest,
        "confidence": record.confidence,
        "reports": sum(each.copy_of is None for each in reports),
        "outlets": len({each.origin.outlet or each.origin.doc for each in reports}),
        "dissents": len(decided.dissents),
        "judged": bool(said.keys),
        "verdict": applied.verdict.value if applied.verdict else None,
        "body": dump_value(record, leader.id).decode(),
        "account": orjson.dumps(account).decode(),
    }


def code_rows(row: Values) -> list[Values]:
    """The rows of the actors of an entry's row."""
    record = load_record(RecordKind(row["list"]), row["body"])
    shared = _shared(row)
    return [{"code": code, **shared} for code in sorted({code for code, _ in record_codes(record)})]


def dyads_of(row: Values, reports: tuple[Report, ...]) -> list[Values]:
    """The rows of the dyads of an entry's row."""
    return dyad_rows(row, load_record(RecordKind(row["list"]), row["body"]), reports, _shared(row))


def _shared(row: Values) -> Values:
    """What the rows of its actors and dyads have of an entry's row."""
    columns = {name: row[name] for name in ("id", "list", "earliest", "latest")}
    return {"entry_key": row["key"], **columns, "rejected": row["verdict"] == Verdict.REJECT.value}
