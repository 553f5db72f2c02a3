"""Every page: HTML, JSON and CSV at one address, in two languages, with what a browser must refuse."""

from __future__ import annotations

import httpx2
import pytest

from browsing import Browser, Site, filled, twin, watched

PAGES = [
    "/",
    "/?view=list",
    "/RUS/USA",
    "/RUS",
    "/people/Lloyd%20Austin",
    "/outlets/Th%E1%BB%9Di%20Cu%E1%BB%99c",
    "/network",
    "/map",
    "/contacts",
    "/statements?actor=RUS&since=2022",
    "/agreements",
    "/states",
    "/actions",
    "/contacts/{contacts}",
    "/statements/{statements}",
    "/agreements/{agreements}",
    "/states/{states}",
    "/actions/{actions}",
    "/articles/{doc}",
    "/threads?between=RUS,USA",
    "/about",
    "/about/accuracy",
    "/about/codebook",
    "/search?q=shoigu",
    "/search/suggestions?q=sho",
    "/articles/06_brussels_2021.html",
    "/review",
    "/review/log",
    "/add",
    "/api/v1/docs",
    "/watches",
    "/watches?days=400&of=contacts&actor=RUS",
]
"""Every page; ids that only the ledger knows are places that `browsing.filled` fills."""


@pytest.fixture(scope="module")
def client(site: Site):
    with httpx2.Client(base_url=site.address) as made:
        yield made


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_also_data(client: httpx2.Client, site: Site, path: str):
    path = filled(path, site)
    page = client.get(path)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert client.get(twin(path, ".json")).headers["content-type"].startswith("application/json")
    assert client.get(twin(path, ".csv")).headers["content-type"].startswith("text/csv")


def test_a_page_speaks_the_language_asked_for(client: httpx2.Client):
    assert "Ai đang nói chuyện" in client.get("/", headers={"accept-language": "vi-VN,vi;q=0.9"}).text
    assert "Who is talking" in client.get("/", headers={"accept-language": "en"}).text
    assert "Who is talking" in client.get("/?lang=en").text


def test_a_page_unchanged_is_not_sent_again(client: httpx2.Client):
    first = client.get("/")
    assert client.get("/", headers={"if-none-match": first.headers["etag"]}).status_code == 304


def test_nothing_written_in_a_page_runs(client: httpx2.Client):
    policy = client.get("/").headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_a_page_that_is_not_there_says_so(client: httpx2.Client):
    assert client.get("/nowhere").status_code == 404
    assert client.get("/nowhere.json").headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/?as-of=xx", "/RUS/USA?level=zz", "/contacts?since=abc", f"/review/log?before={2**64}"]
)
def test_a_value_that_makes_no_sense_is_told_on_a_page(client: httpx2.Client, path: str):
    answer = client.get(path)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    as_data = client.get(twin(path, ".json"))
    assert as_data.status_code == 400
    assert as_data.headers["content-type"] == "application/problem+json"


def test_another_name_for_this_machine_is_not_answered(client: httpx2.Client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("width", [1280, 375])
def test_the_board_in_a_browser(chromium: Browser, site: Site, width: int):
    with watched(chromium, site, width=width) as page:
        page.goto("/")
        assert page.get_by_role("heading", level=1).inner_text() == "Who is talking to whom"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
