"""The values a correction may give a field, as a person types them and as they are kept.

Anything can be given as JSON, in the form of the interchange format. Besides that: words of the codebook in any case; a
date as EDTF; several codes or names between commas; a place as ``Minsk, BLR``; a person as ``RUS / Sergei Lavrov /
foreign minister``, several between semicolons; nothing at all for what is not known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import cache
from typing import Any, get_type_hints

import orjson
from pydantic import TypeAdapter, ValidationError

from communique.dates import bounds
from communique.errors import DateError, LedgerError
from communique.interchange import DATE_FIELDS, RecordKind, record_type
from communique.knowledge import knowledge
from communique.records import Participant, Place, Record
from communique.words import meant

_NOT_CODED = frozenset({"evidence", "start", "end", "id", "rule", "confidence", "candidates"})
_DATES = DATE_FIELDS | {"first_since"}
CODES = frozenset({"parties", "targets", "actors", "recipients", "initiator"})
_BY_THE_TABLES = re.compile("[A-Z]{2,3}")
_NOTHING = frozenset({"", "-", "null", "none"})
_TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def correctable(kind: RecordKind) -> tuple[str, ...]:
    """The fields of a kind that a person may correct, in their order."""
    return tuple(each.name for each in fields(record_type(kind)) if each.name not in _NOT_CODED)


@dataclass(frozen=True, slots=True)
class Value:
    """A field's value, and how it is kept: JSON in the interchange format."""

    of: Any
    json: str


def read_value(kind: RecordKind, field: str, text: str) -> Value:
    """The value of a field as typed. Raises LedgerError where there is no such field, or it can have no such value."""
    if field not in correctable(kind):
        known = ", ".join(correctable(kind))
        raise LedgerError(f"{field!r} is no field of {kind.value} that can be corrected; these are: {known}")
    try:
        given = orjson.loads(text) if text.strip()[:1] in tuple('[{"') else _typed(kind, field, text.strip())
        value = _adapter(kind, field).validate_json(orjson.dumps(given), strict=True)
    except orjson.JSONDecodeError as error:
        raise LedgerError(f"{field}: not JSON: {error}") from error
    except ValidationError as error:
        raise LedgerError(f"{field}: {text!r}: {error.errors()[0]['msg']}") from error
    value = _checked(field, value)
    return Value(value, orjson.dumps(value).decode())


def load_value(kind: RecordKind, field: str, json: str) -> Any:
    """The value of a field as it was kept."""
    return _adapter(kind, field).validate_json(json, strict=True)


def corrected(record: Record, field: str, value: Any) -> Record:
    """The record with a field as corrected; what was open of it is settled."""
    open_still = tuple(each for each in record.candidates if each.field != field)
    return replace(record, **{field: value}, candidates=open_still)


@cache
def _adapter(kind: RecordKind, field: str) -> TypeAdapter[Any]:
    return TypeAdapter(_type(kind, field))


def _type(kind: RecordKind, field: str) -> Any:
    return get_type_hints(record_type(kind))[field]


def _typed(kind: RecordKind, field: str, text: str) -> Any:
    form = _type(kind, field)
    if isinstance(form, type) and issubclass(form, StrEnum):
        return next((each.value for each in form if each.value.lower() == text.lower()), text)
    if form is bool:
        return _TRUTH.get(meant("word", text).lower(), text)
    if form == tuple[str, ...]:
        return [part for part in map(str.strip, text.split(",")) if part]
    if form == tuple[Participant, ...]:
        return [_participant(part) for part in text.split(";") if part.strip()]
    if form is Participant:
        return _participant(text)
    if text.lower() in _NOTHING:
        return "" if form is str else None
    if form == Place | None:
        return _place(text)
    return text


def _participant(text: str) -> dict[str, str | None]:
    parts = [part.strip() or None for part in text.split("/")]
    if len(parts) > len(fields(Participant)) or parts[0] is None:
        raise LedgerError(f"{text.strip()!r} is not written as CODE / PERSON / OFFICE")
    code, person, office = (*parts, None, None)[:3]
    return {"code": code, "person": person, "office": office}


def _place(text: str) -> dict[str, str | None]:
    city, comma, country = (part.strip() for part in text.rpartition(","))
    if not comma and (country.upper() in knowledge().actors or _BY_THE_TABLES.fullmatch(country)):
        return {"country": country, "city": None}
    return {"country": country, "city": city} if comma else {"country": None, "city": country}


def _checked(field: str, value: Any) -> Any:
    """The value with its codes spelled as the tables spell them. Raises LedgerError."""
    if field in _DATES:
        try:
            bounds(value)
        except DateError as error:
            raise LedgerError(f"{field}: {error}") from error
    match value:
        case str() if field in CODES:
            value = code(value)
        case Place(country=str() as country):
            value = replace(value, country=code(country))
        case Participant():
            value = replace(value, code=code(value.code))
        case tuple() if field in CODES:
            value = tuple(map(code, value))
        case tuple() if value and isinstance(value[0], Participant):
            value = tuple(replace(each, code=code(each.code)) for each in value)
    if field == "participants" and len({each.code for each in value}) < 2:
        raise LedgerError("participants: a contact has at least two sides")
    if field in ("parties", "name") and not value:
        raise LedgerError(f"{field}: nothing is given")
    return value


def code(text: str) -> str:
    """An actor's code as the tables spell it. Raises LedgerError where two or three letters are no code of theirs."""
    text, known = text.strip(), knowledge().actors
    spelled = text.upper() if text not in known and text.upper() in known else text
    if spelled not in known and (not text or _BY_THE_TABLES.fullmatch(text.upper())):
        raise LedgerError(f"{text!r} is no code of a state or organisation that the tables know")
    return spelled
