"""Articles: which lines of a flattened page are the story, and what the rest is."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.article import Article, Role, read_article
from communique.article.clean import clean_record
from communique.sources import Document

TITLE = "Hai nước láng giềng nối lại đường dây nóng quân sự"
LEAD = "Bộ trưởng Quốc phòng Belarus và người đồng cấp Nga đã gặp nhau tại Minsk sau một năm, theo TASS."
FIRST = "Theo hãng tin Belta, hai bộ trưởng đã ký sửa đổi một thỏa thuận nhưng không cho biết thêm chi tiết."
SECOND = "Tại cuộc gặp, phía Nga khẳng định quan hệ đồng minh giữa Moscow và Minsk có tầm quan trọng đặc biệt."
THIRD = "Tổng thống Belarus sau đó đã tiếp bộ trưởng Nga và nói các cuộc tập trận với Moscow sẽ còn tiếp diễn."
OTHER = "Giá lúa ở Đồng Tháp tăng mạnh"
OTHER_LEAD = "Thương lái ở An Giang cho biết giá lúa hè thu tăng thêm ba trăm đồng mỗi ký do khan hàng…"


def read(*lines: str, **fields: object) -> Article:
    return read_article(Document(doc="d", text="\n".join(lines), **fields))  # type: ignore[arg-type]


def roles(article: Article) -> list[str]:
    return [block.role.value for block in article.blocks]


def page(*parts: str) -> tuple[str, ...]:
    """Paragraphs with empty lines between."""
    return tuple(line for part in parts for line in (part, ""))


CASES = {
    "a plain article": (page(TITLE, LEAD, FIRST, SECOND), "title lead body body"),
    "a plain article with the author's name and captions": (
        (TITLE, "", LEAD, "", FIRST, SECOND, THIRD, "Vũ Hoàng (Theo TASS)", "", "Tại Minsk.", "Video: X."),
        "title lead body body body byline caption caption",
    ),
    "sub-headlines are body": ((TITLE, "", LEAD, "", FIRST, "Chờ", SECOND, THIRD), "title lead body body body body"),
    "a caption and its twin": (
        page(TITLE, LEAD, "Hai bộ trưởng bắt tay. Ảnh: Tass", "Hai bộ trưởng bắt tay. Ảnh: Tass", FIRST, SECOND),
        "title lead caption caption body body",
    ),
    "a caption twin without a credit": (
        page(TITLE, LEAD, "Hai bộ trưởng bắt tay tại Minsk", "Hai bộ trưởng bắt tay tại Minsk", FIRST, SECOND),
        "title lead caption caption body body",
    ),
    "the title again, with a picture's number": (
        page(TITLE, LEAD, f"{TITLE} - Ảnh 1.", FIRST, SECOND),
        "title lead caption body body",
    ),
    "a lead that comes again as body": (page(TITLE, LEAD, FIRST, LEAD, SECOND), "title lead body body body"),
    "what a video player left": (page(TITLE, "0:00 / 0:00", LEAD, FIRST), "title other lead body"),
    "what markdown left of a picture": (
        page(TITLE, "![](https://x.vn/a.jpg) |", "Tàu chiến trên biển. Nguồn: Internet |", LEAD, FIRST),
        "title other caption lead body",
    ),
    "an author above the story": (page(TITLE, "Hoài Giang |", LEAD, FIRST), "title byline lead body"),
    "a date line": (page(TITLE, "Thứ hai, 4/12/2023, 08:15 (GMT+7)", LEAD, FIRST), "title dateline lead body"),
    "other stories under a heading": (
        page(TITLE, LEAD, FIRST, SECOND, "Có thể bạn quan tâm", OTHER, OTHER, OTHER_LEAD),
        "title lead body body teaser teaser teaser teaser",
    ),
    "other stories without a heading": (
        page(TITLE, LEAD, FIRST, SECOND, OTHER, OTHER, OTHER_LEAD),
        "title lead body body teaser teaser teaser",
    ),
    "a second story with the outlet's mark": (
        page(TITLE, f"(Tin Sớm) - {LEAD}", FIRST, SECOND, OTHER, f"(Tin Sớm) - {OTHER_LEAD}"),
        "title lead body body teaser teaser",
    ),
    "a box of links within the story": (
        page(TITLE, LEAD, FIRST, "Tin liên quan", OTHER, SECOND, THIRD),
        "title lead body teaser teaser body body",
    ),
    "a link to read more": (page(TITLE, LEAD, FIRST, f"Xem thêm: {OTHER}", SECOND), "title lead body teaser body"),
    "the hotline and the outlet's name": (
        page(TITLE, LEAD, FIRST, SECOND, "Đường dây nóng: 0900 000 000", "Tin Sớm", "Báo lỗi cho Tin Sớm"),
        "title lead body body other other other",
    ),
    "a last caption with a dated fact": (
        page(TITLE, LEAD, FIRST, SECOND, "Cuộc tập trận chung Nga - Belarus năm 2018.", "Đường dây nóng: 0900 000 000"),
        "title lead body body caption other",
    ),
    "comments": (page(TITLE, LEAD, FIRST, "Bình luận", "Bài viết hay quá, cảm ơn báo."), "title lead body other other"),
    "one paragraph": ((LEAD,), "body"),
    "one short sentence": (("Hai bên đã gặp nhau tại Minsk.",), "body"),
    "an agency's item": ((TITLE, LEAD), "title body"),
    "a digest keeps its small stories": (
        (f"Tin nóng: {TITLE}", "", LEAD, "", "Nga họp bàn.", FIRST, SECOND, "Mỹ rút.", THIRD, f"{LEAD} Hết."),
        "title lead body body body body body body",
    ),
    "an interview with dashes": (
        page(TITLE, LEAD, "- Thưa ông, cuộc gặp có ý nghĩa gì?", f"- {FIRST}", "- Còn phía Nga?", f"- {SECOND}"),
        "title lead body body body body",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), CASES.values(), ids=CASES)
def test_roles(lines: tuple[str, ...], expected: str) -> None:
    assert roles(read(*lines)) == expected.split()


MENU = [f"  • {name}" for name in ("Trang chủ", "Thời sự", "Thế giới", "Kinh tế", "Giải trí", "Video", "Bạn đọc")]
FOOT = ["Bình luận", "Gửi", "© 2023 Báo Biên Giới", "Giấy phép số 12/GP-BTTTT", "Ghi rõ nguồn khi phát hành lại"]


def test_whole_page() -> None:
    head = [*MENU, "Đăng nhập", "4/12/2023 08:15", ""]
    links = ["Tin liên quan", "", *(f"  • {OTHER} lần thứ {number}" for number in range(5)), ""]
    article = read(*head, TITLE, "", *page(LEAD, FIRST, SECOND, THIRD), *links, *FOOT)
    story = [article.text[block.start : block.end] for block in article.story()]
    assert story == [TITLE, LEAD, FIRST, SECOND, THIRD]
    assert (article.title, article.published) == (TITLE, date(2023, 12, 4))


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        ((TITLE, "Thứ hai, 4/12/2023, 08:15 (GMT+7)", LEAD, FIRST), date(2023, 12, 4)),
        ((TITLE, "05/12/2022 10:21", LEAD, FIRST), date(2022, 12, 5)),
        ((TITLE, "Ngày đăng: 05-12-2022", LEAD, FIRST), date(2022, 12, 5)),
        ((TITLE, "2022-12-05T10:21:00+07:00", LEAD, FIRST), date(2022, 12, 5)),
        ((TITLE, "Chủ nhật, ngày 5 tháng 12 năm 2022", LEAD, FIRST), date(2022, 12, 5)),
        ((TITLE, "Published December 5, 2022", LEAD, FIRST), date(2022, 12, 5)),
        ((TITLE, "Veröffentlicht am 5. Dezember 2022", LEAD, FIRST), date(2022, 12, 5)),
        ((TITLE, LEAD, FIRST, SECOND, "", "Có thể bạn quan tâm", OTHER, "05/12/2022 10:21"), None),
        ((TITLE, LEAD, FIRST, SECOND, "", "Đọc nhiều", "Ngày đăng: 05/12/2022"), None),
        ((TITLE, LEAD, f"Ngày 5/12/2022, {FIRST}", SECOND), None),
        ((TITLE, "31/02/2022", LEAD, FIRST), None),
    ],
)
def test_published(lines: tuple[str, ...], day: date | None) -> None:
    article = read(*lines)
    assert article.published == day
    assert (article.published_reason is None) == (day is None)


def test_a_date_given_wins() -> None:
    article = read(TITLE, "05/12/2022", LEAD, FIRST, published=date(2020, 1, 2))
    assert (article.published, article.published_reason) == (date(2020, 1, 2), "given with the document")


@pytest.mark.parametrize(
    ("lines", "url", "outlet"),
    [
        (page(TITLE, f"(Tin Sớm) - {LEAD}", FIRST), None, "Tin Sớm"),
        (page(TITLE, f"(TSO)- {LEAD}", FIRST), None, "TSO"),
        (page(TITLE, "Theo dõi Báo Biên Giới trên Google News", f"(BG)- {LEAD}", FIRST), None, "Báo Biên Giới"),
        (page(TITLE, LEAD, FIRST, "Đường dây nóng: 0900", "Báo lỗi cho Tin Sớm"), None, "Tin Sớm"),
        (page(TITLE, LEAD, FIRST), "https://www.tinsom.vn/a-b.html", "tinsom.vn"),
        (page(TITLE, LEAD, FIRST), None, None),
    ],
)
def test_outlet(lines: tuple[str, ...], url: str | None, outlet: str | None) -> None:
    assert read(*lines, url=url).outlet == outlet


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("Vũ Hoàng (Theo CNN)", "Vũ Hoàng"),
        ("Hoài Giang |", "Hoài Giang"),
        ("Minh Tú", "Minh Tú"),
        ("Theo Reuters", None),
    ],
)
def test_author(byline: str, author: str | None) -> None:
    assert read(TITLE, "", LEAD, "", FIRST, SECOND, THIRD, byline).author == author


def test_clean_record() -> None:
    article = read(*page(TITLE, LEAD, FIRST, "Bình luận"))
    record = clean_record(article)
    assert (record["title"], record["text"]) == (TITLE, f"{TITLE}\n\n{LEAD}\n\n{FIRST}")
    assert [block["role"] for block in record["blocks"]] == ["title", "lead", "body"]
    everything = clean_record(article, all_blocks=True)["blocks"]
    assert everything[-1]["text"] == "Bình luận"


PARTS = st.sampled_from(
    [TITLE, LEAD, FIRST, OTHER, OTHER_LEAD, *MENU, *FOOT, "", "Đọc nhiều", "Ảnh: AP", "Vũ Hoàng", "0:00", "- x"]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PARTS, max_size=30).map("\n".join))


@given(TEXTS, st.sampled_from([None, "https://x.vn/hai-nuoc-lang-gieng.html", "hard::x", "http://["]))
@settings(max_examples=300, deadline=None)
def test_blocks_tile_the_text(text: str, url: str | None) -> None:
    article = read_article(Document(doc="d", text=text, url=url))
    position = 0
    for block in article.blocks:
        assert position <= block.start < block.end
        assert not text[position : block.start].strip()
        assert text[block.start : block.end] == text[block.start : block.end].strip()
        position = block.end
    assert not text[position:].strip()
    assert article == read_article(Document(doc="d", text=text, url=url))


@given(st.lists(st.sampled_from([FIRST, SECOND, THIRD, LEAD]), min_size=2, unique=True))
@settings(max_examples=50, deadline=None)
def test_cleaning_twice_is_cleaning_once(sentences: list[str]) -> None:
    once = clean_record(read(*page(TITLE, *sentences, "Có thể bạn quan tâm", OTHER)))["text"]
    assert clean_record(read(once))["text"] == once


HOSTILE = {
    "one long line": "x" * 5_000_000,
    "one long line of words": "từ ngữ " * 700_000,
    "control characters": "\x00\x1b\u202e\u200f" * 200_000,
    "brackets": "(" * 1_000_000,
    "quotes": '"' * 1_000_000,
    "slashes": "1/1/" * 300_000,
    "short lines": "a b\n" * 30_000,
    "links": "  • Home\n" * 30_000,
    "prose": (FIRST + "\n") * 30_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_are_read_in_linear_time(text: str) -> None:
    started = time.perf_counter()
    read_article(Document(doc="d", text=text))
    assert time.perf_counter() - started < 10


def test_right_to_left_marks_do_not_hide_a_story() -> None:
    article = read(TITLE, "", "\u200f" + LEAD, "", FIRST)
    assert [block.role for block in article.story()] == [Role.TITLE, Role.LEAD, Role.BODY]
