"""What is sent where something cannot be done (RFC 9457)."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from communique.elements.element import Element


class Fault(Element):
    """One thing that is wrong with a request."""

    where: Literal["path", "query", "header", "body"]
    name: str
    """Of the parameter, or the way to the field of the body, parted by dots."""
    detail: str


class Problem(Element):
    """Why a request was not answered as asked."""

    model_config = ConfigDict(json_schema_extra={"description": "A problem as RFC 9457 writes it."})

    type: str
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    instance: str
    """The path that was asked for."""
    errors: tuple[Fault, ...] = ()
    """What is wrong with the request, one by one."""
