"""Scoring: what counts as found, what counts as right, and the same figures as the project's scoring script."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from communique.errors import EvaluationError
from communique.evaluation import KINDS, read_codings, score, unpaired
from communique.evaluation.sameness import overlap, same_date, same_person

GOLD = Path(__file__).parents[2] / "shared" / "gold"
needs_gold = pytest.mark.skipif(not GOLD.exists(), reason="the hand-coded articles are not here")


def line(doc: str = "a", **lists: list[dict]) -> dict:
    return {"doc": doc, "published": None, **{kind: lists.get(kind, []) for kind in KINDS}}


def contact(*codes: str, kind: str = "call", date: str | None = "XXXX-06-25", **more: object) -> dict:
    participants = [{"code": code, "person": None, "office": None} for code in codes]
    evidence = more.pop("evidence", "hai bộ trưởng đã điện đàm")
    fixed = {"status": "occurred", "evidence": evidence}
    return {"kind": kind, "participants": participants, "date": date, **fixed, **more}


def write(path: Path, lines: list[dict]) -> Path:
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines), encoding="utf-8")
    return path


def scored(tmp_path: Path, gold: list[dict], system: list[dict]):
    ours = read_codings(write(tmp_path / "gold.jsonl", gold), by_hand=True)
    theirs = read_codings(write(tmp_path / "system.jsonl", system), by_hand=False)
    return ours, theirs, score(ours, theirs)


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        ("2024-06-25", "2024-06-25", True),
        ("XXXX-06-25", "2024-06-25", True),
        ("2024-06-25", "XXXX-06-25", False),
        ("XXXX-06-25", "2024-06-26", False),
        ("XXXX-06-03/XXXX-06-05", "2018-06-03/2018-06-05", True),
        (None, None, True),
        (None, "2024", False),
    ],
)
def test_a_year_worked_out_is_right_where_the_coder_left_it_open(gold, found, same):
    assert same_date(gold, found) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Sergei Shoigu", "Sergey Shoigu", True),
        ("Valery Gerasimov", "Gherasimov", True),
        ("Nguyễn Phú Trọng", "Nguyen Phu Trong", True),
        ("Xi Jinping", "Li Keqiang", False),
        (None, "Putin", False),
    ],
)
def test_persons_are_the_same_by_one_long_part_of_the_name(one, other, same):
    assert same_person(one, other) is same


def test_evidence_overlaps_by_the_share_of_the_shorter():
    assert overlap("hai bộ trưởng đã điện đàm hôm qua", "bộ trưởng đã điện đàm") == 1
    assert overlap("hai bộ trưởng đã điện đàm", "Mỹ tập trận ở Biển Đông") == 0


def test_found_record_field_and_rule_figures(tmp_path):
    gold = [line(contacts=[contact("RUS", "USA"), contact("BLR", "RUS", kind="meeting")])]
    system = [
        line(
            contacts=[
                contact("RUS", "USA", date="2024-06-25", rule="call"),
                contact("BLR", "RUS", kind="meeting", status="planned", rule="meet"),
                contact("CHN", "USA", rule="meet"),
            ]
        )
    ]
    ours, theirs, scores = scored(tmp_path, gold, system)
    figures = scores.kinds["contacts"]
    assert (figures.found.precision, figures.found.recall) == (2 / 3, 1)
    assert figures.record_f1 == pytest.approx(0.4)
    assert (figures.fields["date"].share, figures.fields["status"].share) == (1, 0.5)
    assert {rule.rule: (rule.matched, rule.right, rule.system) for rule in scores.rules} == {
        "call": (1, 1, 1),
        "meet": (1, 0, 2),
    }
    (spurious,) = unpaired("contacts", ours, theirs)
    assert (spurious.why, json.loads(spurious.line)["participants"][0]["code"]) == ("spurious", "CHN")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "gold.jsonl:1:"),
        ('{"contacts": []}', "'doc'"),
        ('{"doc": "a", "contacts": []}', "no list 'statements'"),
        (json.dumps(line(agreements=[{"parties": []}])), "agreements[0]: no 'action'"),
    ],
)
def test_a_broken_gold_line_is_named(tmp_path, text, message):
    (tmp_path / "gold.jsonl").write_text(text + "\n")
    with pytest.raises(EvaluationError) as caught:
        read_codings(tmp_path / "gold.jsonl", by_hand=True)
    assert message in str(caught.value)


def script(gold: Path, system: Path) -> dict:
    run = [sys.executable, str(GOLD / "score.py"), "--json", str(gold), str(system)]
    return json.loads(subprocess.run(run, capture_output=True, check=True, text=True).stdout)


def same_figures(gold: Path, system: Path) -> None:
    ours = score(read_codings(gold, by_hand=True), read_codings(system, by_hand=False)).as_json()
    ours.pop("rules")
    assert json.loads(json.dumps(ours)) == script(gold, system)


def disturbed(lines: list[dict], seed: int) -> list[dict]:
    """The gold with records dropped, doubled, moved between documents and fields changed or missing."""
    chance = random.Random(seed)
    codes = ["RUS", "USA", "CHN", "NATO", "PRK", "VNM"]
    pools = {kind: [record for each in lines for record in each[kind]] for kind in KINDS}

    def changed(record: dict, kind: str) -> dict:
        record = dict(record)
        for name in list(record):
            if chance.random() < 0.15:
                record[name] = chance.choice(pools[kind]).get(name)
            elif chance.random() < 0.05 and name != "participants":
                del record[name]
            elif chance.random() < 0.1 and name in ("targets", "parties", "actors", "recipients"):
                record[name] = chance.sample(codes, chance.randrange(3))
        return record

    def document(each: dict) -> dict:
        lists = {}
        for kind in KINDS:
            kept = [changed(record, kind) for record in each[kind] if chance.random() > 0.2]
            extra = [chance.choice(pools[kind]) for _ in range(chance.randrange(3)) if pools[kind]]
            lists[kind] = chance.sample(kept + extra, len(kept + extra))
        return {"doc": each["doc"], **lists}

    return [document(each) for each in lines if chance.random() > 0.05]


@needs_gold
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", ["seeds", "dev"])
def test_every_figure_is_the_scoring_scripts(tmp_path, name, seed):
    gold = GOLD / f"{name}.gold.jsonl"
    lines = [json.loads(each) for each in gold.read_text(encoding="utf-8").splitlines()]
    same_figures(gold, write(tmp_path / "system.jsonl", disturbed(lines, seed)))


@needs_gold
def test_the_gold_against_itself_is_perfect():
    gold = read_codings(GOLD / "dev.gold.jsonl", by_hand=True)
    scores = score(gold, gold)
    assert scores.macro == 1
    assert all(field.share == 1 for kind in scores.kinds.values() for field in kind.fields.values())
