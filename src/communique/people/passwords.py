"""Passwords: argon2id (RFC 9106), no more than a few worked out at a time, since each takes 64 MiB and a core."""

from __future__ import annotations

import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from communique.errors import AccountError

SHORTEST = 10
LONGEST = 1000
"""Characters of a password."""

_AT_A_TIME = BoundedSemaphore(2)


def hashed(password: str) -> str:
    """A password as it is kept. Raises AccountError where it is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccountError(f"a password has at least {SHORTEST} characters, and at most {LONGEST}")
    with _AT_A_TIME:
        return _hasher().hash(_bytes(password))


def fits(kept: str | None, password: str) -> bool:
    """Whether a password is the one that is kept; as long in coming where none is kept."""
    if len(password) > LONGEST:
        password = ""
    with _AT_A_TIME:
        nobody = _nobody()
        try:
            _hasher().verify(kept or nobody, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def outdated(kept: str) -> bool:
    """Whether it should be hashed anew, with the strength of today."""
    return _hasher().check_needs_rehash(kept)


def _bytes(password: str) -> bytes:
    """The same for every way to type it: letters with their marks as one character or as several."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher().hash(b"nobody has this password")
