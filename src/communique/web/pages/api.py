"""The API as a page to read: made of its OpenAPI document, which is also the data of this page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from communique.export import sheet
from communique.web.view import Pages, View
from communique.web.visit import Visiting

Json = dict[str, Any]

pages = Pages()


@dataclass(frozen=True, slots=True)
class Form:
    """What a value is: in words, and the name of the element it holds, if any."""

    words: str
    element: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of an element."""

    name: str
    form: Form
    needed: bool
    note: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that can be asked; `refusals` are the statuses it may say no with."""

    name: str
    method: str
    path: str
    note: str
    token: bool
    parameters: tuple[Field, ...]
    body: Form | None
    answer: Form | None
    refusals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """An element: its fields, and an example as JSON."""

    name: str
    note: str
    fields: tuple[Field, ...]
    example: str | None


@pages.get("/api/v1/docs")
def api(visit: Visiting) -> View:
    """Every operation by its room, then every element."""
    document: Json = visit.request.app.state.api.openapi()
    groups = [
        (tag["name"], tag["description"], tuple(each for each in operations(document, tag["name"])))
        for tag in document["tags"]
    ]
    return View(
        "api.html",
        {"groups": groups, "elements": tuple(elements(document)), "about": document["info"]["description"].strip()},
        data=lambda: document,
        lines=lambda: sheet.table(
            ("method", "path", "what", "token"),
            ((each.method, each.path, each.note, each.token) for *_, found in groups for each in found),
        ),
    )


def operations(document: Json, tag: str) -> Iterator[Operation]:
    """The operations of a tag, in the order of the document."""
    server: str = document["servers"][0]["url"]
    known: Json = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        for method, each in methods.items():
            if tag not in each["tags"]:
                continue
            good = next(code for code in sorted(each["responses"]) if code.startswith("2"))
            yield Operation(
                name=each["operationId"],
                method=method.upper(),
                path=server + path,
                note=each["description"],
                token=bool(each.get("security")),
                parameters=tuple(_parameter(one, known) for one in each.get("parameters", ())),
                body=_content(each.get("requestBody"), known),
                answer=_content(each["responses"][good], known),
                refusals=tuple(code for code in each["responses"] if code >= "400"),
            )


def elements(document: Json) -> Iterator[Described]:
    """The elements with fields, by name."""
    known: Json = document["components"]["schemas"]
    for name, schema in sorted(known.items()):
        if "properties" in schema:
            needed = set(schema.get("required", ()))
            fields = tuple(
                Field(one, form(each, known), one in needed, each.get("description", ""))
                for one, each in schema["properties"].items()
            )
            shown = schema.get("examples")
            example = orjson.dumps(shown[0], option=orjson.OPT_INDENT_2).decode() if shown else None
            yield Described(name, schema.get("description", ""), fields, example)


def form(schema: Json, known: Json) -> Form:
    """What a schema asks for, in words, where other schemas are known by name."""
    match schema:
        case {"$ref": str(target)}:
            name = target.rpartition("/")[2]
            return Form(name, name) if "properties" in known[name] else form(known[name], known)
        case {"anyOf": [*options]} | {"oneOf": [*options]}:
            found = [form(each, known) for each in options]
            return Form(" | ".join(dict.fromkeys(each.words for each in found)), _only(found))
        case {"enum": [*values]}:
            return Form(" | ".join(map(str, values)))
        case {"const": value}:
            return Form(str(value))
        case {"type": "array", "items": dict(items)}:
            inner = form(items, known)
            return Form(f"[{inner.words}]", inner.element)
        case {"type": kind, **rest}:
            return Form(f"{kind} ({rest['format']})" if "format" in rest else str(kind))
        case _:
            return Form("any")


def _only(found: list[Form]) -> str | None:
    names = {each.element for each in found if each.element}
    return names.pop() if len(names) == 1 else None


def _parameter(given: Json, known: Json) -> Field:
    return Field(
        given["name"], form(given["schema"], known), given.get("required", False), given.get("description", "")
    )


def _content(given: Json | None, known: Json) -> Form | None:
    content = (given or {}).get("content", {}).get("application/json")
    return form(content["schema"], known) if content else None
