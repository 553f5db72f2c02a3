"""Dates as they are said: how long something lasts that begins on a day, and how long ago something was."""

from __future__ import annotations

from datetime import date as day

import pytest

from communique.article import read_article
from communique.extraction.publication import Era
from communique.extraction.reading import understand
from communique.extraction.settling import settle
from communique.sources.document import Document

WRITTEN = Era(today=day(2024, 5, 18))


def dates(text: str, written: Era) -> list[str | None]:
    """The dates of a sentence, settled against the day of writing."""
    analysis, _ = understand(read_article(Document("t", text)))
    return [settle(each, written)[0] for each in analysis.sentences[0].dates]


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ("XXXX-02-25/XXXX-02-27", "Tổng thống Mỹ thăm Hàn Quốc trong ba ngày, từ 25/2."),
        ("XXXX-10-16/XXXX-10-20", "Tổng thống Nga tới Hà Nội hôm 16/10, bắt đầu chuyến thăm Việt Nam kéo dài 5 ngày."),
        ("XXXX-08-26/XXXX-08-28", "Thủ tướng Nhật Bản tới Hà Nội chiều 26/8, bắt đầu chuyến thăm đến ngày 28/8."),
        ("XXXX-04-22/XXXX-05-05", "Cuộc tập trận kéo dài hai tuần, bắt đầu hôm 22/4."),
        ("XXXX-03-01/XXXX-04", "Cuộc tập trận bắt đầu ngày 1/3, dự kiến kéo dài đến cuối tháng 4."),
        ("XXXX-05-02", "Thủ tướng Nhật Bản bắt đầu thăm Việt Nam ngày 2/5, hai ngày sau khi Tổng thống Mỹ thăm Nga."),
    ],
)
def test_what_begins_on_a_day_and_lasts(date: str, text: str) -> None:
    assert dates(text, Era()) == [date]


def test_years_joined_by_and() -> None:
    said = dates("Hai nhà lãnh đạo gặp nhau tại Bình Nhưỡng vào năm 2000 và 2007.", WRITTEN)
    assert said == ["2000", "2007"]


def test_next_week_is_counted_from_the_last_day_told_of() -> None:
    written = Era(anchor=(6, None), told=(6, 29))
    assert dates("Ngoại trưởng Mỹ sẽ đến Triều Tiên tuần sau.", written) == ["XXXX-07"]


def test_what_is_to_come_follows_the_newest_event_within_a_year() -> None:
    newest = Era(newest=day(2018, 6, 12), earliest=day(2018, 6, 12))
    analysis, _ = understand(read_article(Document("t", "Hai bên sẽ gặp nhau ngày 27/2.")))
    when = analysis.sentences[0].dates[0]
    assert [settle(when, newest, tense=tense)[0] for tense in (1, -1)] == ["2019-02-27", "XXXX-02-27"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (["2024-05-15"], "Ba ngày trước"),
        (["2022"], "Hai năm trước"),
        (["2024-04"], "Tháng trước"),
        ([], "Trong những tháng qua"),
        ([], "Hai tuần sau"),
    ],
)
def test_so_long_ago(said: list[str], words: str) -> None:
    assert dates(f"{words}, Ngoại trưởng Nga đã gặp Ngoại trưởng Mỹ.", WRITTEN) == said
