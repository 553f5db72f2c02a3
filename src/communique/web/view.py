"""A page and its twins: the same address gives HTML, with ``.json`` its data, with ``.csv`` its table.

    pages = Pages()

    @pages.get("/contacts/{name}")
    def contact(name: str, visit: Visiting) -> View: ...

answers at ``/contacts/1a2b``, ``/contacts/1a2b.json`` and ``/contacts/1a2b.csv``. Only what is asked for is worked out.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from typing import Any

import orjson
from fastapi import APIRouter, Response
from starlette.convertors import Convertor, register_url_convertor

from communique.web.rendering import render, render_block
from communique.web.visit import Visit


class _Code(Convertor[str]):
    """The code of an actor in an address: it begins with a capital, which no page of another kind does."""

    regex = "[A-Z][^/.]*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("code", _Code())


class Form(StrEnum):
    """In what form an address is asked for; its value is the end of the address."""

    HTML = ""
    JSON = ".json"
    CSV = ".csv"


MEDIA = {Form.HTML: "text/html", Form.JSON: "application/json", Form.CSV: "text/csv"}


UNKEPT = {"cache-control": "no-store"}
"""Headers of an answer that is for this moment only."""


def _no_lines() -> Iterable[bytes]:
    return ()


@dataclass(frozen=True, slots=True)
class View:
    """What a page shows: a template with its values, the data behind it, and the table of it.

    `data` and `lines` are called only where they are asked for: what orjson can write, and the lines of a CSV file.
    `part` is the block of the template that is enough where a page replaces only that (a request of htmx).
    """

    template: str
    values: Mapping[str, object]
    data: Callable[[], object]
    lines: Callable[[], Iterable[bytes]] = _no_lines
    part: str | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Page = Callable[..., View | Response]
"""What a page gives; a response, such as one that leads elsewhere, is given as it is."""


class Pages:
    """Pages with their twins, as a router."""

    def __init__(self) -> None:
        self.router = APIRouter(include_in_schema=False)

    def get(self, path: str) -> Callable[[Page], Page]:
        """Register a page at a path. It takes a parameter `visit: Visiting`."""

        def register(page: Page) -> Page:
            for form in (Form.JSON, Form.CSV, Form.HTML):
                self.router.add_api_route(path + form.value, _answering(page, form), methods=["GET", "HEAD"])
            return page

        return register


def _answering(page: Page, form: Form) -> Callable[..., Response]:
    @wraps(page)
    def answer(**given: Any) -> Response:
        made = page(**given)
        return made if isinstance(made, Response) else response(made, given["visit"], form)

    # wraps() keeps the name; FastAPI reads the parameters from here.
    answer.__signature__ = inspect.signature(page, eval_str=True).replace(return_annotation=Response)  # type: ignore[attr-defined]
    return answer


def response(view: View, visit: Visit, form: Form = Form.HTML) -> Response:
    """The answer to a visit in a form."""
    media = f"{MEDIA[form]}; charset=utf-8"
    match form:
        case Form.JSON:
            body = orjson.dumps(view.data(), option=orjson.OPT_NON_STR_KEYS | orjson.OPT_APPEND_NEWLINE)
        case Form.CSV:
            body = b"".join(view.lines())
        case Form.HTML if view.part and visit.request.headers.get("hx-request"):
            body = render_block(view.template, view.part, visit, view.values).encode()
        case _:
            body = render(view.template, visit, view.values).encode()
    return Response(body, view.status, {"vary": "accept-language, cookie, hx-request", **view.headers}, media)
