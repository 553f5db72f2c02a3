"""The merging set: which reports are of one contact, decided by reading. `tests/merging/README.md` says how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from communique.dates import bounds
from communique.errors import DateError, EvaluationError
from communique.records import ContactKind


class Manner(StrEnum):
    """How the sides of an event talked, in four groups."""

    IN_PERSON = "in person"
    REMOTE = "remote"
    LETTER = "letter"
    TALKS = "talks"


MANNERS = {
    ContactKind.MEETING: Manner.IN_PERSON,
    ContactKind.VISIT: Manner.IN_PERSON,
    ContactKind.SUMMIT: Manner.IN_PERSON,
    ContactKind.CALL: Manner.REMOTE,
    ContactKind.VIDEO: Manner.REMOTE,
    ContactKind.LETTER: Manner.LETTER,
    ContactKind.TALKS: Manner.TALKS,
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A contact record: its document and its place, from 0, among the contacts coded of that document."""

    doc: str
    place: int


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """An event and the hand-coded records of it."""

    event: str
    reports: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class CorpusEvent:
    """An event and the documents that report it. `persons`: actor code and name; `date`: EDTF with a year, or None."""

    event: str
    kind: Manner
    actors: frozenset[str]
    date: str | None
    persons: tuple[tuple[str, str], ...]
    docs: tuple[str, ...]


def read_coded_events(path: Path) -> tuple[CodedEvent, ...]:
    """The events of a `coded.jsonl`, without its unplaced records.

    Raises EvaluationError naming the file and, where one is at fault, the line; a record may stand in one event only.
    """
    events = []
    for number, value in _lines(path):
        if "event" not in value:
            continue
        try:
            reports = tuple(Mention(str(doc), int(place)) for doc, place in value["reports"])
        except (KeyError, TypeError, ValueError) as error:
            raise EvaluationError(f"{path}:{number}: 'reports' must be pairs of a document and a number") from error
        events.append(CodedEvent(str(value["event"]), reports))
    _once(path, [each.event for each in events], "event")
    _once(path, [report for each in events for report in each.reports], "record")
    return tuple(events)


def read_corpus_events(path: Path) -> tuple[CorpusEvent, ...]:
    """The events of a `corpus.jsonl`. Raises EvaluationError naming the file and, where one is at fault, the line."""
    events = []
    for number, value in _lines(path):
        try:
            each = _corpus_form().validate_python(value)
            bounds(each.date)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise EvaluationError(f"{path}:{number}: {where}: {first['msg']}") from error
        except DateError as error:
            raise EvaluationError(f"{path}:{number}: {error}") from error
        _once(path, list(each.docs), "document of one event")
        events.append(each)
    _once(path, [each.event for each in events], "event")
    return tuple(events)


@cache
def _corpus_form() -> TypeAdapter[CorpusEvent]:
    return TypeAdapter(CorpusEvent)


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise EvaluationError(f"{path}: {error.strerror}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise EvaluationError(f"{path}:{number}: {error}") from error
        if not isinstance(value, dict):
            raise EvaluationError(f"{path}:{number}: not an object")
        yield number, value


def _once(path: Path, values: list[Any], what: str) -> None:
    again = [value for value, count in Counter(values).items() if count > 1]
    if again:
        raise EvaluationError(f"{path}: the {what} {again[0]} is listed twice")
