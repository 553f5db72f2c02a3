"""Made-up news in any quantity, the same each time, and a ledger filled with it as adding it would.

An article has a dozen records of the kinds an extractor finds, in the proportions it finds them; they tell of events
that other articles of about the same day tell of too. Sides are drawn from sixty states, few of them often and most of
them seldom, people are office holders of the day, and the words are sentences of given pages.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, insert

from communique.article import Article
from communique.article.model import Block, Role
from communique.interchange import records
from communique.knowledge import Tenure, knowledge
from communique.ledger import Ledger, copies, searchindex, writing
from communique.ledger.composing import write_entries
from communique.ledger.merging import Sighting, sighting
from communique.ledger.merging.sighting import news_day
from communique.ledger.revision import changed
from communique.ledger.rows import put
from communique.ledger.sightings import block_rows, sighting_row
from communique.ledger.tables import BlockRow, DocumentRow, ReadingRow, SightingRow
from communique.records import (
    Act,
    Action,
    ActionType,
    Agreement,
    AgreementAction,
    Contact,
    ContactKind,
    Participant,
    Place,
    Published,
    Reading,
    Record,
    State,
    StateKind,
    Statement,
    StateValue,
    Status,
)

RECORDS_EACH = 12
START = date(2016, 1, 1)
DAYS = 3650
STATES = 60
REPORTED_AGAIN = 0.5
"""How many records tell of an event that another article has told of."""
AT_ONCE = 100
"""Articles that may tell of the same events."""
_LONGEST = 250
_KINDS = (Contact, Statement, Agreement, State, Action)
_SHARES = (19, 48, 8, 9, 16)
_LISTS = ("contacts", "statements", "agreements", "states", "actions")
_STATUSES = ((Status.OCCURRED, Status.PLANNED, Status.PROPOSED, Status.CANCELLED), (80, 14, 4, 2))
_TOWNS = ("Geneva", "Vienna", "Singapore", "Munich", "Istanbul", "Beijing", "Hanoi", "Astana")
_TOPICS = ("borders", "trade", "arms control", "exercises", "sanctions")

_DOCUMENTS = insert(DocumentRow).returning(DocumentRow.key, sort_by_parameter_order=True)
_READINGS = insert(ReadingRow).returning(ReadingRow.key, sort_by_parameter_order=True)

Dyad = tuple[str, str]


class News:
    """Articles with their readings, drawn from one seed. `sentences`: what they are worded with."""

    def __init__(self, sentences: Sequence[str], seed: int = 3) -> None:
        self._sentences, self._seed, self._told = sentences, seed, 0
        self._chance = random.Random(seed)
        known = knowledge()
        holders: dict[str, list[Tenure]] = defaultdict(list)
        for tenures in known.held.values():
            for each in tenures:
                holders[each.code].append(each)
        codes = [code for code, actor in known.actors.items() if actor.kind == "state"]
        self._states = tuple(sorted(codes, key=lambda code: (-len(holders[code]), code))[:STATES])
        self._weights = [1 / rank for rank in range(1, len(self._states) + 1)]
        self._holders = holders

    def dyad(self) -> Dyad:
        """Two states, in the order of their weight at random."""
        one = other = self._chance.choices(self._states, self._weights)[0]
        while other == one:
            other = self._chance.choices(self._states, self._weights)[0]
        return one, other

    def event(self, day: date) -> Record:
        """Something that happened on a day or shortly before, without words."""
        chance, sides, edtf = self._chance, self.dyad(), (day - timedelta(days=self._chance.randrange(3))).isoformat()
        words = ("", 0, 0, "", "synthetic", 0.5 + self._chance.randrange(50) / 100)
        place = Place(None, chance.choice(_TOWNS)) if chance.random() < 0.4 else None
        status = chance.choices(*_STATUSES)[0]
        kind = chance.choices(_KINDS, _SHARES)[0]
        if kind is Contact:
            who = tuple(self._someone(code, day) for code in sides)
            topics = (chance.choice(_TOPICS),)
            return Contact(chance.choice(list(ContactKind)), who, edtf, place, status, None, topics, None, (), *words)
        if kind is Statement:
            who = self._someone(sides[0], day)
            return Statement(who, sides[1:], chance.choice(list(Act)), chance.random() < 0.3, (), edtf, *words)
        if kind is Agreement:
            name = f"{sides[0]}-{sides[1]} agreement {chance.randrange(200)}"
            return Agreement(name, sides, chance.choice(list(AgreementAction)), edtf, *words)
        if kind is State:
            return State(chance.choice(list(StateKind)), sides, chance.choice(list(StateValue)), edtf, *words)
        return Action(chance.choice(list(ActionType)), sides[:1], sides[1:], edtf, place, status, *words)

    def article(self, doc: str, day: date, events: Sequence[Record]) -> tuple[Article, Reading]:
        """An article of a day that tells of events, one in a paragraph, and its reading."""
        title = self._chance.choice(self._sentences)[:100].strip()
        text, blocks = title, [Block(Role.TITLE, 0, len(title))]
        lists: dict[type[Record], list[Record]] = {kind: [] for kind in _KINDS}
        for number, event in enumerate(events):
            self._told += 1
            words = f"{self._chance.choice(self._sentences)[:_LONGEST].strip()} ({self._seed}-{self._told})."
            start = len(text) + 2
            end = start + len(words)
            text += f"\n\n{words}"
            blocks.append(Block(Role.BODY, start, end))
            lists[type(event)].append(replace(event, evidence=words, start=start, end=end, id=f"r{number}"))
        outlet = f"outlet {self._chance.randrange(12)}"
        published = Published(day.isoformat(), day.isoformat(), ("synthetic",))
        found = {name: tuple(lists[kind]) for name, kind in zip(_LISTS, _KINDS, strict=True)}
        article = Article(doc, text, tuple(blocks), title, outlet, None, day, "synthetic")
        return article, Reading(doc, published, **found, title=title, outlet=outlet, extractor="synthetic")

    def several(
        self, docs: Sequence[str], days: Sequence[date], known: Iterable[Record] = ()
    ) -> Iterator[tuple[Article, Reading, list[int]]]:
        """Articles of about the same days, their readings, and the number of the event each of its records tells of,
        counted from those that are `known` already.
        """
        pool = list(known)
        for doc, day in zip(docs, days, strict=True):
            chosen: dict[int, Record] = {}
            while len(chosen) < RECORDS_EACH:
                number = self._chance.randrange(len(pool)) if pool else 0
                if not pool or number in chosen or self._chance.random() >= REPORTED_AGAIN:
                    number = len(pool)
                    pool.append(self.event(day))
                chosen[number] = pool[number]
            article, reading = self.article(doc, day, list(chosen.values()))
            numbers = {f"r{place}": number for place, number in enumerate(chosen)}
            yield article, reading, [numbers[each.id] for each in records(reading)]

    def _someone(self, code: str, day: date) -> Participant:
        now = [each for each in self._holders[code] if each.covers(day, day)] or self._holders[code]
        if not now or self._chance.random() < 0.2:
            return Participant(code)
        tenure = self._chance.choice(now)
        return Participant(code, tenure.person, tenure.office)


def fill(ledger: Ledger, news: News, count: int) -> None:
    """So many records, more or less, over the ten years. Of the reports of an event the first by rank leads."""
    total = max(1, count // RECORDS_EACH)
    for start in range(0, total, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, total))
        days = [START + timedelta(days=number * DAYS // total) for number in numbers]
        with ledger._writing() as connection:
            _keep(connection, list(news.several([f"d{number}" for number in numbers], days)))


def _keep(connection: Connection, told: Sequence[tuple[Article, Reading, list[int]]]) -> None:
    now = datetime.now(UTC)
    pages = [writing.document_row(page, None, 1, writing.content_hash(page), now) for page, _, _ in told]
    documents = connection.scalars(_DOCUMENTS, pages).all()
    made = [writing.reading_row(key, page, read) for key, (page, read, _) in zip(documents, told, strict=True)]
    readings = connection.scalars(_READINGS, made).all()
    keys = writing.add_records(connection, [(key, read) for key, (_, read, _) in zip(readings, told, strict=True)])
    events: dict[int, list[tuple[Sighting, int]]] = defaultdict(list)
    for reading_key, (_, reading, numbers) in zip(readings, told, strict=True):
        found = records(reading)
        news = news_day(found, reading.published)
        for record, number in zip(found, numbers, strict=True):
            id_ = writing.entry_id(reading.doc, record)
            seen = sighting(id_, reading.doc, record, reading.published, news)
            events[number].append((seen, keys[reading_key, id_]))
    follows, blocks, leaders = [], [], []
    for reports in events.values():
        leader = min(reports, key=lambda each: each[0].rank)[1]
        leaders.append(leader)
        for one, key in reports:
            follows.append(sighting_row(key, one, leader))
            blocks.extend(block_rows(key, one))
    put(connection, SightingRow, follows)
    put(connection, BlockRow, blocks)
    moved = copies.change(connection, readings, ())
    write_entries(connection, {*leaders, *copies.entries_with(connection, moved)}, set(leaders))
    searchindex.enter(connection, readings)
    changed(connection)
