"""What the ledger works out from many entries (the lives of agreements) as JSON elements and as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from communique.export.element import Element
from communique.export.sheet import table
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
