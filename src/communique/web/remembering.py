"""Answers kept for as long as the ledger says the same, with ETags, compressed once.

What is kept: answers to GET with status 200 that are nobody's own, of whole bodies. An answer is given again where the
path, the query, the language and the form are the same and the ledger has not changed since (`Ledger.revision`).
"""

from __future__ import annotations

import gzip
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.web.visit import language_of

_MOST = 64 * 1024 * 1024
"""Bytes of answers kept."""

_LEAST_PACKED = 512
"""Bytes below which compression does not pay."""

_LEVEL = 3

_NEVER = ("/static/", "/healthz", "/metrics")
"""Beginnings of paths whose answers are not looked at."""


class Dated(Protocol):
    """What has moments that can be told apart: a `Ledger`."""

    def revision(self) -> str:
        """Another text as soon as anything that can be read has changed."""
        ...


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    packed: bytes | None
    etag: str

    @property
    def size(self) -> int:
        """Bytes that keeping it takes, about."""
        return len(self.body) + len(self.packed or b"")


class Remembering:
    """ASGI middleware that keeps answers. Those with ``cache-control: no-store`` and streams pass through."""

    def __init__(self, app: ASGIApp, ledger: Dated) -> None:
        self._app = app
        self._ledger = ledger
        self._kept: OrderedDict[tuple[object, ...], _Answer] = OrderedDict()
        self._size = 0
        self._revision = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or scope["path"].startswith(_NEVER):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        own = getattr(request.state, "person", None) is not None
        key = await self._key(request)
        held = None if own else self._held(key)
        if held is None:
            held = await self._ask(scope, receive, send)
            if held is None:
                return
            if not own and held.status == 200:
                self._keep(key, held)
        await _give(held, request, own, send)

    async def _key(self, request: Request) -> tuple[object, ...]:
        revision = await run_in_threadpool(self._ledger.revision)  # which may wait for a server
        if revision != self._revision:
            self._kept.clear()
            self._size, self._revision = 0, revision
        headers = request.headers
        asked = (headers.get("hx-request"), headers.get("hx-target"), headers.get("accept"))
        # An answer worked out while the ledger changed is kept under what it was, and never found again.
        return (revision, request.url.path, request.url.query, language_of(request), *asked)

    def _held(self, key: tuple[object, ...]) -> _Answer | None:
        held = self._kept.get(key)
        if held is not None:
            self._kept.move_to_end(key)
        return held

    def _keep(self, key: tuple[object, ...], answer: _Answer) -> None:
        if (replaced := self._kept.pop(key, None)) is not None:
            self._size -= replaced.size
        self._kept[key] = answer
        self._size += answer.size
        while self._size > _MOST:
            _, dropped = self._kept.popitem(last=False)
            self._size -= dropped.size

    async def _ask(self, scope: Scope, receive: Receive, send: Send) -> _Answer | None:
        """The answer of the rooms behind; None where it was passed on as it came."""
        start: Message = {}
        body = b""
        passing = False

        async def catch(message: Message) -> None:
            nonlocal start, body, passing
            if message["type"] == "http.response.start":
                start = message
                headers = Headers(raw=message["headers"])
                passing = headers.get("cache-control") == "no-store" or "content-length" not in headers
            if passing:
                await send(message)
            elif message["type"] == "http.response.body":
                body += message.get("body", b"")

        await self._app({**scope, "method": "GET"} if scope["method"] == "HEAD" else scope, receive, catch)
        if passing:
            return None
        packed = gzip.compress(body, _LEVEL, mtime=0) if len(body) >= _LEAST_PACKED else None
        etag = f'W/"{sha256(body).hexdigest()[:24]}"'
        return _Answer(start["status"], start["headers"], body, packed, etag)


async def _give(answer: _Answer, request: Request, own: bool, send: Send) -> None:
    headers = MutableHeaders(raw=list(answer.headers))
    headers["cache-control"] = "private, no-store" if own else "no-cache"
    headers.add_vary_header("accept-encoding")
    status, body = answer.status, answer.body
    if status == 200:
        headers["etag"] = answer.etag
        if answer.etag in request.headers.get("if-none-match", ""):
            status, body = 304, b""
            del headers["content-length"]
    if body and answer.packed and "gzip" in request.headers.get("accept-encoding", ""):
        body = answer.packed
        headers["content-encoding"] = "gzip"
    if status != 304:
        headers["content-length"] = str(len(body))
    await send({"type": "http.response.start", "status": status, "headers": headers.raw})
    await send({"type": "http.response.body", "body": b"" if request.method == "HEAD" else body})
