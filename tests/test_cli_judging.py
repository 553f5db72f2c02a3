"""`judge`, `judgements` and `review`, and judged documents as hand-coded articles."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from communique.cli.app import app
from communique.evaluation import read_codings
from communique.ledger import Ledger, Question, RecordKind, Verdict
from handmade import CALL, FROZEN, article, contact, full, reading

SOURCE = Path(__file__).parents[1] / "src"


@pytest.fixture
def where(tmp_path: Path) -> str:
    """A ledger of one page with a record of every kind, and of one call reported twice, with another date."""
    made = str(tmp_path / "ledger.sqlite")
    with Ledger.open(made, create=True) as ledger:
        ledger.add(*full("a.txt"))
        for doc in ("b.txt", "c.txt"):
            page = article(doc, CALL, FROZEN)
            ledger.add(page, reading(page, contacts=(contact(page, id=doc, date="2024-06-28"),)))
    return made


def run(*arguments: str, ledger: str, typed: str | None = None):
    return CliRunner().invoke(app, [*arguments, "--ledger", ledger], input=typed, prog_name="communique")


def contacts(where: str):
    return entries(where, RecordKind.CONTACT)


def entries(where: str, kind: RecordKind):
    with Ledger.open(where) as ledger:
        return list(ledger.entries(kind, Question(rejected=True)))


def said(where: str, *options: str) -> list[dict[str, object]]:
    return json.loads(run("judgements", "--format", "json", *options, ledger=where).stdout)


def test_a_person_judges_and_takes_it_back(where):
    one, two = contacts(where)
    steps = (
        (("judge", one.id, "accept", "--by", "Hà", "--note", "đúng"), "judgement 1: accept"),
        (("judge", one.id[:9], "correct", "date=2024-06-26", "--by", "Hà"), 'correct date = "2024-06-26"'),
        (("judge", one.id, "merge", two.id, "--by", "Minh"), "judgement 3: merge"),
        (("judge", "undo", "3", "--by", "Minh"), "judgement 4: undo 3"),
        (("judge", two.id, "split", two.reports[1].id, "--by", "Hà"), "judgement 5: split"),
        (("judge", two.id, "reject", "--by", "Hà"), "judgement 6: reject"),
    )
    for arguments, told in steps:
        done = run(*arguments, ledger=where)
        assert (done.exit_code, told in done.stderr) == (0, True), done.stderr
    assert [(each["verdict"], each["by"], each["bearing"]) for each in said(where)][2:4] == [
        ("merge", "Minh", "undone"),
        ("undo", "Minh", "holds"),
    ]
    assert one.id[:8] in run("contacts", ledger=where).stdout
    assert two.id[:8] not in run("contacts", ledger=where).stdout
    assert two.id[:8] in run("contacts", "--rejected", ledger=where).stdout
    shown = run("show", one.id, ledger=where).stdout
    assert "judgement 1, Hà: accept" in shown
    assert "date elsewhere: 2024-06-25" in shown
    table = run("judgements", ledger=where).stdout
    assert "Hà" in table
    assert "undone" in table


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("c0000", "accept"), 1, "there is no entry 'c0000'"),
        (("c", "praise"), 2, "praise is none of accept"),
        (("c", "correct"), 2, "correct needs FIELD=VALUE"),
        (("c", "correct", "date"), 2, "correct needs FIELD=VALUE"),
        (("c", "accept", "x"), 2, "accept takes nothing more"),
        (("undo", "x"), 2, "the number of a judgement"),
        (("undo", "7"), 1, "no judgement 7"),
        (("c", "accept", "--by", " "), 2, "give your name"),
    ],
)
def test_wrong_words_are_refused(where, arguments, status, message):
    done = run("judge", *arguments, ledger=where)
    assert (done.exit_code, message in done.stderr) == (status, True), done.stderr
    assert said(where) == []


def test_the_name_is_of_the_environment_or_the_login(where, monkeypatch):
    one, _ = contacts(where)
    monkeypatch.setenv("COMMUNIQUE_NAME", "Bộ phận mã hóa")
    run("judge", one.id, "accept", ledger=where)
    monkeypatch.delenv("COMMUNIQUE_NAME")
    monkeypatch.setattr("communique.cli.judging.getuser", lambda: "lan")
    run("judge", one.id, "accept", ledger=where)
    assert [each["by"] for each in said(where)] == ["Bộ phận mã hóa", "lan"]


def test_disagreements_alone(where):
    one, two = contacts(where)
    run("judge", one.id, "accept", "--by", "Hà", ledger=where)
    run("judge", two.id, "accept", "--by", "Hà", ledger=where)
    with Ledger.open(where) as ledger:
        page = article("a.txt", FROZEN)
        ledger.add(page, reading(page))
    (lost,) = said(where, "--disagreements")
    assert (lost["key"], lost["bearing"], lost["entry"]) == (1, "unmatched", None)
    assert "no such record now" in run("judgements", "--disagreements", ledger=where).stdout


def test_review_takes_one_answer_a_line(where):
    with Ledger.open(where) as ledger:
        page = article("d.txt", CALL, FROZEN)
        records = (
            contact(page, id="unsure", date="2024-05-01", confidence=0.3),
            contact(page, id="less", date="2024-05-08", confidence=0.2),
            contact(page, id="more", date="2024-05-15", confidence=0.4),
        )
        ledger.add(page, reading(page, contacts=records))
    answers = "c date=soon\nc date=2024-05-09\nx\na\nr\nu\nk\nq\n"
    done = run("review", "--kind", "contacts", "--by", "Hà", ledger=where, typed=answers)
    assert done.exit_code == 0, done.stderr
    assert "date: " in done.stderr, "what cannot be is said, and asked again"
    assert "x is none of these" in done.stderr
    told = said(where)
    assert [each["verdict"] for each in told] == ["correct", "accept", "reject", "undo"]
    found = {each.record.id: each for each in contacts(where)}
    assert found["less"].record.date == "2024-05-09"
    assert (found["less"].verdict, found["unsure"].verdict) == (Verdict.ACCEPT, None)


def test_review_ends_where_the_answers_end_and_keeps_what_was_said(where):
    with Ledger.open(where) as ledger:
        page = article("d.txt", CALL, FROZEN)
        ledger.add(page, reading(page, contacts=(contact(page, id="unsure", date="2024-05-01", confidence=0.3),)))
    done = run("review", "--by", "Hà", ledger=where, typed="r\n")
    assert (done.exit_code, "1 judgements kept" in done.stderr) == (0, True)
    assert len(said(where)) == 1


def test_review_asks_of_entries_that_may_be_one(tmp_path):
    where = str(tmp_path / "l.sqlite")
    with Ledger.open(where, create=True) as ledger:
        for doc, name in (("a", "arms deal"), ("b", "security pact")):
            page, read = full(doc)
            deal = replace(read.agreements[0], name=name, date="2024-06", confidence=0.9)
            ledger.add(page, reading(page, agreements=(deal,)))
    assert len(entries(where, RecordKind.AGREEMENT)) == 2
    done = run("review", "--by", "Hà", ledger=where, typed="n\n")
    assert "these two may be one" in done.stdout, done.stdout
    assert [each["verdict"] for each in said(where)] == ["split"]
    assert "Nothing else is doubtful" in run("review", "--by", "Hà", ledger=where, typed="").stdout
    run("judge", "undo", "1", "--by", "Hà", ledger=where)
    run("review", "--by", "Hà", ledger=where, typed="m\n")
    assert len(entries(where, RecordKind.AGREEMENT)) == 1


def test_a_review_that_is_killed_has_kept_every_answer(where):
    path = os.pathsep.join([str(SOURCE), *sys.path])
    command = [sys.executable, "-m", "communique", "review", "--by", "Hà", "--ledger", where]
    with Ledger.open(where) as ledger:
        page = article("d.txt", CALL, FROZEN)
        ledger.add(page, reading(page, contacts=(contact(page, id="unsure", date="2024-05-01", confidence=0.3),)))
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=environment, text=True, **pipes) as running:
        running.stdin.write("r\n")
        running.stdin.flush()
        assert "judgement 1" in running.stderr.readline()
        running.kill()
    assert [each["verdict"] for each in said(where)] == ["reject"]
    with Ledger.open(where) as ledger:
        assert list(ledger.verify()) == []


def test_judged_documents_are_hand_coded_articles(where, tmp_path):
    gold, texts = tmp_path / "gold.jsonl", tmp_path / "texts.jsonl"
    one, _ = contacts(where)
    with Ledger.open(where) as ledger:
        for kind in RecordKind:
            for entry in ledger.entries(kind):
                if entry.origin.doc == "a.txt":
                    (ledger.reject if kind is RecordKind.ACTION else ledger.accept)(entry.id, by="Hà")
        ledger.correct(one.id, "date", "2024-06-24", by="Hà")
    done = run("judgements", "--export", str(gold), str(texts), ledger=where)
    assert "1 documents written" in done.stderr, done.stderr
    coded = read_codings(gold, by_hand=True)
    assert list(coded) == ["a.txt"]
    assert coded["a.txt"].contacts[0].date == "2024-06-24"
    assert [len(coded["a.txt"].of(kind.value)) for kind in RecordKind] == [1, 1, 1, 1, 0]
    assert [json.loads(line)["doc"] for line in texts.read_text(encoding="utf-8").splitlines()] == ["a.txt"]
    run("judgements", "--export", str(gold), str(texts), "--doc", "b.txt", ledger=where)
    assert list(read_codings(gold, by_hand=True)) == ["b.txt"]
    assert run("judgements", "--doc", "b.txt", ledger=where).exit_code == 2


def test_they_are_evaluated_and_trained_on(tmp_path):
    pytest.importorskip("sklearn")
    where, gold, texts = (str(tmp_path / name) for name in ("l.sqlite", "gold.jsonl", "texts.jsonl"))
    pages = CliRunner().invoke(app, ["sample"]).stdout.strip()
    assert run("add", pages, "--quiet", ledger=where).exit_code == 0
    with Ledger.open(where) as ledger:
        for kind in RecordKind:
            for entry in list(ledger.entries(kind)):
                ledger.accept(entry.id, by="Hà")
        assert list(ledger.verify()) == []
        count = ledger.count().documents
    assert f"{count} documents written" in run("judgements", "--export", gold, texts, ledger=where).stderr
    figures = CliRunner().invoke(app, ["evaluate", gold, texts, "--format", "json"])
    assert figures.exit_code == 0, figures.stderr
    assert json.loads(figures.stdout)["macro"] == 1.0
    trained = CliRunner().invoke(app, ["train", gold, texts, "--folds", "2", "--out", str(tmp_path / "models.json")])
    assert trained.exit_code == 0, trained.stderr
    assert (tmp_path / "models.json").stat().st_size > 0
