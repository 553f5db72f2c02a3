"""Whose word something is: the side of a contact that a statement, or a report of the contact, speaks for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache

from communique.knowledge import Body, knowledge
from communique.records import Statement


def side_of_statement(statement: Statement, sides: Collection[str]) -> str | None:
    """The outermost body of a side that passes it on, else the speaker's; None where neither is one of the sides."""
    for name in statement.chain:
        found = side_of_body(name, sides)
        if found:
            return found
    return statement.speaker.code if statement.speaker.code in sides else None


def side_of_body(name: str, sides: Collection[str]) -> str | None:
    """The side whose institution this is: `Pentagon`, `Russian Defence Ministry`, `RUS Defence Ministry`."""
    fixed, any_state = _bodies()
    if name in fixed:
        return fixed[name] if fixed[name] in sides else None
    for code in sorted(sides):
        for word in _words(code):
            if name.startswith(f"{word} ") and name.removeprefix(f"{word} ") in any_state:
                return code
    return None


@cache
def _bodies() -> tuple[dict[str, str], frozenset[str]]:
    """Institutions of one state by name, and what follows the state's name in those that any state has."""
    held = [form.thing for form in knowledge().forms if isinstance(form.thing, Body)]
    fixed = {each.name: each.code for each in held if each.code and "{state}" not in each.name}
    return fixed, frozenset(each.name.removeprefix("{state} ") for each in held if each.name.startswith("{state} "))


def _words(code: str) -> Iterator[str]:
    """How a state's name stands before that of its institution."""
    yield code
    adjective = knowledge().adjectives.get(code)
    if adjective:
        yield adjective
