"""Features of what is decided on: names, alone or several that always come together and are weighed together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias


class Traits:
    """Names that come together, each once, made once and used again and again.

    What they weigh is kept: `total` is their sum in the rows numbered `rows`, `next_total` in those of `next_rows`;
    `others` has the sums in further rows by number.
    """

    __slots__ = ("names", "next_rows", "next_total", "others", "rows", "total", "within")

    def __init__(self, *names: str) -> None:
        self.names: tuple[str, ...] = tuple(dict.fromkeys(names))
        self.rows = -1
        self.total = 0
        self.next_rows = -1
        self.next_total = 0
        self.others: dict[int, int] | None = None
        self.within: dict[str, Traits] | None = None

    def under(self, prefix: str) -> Traits:
        """The same names, each after a prefix."""
        within = self.within
        if within is None:
            within = self.within = {}
        found = within.get(prefix)
        if found is None:
            found = within[prefix] = Traits(*[prefix + name for name in self.names])
        return found

    def __deepcopy__(self, memo: object) -> Traits:
        return self

    def __repr__(self) -> str:
        return f"Traits{self.names}"


Feature: TypeAlias = str | Traits


def flat(features: Iterable[Feature]) -> list[str]:
    """All names of features, in order."""
    found: list[str] = []
    for each in features:
        if isinstance(each, str):
            found.append(each)
        else:
            found += each.names
    return found


def under(prefix: str, features: list[Feature]) -> list[Feature]:
    """The features, each name after a prefix."""
    return [prefix + each if isinstance(each, str) else each.under(prefix) for each in features]


def once(features: list[Feature]) -> list[Feature]:
    """The features, each name once."""
    return list(dict.fromkeys(flat(features)))
