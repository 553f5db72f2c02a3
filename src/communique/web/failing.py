"""What is answered when something cannot be: a page for people, problem+json (RFC 9457) for programs."""

from __future__ import annotations

from http import HTTPStatus

import orjson
from fastapi import Request, Response
from starlette.exceptions import HTTPException

from communique.errors import CommuniqueError, NotHeldError
from communique.web.view import View, response
from communique.web.visit import visit


def failed(request: Request, error: Exception) -> Response:
    """The answer where the program raised one of its own errors."""
    status = HTTPStatus.NOT_FOUND if isinstance(error, NotHeldError) else HTTPStatus.BAD_REQUEST
    detail = str(error) if isinstance(error, CommuniqueError) else ""
    return _answer(request, status, detail)


def refused(request: Request, error: HTTPException) -> Response:
    """The answer where there is no such page, or it may not be asked for in that way."""
    status = HTTPStatus(error.status_code)
    detail = "" if error.detail == status.phrase else str(error.detail)
    answer = _answer(request, status, detail)
    answer.headers.update(error.headers or {})
    return answer


def problem(status: HTTPStatus, detail: str, instance: str, **more: object) -> Response:
    """A problem as RFC 9457 writes it."""
    said = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail, **more}
    body = orjson.dumps({**said, "instance": instance})
    return Response(body, status.value, {"cache-control": "no-store"}, "application/problem+json")


def _answer(request: Request, status: HTTPStatus, detail: str) -> Response:
    path = request.url.path
    if path.startswith("/api/") or path.endswith((".json", ".csv")):
        return problem(status, detail or status.phrase, path)
    values = {"status": status.value, "detail": detail}
    page = View("problem.html", values, dict, status=status.value, headers={"cache-control": "no-store"})
    return response(page, visit(request))
