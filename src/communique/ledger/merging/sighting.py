"""A record as merging sees it: what it is compared by, who comes before whom, and where those it may join are found."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from itertools import combinations

from communique.interchange import RecordKind, record_codes, record_date, record_kind
from communique.knowledge import is_organisation, office_level
from communique.ledger.merging.when import SLACK, SPECIFIC, YEAR, When, when
from communique.orthography import plain
from communique.records import Action, Agreement, Contact, Published, Record, State, Statement, Status

_MANY = 12
"""Codes of one record whose dyads are all looked up; of more, each with the first."""

_MONTH = 31

_TELLING = 62
"""Days a date may span and still tell one event from the next, most of the time."""

_PLANNED = 62
"""Days that a plan and what came of it may lie apart."""

_VAGUE = 2

_TOWN = " @ "

_WORDS = re.compile(r"\w+")

Rank = tuple[int, int, int, int, int, float, str]

Name = frozenset[str]
"""A person's name as its words, without diacritics, in lower case."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A record of one document. `id` is the ledger's.

    `bodies`: those of its codes that are organisations. `people`: names by code. `levels`: of the offices named, by
    code. `news`: the day of the year, 1 to 366, of which its article brings the news. `rank`: the lower comes first and
    leads.
    """

    id: str
    doc: str
    kind: RecordKind
    record: Record
    when: When
    published: Published | None
    codes: frozenset[str]
    bodies: frozenset[str]
    people: Mapping[str, frozenset[Name]]
    levels: Mapping[str, frozenset[str]]
    news: int | None
    rank: Rank

    @property
    def vague(self) -> bool:
        """Whether its date does not tell events of the same sides apart; all that are vague come after those that are
        not.
        """
        return self.rank[0] == _VAGUE

    @property
    def blocks(self) -> tuple[str, ...]:
        """Keys of the groups in which its like can be found: only those that share one can be the same thing."""
        return tuple(sorted(set(_blocks(self.record, self.when, self.people))))

    def span(self, block: str) -> tuple[int | None, int | None]:
        """The days of which its like in a block can be, as ordinals. In one of a town a date may be wrong: all, unless
        it names a day.
        """
        if _TOWN in block and not (self.when.dated and self.when.specific):
            return None, None
        return self.when.first, self.when.last

    def reach(self, block: str) -> tuple[int, int] | None:
        """How many days from its span in a block that of its like may lie: of what names a day, and of what does not.
        None where any days will do.
        """
        if None in self.span(block):
            return None
        if self.kind is not RecordKind.CONTACT:
            return SLACK, SLACK
        if _TOWN in block:
            return YEAR, YEAR
        return (SLACK if self.when.dated and self.when.specific else _PLANNED), _PLANNED

    @property
    def words(self) -> frozenset[str]:
        """The words of its evidence, without diacritics."""
        return frozenset(_words(self.record.evidence))


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORDS.findall(plain(text)))


def sighting(id_: str, doc: str, record: Record, published: Published | None, news: int | None = None) -> Sighting:
    """The record under its id in the ledger; `news` as `news_day` gives it. Pure."""
    moment = when(record, record_date(record), published)
    people = _people(record)
    codes = frozenset(code for code, _ in record_codes(record))
    place = record.place if isinstance(record, Contact | Action) else None
    told = (-len(people), 0 if place and place.city else 1, _open(record), -round(record.confidence, 2))
    return Sighting(
        id=id_,
        doc=doc,
        kind=record_kind(record),
        record=record,
        when=moment,
        published=published,
        codes=codes,
        bodies=frozenset(filter(is_organisation, codes)),
        people=people,
        levels=_levels(record),
        news=news,
        rank=(_tier(moment), moment.span, *told, id_),
    )


def _open(record: Record) -> int:
    """1 for a contact that had not taken place: whoever tells of one that has knows where and when it was."""
    return int(isinstance(record, Contact) and not _happened(record))


def _tier(moment: When) -> int:
    """Days or months of a known year, then days of an unknown one, then the rest."""
    if moment.span > (_TELLING if moment.dated else SPECIFIC):
        return _VAGUE
    return 0 if moment.dated else 1


def news_day(records: Iterable[Record], published: Published | None) -> int | None:
    """The day of the year of which an article brings the news: of its publication where that is known within a month;
    else of the first thing it says was said or done on a day. None where it gives no such day.
    """
    if published:
        first, last = (date.fromisoformat(text) for text in (published.earliest, published.latest))
        if (last - first).days <= _MONTH:
            return last.timetuple().tm_yday
    said = (each for each in records if isinstance(each, Statement) or _happened(each))
    days = ((each.start, each.id, found.days[0]) for each in said if (found := _specific(each)) and found.days)
    return min(days, default=(0, "", None))[2]


def _happened(record: Record) -> bool:
    return isinstance(record, Contact | Action) and record.status in (Status.OCCURRED, Status.ONGOING)


def _specific(record: Record) -> When | None:
    found = when(record, record_date(record), None)
    return found if found.specific else None


def _people(record: Record) -> dict[str, frozenset[Name]]:
    found: dict[str, set[Name]] = defaultdict(set)
    if isinstance(record, Contact):
        for each in record.participants:
            if each.person:
                found[each.code].add(name(each.person))
    elif isinstance(record, Statement) and record.speaker.person:
        found[record.speaker.code].add(name(record.speaker.person))
    return {code: frozenset(names) for code, names in found.items()}


def _levels(record: Record) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    if isinstance(record, Contact):
        for each in record.participants:
            level = office_level(each.office)
            if level:
                found[each.code].add(level)
    return {code: frozenset(levels) for code, levels in found.items()}


@cache
def _name(text: str) -> Name:
    return frozenset(_WORDS.findall(plain(text)))


@cache
def town(text: str) -> frozenset[str]:
    """The name of a town or site as comparable words."""
    return frozenset(_WORDS.findall(plain(text)))


def name(text: str) -> Name:
    """A person's name as comparable words: ``Kim Jong-un`` and ``Kim Jong Un`` are one."""
    return _name(text)


def _blocks(record: Record, moment: When, people: Mapping[str, frozenset[Name]]) -> Iterator[str]:
    """Keys of the groups in which its like can be found.

    Those whose date tells little are looked for where something else they share could make them one: a person or a
    town, the sides of a standing thing, or the very words.
    """
    kind = record_kind(record)
    evidence = sha256(" ".join(_words(record.evidence)).encode("utf-8", "surrogatepass")).hexdigest()
    yield f"{kind}={evidence[:16]}"
    told = moment.dated or moment.days is not None
    news = moment.first is not None
    for pair in _sides(record):
        block = f"{kind}:{pair}"
        if isinstance(record, State | Agreement) or told or (news and not isinstance(record, Contact)):
            yield block
        if isinstance(record, Contact):
            for names in people.values():
                yield from (f"{block}:{' '.join(sorted(each))}" for each in names)
            if record.place and record.place.city:
                yield from (f"{block}{_TOWN}{word}" for word in town(record.place.city))
    if isinstance(record, Contact) and told:
        yield from (f"{kind}:{each.code}" for each in record.participants if is_organisation(each.code))


def _sides(record: Record) -> Iterator[str]:
    match record:
        case Contact():
            yield from _pairs({each.code for each in record.participants})
        case Statement():
            yield f"{record.speaker.code} {record.act}"
        case Agreement():
            for pair in _pairs(set(record.parties)):
                yield f"{pair} {record.action}"
        case State():
            yield f"{' '.join(sorted(set(record.parties)))} {record.kind} {record.state}"
        case Action():
            for actor in sorted(set(record.actors)) or [""]:
                yield f"{actor} {record.type}"


def _pairs(codes: set[str]) -> Iterator[str]:
    ordered = sorted(codes)
    if len(ordered) < 2:
        yield from ordered
    elif len(ordered) > _MANY:
        yield from (f"{ordered[0]} {other}" for other in ordered[1:])
    else:
        yield from (f"{one} {other}" for one, other in combinations(ordered, 2))
