"""What says that a notice is from this ledger: HMAC-SHA256 over the moment it was sent and its body. Pure."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class HeaderNames:
    """`key`: the same for every attempt to deliver one notice; `time`: seconds since 1970; `signature`: v1=HEX."""

    key: str = "Idempotency-Key"
    time: str = "Communique-Time"
    signature: str = "Communique-Signature"


HEADERS = HeaderNames()

_FRESH_SECONDS = 300


def signed(secret: str, time: int, body: bytes) -> str:
    """The signature of a body sent at a time: of the time in digits, a full stop and the body."""
    return "v1=" + hmac.new(secret.encode(), f"{time}.".encode() + body, sha256).hexdigest()


def verified(secret: str, time: str, signature: str, body: bytes, now: int) -> bool:
    """Whether a signature is right and not older (or newer) than five minutes: what a receiver does."""
    if not (time.isascii() and time.isdigit() and abs(now - int(time)) <= _FRESH_SECONDS):
        return False
    return hmac.compare_digest(signed(secret, int(time), body).encode(), signature.encode())
