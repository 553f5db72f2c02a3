"""The page of an entry: what each side said, every report with its words, the way to the article."""

from __future__ import annotations

import httpx2
import pytest

from browsing import Browser, Site, watched
from communique.ledger import Ledger
from handmade import CALL, article, contact, reading

PLANE = "/contacts?between=RUS,USA&since=2023-03&until=2023-03"


@pytest.fixture(scope="module")
def client(site: Site):
    with httpx2.Client(base_url=site.address, headers={"accept-language": "en"}) as made:
        yield made


def entry(client: httpx2.Client, query: str, name: str = "contacts") -> dict[str, object]:
    return client.get(f"/{name}.json?{query}").json()[name][0]


def test_a_contact_has_its_words_in_their_sentence(client: httpx2.Client):
    held = entry(client, "between=RUS,USA&since=2023-03&until=2023-03")
    page = client.get(f"/contacts/{held['id']}").text
    assert f"<mark>{held['reports'][0]['evidence']}</mark>" in page
    assert f"/articles/{held['reports'][0]['doc']}#{held['reports'][0]['id']}" in page
    assert 'rel="noopener noreferrer nofollow"' in page
    told = client.get(f"/contacts/{held['id']}.json").json()
    assert told["id"] == held["id"]
    assert told["accounts"]["points"][0]["voices"] == "contradicted"


def test_what_reports_do_not_agree_on_stands_beside_the_field(own_site: Site):
    with Ledger.open(own_site.ledger) as ledger:
        for doc, asked in (("moscow", "USA"), ("washington", "RUS"), ("ankara", "USA")):
            page = article(doc, CALL, f"Tin từ {doc}.")
            day = "1999-06-25"  # on which the packaged pages tell of nothing
            ledger.add(page, reading(page, contacts=(contact(page, date=day, initiator=asked),)))
    with httpx2.Client(base_url=own_site.address, headers={"accept-language": "en"}) as client:
        held = entry(client, "between=RUS,USA&since=1999-06-25&until=1999-06-25")
        (otherwise,) = held["dissents"]
        assert (otherwise["field"], otherwise["value"]) == ("initiator", "RUS")
        shown = client.get(f"/contacts/{held['id']}").text
    assert "A report says otherwise:" in shown
    assert f"#r-{otherwise['report']}" in shown


def test_a_claim_is_checked(client: httpx2.Client):
    held = entry(client, "between=RUS,USA&since=2022-05-13&until=2022-05-13")
    assert held["first_since"] == "2022-02-18"
    page = client.get(f"/contacts/{held['id']}")
    assert "The first since Feb 18, 2022" in page.text
    assert client.get(f"/contacts/{held['id']}.json").json()["claims"][0]["finding"] in page.text.replace(" ", "_")


def test_an_open_year_shows_what_it_may_be_and_why(client: httpx2.Client):
    found = client.get("/agreements.json?between=RUS,BLR&limit=500").json()["agreements"]
    held = next(each for each in found if (each["date"] or "").startswith("XXXX"))
    page = client.get(f"/agreements/{held['id']}").text
    assert "What it may be, and why" in page
    assert "held the office of defence minister" in page
    page = client.get(f"/agreements/{held['id']}?lang=vi").text
    assert "giữ chức bộ trưởng quốc phòng" in page
    assert "held the office" not in page


def test_an_agreement_has_its_life(client: httpx2.Client):
    found = client.get("/agreements.json?between=RUS,USA").json()
    treaty = next(each for each in found["instruments"] if "INF" in each["name"])
    told = client.get(f"/agreements/{treaty['actions'][0]['id']}.json").json()
    assert told["life"] == treaty


def test_a_statement_has_its_thread(client: httpx2.Client):
    found = client.get("/statements.json?between=RUS,USA&kind=reject&limit=500").json()["statements"]
    held = next(each for each in found if "hai máy bay" in each["reports"][0]["evidence"])
    turns = client.get(f"/statements/{held['id']}.json").json()["thread"]["turns"]
    mine = next(each for each in turns if each["id"] == held["id"])
    assert next(each["act"] for each in turns if each["id"] == mine["answers"]) == "ACCUSE"


def test_the_id_of_any_report_or_its_beginning_finds_the_entry(client: httpx2.Client):
    held = entry(client, "between=RUS,USA&since=2022-05-13&until=2022-05-13")
    for name in (held["reports"][-1]["id"], held["id"][:9]):
        assert client.get(f"/contacts/{name}.json").json()["id"] == held["id"]
    assert client.get(f"/statements/{held['id']}").status_code == 404
    assert client.get("/contacts/c0ffee").status_code == 404


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize(("language", "title"), [("en", "What each side said"), ("vi", "Mỗi bên nói gì")])
def test_two_accounts_are_compared(chromium: Browser, site: Site, width: int, language: str, title: str):
    with watched(chromium, site, width=width, language=language) as page:
        page.goto(PLANE)
        page.locator("tbody th a").first.click()
        accounts = page.get_by_role("region", name=title)
        sides = accounts.locator(".sides").first.locator(".side")
        assert "không hề chạm" in sides.nth(0).inner_text()
        assert "cáo buộc" in sides.nth(1).inner_text()
        one, other = sides.nth(0).bounding_box(), sides.nth(1).bounding_box()
        assert one is not None
        assert other is not None
        assert (one["y"] == other["y"]) is (width == 1280), "side by side where there is room"
