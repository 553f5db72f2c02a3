"""The dyads of an entry: every two of its actors, and the levels at which they talk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import Any

from communique.interchange import RecordKind, record_codes
from communique.knowledge import office_level
from communique.ledger.entry import Report
from communique.records import Contact, Record

Dyad = tuple[str, str]
"""Two actor codes, in alphabetical order."""

OF_CHANNELS = frozenset({RecordKind.CONTACT, RecordKind.STATE})
"""The lists that channels are made of."""


class Level(StrEnum):
    """Who talks. `ANY`: the state of a dyad of which the ledger has no contact."""

    HEADS = "heads"
    FOREIGN = "foreign"
    DEFENCE = "defence"
    CHIEFS = "chiefs"
    BODIES = "bodies"
    WORKING = "working"
    OTHER = "other"
    ANY = "any"


_LEVELS = {
    "head": Level.HEADS,
    "foreign": Level.FOREIGN,
    "defence": Level.DEFENCE,
    "chief_of_staff": Level.CHIEFS,
    "body": Level.BODIES,
}


def dyad_rows(
    row: dict[str, Any], record: Record, reports: Sequence[Report], shared: dict[str, Any]
) -> list[dict[str, Any]]:
    """The rows of the dyads of an entry's row; `shared`: what they have in common with those of its actors."""
    levels = dict(talks(record)) if isinstance(record, Contact) else {}
    codes = sorted({code for code, _ in record_codes(record)})
    told = {name: row[name] for name in ("kind", "status", "reports")}
    return [
        {
            "one": one,
            "other": other,
            "levels": " ".join(sorted(levels.get((one, other), ()))),
            "known": row["earliest"] or _first_told(reports),
            **told,
            **shared,
        }
        for one, other in combinations(codes, 2)
    ]


def _first_told(reports: Sequence[Report]) -> date | None:
    told = [each.origin.published.latest for each in reports if each.origin.published]
    return date.fromisoformat(min(told)) if told else None


def talks(contact: Contact) -> Iterator[tuple[Dyad, frozenset[Level]]]:
    """Every dyad in a contact with the levels it talks at: those both sides share, else those of the side that has
    any, else `OTHER`.
    """
    levels: dict[str, set[Level]] = defaultdict(set)
    for each in contact.participants:
        levels[each.code].update(_level(each.office))
    for one, other in combinations(sorted(levels), 2):
        ours, theirs = levels[one], levels[other]
        shared = ours & theirs if ours and theirs else ours | theirs
        yield (one, other), frozenset(shared or {Level.OTHER})


def _level(office: str | None) -> Iterator[Level]:
    if office:
        found = office_level(office)
        yield _LEVELS.get(found, Level.WORKING) if found else Level.OTHER
