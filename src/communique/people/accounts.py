"""Accounts, sessions and tokens in the ledger's database.

A session ends when it has not been used for `IDLE`, when `LONGEST` has passed since it began, when its person signs
out, is given another password or ends. Every token is 256 random bits.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from communique.errors import AccountError
from communique.export.inert import seen
from communique.ledger import Ledger
from communique.ledger.personal import PersonRow, SessionRow, TokenRow
from communique.people import passwords
from communique.people.model import EVERY, Person, Scope, Session, Signed, Token

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=14)
SEEN_EVERY = timedelta(minutes=5)
"""A session or token in use is written down no more often than this."""

_NAME_LENGTH = 100
_PREFIX = "cq_"
_SHOWN = len(_PREFIX) + 6


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


class People:
    """The accounts of a ledger. Methods raise AccountError where what is asked cannot be, LedgerError as a ledger does.

    `clock` gives the moment.
    """

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime] = now) -> None:
        self._ledger = ledger
        self._now = clock

    def add(self, name: str, password: str) -> Person:
        """A new account. A name that somebody has, or had, is refused: what they said stays theirs."""
        name = _spelled(name)
        row = {"name": name, "folded": _folded(name), "password": passwords.hashed(password), "created_at": self._now()}
        try:
            with self._ledger.writing() as connection:
                connection.execute(insert(PersonRow).values(**row))
        except IntegrityError as error:
            raise AccountError(f"there is or was somebody called {name!r}: choose another name") from error
        return Person(name, row["created_at"])  # type: ignore[arg-type]

    def renew(self, name: str, password: str) -> None:
        """Give somebody another password, and sign them out everywhere; their tokens stay."""
        kept = passwords.hashed(password)
        with self._ledger.writing() as connection:
            key = _key(connection, name)
            connection.execute(update(PersonRow).where(PersonRow.key == key).values(password=kept))
            connection.execute(delete(SessionRow).where(SessionRow.person_key == key))

    def end(self, name: str) -> None:
        """End an account with its sessions and tokens; what was said in its name stays."""
        with self._ledger.writing() as connection:
            key = _key(connection, name)
            connection.execute(update(PersonRow).where(PersonRow.key == key).values(ended_at=self._now(), password=""))
            connection.execute(delete(SessionRow).where(SessionRow.person_key == key))
            standing = (TokenRow.person_key == key, TokenRow.ended_at.is_(None))
            connection.execute(update(TokenRow).where(*standing).values(ended_at=self._now()))

    def everyone(self) -> tuple[Person, ...]:
        """All accounts, also those that have ended, oldest first."""
        columns = (PersonRow.name, PersonRow.created_at, PersonRow.ended_at)
        with self._ledger.asking() as connection:
            return tuple(Person(*row) for row in connection.execute(select(*columns).order_by(PersonRow.key)))

    def anyone(self) -> bool:
        """Whether somebody can sign in."""
        with self._ledger.asking() as connection:
            return connection.scalar(select(PersonRow.key).where(PersonRow.ended_at.is_(None)).limit(1)) is not None

    def sign_in(self, name: str, password: str, before: str | None = None) -> Session | None:
        """A new session, in place of the one `before` is the token of; None where name and password do not fit.

        It takes as long, and answers the same, whether there is somebody of that name or not.
        """
        held = self._whose(name, password)
        if held is None:
            return None
        renewed = passwords.hashed(password) if passwords.outdated(held.password) else held.password
        return self._begin(held, renewed, SessionRow.digest == _digest(before or ""))

    def change(self, name: str, password: str, new: str) -> Session | None:
        """Another password and a new session, in place of all there were; None where name and password do not fit.

        Tokens stay.
        """
        held = self._whose(name, password)
        return self._begin(held, passwords.hashed(new), SessionRow.person_key == held.key) if held else None

    def _whose(self, name: str, password: str) -> Any:
        """The row of the person that name and password fit, with its key and password; None where they do not."""
        query = select(PersonRow.key, PersonRow.password)
        with self._ledger.asking() as connection:
            held = connection.execute(
                query.where(PersonRow.folded == _folded(name), PersonRow.ended_at.is_(None))
            ).one_or_none()
        return held if passwords.fits(held.password if held else None, password) else None

    def _begin(self, held: Any, renewed: str, ended: ColumnElement[bool]) -> Session | None:
        """A new session of a person whose password is as it was, kept as `renewed`; sessions that this ends go."""
        at = self._now()
        session = Session(secrets.token_urlsafe(32), at + LONGEST)
        row = {"person_key": held.key, "created_at": at, "seen_at": at, "expires_at": session.expires_at}
        with self._ledger.writing() as connection:
            unchanged = (PersonRow.key == held.key, PersonRow.password == held.password)
            if not connection.execute(update(PersonRow).where(*unchanged).values(password=renewed)).rowcount:
                return None  # it was changed or ended meanwhile
            left = or_(SessionRow.expires_at <= at, SessionRow.seen_at <= at - IDLE)
            connection.execute(delete(SessionRow).where(or_(left, ended)))
            connection.execute(insert(SessionRow).values(digest=_digest(session.token), **row))
        return session

    def signed_in(self, token: str) -> Signed | None:
        """Whose session this is the token of, if it still holds."""
        at = self._now()
        query = (
            select(PersonRow.name, SessionRow.seen_at)
            .join(SessionRow, SessionRow.person_key == PersonRow.key)
            .where(SessionRow.digest == _digest(token), PersonRow.ended_at.is_(None))
            .where(SessionRow.expires_at > at, SessionRow.seen_at > at - IDLE)
        )
        with self._ledger.asking() as connection:
            held = connection.execute(query).one_or_none()
        return Signed(held.name, EVERY, held.seen_at) if held else None

    def sign_out(self, token: str) -> None:
        """End the session of a token."""
        with self._ledger.writing() as connection:
            connection.execute(delete(SessionRow).where(SessionRow.digest == _digest(token)))

    def give_token(self, name: str, scopes: Iterable[Scope]) -> str:
        """A new token of somebody, for programs; it is told this once. Reading goes with every other scope."""
        token = _PREFIX + secrets.token_urlsafe(32)
        words = " ".join(each for each in Scope if each in {Scope.READ, *scopes})
        row = {"digest": _digest(token), "shown": token[:_SHOWN], "scopes": words, "created_at": self._now()}
        with self._ledger.writing() as connection:
            connection.execute(insert(TokenRow).values(person_key=_key(connection, name), **row))
        return token

    def bearer(self, token: str) -> Signed | None:
        """In whose name a program with this token acts, if it still holds."""
        query = (
            select(PersonRow.name, TokenRow.scopes, TokenRow.used_at)
            .join(TokenRow, TokenRow.person_key == PersonRow.key)
            .where(TokenRow.digest == _digest(token), TokenRow.ended_at.is_(None), PersonRow.ended_at.is_(None))
        )
        with self._ledger.asking() as connection:
            held = connection.execute(query).one_or_none()
        return Signed(held.name, frozenset(map(Scope, held.scopes.split())), held.used_at) if held else None

    def tokens(self, name: str | None = None) -> tuple[Token, ...]:
        """The tokens that hold, of somebody or of all, oldest first."""
        columns = (TokenRow.key, PersonRow.name, TokenRow.shown, TokenRow.scopes, TokenRow.created_at, TokenRow.used_at)
        query = select(*columns).join(PersonRow, PersonRow.key == TokenRow.person_key)
        query = query.where(TokenRow.ended_at.is_(None)).order_by(TokenRow.key)
        if name is not None:
            query = query.where(PersonRow.folded == _folded(name))
        with self._ledger.asking() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Token(key, whose, shown, frozenset(map(Scope, scopes.split())), created, used)
            for key, whose, shown, scopes, created, used in rows
        )

    def end_token(self, key: int) -> None:
        """End a token, by its key."""
        standing = (TokenRow.key == key, TokenRow.ended_at.is_(None))
        with self._ledger.writing() as connection:
            if not connection.execute(update(TokenRow).where(*standing).values(ended_at=self._now())).rowcount:
                raise AccountError(f"there is no token {key}")

    def stale(self, signed: Signed) -> bool:
        """Whether it is time to write down that a session or token is in use."""
        return signed.seen_at is None or self._now() - signed.seen_at >= SEEN_EVERY

    def seen(self, token: str) -> None:
        """Write down that a session or token is in use."""
        digest, at = _digest(token), self._now()
        with self._ledger.writing() as connection:
            connection.execute(update(SessionRow).where(SessionRow.digest == digest).values(seen_at=at))
            connection.execute(update(TokenRow).where(TokenRow.digest == digest).values(used_at=at))


def _key(connection: Connection, name: str) -> int:
    standing = (PersonRow.folded == _folded(name), PersonRow.ended_at.is_(None))
    key = connection.scalar(select(PersonRow.key).where(*standing))
    if key is None:
        raise AccountError(f"there is nobody called {name!r}")
    return key


def _spelled(name: str) -> str:
    """A name as it is kept: on one line, with nothing in it that cannot be seen."""
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if not name or len(name) > _NAME_LENGTH or seen(name) != name:
        raise AccountError(f"a name has 1 to {_NAME_LENGTH} characters, all of which can be seen")
    return name


def _folded(name: str) -> str:
    """The same for names that only a machine tells apart."""
    folded = unicodedata.normalize("NFKC", " ".join(name.split()).casefold()).casefold()
    return folded[: 4 * _NAME_LENGTH].encode("utf-8", "replace").decode()


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
