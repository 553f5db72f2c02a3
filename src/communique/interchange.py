"""The interchange format: one Reading, one JSON object, one line.

`dumps` and `loads` are each other's inverse; `json_schema` publishes the form. The version is `records.FORMAT_VERSION`:
a reader takes any line of its own major version and passes over fields it does not know. A hand-coded line, which has
no offsets, ids, rules or confidences, is not a Reading; `evaluation` reads those.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from communique.dates import bounds
from communique.errors import DateError, FormatError
from communique.records import FORMAT_VERSION, Action, Agreement, Contact, Published, Reading, Record, State, Statement

SCHEMA_ID = f"urn:communique:interchange:{FORMAT_VERSION}"

DATE_FIELDS = frozenset({"date", "since"})

JsonObject = dict[str, Any]


class RecordKind(StrEnum):
    """The record kinds, named as the lists of a reading."""

    CONTACT = "contacts"
    STATEMENT = "statements"
    AGREEMENT = "agreements"
    STATE = "states"
    ACTION = "actions"


_TYPES: dict[RecordKind, type[Record]] = {
    RecordKind.CONTACT: Contact,
    RecordKind.STATEMENT: Statement,
    RecordKind.AGREEMENT: Agreement,
    RecordKind.STATE: State,
    RecordKind.ACTION: Action,
}
_KINDS = {form: kind for kind, form in _TYPES.items()}

_COMMON_NOTES = {
    "evidence": "The words the record rests on: exactly text[start:end] of the document as it arrived.",
    "start": "Offset of the first code point of the evidence in the text.",
    "end": "Offset one past the last code point of the evidence in the text.",
    "id": "Identifier derived from the record's content; stable over runs, unique within the document.",
    "rule": "Name of the rule that made the record.",
    "confidence": "Share of records marked so that are right: 0.8 means four in five.",
    "candidates": "Possible values of fields that are open, with the reasons for each.",
    "date": "EDTF date: 2022-12-03, 2023-03, 2014, an interval a/b, XXXX-12-03 where the year is unknown, or null.",
    "via": "Who is cited for it: outlets, agencies, ministries, as the running text names them.",
    "place": "Where it happened (not where it was reported from), or null.",
    "status": "Whether it happened, is under way, planned, proposed, cancelled, refused, denied or only supposed.",
    "parties": "Actor codes; for sanctions and presence the acting side first.",
}

_NOTES: dict[str, dict[str, str]] = {
    "Participant": {
        "code": "ISO 3166-1 alpha-3 code of a state, or the usual acronym or English name of another actor.",
        "person": "The name usual in English, or null where the text gives none.",
        "office": "The office held at that time, in English lower case, or null.",
    },
    "Place": {"country": "ISO 3166-1 alpha-3 code.", "city": "English name of the city or site."},
    "Candidate": {
        "field": "Name of the open field.",
        "value": "A value it may have, written as in the field itself.",
        "reasons": "Why this value is possible.",
    },
    "Contact": _COMMON_NOTES
    | {
        "kind": "How the sides talked.",
        "participants": "Everyone named as taking part; at least two actor codes.",
        "initiator": "Code of the side that asked for it, if said.",
        "topics": "Two to five short English noun phrases.",
        "first_since": "EDTF date since which the text says this is the first, or null.",
    },
    "Statement": _COMMON_NOTES
    | {
        "speaker": "Who says it; person is null for a ministry or government.",
        "targets": "Codes of those addressed or spoken about as object of the act.",
        "act": "What the statement does.",
        "quoted": "Whether the text gives any of it in quotation marks.",
        "chain": "Who quotes whom, outermost first.",
    },
    "Agreement": _COMMON_NOTES
    | {"name": "Short English description of the instrument.", "action": "What happened to it."},
    "State": _COMMON_NOTES
    | {"kind": "What kind of standing condition.", "state": "The condition.", "since": "EDTF date it began, or null."},
    "Action": _COMMON_NOTES
    | {"type": "Kind of material act.", "actors": "Codes of those who act.", "recipients": "Codes of those acted on."},
    "Published": {
        "earliest": "First day the article can have appeared, as a full date.",
        "latest": "Last day the article can have appeared, as a full date.",
        "reasons": "How the bounds were found.",
    },
    "Reading": {
        "doc": "The document's own name, as its source gives it.",
        "published": "When the article appeared, as far as it or its page settles it.",
        "contacts": "People or bodies of two or more actors talk to each other.",
        "statements": "A speaker's acts toward targets.",
        "agreements": "Things that happened to instruments between actors.",
        "states": "Standing conditions of channels and relations, and their changes.",
        "actions": "Material acts across borders.",
        "title": "Headline, if known.",
        "outlet": "Who published the article, if known.",
        "url": "Where it was published, if known.",
        "format": "Version of this format; readers accept their own major version.",
        "extractor": "Name and version of the program that made the reading.",
    },
}


def records(reading: Reading) -> tuple[Record, ...]:
    """All records of a reading: contacts, statements, agreements, states, actions, each in its order."""
    return (*reading.contacts, *reading.statements, *reading.agreements, *reading.states, *reading.actions)


def record_kind(record: Record) -> RecordKind:
    """Which of the lists a record belongs to."""
    return _KINDS[type(record)]


def record_type(kind: RecordKind) -> type[Record]:
    """The class of the records of a kind."""
    return _TYPES[kind]


def dumps(reading: Reading) -> bytes:
    """The reading as one line of UTF-8 JSON without its line end. Equal readings give equal bytes.

    Raises FormatError where a string cannot be written as UTF-8 (a lone surrogate).
    """
    return dump_value(reading, reading.doc)


def dump_value(value: Reading | Record, owner: str) -> bytes:
    """One reading or record as JSON. `owner` names it in the FormatError."""
    try:
        return orjson.dumps(value)
    except TypeError as error:
        raise FormatError(f"{owner!r} cannot be written as JSON: {error}") from error


def loads(line: bytes | str) -> Reading:
    """The Reading of one line.

    Checks types, enums, EDTF dates, offsets against the length of the evidence, confidences and ids. Raises FormatError
    naming the document (where it can be told) and the field.
    """
    try:
        reading = _reading_adapter().validate_json(line, strict=True)
    except ValidationError as error:
        raise FormatError(_first_error(error)) from error
    check(reading)
    return reading


@lru_cache(maxsize=2048)
def load_record(kind: RecordKind, body: bytes | str) -> Record:
    """The record of a kind from its JSON object. Raises FormatError."""
    try:
        record: Record = _record_adapter(kind).validate_json(body, strict=True)
        return record
    except ValidationError as error:
        raise FormatError(_first_error(error)) from error


@cache
def _reading_adapter() -> TypeAdapter[Reading]:
    return TypeAdapter(Reading)


@cache
def _record_adapter(kind: RecordKind) -> TypeAdapter[Any]:
    return TypeAdapter(_TYPES[kind])


def _first_error(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"not a reading: {f'{where}: ' if where else ''}{first['msg']}{more}"


def check(reading: Reading) -> None:
    """Raises FormatError where offsets, confidences, ids, dates or the format's version are not what they must be."""
    if reading.format.split(".")[0] != FORMAT_VERSION.split(".")[0]:
        raise FormatError(f"{reading.doc}: format {reading.format!r} is not one this program reads ({FORMAT_VERSION})")
    if reading.published:
        _check_published(reading.published, reading.doc)
    seen: set[str] = set()
    for record in records(reading):
        where = f"{reading.doc}: {type(record).__name__.lower()} {record.id!r}"
        if not 0 <= record.start <= record.end or record.end - record.start != len(record.evidence):
            raise FormatError(f"{where}: start {record.start} and end {record.end} do not fit the evidence")
        if not 0 <= record.confidence <= 1:
            raise FormatError(f"{where}: confidence {record.confidence} is not between 0 and 1")
        if record.id in seen:
            raise FormatError(f"{where}: the id is used twice")
        seen.add(record.id)
        _check_dates(record, where)


def check_against(text: str, reading: Reading) -> None:
    """Like `check`; FormatError also where the evidence of a record is not what the text has at its offsets."""
    check(reading)
    for record in records(reading):
        if text[record.start : record.end] != record.evidence:
            raise FormatError(f"{reading.doc}: the evidence of {record.id!r} is not the text at its offsets")


def _check_published(published: Published, doc: str) -> None:
    try:
        earliest, latest = (date.fromisoformat(text) for text in (published.earliest, published.latest))
    except ValueError as error:
        raise FormatError(f"{doc}: published: not full dates: {error}") from error
    if earliest > latest:
        raise FormatError(f"{doc}: published: {earliest} is after {latest}")


def _check_dates(record: Record, where: str) -> None:
    dates = [record_date(record)]
    dates.extend(each.value for each in record.candidates if each.field in DATE_FIELDS)
    if isinstance(record, Contact):
        dates.append(record.first_since)
    try:
        for text in dates:
            bounds(text)
    except DateError as error:
        raise FormatError(f"{where}: {error}") from error


def record_date(record: Record) -> str | None:
    """The EDTF date of a record, whatever its kind calls it."""
    return record.since if isinstance(record, State) else record.date


def record_codes(record: Record) -> tuple[tuple[str, str], ...]:
    """Every (code, role) of a record, in order, without repetition."""
    found: list[tuple[str, str]]
    if isinstance(record, Contact):
        found = [(each.code, "participant") for each in record.participants]
    elif isinstance(record, Statement):
        found = [(record.speaker.code, "speaker"), *((code, "target") for code in record.targets)]
    elif isinstance(record, Agreement | State):
        found = [(code, "party") for code in record.parties]
    else:
        found = [*((code, "actor") for code in record.actors), *((code, "recipient") for code in record.recipients)]
    return tuple(dict.fromkeys(found))


def json_schema() -> JsonObject:
    """JSON Schema (2020-12) of one interchange line, with a description for every type and field."""
    schema = _reading_adapter().json_schema(mode="validation")
    definitions: JsonObject = schema.pop("$defs")
    for name, definition in (*definitions.items(), ("Reading", schema)):
        _describe(name, definition)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "version": FORMAT_VERSION,
        **schema,
        "$defs": definitions,
    }


def _describe(name: str, definition: JsonObject) -> None:
    for field, form in definition.get("properties", {}).items():
        form.pop("title", None)
        if note := _NOTES.get(name, {}).get(field):
            form["description"] = note
        if field in ("start", "end", "confidence"):
            form["minimum"] = 0
        if field == "confidence":
            form["maximum"] = 1
