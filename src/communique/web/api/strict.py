"""Requests are taken as described or refused: no unknown parameter, none twice, no body beyond a size."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from communique.web.api.refusing import Refusal
from communique.web.failing import problem

LARGEST = 4 * 1024 * 1024
"""Bytes of a body."""

_TOO_LARGE = f"a request has at most {LARGEST} bytes"


def only_known_parameters(request: Request) -> None:
    """Raises Refusal (400) where the query has a parameter that the resource does not know, or one twice."""
    given = request.query_params
    if not given:
        return
    known = _known(request)
    for name in given:
        if name not in known:
            detail = f"there is no parameter {name!r} here; these are: {', '.join(known) or 'none'}"
            raise Refusal(HTTPStatus.BAD_REQUEST, detail, where="query", name=name)
        if len(given.getlist(name)) > 1:
            detail = f"the parameter {name!r} is given more than once"
            raise Refusal(HTTPStatus.BAD_REQUEST, detail, where="query", name=name)


def _known(request: Request) -> list[str]:
    """The parameters of a query, as the OpenAPI document has them."""
    path = request.scope["route"].path.replace(":path", "")
    described = request.app.openapi()["paths"][path][request.method.lower()]
    return [each["name"] for each in described.get("parameters", ()) if each["in"] == "query"]


class Bounded:
    """ASGI middleware: a body of more than LARGEST bytes is refused (413) without being read to its end."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "0")
        if not said.isdecimal() or int(said) > LARGEST:
            await problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _TOO_LARGE, scope["path"])(scope, receive, send)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > LARGEST:
                raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _TOO_LARGE)
            return message

        await self._app(scope, counted, send)
