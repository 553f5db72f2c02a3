"""Entries as PLOVER records and GDELT rows: what is coded as what, whom it joins, when, and what is left out."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from itertools import product

import pandas
import pytest

from communique.export import coding, gdelt, plover
from communique.export.inert import cell
from communique.export.tally import Lack, Tally
from communique.interchange import RecordKind
from communique.knowledge.tables import read_rows
from communique.ledger import Entry
from communique.ledger.what import what
from communique.records import (
    Act,
    ActionType,
    AgreementAction,
    ContactKind,
    Participant,
    Place,
    Record,
    StateKind,
    StateValue,
    Status,
)
from test_export import (  # noqa: F401
    EVERY,
    ORIGIN,
    RUS,
    action,
    agreement,
    contact,
    entry,
    place,
    reported_twice,
    run,
    state,
    statement,
)

NATO = Participant("NATO", "Petr Pavel", "chairman")
MINSK = Place("BLR", "Minsk")


def records(*entries: Entry) -> list[dict[str, object]]:
    return [json.loads(line) for line in plover.lines(entries, Tally())]


def rows(*entries: Entry) -> list[dict[str, str]]:
    made = b"".join(gdelt.lines(entries, Tally())).decode().splitlines()
    return [dict(zip(gdelt.COLUMNS, line.split("\t"), strict=True)) for line in made]


def coded(record: Record) -> tuple[object, ...]:
    """PLOVER event, mode, contexts, sides; then CAMEO pairs."""
    event = coding.event(entry(record))
    if event is None:
        return ()
    sides = f"{','.join(event.sources)}>{','.join(event.recipients)}"
    pairs = " ".join(f"{one or ''}>{other or ''}:{code}" for one, other, code in event.pairs())
    return event.event, event.mode, " ".join(event.contexts), sides, pairs


@pytest.mark.parametrize(
    ("record", "event", "mode", "contexts", "sides", "pairs"),
    [
        (contact(), "CONSULT", "phone", "", "RUS,USA>", "RUS>USA:041 USA>RUS:041"),
        (
            contact(kind=ContactKind.MEETING, place=MINSK),
            "CONSULT",
            "third-party",
            "",
            "RUS,USA>",
            "RUS>USA:044 USA>RUS:044",
        ),
        (contact(kind=ContactKind.MEETING), "CONSULT", None, "", "RUS,USA>", "RUS>USA:040 USA>RUS:040"),
        (
            contact(kind=ContactKind.MEETING, participants=(RUS, NATO), place=Place("TUR", "Ankara")),
            "CONSULT",
            None,
            "",
            "RUS,NATO>",
            "RUS>NATO:040 NATO>RUS:040",
        ),
        (
            contact(kind=ContactKind.VISIT, participants=(RUS, NATO), place=Place("BEL", "Brussels")),
            "CONSULT",
            "visit",
            "",
            "RUS>NATO",
            "RUS>NATO:042 NATO>RUS:043",
        ),
        (
            contact(kind=ContactKind.VISIT, place=Place("RUS")),
            "CONSULT",
            "visit",
            "",
            "USA>RUS",
            "USA>RUS:042 RUS>USA:043",
        ),
        (
            contact(kind=ContactKind.TALKS, status=Status.PLANNED),
            "CONSULT",
            None,
            "future",
            "RUS,USA>",
            "RUS>USA:036 USA>RUS:036",
        ),
        (contact(status=Status.PROPOSED), "REQUEST", "meet", "diplomatic", "USA>RUS", "USA>RUS:026"),
        (contact(status=Status.REFUSED), "REJECT", "meet", "diplomatic", "RUS>USA", "RUS>USA:125"),
        (
            contact(status=Status.CANCELLED),
            "SANCTION",
            "cancel",
            "diplomatic",
            "RUS,USA>",
            "RUS>USA:161 USA>RUS:161",
        ),
        (contact(status=Status.DENIED), "CONSULT", None, "negation", "RUS,USA>", ""),
        (statement(), "ACCUSE", "disapprove", "", "RUS>USA", "RUS>USA:110"),
        (statement(act=Act.ASSERT), None, None, "", "RUS>USA", "RUS>USA:010"),
        (statement(act=Act.THREATEN, targets=()), "THREATEN", None, "", "RUS>", "RUS>:130"),
        (agreement(), "SUPPORT", None, "diplomatic", "RUS,USA>", "RUS>USA:057 USA>RUS:057"),
        (
            state(kind=StateKind.SANCTIONS, parties=("EU", "RUS"), state=StateValue.IN_FORCE),
            "SANCTION",
            "sever",
            "economic",
            "EU>RUS",
            "EU>RUS:163",
        ),
        (state(), "SANCTION", "sever", "diplomatic", "NATO,RUS>", "NATO>RUS:160 RUS>NATO:160"),
        (action(), "AID", None, "", "USA>UKR", "USA>UKR:070"),
        (action(status=Status.REFUSED), "REJECT", "assist", "", "USA>UKR", "USA>UKR:122"),
        (
            action(type=ActionType.COOPERATE, actors=("RUS", "BLR"), recipients=()),
            "COOPERATE",
            None,
            "",
            "RUS,BLR>",
            "RUS>BLR:060 BLR>RUS:060",
        ),
        (action(type=ActionType.MOBILIZE, recipients=()), "MOBILIZE", None, "", "USA>", "USA>:150"),
        (action(type=ActionType.ASSAULT, actors=()), "ASSAULT", None, "", ">UKR", ">UKR:190"),
    ],
)
def test_what_is_coded_as_what(record, event, mode, contexts, sides, pairs):
    assert coded(record) == (event, mode, contexts, sides, pairs)


@pytest.mark.parametrize(
    "record",
    [
        state(state=StateValue.OPEN),
        state(kind=StateKind.PRESENCE, state=StateValue.IN_FORCE),
        agreement(action=AgreementAction.EXPIRED),
        action(type=ActionType.ASSAULT, status=Status.CANCELLED),
    ],
)
def test_conditions_and_acts_not_done_are_no_events(record):
    assert coding.event(entry(record)) is None


def every_record() -> list[Record]:
    return [
        *(contact(kind=kind, status=status) for kind, status in product(ContactKind, Status)),
        *(statement(act=act) for act in Act),
        *(agreement(action=each) for each in AgreementAction),
        *(state(kind=kind, state=value) for kind, value in product(StateKind, StateValue)),
        *(action(type=kind, status=status) for kind, status in product(ActionType, Status)),
    ]


def test_every_value_of_the_codebook_has_its_row_and_every_code_its_score():
    seen = set()
    for record in every_record():
        made = entry(record)
        kind, status = what(record)
        fitting = [
            rule
            for rule in coding.rules()
            if rule.list is made.kind
            and (not rule.kinds or kind in rule.kinds)
            and (not rule.statuses or status in rule.statuses)
            and not rule.settings
        ]
        assert fitting, (kind, status)
        if event := coding.event(made):
            seen |= {code for *_, code in event.pairs()}
            if event.event:
                assert -10 <= plover.scale(event.event) <= 10
                assert plover.quad(event.event) in (1, 2, 3, 4)
    assert all(-10 <= gdelt.goldstein(code) <= 10 for code in seen)


def test_every_row_says_why():
    assert all(row["basis"] for _, row in read_rows(coding.table("events.tsv")))
    assert {rule.list for rule in coding.rules()} == set(RecordKind)


def test_a_plover_record_has_the_fields_of_the_manual():
    (made,) = records(replace(reported_twice(), record=contact(place=MINSK)))
    assert (made["id"], made["date"], made["event"], made["quad_code"]) == ("c1", "2024-06-25", ["CONSULT"], 1)
    assert made["event_scale"] == 2.1
    assert made["source"][0] == {
        "code": "RUS",
        "sector": "GOVMIL",
        "identifier_text": "Andrei Belousov",
        "office": "defence minister",
        "ledger_code": "RUS",
    }
    assert made["recipient"] == []
    assert made["event_loc"] == {"name": "Minsk", "country code": "BY", "cc3": "BLR"}
    assert [each["citation"] for each in made["reports"]] == ["tin/01.html", "tin/02.html"]
    assert "enddate" not in made
    (wide,) = records(entry(action()))
    assert (wide["date"], wide["enddate"], wide["edtf"]) == ("2024-06-01", "2024-06-30", "2024-06")
    (denied,) = records(entry(contact(status=Status.DENIED)))
    assert (denied["context"], denied["event_scale"]) == (["negation"], None)
    (frozen,) = records(entry(state()))
    assert [each["code"] for each in frozen["source"]] == ["IGO", "RUS"]


def test_what_has_no_place_is_counted():
    tally = Tally()
    nobody = entry(action(actors=()))
    undated = entry(action(date=None))
    assert not list(plover.lines([entry(statement(act=Act.ASSERT)), nobody, undated], tally))
    assert tally.left_out == {Lack.NO_EVENT: 1, Lack.NO_ACTOR: 1, Lack.UNDATED: 1}
    tally = Tally()
    assert not list(gdelt.lines([entry(contact(date="2014")), entry(contact(status=Status.DENIED))], tally))
    assert tally.left_out == {Lack.IMPRECISE: 1, Lack.NO_EVENT: 1}


def test_only_a_statement_is_dated_by_its_page():
    assert records(entry(statement()))[0]["date"] == "2024-06-26"
    assert records(entry(statement(date="XXXX-12-03"))) == []
    assert records(entry(contact(date=None))) == []


def test_a_gdelt_row_has_61_columns_as_pandas_reads_them():
    assert len(gdelt.COLUMNS) == 61
    made = b"".join(gdelt.lines(EVERY, Tally()))
    frame = pandas.read_csv(io.BytesIO(made), sep="\t", names=gdelt.COLUMNS, dtype={"EventCode": str})
    assert frame.shape == (6, 61)
    assert frame["GLOBALEVENTID"].is_unique
    call = frame[frame["EventCode"] == "041"].iloc[0]
    assert (call["SQLDATE"], call["MonthYear"], call["Year"]) == (20240625, 202406, 2024)
    assert (call["Actor1Code"], call["Actor1Name"], call["Actor2CountryCode"]) == (
        "RUSGOVMIL",
        "ANDREI BELOUSOV",
        "USA",
    )
    assert (call["QuadClass"], call["GoldsteinScale"], call["NumMentions"]) == (1, 1.0, 1)
    assert call["SOURCEURL"] == "https://bao.example/1"
    aid = rows(EVERY[4])[0]
    assert (aid["ActionGeo_Type"], aid["ActionGeo_FullName"], aid["ActionGeo_CountryCode"]) == (
        "4",
        "Kyiv, Ukraine",
        "UP",
    )
    assert (aid["EventBaseCode"], aid["EventRootCode"], aid["QuadClass"]) == ("070", "07", "2")
    frozen = rows(entry(state(since="2014-04-01")))[0]
    assert (frozen["Actor1Code"], frozen["Actor1KnownGroupCode"], frozen["Actor1Type1Code"]) == ("IGONAT", "NAT", "IGO")


def test_a_row_far_back_has_its_year_in_four_digits():
    row = rows(entry(contact(date="0938-10-01")))[0]
    assert (row["SQLDATE"], row["MonthYear"], row["Year"]) == ("09381001", "093810", "0938")


def test_reports_are_counted_as_gdelt_counts_them():
    two = reported_twice()
    copied = replace(two, reports=(two.reports[0], replace(two.reports[1], copy_of="tin/01.html")))
    counts = [(row["NumMentions"], row["NumSources"], row["NumArticles"]) for row in rows(two, copied)]
    assert counts[0] == ("2", "2", "2")
    assert counts[-1] == ("2", "1", "2")


def test_hostile_names_make_no_columns_and_no_formulas():
    people = (Participant("RUS", "=cmd()\t|\nX"), Participant("USA"))
    made = rows(entry(contact(participants=people), origin=replace(ORIGIN, url="=1\t2\n3")))[0]
    assert made["Actor1Name"] == cell("=CMD() | X")
    assert made["SOURCEURL"] == "'=1 2 3"


def test_the_command_says_what_it_left_out(place):  # noqa: F811
    done = run("--to", "plover", "--ledger", place)
    assert [json.loads(line)["event"] for line in done.stdout.splitlines()] == [["CONSULT"], ["ACCUSE"]]
    assert "left out 3: no date" in done.stderr
    assert run("--to", "gdelt", "--ledger", place).stdout.count("\n") == 3
