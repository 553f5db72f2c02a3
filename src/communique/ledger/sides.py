"""What the ledger has on one contact: for the accounts of its sides, and for what it is said to be the first since."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile

from sqlalchemy import Connection

from communique.dates import bounds
from communique.errors import LedgerError
from communique.interchange import RecordKind
from communique.ledger import asking
from communique.ledger.accounts import DAYS, Accounts, accounts
from communique.ledger.claims import SLACK, Claim, claims
from communique.ledger.entry import Entry, Question
from communique.records import Contact

_NEAR = 200
"""Statements of a side looked at around a contact; contacts, from either end of the time that a claim speaks of."""


def accounts_of(connection: Connection, name: str) -> Accounts:
    """What each side says of the contact that an id names. Raises LedgerError where that is none."""
    entry = asking.entry(connection, name)
    if not isinstance(entry.record, Contact):
        raise LedgerError(f"{entry.id} is no contact: only contacts have accounts")
    docs = sorted({each.origin.doc for each in entry.reports})
    said = {each.id: each for each in asking.entries_in(connection, RecordKind.STATEMENT, docs)}
    if entry.earliest and entry.latest:
        for code in sorted({each.code for each in entry.record.participants}):
            near = Question((code,), entry.earliest - DAYS, entry.latest + DAYS)
            page = asking.page(connection, RecordKind.STATEMENT, near, _NEAR, None, newest_first=True)
            said.update((each.id, each) for each in page.entries)
    contacts = asking.entries_in(connection, RecordKind.CONTACT, docs)
    return accounts(entry, said.values(), contacts, [asking.filed(connection, doc) for doc in docs])


def all_claims(connection: Connection, actors: tuple[str, ...], start: str | None) -> Iterator[Claim]:
    """Every claim that contacts of these sides make, by the day of the contact, then by its id; `start`: the contact,
    by its id, to begin with.
    """
    ids = asking.claiming(connection, actors)
    for id_ in dropwhile(lambda each: start not in (None, each), ids):
        yield from claims_of(connection, asking.entry(connection, id_))


def claims_of(connection: Connection, entry: Entry) -> tuple[Claim, ...]:
    """What an entry is said to be the first since, checked against the contacts of its sides since then."""
    said = [each.record.first_since for each in entry.reports if isinstance(each.record, Contact)]
    starts = [start for each in said if (start := bounds(each)[0])]
    if not isinstance(entry.record, Contact) or not starts or not entry.latest:
        return ()
    codes = tuple(dict.fromkeys(each.code for each in entry.record.participants))
    question = Question(codes, min(starts) - SLACK, entry.latest)
    held = {entry.id: entry}
    for newest_first in (True, False):
        page = asking.page(connection, RecordKind.CONTACT, question, _NEAR, None, newest_first)
        held.update((each.id, each) for each in page.entries)
    return tuple(each for each in claims(held.values()) if each.contact.id == entry.id)
