"""The lists: filters in the address as the command line has them, and pages that follow one another."""

from __future__ import annotations

import csv

import httpx2
import pytest

from browsing import Site

LISTS = ("contacts", "statements", "agreements", "states", "actions")


@pytest.fixture(scope="module")
def client(site: Site):
    with httpx2.Client(base_url=site.address, headers={"accept-language": "en"}) as made:
        yield made


def pages(client: httpx2.Client, address: str) -> list[dict[str, object]]:
    name = address[1:].partition("?")[0]
    found: list[dict[str, object]] = []
    after: str | None = None
    while True:
        plain, _, query = address.partition("?")
        more = f"&after={after}" if after else ""
        answer = client.get(f"{plain}.json?limit=5&{query}{more}").json()
        assert len(answer[name]) <= 5
        found += answer[name]
        after = answer["next"]
        if after is None:
            return found


@pytest.mark.parametrize("name", LISTS)
def test_pages_follow_one_another_and_none_is_left_out(client: httpx2.Client, name: str):
    whole = client.get(f"/{name}.json?limit=500").json()[name]
    assert [each["id"] for each in pages(client, f"/{name}")] == [each["id"] for each in whole]
    turned = client.get(f"/{name}.json?limit=500&order=oldest").json()[name]
    assert {each["id"] for each in turned} == {each["id"] for each in whole}
    assert len({each["id"] for each in whole}) == len(whole) > 5


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("between=RUS,USA", lambda each: {"RUS", "USA"} <= {one["code"] for one in each["participants"]}),
        ("actor=Nga&actor=Belarus", lambda each: {"RUS", "BLR"} <= {one["code"] for one in each["participants"]}),
        ("actor=nato", lambda each: "NATO" in {one["code"] for one in each["participants"]}),
        ("since=2022", lambda each: (each["latest"] or "") >= "2022"),
        ("until=2018-06", lambda each: (each["earliest"] or "") <= "2018-06-30"),
        ("kind=CALL", lambda each: each["kind"] == "call"),
        ("min-confidence=0.9", lambda each: each["confidence"] >= 0.9),
        ("actor=&since=&kind=&min-confidence=", lambda each: True),
    ],
)
def test_a_filter_is_as_in_the_command_line(client: httpx2.Client, query: str, holds):
    found = client.get(f"/contacts.json?{query}").json()["contacts"]
    assert found
    assert all(map(holds, found))


@pytest.mark.parametrize(
    "query",
    ["between=RUS", "since=soon", "kind=dance", "min-confidence=2", "min-confidence=nan", "after=x", "limit=0"],
)
def test_what_cannot_be_asked_is_refused_with_its_reason(client: httpx2.Client, query: str):
    page, problem = client.get(f"/contacts?{query}"), client.get(f"/contacts.json?{query}")
    assert (page.status_code, problem.status_code) == (400, 400)
    assert problem.json()["detail"] != "Bad Request"


def test_the_filter_stays_in_the_form_and_in_the_data(client: httpx2.Client):
    page = client.get("/contacts?between=RUS,USA&since=2022").text
    assert 'name="actor" value="RUS"' in page
    assert 'name="since" value="2022"' in page
    assert "/contacts.csv?between=RUS%2CUSA&amp;since=2022" in page


def test_the_table_has_every_column_of_an_export(client: httpx2.Client):
    rows = list(csv.reader(client.get("/contacts.csv?between=RUS,USA").text.splitlines()))
    assert rows[0][:3] == ["id", "kind", "participants"]
    assert len(rows) > 5


def test_instruments_stand_where_their_lives_lead(client: httpx2.Client):
    found = client.get("/agreements.json?between=RUS,USA").json()
    treaty = next(each for each in found["instruments"] if "INF" in each["name"])
    assert treaty["standing"] == "suspended"
    assert "suspended" in client.get("/agreements?between=RUS,USA").text


def test_only_the_results_are_sent_where_a_page_replaces_only_them(client: httpx2.Client):
    part = client.get("/contacts", headers={"hx-request": "true"}).text
    assert "<html" not in part
    assert "<table" in part
