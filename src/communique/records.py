"""The vocabulary everything is said in: the five record kinds, their parts, and a Reading that holds them.

All values are frozen. Offsets are in code points into the text of the document as it arrived, so that
``text[record.start:record.end] == record.evidence`` always holds. Dates are EDTF strings (see `communique.dates`).
Actor codes, acts, actions, states and types are those of the codebook (docs/codebook.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

FORMAT_VERSION = "1.0"


class ContactKind(StrEnum):
    """How the sides talked."""

    MEETING = "meeting"
    VISIT = "visit"
    CALL = "call"
    VIDEO = "video"
    LETTER = "letter"
    TALKS = "talks"
    SUMMIT = "summit"


class Status(StrEnum):
    """Whether a contact or an act happened."""

    OCCURRED = "occurred"
    ONGOING = "ongoing"
    PLANNED = "planned"
    PROPOSED = "proposed"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"


class Act(StrEnum):
    """What a statement does (verbal PLOVER)."""

    ASSERT = "ASSERT"
    AGREE = "AGREE"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"


class AgreementAction(StrEnum):
    """What happened to an instrument."""

    SIGNED = "signed"
    REACHED = "reached"
    AMENDED = "amended"
    EXTENDED = "extended"
    RATIFIED = "ratified"
    ENTERED_INTO_FORCE = "entered_into_force"
    IN_FORCE = "in_force"
    NEGOTIATING = "negotiating"
    PROPOSED = "proposed"
    BLOCKED = "blocked"
    SUSPENDED = "suspended"
    VIOLATED = "violated"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REJECTED = "rejected"


class StateKind(StrEnum):
    """What kind of standing condition."""

    CHANNEL = "channel"
    RELATIONS = "relations"
    PARTNERSHIP = "partnership"
    MEMBERSHIP = "membership"
    SANCTIONS = "sanctions"
    PRESENCE = "presence"


class StateValue(StrEnum):
    """The condition itself."""

    OPEN = "open"
    FROZEN = "frozen"
    CUT = "cut"
    RESTORED = "restored"
    STRAINED = "strained"
    IMPROVING = "improving"
    IN_FORCE = "in_force"
    LIFTED = "lifted"
    BLOCKED = "blocked"
    DENIED = "denied"


class ActionType(StrEnum):
    """Material acts (PLOVER)."""

    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"
    PROTEST = "PROTEST"


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone who takes part or speaks: actor code, person (usual English name) and office held at that time."""

    code: str
    person: str | None = None
    office: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happened: alpha-3 code of the country, English name of the city or site."""

    country: str | None = None
    city: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible value of a field that is open, with the reasons for it."""

    field: str
    value: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """People or bodies of two or more actors talk to each other."""

    kind: ContactKind
    participants: tuple[Participant, ...]
    date: str | None
    place: Place | None
    status: Status
    initiator: str | None
    topics: tuple[str, ...]
    first_since: str | None
    via: tuple[str, ...]
    evidence: str
    start: int
    end: int
    id: str
    rule: str
    confidence: float
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A speaker's one act toward one set of targets. `chain`: who quotes whom, outermost first."""

    speaker: Participant
    targets: tuple[str, ...]
    act: Act
    quoted: bool
    via: tuple[str, ...]
    date: str | None
    evidence: str
    start: int
    end: int
    id: str
    rule: str
    confidence: float
    chain: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """One thing that happened to one instrument."""

    name: str
    parties: tuple[str, ...]
    action: AgreementAction
    date: str | None
    evidence: str
    start: int
    end: int
    id: str
    rule: str
    confidence: float
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """A standing condition of a channel or relation; the acting side first for sanctions and presence."""

    kind: StateKind
    parties: tuple[str, ...]
    state: StateValue
    since: str | None
    evidence: str
    start: int
    end: int
    id: str
    rule: str
    confidence: float
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """A material act across borders."""

    type: ActionType
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    date: str | None
    place: Place | None
    status: Status
    evidence: str
    start: int
    end: int
    id: str
    rule: str
    confidence: float
    candidates: tuple[Candidate, ...] = ()


Record = Contact | Statement | Agreement | State | Action


@dataclass(frozen=True, slots=True)
class Published:
    """When the article appeared: inclusive bounds as full dates, and how they were got."""

    earliest: str
    latest: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one article says, in the interchange format (one JSON object a line)."""

    doc: str
    published: Published | None
    contacts: tuple[Contact, ...] = ()
    statements: tuple[Statement, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    states: tuple[State, ...] = ()
    actions: tuple[Action, ...] = ()
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    format: str = FORMAT_VERSION
    extractor: str = ""
