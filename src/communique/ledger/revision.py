"""The token of the last change: drawn anew whenever anything that can be read changes, in the same transaction.

Two moments of a ledger with the same token are the same; a backup has the token of the moment it was made of.
"""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, select, text

from communique.ledger.tables import RevisionRow

_ONLY = 1
_READ = select(RevisionRow.token).where(RevisionRow.key == _ONLY)
_WRITE = text(
    "INSERT INTO revision (key, token) VALUES (:key, :token) ON CONFLICT (key) DO UPDATE SET token = excluded.token"
)


def changed(connection: Connection) -> None:
    """Something that can be read has changed, in the caller's transaction."""
    connection.execute(_WRITE, {"key": _ONLY, "token": secrets.token_hex(8)})


def revision(connection: Connection) -> str:
    """The token: 16 hexadecimal digits, or nothing where nothing was ever written."""
    return connection.scalar(_READ) or ""
