"""Questions an analyst asks, over the packaged articles in one ledger; where they are at hand, with five more pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from communique.cli.demonstration import sample_folder
from communique.cli.work import both
from communique.ledger import Entry, Ledger, Question, RecordKind
from communique.ledger.channels import Channel
from communique.records import Contact
from communique.sources import read_documents
from communique.sources.document import Document

CALL = date(2024, 6, 25)


def filled(place: Path, *paths: Path) -> Ledger:
    ledger = Ledger.open(str(place), create=True)
    for document in read_documents([str(path) for path in (sample_folder(), *paths)]):
        assert isinstance(document, Document)
        read = both(document)
        ledger.add(read.article, read.reading)
    return ledger


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    with filled(tmp_path_factory.mktemp("sample") / "ledger.sqlite") as ledger:
        yield ledger


@pytest.fixture(scope="module")
def more(tmp_path_factory, shared: Path):
    """The same with the five pages the codebook was made on."""
    with filled(tmp_path_factory.mktemp("more") / "ledger.sqlite", shared / "gold" / "seeds.texts.jsonl") as ledger:
        yield ledger


@pytest.fixture(params=["sample", "more"])
def ledger(request: pytest.FixtureRequest) -> Ledger:
    return request.getfixturevalue(request.param)


def ministers_call(ledger: Ledger) -> Entry:
    """The call of the Russian and US defence ministers on 25 June 2024."""
    asked = Question(actors=("RUS", "USA"), since=CALL, until=CALL, what="call")
    (found,) = ledger.entries(RecordKind.CONTACT, asked)
    return found


def channel(ledger: Ledger, level: str, as_of: date, *actors: str) -> Channel:
    (found,) = (each for each in ledger.channels(as_of, actors) if each.level == level)
    return found


def test_when_did_the_defence_ministers_of_russia_and_the_us_last_speak_before_june_2024(ledger):
    """On 15 March 2023, after the drone fell into the Black Sea."""
    last = channel(ledger, "defence", date(2024, 6, 24), "RUS", "USA").last
    assert (last.edtf, last.status) == ("2023-03-15", "occurred")
    assert {each.code for each in ledger.entry(last.id).record.participants} == {"RUS", "USA"}


def test_was_it_the_first_call_in_over_a_year(more):
    """It was: they spoke in March 2023, and the ledger knows of no call between."""
    (claim,) = (each for each in more.claims(("RUS", "USA")) if each.contact.id == ministers_call(more).id)
    assert (claim.since, claim.finding) == ("2023-03", "borne_out")
    (then,) = claim.deciding
    assert (then.edtf, isinstance(then.record, Contact)) == ("2023-03-15", True)
    assert "kể từ tháng 3/2023" in more.texts(claim.contact)[claim.reports[0]]


def test_what_the_ledger_cannot_tell_it_says_it_does_not_know(sample):
    """The call of May 2022 is said to be the first since 18 February, of which the articles tell nothing else."""
    found = {(each.contact.edtf, each.since): each.finding for each in sample.claims(("RUS", "USA"))}
    assert found["2022-05-13", "2022-02-18"] == "not_known"


def test_how_does_the_security_agreement_of_belarus_and_nato_stand(sample):
    """Signed in 1995. (That NATO blocks it is said too far from its name to be read in this article.)"""
    (life,) = sample.lives(actors=("BLR", "NATO"))
    assert (life.deeds[0].action, life.deeds[0].edtf) == ("signed", "1995")
    assert life.standing in ("signed", "blocked")


def test_how_it_stands_with_what_the_ministry_told_tass(more):
    """Blocked; nothing says since when."""
    (blocked,) = (each for each in more.lives(actors=("BLR", "NATO")) if each.standing == "blocked")
    assert [each.action for each in blocked.deeds] == ["signed", "blocked"]
    assert blocked.deeds[0].edtf == "1995"
    assert (blocked.since.edtf, blocked.since.first) == (None, None)
    assert "bị chặn" in blocked.since.entry.record.evidence


def test_what_did_washington_say_that_moscow_did_not(ledger):
    """That lines of communication must stay open, of which Moscow's notice is told to say nothing; Moscow warned of
    escalation; a paper says that they differ.
    """
    told = ledger.accounts(ministers_call(ledger).id)
    washington = " ".join(one.statement.evidence for point in told.only("USA") for one in point.said)
    moscow = [one.statement for point in told.only("RUS") for one in point.said]
    assert "đường dây liên lạc" in washington
    assert not any("đường dây liên lạc" in each.evidence.replace("không nhắc đến đường dây", "") for each in moscow)
    assert any(each.act == "THREATEN" and "vũ khí" in each.evidence for each in moscow)
    assert any("hai bản tường thuật khác nhau" in each.words for each in told.remarks)
    assert any("Đối Ngoại 24h" in one.carried for point in told.only("USA") for one in point.said)


def test_a_statement_about_the_next_call_is_no_account_of_this_one(ledger):
    """What was said of the call of July is not taken for an account of that of June, told in the same article."""
    told = ledger.accounts(ministers_call(ledger).id)
    docs = {each.origin.doc for point in told.points for one in point.said for each in one.entry.reports}
    assert "12_moskva_2024-06.txt" in docs
    assert "14_dien_dam_2024-07.txt" not in docs


@pytest.mark.parametrize(
    ("as_of", "present", "last"),
    [(date(2018, 6, 1), "open", "2018-04-19"), (date(2024, 7, 1), "silent", "2019-07-10")],
)
def test_is_the_military_channel_of_nato_and_russia_open(ledger, as_of, present, last):
    """While the generals meet in Baku it is; it has long been silent in 2024. The evidence is their last contact."""
    chiefs = channel(ledger, "chiefs", as_of, "NATO", "RUS")
    assert chiefs.present == present
    assert chiefs.last.id in chiefs.evidence
    assert chiefs.last.edtf == last
    assert {each.code for each in ledger.entry(chiefs.last.id).record.participants} >= {"NATO", "RUS"}
