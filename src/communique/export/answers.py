"""What the ledger works out from many entries (the lives of agreements, claims checked) as JSON elements and as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from communique.export.element import Element
from communique.export.sheet import table
from communique.ledger.claims import Claim
from communique.ledger.entry import Entry
from communique.ledger.lives import Life


def life_element(life: Life) -> Element:
    """An instrument: its names and parties, its deeds in order with the ids of their entries, and how it stands.

    `since` has the EDTF date of the deed that brought it where it stands, null where that has none, and the last day it
    can have been.
    """
    since = life.since
    return {
        "name": life.name,
        "also": life.also,
        "parties": life.parties,
        "standing": life.standing,
        "since": {"date": since.edtf, "by": since.last, "id": since.entry.id} if since else None,
        "actions": [
            {"action": each.action, "date": each.edtf, "first": each.first, "last": each.last, "id": each.entry.id}
            for each in life.deeds
        ],
    }


def life_lines(lives: Iterable[Life]) -> Iterator[bytes]:
    """A table of what happened to instruments, a row a deed, header first, with line ends."""
    header = ("name", "parties", "standing", "since", "action", "date", "first", "last", "id", "words")
    return table(header, (row for each in lives for row in _deeds(each)))


def _deeds(life: Life) -> Iterator[tuple[object, ...]]:
    since = life.since.edtf if life.since else None
    for each in life.deeds:
        entry = each.entry
        told = (each.action, each.edtf, each.first, each.last, entry.id, entry.record.evidence)
        yield (life.name, life.parties, life.standing, since, *told)


def claim_element(claim: Claim) -> Element:
    """A claim: the contact, the time it is said to be the first since, the finding and the contacts that decide it."""
    return {
        "contact": _dated(claim.contact),
        "since": claim.since,
        "reports": claim.reports,
        "finding": claim.finding,
        "deciding": [_dated(each) for each in claim.deciding],
    }


def claim_lines(claims: Iterable[Claim]) -> Iterator[bytes]:
    """A table of claims, header first, with line ends."""
    header = ("contact", "date", "first_since", "finding", "deciding", "reports")
    return table(header, (_claim(each) for each in claims))


def _claim(claim: Claim) -> tuple[object, ...]:
    deciding = tuple(f"{each.id} {each.edtf or ''}".strip() for each in claim.deciding)
    return claim.contact.id, claim.contact.edtf, claim.since, claim.finding, deciding, claim.reports


def _dated(entry: Entry) -> Element:
    return {"id": entry.id, "date": entry.edtf, "earliest": entry.earliest, "latest": entry.latest}
