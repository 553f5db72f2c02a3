"""The form to judge an entry by: what fits in where, and how what is sent is read.

A page that shows an entry puts `Judging` among its values and includes ``judging.html``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import Any, get_type_hints

import orjson

from communique.dates import parse
from communique.errors import DateError
from communique.interchange import DATE_FIELDS, RecordKind, record_codes, record_type
from communique.knowledge import knowledge
from communique.ledger import Entry, Judgement, Ledger, Question
from communique.ledger.judging.values import CODES, correctable
from communique.records import Participant, Place
from communique.words import code_of

_NEAR = timedelta(days=31)
_ALIKE = 8

_GROUPS = {
    (RecordKind.CONTACT, "kind"): "contact",
    (RecordKind.STATE, "kind"): "kind",
    (RecordKind.AGREEMENT, "action"): "agreement",
}
"""What the values of a field are called by where it is not by the name of the field."""


class Shape(StrEnum):
    """How a field is filled in."""

    CHOICE = "choice"
    DATE = "date"
    CODE = "code"
    CODES = "codes"
    PARTICIPANTS = "participants"
    PLACE = "place"
    LIST = "list"
    TEXT = "text"


_OF_ACTORS = frozenset({Shape.CODE, Shape.CODES, Shape.PARTICIPANTS, Shape.PLACE})


@dataclass(frozen=True, slots=True)
class Field:
    """A field that can be corrected. `values` are those it has, in the form of its shape; `choices` those it may have.

    Of a date known to the day `day` is that day, as a browser's date input has it.
    """

    name: str
    shape: Shape
    values: tuple[Any, ...]
    choices: tuple[str, ...] = ()
    group: str = ""
    day: str = ""
    several: bool = True


@dataclass(frozen=True, slots=True)
class Judging:
    """An entry to be judged: its fields, what has been said of it, and entries it may be one with.

    `then` is where to go when something has been said; `twin` the entry it is doubtfully apart from.
    """

    entry: Entry
    fields: tuple[Field, ...]
    said: tuple[Judgement, ...]
    alike: tuple[Entry, ...]
    then: str
    twin: Entry | None = None

    @property
    def actors(self) -> tuple[tuple[str, str], ...]:
        """Codes of actors to suggest, with their English names."""
        return tuple((code, each.name) for code, each in sorted(knowledge().actors.items()))


def judging(ledger: Ledger, entry: Entry, then: str, twin: Entry | None = None) -> Judging:
    """The form for an entry."""
    shown = tuple(_field(entry, name) for name in correctable(entry.kind))
    return Judging(entry, shown, ledger.said_of(entry), _alike(ledger, entry), then, twin)


def typed(kind: RecordKind, field: str, sent: Mapping[str, Sequence[str]]) -> str:
    """What a form sends for a field, as `Ledger.correct` takes it.

    `sent`: ``value`` (several for several codes), ``day``, ``person`` and ``office`` (beside each code), ``city``.
    """
    shape, values = _shape(kind, field), [each.strip() for each in sent.get("value", ())]
    if shape in _OF_ACTORS:
        values = [code_of(each) if each else "" for each in values]
    one = values[0] if values else ""
    match shape:
        case Shape.DATE:
            return next((each for each in (*sent.get("day", ()), one) if each.strip()), "")
        case Shape.CODES:
            return _json([each for each in values if each])
        case Shape.LIST:
            return _json([part for part in map(str.strip, one.split(";")) if part])
        case Shape.PLACE:
            city = next((each.strip() for each in sent.get("city", ())), "")
            return _json({"country": one or None, "city": city or None}) if one or city else ""
        case Shape.PARTICIPANTS:
            rows = zip(values, sent.get("person", ()), sent.get("office", ()), strict=False)
            held = [
                {"code": code, "person": person.strip() or None, "office": office.strip() or None}
                for code, person, office in rows
                if code
            ]
            return _json(held) if _type(kind, field) == tuple[Participant, ...] else _json(held[0] if held else None)
        case Shape.TEXT:
            return _json(one) if one else ""
    return one


def _field(entry: Entry, name: str) -> Field:
    value, shape = getattr(entry.record, name), _shape(entry.kind, name)
    match shape:
        case Shape.CHOICE:
            form = _type(entry.kind, name)
            choices = ("yes", "no") if form is bool else tuple(each.value for each in form)
            held = ("yes" if value else "no") if form is bool else value.value
            return Field(
                name, shape, (held,), choices, _GROUPS.get((entry.kind, name), "word" if form is bool else name)
            )
        case Shape.DATE:
            return Field(name, shape, (value or "",), day=value if _to_the_day(value) else "")
        case Shape.PARTICIPANTS if isinstance(value, Participant):
            return Field(name, shape, (value,), several=False)
        case Shape.LIST:
            return Field(name, shape, ("; ".join(value),))
        case Shape.CODES | Shape.PARTICIPANTS:
            return Field(name, shape, tuple(value))
        case Shape.PLACE:
            return Field(name, shape, (value or Place(),))
    return Field(name, shape, (value or "",))


@cache
def _shape(kind: RecordKind, name: str) -> Shape:
    form = _type(kind, name)
    if form is bool or (isinstance(form, type) and issubclass(form, StrEnum)):
        return Shape.CHOICE
    if form in (Participant, tuple[Participant, ...]):
        return Shape.PARTICIPANTS
    if form == Place | None:
        return Shape.PLACE
    if name in DATE_FIELDS or name == "first_since":
        return Shape.DATE
    if name in CODES:
        return Shape.CODES if form == tuple[str, ...] else Shape.CODE
    return Shape.LIST if form == tuple[str, ...] else Shape.TEXT


def _type(kind: RecordKind, name: str) -> Any:
    return get_type_hints(record_type(kind))[name]


def _to_the_day(edtf: str | None) -> bool:
    try:
        return edtf is not None and None not in parse(edtf)
    except DateError:
        return False


def _alike(ledger: Ledger, entry: Entry) -> tuple[Entry, ...]:
    """Entries of the same kind and actors of about the same time."""
    if entry.earliest is None or entry.latest is None:
        return ()
    codes = tuple(dict.fromkeys(code for code, _ in record_codes(entry.record)))[:2]
    try:
        near = Question(codes, entry.earliest - _NEAR, entry.latest + _NEAR)
    except OverflowError:
        return ()
    found = ledger.page(entry.kind, near, limit=_ALIKE + 1).entries
    return tuple(each for each in found if each.id != entry.id)[:_ALIKE]


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
