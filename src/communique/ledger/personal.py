"""Tables of people with an account, in the ledger's database but no part of the ledger: backups hold none of them.

people ◀─ sessions;  people ◀─ tokens

Of what signs somebody in only a digest is kept: argon2id of a password, SHA-256 of a random token. Nothing of a row
that is deleted or changed stays in the file.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, ForeignKey, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from communique.ledger.columns import AnyText, Key, UtcTime
from communique.ledger.tables import Base


def wipe_what_goes(connection: Connection) -> None:
    """Let SQLite write over what is deleted or changed on this connection, so that no copy of the file has it."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


class Personal(DeclarativeBase):
    """Names constraints as the ledger's own tables do."""

    metadata = MetaData(naming_convention=Base.metadata.naming_convention)


class PersonRow(Personal):
    """Somebody with an account. `folded` is the name without case: no two are alike, even of those that have ended."""

    __tablename__ = "people"

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(AnyText)
    folded: Mapped[str] = mapped_column(AnyText, unique=True)
    password: Mapped[str] = mapped_column(AnyText)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class SessionRow(Personal):
    """A browser somebody is signed in with; `digest` is of the token in its cookie."""

    __tablename__ = "sessions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_key: Mapped[int] = mapped_column(ForeignKey("people.key"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    seen_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class TokenRow(Personal):
    """A program that somebody lets act for them; `scopes` parted by spaces, `shown` the start of the token."""

    __tablename__ = "tokens"

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    shown: Mapped[str] = mapped_column(String(16))
    person_key: Mapped[int] = mapped_column(ForeignKey("people.key"), index=True)
    scopes: Mapped[str] = mapped_column(AnyText)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
