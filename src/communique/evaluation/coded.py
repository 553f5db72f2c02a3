"""A record as a person or a program coded it, and how two codings of a record compare.

Every class has the same things: `required`, the fields a hand-coded record must give; `likeness`, above zero where two
records are about the same thing, and the greater the more they agree; and `right`, which fields the program got right
(None where the gold says nothing), of which those in `main` decide whether the record as a whole is right.
The rules and weights are those by which the project's hand-coded articles are scored (docs/codebook.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Protocol, Self

from pydantic import BeforeValidator

from communique.evaluation.sameness import overlap, same_date, same_person, share_source

SOME = 0.15
"""Overlap of evidence above which two records may rest on the same words."""
MUCH = 0.5
"""Overlap of evidence above which two records surely do."""

KIND_GROUP = {
    "meeting": "in person",
    "visit": "in person",
    "summit": "in person",
    "talks": "talks",
    "call": "remote",
    "video": "remote",
    "letter": "letter",
}

Right = dict[str, bool | None]
Strings = Annotated[tuple[str, ...], BeforeValidator(lambda value: tuple(value or ()))]
Words = Annotated[str, BeforeValidator(lambda value: value or "")]
Flag = Annotated[bool, BeforeValidator(bool)]


@dataclass(frozen=True, slots=True)
class CodedParty:
    """A participant or speaker."""

    code: str | None = None
    person: str | None = None
    office: str | None = None


@dataclass(frozen=True, slots=True)
class CodedPlace:
    """A place."""

    country: str | None = None
    city: str | None = None


Parties = Annotated[tuple[CodedParty, ...], BeforeValidator(lambda value: tuple(value or ()))]
Speaker = Annotated[CodedParty, BeforeValidator(lambda value: value or {})]


class Coded(Protocol):
    """What scoring needs of a record of any kind."""

    required: ClassVar[tuple[str, ...]]
    main: ClassVar[tuple[str, ...]]

    @property
    def evidence(self) -> str: ...
    @property
    def rule(self) -> str | None: ...
    @property
    def line(self) -> str: ...
    def likeness(self, found: Any) -> float: ...
    def right(self, found: Any) -> Right: ...


@dataclass(frozen=True, slots=True)
class CodedContact:
    """A contact."""

    required: ClassVar[tuple[str, ...]] = ("participants", "kind", "status", "evidence")
    main: ClassVar[tuple[str, ...]] = ("codes", "kind", "date", "status")

    kind: str | None = None
    participants: Parties = ()
    date: str | None = None
    place: CodedPlace | None = None
    status: str | None = None
    initiator: str | None = None
    first_since: str | None = None
    via: Strings = ()
    evidence: Words = ""
    rule: str | None = None
    line: str = ""

    @property
    def codes(self) -> set[str]:
        return {each.code for each in self.participants if each.code}

    @property
    def persons(self) -> list[str]:
        return [each.person for each in self.participants if each.person]

    @property
    def country(self) -> str | None:
        return self.place.country if self.place else None

    @property
    def group(self) -> str | None:
        return KIND_GROUP.get(self.kind or "")

    def likeness(self, found: Self) -> float:
        shared = self.codes & found.codes
        if len(shared) < 2:
            return 0
        words = overlap(self.evidence, found.evidence)
        date = bool(self.date) and same_date(self.date, found.date)
        who = any(same_person(a, b) for a in self.persons for b in found.persons)
        kind = self.group == found.group
        if not (words > SOME or date or who or kind):
            return 0
        return 1 + len(shared) / len(self.codes | found.codes) + 2 * words + date + who + kind

    def right(self, found: Self) -> Right:
        return {
            "codes": self.codes == found.codes,
            "kind": self.group == found.group,
            "date": same_date(self.date, found.date),
            "country": self.country == found.country if self.country else None,
            "status": self.status == found.status,
            "persons": all(any(same_person(a, b) for b in found.persons) for a in self.persons)
            if self.persons
            else None,
            "initiator": self.initiator == found.initiator if self.initiator else None,
            "first_since": self.first_since == found.first_since if self.first_since else None,
            "via": share_source(self.via, found.via) if self.via else None,
        }


@dataclass(frozen=True, slots=True)
class CodedStatement:
    """A statement."""

    required: ClassVar[tuple[str, ...]] = ("speaker", "targets", "act", "quoted", "evidence")
    main: ClassVar[tuple[str, ...]] = ("act", "targets")

    speaker: Speaker = CodedParty()
    targets: Strings = ()
    act: str | None = None
    quoted: Flag = False
    via: Strings = ()
    evidence: Words = ""
    rule: str | None = None
    line: str = ""

    def likeness(self, found: Self) -> float:
        ours, theirs = self.speaker, found.speaker
        both_named = bool(ours.person and theirs.person)
        if ours.code != theirs.code or (both_named and not same_person(ours.person, theirs.person)):
            return 0
        words = overlap(self.evidence, found.evidence)
        act = self.act == found.act
        target = bool(set(self.targets) & set(found.targets))
        if not (words > SOME or (act and (target or not self.targets))):
            return 0
        return 1 + 2 * words + act + target + both_named

    def right(self, found: Self) -> Right:
        ours, theirs = set(self.targets), set(found.targets)
        return {
            "act": self.act == found.act,
            "targets": ours == theirs or len(ours & theirs) / max(1, len(ours | theirs)) >= 0.5,
            "person": same_person(self.speaker.person, found.speaker.person) if self.speaker.person else None,
            "quoted": self.quoted == found.quoted,
            "via": share_source(self.via, found.via) if self.via else None,
        }


@dataclass(frozen=True, slots=True)
class CodedAgreement:
    """One thing that happened to an instrument."""

    required: ClassVar[tuple[str, ...]] = ("parties", "action", "evidence")
    main: ClassVar[tuple[str, ...]] = ("action",)

    parties: Strings = ()
    action: str | None = None
    date: str | None = None
    evidence: Words = ""
    rule: str | None = None
    line: str = ""

    def likeness(self, found: Self) -> float:
        ours, theirs = set(self.parties), set(found.parties)
        words = overlap(self.evidence, found.evidence)
        shared = ours & theirs
        if not (
            len(shared) >= 2
            or (shared and (len(ours) < 2 or len(theirs) < 2))
            or (words > MUCH and not (ours and theirs))
        ):
            return 0
        action = self.action == found.action
        if not (words > SOME or action):
            return 0
        return 1 + 2 * words + action + (ours == theirs)

    def right(self, found: Self) -> Right:
        return {
            "parties": set(self.parties) == set(found.parties),
            "action": self.action == found.action,
            "date": same_date(self.date, found.date),
        }


@dataclass(frozen=True, slots=True)
class CodedState:
    """A standing condition."""

    required: ClassVar[tuple[str, ...]] = ("kind", "parties", "state", "evidence")
    main: ClassVar[tuple[str, ...]] = ("state",)

    kind: str | None = None
    parties: Strings = ()
    state: str | None = None
    since: str | None = None
    evidence: Words = ""
    rule: str | None = None
    line: str = ""

    def likeness(self, found: Self) -> float:
        ours, theirs = set(self.parties), set(found.parties)
        if self.kind != found.kind or not (len(ours & theirs) >= 2 or ours == theirs):
            return 0
        return 1 + 2 * overlap(self.evidence, found.evidence) + (self.state == found.state) + (ours == theirs)

    def right(self, found: Self) -> Right:
        return {
            "parties": set(self.parties) == set(found.parties),
            "state": self.state == found.state,
            "since": same_date(self.since, found.since),
        }


@dataclass(frozen=True, slots=True)
class CodedAction:
    """A material act."""

    required: ClassVar[tuple[str, ...]] = ("type", "actors", "recipients", "status", "evidence")
    main: ClassVar[tuple[str, ...]] = ("actors", "recipients")

    type: str | None = None
    actors: Strings = ()
    recipients: Strings = ()
    date: str | None = None
    status: str | None = None
    evidence: Words = ""
    rule: str | None = None
    line: str = ""

    def likeness(self, found: Self) -> float:
        ours, theirs = set(self.actors), set(found.actors)
        hit_ours, hit_theirs = set(self.recipients), set(found.recipients)
        if (
            self.type != found.type
            or (ours and theirs and not ours & theirs)
            or (hit_ours and hit_theirs and not hit_ours & hit_theirs)
            or (bool(ours) != bool(theirs) and not hit_ours & hit_theirs)
        ):
            return 0
        words = overlap(self.evidence, found.evidence)
        actors, recipients = ours == theirs, hit_ours == hit_theirs
        if not (words > SOME or (actors and recipients)):
            return 0
        return 1 + 2 * words + actors + recipients

    def right(self, found: Self) -> Right:
        return {
            "actors": set(self.actors) == set(found.actors),
            "recipients": set(self.recipients) == set(found.recipients),
            "date": same_date(self.date, found.date),
            "status": self.status == found.status,
        }
