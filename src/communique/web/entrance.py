"""The entrance: who asks, whether they may come in, and how much they may bring.

It stands before everything that remembers answers, so that nothing is given to somebody it was not meant for. It sets
``request.state.signed`` (a `Signed`), ``.person`` (the name) and ``.session`` (the token of a browser's session), each
None where there is none.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.errors import LedgerError
from communique.people import People, Signed
from communique.people import Scope as Allowed
from communique.web.failing import refused
from communique.web.sealing import crosses
from communique.web.settings import Settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})

_LONGEST_TOKEN = 128
_MOST = 1024 * 1024
_MOST_AT: Mapping[str, int] = {
    "/add": 32 * 1024 * 1024,
    "/api/": 4 * 1024 * 1024,
    "/sign-in": 16 * 1024,
    "/account": 16 * 1024,
}
"""Bytes of a request's body, by the beginning of its path."""

_API = "/api/"
_FEEDS = ("/watches/", ".atom")
"""Where a token may stand in the address, since programs that read feeds send none: one that may only read."""

_OPEN = ("/static/", "/language/", "/sign-in", "/healthz", "/metrics")
"""Where nobody needs to be signed in, whatever the server is like."""

_log = logging.getLogger(__name__)


def session_cookie(settings: Settings) -> str:
    """The name of the cookie that holds the token of a session; the prefix binds it to this host and to HTTPS."""
    return "__Host-communique" if settings.secure else "communique"


class Entrance:
    """ASGI middleware that lets in, turns away, or sends to the page for signing in."""

    def __init__(self, app: ASGIApp, people: People, settings: Settings) -> None:
        self._app = app
        self._people = people
        self._settings = settings
        self._noting: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        request = Request(scope)
        state = request.state
        state.person = state.signed = state.session = None
        unsafe = request.method not in SAFE
        most = next((size for start, size in _MOST_AT.items() if scope["path"].startswith(start)), _MOST)
        problem = _outside(request, most) if unsafe else None
        if problem is None and not scope["path"].startswith("/static/"):
            problem = await self._know(request)
        if problem is None and state.signed is None:
            problem = self._turn_away(request, unsafe=unsafe)
        if problem is not None:
            await refused(request, problem)(scope, receive, send)
            return
        await self._app(scope, _measured(receive, most) if unsafe else receive, send)

    async def _know(self, request: Request) -> HTTPException | None:
        """Find out who asks; a token that is no good is never taken for nobody's."""
        given = request.headers.get("authorization")
        if given is not None:
            kind, _, token = given.partition(" ")
            signed = None
            if kind.lower() == "bearer" and len(token) <= _LONGEST_TOKEN:
                signed = await run_in_threadpool(self._people.bearer, token.strip())
            if signed is not None:
                self._let_in(request, signed, token.strip())
                return None
            if request.url.path.startswith(_API):
                return None  # which says itself what it makes of it
            return HTTPException(401, "the token is not known, or has ended", {"www-authenticate": "Bearer"})
        if request.url.path.startswith(_FEEDS[0]) and request.url.path.endswith(_FEEDS[1]):
            given = request.query_params.get("token")
        if given is not None:
            signed = await run_in_threadpool(self._people.bearer, given) if len(given) <= _LONGEST_TOKEN else None
            if signed is None or signed.scopes != {Allowed.READ}:
                return HTTPException(401, "in an address only a token that may only read is taken")
            self._let_in(request, signed, given)
            return None
        token = request.cookies.get(session_cookie(self._settings), "")
        if token and len(token) <= _LONGEST_TOKEN:
            signed = await run_in_threadpool(self._people.signed_in, token)
            if signed is not None:
                request.state.session = token
                self._let_in(request, signed, token)
        return None

    def _let_in(self, request: Request, signed: Signed, token: str) -> None:
        request.state.signed, request.state.person = signed, signed.name
        if self._people.stale(signed):
            task = asyncio.get_running_loop().create_task(self._note(token))
            self._noting.add(task)
            task.add_done_callback(self._noting.discard)

    async def _note(self, token: str) -> None:
        """Write down that it is in use, without anybody waiting for it."""
        with suppress(LedgerError):
            await run_in_threadpool(self._people.seen, token)

    def _turn_away(self, request: Request, *, unsafe: bool) -> HTTPException | None:
        path = request.url.path
        if path.startswith(_OPEN):
            return None
        if self._settings.closed or (unsafe and not path.startswith(_API)):
            return HTTPException(401)
        return None


def _outside(request: Request, most: int) -> HTTPException | None:
    """Why what is sent is not looked at: it comes from a page of another site, or is too much."""
    if crosses(request.headers):
        _log.warning("sent from another site: %s from %r", request.url.path, request.headers.get("origin"))
        return HTTPException(403, "this was sent by a page of another site")
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length[:12]) > most:
        return HTTPException(413, f"this is more than {most // 1024} KiB")
    return None


def _measured(receive: Receive, most: int) -> Receive:
    """The same, until more has come than was announced or may be."""
    left = most

    async def measured() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise HTTPException(413, f"this is more than {most // 1024} KiB")
        return message

    return measured
