"""What several reports of one thing come to together. Pure; the order of the reports does not matter.

Rules, by field:

- The *date* is the one most reports bear out (a report bears out a date that its own allows); of those the most
  specific; of those the one of the report of highest rank. An unknown year is filled where another report knows it.
- The *status* is the firmest anybody reports: occurred, ongoing, cancelled, refused, denied, planned, proposed,
  hypothetical. What came before stays in the history.
- *Kind*, *place* and single values are what most reports give, then the leading report's.
- *Participants* are all who are named, each once, with the office most reports give.
- Lists (topics, sources) are joined. Evidence, offsets, rule and id are the leading report's; so is everything else.
- The *confidence* is the highest of any report.

Of near-identical copies of one article one is heard on each field: the original, or where its reading does not give the
field one copy whose reading does. Names, lists and the confidence are taken from all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import orjson

from communique.dates import bounds
from communique.interchange import record_date
from communique.ledger.bounds import record_bounds
from communique.ledger.entry import Dissent, Report, Step
from communique.ledger.merging.sighting import name
from communique.ledger.merging.when import overlap, when
from communique.records import (
    Action,
    Agreement,
    Candidate,
    Contact,
    Participant,
    Place,
    Record,
    State,
    Statement,
    Status,
)

_FIRMEST = (
    Status.OCCURRED,
    Status.ONGOING,
    Status.CANCELLED,
    Status.REFUSED,
    Status.DENIED,
    Status.PLANNED,
    Status.PROPOSED,
    Status.HYPOTHETICAL,
)
_TOPICS = 5

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Decided:
    """What the reports come to; see `Entry` for the fields."""

    record: Record
    earliest: date | None
    latest: date | None
    sources: tuple[tuple[str, str], ...]
    history: tuple[Step, ...]
    dissents: tuple[Dissent, ...]


def decide(reports: Sequence[Report]) -> Decided:
    """`reports`: the leading one first, the rest in any order; at least one."""
    leader = reports[0]
    ordered = (leader, *sorted(reports[1:], key=_order))
    choice = _Choice(leader, ordered)
    record = _join(leader.record, choice)
    earliest, latest = record_bounds(record)
    return Decided(
        record=record,
        earliest=earliest,
        latest=latest,
        sources=tuple(choice.sources.items()),
        history=_history(tuple(each for each in ordered if each.copy_of is None)),
        dissents=tuple(choice.dissents),
    )


def _order(report: Report) -> tuple[str, str]:
    published = report.origin.published
    return (published.earliest if published else "~", report.id)


class _Choice:
    """Takes the value of one field after another and keeps who gave it and who says otherwise."""

    def __init__(self, leader: Report, reports: Sequence[Report]) -> None:
        self.leader = leader
        self.reports = reports
        self.sources: dict[str, str] = {}
        self.dissents: list[Dissent] = []

    def most(
        self, field: str, of: Callable[[Record], T | None], shown: Callable[[T], object] = lambda x: x
    ) -> T | None:
        """The value most reports give; of equally many the one given first."""
        given = self._heard(of)
        if not given:
            return None
        counts = Counter(value for _, value in given)
        top = max(counts.values())
        chosen = next(value for _, value in given if counts[value] == top)
        self._keep(field, chosen, given, shown)
        return chosen

    def first(self, field: str, order: Sequence[T], of: Callable[[Record], T | None]) -> T | None:
        """The value that comes first in an order."""
        given = self._heard(of)
        chosen = min((value for _, value in given), key=order.index, default=None)
        if chosen is not None:
            self._keep(field, chosen, given, lambda x: x)
        return chosen

    def day(self, field: str) -> tuple[str | None, tuple[Candidate, ...]]:
        """The EDTF date most reports bear out, with its candidates."""
        dated = self._heard(record_date)
        if not dated:
            return None, ()
        moments = {(text, each.origin.published): each.record for each, text in dated}
        said = {key: when(record, *key) for key, record in moments.items()}
        times = Counter((text, each.origin.published) for each, text in dated)
        borne = {one: sum(times[other] for other in said if overlap(said[one], said[other])) for one in said}

        def place(one: tuple[Report, str]) -> tuple[int, int, bool]:
            key = (one[1], one[0].origin.published)
            return -borne[key], said[key].span, one[1].startswith("XXXX")

        source, chosen = min(dated, key=place)
        chosen, source = _with_known_year(chosen, source, dated)
        held = when(source.record, chosen, source.origin.published)
        for each, text in dated:
            if not overlap(said[text, each.origin.published], held):
                self.dissents.append(Dissent(field, text, each.id))
        self.sources[field] = source.id
        open_year = bounds(chosen) == (None, None)
        return chosen, tuple(one for one in source.record.candidates if open_year or one.field not in ("date", "since"))

    def _heard(self, of: Callable[[Record], T | None]) -> list[tuple[Report, T]]:
        """The reports that give a value, of copies of one article only one."""
        given = [(each, value) for each in self.reports if (value := of(each.record)) is not None]
        if all(each.copy_of is None for each, _ in given):
            return given
        articles = {each.origin.doc for each, _ in given if each.copy_of is None}
        heard = []
        for each, value in given:
            if each.copy_of is not None:
                if each.copy_of in articles:
                    continue
                articles.add(each.copy_of)
            heard.append((each, value))
        return heard

    def _keep(self, field: str, chosen: T, given: Iterable[tuple[Report, T]], shown: Callable[[T], object]) -> None:
        for each, value in given:
            if value == chosen:
                self.sources.setdefault(field, each.id)
            else:
                told = shown(value)
                text = told if isinstance(told, str) else orjson.dumps(told).decode()
                self.dissents.append(Dissent(field, text, each.id))

    def joined(self, of: Callable[[Record], Iterable[str]]) -> tuple[str, ...]:
        """All values of a list, in the order of the reports, once each."""
        return tuple(dict.fromkeys(value for each in self.reports for value in of(each.record)))

    def surest(self) -> float:
        """The highest confidence of any report."""
        return max(each.record.confidence for each in self.reports)


def _with_known_year(chosen: str, source: Report, dated: Sequence[tuple[Report, str]]) -> tuple[str, Report]:
    """The same day with its year, where another report gives it; the report that does."""
    if not chosen.startswith("XXXX"):
        return chosen, source
    for each, text in dated:
        if not text.startswith("XXXX") and text[4:] == chosen[4:].replace("XXXX", text[:4]):
            return text, each
    return chosen, source


def _join(record: Record, choice: _Choice) -> Record:
    match record:
        case Contact():
            return _contact(record, choice)
        case Statement():
            return _statement(record, choice)
        case Agreement():
            return _agreement(record, choice)
        case State():
            return _state(record, choice)
        case Action():
            return _action(record, choice)


def _contact(leader: Contact, choice: _Choice) -> Contact:
    day, candidates = choice.day("date")
    kind = choice.most("kind", lambda each: _as(Contact, each).kind)
    return replace(
        leader,
        kind=kind or leader.kind,
        participants=_participants(choice),
        date=day,
        candidates=candidates,
        place=_place(choice),
        status=choice.first("status", _FIRMEST, lambda each: _as(Contact, each).status) or leader.status,
        initiator=choice.most("initiator", lambda each: _as(Contact, each).initiator),
        topics=choice.joined(lambda each: _as(Contact, each).topics)[:_TOPICS],
        first_since=choice.most("first_since", lambda each: _as(Contact, each).first_since),
        via=choice.joined(lambda each: _as(Contact, each).via),
        confidence=choice.surest(),
    )


def _statement(leader: Statement, choice: _Choice) -> Statement:
    day, candidates = choice.day("date")
    speakers = [_as(Statement, each.record).speaker for each in choice.reports]
    named = next((each for each in speakers if each.person), leader.speaker)
    return replace(
        leader,
        speaker=replace(named, office=named.office or leader.speaker.office),
        targets=choice.joined(lambda each: _as(Statement, each).targets),
        quoted=any(_as(Statement, each.record).quoted for each in choice.reports),
        via=choice.joined(lambda each: _as(Statement, each).via),
        date=day,
        candidates=candidates,
        confidence=choice.surest(),
    )


def _agreement(leader: Agreement, choice: _Choice) -> Agreement:
    day, candidates = choice.day("date")
    return replace(
        leader,
        name=choice.most("name", lambda each: _as(Agreement, each).name) or leader.name,
        parties=choice.joined(lambda each: _as(Agreement, each).parties),
        date=day,
        candidates=candidates,
        confidence=choice.surest(),
    )


def _state(leader: State, choice: _Choice) -> State:
    day, candidates = choice.day("since")
    return replace(leader, since=day, candidates=candidates, confidence=choice.surest())


def _action(leader: Action, choice: _Choice) -> Action:
    day, candidates = choice.day("date")
    return replace(
        leader,
        actors=choice.joined(lambda each: _as(Action, each).actors),
        recipients=choice.joined(lambda each: _as(Action, each).recipients),
        date=day,
        candidates=candidates,
        place=_place(choice),
        status=choice.first("status", _FIRMEST, lambda each: _as(Action, each).status) or leader.status,
        confidence=choice.surest(),
    )


def _as(form: type[T], record: Record) -> T:
    if not isinstance(record, form):
        raise TypeError(f"reports of one thing are of one kind, not {form.__name__} and {type(record).__name__}")
    return record


def _place(choice: _Choice) -> Place | None:
    def place(record: Record) -> Place | None:
        return record.place if isinstance(record, Contact | Action) else None

    def full(record: Record) -> Place | None:
        found = place(record)
        return found if found and found.city else None

    if any(full(each.record) for each in choice.reports):
        return choice.most("place", full, _shown_place)
    return choice.most("place", place, _shown_place)


def _shown_place(place: Place) -> str:
    return ", ".join(part for part in (place.city, place.country) if part)


def _participants(choice: _Choice) -> tuple[Participant, ...]:
    """Everyone named, in the order of the reports; for a code nobody names, its offices or the code alone."""
    spellings: dict[tuple[str, frozenset[str]], Counter[str]] = {}
    offices: dict[tuple[str, frozenset[str]], Counter[str]] = defaultdict(Counter)
    unnamed: dict[str, Counter[str]] = {}
    for report in choice.reports:
        voice = 1 if report.copy_of is None else 0
        for each in _as(Contact, report.record).participants:
            if each.person:
                key = _person_key(spellings, each.code, name(each.person))
                spellings.setdefault(key, Counter())[each.person] += voice
                offices[key].update({each.office: voice} if each.office else {})
            else:
                unnamed.setdefault(each.code, Counter()).update({each.office: voice} if each.office else {})
    people = [
        Participant(code, _usual(spelled), _usual(offices[code, words])) for (code, words), spelled in spellings.items()
    ]
    held = {code for code, _ in spellings}
    people.extend(Participant(code, None, _usual(given)) for code, given in unnamed.items() if code not in held)
    return tuple(sorted(people, key=lambda each: each.code))


def _person_key(
    known: dict[tuple[str, frozenset[str]], Counter[str]], code: str, words: frozenset[str]
) -> tuple[str, frozenset[str]]:
    """The person of a code whose name holds these words or is held by them."""
    for held, spelled in known:
        if held == code and (spelled <= words or words <= spelled):
            return held, spelled
    return code, words


def _usual(counted: Counter[str]) -> str | None:
    """The commonest, of equally common ones the longest, then the first in the alphabet."""
    return min(counted, key=lambda text: (-counted[text], -len(text), text), default=None)


def _history(reports: Sequence[Report]) -> tuple[Step, ...]:
    """Every status reported with the first day it is known from: of the contact where it occurred, else of the news."""
    first: dict[Status, Step] = {}
    for each in reports:
        if not isinstance(each.record, Contact | Action):
            return ()
        status = each.record.status
        published = each.origin.published
        day = each.latest if status is Status.OCCURRED else None
        day = day or (date.fromisoformat(published.latest) if published else None)
        held = first.get(status)
        if held is None or (day and (held.day is None or day < held.day)):
            first[status] = Step(status.value, day, each.id)
    soonest = list(reversed(_FIRMEST))
    return tuple(sorted(first.values(), key=lambda step: soonest.index(Status(step.status))))
