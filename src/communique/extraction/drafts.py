"""Drafts: records in the making, before merging, ids and confidence. One class a record kind, mutable, private to
extraction.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from communique.extraction.deciding.traits import Feature
from communique.extraction.model import Mention
from communique.records import (
    Act,
    ActionType,
    AgreementAction,
    Candidate,
    ContactKind,
    Participant,
    Place,
    StateKind,
    StateValue,
    Status,
)


@dataclass(slots=True, init=False)
class Option:
    """An actor of the sentence that may fill a part of the record (a target, an actor, a recipient), and its
    features.
    """

    code: str
    features: list[Feature]

    def __init__(self, code: str, features: list[Feature]) -> None:
        self.code = code
        self.features = features

    def __deepcopy__(self, memo: object) -> Option:
        return self


@dataclass(slots=True, init=False)
class DateOption:
    """A date of the sentence that may be the record's, with its candidates where the year is open; `cost`: the
    rule's view of it; `ahead`: on which side of the day of writing it lies, and more closely `stands`
    (`contact_timing.standing`); `words`: the words it begins with and follows, as features.
    """

    value: str
    candidates: tuple[Candidate, ...]
    features: list[Feature]
    cost: float
    ahead: str
    stands: str
    words: tuple[str, ...]

    def __init__(
        self, value: str, candidates: tuple[Candidate, ...], features: list[Feature], cost: float, ahead: str = "open"
    ) -> None:
        self.value = value
        self.candidates = candidates
        self.features = features
        self.cost = cost
        self.ahead = ahead
        self.stands = "open"
        self.words = ()

    def __deepcopy__(self, memo: object) -> DateOption:
        return self


@dataclass(slots=True, init=False)
class PlaceOption:
    """A place where a contact may have been, how far it stands from its word, and the features of that."""

    country: str
    city: str | None
    cost: int
    features: list[Feature]

    def __init__(self, country: str, city: str | None, cost: int, features: list[Feature]) -> None:
        self.country = country
        self.city = city
        self.cost = cost
        self.features = features

    def __deepcopy__(self, memo: object) -> PlaceOption:
        return self


class Details:
    """What is worked out only of a draft that is likely enough by its own words."""

    __slots__ = ()

    def fill(self, draft: Draft) -> None:
        """Complete the draft it is of."""
        raise NotImplementedError


@dataclass(slots=True)
class Draft:
    """What every draft has: where its words are (offsets in the composed text), the rule, and features for the
    deciding models.

    `features`: for whether it is a record at all; `shared`: those of them that others about the same word have too, in
    one list; `weighed`, `score`: how many of its own have been weighed for that, and what all weighed so far come to;
    `asks`: by field, the features of that choice; `options`: actors
    to choose among;
    `members`: how many drafts were merged into it. `explicit`: the word for its state or action stands right
    beside it, so that
    no model need guess. `details`: what is still to be worked out of it, None where it is complete.
    """

    start: int
    end: int
    rule: str
    sentence: int
    features: list[Feature] = field(default_factory=list)
    shared: list[Feature] = field(default_factory=list)
    weighed: int = 0
    score: int = 0
    asks: dict[str, list[Feature]] = field(default_factory=dict)
    options: list[Option] = field(default_factory=list)
    dates: list[DateOption] = field(default_factory=list)
    members: int = 1
    explicit: bool = False
    confidence: float = 0.5
    candidates: tuple[Candidate, ...] = ()
    details: Details | None = None

    def complete(self) -> None:
        """Work out what is still open."""
        details = self.details
        if details is not None:
            self.details = None
            details.fill(self)

    @property
    def every(self) -> list[Feature]:
        """All its features for whether it is a record."""
        return [*self.shared, *self.features]


@dataclass(slots=True)
class ContactDraft(Draft):
    """A contact. `word`: the contact word; `ordinal`: which meeting of its sides it is said to be; `refers`: how
    the word points back, if it does;
    `parts`: the drafts merged into it; `chances`: how probable each status is by its own words; `rated`: its dates
    with how probable they are by the words around them; `double`: how probable it is, at the most, that a contact
    told of before is the same all the same; `again`, `told_again`: that once all is merged, one told of before, or
    after, is the same. `beside`: persons named in its sentence, not by its frame; `places`: where
    it may have been.
    """

    kind: ContactKind = ContactKind.MEETING
    participants: list[Participant] = field(default_factory=list)
    date: str | None = None
    place: Place | None = None
    status: Status = Status.OCCURRED
    initiator: str | None = None
    topics: list[str] = field(default_factory=list)
    first_since: str | None = None
    via: list[str] = field(default_factory=list)
    word: str = ""
    ordinal: str = ""
    refers: str = "no"
    beside: list[Participant] = field(default_factory=list)
    places: list[PlaceOption] = field(default_factory=list)
    parts: list[ContactDraft] = field(default_factory=list)
    chances: dict[str, float] = field(default_factory=dict)
    rated: list[tuple[DateOption, float]] = field(default_factory=list)
    double: float = 0.0
    again: float = 0.0
    told_again: float = 0.0

    def __deepcopy__(self, memo: object) -> ContactDraft:
        return replace(
            self,
            features=[*self.features],
            participants=[*self.participants],
            topics=[*self.topics],
            via=[*self.via],
            dates=[*self.dates],
            parts=[*self.parts],
        )

    @property
    def codes(self) -> set[str]:
        """Actor codes of the participants."""
        return {p.code for p in self.participants}


@dataclass(slots=True)
class StatementDraft(Draft):
    """A statement. `acts`, `aims`: how probable each act and each target is, where models have said so.

    `outlets`: those that may have reported it.
    """

    speaker: Participant = field(default_factory=lambda: Participant(""))
    targets: list[str] = field(default_factory=list)
    act: Act = Act.ASSERT
    quoted: bool = False
    via: list[str] = field(default_factory=list)
    date: str | None = None
    chain: list[str] = field(default_factory=list)
    acts: dict[Act, float] = field(default_factory=dict)
    aims: dict[str, float] = field(default_factory=dict)
    outlets: list[Option] = field(default_factory=list)


@dataclass(slots=True, init=False)
class PartiesOption:
    """Actors that may be the parties of an agreement, and the features of that."""

    parties: list[str]
    features: list[Feature]

    def __init__(self, parties: list[str], features: list[Feature]) -> None:
        self.parties = parties
        self.features = features

    def __deepcopy__(self, memo: object) -> PartiesOption:
        return PartiesOption([*self.parties], [*self.features])


@dataclass(slots=True)
class AgreementDraft(Draft):
    """Something that happened to an instrument. `described`: its name is a common noun, to which the parties'
    names belong.
    """

    name: str = ""
    described: bool = False
    parties: list[str] = field(default_factory=list)
    sides: list[PartiesOption] = field(default_factory=list)
    action: AgreementAction = AgreementAction.IN_FORCE
    date: str | None = None


@dataclass(slots=True)
class StateDraft(Draft):
    """A standing condition."""

    kind: StateKind = StateKind.RELATIONS
    parties: list[str] = field(default_factory=list)
    state: StateValue = StateValue.OPEN
    since: str | None = None


@dataclass(slots=True)
class ActionDraft(Draft):
    """A material act. `at`: offset of its word in the composed text; `noun`: whether that is a noun; `known`:
    whose act it is known to be.
    """

    type: ActionType = ActionType.MOBILIZE
    actors: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    date: str | None = None
    place: Place | None = None
    status: Status = Status.OCCURRED
    at: int = 0
    noun: bool = False
    known: tuple[str, ...] = ()


def participants(mentions: list[Mention]) -> list[Participant]:
    """Participants of mentions, one for each actor and person; a plural or a pair gives one for each of its actors.

    The office of a plural ("the two leaders of A and B") is that of the actor joined to it too.
    """
    found: list[Participant] = []
    shared: str | None = None
    for m in mentions:
        office = m.office if m.kind in ("person", "pronoun") else shared if m.prep == "and" else None
        shared = m.office if m.kind == "person" and m.count != 1 and m.person is None else None
        if office and m.office_mod in ("former", "acting", "deputy") and not office.startswith(m.office_mod):
            office = f"{m.office_mod} {office}"
        for code in m.codes:
            person = m.person if len(m.codes) == 1 else None
            if any(p.code == code and (p.person == person or person is None) for p in found):
                continue
            bare = next((k for k, p in enumerate(found) if p.code == code and p.person is None), None)
            if bare is not None and person is not None:
                found[bare] = Participant(code, person, office)
            else:
                found.append(Participant(code, person, office))
    return found
