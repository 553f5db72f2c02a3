"""Accounts of a contact: the rules of `communique.ledger.accounts`, a case each."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files

import pytest
from typer.testing import CliRunner

from communique.cli.app import app
from communique.errors import LedgerError
from communique.knowledge.tables import read_rows
from communique.language.differing import differing_sentences
from communique.ledger import Ledger
from communique.ledger.accounts import accounts
from communique.ledger.tellings import side_of_body
from communique.records import Place, Status
from entries import contact, entry, statement
from handmade import ACCUSED, CALL, article, reading, words

DAY = "2024-06-25"


def points(*told, others=(), **more):
    """The points of a call that page `a` reports: who says, which sides, which statements."""
    held = [entry(each, docs="a") if not isinstance(each, tuple) else entry(each[0], docs=each[1]) for each in told]
    found = accounts(entry(contact("call", DAY, **more), docs="a"), held, others, ())
    return [(each.voices.value, each.sides, [one.entry.id for one in each.said]) for each in found.points]


@pytest.mark.parametrize(
    ("told", "side"),
    [
        (statement("s", "RUS", "THREATEN", "USA"), "RUS"),
        (statement("s", "USA", "ASSERT", ""), "USA"),
        (statement("s", "USA", "ASSERT", "RUS UKR", date=DAY), "USA"),
        (statement("s", "USA", "ASSERT", "RUS", date="2024-06-27"), "USA"),
        (statement("s", "USA", "ASSERT", "RUS", date="2024-05"), "USA"),
        (statement("s", "UKR", "ASSERT", "USA", chain=("Pentagon", "Mr Nobody")), None),
        (statement("s", "UKR", "ASSERT", "RUS", chain=("Báo", "Pentagon", "Mr Nobody")), "USA"),
        (statement("s", "USA", "ASSERT", "RUS", chain=("RUS Defence Ministry", "Lloyd Austin")), None),
        (statement("s", "USA", "ASSERT", "RUS", date="2024-06-29"), None),
        (statement("s", "UKR", "ASSERT", "RUS"), None),
        (statement("s", "USA", "ASSERT", "UKR"), None),
        ((statement("s", "USA", "ASSERT", "RUS", date="2024-06-26"), "b"), "USA"),
        ((statement("s", "USA", "ASSERT", "", date="2024-06-26"), "b"), None),
        ((statement("s", "USA", "ASSERT", "RUS"), "b"), None),
    ],
)
def test_which_statements_are_whose_and_about_the_contact(told, side):
    assert points(told) == ([("one", (side,), ["s"])] if side else [])


def test_an_undated_statement_is_about_the_latest_contact_of_the_article():
    said = statement("s", "RUS", "ASSERT", "USA")
    later = entry(contact("later", "2024-07-12"), docs="a")
    assert points(said, others=[later]) == []
    for other in (
        entry(contact("later", "2024-07-12"), docs="b"),
        entry(contact("before", "2023-03-15"), docs="a"),
        entry(contact("planned", "2024-07-12", status=Status.PLANNED), docs="a"),
    ):
        assert points(said, others=[other])


@pytest.mark.parametrize(
    ("one", "other", "voices"),
    [
        (("RUS", "ACCUSE", "USA UKR"), ("USA", "ACCUSE", "RUS UKR"), ["both"]),
        (("RUS", "AGREE", "USA"), ("USA", "AGREE", "RUS"), ["both"]),
        (("RUS", "ASSERT", "USA", "đã bàn về Ukraine"), ("USA", "ASSERT", "RUS", "Bàn về Ukraine"), ["both"]),
        (("RUS", "ASSERT", "USA", "bàn về vũ khí"), ("USA", "ASSERT", "RUS", "bàn về đường dây"), ["one", "one"]),
        (("RUS", "ACCUSE", "USA"), ("USA", "ACCUSE", "RUS"), ["one", "one"]),
        (("RUS", "ACCUSE", "USA"), ("USA", "REJECT", "RUS"), ["contradicted"]),
        (("RUS", "ASSERT", "USA"), ("USA", "REJECT", "RUS"), ["contradicted"]),
        (("RUS", "REQUEST", "USA"), ("USA", "REJECT", "RUS"), ["one", "one"]),
    ],
)
def test_what_is_said_by_both_by_one_or_contradicted(one, other, voices):
    told = [replace(statement(f"s{n}", *each), start=n, end=n) for n, each in enumerate((one, other))]
    assert [found for found, _, _ in points(*told)] == voices


def test_a_rejection_answers_the_last_accusation_before_it_in_the_article():
    said = [("RUS", "ACCUSE", "USA"), ("RUS", "ASSERT", "USA"), ("USA", "REJECT", "RUS"), ("RUS", "ACCUSE", "USA")]
    told = [replace(statement(f"s{n}", *each), start=n, end=n) for n, each in enumerate(said)]
    assert points(*told)[0] == ("contradicted", ("RUS", "USA"), ["s0", "s2"])


def test_where_the_reports_of_the_contact_differ_and_for_whom_they_speak():
    moscow = contact("m", DAY, initiator="USA", topics=("Ukraine",), via=("Russian Defence Ministry", "TASS"))
    washington = contact("w", DAY, initiator="RUS", place=Place("USA"), topics=("hotline",), via=("Pentagon",))
    both = contact("b", DAY, initiator="USA", via=("Pentagon", "Kremlin"))
    found = accounts(entry(moscow, washington, both, docs="a b c"), (), (), ())
    (differing,) = found.differences
    assert differing.field == "initiator"
    assert {(each.value, each.sides, each.reports) for each in differing.tellings} == {
        ("USA", ("RUS",), ("m", "b")),
        ("RUS", ("USA",), ("w",)),
    }
    assert [(each.value, each.sides) for each in found.topics] == [("Ukraine", ("RUS",)), ("hotline", ("USA",))]
    assert found.topics[0].carried == ("Báo a", "Russian Defence Ministry", "TASS")


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("Pentagon", "USA"),
        ("US State Department", "USA"),
        ("Russian Defence Ministry", "RUS"),
        ("RUS Defence Ministry", "RUS"),
        ("BLR Defence Ministry", None),
        ("Kremlin", "RUS"),
        ("TASS", None),
        ("Sergei Shoigu", None),
    ],
)
def test_whose_institution_it_is(name, side):
    assert side_of_body(name, {"RUS", "USA"}) == side


def test_every_row_of_the_table_of_differing_accounts_is_true_of_its_example():
    rows = [row for _, row in read_rows(files("communique.language") / "vi" / "differing.tsv")]
    assert rows
    for row in rows:
        text = f"Hai bên đã điện đàm.\n{row['example']} Chưa rõ thêm."
        ((start, end),) = differing_sentences(text, 0, len(text))
        assert text[start:end] == row["example"]
        assert row["form"] in row["example"].lower()


def test_the_command_in_every_form(tmp_path):
    place = str(tmp_path / "ledger.sqlite")
    remark = "Hai bên đưa ra hai bản tường thuật khác nhau."
    page = article("page", CALL, ACCUSED, remark)
    told = statement("s", "RUS", "THREATEN", "USA", via=("TASS",))
    told = replace(told, **words(page.text, ACCUSED))
    called = replace(contact("c", DAY), **words(page.text, CALL))
    with Ledger.open(place, create=True) as ledger:
        ledger.add(page, reading(page, contacts=(called,), statements=(told,)))
        held = ledger.accounts("c")
        assert [each.said[0].carried for each in held.only("RUS")] == [("Báo Mẫu", "TASS")]
        assert held.only("USA") == ()
        assert [page.text[each.start : each.end] for each in held.remarks] == [remark]
        with pytest.raises(LedgerError, match="no contact"):
            ledger.accounts("s")
    (found,) = json.loads(run("accounts", "c", "--ledger", place, "--format", "json"))
    assert [(each["voices"], each["sides"]) for each in found["points"]] == [("one", ["RUS"])]
    assert "1,one,RUS" in run("accounts", "c", "--ledger", place, "--format", "csv")
    shown = " ".join(run("accounts", "c", "--ledger", place).split())
    assert "Said by RUS only RUS" in shown
    assert remark in shown


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, ("--lang", "en", *arguments))
    assert done.exit_code == 0, done.output
    return done.stdout
