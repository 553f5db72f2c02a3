"""Entries: one event, statement, thing done to an instrument, state or act, with every report of it."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812 - elements have a field of that name
from typing import Annotated, Literal

from pydantic import Field

from communique.elements.element import Confidence, Element, EntryId
from communique.ledger.judging.model import Verdict
from communique.records import Act, ActionType, AgreementAction, ContactKind, StateKind, StateValue, Status


class Participant(Element):
    """Someone who takes part or speaks."""

    code: str
    """ISO 3166-1 alpha-3 code of a state, or the usual acronym or English name of another actor."""
    person: str | None
    """The name usual in English, or null where the text gives none."""
    office: str | None
    """The office held at that time, in English lower case, or null."""


class Place(Element):
    """Where it happened."""

    country: str | None
    """ISO 3166-1 alpha-3 code."""
    city: str | None
    """English name of the city or site."""


class Candidate(Element):
    """A possible value of a field that is open."""

    field: str
    value: str
    reasons: tuple[str, ...]
    """Why this value is possible."""


class Published(Element):
    """When a document appeared: inclusive bounds, and how they were found."""

    earliest: Day
    latest: Day
    reasons: tuple[str, ...]


class Report(Element):
    """One record of one article that an entry rests on, with the exact words."""

    id: EntryId
    doc: str
    """The document's own name."""
    version: int
    title: str | None
    outlet: str | None
    url: str | None
    published: Published | None
    copy_of: str | None
    """The document this one is a near-identical copy of; both count as one report."""
    superseded: bool
    """Whether a newer reading of the document has taken the place of the one that holds it."""
    record: str
    """The id the reading gave the record, unique within the document."""
    earliest: Day | None
    latest: Day | None
    evidence: str
    """The words the record rests on: exactly text[start:end] of the document as it arrived."""
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    rule: str
    confidence: Confidence
    candidates: tuple[Candidate, ...]


class Step(Element):
    """A status with the day from which it is known to hold and the report that gives it."""

    status: Status
    day: Day | None
    report: str


class Dissent(Element):
    """A report that gives a field another value than the entry does."""

    field: str
    value: str
    report: str


class _Entry(Element):
    id: EntryId
    """The id of the leading report; the id of any report finds the entry."""
    earliest: Day | None
    """First day its date can mean."""
    latest: Day | None
    """Last day its date can mean."""
    confidence: Confidence
    judged: bool
    """Whether people have said something of it."""
    verdict: Verdict | None
    """The last of accept, reject and correct that is in force."""
    judgements: tuple[int, ...]
    """Keys of the judgements in force."""
    reports: tuple[Report, ...] = Field(min_length=1)
    """Every report of it, the leading one first."""
    sources: dict[str, str]
    """From which report each field was taken, or `judgement` and its key."""
    history: tuple[Step, ...]
    """How its status came to be."""
    dissents: tuple[Dissent, ...]
    """Reports that say otherwise."""


class Contact(_Entry):
    """People or bodies of two or more actors talk to each other."""

    list: Literal["contacts"]
    kind: ContactKind
    participants: tuple[Participant, ...]
    date: str | None
    """EDTF: 2022-12-03, 2023-03, 2014, an interval a/b, XXXX-12-03 where the year is unknown."""
    place: Place | None
    status: Status
    initiator: str | None
    """Code of the side that asked for it, if said."""
    topics: tuple[str, ...]
    first_since: str | None
    """EDTF date since which the text says this is the first."""
    via: tuple[str, ...]
    """Who is cited for it."""


class Statement(_Entry):
    """A speaker's one act toward one set of targets."""

    list: Literal["statements"]
    speaker: Participant
    targets: tuple[str, ...]
    act: Act
    quoted: bool
    """Whether the text gives any of it in quotation marks."""
    via: tuple[str, ...]
    date: str | None
    chain: tuple[str, ...]
    """Who quotes whom, outermost first."""


class Agreement(_Entry):
    """One thing that happened to one instrument."""

    list: Literal["agreements"]
    name: str
    parties: tuple[str, ...]
    action: AgreementAction
    date: str | None


class State(_Entry):
    """A standing condition of a channel or relation; the acting side first for sanctions and presence."""

    list: Literal["states"]
    kind: StateKind
    parties: tuple[str, ...]
    state: StateValue
    since: str | None
    """EDTF date it began."""


class Action(_Entry):
    """A material act across borders."""

    list: Literal["actions"]
    type: ActionType
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    date: str | None
    place: Place | None
    status: Status


Entry = Annotated[Contact | Statement | Agreement | State | Action, Field(discriminator="list")]
"""An entry of any kind; `list` says which."""
