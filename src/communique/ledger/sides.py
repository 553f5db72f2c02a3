"""What the ledger has on one contact, for the accounts of its sides."""

from __future__ import annotations

from sqlalchemy import Connection

from communique.errors import LedgerError
from communique.interchange import RecordKind
from communique.ledger import asking
from communique.ledger.accounts import DAYS, Accounts, accounts
from communique.ledger.entry import Question
from communique.records import Contact


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
            said.update((each.id, each) for each in asking.entries(connection, RecordKind.STATEMENT, near))
    contacts = asking.entries_in(connection, RecordKind.CONTACT, docs)
    return accounts(entry, said.values(), contacts, [asking.filed(connection, doc) for doc in docs])
