"""Who answers whom: statements as threads. Pure.

Rules, each a sentence of docs/codebook.md:

1. A statement answers another if the speaker of each is among the targets of the other, and the other comes first.
2. In one article, what stands earlier comes first; elsewhere, what is of an earlier day, and no more than DAYS before.
   A statement without a date is of the first day its article can be.
3. What answers what is a matter of acts (`_ANSWERED`); in one article an assertion answers too.
4. It answers one statement alone: one in the same article rather than elsewhere, else the latest before it.
5. A thread is a statement that answers none with what answers it, what answers that, and so on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from communique.ledger.entry import Entry
from communique.records import Act, Statement

DAYS = timedelta(days=7)

_ANSWERED: dict[Act, frozenset[Act]] = {
    Act.ACCUSE: frozenset({Act.REJECT, Act.CONCEDE, Act.ACCUSE, Act.THREATEN}),
    Act.THREATEN: frozenset({Act.REJECT, Act.CONCEDE, Act.ACCUSE, Act.THREATEN}),
    Act.REQUEST: frozenset({Act.REJECT, Act.CONCEDE, Act.AGREE, Act.SUPPORT}),
    Act.REJECT: frozenset({Act.ACCUSE, Act.THREATEN, Act.REQUEST}),
    Act.ASSERT: frozenset({Act.REJECT, Act.AGREE}),
}
"""An act, and those by which it is answered."""

_CALLING = frozenset({Act.ACCUSE, Act.THREATEN, Act.REQUEST, Act.REJECT})
"""What an assertion in the same article answers."""


class Bond(StrEnum):
    """Why one statement is taken to answer another."""

    ARTICLE = "article"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Turn:
    """A statement in its thread: `depth` counts from 0, `answers` is the id of the one it answers."""

    entry: Entry
    depth: int = 0
    answers: str | None = None
    bond: Bond | None = None

    @property
    def statement(self) -> Statement:
        """The statement itself."""
        assert isinstance(self.entry.record, Statement)
        return self.entry.record


@dataclass(frozen=True, slots=True)
class Thread:
    """A statement that answers none, first, then what answers it: each turn stands after the one that it answers."""

    turns: tuple[Turn, ...]

    @property
    def last(self) -> date | None:
        """The latest day of a turn."""
        return max((day for each in self.turns if (day := _day(each.entry))), default=None)


@dataclass(frozen=True, slots=True)
class _Said:
    entry: Entry
    record: Statement
    day: date | None
    places: dict[str, int]
    order: tuple[date, str, int, str]


@dataclass(frozen=True, slots=True)
class _Link:
    to: _Said
    bond: Bond


def threads(statements: Iterable[Entry]) -> tuple[Thread, ...]:
    """The threads of these statements, those that end latest first. The order of the entries does not matter."""
    said = sorted((_said(each, each.record) for each in statements if isinstance(each.record, Statement)), key=_order)
    aimed: dict[tuple[str, str], list[_Said]] = defaultdict(list)
    aimed_in: dict[tuple[str, str, str], list[_Said]] = defaultdict(list)
    answers: dict[str, list[tuple[_Said, Bond]]] = defaultdict(list)
    first: list[_Said] = []
    for each in said:
        link = _link(each, aimed, aimed_in)
        if link is None:
            first.append(each)
        else:
            answers[link.to.entry.id].append((each, link.bond))
        speaker = each.record.speaker.code
        for target in set(each.record.targets) - {speaker}:
            aimed[speaker, target].append(each)
            for doc in each.places:
                aimed_in[doc, speaker, target].append(each)
    made = [Thread(tuple(_turns(each, answers))) for each in first]
    return tuple(sorted(made, key=lambda each: (each.last or date.min, each.turns[0].entry.id), reverse=True))


def _said(entry: Entry, record: Statement) -> _Said:
    places: dict[str, int] = {}
    for each in entry.reports:
        places.setdefault(each.origin.doc, each.record.start)
    day = _day(entry)
    return _Said(entry, record, day, places, (day or date.min, entry.origin.doc, record.start, entry.id))


def _order(said: _Said) -> tuple[date, str, int, str]:
    return said.order


def _day(entry: Entry) -> date | None:
    published = (each.origin.published for each in entry.reports)
    return entry.earliest or min((date.fromisoformat(each.earliest) for each in published if each), default=None)


def _link(
    said: _Said, aimed: dict[tuple[str, str], list[_Said]], aimed_in: dict[tuple[str, str, str], list[_Said]]
) -> _Link | None:
    """What it answers, of all that came before."""
    speaker, codes = said.record.speaker.code, set(said.record.targets)
    there = [
        one
        for code in codes
        for doc, start in said.places.items()
        if (one := _in_article(said, doc, start, aimed_in.get((doc, code, speaker), ())))
    ]
    if there:
        return _Link(max(there, key=_order), Bond.ARTICLE)
    elsewhere = [one for code in codes if (one := _in_days(said, aimed.get((code, speaker), ())))]
    return _Link(max(elsewhere, key=_order), Bond.DAYS) if elsewhere else None


def _in_article(said: _Said, doc: str, start: int, before: Sequence[_Said]) -> _Said | None:
    """The latest that stands before it in a document and that its act answers."""
    for each in reversed(before):
        asserted = said.record.act is Act.ASSERT and each.record.act in _CALLING
        if (asserted or said.record.act in _ANSWERED.get(each.record.act, ())) and each.places[doc] < start:
            return each
    return None


def _in_days(said: _Said, before: Sequence[_Said]) -> _Said | None:
    """The latest of an earlier day, DAYS before at most, that its act answers."""
    if said.day is None:
        return None
    for each in reversed(before):
        if each.day is None or said.day - each.day > DAYS:
            return None
        if each.day < said.day and said.record.act in _ANSWERED.get(each.record.act, ()):
            return each
    return None


def _turns(said: _Said, answers: dict[str, list[tuple[_Said, Bond]]]) -> Iterator[Turn]:
    waiting = [Turn(said.entry)]
    while waiting:
        turn = waiting.pop()
        yield turn
        for each, bond in reversed(answers.get(turn.entry.id, ())):
            waiting.append(Turn(each.entry, turn.depth + 1, turn.entry.id, bond))
