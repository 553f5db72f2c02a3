"""HTML pages: rendered whole, with the story told from the rest; head, JSON-LD and `<time>` read."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.article import Article, read_article
from communique.sources import Document

HEAD = """<title>Hai bộ trưởng gặp nhau tại Minsk - Báo Biên Giới</title>
<meta property="og:title" content="Hai bộ trưởng gặp nhau tại Minsk">
<meta property="og:site_name" content="Báo Biên Giới">"""
LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle",
"datePublished": "2022-12-04T08:15:00+07:00", "author": [{"@type": "Person", "name": "Hoàng Lan"}]}]}</script>"""
BODY = """<nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/tg">Thế giới</a></li></ul></nav>
<main><article><h1>Hai bộ trưởng gặp nhau tại Minsk</h1>
<h2>Hai bộ trưởng quốc phòng gặp nhau tại thủ đô Belarus để bàn về hợp tác quân sự trong khu vực.</h2>
<p>Ngày 3/12, Bộ trưởng Quốc phòng Belarus đã hội đàm với người đồng cấp <b>Nga</b> tại thủ đô Minsk, theo Belta.</p>
<figure><img src="a.jpg"><figcaption>Hai bộ trưởng tại Minsk năm 2022</figcaption></figure>
<p>Hai bên đã ký kết sửa đổi một thỏa thuận về an ninh khu vực, nhưng không cho biết thêm chi tiết về nội dung.</p>
<p>Sau hội đàm, bộ trưởng Nga đã có cuộc hội kiến với Tổng thống nước chủ nhà, người ca ngợi quan hệ hai nước.</p>
<p>Hiện Nga và Belarus là thành viên của cơ chế nhà nước liên minh với mức độ hợp tác chặt chẽ về quân sự.</p>
</article><aside><h3>Tin liên quan</h3><ul><li><a href="/x">Giá lúa ở Đồng Tháp tăng mạnh</a></li></ul></aside></main>
<footer><p>Giấy phép số 12/GP. Ngày 01/01/2020</p></footer><script>var hidden = 1;</script>"""


def read(body: str = BODY, head: str = HEAD + LINKED, **fields: object) -> Article:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return read_article(Document(doc="d", text="", html=page, **fields))  # type: ignore[arg-type]


def test_blocks_of_a_page() -> None:
    article = read()
    found = [(block.role.value, article.text[block.start : block.end][:24]) for block in article.blocks]
    assert found == [
        ("menu", "Trang chủ"),
        ("menu", "Thế giới"),
        ("title", "Hai bộ trưởng gặp nhau t"),
        ("lead", "Hai bộ trưởng quốc phòng"),
        ("body", "Ngày 3/12, Bộ trưởng Quố"),
        ("caption", "Hai bộ trưởng tại Minsk "),
        ("body", "Hai bên đã ký kết sửa đổ"),
        ("body", "Sau hội đàm, bộ trưởng N"),
        ("body", "Hiện Nga và Belarus là t"),
        ("teaser", "Tin liên quan"),
        ("teaser", "Giá lúa ở Đồng Tháp tăng"),
        ("menu", "Giấy phép số 12/GP. Ngày"),
    ]


def test_metadata_of_a_page() -> None:
    article = read()
    assert (article.title, article.outlet) == ("Hai bộ trưởng gặp nhau tại Minsk", "Báo Biên Giới")
    assert (article.author, article.published) == ("Hoàng Lan", date(2022, 12, 4))
    assert article.published_reason == "JSON-LD datePublished 2022-12-04T08:15:00+07:00"


@pytest.mark.parametrize(
    ("head", "body", "day", "reason"),
    [
        ('<meta property="article:published_time" content="2022-12-04T01:00:00Z">', BODY, date(2022, 12, 4), "meta"),
        ("", BODY.replace("</h1>", '</h1><time datetime="2022-12-04">qua</time>'), date(2022, 12, 4), "time element"),
        ("", BODY.replace("</h1>", "</h1><p>Chủ nhật, 4/12/2022 08:15</p>"), date(2022, 12, 4), "date line"),
        ("", BODY.replace("<h3>", '<time datetime="2021-01-01">1/1</time><h3>'), None, None),
        ("", BODY, None, None),
    ],
)
def test_published(head: str, body: str, day: date | None, reason: str | None) -> None:
    article = read(body, HEAD + head)
    assert article.published == day
    assert (article.published_reason or "").startswith(reason or "")
    assert read(body, HEAD + head, published=date(2020, 1, 2)).published == date(2020, 1, 2)


HOSTILE = {
    "deep": "<div>" * 30_000 + "x" + "</div>" * 30_000,
    "wide": "<p>Một đoạn văn về đối thoại giữa hai nước láng giềng.</p>" * 20_000,
    "open": "<a>" * 50_000,
    "comments": "<!--" * 100_000,
    "brackets": "<" * 200_000,
    "surrogate": "<p>\ud800&#0;&#55555;</p>",
    "nothing": " ",
}


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_are_read_in_time(page: str) -> None:
    started = time.perf_counter()
    read_article(Document(doc="d", text="", html=page))
    assert time.perf_counter() - started < 10


TAGS = st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<b>", "<script>", "</script>", "<h1>", "<figcaption>", "&amp;", "<"]
)


@given(st.lists(st.one_of(TAGS, st.text(max_size=20)), max_size=30).map("".join))
@settings(max_examples=100, deadline=None)
def test_blocks_tile_the_rendered_text(page: str) -> None:
    article = read_article(Document(doc="d", text="", html=page))
    position = 0
    for block in article.blocks:
        assert not article.text[position : block.start].strip()
        assert article.text[block.start : block.end].strip() == article.text[block.start : block.end] != ""
        position = block.end
    assert not article.text[position:].strip()
