"""Entries written down: what the reports of each come to, and what people say of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, delete, func, insert, select

from communique.interchange import RecordKind, dump_value, load_record, record_codes, record_date, record_kind
from communique.ledger import copies
from communique.ledger.batches import batches
from communique.ledger.deciding import decide
from communique.ledger.dyads import dyad_rows
from communique.ledger.entry import Report
from communique.ledger.judging import log
from communique.ledger.judging.anchors import bearing_on, tying
from communique.ledger.judging.applying import apply
from communique.ledger.judging.model import Judgement, Verdict
from communique.ledger.reports import origin_columns, report_of
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


def write_entries(connection: Connection, leaders: Iterable[int]) -> tuple[int, ...]:
    """Decide the entries of leaders anew; one without reports goes. The keys of those that stay."""
    now = datetime.now(UTC)
    changed = sorted(leaders)
    written: list[int] = []
    for chunk in batches(changed):
        seen = _first_seen(connection, chunk)
        connection.execute(delete(DyadRow).where(DyadRow.entry_key.in_(chunk)))
        connection.execute(delete(EntryCodeRow).where(EntryCodeRow.entry_key.in_(chunk)))
        connection.execute(delete(EntryRow).where(EntryRow.key.in_(chunk)))
        made = entry_rows(connection, chunk)
        rows = [row | {"seen_at": seen[row["key"]], "changed_at": now} for row, _ in made]
        if rows:
            connection.execute(insert(EntryRow), rows)
        if codes := [code for row in rows for code in code_rows(row)]:
            connection.execute(insert(EntryCodeRow), codes)
        if dyads := [dyad for row, reports in made for dyad in dyads_of(row, reports)]:
            connection.execute(insert(DyadRow), dyads)
        written.extend(row["key"] for row in rows)
    return tuple(written)


def entry_rows(connection: Connection, leaders: Sequence[int]) -> list[tuple[Values, tuple[Report, ...]]]:
    """For each leader the columns of its entry's row that follow from its reports and the judgements, and the reports,
    the leading one first.
    """
    held = members(connection, leaders)
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


def _first_seen(connection: Connection, leaders: Sequence[int]) -> dict[int, datetime]:
    query = (
        select(SightingRow.leader_key, func.min(DocumentRow.added_at))
        .join(RecordRow, RecordRow.key == SightingRow.record_key)
        .join(ReadingRow, ReadingRow.key == RecordRow.reading_key)
        .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
        .where(SightingRow.leader_key.in_(leaders))
        .group_by(SightingRow.leader_key)
    )
    return {leader: at for leader, at in connection.execute(query) if leader is not None}


def members(connection: Connection, leaders: Sequence[int]) -> dict[int, tuple[Report, ...]]:
    """Reports by the key of their leader, the leading one first; leaders without any are left out."""
    found: dict[int, list[tuple[Report, str | None]]] = {}
    for chunk in batches(leaders):
        query = (
            select(
                SightingRow.leader_key,
                RecordRow.key,
                RecordRow.id,
                RecordRow.list,
                RecordRow.body,
                RecordRow.earliest,
                RecordRow.latest,
                SignatureRow.original,
                *origin_columns(),
            )
            .join(RecordRow, RecordRow.key == SightingRow.record_key)
            .join(ReadingRow, ReadingRow.key == RecordRow.reading_key)
            .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
            .outerjoin(SignatureRow, SignatureRow.reading_key == ReadingRow.key)
            .where(SightingRow.leader_key.in_(chunk))
            .order_by(SightingRow.leader_key, SightingRow.record_key != SightingRow.leader_key, RecordRow.id)
        )
        for row in connection.execute(query):
            found.setdefault(row.leader_key, []).append((report_of(row), row.original))
    return {leader: copies.told(reports) for leader, reports in found.items()}


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
