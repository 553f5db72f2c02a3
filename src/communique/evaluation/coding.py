"""Codings: the records of one document, hand-coded or of a reading, as scoring compares them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from communique.errors import EvaluationError
from communique.evaluation.coded import (
    Coded,
    CodedAction,
    CodedAgreement,
    CodedContact,
    CodedState,
    CodedStatement,
)
from communique.interchange import RecordKind, dumps
from communique.records import Reading

KINDS = tuple(kind.value for kind in RecordKind)

_FORMS: Mapping[str, type[Coded]] = {
    "contacts": CodedContact,
    "statements": CodedStatement,
    "agreements": CodedAgreement,
    "states": CodedState,
    "actions": CodedAction,
}


@dataclass(frozen=True, slots=True)
class Coding:
    """What was found in one document; one field a record kind, named as in the interchange format."""

    doc: str
    contacts: tuple[CodedContact, ...] = ()
    statements: tuple[CodedStatement, ...] = ()
    agreements: tuple[CodedAgreement, ...] = ()
    states: tuple[CodedState, ...] = ()
    actions: tuple[CodedAction, ...] = ()

    def of(self, kind: str) -> tuple[Coded, ...]:
        """The records of one of KINDS."""
        found: tuple[Coded, ...] = getattr(self, kind)
        return found


def coding(reading: Reading) -> Coding:
    """A reading as scoring compares it."""
    return _coding(orjson.loads(dumps(reading)), complete=())


def read_codings(path: Path, *, by_hand: bool) -> dict[str, Coding]:
    """The codings of a JSONL file by document; of two lines on one document the later counts.

    `by_hand`: every line must give all five lists and every record its required fields; readings by a program may leave
    out what they have not found. Raises EvaluationError naming file and line.
    """
    complete = KINDS if by_hand else ()
    codings = {}
    for number, line in _lines(path):
        try:
            value = orjson.loads(line)
            if not isinstance(value, dict) or not isinstance(value.get("doc"), str):
                raise EvaluationError("not an object with a 'doc'")
            each = _coding(value, complete)
        except (orjson.JSONDecodeError, EvaluationError) as error:
            raise EvaluationError(f"{path}:{number}: {error}") from error
        codings[each.doc] = each
    return codings


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be read: {error.strerror}") from error


def _coding(value: dict[str, Any], complete: tuple[str, ...]) -> Coding:
    for kind in complete:
        if not isinstance(value.get(kind), list):
            raise EvaluationError(f"{value['doc']}: no list {kind!r}")
    lists = {kind: _coded(value, kind, bool(complete)) for kind in KINDS}
    return Coding(value["doc"], **lists)


def _coded(value: dict[str, Any], kind: str, complete: bool) -> Any:
    form = _FORMS[kind]
    found = []
    for index, record in enumerate(value.get(kind) or ()):
        where = f"{value['doc']}: {kind}[{index}]"
        if not isinstance(record, dict):
            raise EvaluationError(f"{where}: not an object")
        if complete and (missing := [name for name in form.required if name not in record]):
            raise EvaluationError(f"{where}: no {missing[0]!r}")
        try:
            found.append(_adapter(form).validate_python({**record, "line": orjson.dumps(record).decode()}))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            raise EvaluationError(f"{where}.{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    return tuple(found)


@cache
def _adapter(form: type[Coded]) -> TypeAdapter[Coded]:
    return TypeAdapter(form)
