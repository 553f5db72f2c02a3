"""The ledger: what adding does, what stays, and how it is asked. Readings here are written by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from communique.errors import FormatError, LedgerError
from communique.ledger import Ledger, Outcome, Question, RecordKind, sentence_around
from communique.records import (
    Candidate,
    ContactKind,
    Participant,
)
from handmade import ACCUSED, CALL, FROZEN, article, contact, full, reading


@pytest.fixture
def ledger(place):
    with Ledger.open(place, create=True) as opened:
        yield opened


def ids(ledger: Ledger, kind: RecordKind, **question: object) -> list[str]:
    return [entry.record.id for entry in ledger.entries(kind, Question(**question))]


def test_what_is_added_comes_back_as_it_was(ledger):
    page, read = full()
    assert ledger.add(page, read) is Outcome.ADDED
    filed = ledger.filed("call.txt")
    assert [entry.record for entry in filed.entries] == [
        *read.contacts,
        *read.statements,
        *read.agreements,
        *read.states,
        *read.actions,
    ]
    assert (filed.text, filed.blocks, filed.origin.published) == (page.text, page.blocks, read.published)


def test_adding_the_same_page_twice_changes_nothing(ledger):
    page, read = full()
    ledger.add(page, read)
    before = ledger.filed("call.txt")
    assert ledger.add(page, read) is Outcome.UNCHANGED
    assert ledger.filed("call.txt") == before


def test_a_new_version_of_a_page_supersedes_the_old_and_keeps_both(ledger):
    page, read = full()
    ledger.add(page, read)
    (gone,) = ledger.entries(RecordKind.STATE)
    newer = article("call.txt", CALL, ACCUSED)
    assert ledger.add(newer, reading(newer, contacts=(contact(newer),))) is Outcome.NEW_VERSION
    assert ledger.filed("call.txt").versions == 2
    assert ids(ledger, RecordKind.STATE) == []
    old = ledger.entry(gone.id)
    text = ledger.texts(old)[gone.id]
    assert (old.superseded, old.origin.version) == (True, 1)
    assert text[old.record.start : old.record.end] == FROZEN


def test_a_newer_program_reads_the_same_version_again(ledger):
    page, read = full()
    ledger.add(page, read)
    (entry,) = ledger.entries(RecordKind.CONTACT)
    assert ledger.add(page, replace(read, extractor="test 2", states=())) is Outcome.REREAD
    (again,) = ledger.entries(RecordKind.CONTACT)
    assert (again.id, again.origin.extractor) == (entry.id, "test 2"), "a record found again keeps its id"
    assert ids(ledger, RecordKind.STATE) == []
    assert ledger.filed("call.txt").versions == 1


def test_a_reading_that_does_not_fit_changes_nothing(ledger):
    page, read = full()
    shifted = replace(read, contacts=(replace(read.contacts[0], start=1, end=1 + len(CALL)),))
    with pytest.raises(FormatError, match="not the text at its offsets"):
        ledger.add(page, shifted)
    with pytest.raises(FormatError, match="used twice"):
        ledger.add(page, replace(read, contacts=read.contacts * 2))
    assert ledger.count().documents == 0


def test_text_keeps_every_code_point(ledger):
    page = article("hostile", "\x00\x10@\x100 \u202e" + CALL + "😀 e\u0301")
    ledger.add(page, reading(page, contacts=(contact(page),)))
    assert ledger.filed("hostile").text == page.text


def test_a_document_set_aside_is_listed_until_it_is_added(ledger):
    for _ in range(2):
        ledger.set_aside("call.txt", "in/call.txt:3", "no known encoding")
    (waiting,) = ledger.listed_aside()
    assert (waiting.doc, waiting.origin, waiting.reason) == ("call.txt", "in/call.txt:3", "no known encoding")
    ledger.add(*full())
    assert ledger.listed_aside() == ()


@pytest.fixture
def asked(ledger):
    """Five contacts: dated, by month, open to two years, unknown year, none."""
    page = article("many", CALL, "Hai bên gặp nhau tại Minsk.")
    candidates = (Candidate("date", "2022-12-03"), Candidate("date", "2023-12-03"))
    minsk = (Participant("BLR"), Participant("RUS"))
    contacts = (
        contact(page, id="day"),
        contact(page, id="month", date="2023-03", kind=ContactKind.MEETING),
        contact(page, id="two years", date="XXXX-12-03", candidates=candidates, participants=minsk),
        contact(page, id="no year", date="XXXX-12-03", confidence=0.3),
        contact(page, id="none", date=None, confidence=0.3),
    )
    ledger.add(page, reading(page, contacts=contacts))
    return ledger


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({}, {"two years", "month", "day", "no year", "none"}),
        ({"actors": ("RUS", "USA")}, {"month", "day", "no year", "none"}),
        ({"actors": ("BLR",)}, {"two years"}),
        ({"actors": ("CHN",)}, set()),
        ({"since": date(2023, 3, 31)}, {"two years", "month", "day"}),
        ({"since": date(2023, 4, 1), "until": date(2023, 12, 31)}, {"two years"}),
        ({"until": date(2022, 12, 2)}, set()),
        ({"what": "meeting"}, {"month"}),
        ({"min_confidence": 0.5}, {"two years", "month", "day"}),
    ],
)
def test_filters(asked, question, found):
    assert set(ids(asked, RecordKind.CONTACT, **question)) == found


def test_entries_come_by_date_and_undated_last(asked):
    assert ids(asked, RecordKind.CONTACT)[:3] == ["two years", "month", "day"]


def test_show_takes_an_id_its_beginning_or_the_readings_own(asked):
    entry = next(asked.entries(RecordKind.CONTACT, Question(what="meeting")))
    for name in (entry.id, entry.id[:8], "month"):
        assert asked.entry(name) == entry
    with pytest.raises(LedgerError, match="beginning of several"):
        asked.entry("c")
    with pytest.raises(LedgerError, match="no entry 'x'"):
        asked.entry("x")


def test_doc_takes_a_part_of_the_name(ledger):
    for doc in ("in/one.txt", "in/two.txt"):
        page = article(doc, CALL)
        ledger.add(page, reading(page))
    assert ledger.filed("one").origin.doc == "in/one.txt"
    assert list(ledger.docs()) == ["in/one.txt", "in/two.txt"]
    with pytest.raises(LedgerError, match="part of several"):
        ledger.filed("in/")
    with pytest.raises(LedgerError, match="no document"):
        ledger.filed("three")


@pytest.mark.parametrize(
    ("text", "evidence", "sentence"),
    [
        ("Một. Hai ba bốn. Năm.", "ba", "Hai ba bốn."),
        ("Một\nHai ba\nNăm", "ba", "Hai ba"),
        ("Ông nói: “Hai ba.” Bốn.", "Hai ba", "Ông nói: “Hai ba.”"),
        ("Hai ba. Bốn năm.", "Hai ba. Bốn", "Hai ba. Bốn năm."),
        ("Hai ba.", "ba.", "Hai ba."),
        ("ba", "ba", "ba"),
    ],
)
def test_evidence_is_shown_in_its_sentence(text, evidence, sentence):
    start = text.index(evidence)
    first, last = sentence_around(text, start, start + len(evidence))
    assert text[first:last] == sentence
