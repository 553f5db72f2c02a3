"""Tokens of the last change: drawn anew whenever anything that can be read changes, in the same transaction.

Two moments of a ledger with the same token are the same; a backup has the token of the moment it was made of. Each dyad
has one besides, which says the same of its contacts and states.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from sqlalchemy import Connection, Text, select, text

from communique.ledger.among import several
from communique.ledger.dyads import Dyad
from communique.ledger.rows import ForEach
from communique.ledger.tables import RevisionRow

_ONLY = 1
_READ = select(RevisionRow.token).where(RevisionRow.key == _ONLY)
_WRITE = text(
    "INSERT INTO revision (key, token) VALUES (:key, :token) ON CONFLICT (key) DO UPDATE SET token = excluded.token"
)
_CHANGED = "INSERT INTO changed_dyads (one, other, token)"
_ANEW = "ON CONFLICT (one, other) DO UPDATE SET token = excluded.token"
_WRITE_DYADS = ForEach(
    text(f"{_CHANGED} VALUES (:one, :other, :token) {_ANEW}"),
    text(f"{_CHANGED} SELECT * FROM unnest(:one, :other, :token) {_ANEW}").bindparams(
        *(several(name, Text()) for name in ("one", "other", "token"))
    ),
)


def changed(connection: Connection) -> None:
    """Something that can be read has changed, in the caller's transaction."""
    connection.execute(_WRITE, {"key": _ONLY, "token": secrets.token_hex(8)})


def dyads_changed(connection: Connection, dyads: Iterable[Dyad]) -> None:
    """Contacts or states of these dyads have changed, in the caller's transaction."""
    token = secrets.token_hex(8)
    rows = [{"one": one, "other": other, "token": token} for one, other in sorted(set(dyads))]
    _WRITE_DYADS.of(connection, rows)


def revision(connection: Connection) -> str:
    """The token: 16 hexadecimal digits, or nothing where nothing was ever written."""
    return connection.scalar(_READ) or ""
