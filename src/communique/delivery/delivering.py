"""Sending what is due, and keeping how that went."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache

import httpcore2
import orjson

from communique.delivery.addresses import Guarded, Resolve, resolve
from communique.delivery.signing import HEADERS, signed
from communique.ledger.hooks import Due, Hooks

_SECONDS = 15.0
"""For one attempt, from the connection to the status."""

_STEP = {"connect": 5.0, "read": 10.0, "write": 10.0, "pool": 1.0}
_TAKEN = range(200, 300)


@dataclass(frozen=True, slots=True)
class Told:
    """What an attempt came to. `why` it failed, None where the notice was taken; `again`: another will be made."""

    due: Due
    why: str | None
    again: bool


def deliver(hooks: Hooks, now: datetime, resolve: Resolve = resolve) -> Iterator[Told]:
    """Send what is due; each attempt is kept before the next. A hook that fails is left alone until the next time."""
    failed: set[int] = set()
    for due in hooks.due(now):
        if due.hook_key in failed:
            continue
        why = send(due, datetime.now(UTC), resolve)
        if why is None:
            hooks.delivered(due, now)
            yield Told(due, None, again=False)
        else:
            failed.add(due.hook_key)
            yield Told(due, why, hooks.failed(due, now, why))


def send(due: Due, at: datetime, resolve: Resolve = resolve) -> str | None:
    """Make one attempt; None where the notice was taken, else why not. Never raises for what the other side does."""
    body = orjson.dumps(asdict(due.notice))
    time = int(at.timestamp())
    headers: dict[str | bytes, str | bytes] = {
        "Content-Type": "application/json",
        "User-Agent": "communique",
        HEADERS.key: due.identity,
        HEADERS.time: str(time),
        HEADERS.signature: signed(due.hook.secret, time, body),
    }
    network = Guarded(private=due.hook.private, seconds=_SECONDS, resolve=resolve)
    try:
        with (
            httpcore2.ConnectionPool(ssl_context=_certificates(), network_backend=network) as pool,
            pool.stream("POST", due.hook.url, headers=headers, content=body, extensions={"timeout": _STEP}) as answer,
        ):
            return None if answer.status in _TAKEN else f"answered with status {answer.status}"
    except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError, OSError, ValueError) as error:
        return " ".join(str(error).split()) or type(error).__name__


@cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()
