"""Claims that a contact is the first since some time: the rules of `communique.ledger.claims`, a case each."""

from __future__ import annotations

import json
from itertools import permutations

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from communique.cli.app import app
from communique.ledger import Ledger
from communique.ledger.claims import claims
from communique.ledger.tables import FIRST_SINCE
from communique.records import Participant, Status
from entries import contact, entry
from handmade import CALL, article, reading, words

CALLED = {"date": "2024-06-25", "first_since": "2023-03"}
PRESIDENTS = (Participant("RUS", "Vladimir Putin", "president"), Participant("USA", "Joe Biden", "president"))
NAMELESS = (Participant("RUS"), Participant("USA"))
FRENCH = (Participant("RUS", None, "defence minister"), Participant("FRA", None, "defence minister"))
WITH_FRENCH = (*FRENCH, Participant("USA", None, "defence minister"))


def checked(*others: dict[str, object], claim: dict[str, object] = CALLED):
    """What the ledger says of the claim, and the ids of what decides it."""
    held = [entry(contact("claim", **claim)), *(entry(contact(f"c{n}", **each)) for n, each in enumerate(others))]
    made = claims(held)
    return [
        (each.since, each.finding, [one.id for one in each.deciding]) for each in made if each.contact.id == "claim"
    ]


@pytest.mark.parametrize(
    ("others", "finding", "deciding"),
    [
        ([], "not_known", []),
        ([{"date": "2023-03-15"}], "borne_out", ["c0"]),
        ([{"date": "2023-03"}], "borne_out", ["c0"]),
        ([{"date": "2023"}], "borne_out", ["c0"]),
        ([{"date": "2023-03-10"}, {"date": "2023-03-15"}], "borne_out", ["c1"]),
        ([{"date": "2022-10-23"}], "not_known", []),
        ([{"date": "2023-03-15"}, {"date": "2023-09-01"}], "contradicted", ["c1"]),
        ([{"date": "2023-09"}, {"date": "2023-06-01"}], "contradicted", ["c1", "c0"]),
        ([{"date": None}], "not_known", []),
        ([{"date": "2024"}], "not_known", []),
        ([{"date": "2024-06-24"}], "not_known", []),
        ([{"date": "2023-09-01", "status": Status.PLANNED}], "not_known", []),
        ([{"date": "2023-09-01", "participants": PRESIDENTS}], "not_known", []),
        ([{"date": "2023-09-01", "participants": NAMELESS}], "not_known", []),
        ([{"date": "2023-09-01", "participants": FRENCH}], "not_known", []),
        ([{"date": "2023-09-01", "participants": WITH_FRENCH}], "contradicted", ["c0"]),
        ([{"date": "2023-09-01", "kind": "meeting"}], "not_known", []),
        ([{"date": "2023-09-01", "kind": "video"}], "contradicted", ["c0"]),
        ([{"date": "2023-09-01", "kind": "talks"}], "contradicted", ["c0"]),
        ([{"date": "2023-09-01", "kind": "letter"}], "not_known", []),
        ([{"date": "2024-07-12"}], "not_known", []),
    ],
)
def test_what_the_ledger_says_of_a_claim(others, finding, deciding):
    assert checked(*others) == [("2023-03", finding, deciding)]


@pytest.mark.parametrize(
    "claim",
    [
        {"date": "2024-06-25", "first_since": None},
        {"date": "2023-03-15", "first_since": "2023-03"},
        {"date": None, "first_since": "2023-03"},
        CALLED | {"status": Status.PLANNED},
    ],
)
def test_what_makes_no_claim(claim):
    assert checked(claim=claim) == []


def test_reports_that_claim_different_times_make_claims_of_their_own():
    both = entry(contact("one", **CALLED), contact("two", "2024-06-25", first_since="2022"), docs="a b")
    found = claims([both, entry(contact("last", "2023-03-15"))])
    assert [(each.since, each.reports, each.finding) for each in found] == [
        ("2022", ("two",), "contradicted"),
        ("2023-03", ("one",), "borne_out"),
    ]


def test_the_order_of_the_contacts_does_not_matter():
    held = [entry(contact(f"c{n}", day, first_since="2022")) for n, day in enumerate(("2023", "2023-05-01", "2024"))]
    assert len({claims(order) for order in permutations(held)}) == 1


def test_the_commands_that_tell(tmp_path):
    place = str(tmp_path / "ledger.sqlite")
    pages = [article("now", CALL), article("then", CALL)]
    told = [CALLED, {"date": "2023-03-15"}]
    with Ledger.open(place, create=True) as ledger:
        for page, fields in zip(pages, told, strict=True):
            ledger.add(page, reading(page, contacts=(contact("c", **fields, **words(page.text, CALL)),)))
        ((claim,), none) = ledger.claims(("RUS",)), list(ledger.claims(("FRA",)))
    assert none == []
    (found,) = json.loads(run("claims", "--ledger", place, "--between", "RUS,USA", "--format", "json"))
    assert (found["since"], found["finding"], found["deciding"][0]["date"]) == ("2023-03", "borne_out", "2023-03-15")
    assert "borne" in run("claims", "--ledger", place)
    assert "2023-03,borne_out" in run("claims", "--ledger", place, "--format", "csv")
    assert "first since 2023-03: borne out by 2023-03-15" in run("show", claim.contact.id, "--ledger", place)


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, ("--lang", "en", *arguments))
    assert done.exit_code == 0, done.output
    return done.stdout


def test_claims_are_found_by_an_index_and_go_on_from_any(place):
    sides = [(Participant("RUS", f"Person {number}", "president"), PRESIDENTS[1]) for number in range(3)]
    with Ledger.open(place, create=True) as ledger:
        for number, people in enumerate(sides):
            page = article(f"page {number}", CALL)
            told = {**CALLED, "participants": people, "date": f"2024-06-2{number}"}
            ledger.add(page, reading(page, contacts=(contact("c", **told, **words(page.text, CALL)),)))
        days = [each.contact.edtf for each in ledger.claims()]
        assert days == ["2024-06-20", "2024-06-21", "2024-06-22"]
        _, second, _ = ledger.claims()
        assert [each.contact.edtf for each in ledger.claims(("USA",), start=second.contact.id)] == days[1:]
        assert list(ledger.claims(start="c0")) == []
        with ledger.asking() as connection:
            if connection.dialect.name == "sqlite":
                condition = FIRST_SINCE["sqlite"]
                plan = connection.execute(text(f"EXPLAIN QUERY PLAN SELECT key FROM records WHERE {condition}"))
                assert "ix_records_first_since" in plan.one().detail
