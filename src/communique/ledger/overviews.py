"""What lies between many actors at once: how often which two met or spoke, and where contacts took place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import orjson
from sqlalchemy import Connection, func, select

from communique.interchange import RecordKind
from communique.ledger.asking import not_rejected
from communique.ledger.dyads import Dyad
from communique.ledger.tables import DyadRow, EntryRow
from communique.records import Place, Status


@dataclass(frozen=True, slots=True)
class Tie:
    """Two actors with how many contacts and statements they have together."""

    dyad: Dyad
    contacts: int
    statements: int


@dataclass(frozen=True, slots=True)
class Venue:
    """A place with how many contacts took place there; `last` is the id of the latest, `day` the first it can be of."""

    place: Place
    contacts: int
    last: str
    day: date


def ties(connection: Connection, actors: Sequence[str], since: date | None, until: date | None) -> tuple[Tie, ...]:
    """The ties of any two of these actors, most contacts first; of entries that begin from one day to another."""
    row = DyadRow
    counts: Counter[tuple[Dyad, str]] = Counter()
    for kind in (RecordKind.CONTACT, RecordKind.STATEMENT):
        query = select(row.one, row.other, func.count()).where(
            row.one.in_(actors), row.other.in_(actors), row.list == kind.value, row.rejected.is_(False)
        )
        if since:
            query = query.where(row.earliest >= since)
        if until:
            query = query.where(row.earliest <= until)
        for one, other, count in connection.execute(query.group_by(row.one, row.other)):
            counts[(one, other), kind.value] = count
    dyads = {dyad for dyad, _ in counts}
    found = (
        Tie(each, counts[each, RecordKind.CONTACT.value], counts[each, RecordKind.STATEMENT.value]) for each in dyads
    )
    return tuple(sorted(found, key=lambda each: (-each.contacts, -each.statements, each.dyad)))


def venues(connection: Connection, since: date | None, until: date | None, limit: int) -> tuple[tuple[Venue, ...], int]:
    """Where the last `limit` contacts that occurred took place, most first; and how many contacts were looked at."""
    query = select(EntryRow.id, EntryRow.earliest, EntryRow.body).where(
        EntryRow.list == RecordKind.CONTACT.value,
        EntryRow.earliest.is_not(None),
        EntryRow.status == Status.OCCURRED.value,
        not_rejected(),
    )
    if since:
        query = query.where(EntryRow.earliest >= since)
    if until:
        query = query.where(EntryRow.earliest <= until)
    counts: Counter[Place] = Counter()
    last: dict[Place, tuple[str, date]] = {}
    looked_at = 0
    for row in connection.execute(query.order_by(EntryRow.earliest.desc(), EntryRow.id.desc()).limit(limit)):
        looked_at += 1
        told = orjson.loads(row.body)["place"]
        if told and (told["country"] or told["city"]):
            place = Place(told["country"], told["city"])
            counts[place] += 1
            last.setdefault(place, (row.id, row.earliest))
    order = sorted(counts, key=lambda each: (-counts[each], each.country or "", each.city or ""))
    return tuple(Venue(each, counts[each], *last[each]) for each in order), looked_at
