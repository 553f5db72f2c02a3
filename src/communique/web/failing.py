"""What is answered when something cannot be: a page for people, problem+json (RFC 9457) for programs."""

from __future__ import annotations

from http import HTTPStatus

import orjson
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.datastructures import URL
from starlette.exceptions import HTTPException

from communique.errors import CommuniqueError, LedgerFailedError, NotHeldError
from communique.web.guarding import HEADERS
from communique.web.view import UNKEPT, View, response
from communique.web.visit import visit


def failed(request: Request, error: Exception) -> Response:
    """The answer where the program raised one of its own errors."""
    match error:
        case NotHeldError():
            status = HTTPStatus.NOT_FOUND
        case LedgerFailedError():
            status = HTTPStatus.SERVICE_UNAVAILABLE
        case _:
            status = HTTPStatus.BAD_REQUEST
    return _answer(request, status, str(error) if isinstance(error, CommuniqueError) else "")


def broken(request: Request, error: Exception) -> Response:
    """The answer where something failed that nobody asked about; what it was is in the log, without the words."""
    down = isinstance(error, LedgerFailedError)
    answer = _answer(request, HTTPStatus.SERVICE_UNAVAILABLE if down else HTTPStatus.INTERNAL_SERVER_ERROR, "")
    answer.headers.update(HEADERS)
    return answer


def refused(request: Request, error: HTTPException) -> Response:
    """The answer where there is no such page, or it may not be asked for in that way."""
    status = HTTPStatus(error.status_code)
    detail = "" if error.detail == status.phrase else str(error.detail)
    if status is HTTPStatus.UNAUTHORIZED and not error.headers and not _of_a_program(request):
        return _to_sign_in(request)
    answer = _answer(request, status, detail)
    answer.headers.update(error.headers or {})
    if status is HTTPStatus.UNAUTHORIZED:
        answer.headers.setdefault("www-authenticate", "Bearer")
    return answer


def misread(request: Request, error: RequestValidationError) -> Response:
    """The answer where a value in the address is not what it should be."""
    said = "; ".join(f"{each['loc'][-1]}: {each['msg'].removeprefix('Value error, ')}" for each in error.errors())
    return _answer(request, HTTPStatus.BAD_REQUEST, said)


def problem(status: HTTPStatus, detail: str, instance: str, **more: object) -> Response:
    """A problem as RFC 9457 writes it."""
    said = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail, **more}
    body = orjson.dumps({**said, "instance": instance})
    return Response(body, status.value, UNKEPT, "application/problem+json")


def _answer(request: Request, status: HTTPStatus, detail: str) -> Response:
    path = request.url.path
    if _of_a_program(request):
        return problem(status, detail or status.phrase, path)
    values = {"status": status.value, "detail": detail}
    page = View("problem.html", values, dict, status=status.value, headers=UNKEPT)
    return response(page, visit(request))


def _of_a_program(request: Request) -> bool:
    path = request.url.path
    return path.startswith("/api/") or path.endswith((".json", ".csv", ".atom"))


def _to_sign_in(request: Request) -> Response:
    """To the page for signing in, and from there back to the page that was asked for, or was left."""
    here = request.url
    if request.method not in ("GET", "HEAD"):
        here = _left(request)
    address = URL("/sign-in").include_query_params(then=here.path + (f"?{here.query}" if here.query else ""))
    if request.headers.get("hx-request"):
        return Response(None, 204, {"hx-redirect": str(address), **UNKEPT})
    return RedirectResponse(str(address), 303, UNKEPT)


def _left(request: Request) -> URL:
    """The page of ours that a form was sent from, else the board."""
    before = URL(request.headers.get("referer", ""))
    try:
        return before if before.netloc == request.url.netloc else URL("/")
    except ValueError:
        return URL("/")
