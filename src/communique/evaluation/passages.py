"""Records and their words as the report shows them: the sentence around evidence, a record's fields in short."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import orjson

from communique.evaluation.coded import Coded

_ENDS = re.compile(r"[.?!…][\"”’»)]*(?=\s)|\n")
_REACH = 400
_UNSHOWN = frozenset({"evidence", "start", "end", "id", "rule", "confidence", "candidates", "topics", "chain"})
_FIELD_OF = {
    "codes": ("participants",),
    "persons": ("participants",),
    "country": ("place",),
    "person": ("speaker",),
}
"""Fields of a record in which a compared field is shown, where their names differ."""


def passage(text: str, evidence: str) -> tuple[str, str, str]:
    """What stands before the evidence in its sentence, the evidence, and what stands after it; only the evidence where
    the text does not hold it.
    """
    start = text.find(evidence) if evidence else -1
    if start < 0:
        return "", evidence, ""
    end = start + len(evidence)
    before = text[max(0, start - _REACH) : start]
    opening = max((m.end() for m in _ENDS.finditer(before)), default=0)
    closing = _ENDS.search(text, max(start, end - 1), min(len(text), end + _REACH))
    stop = max(end, closing.end() if closing else min(len(text), end + _REACH))
    return before[opening:].lstrip(), evidence, text[end:stop].rstrip()


def facts(record: Coded) -> Iterator[tuple[str, str]]:
    """The fields of a record that say something, in short."""
    fields = orjson.loads(record.line) if record.line else {}
    for name, value in fields.items():
        if name not in _UNSHOWN and (told := _told(value)):
            yield name, told


def shown_in(compared: str) -> tuple[str, ...]:
    """The fields of a record that show a compared field."""
    return _FIELD_OF.get(compared, (compared,))


def _told(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return "; ".join(filter(None, map(_told, value)))
        case dict():
            return " ".join(str(part) for part in value.values() if part)
        case _:
            return str(value)
