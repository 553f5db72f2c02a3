"""Files of the package that pages load, compressed once and kept by browsers for as long as they do not change."""

from __future__ import annotations

import gzip
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources.abc import Traversable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

_YEAR = "public, max-age=31536000, immutable"
_HOUR = "public, max-age=3600"


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    packed: bytes
    etag: str
    media: str


class Assets:
    """The files of a folder, as an ASGI application to mount. An address with ``?v=`` never changes its content."""

    def __init__(self, folder: Traversable) -> None:
        known = dict(_walk(folder, ""))
        self._read = lru_cache(maxsize=None)(lambda path: _file(path, known[path].read_bytes()))
        self._known = frozenset(known)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        request = Request(scope)
        path = scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/")
        await self._answer(request, path)(scope, receive, send)

    def _answer(self, request: Request, path: str) -> Response:
        if path not in self._known:
            return PlainTextResponse("not found", 404)
        held = self._read(path)
        kept = _YEAR if "v" in request.query_params else _HOUR
        headers = {"etag": held.etag, "cache-control": kept, "vary": "accept-encoding"}
        if request.headers.get("if-none-match") == held.etag:
            return Response(None, 304, headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(held.packed, 200, {**headers, "content-encoding": "gzip"}, held.media)
        return Response(held.content, 200, headers, held.media)


def _walk(folder: Traversable, before: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for each in folder.iterdir():
        path = before + each.name
        found += _walk(each, f"{path}/") if each.is_dir() else [(path, each)]
    return found


def _file(path: str, content: bytes) -> _File:
    media = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return _File(content, gzip.compress(content, 9, mtime=0), f'"{sha256(content).hexdigest()[:20]}"', media)
