"""What the tables say a form means, on which day, and why; and what in documents they do not know."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from communique.article.model import Article, Block, Role
from communique.cli.app import app
from communique.knowledge import knowledge
from communique.knowledge.tables import read_rows, split
from communique.language.heads import heads
from communique.lookup import GapKind, Sense, explain, gaps, unresolved
from communique.orthography import fold

MAY_2017 = date(2017, 5, 1)


def run(*arguments: str):
    return CliRunner().invoke(app, ["knowledge", *arguments], prog_name="communique")


@pytest.mark.parametrize(
    ("form", "on", "code", "office", "person"),
    [
        ("Ngoại trưởng Mỹ", "2017-05-01", "USA", "foreign minister", "Rex Tillerson"),
        ("Ngoại trưởng Mỹ", "2022-05-01", "USA", "foreign minister", "Antony Blinken"),
        ("Ngoại trưởng Mỹ", None, "USA", "foreign minister", None),
        ("ngoại trưởng mỹ", None, None, "foreign minister", None),
        ("Bộ trưởng Ngoại giao Nga", "2017-05-01", "RUS", "foreign minister", "Sergei Lavrov"),
        ("người đứng đầu ngành ngoại giao Nga", "2017-05-01", "RUS", "foreign minister", "Sergei Lavrov"),
        (
            "người đứng đầu ngành ngoại giao EU",
            "2017-05-01",
            "EU",
            "high representative for foreign affairs",
            "Federica Mogherini",
        ),
        ("Tổng thư ký NATO", "2017-05-01", "NATO", "secretary general", "Jens Stoltenberg"),
        ("tân Bộ trưởng Quốc phòng Belarus", "2022-12-03", "BLR", "defence minister", "Viktor Khrenin"),
        ("tân Bộ trưởng Quốc phòng Belarus", None, "BLR", "defence minister", None),
        ("cựu Ngoại trưởng Mỹ", "2017-05-01", "USA", "foreign minister", None),
        ("Quyền Bộ trưởng Quốc phòng Mỹ", "2019-03-01", "USA", "defence minister", "Patrick Shanahan"),
        ("Quyền Bộ trưởng Quốc phòng Mỹ", "2017-05-01", "USA", "defence minister", None),
        ("Bộ trưởng Quốc phòng Mỹ", "2019-03-01", "USA", "defence minister", "Patrick Shanahan"),
        ("Chủ tịch Trung Quốc", "2017-05-01", "CHN", "president", "Xi Jinping"),
        ("Chủ tịch Triều Tiên", "2019-02-27", "PRK", "leader", "Kim Jong-un"),
        ("Tổng thống Mỹ", "2021-01-20", "USA", "president", None),
        ("Tổng thống Belarus", None, "BLR", "president", "Alexander Lukashenko"),
        ("Ông chủ Nhà Trắng", "2018-05-10", "USA", "president", "Donald Trump"),
        ("ông chủ Điện Kremlin", "2018-05-10", "RUS", "president", "Vladimir Putin"),
        ("người đứng đầu Lầu Năm Góc", "2018-05-10", "USA", "defence minister", "James Mattis"),
        ("Thủ tướng Đức", "2018-05-10", "DEU", "chancellor", "Angela Merkel"),
        ("Thái tử Mohammed", "2018-10-20", "SAU", "crown prince", "Mohammed bin Salman"),
        ("Đại sứ Mỹ tại Nga", "2017-05-01", "USA", "ambassador", None),
        ("Xéc-gây La-vrốp", None, "RUS", "foreign minister", "Sergei Lavrov"),
        ("ông Putin", "2010-05-01", "RUS", "prime minister", "Vladimir Putin"),
        ("TT Trump", None, "USA", "president", "Donald Trump"),
        ("Blinken", "2018-05-01", "USA", None, "Antony Blinken"),
        ("Ngoại trưởng Mỹ Rex Tillerson", None, "USA", "foreign minister", "Rex Tillerson"),
        ("Nhà Trắng", None, "USA", None, None),
        ("Điện Kremlin", None, "RUS", None, None),
        ("xứ Kim chi", None, "KOR", None, None),
        ("Bộ Quốc phòng Nga", None, "RUS", None, None),
        ("Bộ Ngoại giao", None, None, None, None),
        ("Mỹ - Hàn", None, None, None, None),
        ("nước này", None, None, None, None),
        ("Zzyzx", None, None, None, None),
    ],
)
def test_explain(form, on, code, office, person):
    told = explain(form, date.fromisoformat(on) if on else None)
    assert (told.code, told.office, told.person) == (code, office, person), told.reason
    assert told.reason.endswith(".")


@pytest.mark.parametrize(
    ("form", "on", "words"),
    [
        ("Ngoại trưởng Mỹ", None, "a date is needed"),
        ("Ngoại trưởng Mỹ", MAY_2017, "Rex Tillerson was foreign minister of United States (USA) from 2017-02-01"),
        ("Tổng thống Mỹ", date(2021, 1, 20), "more than one held it on 2021-01-20"),
        ("cựu Ngoại trưởng Mỹ", MAY_2017, "says former"),
        ("Ngoại trưởng", MAY_2017, "must be named beside it"),
        ("Ngoại trưởng Mỹ Antony Blinken", MAY_2017, "on 2017-05-01 it was not so"),
        ("Tổng thống Belarus", None, "the only one there ever was"),
        ("Nhà Trắng", None, "stands for United States"),
        ("Bộ Quốc phòng Nga", None, "is a form of Defence Ministry"),
        ("TASS", None, "cited, not an actor"),
        ("Biển Đông", None, "a place does not act"),
        ("Zzyzx", None, "No table has a form"),
    ],
)
def test_reasons(form, on, words):
    assert words in explain(form, on).reason


def test_several_things_in_one_form():
    told = explain("Ngoại trưởng Mỹ gặp ông Lavrov", MAY_2017)
    assert {told.person, *(each.person for each in told.others)} == {"Rex Tillerson", "Sergei Lavrov"}
    assert explain("Mỹ - Hàn").codes == ("USA", "KOR")
    assert explain("").sense is Sense.UNKNOWN


@settings(max_examples=60, deadline=None)
@given(
    on=st.dates(date(2000, 1, 1), date(2025, 12, 31)), state=st.sampled_from(["Mỹ", "Nga", "Trung Quốc", "Anh", "Pháp"])
)
def test_an_office_is_never_given_to_someone_of_another_day(on, state):
    for title in ("Tổng thống", "Thủ tướng", "Ngoại trưởng", "Bộ trưởng Quốc phòng"):
        told = explain(f"{title} {state}", on)
        if told.person:
            spans = [t for t in knowledge().tenures[told.person] if t.code == told.code]
            assert any(t.covers(on, on) and t.office.endswith(told.office) for t in spans)


def missing(text: str, published: date | None = None, doc: str = "a") -> list[tuple[GapKind, str]]:
    blocks = (Block(Role.BODY, 0, len(text)),)
    found = unresolved(Article(doc, text, blocks, published=published, published_reason="given"))
    return [(each.kind, each.form) for each in found]


@pytest.mark.parametrize(
    ("text", "kind", "form"),
    [
        ("Hôm qua, Ngoại trưởng Nga Rossi Alvarez rời Hà Nội.", "name", "Rossi Alvarez"),
        ("Hôm qua, Thủ tướng Dominica đã gặp báo giới.", "title", "Thủ tướng Dominica"),
        ("Hôm qua, Tổng đốc Rossi Alvarez đã gặp báo giới.", "title", "Tổng đốc Rossi Alvarez"),
        ("Theo ông, ZZTOP đã ra thông cáo.", "organisation", "ZZTOP"),
        ("Theo ông, tổ chức Mây Biếc Ngàn đã ra thông cáo.", "organisation", "tổ chức Mây Biếc Ngàn"),
    ],
)
def test_what_no_table_knows(text, kind, form):
    assert (GapKind(kind), form) in missing(text, date(1999, 5, 1))


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 3/12, Bộ trưởng Quốc phòng Nga Sergei Shoigu đã gặp người đồng cấp Belarus Viktor Khrenin tại Minsk.",
        "Ngoại trưởng Mỹ và Tổng thư ký NATO nói về INF và THAAD.",
        "Tổng thống George W. Bush từng gặp ông Putin.",
        "Các ngoại trưởng ASEAN và cựu Thủ tướng Úc có mặt.",
    ],
)
def test_what_the_tables_know_is_no_gap(text):
    assert missing(text, date(2020, 5, 1)) == []


def test_gaps_are_counted_over_documents():
    text = "Theo ông, ZZTOP đã họp. Sau đó ZZTOP ra về. Bà nói với QQXX."
    blocks = (Block(Role.BODY, 0, len(text)),)
    found = [each for doc in ("a", "b") for each in unresolved(Article(doc, text, blocks))]
    assert [(each.form, each.count, each.documents, each.doc) for each in gaps(found)] == [
        ("ZZTOP", 4, 2, "a"),
        ("QQXX", 2, 2, "a"),
    ]


def test_every_head_stands_in_its_example():
    for number, row in read_rows(files("communique.language") / "vi" / "heads.tsv"):
        words = fold(row["example"].rstrip(".")).split()
        forms = {tuple(fold(form).split()) for form in split(row["form"])}
        held = [k for k in range(len(words)) if (at := heads().at(words, k)) and tuple(words[k : k + at[1]]) in forms]
        assert held, number
        assert row["class"] == "other" or missing(row["example"]), number


def test_gaps_as_json_and_as_a_table(tmp_path):
    page = tmp_path / "page.txt"
    page.write_text(
        "Ngoại trưởng Nga thăm Mỹ\n\nHôm qua, Ngoại trưởng Nga Rossi Alvarez đã đến Washington để hội đàm.\n"
    )
    (gap,) = json.loads(run("gaps", str(page), "--format", "json").stdout)
    assert (gap["kind"], gap["form"], gap["count"]) == ("name", "Rossi Alvarez", 1)
    assert "Rossi Alvarez" in gap["sentence"]
    shown = run("gaps", str(page))
    assert "Rossi Alvarez" in shown.stdout
    assert max(map(len, shown.stdout.splitlines())) <= 100
    assert run("gaps", str(page), "--limit", "-1").exit_code == 2


def test_explain_as_json_and_as_a_page():
    told = json.loads(run("explain", "Ngoại trưởng Mỹ", "--on", "2017-05-01", "--format", "json").stdout)
    assert {"code": "USA", "office": "foreign minister", "person": "Rex Tillerson"}.items() <= told.items()
    assert told["candidates"] == [
        {
            "person": "Rex Tillerson",
            "code": "USA",
            "office": "foreign minister",
            "start": "2017-02-01",
            "end": "2018-03-31",
        }
    ]
    page = run("explain", "Ngoại", "trưởng", "Mỹ")
    assert page.exit_code == 0
    assert "a date is needed" in " ".join(page.stdout.split())
    assert max(map(len, page.stdout.splitlines())) <= 100
    assert run("explain", "Mỹ", "--on", "2017").exit_code == 2
    assert run("explain", " ").exit_code == 2
