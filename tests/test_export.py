"""Exports as JSON elements and CSV, and files that are there whole or not at all. Entries here are made by hand."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from communique.cli.app import app
from communique.dates import bounds
from communique.errors import ExportError
from communique.export import element, files, inert, sheet
from communique.interchange import RecordKind, record_date, record_kind
from communique.ledger import Dissent, Entry, Ledger, Origin, Report, Step
from communique.records import (
    Act,
    Action,
    ActionType,
    Agreement,
    AgreementAction,
    Candidate,
    Contact,
    ContactKind,
    Place,
    Published,
    Record,
    State,
    StateKind,
    Statement,
    StateValue,
    Status,
)
from entries import MINISTERS
from handmade import full

RUS, USA = MINISTERS
MADE = {"start": 7, "end": 29, "id": "r1", "rule": "by.hand", "confidence": 0.75, "evidence": "lời lẽ làm bằng chứng"}
ORIGIN = Origin(
    "tin/01.html", 1, "Điện đàm", "Báo Mẫu", "https://bao.example/1", Published("2024-06-26", "2024-06-26"), "test"
)


def contact(**more: object) -> Contact:
    fixed = {"kind": ContactKind.CALL, "participants": (RUS, USA), "date": "2024-06-25", "place": None}
    fixed |= {"status": Status.OCCURRED, "initiator": "USA", "topics": ("Ukraine",), "first_since": None, "via": ()}
    return Contact(**{**fixed, **MADE, **more})


def statement(**more: object) -> Statement:
    fixed = {"speaker": RUS, "targets": ("USA",), "act": Act.ACCUSE, "quoted": False, "via": ("TASS",), "date": None}
    return Statement(**{**fixed, **MADE, **more})


def agreement(**more: object) -> Agreement:
    fixed = {"name": "arms treaty", "parties": ("RUS", "USA"), "action": AgreementAction.SIGNED, "date": "2010-04-08"}
    return Agreement(**{**fixed, **MADE, **more})


def state(**more: object) -> State:
    fixed = {"kind": StateKind.CHANNEL, "parties": ("NATO", "RUS"), "state": StateValue.FROZEN, "since": "2014"}
    return State(**{**fixed, **MADE, **more})


def action(**more: object) -> Action:
    fixed = {"type": ActionType.AID, "actors": ("USA",), "recipients": ("UKR",), "date": "2024-06", "place": None}
    return Action(**{**fixed, "status": Status.OCCURRED, **MADE, **more})


def entry(record: Record, id: str = "c1", origin: Origin = ORIGIN, **more: object) -> Entry:
    earliest, latest = bounds(record_date(record))
    report = Report(id, record, earliest, latest, origin)
    return Entry(id, record_kind(record), record, earliest, latest, **{"reports": (report,), **more})


EVERY = (
    entry(contact()),
    entry(statement(), "s1"),
    entry(agreement(), "a1"),
    entry(state(), "t1"),
    entry(action(place=Place("UKR", "Kyiv")), "n1"),
)


def reported_twice() -> Entry:
    """A call two papers tell of, of which one says it was a day later."""
    first = entry(contact(candidates=(Candidate("date", "2024-06-26", ("who held office",)),)))
    second = replace(first.reports[0], id="c2", origin=replace(ORIGIN, doc="tin/02.html", outlet="Báo Khác"))
    return replace(
        first,
        reports=(*first.reports, second),
        sources=(("date", "c1"),),
        history=(Step("planned", date(2024, 6, 24), "c2"), Step("occurred", date(2024, 6, 25), "c1")),
        dissents=(Dissent("date", "2024-06-26", "c2"),),
    )


@pytest.fixture
def place(tmp_path: Path) -> str:
    """A ledger with one page that has a record of every kind."""
    where = str(tmp_path / "ledger.sqlite")
    with Ledger.open(where, create=True) as ledger:
        ledger.add(*full())
    return where


def run(*arguments: str):
    return CliRunner().invoke(app, ["export", *arguments], prog_name="communique")


def rows(pieces) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(pieces).decode(), newline="")))


def test_an_element_has_the_fields_and_every_report_with_its_words():
    (line,) = element.lines([reported_twice()])
    held = json.loads(line)
    assert (held["id"], held["list"], held["kind"], held["date"]) == ("c1", "contacts", "call", "2024-06-25")
    assert held["participants"][0] == {"code": "RUS", "person": "Andrei Belousov", "office": "defence minister"}
    assert [(each["id"], each["doc"], each["outlet"]) for each in held["reports"]] == [
        ("c1", "tin/01.html", "Báo Mẫu"),
        ("c2", "tin/02.html", "Báo Khác"),
    ]
    first = held["reports"][0]
    assert {"url", "published", "evidence", "start", "end", "confidence", "candidates"} <= set(first)
    assert first["published"]["earliest"] == "2024-06-26"
    assert held["sources"] == {"date": "c1"}
    assert [step["status"] for step in held["history"]] == ["planned", "occurred"]
    assert held["dissents"] == [{"field": "date", "value": "2024-06-26", "report": "c2"}]
    assert held["confidence"] == 0.75


@pytest.mark.parametrize("made", EVERY, ids=lambda made: made.kind.value)
def test_every_kind_has_its_columns(made):
    (row,) = rows(sheet.lines([made], made.kind))
    assert tuple(row) == sheet.columns(made.kind)
    assert (row["id"], row["doc"], row["confidence"], row["reports"]) == (made.id, "tin/01.html", "0.75", "1")


def test_cells_read_as_words():
    (row,) = rows(sheet.lines([reported_twice()], RecordKind.CONTACT))
    assert row["participants"] == "Andrei Belousov (RUS, defence minister); Lloyd Austin (USA, defence minister)"
    assert (row["reports"], row["dissents"], row["judged"]) == ("2", "1", "no")
    (row,) = rows(sheet.lines([EVERY[4]], RecordKind.ACTION))
    assert (row["place"], row["earliest"], row["latest"]) == ("Kyiv, UKR", "2024-06-01", "2024-06-30")


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1+cmd", "'-1+cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),
        ("\u202etxt.exe", "[U+202E]txt.exe"),
        ("a\u2066b\x00c\x1b[2J", "a[U+2066]b[U+0000]c[U+001B][2J"),
        ("\u200b=1", "[U+200B]=1"),
        ("Điện đàm, “nóng”", "Điện đàm, “nóng”"),
        ('a,"b"\nc', 'a,"b"\nc'),
    ],
)
def test_a_cell_is_only_text(hostile, shown):
    (row,) = rows(sheet.lines([entry(agreement(name=hostile))], RecordKind.AGREEMENT))
    assert row["name"] == shown


@given(st.text())
def test_no_cell_starts_a_formula_or_hides_anything(text):
    made = inert.cell(text)
    assert not made.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert not set(made) & set("\x00\x1b\u202e\u2066\u200f\ufeff")
    assert inert.line(text) == " ".join(inert.line(text).split(" "))


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://bao.example/tin?a=1", True),
        ("javascript:alert(1)", False),
        ("https://x.example/\nX:1", False),
        ('http://x"onload', False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_are_links(url, safe):
    assert inert.address(url) == (url if safe else None)


def test_a_file_is_there_whole_or_not_at_all(tmp_path):
    def pieces():
        yield b"half"
        raise RuntimeError

    path = tmp_path / "out.csv"
    path.write_text("before")
    with pytest.raises(RuntimeError):
        files.write(path, pieces())
    assert [each.read_text() for each in tmp_path.iterdir()] == ["before"]
    with pytest.raises(ExportError, match="cannot be written"):
        files.write(tmp_path / "no" / "out.csv", [b"x"])
    with pytest.raises(ExportError, match="not a folder"):
        files.folder(path)


def test_the_command_writes_a_table_to_standard_output_and_all_of_them_into_a_folder(place, tmp_path):
    shown = run("--to", "csv", "--kind", "contacts", "--ledger", place).stdout_bytes
    assert [row["date"] for row in rows([shown])] == ["2024-06-25"]
    done = run("--to", "csv", "--ledger", place)
    assert (done.exit_code, "--kind" in done.stderr) == (2, True)
    folder = tmp_path / "tables"
    assert run("--to", "csv", "--ledger", place, "--out", str(folder)).exit_code == 0
    assert {path.name for path in folder.iterdir()} == {f"{kind.value}.csv" for kind in RecordKind}
    assert (folder / "contacts.csv").read_bytes() == shown


def test_the_command_filters_as_the_lists_do(place):
    def ids(*more: str) -> set[str]:
        lines = run("--to", "jsonl", "--ledger", place, *more).stdout.splitlines()
        return {json.loads(line)["list"] for line in lines}

    assert ids() == {kind.value for kind in RecordKind}
    assert ids("--kind", "states") == {"states"}
    assert ids("--between", "rus,usa") == {"contacts", "statements"}
    assert ids("--since", "2024-06-26") == set()
    assert ids("--min-confidence", "0.85") == {"contacts"}
