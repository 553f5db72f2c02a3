"""Agreements' lives: the rules of `communique.ledger.instruments` and `communique.ledger.lives`, a case each."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date

import pytest
from typer.testing import CliRunner

from communique.cli.app import app
from communique.ledger import Ledger
from communique.ledger.instruments import instruments
from communique.ledger.lives import lives
from entries import agreement, entry
from handmade import CALL, article, reading

TODAY = date(2024, 7, 1)
SECURITY = "Belarus-NATO information security agreement"


def life(*told: tuple[str, str | None], as_of: date = TODAY):
    """The one life of an instrument to which these things happened."""
    (found,) = lives([entry(agreement(f"a{n}", *each)) for n, each in enumerate(told)], as_of)
    return found


@pytest.mark.parametrize(
    ("told", "standing", "since"),
    [
        ([("proposed", "2020")], "proposed", "2020"),
        ([("proposed", "2020"), ("negotiating", "2021")], "negotiating", "2021"),
        ([("negotiating", "2021"), ("reached", "2022")], "reached", "2022"),
        ([("reached", "2022"), ("signed", "2022-05")], "signed", "2022-05"),
        ([("signed", "1995"), ("negotiating", "1996")], "signed", "1995"),
        ([("signed", "1995"), ("ratified", "1996")], "signed", "1995"),
        ([("ratified", "1996")], "signed", "1996"),
        ([("signed", "1995"), ("entered_into_force", "1996")], "in_force", "1996"),
        ([("signed", "1995"), ("in_force", "2010")], "in_force", "2010"),
        ([("signed", "1997-12-19"), ("amended", "2022-12-03")], "in_force", "2022-12-03"),
        ([("suspended", "2021"), ("amended", "2022")], "suspended", "2021"),
        ([("expired", "2021"), ("extended", "2022")], "in_force", "2022"),
        ([("signed", "1995"), ("blocked", "1996")], "blocked", "1996"),
        ([("signed", "1995"), ("suspended", "2021-11-19")], "suspended", "2021-11-19"),
        ([("suspended", "2021"), ("in_force", "2023")], "in_force", "2023"),
        ([("proposed", "2020"), ("rejected", "2021")], "rejected", "2021"),
        ([("signed", "2020"), ("rejected", "2021")], "signed", "2020"),
        ([("signed", "1987"), ("withdrawn", "2019-08-02"), ("suspended", "2020")], "withdrawn", "2019-08-02"),
        ([("signed", "1987"), ("expired", "2019")], "expired", "2019"),
        ([("in_force", "2015"), ("violated", "2019")], "in_force", "2015"),
        ([("violated", "2019")], None, None),
        ([("signed", "1995"), ("blocked", None)], "blocked", None),
    ],
)
def test_how_an_instrument_stands_and_since_when(told, standing, since):
    found = life(*told)
    assert (found.standing, found.since and found.since.edtf) == (standing, since)


def test_what_happened_stands_in_order_with_its_evidence():
    found = life(("blocked", None), ("signed", "1995"), ("suspended", "2021"), ("entered_into_force", "1995-03"))
    assert [each.action for each in found.deeds] == ["signed", "entered_into_force", "blocked", "suspended"]
    assert found.evidence == ("a1", "a3", "a0", "a2")


def test_a_day_in_the_past_knows_nothing_later():
    told = ("signed", "1995"), ("suspended", "2021-11-19"), ("in_force", "2023")
    stood = [life(*told, as_of=date(year, 1, 1)).standing for year in (2020, 2022, 2024)]
    assert stood == ["signed", "suspended", "in_force"]
    assert lives([entry(agreement("a", "signed", "1995"))], date(1994, 1, 1)) == ()


def test_what_has_no_date_counts_from_the_day_it_was_reported():
    blocked = entry(agreement("blocked", "blocked"), published="2020-01-01")
    signed = entry(agreement("signed", "signed", "1995"))
    (found,) = lives([blocked, signed], TODAY)
    assert (found.standing, found.since.edtf, found.since.last) == ("blocked", None, date(2020, 1, 1))
    assert lives([blocked, signed], date(2019, 1, 1))[0].standing == "signed"


@pytest.mark.parametrize(
    ("signed", "blocked", "apart", "since"),
    [
        ("1995", "1995", 0, None),
        ("1995-03", "1995-03", 0, None),
        ("1995-03-01", "1995-03-01", 0, "1995-03-01"),
        ("1995", "1996", 0, "1996"),
        ("1995", "1995", 50, "1995"),
    ],
)
def test_the_year_of_the_signing_is_not_that_of_what_came_of_it(signed, blocked, apart, since):
    later = replace(agreement("a1", "blocked", blocked), start=apart, end=apart + 2)
    (found,) = lives([entry(agreement("a0", "signed", signed)), entry(later)], TODAY)
    assert (found.standing, found.since.edtf) == ("blocked", since)
    assert found.since.first.isoformat() >= signed


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        ({}, {}, True),
        ({}, {"parties": "BLR RUS"}, False),
        ({"parties": "BLR RUS NATO", "name": "arms treaty"}, {"name": "arms treaty"}, True),
        ({"name": SECURITY}, {"name": "NATO-Belarus security of information agreement"}, True),
        ({"name": SECURITY}, {"name": "NATO-Belarus trade agreement"}, False),
        ({"name": SECURITY}, {"name": "NATO-Belarus information security protocol"}, False),
        ({"name": SECURITY}, {}, True),
        ({"date": "1995"}, {"date": "2001", "action": "signed"}, False),
        ({"date": "1995"}, {"date": "1995-06", "action": "signed"}, True),
        ({"date": "1995"}, {"date": "2001", "action": "extended"}, True),
    ],
)
def test_which_mentions_are_of_one_instrument(one, other, joined):
    mentions = [agreement("one", **{"action": "signed", **one}), agreement("other", **{"action": "blocked", **other})]
    assert len(instruments(map(entry, mentions))) == (1 if joined else 2)


def test_a_bare_name_joins_a_fuller_one_only_where_something_else_ties_them():
    named, bare = agreement("one", "signed", "1995", SECURITY), agreement("other", "blocked")
    assert len(instruments([entry(named, docs="a"), entry(bare, docs="a")])) == 1
    assert len(instruments([entry(named, docs="a"), entry(bare, docs="b")])) == 2


def test_a_bare_name_that_fits_two_instruments_joins_neither():
    told = [
        agreement("one", "signed", "1995", SECURITY),
        agreement("other", "signed", "1995", "Belarus-NATO trade agreement"),
        agreement("bare", "blocked"),
    ]
    assert len(instruments(map(entry, told))) == 3


def test_the_order_of_the_entries_does_not_matter():
    told = [
        agreement(f"a{n}", action, when, name, parties)
        for n, (action, when, name, parties) in enumerate(
            (action, when, name, parties)
            for action in ("signed", "blocked", "amended")
            for when in (None, "1995", "2001-05")
            for name in ("", SECURITY, "arms treaty")
            for parties in ("BLR NATO", "BLR NATO RUS", "RUS")
        )
    ]
    held = [entry(each, docs=f"d{n % 4}") for n, each in enumerate(told)]
    first = lives(held, TODAY)
    for seed in range(5):
        random.Random(seed).shuffle(held)
        assert lives(held, TODAY) == first
    assert sum(len(each.deeds) for each in first) == len(told)


def test_the_command_in_every_form(tmp_path):
    place = str(tmp_path / "ledger.sqlite")
    page = article("page", CALL)
    made = reading(page, agreements=tuple(_told(page, n, *each) for n, each in enumerate(_TOLD)))
    with Ledger.open(place, create=True) as ledger:
        ledger.add(page, made)
        assert [each.standing for each in ledger.lives(actors=("NATO", "BLR"))] == ["blocked"]
        assert ledger.lives(actors=("USA",)) == ()
    told = _run("instruments", "--ledger", place)
    assert "blocked, reported" in told
    (found,) = json.loads(_run("instruments", "--ledger", place, "--between", "BLR,NATO", "--format", "json"))
    assert (found["standing"], found["since"]["by"]) == ("blocked", "2024-06-26")
    assert [each["action"] for each in found["actions"]] == ["signed", "blocked"]
    lines = _run("instruments", "--ledger", place, "--format", "csv", "--as-of", "2020").splitlines()
    assert [line.split(",")[2:6] for line in lines[1:]] == [["signed", "1995", "signed", "1995"]]


_TOLD = (("signed", "1995"), ("blocked", None))


def _told(page, number, action, when):
    from handmade import words

    return replace(agreement(f"a{number}", action, when), **words(page.text, CALL))


def _run(*arguments: str) -> str:
    done = CliRunner().invoke(app, ("--lang", "en", *arguments))
    assert done.exit_code == 0, done.output
    return done.stdout
