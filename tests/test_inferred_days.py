"""The day and the year of writing that pictures and names of events give away."""

from __future__ import annotations

import pytest

from communique.article import read_article
from communique.extraction import read
from communique.extraction.publication import Era
from communique.extraction.reading import understand
from communique.sources.document import Document

MET = "Tổng thống Nga Vladimir Putin {day} gặp Chủ tịch Trung Quốc Tập Cận Bình tại Bắc Kinh."
PICTURE = "Ông Putin (trái) bắt tay ông Tập Cận Bình trong cuộc gặp {day}. Ảnh: Reuters"


def _page(*paragraphs: str) -> Document:
    return Document("test/inferred", "Hai lãnh đạo gặp nhau\n\n" + "\n".join(paragraphs))


def _era(*paragraphs: str) -> Era:
    return understand(read_article(_page(*paragraphs)))[1]


@pytest.mark.parametrize(
    ("told", "pictured", "day"),
    [
        ("hôm nay", "ngày 28/6", (6, 28)),
        ("hôm qua", "ngày 28/6", (6, 29)),
        ("tuần trước", "ngày 28/6", None),
    ],
)
def test_a_dated_picture_of_what_is_told_as_todays_gives_the_day(
    told: str, pictured: str, day: tuple[int, int] | None
) -> None:
    found = _era(MET.format(day=told), "Hai bên bàn về thương mại.", PICTURE.format(day=pictured))
    assert found.anchor == day or (day is None and (found.anchor is None or found.anchor[1] is None))


def test_an_older_picture_gives_no_day() -> None:
    later = "Ngày 5/8, Bộ Ngoại giao Nga ra thông báo về chuyến đi."
    found = _era(MET.format(day="hôm nay"), later, PICTURE.format(day="ngày 28/6"))
    assert found.anchor is None or found.anchor[1] is None


@pytest.mark.parametrize(
    ("named", "year"),
    [
        ("Hai ông dự Tuần lễ Cấp cao APEC 2017.", 2017),
        ("Hai ông nói về bầu cử Mỹ 2016.", None),
        ("Hai ông dự APEC 2017 và Zapad 2018.", None),
        ("Hai ông sẽ dự APEC 2027.", None),
        ("Nhiệm kỳ ASEAN 2016-2021 bắt đầu.", None),
    ],
)
def test_an_event_named_with_its_year_gives_the_year(named: str, year: int | None) -> None:
    assert _era(MET.format(day="ngày 9/11"), named).year == year


def test_the_year_of_a_named_event_completes_a_date() -> None:
    page = read_article(_page(MET.format(day="ngày 9/11"), "Hai ông dự Tuần lễ Cấp cao APEC 2017."))
    assert {c.date for c in read(page).contacts} == {"2017-11-09"}


def test_the_newest_dated_event_and_the_month_of_writing_give_the_year() -> None:
    met = MET.format(day="ngày 22/8")
    assert _era(met, "Hai ông đã gặp nhau hồi tháng 12/2018 tại Buenos Aires.").year == 2019


@pytest.mark.parametrize(
    "told",
    [
        "Hai ông gặp nhau lần đầu hồi tháng 6/2017 tại Moskva.",
        "Đây là cuộc gặp thứ ba kể từ tháng 12/2015.",
        "Trong năm 2019, hai ông gặp nhau ba lần, lần cuối vào tháng 12/2018.",
    ],
)
def test_what_may_be_years_ago_gives_no_year(told: str) -> None:
    page = read_article(_page(MET.format(day="ngày 22/8"), told))
    assert understand(page)[1].year is None
    assert "XXXX-08-22" in {c.date for c in read(page).contacts}


def test_a_picture_is_older_than_its_article() -> None:
    found = _era(MET.format(day="ngày 22/8"), "Hai bên bàn về thương mại.", PICTURE.format(day="ngày 12/2/2019"))
    assert found.year == 2019


def test_a_picture_may_be_of_an_earlier_event() -> None:
    assert _era(MET.format(day="ngày 22/8"), PICTURE.format(day="tại APEC 2017")).year is None
