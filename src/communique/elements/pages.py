"""Lists a page at a time."""

from __future__ import annotations

from typing import Generic, TypeVar

from communique.elements.element import Element

T = TypeVar("T")


class Page(Element, Generic[T]):
    """Some of what was asked for, in order."""

    items: tuple[T, ...]
    next: str | None
    """The address of the next page, on this server; null where there is none. It is also in the header `Link`."""
