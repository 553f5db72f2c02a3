"""What is answered when something cannot be: a page for people, problem+json (RFC 9457) for programs."""

from __future__ import annotations

from http import HTTPStatus

import orjson
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.datastructures import URL
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
    return Response(body, status.value, {"cache-control": "no-store"}, "application/problem+json")


def _answer(request: Request, status: HTTPStatus, detail: str) -> Response:
    path = request.url.path
    if _of_a_program(request):
        return problem(status, detail or status.phrase, path)
    values = {"status": status.value, "detail": detail}
    page = View("problem.html", values, dict, status=status.value, headers={"cache-control": "no-store"})
    return response(page, visit(request))


def _of_a_program(request: Request) -> bool:
    path = request.url.path
    return path.startswith("/api/") or path.endswith((".json", ".csv", ".atom"))


def _to_sign_in(request: Request) -> Response:
    """To the page for signing in, and from there back to the page that was asked for, or was left."""
    here, before = request.url, URL(request.headers.get("referer", ""))
    if request.method not in ("GET", "HEAD"):
        here = before if before.netloc == here.netloc else URL("/")
    address = URL("/sign-in").include_query_params(then=here.path + (f"?{here.query}" if here.query else ""))
    if request.headers.get("hx-request"):
        return Response(None, 204, {"hx-redirect": str(address), "cache-control": "no-store"})
    return RedirectResponse(str(address), 303, {"cache-control": "no-store"})
