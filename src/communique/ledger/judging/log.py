"""The log of judgements: rows that are only ever added, each sealed with a digest over all before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from hashlib import sha256
from typing import Any

import orjson
from pydantic import TypeAdapter
from sqlalchemy import Connection, func, insert, select

from communique.interchange import RecordKind, dump_value, load_record
from communique.ledger.judging.model import Anchor, Judgement, Verdict, undone
from communique.ledger.revision import changed
from communique.ledger.tables import JudgementRow

_ANCHORS = TypeAdapter(tuple[Anchor, ...])


def append(connection: Connection, judgement: Judgement) -> None:
    """Add a judgement whose key is `next_key`."""
    row = {
        "key": judgement.key,
        "at": judgement.at,
        "by": judgement.by,
        "verdict": judgement.verdict.value,
        "list": judgement.kind.value if judgement.kind else None,
        "anchors": orjson.dumps([asdict(each) for each in judgement.anchors]).decode(),
        "field": judgement.field,
        "value": judgement.value,
        "seen": dump_value(judgement.seen, f"judgement {judgement.key}").decode() if judgement.seen else None,
        "note": judgement.note,
        "undoes": judgement.undoes,
    }
    before = connection.scalar(select(JudgementRow.digest).where(JudgementRow.key == judgement.key - 1))
    connection.execute(insert(JudgementRow).values(**row, digest=digest(before or "", row)))
    changed(connection)


def next_key(connection: Connection) -> int:
    """One more than the last judgement's."""
    return (connection.scalar(select(func.max(JudgementRow.key))) or 0) + 1


def digest(before: str, row: Any) -> str:
    """SHA-256 over a row's columns but for its digest, and the digest of the row before."""
    parts = [
        before,
        row["key"],
        row["at"].isoformat(),
        *(row[name] for name in ("by", "verdict", "list", "anchors", "field", "value", "seen", "note", "undoes")),
    ]
    return sha256(orjson.dumps(parts)).hexdigest()


def read(connection: Connection, keys: Iterable[int] | None = None) -> Iterator[Judgement]:
    """Judgements in order; all of them, or those with the keys."""
    query = select(JudgementRow.__table__).order_by(JudgementRow.key)
    if keys is not None:
        query = query.where(JudgementRow.key.in_(list(keys)))
    for row in connection.execute(query).all():
        kind = RecordKind(row.list) if row.list else None
        yield Judgement(
            key=row.key,
            at=row.at,
            by=row.by,
            verdict=Verdict(row.verdict),
            note=row.note,
            kind=kind,
            anchors=_ANCHORS.validate_json(row.anchors),
            field=row.field,
            value=row.value,
            seen=load_record(kind, row.seen) if kind and row.seen else None,
            undoes=row.undoes,
        )


def not_in_force(connection: Connection) -> frozenset[int]:
    """The keys of judgements that have been undone."""
    query = select(JudgementRow.key, JudgementRow.undoes).where(JudgementRow.undoes.is_not(None))
    return undone((row[0], row[1]) for row in connection.execute(query) if row[1] is not None)
