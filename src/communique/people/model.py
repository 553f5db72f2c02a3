"""Who is signed in, how, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """What somebody, or a program in their name, may do."""

    READ = "read"
    ADD = "add"
    JUDGE = "judge"
    WATCH = "watch"


EVERY = frozenset(Scope)
"""What a person who signed in may do."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account; of one that has ended, since when."""

    name: str
    created_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody known by a session or a token, by name, and what may be done in that name."""

    name: str
    scopes: frozenset[Scope]
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A new session. The token is nowhere else: the database has only its digest."""

    token: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a program, without the token itself: a key to end it by, its first characters and its scopes."""

    key: int
    person: str
    shown: str
    scopes: frozenset[Scope]
    created_at: datetime
    used_at: datetime | None = None
