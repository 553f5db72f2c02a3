"""Requests are taken as described or refused: no unknown parameter, none twice."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request

from communique.web.api.refusing import Refusal


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
