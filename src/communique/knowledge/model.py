"""What the knowledge tables hold: forms that name things, the things, and who held which office when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """Standing of an office, as channels are told apart by it."""

    HEAD = "head"
    DEPUTY_HEAD = "deputy_head"
    FOREIGN = "foreign"
    DEFENCE = "defence"
    CHIEF_OF_STAFF = "chief_of_staff"
    MINISTER = "minister"
    BODY = "body"
    ENVOY = "envoy"
    SPOKESPERSON = "spokesperson"
    EXPERT = "expert"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class Actor:
    """A state or an organisation. `members` and `seat` are codes; `kind` is `state` or the kind of organisation."""

    code: str
    name: str
    kind: str
    members: tuple[str, ...] = ()
    seat: str | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """A form that stands for actors: codes, and whether it is a capital or seat of government rather than the name."""

    codes: tuple[str, ...]
    standin: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """An institution of a state: English name (``{state}`` where the adjective goes), fixed code if the form
    settles it.
    """

    name: str
    code: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Source:
    """A news agency, paper, broadcaster or network."""

    name: str
    country: str | None
    kind: str
    state_run: bool


@dataclass(frozen=True, slots=True)
class Institute:
    """A think tank, university or NGO whose experts are quoted; `country` is the state of the institution."""

    name: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Site:
    """A place: usual English name, country code (None for seas and disputed waters), kind."""

    name: str
    country: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Office:
    """An office as the codebook names it, and its level."""

    name: str
    level: Level


@dataclass(frozen=True, slots=True)
class Person:
    """Someone with a usual English name and the actor they belong to."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Tenure:
    """Someone held an office of an actor from `start` to `end`, inclusive bounds; `end` None: still, as far as
    known.
    """

    code: str
    office: str
    person: str
    start: date
    end: date | None

    def covers(self, earliest: date, latest: date) -> bool:
        """Whether the tenure overlaps the period."""
        return self.start <= latest and (self.end is None or self.end >= earliest)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A well-known contact on a known day: full date, actors, persons (may be empty), place. It settles years,
    nothing else.
    """

    date: str
    codes: tuple[str, ...]
    persons: tuple[str, ...]
    place: str


Thing = Stand | Body | Source | Institute | Site | Office | Person


@dataclass(frozen=True, slots=True)
class Form:
    """Words as newspapers write them, and what they name. `known_as`: a surname that needs the article to say who."""

    text: str
    thing: Thing
    known_as: bool = False
