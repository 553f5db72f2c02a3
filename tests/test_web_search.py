"""Search: with and without diacritics, narrowed down, and by keyboard alone."""

from __future__ import annotations

import httpx2
import pytest

from browsing import Browser, Site, watched
from communique.web.suggesting import Sort, suggestions
from communique.words import Language


@pytest.fixture(scope="module")
def client(site: Site):
    with httpx2.Client(base_url=site.address, headers={"accept-language": "en"}) as made:
        yield made


@pytest.mark.parametrize(
    ("typed", "sort", "name"),
    [
        ("shoi", Sort.PERSON, "Sergei Shoigu"),
        ("Sergei Sho", Sort.PERSON, "Sergei Shoigu"),
        ("bo truong quoc ph", Sort.OFFICE, "defence minister"),
        ("bộ trưởng quốc ph", Sort.OFFICE, "defence minister"),
        ("nga", Sort.ACTOR, "RUS"),
        ("RUS", Sort.ACTOR, "RUS"),
        ("hoa k", Sort.ACTOR, "USA"),
        ("trung quo", Sort.ACTOR, "CHN"),
        ("mosc", Sort.PLACE, "Moscow"),
    ],
)
def test_a_beginning_suggests(typed: str, sort: Sort, name: str):
    assert (sort, name) in {(each.sort, each.name) for each in suggestions(typed, Language.VI)}


def test_nothing_is_suggested_for_nothing():
    assert suggestions("  ", Language.EN) == ()
    assert suggestions("zzzzqq", Language.EN) == ()
    assert len(suggestions("a", Language.EN)) <= 8


@pytest.mark.parametrize("query", ["shoigu", "bo truong quoc phong", "Bộ trưởng Quốc phòng"])
def test_hits_are_marked_and_counted(client: httpx2.Client, query: str):
    told = client.get("/search.json", params={"q": query}).json()
    assert told["hits"]
    page = client.get("/search", params={"q": query}).text
    assert "<mark>" in page
    areas = {each["value"]: each["count"] for each in told["facets"]["in"]}
    assert sum(areas.values()) == len(told["hits"])


def test_a_facet_narrows_to_as_many_as_it_says(client: httpx2.Client):
    whole = client.get("/search.json?q=shoigu").json()
    for name in ("in", "actor", "outlet"):
        chosen = whole["facets"][name][-1]
        found = client.get("/search.json", params={"q": "shoigu", name: chosen["value"]}).json()["hits"]
        assert len(found) >= chosen["count"] > 0
    newest = client.get("/search.json?q=shoigu&order=newest").json()["hits"]
    days = [each["latest"] or "" for each in newest]
    assert days == sorted(days, reverse=True)


def test_what_was_asked_is_only_text(client: httpx2.Client):
    page = client.get("/search", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
    assert client.get("/search", params={"q": "x" * 401}).status_code == 400
    assert client.get("/search").status_code == 200


@pytest.mark.parametrize(
    ("typed", "chosen", "width"),
    [("shoigu", "Sergei Shoigu", 1280), ("bo truong quoc phong", "bộ trưởng quốc phòng", 375)],
)
def test_one_gets_there_by_keyboard(chromium: Browser, site: Site, typed: str, chosen: str, width: int):
    with watched(chromium, site, width=width, language="vi") as page:
        page.goto("/")
        page.keyboard.press("/")
        page.keyboard.type(typed)
        page.get_by_role("option").first.wait_for()
        page.keyboard.press("ArrowDown")
        assert page.locator("[aria-selected=true]").inner_text().lower().startswith(chosen.lower())
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=*")
        first = page.locator(".hits a").first
        for _ in range(40):
            page.keyboard.press("Tab")
            if first.evaluate("each => each === document.activeElement"):
                break
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/search" not in url)
        assert page.locator("h1").count() == 1
