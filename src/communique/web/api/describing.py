"""The OpenAPI document: what FastAPI makes of the resources, with how every one of them may refuse."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import orjson
from fastapi import FastAPI, Response
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from communique.elements import Problem
from communique.interchange import json_schema

Json = dict[str, Any]

TAGS = [
    {"name": "entries", "description": "Contacts, statements, agreements, states and actions, with every report."},
    {"name": "channels", "description": "Who is still talking to whom, as of any day."},
    {"name": "answers", "description": "What is worked out from many entries."},
    {"name": "search", "description": "Full text search."},
    {"name": "documents", "description": "The articles everything rests on."},
    {"name": "reading", "description": "Texts read without being kept."},
    {"name": "judgements", "description": "What people say of entries."},
    {"name": "watches", "description": "Saved filters and what they have told of."},
    {"name": "knowledge", "description": "What the tables make of words."},
]

ABOUT = """Every entry carries the exact words it rests on, with the document, its outlet and the offsets.

Lists come a page at a time: follow `next`, which is also in the header `Link`. Every answer to GET has an `ETag`; asked
again with `If-None-Match` it is not sent again (304). A refusal is a problem (RFC 9457) in `application/problem+json`.
Headers `RateLimit` and `RateLimit-Policy` say how much may be asked; beyond that the answer is 429 with `Retry-After`.

Reading needs no token where the pages need no account. Adding, judging and watches need a token of that scope, made
with `communique people token` and sent as `Authorization: Bearer …`.
"""

_REFUSALS = {
    "400": "A parameter that is not known here, or one given twice.",
    "401": "A token is needed, or the one given does not hold.",
    "403": "The token is not good for this.",
    "404": "There is no such thing.",
    "409": "The ledger says no: what is asked contradicts what it holds.",
    "413": "The request is too large.",
    "422": "A parameter or the body is not what it must be; `errors` says where.",
    "429": "Too much is asked in too short a time; `Retry-After` says when to come again.",
    "503": "Too much is waiting, or the ledger cannot be used.",
}
_PAGE = re.compile(r"Page[_\[](\w+?)[_\]](?=\")")
_OF_EVERY = ("400", "401", "422", "429", "503")


def describe(app: FastAPI, prefix: str) -> None:
    """Serve the document at `/openapi.json` of an application that is mounted at a prefix."""

    @cache
    def document() -> Json:
        made = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            description=ABOUT,
            routes=app.routes,
            tags=app.openapi_tags,
            servers=[{"url": prefix}],
            license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        )
        return _finished(made)

    @app.get("/openapi.json", include_in_schema=False)
    def openapi() -> Response:
        return Response(orjson.dumps(document()), media_type="application/json")

    app.openapi = document  # type: ignore[method-assign]


def _finished(made: Json) -> Json:
    made = orjson.loads(_PAGE.sub(r"\1Page", orjson.dumps(made).decode()))
    schemas: Json = made["components"]["schemas"]
    for gone in ("HTTPValidationError", "ValidationError"):
        schemas.pop(gone, None)
    _, problem = models_json_schema([(Problem, "serialization")], ref_template="#/components/schemas/{model}")
    schemas.update(problem["$defs"])
    schemas.update(_interchange())
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            for parameter in operation.get("parameters", ()):
                _without_null(parameter["schema"])
            _refusals(path, method, operation)
    reading = {"schema": {"$ref": "#/components/schemas/Reading"}}
    made["paths"]["/extract"]["post"]["responses"]["200"]["content"]["application/json"] = reading
    for name, example in examples().items():
        schemas[name]["examples"] = [example]
    return made


def _without_null(schema: Json) -> None:
    """A parameter that need not be given is left out; it is never null."""
    forms = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    if len(forms) == 1:
        del schema["anyOf"]
        schema.update({**forms[0], **schema})


def _interchange() -> Json:
    """Schemas of a reading, as the interchange format describes it; the parts of one are called ReadContact, …"""
    whole = json_schema()
    parts: Json = dict(whole.pop("$defs"))
    parts["Reading"] = {key: value for key, value in whole.items() if key not in ("$schema", "$id", "version")}
    text = orjson.dumps({name if name == "Reading" else f"Read{name}": part for name, part in parts.items()}).decode()
    found: Json = orjson.loads(text.replace('"#/$defs/', '"#/components/schemas/Read'))
    return found


def _refusals(path: str, method: str, operation: Json) -> None:
    answers: Json = operation["responses"]
    codes = set(_OF_EVERY)
    if "{" in path or "after" in {each["name"] for each in operation.get("parameters", ())}:
        codes.add("404")
    if method != "get":
        codes |= {"413"}
        if operation.get("security"):
            codes |= {"403", "404", "409"}
    for code in sorted(codes):
        schema = {"$ref": "#/components/schemas/Problem"}
        answers[code] = {"description": _REFUSALS[code], "content": {"application/problem+json": {"schema": schema}}}
    if method == "get":
        answers["304"] = {"description": "It has not changed since it was sent with the ETag given."}
    operation["responses"] = dict(sorted(answers.items()))


@cache
def examples() -> dict[str, Any]:
    """An example of each element, by its name in the document: taken from the packaged articles by docs/make_api.py."""
    found: dict[str, Any] = orjson.loads(files("communique.web.api").joinpath("examples.json").read_bytes())
    return found
