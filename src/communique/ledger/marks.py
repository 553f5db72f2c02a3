"""Entries of a dyad in short, as a drawing or a list of them needs them: from the rows of the dyad, without reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from communique.interchange import RecordKind
from communique.ledger.dyads import Dyad, Level
from communique.ledger.entry import Question
from communique.ledger.tables import DyadRow, EntryRow


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry of two actors: what it is (meeting, signed, channel), its status or state, its levels and bounds.

    `known` is the first day it is known of: the first it can be of or, where it has no date, of its first report.
    """

    id: str
    kind: RecordKind
    what: str
    status: str | None
    levels: tuple[Level, ...]
    earliest: date | None
    latest: date | None
    known: date | None
    reports: int


def marks(
    connection: Connection, dyad: Dyad, kind: RecordKind, question: Question, level: Level | None, limit: int
) -> tuple[Mark, ...]:
    """At most `limit` entries of a kind of two actors, the latest first, undated last; `level` is one they talked at.

    Of `question` the actors are not looked at, nor is `last`.
    """
    one, other = sorted(dyad)
    row = DyadRow
    columns = (row.id, row.kind, row.status, row.levels, row.earliest, row.latest, row.known, row.reports)
    query: Any = select(*columns).where(row.one == one, row.other == other, row.list == kind.value)
    if question.since or question.until:
        query = query.where(or_(row.earliest.is_not(None), row.latest.is_not(None)))
    if question.since:
        query = query.where(or_(row.latest.is_(None), row.latest >= question.since))
    if question.until:
        query = query.where(or_(row.earliest.is_(None), row.earliest <= question.until))
    if question.what:
        query = query.where(row.kind == question.what)
    if not question.rejected:
        query = query.where(row.rejected.is_(False))
    if question.min_confidence:
        query = query.join(EntryRow, EntryRow.key == row.entry_key)
        query = query.where(EntryRow.confidence >= question.min_confidence)
    if level:
        query = query.where((" " + row.levels + " ").contains(f" {level.value} ", autoescape=True))
    query = query.order_by(row.earliest.desc().nulls_last(), row.id.desc()).limit(max(limit, 0))
    return tuple(
        Mark(
            id=each.id,
            kind=kind,
            what=each.kind,
            status=each.status,
            levels=tuple(Level(name) for name in each.levels.split()),
            earliest=each.earliest,
            latest=each.latest,
            known=each.known,
            reports=each.reports,
        )
        for each in connection.execute(query)
    )
