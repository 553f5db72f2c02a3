"""Entries a page at a time, how many there are of whom and when, and the token that says the ledger has changed."""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from sqlite3 import connect

import pytest
from sqlalchemy import event

from communique.errors import LedgerError
from communique.ledger import Area, Asked, Entry, Ledger, Question, Reader, RecordKind
from communique.ledger.tables import ORIGINS
from communique.records import Contact, Participant
from handmade import CALL, article, contact, reading

DAYS = ("2023-12-30", "2024-01-02", "2024-01-02", "2024-01", "2024-03-05", "2024", None, "XXXX-06-25", "2021/2022")
SIDES = (("RUS", "USA"), ("RUS", "CHN", "USA"), ("VNM", "CHN"))


def told(number: int) -> Contact:
    """A contact like no other: nobody but its own takes part."""
    sides = SIDES[number % len(SIDES)]
    people = tuple(Participant(code, f"{code} Person {number}", "defence minister") for code in sides)
    page = article(f"page {number}", CALL)
    fields = {"participants": people, "date": DAYS[number // len(SIDES)], "place": None, "topics": ()}
    return replace(contact(page), confidence=0.5 + number / 100, **fields)


@pytest.fixture
def ledger(place):
    with Ledger.open(place, create=True) as opened:
        for number in range(len(SIDES) * len(DAYS)):
            page = article(f"page {number}", CALL)
            opened.add(page, reading(page, contacts=(told(number),)))
        opened.reject(next(opened.entries(RecordKind.CONTACT)).id, by="Hà")
        yield opened


def turned(ledger: Ledger, question: Question, limit: int, *, newest_first: bool) -> list[Entry]:
    """All pages, one after another."""
    found: list[Entry] = []
    after = None
    while True:
        page = ledger.page(RecordKind.CONTACT, question, limit=limit, after=after, newest_first=newest_first)
        assert len(page.entries) <= limit
        found.extend(page.entries)
        if page.next is None:
            return found
        after = page.next


QUESTIONS = (
    Question(),
    Question(actors=("RUS",)),
    Question(actors=("USA", "RUS")),
    Question(actors=("USA", "RUS", "CHN")),
    Question(actors=("USA", "RUS", "CHN"), what="call", until=date(2024, 1, 2), rejected=True),
    Question(actors=("VNM", "RUS", "USA")),
    Question(actors=("USA", "RUS", "CHN", "VNM")),
    Question(actors=("FRA",)),
    Question(since=date(2024, 1, 2)),
    Question(actors=("CHN",), until=date(2024, 1, 2)),
    Question(actors=("CHN", "VNM"), since=date(2024, 1, 1), until=date(2024, 2, 1)),
    Question(rejected=True),
    Question(what="call", min_confidence=0.6),
    Question(actors=("RUS",), what="meeting"),
)


@pytest.mark.parametrize("question", QUESTIONS, ids=repr)
def test_pages_have_what_the_list_has_in_the_order_of_days(ledger, question):
    wanted = {each.id: each for each in ledger.entries(RecordKind.CONTACT, question)}
    for newest_first in (True, False):
        for limit in (1, 4, 100):
            found = turned(ledger, question, limit, newest_first=newest_first)
            assert {each.id: each for each in found} == wanted
            assert len(found) == len(wanted)
            dated = [(each.earliest, each.id) for each in found if each.earliest]
            undated = [each.id for each in found[len(dated) :]]
            assert dated == sorted(dated, reverse=newest_first)
            assert undated == sorted(undated, reverse=newest_first)
    assert ledger.how_many(RecordKind.CONTACT, question, most=1000) == len(wanted)
    assert ledger.how_many(RecordKind.CONTACT, question, most=2) == min(2, len(wanted))


def test_an_entry_that_comes_meanwhile_moves_no_other(ledger):
    first = ledger.page(RecordKind.CONTACT, limit=3)
    late = article("late", CALL)
    newest = replace(contact(late, id="late", participants=told(0).participants), date="2025-01-01")
    ledger.add(late, reading(late, contacts=(newest,)))
    second = ledger.page(RecordKind.CONTACT, limit=3, after=first.next)
    assert not {each.id for each in first.entries} & {each.id for each in second.entries}
    assert ledger.page(RecordKind.CONTACT, limit=1).entries[0].edtf == "2025-01-01"


@pytest.mark.parametrize("cursor", ["x", "é", "MjAyNC0wMS0wMQ", "MjAyNC0xMy0wMSBj", "a" * 9])
def test_what_is_no_cursor_is_refused(tmp_path: Path, cursor):
    with Ledger.open(str(tmp_path / "l.sqlite"), create=True) as ledger, pytest.raises(LedgerError, match="no place"):
        ledger.page(RecordKind.CONTACT, limit=1, after=cursor)


def test_nothing_is_a_page_too(tmp_path: Path):
    with Ledger.open(str(tmp_path / "l.sqlite"), create=True) as ledger:
        assert ledger.page(RecordKind.CONTACT, limit=5) == ledger.page(RecordKind.ACTION, limit=0)
        assert (ledger.active(None, None, 5), ledger.months("RUS", "USA"), ledger.revision()) == ((), (), "")


def test_who_is_active(ledger):
    kept = list(ledger.entries(RecordKind.CONTACT))

    def often(code: str, entries: list[Entry]) -> int:
        return sum(code in {each.code for each in entry.record.participants} for entry in entries)

    assert ledger.active(None, None, 3) == tuple((code, often(code, kept)) for code in ("RUS", "USA", "CHN"))
    begun = [each for each in kept if each.earliest and date(2024, 1, 1) <= each.earliest <= date(2024, 1, 2)]
    found = dict(ledger.active(date(2024, 1, 1), date(2024, 1, 2), 10))
    assert found == {code: often(code, begun) for code in ("RUS", "USA", "CHN", "VNM")}
    assert ledger.active(None, date(2000, 1, 1), 10) == ()


def test_months_of_a_dyad(ledger):
    found = ledger.months("USA", "RUS")
    dated = [each.earliest for each in ledger.entries(RecordKind.CONTACT, Question(("RUS", "USA"))) if each.earliest]
    begun = [day.replace(day=1) for day in dated]
    assert [(each.month, each.count) for each in found] == [(month, begun.count(month)) for month in sorted(set(begun))]
    assert {each.kind for each in found} == {RecordKind.CONTACT}


def test_every_change_is_another_revision_and_nothing_else_is(ledger, tmp_path):
    seen = [ledger.revision()]

    def changes(*, wanted: bool = True) -> None:
        assert (ledger.revision() not in seen) is wanted
        seen.append(ledger.revision())

    page = article("another", CALL)
    ledger.add(page, reading(page, contacts=(contact(page),)))
    changes()
    ledger.add(page, reading(page, contacts=(contact(page),)))
    changes(wanted=False)
    name = next(each for each in ledger.entries(RecordKind.CONTACT) if each.edtf == "2024-06-25").id
    judgement = ledger.accept(name, by="Hà")
    changes()
    ledger.undo(judgement.key, by="Hà")
    changes()
    newer = replace(reading(page), extractor="communique-9")
    assert ledger.keep(page, newer)
    changes()
    assert ledger.swap(Reader("communique-9", newer.format)) == 1
    changes()
    ledger.set_aside("broken", "here", "no text")
    changes()
    list(ledger.verify())
    ledger.backup(tmp_path / "backup")
    changes(wanted=False)
    with Ledger.open(str(tmp_path / "backup")) as copy:
        assert copy.revision() == ledger.revision()
        assert turned(copy, Question(), 7, newest_first=True) == turned(ledger, Question(), 7, newest_first=True)


def test_the_order_in_which_articles_come_does_not_matter(tmp_path: Path):
    numbers = list(range(len(SIDES) * len(DAYS)))
    pages = []
    for seed in (0, 1):
        random.Random(seed).shuffle(numbers)
        with Ledger.open(str(tmp_path / f"{seed}.sqlite"), create=True) as ledger:
            for number in numbers:
                page = article(f"page {number}", CALL)
                ledger.add(page, reading(page, contacts=(told(number),)))
            pages.append([each.id for each in turned(ledger, Question(actors=("RUS",)), 5, newest_first=True)])
    assert pages[0] == pages[1]


def test_what_reports_say_of_documents_is_read_without_their_text(tmp_path: Path):
    place = str(tmp_path / "l.sqlite")
    asked: list[tuple[str, object]] = []
    with Ledger.open(place, create=True) as opened:
        page = article("page 0", CALL)
        opened.add(page, reading(page, contacts=(told(0),)))
        event.listen(opened._engine, "before_cursor_execute", lambda *seen: asked.append((seen[2], seen[3])))
        (entry,) = opened.page(RecordKind.CONTACT, limit=1).entries
        opened.entry(entry.id)
        opened.shelf(limit=1)
        opened.search(Asked("person", Area.CONTACTS))
    with closing(connect(place)) as connection:
        plans = [str(row[3]) for each in asked for row in connection.execute(f"EXPLAIN QUERY PLAN {each[0]}", each[1])]
    of_documents = [each for each in plans if " documents " in each]
    assert len(of_documents) >= 4
    assert all(each.startswith(f"SEARCH documents USING COVERING INDEX {ORIGINS} ") for each in of_documents)
