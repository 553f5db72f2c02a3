"""The packaged articles: what of their pages is the story, and the contacts that a reader finds in them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from communique.article.model import STORY, Role
from communique.cli.demonstration import sample_folder
from communique.cli.work import Read, both
from communique.dates import parse
from communique.interchange import check_against, records
from communique.orthography import fold
from communique.sources import read_documents
from communique.sources.document import Document

CALLS = [
    ("08_dien_dam_2022-05.txt", "call", {"USA", "RUS"}, "2022-05-13"),
    ("09_dien_dam_2022-10.txt", "call", {"USA", "RUS"}, "2022-10-23"),
    ("09_dien_dam_2022-10.txt", "call", {"USA", "RUS"}, "2022-10-21"),
    ("bien_den_2023-03-15", "call", {"USA", "RUS"}, "2023-03-15"),
    ("12_moskva_2024-06.txt", "call", {"USA", "RUS"}, "2024-06-25"),
    ("13_washington_2024-06.txt", "call", {"USA", "RUS"}, "2024-06-25"),
    ("14_dien_dam_2024-07.txt", "call", {"USA", "RUS"}, "2024-07-12"),
]
MEETINGS = [
    ("01_baku_2017.txt", "meeting", {"NATO", "RUS"}, "2017-09-07"),
    ("02_baku_2018.txt", "meeting", {"NATO", "RUS"}, "2018-04-19"),
    ("03_helsinki_2018.txt", "meeting", {"USA", "RUS"}, "2018-06-08"),
    ("06_brussels_2021.html", "meeting", {"BLR", "RUS"}, "2021-05-28/2021-05-29"),
]


@cache
def sample() -> dict[str, Read]:
    given = list(read_documents([str(sample_folder())]))
    assert all(isinstance(each, Document) for each in given)
    return {each.doc: both(each) for each in given if isinstance(each, Document)}


def story(read: Read) -> str:
    return "\n".join(read.article.text[b.start : b.end] for b in read.article.story())


def left_out(read: Read) -> str:
    blocks = [block for block in read.article.blocks if block.role not in STORY]
    return "\n".join(read.article.text[block.start : block.end] for block in blocks)


def test_every_article_has_a_story_and_entries():
    """Each has a title, a body and at least one entry, and its evidence stands where it says."""
    assert len(sample()) >= 12
    for doc, read in sample().items():
        assert read.article.title, doc
        assert len(story(read)) > 500, doc
        assert records(read.reading), doc
        check_against(read.article.text, read.reading)


@pytest.mark.parametrize(
    ("doc", "kept", "left"),
    [
        (
            "02_baku_2018.txt",
            "Ilham Aliyev",
            ["Đọc nhiều", "Emmanuel Macron", "Giá cà phê", "0900 000 000", "Thể thao"],
        ),
        ("06_brussels_2021.html", "Ryanair", ["Nga điều thêm tàu chiến", "G7 tại Cornwall", "Bảng xếp hạng"]),
        ("09_dien_dam_2022-10.txt", "bom bẩn", ["Đức chuyển thêm", "Rishi Sunak", "Giá xăng dầu", "0900 000 000"]),
    ],
)
def test_clutter_is_left_out(doc: str, kept: str, left: list[str]):
    """What surrounds an article on its page is kept apart from it; a page of HTML may lack it altogether."""
    read = sample()[doc]
    assert kept in story(read)
    assert [words for words in left if words in story(read)] == []
    if not doc.endswith(".html"):
        assert [words for words in left if words not in left_out(read)] == []


def test_no_entry_from_outside_the_story():
    """Evidence lies in one block of the story, or in a caption."""
    for doc, read in sample().items():
        allowed = [b for b in read.article.blocks if b.role in STORY or b.role is Role.CAPTION]
        for record in records(read.reading):
            inside = any(b.start <= record.start and record.end <= b.end for b in allowed)
            assert inside, f"{doc}: {record.evidence}"


@pytest.mark.parametrize(("doc", "kind", "codes", "date"), CALLS + MEETINGS)
def test_contacts(doc: str, kind: str, codes: set[str], date: str):
    """Who talked to whom, how and when."""
    found = [
        (str(each.kind), {p.code for p in each.participants}, each.date) for each in sample()[doc].reading.contacts
    ]
    assert (kind, codes, date) in found


def test_a_day_without_a_year():
    """The page gives a day and month; the year stays open, or is worked out with reasons."""
    signed = [
        each
        for each in sample()["10_minsk_2022.txt"].reading.contacts + sample()["10_minsk_2022.txt"].reading.agreements
        if each.date and each.date.endswith("-12-03")
    ]
    assert signed
    for each in signed:
        year, month, day = parse(each.date or "")
        assert (month, day) == (12, 3)
        assert year in (None, 2022, 2023)


def test_two_accounts_of_one_call():
    """Moscow and Washington tell of the same call, each in its own words."""
    moscow, washington = sample()["12_moskva_2024-06.txt"], sample()["13_washington_2024-06.txt"]
    initiators = {
        each.initiator for read in (moscow, washington) for each in read.reading.contacts if each.date == "2024-06-25"
    }
    assert "USA" in initiators
    assert "RUS" not in initiators


def test_texts_are_our_own(shared: Path):
    """No twelve words in a row stand in the pages that the codebook was made on."""

    def runs(text: str) -> set[str]:
        words = re.findall(r"\w+", fold(text))
        return {" ".join(words[i : i + 12]) for i in range(len(words) - 11)}

    ours = set().union(*(runs(story(read)) for read in sample().values()))
    pages = sorted((shared / "seeds").glob("*.txt"))
    assert pages
    theirs = set().union(*(runs(page.read_text(encoding="utf-8")) for page in pages))
    assert ours & theirs == set()
