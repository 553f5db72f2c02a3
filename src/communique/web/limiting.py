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
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.web.failing import problem
from communique.web.visit import address_of

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
    """ASGI middleware, behind the entrance, which knows who asks. `rate` as ``1200/minute``, empty for none."""

    def __init__(self, app: ASGIApp, rate: str) -> None:
        self._app = app
        self._rate: RateLimitItem | None = parse(rate) if rate else None
        self._counts = FixedWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        rate = self._rate
        if rate is None or scope["type"] != "http" or not scope["path"].startswith(_PREFIX):
            await self._app(scope, receive, send)
            return
        who = _who(Request(scope))
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


def _who(request: Request) -> str:
    """A token that holds, else an address: tokens made up do not come each with a count of its own."""
    if request.state.signed is not None and request.state.session is None:
        return f"token {sha256(request.headers['authorization'].encode()).hexdigest()}"
    return f"address {address_of(request)}"
