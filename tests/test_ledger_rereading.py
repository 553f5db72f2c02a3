"""Reading all documents again: what waits, the swap, and what it changes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from communique.article import read_article
from communique.cli import work
from communique.cli.app import app
from communique.extraction import EXTRACTOR, extractor, read
from communique.extraction.deciding.model import Models, dump, shipped
from communique.ledger import Ledger, Outcome, Reader, RecordKind
from communique.ledger.succession import Held, compare
from communique.sources.document import Document
from handmade import CALL, FROZEN, article, contact, full, reading, state

TESTS = Path(__file__).parent
NEW = Reader("test 2")


def newer(page, read_before):
    """The same page by a newer program: a contact two days later, no state, everything else as it was."""
    later = replace(read_before.contacts[0], id="later", date="2024-06-27")
    return replace(read_before, extractor=NEW.extractor, contacts=(later,), states=())


@pytest.fixture
def ledger(place):
    with Ledger.open(place, create=True) as opened:
        for number in range(3):
            opened.add(*full(f"page {number}"))
        yield opened


def reread(ledger: Ledger, docs=("page 0", "page 1", "page 2")) -> list[bool]:
    return [ledger.keep(full(doc)[0], newer(*full(doc))) for doc in docs]


def current(ledger: Ledger) -> list[tuple[str, str]]:
    return [(ledger.filed(doc).origin.extractor, ledger.filed(doc).entries[0].record.id) for doc in ledger.docs()]


def test_kept_readings_wait_for_the_swap_and_take_over_together(ledger):
    before = current(ledger)
    assert reread(ledger) == [True] * 3
    assert reread(ledger) == [False] * 3, "they are kept once"
    assert current(ledger) == before
    assert list(ledger.verify()) == []
    assert ledger.swap(NEW) == 3
    assert current(ledger) == [("test 2", "later")] * 3
    assert list(ledger.entries(RecordKind.STATE)) == []
    assert list(ledger.verify()) == []
    assert ledger.swap(NEW) == 0


def test_what_is_left_to_read_follows_from_the_tables(ledger):
    reread(ledger, ["page 1"])
    assert [each.doc for each in ledger.to_reread(NEW)] == ["page 0", "page 2"]
    assert [each.doc for each in ledger.to_reread(Reader("test 1"))] == []


def test_the_way_back_to_an_older_program(ledger):
    before = [ledger.filed(doc) for doc in ledger.docs()]
    reread(ledger)
    ledger.swap(NEW)
    assert list(ledger.to_reread(Reader("test 1"))) == []
    assert ledger.swap(Reader("test 1")) == 3
    assert [ledger.filed(doc) for doc in ledger.docs()] == before
    assert list(ledger.verify()) == []
    assert {each.before for each in ledger.differences(Reader("test 1"))} == {"test 2"}


def test_a_page_that_changed_meanwhile_is_left_alone(ledger):
    changed = article("page 1", CALL)
    ledger.add(changed, reading(changed, contacts=(contact(changed),)))
    assert reread(ledger) == [True, False, True]
    fresh = article("page 2", CALL)
    ledger.add(fresh, reading(fresh, contacts=(contact(fresh),)))
    assert ledger.swap(NEW) == 1
    assert current(ledger) == [("test 2", "later"), ("test 1", "call"), ("test 1", "call")]
    assert list(ledger.verify()) == []


def test_adding_a_page_again_does_not_swap_it(ledger):
    reread(ledger)
    page, read_before = full("page 0")
    assert ledger.add(page, newer(page, read_before)) is Outcome.UNCHANGED
    assert current(ledger)[0] == ("test 1", "call")


@pytest.mark.parametrize("swapped", [False, True])
def test_the_difference_is_the_same_before_and_after_the_swap(ledger, swapped):
    reread(ledger)
    if swapped:
        ledger.swap(NEW)
    found = list(ledger.differences(NEW))
    assert [(each.doc, each.before, each.after) for each in found] == [
        (f"page {number}", "test 1", "test 2") for number in range(3)
    ]
    (one,) = ledger.differences(NEW, "1")
    assert one == found[1]
    told = {
        (each.kind, getattr(each.before, "id", None), getattr(each.after, "id", None), each.fields)
        for each in one.changes
    }
    assert told == {
        (RecordKind.CONTACT, "call", "later", ("date",)),
        (RecordKind.STATEMENT, "accuse", "accuse", ()),
        (RecordKind.AGREEMENT, "deal", "deal", ()),
        (RecordKind.STATE, "frozen", None, ()),
        (RecordKind.ACTION, "arms", "arms", ()),
    }


def test_records_are_paired_with_the_likest_that_overlaps():
    page = article("x", CALL, FROZEN)

    def held(*records):
        return [Held(f"{number}:{each.id}", each) for number, each in enumerate(records)]

    before = held(contact(page, id="a"), contact(page, id="b", date=None, initiator=None), state(page, id="s"))
    after = held(state(page, id="other", kind="relations", parties=("CHN",), since="2020"), contact(page, id="c"))
    found = list(compare(before, after))
    told = sorted((getattr(each.before, "id", ""), getattr(each.after, "id", "")) for each in found)
    assert told == [("", "other"), ("a", "c"), ("b", ""), ("s", "")]


def test_models_of_ones_own_are_another_reader(tmp_path, monkeypatch):
    own = tmp_path / "models.json"
    own.write_bytes(dump(Models(shipped().decisions, dict.fromkeys(shipped().thresholds, 0.5))))
    monkeypatch.setenv("COMMUNIQUE_MODELS", str(own))
    shipped.cache_clear()
    try:
        name = extractor()
        made = read(read_article(Document("x", CALL)))
    finally:
        monkeypatch.undo()
        shipped.cache_clear()
    assert name.startswith(f"{EXTRACTOR}+")
    assert made.extractor == name
    assert extractor() == EXTRACTOR


def run(*arguments: str):
    return CliRunner().invoke(app, [*arguments], prog_name="communique")


@pytest.fixture
def packaged(place, tmp_path, monkeypatch):
    """A ledger of a flat page and an HTML page as an older program read them."""
    (tmp_path / "flat.txt").write_text(f"Nga và Mỹ điện đàm\n\n{CALL}\n", encoding="utf-8")
    page = (
        f"<html><head><title>Điện đàm</title></head><body><h1>Điện đàm</h1><p>{CALL}</p><p>{FROZEN}</p></body></html>"
    )
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    monkeypatch.setattr("communique.extraction.reading.EXTRACTOR", "communique-0")
    assert run("add", str(tmp_path / "flat.txt"), str(tmp_path / "page.html"), "--ledger", place).exit_code == 0
    monkeypatch.undo()
    return place


def test_the_commands(packaged):
    assert f"no readings by {EXTRACTOR}" in run("diff", "--ledger", packaged).stdout
    waiting = run("reread", "--no-swap", "--ledger", packaged)
    assert waiting.exit_code == 0, waiting.stderr
    assert f"2 documents read by {EXTRACTOR}" in waiting.stderr
    summary = json.loads(run("diff", "--ledger", packaged, "--format", "json").stdout)
    assert (summary["compared"], summary["documents"]) == (2, {}), "the same program by another name"
    assert summary["kinds"]["contacts"]["same"] == 2
    assert "0 of 2 documents differ" in run("diff", "--ledger", packaged).stdout
    assert "2 documents now stand" in run("reread", "--swap", "--ledger", packaged).stderr
    assert "0 documents read" in run("reread", "--ledger", packaged).stderr
    with Ledger.open(packaged) as ledger:
        assert {each[0] for each in current(ledger)} == {EXTRACTOR}
        assert list(ledger.verify()) == []


def test_diff_of_one_document(ledger, place, monkeypatch):
    reread(ledger)
    monkeypatch.setattr("communique.extraction.reading.EXTRACTOR", NEW.extractor)
    shown = run("diff", "--doc", "page 1", "--ledger", place).stdout
    assert "page 1: test 1 → test 2" in shown
    assert 'date: "2024-06-25" → "2024-06-27"' in shown
    assert "- State" in shown
    told = json.loads(run("diff", "--doc", "page 1", "--ledger", place, "--format", "json").stdout)
    assert [(each["change"], each["list"]) for each in told["changes"]] == [("changed", "contacts"), ("gone", "states")]
    table = run("diff", "--ledger", place).stdout
    assert "3 of 3 documents differ" in table
    assert "date 3" in table


def test_a_document_the_program_fails_on_keeps_its_reading(packaged, monkeypatch):
    once = work.again

    def failing(document):
        return once(document) if document.html else {}[document.doc]

    monkeypatch.setattr(work, "again", failing)
    done = run("reread", "--ledger", packaged)
    assert done.exit_code == 1
    assert "flat.txt: the program failed on it" in done.stderr
    with Ledger.open(packaged) as ledger:
        assert [each[0] for each in current(ledger)] == ["communique-0", EXTRACTOR]
        assert list(ledger.verify()) == []
