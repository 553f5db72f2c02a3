"""Answers: JSON in the one form of `communique.export`, lists a page at a time."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import TypeVar

import orjson
from fastapi import Request, Response
from starlette.datastructures import URL

from communique.elements.element import MOST_KEY
from communique.export.element import Element
from communique.web.api.refusing import Refusal

T = TypeVar("T")


def answer(data: object, status: HTTPStatus = HTTPStatus.OK, headers: Mapping[str, str] | None = None) -> Response:
    """One element."""
    return Response(orjson.dumps(data), status.value, dict(headers or {}), "application/json")


def page(request: Request, items: Iterable[Element], after: str | None) -> Response:
    """Some elements of a list, with the address of the next page if there is one; it begins after the cursor."""
    following: str | None = None
    if after is not None:
        url: URL = request.url.include_query_params(after=after)
        following = f"{url.path}?{url.query}"
    headers = {"link": f'<{following}>; rel="next"'} if following else {}
    return answer({"items": list(items), "next": following}, headers=headers)


def cut(
    held: Sequence[T], name: Callable[[T], object], after: str | None, limit: int
) -> tuple[Sequence[T], str | None]:
    """The part of a list after the thing of a name, and the cursor of the next; `name` says things apart."""
    start = 0
    if after is not None:
        wanted = cursor_name(after)
        start = next((at for at, each in enumerate(held, 1) if name(each) == wanted), -1)
        if start < 0:
            raise no_page()
    shown = held[start : start + limit]
    more = start + limit < len(held)
    return shown, cursor(name(shown[-1])) if more else None


def cursor(name: object) -> str:
    """A name (JSON) as a cursor."""
    return urlsafe_b64encode(orjson.dumps(name)).decode().rstrip("=")


def cursor_name(after: str) -> object:
    """The name a cursor was made of. Raises Refusal (404) where it is none."""
    try:
        return orjson.loads(urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except ValueError as error:
        raise no_page() from error


def cursor_key(after: str | None) -> int:
    """The key a cursor was made of; 0 where there is none. Raises Refusal (404)."""
    key = cursor_name(after) if after else 0
    if type(key) is not int or not 0 <= key <= MOST_KEY:  # true and false are whole numbers to isinstance
        raise no_page()
    return key


def no_page() -> Refusal:
    """What is raised where no page begins at a cursor."""
    return Refusal(
        HTTPStatus.NOT_FOUND, "no page begins there: begin again with the first", where="query", name="after"
    )
