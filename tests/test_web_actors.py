"""Actors, persons and outlets: who they are and what the ledger has of them; the network and the map."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from importlib.resources import files
from urllib.parse import quote

import httpx2
import pytest

from browsing import Browser, Site, watched
from communique.knowledge import knowledge
from communique.knowledge.coordinates import point
from communique.knowledge.tables import read_rows
from communique.ledger import Ledger
from handmade import CALL, article, contact, reading


@pytest.fixture(scope="module")
def client(site: Site):
    with httpx2.Client(base_url=site.address, headers={"accept-language": "en"}) as made:
        yield made


def test_an_actor_has_its_offices_with_the_current_holder_first(client: httpx2.Client):
    page = client.get("/RUS").text
    assert page.index("Andrei Belousov</a> <span") < page.index("Sergei Shoigu</a> <span")
    found = client.get("/RUS.json").json()
    assert {"code": "RUS", "office": "foreign minister", "person": "Sergei Lavrov"}.items() <= next(
        each for each in found["offices"] if each["person"] == "Sergei Lavrov" and each["office"] == "foreign minister"
    ).items()
    assert ["RUS", "USA"] in [each["dyad"] for each in found["dyads"]]


def test_an_organisation_has_members_and_two_names(client: httpx2.Client):
    assert "Members: 32" in client.get("/NATO").text
    page = client.get("/BLR?lang=vi").text
    assert "Belarus" in page


def test_a_person_has_offices_contacts_and_statements(client: httpx2.Client):
    found = client.get("/people/Lloyd%20Austin.json").json()
    assert found["code"] == "USA"
    assert {each["office"] for each in found["offices"]} >= {"defence minister"}
    assert found["contacts"][0]["date"] == "2024-07-12"
    for each in found["statements"]:
        assert each["speaker"]["person"] == "Lloyd Austin"


def test_an_outlet_has_its_articles_and_whom_they_quote(client: httpx2.Client):
    found = client.get("/outlets/Thời Cuộc.json").json()
    assert len(found["articles"]) == 7
    rows = list(csv.DictReader(io.StringIO(client.get("/outlets/Thời Cuộc.csv").text)))
    assert rows[0]["code"] == "RUS"
    assert client.get("/outlets/TASS").status_code == 200


@pytest.mark.parametrize("name", ["AFP/Reuters", "Báo ?#&", "../..", "a.json"])
def test_an_outlet_has_a_page_whatever_it_is_called(own_site: Site, name: str):
    with Ledger.open(own_site.ledger) as ledger:
        page = replace(article("new.txt", CALL), outlet=name)
        ledger.add(page, reading(page, contacts=(contact(page),)))
    found = httpx2.get(f"{own_site.address}/outlets/{quote(name, safe='')}.json").json()
    assert (found["name"], len(found["articles"])) == (name, 1)


@pytest.mark.parametrize("path", ["/XQZ", "/people/Nobody At All", "/outlets/No Such Paper"])
def test_what_nobody_knows_has_no_page(client: httpx2.Client, path: str):
    assert client.get(path).status_code == 404
    assert client.get(f"{path}.json").headers["content-type"] == "application/problem+json"


def test_the_network_is_of_a_period_and_of_the_actors_chosen(client: httpx2.Client):
    found = client.get("/network.json?since=2017&until=2019&actors=RUS,NATO,USA").json()
    assert {tuple(each["dyad"]) for each in found["ties"] if each["contacts"]} == {("NATO", "RUS"), ("RUS", "USA")}
    assert found["since"] == "2017-01-01"
    assert not client.get("/network.json?until=1990").json()["ties"]


def test_the_map_knows_where_places_lie(client: httpx2.Client):
    found = {each["city"]: each for each in client.get("/map.json?since=2010").json()["places"]}
    assert found["Helsinki"]["latitude"] == pytest.approx(60.2, abs=0.1)
    assert found["Baku"]["contacts"] >= 2


def test_coordinates_are_of_known_places_on_the_globe():
    known = knowledge()
    codes = {code for code, each in known.actors.items() if each.kind == "state"}
    rows = [row for _, row in read_rows(files("communique.knowledge") / "tables" / "coordinates.tsv")]
    assert len({(row["name"], row["country"]) for row in rows}) == len(rows)
    for row in rows:
        assert row["country"] in codes
        assert -90 <= float(row["latitude"]) <= 90
        assert -180 <= float(row["longitude"]) <= 180
        assert row["latitude"].rpartition(".")[2].isdigit()
        assert len(row["latitude"].rpartition(".")[2]) == len(row["longitude"].rpartition(".")[2]) == 2
    hanoi = point("VNM", "Hanoi")
    assert hanoi is not None
    assert (round(hanoi.latitude), round(hanoi.longitude)) == (21, 106)
    assert point("VNM", "Atlantis") is None


@pytest.mark.parametrize(
    ("path", "chart", "first", "leads"),
    [("/network?since=2015", "network", "Russia", "**/RUS"), ("/map?since=2015", "world", "contacts", "**/contacts/*")],
)
def test_drawings_are_walked_by_keyboard(chromium: Browser, site: Site, path: str, chart: str, first: str, leads: str):
    with watched(chromium, site) as page:
        page.goto(path)
        page.locator(f"#{chart} canvas").first.wait_for()
        page.locator(f"#{chart}").focus()
        page.keyboard.press("ArrowRight")
        assert first in page.locator(f"#{chart}-told").inner_text()
        page.keyboard.press("Enter")
        page.wait_for_url(leads)
