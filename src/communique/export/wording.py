"""An entry in a line, for what people read: calendars, feeds."""

from __future__ import annotations

from communique.export.actors import name
from communique.export.inert import line
from communique.ledger.entry import Entry
from communique.records import Action, Agreement, Contact, Participant, Place, State, Statement


def headline(entry: Entry) -> str:
    """Who, what and when, in the words of the codebook: ``Russia, United States: call, occurred, 2024-06-25``."""
    record = entry.record
    match record:
        case Contact():
            who = _names(tuple(dict.fromkeys(each.code for each in record.participants)))
            what = [record.kind.value, record.status.value]
        case Statement():
            who = _names((record.speaker.code,)) + (f" → {_names(record.targets)}" if record.targets else "")
            what = [record.act.value]
        case Agreement():
            who, what = _names(record.parties), [record.name, record.action.value.replace("_", " ")]
        case State():
            who, what = _names(record.parties), [record.kind.value, record.state.value.replace("_", " ")]
        case Action():
            who = _names(record.actors) + (f" → {_names(record.recipients)}" if record.recipients else "")
            what = [record.type.value, record.status.value]
    return line(f"{who}: {', '.join(part for part in (*what, entry.edtf) if part)}")


def account(entry: Entry) -> str:
    """Who took part, where, the words it rests on, and who reports it: a line each."""
    record = entry.record
    people = record.participants if isinstance(record, Contact) else ()
    if isinstance(record, Statement):
        people = (record.speaker,)
    place = record.place if isinstance(record, Contact | Action) else None
    told = [f"“{record.evidence}”", *(f"— {_source(entry, number)}" for number in range(len(entry.reports)))]
    lines = [", ".join(_person(each) for each in people if each.person), where(place), *told]
    return "\n".join(line(each) for each in lines if each)


def where(place: Place | None) -> str:
    """City and country, as far as known."""
    if place is None:
        return ""
    return line(", ".join(part for part in (place.city, name(place.country) if place.country else None) if part))


def _source(entry: Entry, number: int) -> str:
    origin = entry.reports[number].origin
    published = origin.published.earliest if origin.published else None
    return ", ".join(part for part in (origin.outlet or origin.doc, origin.title, published) if part)


def _person(each: Participant) -> str:
    return f"{each.person} ({each.office})" if each.office else str(each.person)


def _names(codes: tuple[str, ...]) -> str:
    return ", ".join(map(name, codes)) or "?"
