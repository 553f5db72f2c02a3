"""How well reports are joined, on the merging set: on the records of hand-coded articles, where those are at hand."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from communique.cli.app import app
from communique.errors import EvaluationError
from communique.evaluation.joining import join_coded
from communique.evaluation.merging_set import CodedEvent, Mention, read_coded_events

SET = Path(__file__).parent / "merging"


def test_hand_coded_contacts_are_joined_as_a_reader_joins_them(shared, tmp_path):
    gold, texts = tmp_path / "gold.jsonl", {}
    gold.write_bytes(b"".join((shared / "gold" / f"{name}.gold.jsonl").read_bytes() for name in ("dev", "seeds")))
    for name in ("dev", "seeds"):
        lines = (shared / "gold" / f"{name}.texts.jsonl").read_bytes().splitlines()
        texts.update((each["doc"], each["text"]) for each in map(orjson.loads, lines))
    joined = join_coded(read_coded_events(SET / "coded.jsonl"), gold, texts)
    assert joined.absent == 0
    assert joined.figures.pairs.f1 >= 0.88, joined.figures.as_json()
    assert joined.figures.reports.f1 >= 0.91, joined.figures.as_json()


def article(doc: str, date: str, *more: str) -> dict[str, object]:
    """A hand-coded article with a call of the two defence ministers on this day, and on others."""
    people = [
        {"code": "RUS", "person": "Andrei Belousov", "office": "defence minister"},
        {"code": "USA", "person": "Lloyd Austin", "office": "defence minister"},
    ]
    contacts = [
        {"kind": "call", "participants": people, "date": each, "place": None, "status": "occurred", "evidence": TOLD}
        for each in (date, *more)
    ]
    empty: dict[str, object] = {kind: [] for kind in ("statements", "agreements", "states", "actions")}
    return {"doc": doc, "published": None, "contacts": contacts, **empty}


TOLD = "Bộ trưởng Quốc phòng Nga Andrei Belousov đã điện đàm với người đồng cấp Mỹ Lloyd Austin"


@pytest.fixture
def gold(tmp_path):
    lines = [article("a", "2024-06-25"), article("b", "2024-06-25", "2024-10-11"), article("c", "2024-10-11")]
    path = tmp_path / "gold.jsonl"
    path.write_bytes(b"\n".join(map(orjson.dumps, lines)))
    return path


def event(name: str, *reports: tuple[str, int]) -> CodedEvent:
    return CodedEvent(name, tuple(Mention(*each) for each in reports))


def test_coded_contacts_are_joined_and_what_is_not_given_is_counted(gold):
    events = [event("june", ("a", 0), ("b", 0)), event("october", ("b", 1), ("c", 0), ("elsewhere", 0))]
    joined = join_coded(events, gold, {})
    assert (joined.figures.pairs.f1, joined.figures.reports.f1, joined.absent) == (1.0, 1.0, 1)


@pytest.mark.parametrize("line", ["[]", '{"doc": "a"}', "{", '{"doc": "a", "contacts": [{}], "statements": []}'])
def test_a_line_that_is_no_coded_article_is_named(tmp_path, line):
    path = tmp_path / "gold.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"gold\.jsonl:1"):
        join_coded([], path, {})


def run(*arguments: object):
    return CliRunner().invoke(app, ["--lang", "en", "evaluate", *map(str, arguments)], prog_name="communique")


def test_the_command_line_gives_both_parts(tmp_path, gold):
    folder = tmp_path / "set"
    folder.mkdir()
    coded = {"event": "june", "reports": [["a", 0], ["b", 0]]}
    corpus = {
        "event": "june",
        "kind": "remote",
        "actors": ["RUS", "USA"],
        "date": "2024-06-25",
        "persons": [],
        "docs": ["a", "b", "elsewhere"],
    }
    (folder / "coded.jsonl").write_bytes(orjson.dumps(coded))
    (folder / "corpus.jsonl").write_bytes(orjson.dumps(corpus))
    texts = tmp_path / "texts.jsonl"
    page = {"text": f"Nga, Mỹ điện đàm\n\nNgày 25/6/2024, {TOLD}.\n", "published": "2024-06-26"}
    texts.write_bytes(b"\n".join(orjson.dumps({"doc": doc, **page}) for doc in "abz"))
    done = run(gold, texts, "--merging", folder, "--format", "json")
    assert done.exit_code == 0, done.output
    told = orjson.loads(done.stdout)
    assert {name: (part["pairs"], part["absent"], part["listed"]) for name, part in told.items()} == {
        "coded": ([1.0, 1.0, 1.0], 0, 2),
        "read": ([1.0, 1.0, 1.0], 1, 2),
    }
    shown = run(gold, texts, "--merging", folder).stdout
    assert "as coded" in shown
    assert "from the text on" in shown


def test_merging_goes_with_gold_and_texts_alone(tmp_path, gold):
    assert "needs GOLD and TEXTS" in run(gold, "--merging", tmp_path).stderr
    assert "needs GOLD and TEXTS" in run(gold, gold, "--merging", tmp_path, "--errors", "contacts").stderr
    done = run(gold, gold, "--merging", tmp_path)
    assert done.exit_code != 0
    assert "coded.jsonl" in done.stderr
