"""How often somebody may try to sign in: by name, by address, and by both.

The narrow limit is for the two together, so that trying a name from one place does not shut its owner out in another.
"""

from __future__ import annotations

from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

WAIT = 15
"""Minutes after which one may try again at the latest, but for the name that many places try."""

_OF_BOTH = RateLimitItemPerMinute(5, WAIT)
_OF_ADDRESS = RateLimitItemPerMinute(60, WAIT)
_OF_NAME = RateLimitItemPerHour(50)

_NETWORK = 64
"""Bits of an IPv6 address that belong to one place."""


class Attempts:
    """Attempts to sign in, kept in memory while the server runs."""

    def __init__(self) -> None:
        self._storage = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self._storage)

    def may_try(self, name: str, address: str) -> bool:
        """Count an attempt; False where there were too many. What a narrow limit refuses a wider one does not count."""
        return all(self._limiter.hit(item, *keys) for item, keys in _limits(name, address))

    def succeeded(self, name: str, address: str) -> None:
        """Forget the attempts with this name from this address."""
        item, keys = next(iter(_limits(name, address)))
        self._limiter.clear(item, *keys)


def _limits(name: str, address: str) -> list[tuple[RateLimitItem, tuple[str, ...]]]:
    who, where = sha256(" ".join(name.casefold().split()).encode("utf-8", "replace")).hexdigest()[:32], _place(address)
    return [(_OF_BOTH, ("both", who, where)), (_OF_ADDRESS, ("address", where)), (_OF_NAME, ("name", who))]


def _place(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(int(found) >> (128 - _NETWORK))
    return str(found)
