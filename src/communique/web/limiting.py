"""How much of the API one token, or one address without a token, may ask in a time.

Every answer says so in the headers `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers); what is
beyond gets 429 with `Retry-After`, in seconds. The count is of this process.
"""

from __future__ import annotations

import time
from hashlib import sha256
from http import HTTPStatus

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.people import People
from communique.web.failing import problem

_PREFIX = "/api/"
_READING = 10
"""Having a text read counts as so many other requests."""


def is_rate(text: str) -> bool:
    """Whether a text is a rate, such as ``1200/minute``."""
    try:
        return parse(text).amount > 0
    except ValueError:
        return False


class Limiting:
    """ASGI middleware. `rate` as ``1200/minute``, empty for none; `people` knows tokens."""

    def __init__(self, app: ASGIApp, rate: str, people: People) -> None:
        self._app = app
        self._rate: RateLimitItem | None = parse(rate) if rate else None
        self._counts = FixedWindowRateLimiter(MemoryStorage())
        self._people = people

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        rate = self._rate
        if rate is None or scope["type"] != "http" or not scope["path"].startswith(_PREFIX):
            await self._app(scope, receive, send)
            return
        who = await self._who(scope)
        allowed = self._counts.hit(rate, who, cost=_READING if scope["method"] == "POST" else 1)
        window = self._counts.get_window_stats(rate, who)
        left, seconds = max(window.remaining, 0), max(round(window.reset_time - time.time()), 1)
        told = {
            "ratelimit-policy": f'"default";q={rate.amount};w={rate.get_expiry()}',
            "ratelimit": f'"default";r={left};t={seconds}',
        }

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(told)
            await send(message)

        if allowed:
            await self._app(scope, receive, counted)
            return
        refusal = problem(HTTPStatus.TOO_MANY_REQUESTS, f"come again in {seconds} seconds", scope["path"])
        refusal.headers["retry-after"] = str(seconds)
        await refusal(scope, receive, counted)

    async def _who(self, scope: Scope) -> str:
        """A token that holds, else an address: tokens made up do not come each with a count of its own."""
        kind, _, token = Headers(scope=scope).get("authorization", "").partition(" ")
        if kind.lower() != "bearer":
            token = ""
        signed = await run_in_threadpool(self._people.bearer, token.strip()) if token else None
        if signed is not None:
            return f"token {sha256(token.strip().encode()).hexdigest()}"
        return f"address {scope['client'][0] if scope.get('client') else ''}"
