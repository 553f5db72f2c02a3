"""Scoring: what counts as found, what counts as right, and the same figures as the project's scoring script."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from communique.errors import EvaluationError
from communique.evaluation import KINDS, fault_counts, faults, read_codings, score, unpaired
from communique.evaluation.drawing import Axis, Line, Point, chart
from communique.evaluation.page import page
from communique.evaluation.passages import passage
from communique.evaluation.plots import confidence_plot, learning_plot, reliability_plot
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


def statement(code: str, act: str = "ACCUSE", **more: object) -> dict:
    fixed = {"targets": ["USA"], "quoted": False, "evidence": "người phát ngôn cáo buộc hôm qua", **more}
    return {"speaker": {"code": code, "person": None, "office": None}, "act": act, **fixed}


OTHER_WORDS = "trước đó ít lâu hai nguyên thủ đã hội kiến"


@pytest.mark.parametrize(
    ("gold", "system", "sort", "cause"),
    [
        ({"contacts": [contact("RUS", "USA")]}, {}, "missed", "nowhere"),
        ({}, {"contacts": [contact("RUS", "USA")]}, "spurious", "nowhere"),
        ({"contacts": [contact("RUS", "USA")]}, {"contacts": [contact("RUS", "FRA")]}, "missed", "other sides"),
        (
            {"contacts": [contact("RUS", "USA")]},
            {"statements": [statement("RUS", evidence="hai bộ trưởng đã điện đàm")]},
            "missed",
            "other list",
        ),
        (
            {"contacts": [contact("RUS", "USA")]},
            {"contacts": [contact("RUS", "USA"), contact("RUS", "USA", evidence=OTHER_WORDS)]},
            "spurious",
            "same again",
        ),
        (
            {"contacts": [contact("RUS", "USA")]},
            {"contacts": [contact("RUS", "USA", date=None)]},
            "field",
            "date: left open",
        ),
        (
            {"contacts": [contact("RUS", "USA", date=None)]},
            {"contacts": [contact("RUS", "USA")]},
            "field",
            "date: made up",
        ),
        (
            {"statements": [statement("RUS")]},
            {"statements": [statement("RUS", act="ASSERT")]},
            "field",
            "act: other value",
        ),
    ],
)
def test_faults_by_cause(tmp_path, gold, system, sort, cause):
    ours, theirs, _ = scored(tmp_path, [line(**gold)], [line(**system)])
    counts = fault_counts(faults(ours, theirs))
    kind = next(iter(gold or system))
    assert counts[kind][sort][cause] == 1


def test_missed_spurious_and_wrong_fields_are_all_among_the_faults(tmp_path):
    gold = [line("a", contacts=[contact("RUS", "USA"), contact("CHN", "USA", evidence=OTHER_WORDS)])]
    ours, theirs, scores = scored(tmp_path, gold, [line("a", contacts=[contact("RUS", "USA", date="2024-06-26")])])
    counts = fault_counts(faults(ours, theirs))["contacts"]
    found = scores.kinds["contacts"]
    assert sum(counts["missed"].values()) == found.gold - 1
    wrong = sum(round(field.seen * (1 - field.share)) for field in found.fields.values())
    assert sum(counts["field"].values()) == wrong


@pytest.mark.parametrize(
    ("text", "evidence", "expected"),
    [
        ("Một. Hai bên gặp nhau hôm qua. Ba.", "gặp nhau", ("Hai bên ", "gặp nhau", " hôm qua.")),
        ("Hai bên gặp nhau", "Hai bên gặp nhau", ("", "Hai bên gặp nhau", "")),
        ("Một.\nHai bên gặp.\nBa.", "Hai bên gặp.", ("", "Hai bên gặp.", "")),
        ("Một.", "không có ở đây", ("", "không có ở đây", "")),
    ],
)
def test_evidence_in_its_sentence(text, evidence, expected):
    assert passage(text, evidence) == expected


def test_the_page_escapes_everything_and_asks_for_nothing(tmp_path):
    bad = "<script>alert(1)</script> hai bộ trưởng & <b>điện đàm</b>"
    gold = [line("<i>a</i>", contacts=[contact("RUS", "<u>", evidence=bad)])]
    system = [line("<i>a</i>", contacts=[contact("RUS", "FRA", evidence=bad, rule="<em>")])]
    ours, theirs, _ = scored(tmp_path, gold, system)
    html = page(ours, theirs, {"<i>a</i>": f"Trước. {bad} sau. Cuối."}, "<svg></svg>")
    for tag in ("<script", "<b>điện", "<i>", "<u>", "<em>", "http:", "https:", "src="):
        assert tag not in html
    for kept in ("&lt;script&gt;", "<mark>", "&lt;em&gt;", "other actors", "<svg></svg>", "Content-Security-Policy"):
        assert kept in html
    assert html == page(ours, theirs, {"<i>a</i>": f"Trước. {bad} sau. Cuối."}, "<svg></svg>")


def test_drawings_are_well_formed():
    from xml.etree import ElementTree

    rows = {kind: [[0.1, 0.2, 10], [0.8, 0.7, 90]] for kind in KINDS}
    learning = [{"articles": n, "found": dict.fromkeys(KINDS, n / 400), "macro": n / 400} for n in (17, 68, 273)]
    empty = chart("<&>", [Line("a", [])], Axis("x", 0, 1, (0, 1)), Axis("y", 0, 1, (0, 1)))
    one = chart("a", [Line("<&>", [Point(0.5, 0.5, "<")])], Axis("x", 0, 1, (0, 1)), Axis("y", 0, 1, (0, 1)))
    for drawing in (reliability_plot(rows), confidence_plot(rows), learning_plot(learning), empty, one):
        assert ElementTree.fromstring(drawing).tag.endswith("svg")
