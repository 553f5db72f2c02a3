"""What is answered where something cannot be done: a problem (RFC 9457) that says what, and where in the request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from communique.errors import CommuniqueError, LedgerError, LedgerFailedError, NotHeldError, SourceError
from communique.readers import BusyError
from communique.web.failing import problem

_NAME = re.compile(r"\{\w+\}")
_WHERE = ("path", "query", "header", "body")


class Refusal(HTTPException):
    """A request that is refused, with its reason and where that lies."""

    def __init__(self, status: HTTPStatus, detail: str, *, where: str = "", name: str = "", **headers: str) -> None:
        super().__init__(status.value, detail, {key.replace("_", "-"): value for key, value in headers.items()})
        self.errors = [{"where": where, "name": name, "detail": detail}] if where else []


async def failed(request: Request, error: Exception) -> Response:
    """The program raised one of its own errors."""
    match error:
        case BusyError():
            status = HTTPStatus.SERVICE_UNAVAILABLE
        case NotHeldError():
            status = HTTPStatus.NOT_FOUND
        case LedgerFailedError():
            status = HTTPStatus.SERVICE_UNAVAILABLE
        case LedgerError():
            status = HTTPStatus.CONFLICT
        case SourceError():
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        case _:
            status = HTTPStatus.BAD_REQUEST
    assert isinstance(error, CommuniqueError)
    return problem(status, str(error), request.url.path)


async def broken(request: Request, _: Exception) -> Response:
    """The program failed; what it failed on is in its log, without the words."""
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "the program failed on this", request.url.path)


async def refused(request: Request, error: Exception) -> Response:
    """There is no such resource, or it may not be asked for so."""
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    more = {"errors": error.errors} if isinstance(error, Refusal) and error.errors else {}
    answer = problem(status, error.detail, request.url.path, **more)
    answer.headers.update(error.headers or {})
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["allow"] = ", ".join(sorted(_methods(request)))
    return answer


def _methods(request: Request) -> Iterator[str]:
    """The methods a path has, by the OpenAPI document."""
    asked = request.scope["path"].removeprefix(request.scope["root_path"])
    for path, described in request.app.openapi()["paths"].items():
        if re.fullmatch(_NAME.sub(lambda name: ".+" if name[0] == "{doc}" else "[^/]+", path), asked):
            yield from map(str.upper, described)
            yield from ("HEAD",) if "get" in described else ()


async def invalid(request: Request, error: Exception) -> Response:
    """Parameters or a body that are not what they must be."""
    assert isinstance(error, RequestValidationError)
    faults = [_fault(each["loc"], each["msg"]) for each in error.errors()]
    detail = "; ".join(f"{each['name'] or each['where']}: {each['detail']}" for each in faults)
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, request.url.path, errors=faults)


def _fault(place: tuple[object, ...], detail: str) -> dict[str, str]:
    where, *steps = map(str, place)
    return {"where": where if where in _WHERE else "body", "name": ".".join(steps), "detail": detail}
