"""The command line: what is printed, in which form and language, and with which exit status."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from communique.cli import work
from communique.cli.app import app
from communique.cli.messages import Language, language, use
from communique.cli.options import actor_codes
from communique.interchange import dumps
from communique.ledger import Ledger
from communique.records import Participant
from communique.sources.document import Document
from handmade import ACCUSED, CALL, article, contact, full, reading

SOURCE = Path(__file__).parents[1] / "src"
LISTS = ("contacts", "statements", "agreements", "states", "actions")


@pytest.fixture(autouse=True)
def in_english():
    use(Language.EN)
    yield
    use(Language.EN)


@pytest.fixture
def place(tmp_path: Path) -> str:
    """A ledger with one page that has a record of every kind."""
    where = str(tmp_path / "ledger.sqlite")
    with Ledger.open(where, create=True) as ledger:
        ledger.add(*full("in/call.txt"))
    return where


@pytest.fixture
def pages(monkeypatch):
    """Five pages read by hand, of which the third cannot be read, in place of sources and extraction."""
    made = {f"{number}.txt": full(f"{number}.txt") for number in range(5)}

    def documents(paths, published):
        for doc, (page, _) in made.items():
            yield work.Failed(doc, f"in/{doc}", "no known encoding") if doc == "2.txt" else Document(doc, page.text)

    monkeypatch.setattr(work, "documents", documents)
    monkeypatch.setattr(work, "both", lambda document: work.Read(*made[document.doc], None))
    return made


def run(*arguments: str):
    return CliRunner().invoke(app, [*arguments], prog_name="communique")


def command(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The real command, in a process of its own."""
    path = os.pathsep.join([str(SOURCE), *sys.path])
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "COMMUNIQUE"))}
    return subprocess.run(
        [sys.executable, "-m", "communique", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env={**clean, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", **more},
    )


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("--version",), 0, ""),
        (("--help",), 0, ""),
        (("schema",), 0, ""),
        (("dance",), 2, "No such command"),
        (("contacts", "--between", "RUS"), 2, "not two codes"),
        (("contacts", "--since", "soon"), 2, "not an EDTF date"),
        (("contacts", "--since", "XXXX-12-03"), 2, "no year"),
        (("contacts", "--kind", "dance"), 2, "meeting"),
        (("contacts", "--min-confidence", "7"), 2, "--min-confidence"),
        (("extract", "x", "--published", "2024"), 2, "not a date like"),
        (("evaluate", "gold.jsonl"), 2, "TEXTS"),
        (("contacts", "--ledger", "/nowhere/l.sqlite"), 1, "communique: there is no ledger at /nowhere/l.sqlite"),
        (("evaluate", "/nowhere.jsonl", "--system", "x"), 1, "communique: /nowhere.jsonl: cannot be read"),
    ],
)
def test_exit_statuses(arguments, status, message):
    done = command(*arguments)
    assert (done.returncode, "Traceback" in done.stderr) == (status, False), done.stderr
    assert message in done.stderr
    if status == 1:
        assert done.stderr.count("\n") == 1


def test_a_closed_pipe_is_no_error_to_talk_about(place):
    reader = "import sys; sys.stdin.readline()"
    path = os.pathsep.join([str(SOURCE), *sys.path])
    whole = f"{sys.executable} -m communique schema | {sys.executable} -c '{reader}'"
    done = subprocess.run(whole, shell=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path})
    assert done.stderr == ""


@pytest.mark.parametrize("name", LISTS)
def test_every_list_in_every_form(place, name):
    table = run(name, "--ledger", place)
    assert table.exit_code == 0
    assert max(map(len, table.stdout.splitlines())) <= 100
    (element,) = json.loads(run(name, "--ledger", place, "--format", "json").stdout)
    assert [report["doc"] for report in element["reports"]] == ["in/call.txt"]
    (row,) = csv.DictReader(io.StringIO(run(name, "--ledger", place, "--format", "csv").stdout))
    assert row["id"] == element["id"]
    assert row["evidence"] == element["reports"][0]["evidence"]
    assert element["id"][:8] in table.stdout


def test_a_contact_in_a_table_says_who_when_and_how_sure(place):
    table = run("contacts", "--ledger", place).stdout
    for words in ("2024-06-25", "occurred", "call", "RUS def. min. Andrei", "Belousov", "Báo Mẫu", "0.90"):
        assert words in table


def test_filters_narrow_a_list(place):
    for arguments, count in (
        (("--between", "usa,rus"), 1),
        (("--between", "RUS,CHN"), 0),
        (("--actor", "rus", "--kind", "Call", "--since", "2024", "--until", "2024-06"), 1),
        (("--since", "2024-07"), 0),
        (("--min-confidence", "0.95"), 0),
    ):
        shown = run("contacts", "--ledger", place, "--format", "json", *arguments)
        assert len(json.loads(shown.stdout)) == count, arguments
    assert "Nothing in the ledger" in run("contacts", "--ledger", place, "--since", "2030").stdout


def test_show_marks_the_evidence_in_its_sentence(place):
    (element,) = json.loads(run("contacts", "--ledger", place, "--format", "json").stdout)
    shown = " ".join(run("show", element["id"][:8], "--ledger", place).stdout.split())
    assert f"⟦{CALL}⟧" in shown
    for words in ("TASS", "asked for by: USA", "contact.call", "version 1", "known from: given"):
        assert words in shown


def test_doc_shows_what_was_kept_what_was_left_out_and_its_entries(place):
    shown = run("doc", "call", "--ledger", place).stdout
    kept, rest = shown.split("Left out (1):")
    assert ACCUSED[:40] in kept
    assert "Giá vàng" not in kept
    assert "teaser      Đọc nhiều: Giá vàng hôm nay" in rest
    assert all(title in rest for title in ("Contacts", "Statements", "Agreements", "States", "Actions"))


def test_channels_in_every_form(place):
    table = run("channels", "--ledger", place).stdout
    assert "Channels as of 2024-06-26" in table
    held = json.loads(run("channels", "--ledger", place, "--format", "json").stdout)
    assert [(each["dyad"], each["level"], each["present"]) for each in held] == [
        (["NATO", "RUS"], "any", "frozen"),
        (["RUS", "USA"], "defence", "open"),
    ]
    later = run("channels", "--ledger", place, "--format", "csv", "--between", "USA,RUS", "--as-of", "2026")
    (row,) = csv.DictReader(io.StringIO(later.stdout))
    assert (row["present"], row["since"]) == ("silent", "2024-06-25")


def test_add_names_what_it_kept_and_what_it_set_aside(pages, tmp_path):
    where = str(tmp_path / "new" / "ledger.sqlite")
    first = run("add", "in/", "--ledger", where)
    assert first.exit_code == 1, "a document was set aside"
    assert first.stdout.splitlines() == [f"added\t{n}.txt\t5" for n in (0, 1, 3, 4)]
    assert "set aside 2.txt (in/2.txt): no known encoding" in first.stderr
    assert "read 4, set aside 1" in first.stderr
    assert run("set-aside", "--ledger", where).stdout == "2.txt\tin/2.txt\tno known encoding\n"
    assert run("add", "in/", "--ledger", where).stdout.splitlines()[0] == "unchanged\t0.txt\t5"


def test_backup_restore_and_verify(place, tmp_path):
    file, again = str(tmp_path / "backup"), str(tmp_path / "again.sqlite")
    assert "1 documents with 5 records" in run("backup", file, "--ledger", place).stderr
    assert run("restore", file, "--ledger", again).exit_code == 0
    refused = run("restore", file, "--ledger", again)
    assert (refused.exit_code, "--force" in refused.stderr) == (1, True)
    sound = run("verify", "--ledger", again, "--format", "json")
    assert (sound.exit_code, json.loads(sound.stdout)) == (0, [])
    with sqlite3.connect(again) as raw:
        raw.execute("UPDATE evidence SET text = 'khác' WHERE record_key = 1")
    broken = run("verify", "--ledger", again)
    assert (broken.exit_code, broken.stdout.split("\t")[0]) == (1, "evidence")
    (fault, _) = json.loads(run("verify", "--ledger", again, "--format", "json").stdout)
    assert (fault["check"], fault["where"].split(" ")[0]) == ("evidence", "in/call.txt")


def test_extract_keeps_the_order_and_the_format(pages):
    done = run("extract", "in/")
    assert done.exit_code == 1
    assert done.stdout.encode() == b"".join(dumps(pages[f"{n}.txt"][1]) + b"\n" for n in (0, 1, 3, 4))
    validator = Draft202012Validator(json.loads(run("schema").stdout))
    assert all(validator.is_valid(json.loads(line)) for line in done.stdout.splitlines())
    assert "Andrei Belousov" in run("extract", "in/", "--format", "table").stdout


def test_a_document_the_program_fails_on_is_set_aside_and_the_rest_goes_on(pages, monkeypatch):
    read = work.both

    def failing(document):
        return read(document) if document.doc != "1.txt" else {}[document.doc]

    monkeypatch.setattr(work, "both", failing)
    done = run("extract", "in/")
    assert [json.loads(line)["doc"] for line in done.stdout.splitlines()] == ["0.txt", "3.txt", "4.txt"]
    assert "set aside 1.txt: the program failed on it: KeyError" in done.stderr


def test_evaluate_reads_the_texts_or_scores_a_file(pages, tmp_path):
    gold, system = tmp_path / "gold.jsonl", tmp_path / "system.jsonl"
    lines = [dumps(pages[f"{n}.txt"][1]) + b"\n" for n in (0, 1)]
    gold.write_bytes(b"".join(lines))
    system.write_bytes(dumps(replace(pages["0.txt"][1], contacts=())) + b"\n")
    table = run("evaluate", str(gold), "texts.jsonl").stdout
    assert "macro found F1 1.000" in table
    assert "contact.call" in table
    scores = json.loads(run("evaluate", str(gold), "--system", str(system), "--format", "json").stdout)
    assert (scores["contacts"]["found"][1], scores["states"]["found"][1]) == (0, 0.5)
    missed = run("evaluate", str(gold), "--system", str(system), "--errors", "contacts").stdout
    assert missed.count("MISSED") == 2
    absent = replace(pages["0.txt"][1], doc="absent")
    gold.write_bytes(dumps(absent) + b"\n")
    assert "no text of 1 hand-coded articles, absent first" in run("evaluate", str(gold), "texts.jsonl").stderr


def test_a_report_is_one_page_beside_the_figures(tmp_path):
    gold = tmp_path / "gold.jsonl"
    text = "Hôm qua, Ngoại trưởng Nga Sergei Lavrov đã gặp người đồng cấp Trung Quốc Vương Nghị tại Moskva."
    who = [{"code": "RUS", "person": None, "office": None}, {"code": "PRK", "person": None, "office": None}]
    coded = {"kind": "meeting", "participants": who, "status": "occurred", "evidence": text}
    gold.write_text(json.dumps({"doc": "a", **{name: [] for name in LISTS}, "contacts": [coded]}), encoding="utf-8")
    texts = tmp_path / "texts.jsonl"
    texts.write_text(json.dumps({"doc": "a", "text": text}), encoding="utf-8")
    figures = tmp_path / "figures.json"
    point = {"articles": 17, "found": dict.fromkeys(LISTS, 0.5), "macro": 0.5}
    figures.write_text(json.dumps({"learning": [point, {**point, "articles": 68}]}), encoding="utf-8")
    done = run("evaluate", str(gold), str(texts), "--report", str(tmp_path / "out"), "--figures", str(figures))
    assert done.exit_code == 0, done.output
    html = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "Lavrov" in html
    assert "articles fitted on" in html
    assert command("evaluate", str(gold), str(texts), "--report", str(gold)).returncode == 1
    figures.write_text("{}")
    wrong = command("evaluate", str(gold), str(texts), "--report", str(tmp_path / "out"), "--figures", str(figures))
    assert (wrong.returncode, "no learning curve" in wrong.stderr) == (1, True)


def test_hostile_words_reach_a_table_as_harmless_ones(tmp_path):
    where = str(tmp_path / "ledger.sqlite")
    page = article("=cmd()", f"\x1b[2J[red]{CALL}\u202e", outlet="[bold]Báo\x9b31m")
    people = (Participant("RUS", "=HYPERLINK(1)\x07", "defence minister"), Participant("USA"))
    with Ledger.open(where, create=True) as ledger:
        ledger.add(page, reading(page, contacts=(contact(page, participants=people),)))
    shown = run("contacts", "--ledger", where).stdout + run("doc", "cmd", "--ledger", where).stdout
    assert not set("\x1b\x07\x9b\u202e") & set(shown)
    assert "[bold]Báo" in shown, "markup is text"
    (row,) = csv.DictReader(io.StringIO(run("contacts", "--ledger", where, "--format", "csv").stdout))
    assert row["doc"] == "'=cmd()", "a cell that starts a formula is defused"
    assert row["participants"].startswith("'=HYPERLINK")


@pytest.mark.parametrize(
    ("arguments", "environment", "chosen"),
    [
        ([], {}, "en"),
        ([], {"LANG": "vi_VN.UTF-8"}, "vi"),
        ([], {"LANG": "vi_VN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        (["--lang", "vi", "contacts"], {"LANG": "en_US"}, "vi"),
        (["--lang=en"], {"LANG": "vi_VN"}, "en"),
        (["--lang"], {}, "en"),
    ],
)
def test_the_language_is_asked_for_or_the_environments(arguments, environment, chosen):
    assert language(arguments, environment) == chosen


def test_tables_and_help_speak_vietnamese(place):
    table = run("--lang", "vi", "contacts", "--ledger", place).stdout
    assert "điện đàm" in table
    assert "RUS BT quốc phòng" in table
    assert "Ai đã nói chuyện với ai" in command("--help", LANG="vi_VN.UTF-8").stdout


def test_starting_is_quick(place):
    script = "import sys; sys.argv = ['communique', '--version']; from communique.cli import main\ntry: main()\n"
    script += "except SystemExit: pass\nprint(*sys.modules)"
    path = os.pathsep.join([str(SOURCE), *sys.path])
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}
    ).stdout.split()
    assert not {"sqlalchemy", "alembic", "trafilatura", "pydantic", "rich.progress"} & set(loaded)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("RUS", "RUS"),
        ("rus", "RUS"),
        ("Nga", "RUS"),
        ("NGA", "NGA"),
        ("Hoa Kỳ", "USA"),
        ("trung quoc", "CHN"),
        ("NATO", "NATO"),
    ],
)
def test_an_actor_may_be_given_by_name(text: str, code: str):
    assert actor_codes(None, text) == (code,)
