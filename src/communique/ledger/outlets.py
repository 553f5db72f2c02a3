"""What an outlet reports: its latest articles with how many records of each kind each has, and whom it quotes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import orjson
from sqlalchemy import Connection, func, select

from communique.interchange import RecordKind
from communique.ledger.batches import batches
from communique.ledger.tables import DocumentRow, ReadingRow, RecordRow

Name = TypeVar("Name")


@dataclass(frozen=True, slots=True)
class Brief:
    """An article in short. `published` is the last day it can have appeared; `counts` are of its records by kind."""

    doc: str
    title: str | None
    published: date | None
    counts: tuple[tuple[RecordKind, int], ...]


@dataclass(frozen=True, slots=True)
class Outlet:
    """The latest articles of an outlet, newest first, and what they come to together.

    `quoted`: speakers (code, person or None) with how many statements of theirs these articles have, most first;
    `carried`: whom they name as their sources, in the same way.
    """

    name: str
    articles: tuple[Brief, ...]
    counts: tuple[tuple[RecordKind, int], ...]
    quoted: tuple[tuple[str, str | None, int], ...]
    carried: tuple[tuple[str, int], ...]


def outlet(connection: Connection, name: str, limit: int) -> Outlet:
    """An outlet by its last `limit` articles in the order they were added."""
    query = (
        select(ReadingRow.key, DocumentRow.doc, DocumentRow.title, ReadingRow.published_latest)
        .join(ReadingRow, ReadingRow.document_key == DocumentRow.key)
        .where(DocumentRow.outlet == name, ReadingRow.superseded_by.is_(None))
        .order_by(DocumentRow.key.desc())
        .limit(limit)
    )
    rows = connection.execute(query).all()
    counts: dict[int, Counter[str]] = {row.key: Counter() for row in rows}
    quoted: Counter[tuple[str, str | None]] = Counter()
    carried: Counter[str] = Counter()
    for keys in batches([row.key for row in rows]):
        held = select(RecordRow.reading_key, RecordRow.list, func.count()).where(RecordRow.reading_key.in_(keys))
        for key, kind, count in connection.execute(held.group_by(RecordRow.reading_key, RecordRow.list)):
            counts[key][kind] += count
        told = select(RecordRow.body).where(
            RecordRow.reading_key.in_(keys), RecordRow.list == RecordKind.STATEMENT.value
        )
        for body in connection.scalars(told):
            record = orjson.loads(body)
            quoted[record["speaker"]["code"], record["speaker"]["person"]] += 1
            carried.update(record["via"])
    articles = [Brief(row.doc, row.title, row.published_latest, _by_kind(counts[row.key])) for row in rows]
    articles.sort(key=lambda each: (each.published or date.min).toordinal(), reverse=True)
    return Outlet(
        name,
        tuple(articles),
        _by_kind(sum(counts.values(), Counter())),
        tuple((code, person, count) for (code, person), count in _most(quoted)),
        tuple(_most(carried)),
    )


def _by_kind(counts: Counter[str]) -> tuple[tuple[RecordKind, int], ...]:
    return tuple((kind, counts[kind.value]) for kind in RecordKind if counts[kind.value])


def _most(counts: Counter[Name]) -> list[tuple[Name, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], str(each[0])))
