"""What the ledger works out from many entries, as JSON and CSV: lives of agreements, claims, accounts, threads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from communique.export.element import Element, element
from communique.export.sheet import table
from communique.ledger.accounts import Accounts, Said, Telling
from communique.ledger.claims import Claim
from communique.ledger.entry import Entry
from communique.ledger.lives import Life
from communique.ledger.threads import Thread


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


def thread_element(thread: Thread) -> Element:
    """A thread: its turns in order, each with its depth, the id of what it answers, and why it is taken to."""
    return {
        "last": thread.last,
        "turns": [
            {"depth": each.depth, "answers": each.answers, "bond": each.bond, **element(each.entry)}
            for each in thread.turns
        ],
    }


def thread_lines(threads: Iterable[Thread]) -> Iterator[bytes]:
    """A table of threads, a row a statement, header first, with line ends."""
    header = ("thread", "depth", "id", "answers", "bond", "speaker", "act", "targets", "date", "words", "doc")
    return table(header, (row for number, each in enumerate(threads, 1) for row in _turn_rows(number, each)))


def _turn_rows(number: int, thread: Thread) -> Iterator[tuple[object, ...]]:
    for each in thread.turns:
        entry, said = each.entry, each.statement
        told = (said.speaker, said.act, said.targets, entry.edtf, said.evidence, entry.origin.doc)
        yield (number, each.depth, entry.id, each.answers, each.bond, *told)


def accounts_element(held: Accounts) -> Element:
    """The accounts of a contact: point by point who says what, what its reports differ in, remarks that they differ."""
    return {
        "contact": _dated(held.contact),
        "sides": held.sides,
        "points": [
            {"voices": each.voices, "sides": each.sides, "said": [_said(one) for one in each.said]}
            for each in held.points
        ],
        "topics": [_telling(each) for each in held.topics],
        "differences": [
            {"field": each.field, "tellings": [_telling(one) for one in each.tellings]} for each in held.differences
        ],
        "remarks": [
            {"doc": each.doc, "outlet": each.outlet, "words": each.words, "start": each.start, "end": each.end}
            for each in held.remarks
        ],
    }


def accounts_lines(held: Accounts) -> Iterator[bytes]:
    """A table of what each side says, a row a statement, header first, with line ends."""
    header = ("point", "voices", "side", "person", "act", "targets", "words", "carried", "id")
    rows = ((number, each.voices, one) for number, each in enumerate(held.points, 1) for one in each.said)
    return table(header, ((number, voices, *_row(one)) for number, voices, one in rows))


def _row(said: Said) -> tuple[object, ...]:
    told = said.statement
    return said.side, told.speaker.person, told.act, told.targets, told.evidence, said.carried, said.entry.id


def _said(said: Said) -> Element:
    told = said.statement
    return {
        "side": said.side,
        "person": told.speaker.person,
        "act": told.act,
        "targets": told.targets,
        "evidence": told.evidence,
        "carried": said.carried,
        "id": said.entry.id,
    }


def _telling(telling: Telling) -> Element:
    return {
        "value": telling.value,
        "sides": telling.sides,
        "reports": telling.reports,
        "carried": telling.carried,
    }
