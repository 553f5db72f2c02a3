"""Hooks: addresses to which what a watch tells is to be sent, and how far that has come. Nothing is sent here.

What is to be sent follows from the tables: every hit of the watch since the hook was set up that has neither been
delivered nor given up. Sending is `communique.delivery`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from communique.errors import LedgerError, NotHeldError
from communique.ledger.revision import changed
from communique.ledger.tables import DeliveryRow, DocumentRow, HookRow, ReadingRow, WatchHitRow, WatchRow
from communique.ledger.watches import Cause, Notice, key_of

MOST_ATTEMPTS = 10
"""After so many a notice is given up."""

_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=6)
_GROWTH = 4

_SCHEMES = ("http", "https")

Transaction = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True)
class Hook:
    """Where what a watch tells is sent.

    `token` names it for the receiver; `secret` signs. `private`: it may lie in a private network. `waiting`,
    `delivered` and `given_up` count notices; `told` is what the last attempt came to, None where it was delivered.
    """

    watch: str
    url: str
    private: bool
    at: datetime
    token: str
    secret: str
    waiting: int = 0
    delivered: int = 0
    given_up: int = 0
    told: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A notice to be sent to a hook (by key) now; `attempts`: how many were made before."""

    hook_key: int
    hook: Hook
    notice: Notice
    attempts: int

    @property
    def identity(self) -> str:
        """The same for every attempt to send this notice to this hook, and for no other."""
        return f"{self.hook.token}-{self.notice.key}"


class Hooks:
    """The hooks of an open ledger. Every method raises LedgerError where it fails."""

    def __init__(self, writing: Transaction, asking: Transaction) -> None:
        self._writing = writing
        self._asking = asking

    def begin(self, watch: str, url: str, *, private: bool = False) -> Hook:
        """Send what a watch tells from now on to an address; the hook with the secret to sign by.

        Raises NotHeldError where there is no such watch, LedgerError where the address cannot be one.
        """
        _check(url)
        with self._writing() as connection:
            key = key_of(connection, watch)
            if key is None:
                raise NotHeldError(f"there is no watch {watch!r}")
            if connection.execute(_of(watch, url)).first() is not None:
                raise LedgerError(f"watch {watch!r} is sent to {url} already")
            made = Hook(watch, url, private, datetime.now(UTC), secrets.token_hex(16), secrets.token_hex(32))
            row = {
                "watch_key": key,
                "url": url,
                "token": made.token,
                "secret": made.secret,
                "private": private,
                "after_key": connection.scalar(select(func.max(WatchHitRow.key))) or 0,
                "created_at": made.at,
            }
            connection.execute(insert(HookRow).values(**row))
            changed(connection)
            return made

    def end(self, watch: str, url: str) -> None:
        """Send no more to an address. Raises NotHeldError where nothing is sent there."""
        with self._writing() as connection:
            found = connection.execute(_of(watch, url)).first()
            if found is None:
                raise NotHeldError(f"watch {watch!r} is not sent to {url!r}")
            connection.execute(update(HookRow).where(HookRow.key == found.key).values(ended_at=datetime.now(UTC)))
            changed(connection)

    def standing(self) -> tuple[Hook, ...]:
        """The hooks that have not ended, oldest first, with how far they have come."""
        with self._asking() as connection:
            rows = connection.execute(_standing().order_by(HookRow.key)).all()
            return tuple(_come_to(connection, row) for row in rows)

    def due(self, now: datetime) -> tuple[Due, ...]:
        """What is to be sent now, by hook and in the order of the hits."""
        attempts = func.coalesce(DeliveryRow.attempts, 0).label("attempts")
        hit = (WatchHitRow.key, WatchHitRow.entry_id, WatchHitRow.reason, WatchHitRow.at, WatchHitRow.cause)
        with self._asking() as connection:
            found = []
            for hook in connection.execute(_standing().order_by(HookRow.key)).all():
                query = (
                    select(*hit, WatchRow.name, DocumentRow.doc, attempts)
                    .join(WatchRow, WatchRow.key == WatchHitRow.watch_key)
                    .join(ReadingRow, ReadingRow.key == WatchHitRow.reading_key)
                    .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
                    .outerjoin(DeliveryRow, _attempted(hook))
                    .where(*_since(hook), DeliveryRow.ended_at.is_(None))
                    .where(or_(DeliveryRow.next_at.is_(None), DeliveryRow.next_at <= now))
                    .order_by(WatchHitRow.key)
                )
                for row in connection.execute(query):
                    notice = Notice(row.key, row.name, row.entry_id, row.reason, row.doc, row.at, Cause(row.cause))
                    found.append(Due(hook.key, _hook(hook), notice, row.attempts))
            return tuple(found)

    def delivered(self, due: Due, at: datetime) -> None:
        """Keep that a notice has been taken."""
        self._keep(due, at, ended_at=at, told=None)

    def failed(self, due: Due, at: datetime, why: str) -> bool:
        """Keep that an attempt failed; whether it is made again later."""
        again = due.attempts + 1 < MOST_ATTEMPTS
        self._keep(due, at, ended_at=None if again else at, told=why)
        return again

    def _keep(self, due: Due, at: datetime, *, ended_at: datetime | None, told: str | None) -> None:
        wait = min(_FIRST_WAIT * _GROWTH**due.attempts, _LONGEST_WAIT)
        row = {"attempts": due.attempts + 1, "next_at": at + wait, "ended_at": ended_at, "told": told}
        mine = (DeliveryRow.hook_key == due.hook_key, DeliveryRow.hit_key == due.notice.key)
        with self._writing() as connection:
            if connection.execute(update(DeliveryRow).where(*mine).values(**row)).rowcount == 0:
                row |= {"hook_key": due.hook_key, "hit_key": due.notice.key}
                connection.execute(insert(DeliveryRow).values(**row))


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
        sound = parts.scheme in _SCHEMES and parts.hostname and parts.port != 0 and url.isascii() and url.isprintable()
    except ValueError:
        sound = False
    if not sound or " " in url:
        raise LedgerError(f"{url!r} is no address that can be sent to; it begins with https:// or http://")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise LedgerError("an address that is sent to has no user name, password or fragment")


def _standing() -> Any:
    return (
        select(HookRow.__table__, WatchRow.name)
        .join(WatchRow, WatchRow.key == HookRow.watch_key)
        .where(HookRow.ended_at.is_(None), WatchRow.ended_at.is_(None))
    )


def _of(watch: str, url: str) -> Any:
    return _standing().where(WatchRow.name == watch, HookRow.url == url)


def _hook(row: Any) -> Hook:
    return Hook(row.name, row.url, row.private, row.created_at, row.token, row.secret)


def _since(hook: Any) -> tuple[Any, ...]:
    return WatchHitRow.watch_key == hook.watch_key, WatchHitRow.key > hook.after_key


def _attempted(hook: Any) -> Any:
    return and_(DeliveryRow.hit_key == WatchHitRow.key, DeliveryRow.hook_key == hook.key)


def _come_to(connection: Connection, row: Any) -> Hook:
    hits = connection.scalar(select(func.count()).select_from(WatchHitRow).where(*_since(row))) or 0
    mine = select(func.count()).select_from(DeliveryRow).where(DeliveryRow.hook_key == row.key)
    ended = mine.where(DeliveryRow.ended_at.is_not(None))
    delivered = connection.scalar(ended.where(DeliveryRow.told.is_(None))) or 0
    given_up = connection.scalar(ended.where(DeliveryRow.told.is_not(None))) or 0
    last = select(DeliveryRow.told).where(DeliveryRow.hook_key == row.key).order_by(DeliveryRow.next_at.desc()).limit(1)
    made = _hook(row)
    return Hook(
        made.watch,
        made.url,
        made.private,
        made.at,
        made.token,
        made.secret,
        hits - delivered - given_up,
        delivered,
        given_up,
        connection.scalar(last),
    )
