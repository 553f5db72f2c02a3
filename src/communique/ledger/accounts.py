"""Who says what of one contact: the accounts of its sides, set side by side. Pure.

Rules, each a sentence of docs/codebook.md:

1. A statement belongs to the side whose institution passes it on, else to the side of the speaker.
2. It is about the contact if it is made toward another side, or toward none, in an article that reports the contact, or
   toward another side in any other article within DAYS of the contact.
3. One dated to the day counts only within DAYS of the contact. One that is not, only in an article in which no other
   contact of these sides is later: there it is about that.
4. Two sides say the same where they do the same toward the same third party, agree with each other, or do the same in
   nearly the same words.
5. A side contradicts the other where it rejects what that says: what it is last accused of before that in the same
   article, else what is last said of it.
6. The reports of the contact differ on who asked for it, on whether it took place, on its day, place or kind where they
   give different values; one that cites institutions of one side alone speaks for that side, in what was discussed too.
7. A sentence of an article's story in which accounts are said to differ is told as it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from communique.article.model import STORY
from communique.interchange import record_date
from communique.language.differing import differing_sentences
from communique.ledger.entry import Entry, Filed, Report
from communique.ledger.merging.when import SPECIFIC
from communique.ledger.tellings import side_of_body, side_of_statement
from communique.orthography import plain
from communique.records import Act, Contact, Statement, Status

DAYS = timedelta(days=2)

_ALIKE = 0.6
"""Share of words in common from which two statements say the same in nearly the same words."""


class Voices(StrEnum):
    """Who says a point."""

    BOTH = "both"
    ONE = "one"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Said:
    """What a side says: the entry of a statement, and the outlets and agencies that carry it."""

    side: str
    entry: Entry
    carried: tuple[str, ...]

    @property
    def statement(self) -> Statement:
        """The statement itself."""
        assert isinstance(self.entry.record, Statement)
        return self.entry.record


@dataclass(frozen=True, slots=True)
class Point:
    """What one side says, what several say, or what one says and another rejects (then the rejection comes last)."""

    voices: Voices
    said: tuple[Said, ...]

    @property
    def sides(self) -> tuple[str, ...]:
        """Who says it, in the order in which they do."""
        return tuple(dict.fromkeys(each.side for each in self.said))


@dataclass(frozen=True, slots=True)
class Telling:
    """A value that reports of the contact give for a field; `sides`: those that the reports speak for."""

    value: str
    sides: tuple[str, ...]
    reports: tuple[str, ...]
    carried: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of which the reports of the contact give different values."""

    field: str
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence that says that accounts differ: ``text[start:end]`` of the document."""

    doc: str
    outlet: str | None
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of a contact. `topics`: what the reports that speak for a side say was discussed."""

    contact: Entry
    sides: tuple[str, ...]
    points: tuple[Point, ...]
    topics: tuple[Telling, ...]
    differences: tuple[Difference, ...]
    remarks: tuple[Remark, ...]

    def only(self, side: str) -> tuple[Point, ...]:
        """What this side says and no other does."""
        return tuple(each for each in self.points if each.voices is Voices.ONE and each.sides == (side,))


def accounts(
    contact: Entry, statements: Iterable[Entry], contacts: Iterable[Entry], documents: Iterable[Filed]
) -> Accounts:
    """The accounts of a contact.

    `statements` and `contacts`: those in the articles that report it, and statements of the days around it.
    `documents`: those articles. The order of the entries does not matter.
    """
    record = contact.record
    assert isinstance(record, Contact)
    sides = tuple(dict.fromkeys(each.code for each in record.participants))
    own = _own_documents(contact, [each for each in contacts if each.id != contact.id])
    said = sorted((each for entry in statements for each in _about(contact, entry, sides, own)), key=_place)
    return Accounts(
        contact=contact,
        sides=sides,
        points=tuple(_points(said, frozenset(sides))),
        topics=tuple(_tellings(((topic, each) for each in contact.reports for topic in _topics(each)), sides)),
        differences=tuple(_differences(contact, sides)),
        remarks=tuple(_remarks(documents)),
    )


def _own_documents(contact: Entry, others: Sequence[Entry]) -> dict[str, bool]:
    """The documents that report the contact; whether no other contact of its sides is later there."""
    codes = _codes(contact)
    found = {each.origin.doc: True for each in contact.reports}
    for other in others:
        record = other.record
        shared = len(codes & _codes(other)) >= min(2, len(codes))
        if not shared or not isinstance(record, Contact) or record.status is not Status.OCCURRED or not other.earliest:
            continue
        if contact.latest is None or other.earliest > contact.latest + DAYS:
            found.update((each.origin.doc, False) for each in other.reports if each.origin.doc in found)
    return found


def _codes(entry: Entry) -> frozenset[str]:
    record = entry.record
    return frozenset(each.code for each in record.participants) if isinstance(record, Contact) else frozenset()


def _about(contact: Entry, entry: Entry, sides: Collection[str], own: dict[str, bool]) -> Iterator[Said]:
    record = entry.record
    if not isinstance(record, Statement):
        return
    side = side_of_statement(record, sides)
    if side is None:
        return
    there = [own[each.origin.doc] for each in entry.reports if each.origin.doc in own]
    toward = bool((set(record.targets) & set(sides)) - {side}) or (bool(there) and not record.targets)
    first, last = entry.earliest, entry.latest
    if first and last and (last - first).days < SPECIFIC:
        if contact.earliest is None or contact.latest is None:
            timely = bool(there)
        else:
            timely = first <= contact.latest + DAYS and last >= contact.earliest - DAYS
    else:
        timely = any(there)
    if toward and timely:
        yield Said(side, entry, _carried(entry.reports))


def _carried(reports: Iterable[Report]) -> tuple[str, ...]:
    """The outlets, and whom they cite, in the order of the reports."""
    found: dict[str, None] = {}
    for each in reports:
        via = each.record.via if isinstance(each.record, Statement | Contact) else ()
        found.update(dict.fromkeys((each.origin.outlet or each.origin.doc, *via)))
    return tuple(found)


def _place(said: Said) -> tuple[str, int, str]:
    leading = said.entry.reports[0]
    return leading.origin.doc, leading.record.start, said.entry.id


def _points(said: Sequence[Said], sides: frozenset[str]) -> Iterator[Point]:
    """What is contradicted first, then what is said by both, then by one; each in the order of the articles."""
    by_id = {each.entry.id: each for each in said}
    rejected = dict(_rejections(said))
    answered = {no for each in rejected.values() for no in each}
    for id_, nos in rejected.items():
        yield Point(Voices.CONTRADICTED, (by_id[id_], *(by_id[no] for no in nos)))
    groups: list[list[Said]] = []
    for each in said:
        if each.entry.id in answered or each.entry.id in rejected:
            continue
        group = next((held for held in groups if any(_same(each, one, sides) for one in held)), None)
        if group is None:
            groups.append([each])
        else:
            group.append(each)
    made = [Point(_voices(group), tuple(group)) for group in groups]
    yield from sorted(made, key=lambda each: each.voices is Voices.ONE)


def _voices(group: Sequence[Said]) -> Voices:
    return Voices.BOTH if len({each.side for each in group}) > 1 else Voices.ONE


def _rejections(said: Sequence[Said]) -> Iterator[tuple[str, list[str]]]:
    """What is rejected, by id, with the ids of what rejects it."""
    found: dict[str, list[str]] = {}
    for at, no in enumerate(said):
        if no.statement.act is not Act.REJECT:
            continue
        before = [each for each in said[:at] if each.side != no.side and _document(each) == _document(no)]
        before = [each for each in before if no.side in each.statement.targets and each.side in no.statement.targets]
        for act in (Act.ACCUSE, Act.ASSERT):
            answered = [each for each in before if each.statement.act is act]
            if answered:
                found.setdefault(answered[-1].entry.id, []).append(no.entry.id)
                break
    yield from found.items()


def _document(said: Said) -> str:
    return said.entry.reports[0].origin.doc


def _same(one: Said, other: Said, sides: frozenset[str]) -> bool:
    mine, theirs = one.statement, other.statement
    if mine.act is not theirs.act:
        return False
    if one.side != other.side:
        third = (set(mine.targets) & set(theirs.targets)) - sides
        if third or (mine.act is Act.AGREE and one.side in theirs.targets and other.side in mine.targets):
            return True
    here, there = set(plain(mine.evidence).split()), set(plain(theirs.evidence).split())
    return bool(here) and len(here & there) >= _ALIKE * len(here | there)


def _topics(report: Report) -> tuple[str, ...]:
    return report.record.topics if isinstance(report.record, Contact) else ()


def _differences(contact: Entry, sides: Collection[str]) -> Iterator[Difference]:
    """Where somebody dissents from the entry, with who gives which value."""
    for field in dict.fromkeys(each.field for each in contact.dissents if each.field in _FIELDS):
        dissents = {each.report: each.value for each in contact.dissents if each.field == field}
        given = [
            (dissents.get(each.id) or value, each)
            for each in contact.reports
            if each.copy_of is None and (value := _value(each, field)) is not None
        ]
        yield Difference(field, tuple(_tellings(given, sides)))


_FIELDS = ("initiator", "status", "kind", "date", "place")


def _value(report: Report, field: str) -> str | None:
    record = report.record
    if not isinstance(record, Contact):
        return None
    match field:
        case "initiator":
            return record.initiator
        case "status":
            return record.status.value
        case "kind":
            return record.kind.value
        case "place":
            place = record.place
            return ", ".join(part for part in (place.city, place.country) if part) if place else None
        case _:
            return record_date(record)


def _tellings(given: Iterable[tuple[str, Report]], sides: Collection[str]) -> Iterator[Telling]:
    by_value: dict[str, list[Report]] = {}
    for value, report in given:
        by_value.setdefault(value, []).append(report)
    for value, reports in by_value.items():
        spoken = dict.fromkeys(side for each in reports for side in _speaks_for(each, sides))
        yield Telling(value, tuple(spoken), tuple(each.id for each in reports), _carried(reports))


def _speaks_for(report: Report, sides: Collection[str]) -> tuple[str, ...]:
    """The side whose institutions alone a report of the contact cites."""
    via = report.record.via if isinstance(report.record, Contact) else ()
    found = {side for name in via if (side := side_of_body(name, sides))}
    return tuple(found) if len(found) == 1 else ()


def _remarks(documents: Iterable[Filed]) -> Iterator[Remark]:
    for filed in sorted(documents, key=lambda each: each.origin.doc):
        for block in filed.blocks:
            if block.role in STORY:
                for start, end in differing_sentences(filed.text, block.start, block.end):
                    yield Remark(filed.origin.doc, filed.origin.outlet, filed.text[start:end], start, end)
