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
from communique.ledger.counting import TALKING
from communique.ledger.dyads import Dyad
from communique.ledger.tables import DyadRow, EntryRow, TallyRow
from communique.ledger.tallies import cut
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
    (first, last), edges = cut(since, until)
    counts: Counter[tuple[Dyad, str]] = Counter()
    tally, row = TallyRow, DyadRow
    parts = [
        select(tally.one, tally.other, tally.list, func.sum(tally.entries))
        .where(tally.one.in_(actors), tally.other.in_(actors), tally.list.in_(TALKING))
        .where(tally.month.between(first, last))
        .group_by(tally.one, tally.other, tally.list)
    ]
    parts += [
        select(row.one, row.other, row.list, func.count())
        .where(row.one.in_(actors), row.other.in_(actors), row.list.in_(TALKING), row.rejected.is_(False))
        .where(row.earliest.between(start, end))
        .group_by(row.one, row.other, row.list)
        for start, end in edges
    ]
    for part in parts:
        for one, other, kind, often in connection.execute(part):
            counts[(one, other), kind] += often
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
