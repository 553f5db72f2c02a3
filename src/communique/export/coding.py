"""Entries as events: their PLOVER and CAMEO codes by `tables/events.tsv`, their sources, recipients and days.

An event is dated by its entry. A statement whose day is not said is dated by the page that reports it, as is usual in
event data; nothing else is, for what a page tells may be long past.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from communique.interchange import RecordKind, record_codes
from communique.knowledge import knowledge
from communique.knowledge.tables import read_rows
from communique.ledger.entry import Entry
from communique.ledger.what import what
from communique.records import Action, Contact, Participant, Place, Record, State, Statement


class Roles(StrEnum):
    """Who of an entry's actors is source and who recipient of the event."""

    ALL = "all"
    SPEAKER = "speaker"
    ACTING = "acting"
    INITIATOR = "initiator"
    ASKED = "asked"
    VISITOR = "visitor"


class Setting(StrEnum):
    """What a row may ask of an entry: held where none of its actors is at home; held at the home or seat of one of
    several; asked for by one of them; an act of several with no recipient.
    """

    THIRD = "third"
    HOST = "host"
    INITIATOR = "initiator"
    MUTUAL = "mutual"


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table. Empty sets of kinds, statuses or settings stand for any; `event` None is no event."""

    list: RecordKind
    kinds: frozenset[str]
    statuses: frozenset[str]
    settings: frozenset[Setting]
    event: str | None
    mode: str | None
    contexts: tuple[str, ...]
    roles: Roles
    cameo: str | None
    back: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """What an entry is in PLOVER (`event` None: nothing) and in CAMEO (`cameo` None: nothing).

    Without recipients, several sources stand to each other as equals. `back`: the CAMEO code from recipient to source.
    """

    event: str | None
    mode: str | None
    contexts: tuple[str, ...]
    sources: tuple[str, ...]
    recipients: tuple[str, ...]
    cameo: str | None
    back: str | None

    @property
    def happened(self) -> bool:
        """Whether it is told as something that was, is or will be, not denied and not merely supposed."""
        return not {"negation", "hypothetical"} & set(self.contexts)

    def pairs(self) -> tuple[tuple[str | None, str | None, str], ...]:
        """Directed pairs as CAMEO codes them: source, recipient, code; None for a side that is not named."""
        if self.cameo is None:
            return ()
        if self.recipients:
            found = [(one, other) for one in self.sources or (None,) for other in self.recipients if one != other]
            there = [(one, other, self.cameo) for one, other in found]
            return (*there, *((other, one, self.back) for one, other in found if self.back))
        if len(self.sources) > 1:
            return tuple((one, other, self.cameo) for one in self.sources for other in self.sources if one != other)
        return tuple((one, None, self.cameo) for one in self.sources)


def table(name: str) -> Traversable:
    """A table of this room."""
    return files("communique.export").joinpath("tables", name)


def column(name: str, key: str, value: str) -> dict[str, str]:
    """Two columns of a table as a mapping."""
    return {row[key]: row[value] for _, row in read_rows(table(name))}


@cache
def rules() -> tuple[Rule, ...]:
    """The rows of the table, in order."""
    return tuple(
        Rule(
            list=RecordKind(row["list"]),
            kinds=_any(row["kind"]),
            statuses=_any(row["status"]),
            settings=frozenset(map(Setting, _any(row["setting"]))),
            event=row["event"] or None,
            mode=row["mode"] or None,
            contexts=tuple(row["context"].split()),
            roles=Roles(row["roles"]),
            cameo=row["cameo"] or None,
            back=row["back"] or None,
        )
        for _, row in read_rows(table("events.tsv"))
    )


def event(entry: Entry) -> Event | None:
    """The event an entry is, or None where it is none in either scheme."""
    record = entry.record
    kind, status = what(record)
    settings = _settings(record)
    for rule in rules():
        fits = rule.list is entry.kind and (not rule.kinds or kind in rule.kinds)
        if fits and (not rule.statuses or status in rule.statuses) and rule.settings <= settings:
            if rule.event is None and rule.cameo is None:
                return None
            sources, recipients = _sides(record, rule.roles)
            name = kind if rule.event == "=" else rule.event
            return Event(name, rule.mode, rule.contexts, sources, recipients, rule.cameo, rule.back)
    return None


def days(entry: Entry) -> tuple[date, date] | None:
    """First and last day the event can have been on, inclusive; None where that is not known."""
    first, last = entry.earliest or entry.latest, entry.latest or entry.earliest
    if first and last:
        return first, last
    published = entry.origin.published
    if isinstance(entry.record, Statement) and entry.record.date is None and published:
        return date.fromisoformat(published.earliest), date.fromisoformat(published.latest)
    return None


def place(record: Record) -> Place | None:
    """Where it happened, if its kind says."""
    return record.place if isinstance(record, Contact | Action) else None


def people(record: Record, code: str) -> tuple[Participant, ...]:
    """Those of an actor who take part or speak."""
    if isinstance(record, Contact):
        return tuple(each for each in record.participants if each.code == code)
    if isinstance(record, Statement) and record.speaker.code == code:
        return (record.speaker,)
    return ()


def at_home(code: str, country: str) -> bool:
    """Whether a country is an actor's own: the state itself, the seat of an organisation or a member of it."""
    known = knowledge().actors.get(code)
    return code == country or (known is not None and (country == known.seat or country in known.members))


def _host(record: Contact) -> str | None:
    """The actor at whose home it was: the state of the place, else the one organisation with its seat there."""
    country = record.place.country if record.place else None
    codes = _codes(record)
    if country is None or country in codes:
        return country
    known = [actor for code in codes if (actor := knowledge().actors.get(code)) and actor.seat == country]
    return known[0].code if len(known) == 1 else None


def _any(cell: str) -> frozenset[str]:
    return frozenset() if cell == "*" else frozenset(cell.split("|"))


def _codes(record: Record) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code, _ in record_codes(record)))


def _settings(record: Record) -> frozenset[Setting]:
    found = set()
    if isinstance(record, Contact):
        codes = _codes(record)
        country = record.place.country if record.place else None
        if country and not any(at_home(code, country) for code in codes):
            found.add(Setting.THIRD)
        if _host(record) and len(codes) > 1:
            found.add(Setting.HOST)
        if record.initiator in codes and len(codes) > 1:
            found.add(Setting.INITIATOR)
    if isinstance(record, Action) and len(record.actors) > 1 and not record.recipients:
        found.add(Setting.MUTUAL)
    return frozenset(found)


def _sides(record: Record, roles: Roles) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sources and recipients."""
    codes = _codes(record)
    match record, roles:
        case Statement(), Roles.SPEAKER:
            return (record.speaker.code,), tuple(dict.fromkeys(record.targets))
        case Action(), Roles.ACTING:
            return tuple(dict.fromkeys(record.actors)), tuple(dict.fromkeys(record.recipients))
        case State(), Roles.ACTING:
            return codes[:1], codes[1:]
        case Contact(), Roles.INITIATOR | Roles.ASKED | Roles.VISITOR:
            one = tuple(
                code for code in codes if code == (_host(record) if roles is Roles.VISITOR else record.initiator)
            )
            rest = tuple(code for code in codes if code not in one)
            return (one, rest) if roles is Roles.INITIATOR else (rest, one)
        case _:
            return codes, ()
