"""Two actors: the last contact at each level with its sentence a click away, what lies between them as a drawing."""

from __future__ import annotations

import httpx2
import pytest

from browsing import Browser, Site, watched


@pytest.fixture(scope="module")
def client(site: Site):
    with httpx2.Client(base_url=site.address, headers={"accept-language": "en"}) as made:
        yield made


def test_either_order_leads_to_one_address_in_any_form(client: httpx2.Client):
    for form in ("", ".json", ".csv"):
        answer = client.get(f"/USA/RUS{form}?since=2022")
        assert answer.status_code == 308
        assert answer.headers["location"] == f"/RUS/USA{form}?since=2022"


def test_actors_nobody_has_heard_of_have_no_page(client: httpx2.Client):
    assert client.get("/RUS/XQZ").status_code == 404
    assert client.get("/FJI/TON").status_code == 200


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ("level=chiefs", ["2018-06-08", "2017-02-01"]),
        ("since=2024&kind=call", ["2024-07-12", "2024-06-25"]),
        ("until=2018", ["2018-06-08", "2017-02-01"]),
        ("kind=visit", []),
    ],
)
def test_filters_live_in_the_address(client: httpx2.Client, asked: str, days: list[str]):
    found = client.get(f"/RUS/USA.json?{asked}").json()
    assert [each["earliest"] for each in found["contacts"] if each["earliest"]] == days
    assert client.get(f"/RUS/USA?{asked}").status_code == 200


def test_what_each_side_says_stands_apart(client: httpx2.Client):
    found = client.get("/RUS/USA.json").json()["statements"]
    speakers = {each["speaker"]["code"] for each in found}
    assert speakers == {"RUS", "USA"}
    for each in found:
        assert {"RUS": "USA", "USA": "RUS"}[each["speaker"]["code"]] in each["targets"]


def test_the_page_holds_no_markup_of_an_article(client: httpx2.Client):
    page = client.get("/RUS/USA").text
    data = page.split('id="timeline-data">')[1].split("</script>")[0]
    assert "<" not in data
    assert ">" not in data


@pytest.mark.parametrize(
    ("width", "language", "level", "summary"),
    [(1280, "en", "Defence", "The sentence it rests on"), (375, "vi", "Quốc phòng", "Câu làm căn cứ")],
)
def test_the_last_defence_contact_and_its_sentence(
    chromium: Browser, site: Site, width: int, language: str, level: str, summary: str
):
    with watched(chromium, site, width=width, language=language) as page:
        page.goto("/")
        page.locator("a.cell[href='/RUS/USA']").first.click()
        card = page.locator(".last-contacts li", has=page.get_by_role("heading", name=level))
        assert "2024" in card.locator("a").first.inner_text()
        card.get_by_text(summary).click()
        assert "điện đàm" in card.locator("blockquote").inner_text()
        assert card.locator("mark").is_visible()


def test_the_timeline_is_walked_by_keyboard(chromium: Browser, site: Site):
    with watched(chromium, site) as page:
        page.goto("/RUS/USA")
        page.locator("#timeline canvas").first.wait_for()
        page.locator("#timeline").focus()
        page.keyboard.press("End")
        assert "Jul 12, 2024: call, occurred" in page.locator("#timeline-told").inner_text()
        page.locator("#time ~ details summary").click()
        assert page.locator("#time ~ details a").first.inner_text() == "Jul 12, 2024: call, occurred"
