"""The page of an article: its text with the evidence marked, under whatever name it has, and nothing of it acting."""

from __future__ import annotations

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from browsing import Browser, Site, filled, watched
from communique.web import links
from communique.web.highlighting import pieces

NAMES = (
    "tin.json",
    "tin",
    "báo/2022/tin số 1.html",
    "../lên trên/./tin?x=1#y",
    "a//b",
    "dòng\nmới",
    "100%.csv",
    "\\một\\hai",
)
STORY = (
    "Hai bộ trưởng nói chuyện\n\nBộ trưởng Quốc phòng Mỹ Lloyd Austin ngày 13/5/2022 đã điện đàm với người đồng cấp "
    "Nga Sergei Shoigu. {extra}\n\n"
    "Bộ Quốc phòng Nga cáo buộc Mỹ cung cấp vũ khí cho Ukraine."
)
HOSTILE = (
    '<script>document.title="hỏng"</script><img src=x onerror="document.title=1"> =HYPERLINK("http://evil.example") '
    "\u202eđảo ngược\u202c {{ 7*7 }} </article></main>"
)


@pytest.fixture(scope="module")
def client(site: Site):
    with httpx2.Client(base_url=site.address, headers={"accept-language": "en"}) as made:
        yield made


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory):
    """A ledger of articles with odd names, the last of them hostile in every field."""
    import orjson
    from typer.testing import CliRunner

    from communique.cli.app import app

    folder = tmp_path_factory.mktemp("odd")
    rows = [
        {"doc": name, "text": STORY.format(extra=f"Bản {number}."), "published": "2022-05-14"}
        for number, name in enumerate(NAMES)
    ]
    rows.append(
        {
            "doc": "=hostile<b>",
            "text": STORY.format(extra=HOSTILE) + f"\n\n=1+1 {HOSTILE}",
            "title": f"=cmd {HOSTILE}",
            "outlet": "<i>Báo</i>",
            "url": "javascript:alert(1)",
            "published": "2022-05-14",
        }
    )
    source = folder / "odd.jsonl"
    source.write_bytes(b"\n".join(orjson.dumps(each) for each in rows))
    ledger = folder / "ledger.sqlite"
    added = CliRunner().invoke(app, ["add", "--quiet", "--ledger", str(ledger), str(source)])
    assert added.exit_code == 0, added.output
    with Site(str(ledger)) as running:
        yield running


@pytest.fixture(scope="module")
def odd_client(odd: Site):
    with httpx2.Client(base_url=odd.address, headers={"accept-language": "en"}) as made:
        yield made


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8),
    st.lists(st.integers(0, 30), max_size=6),
)
def test_pieces_put_together_are_the_text_and_know_what_is_over_them(text, ends, cuts):
    spans = [(min(one, other, len(text)), min(max(one, other), len(text))) for one, other in ends]
    edges = sorted(min(each, len(text)) for each in cuts)
    blocks = list(zip(edges[::2], edges[1::2], strict=False))
    for (start, end), held in zip(blocks, pieces(text, blocks, spans), strict=True):
        assert "".join(each.text for each in held) == text[start:end]
        at = start
        for each in held:
            over = {number for number, (first, last) in enumerate(spans) if first <= at < last}
            assert set(each.under) == over
            at += len(each.text)


def test_the_article_shows_its_evidence_and_what_was_left_out(client: httpx2.Client, site: Site):
    page = client.get("/articles/06_brussels_2021.html").text
    told = client.get("/articles/06_brussels_2021.html.json").json()
    assert told["entries"]
    for each in told["entries"]:
        assert f'id="{each["id"]}"' in page
        assert f'id="about-{each["id"]}"' in page
        assert f"/{each['list']}/{each['id']}" in page
    assert "left out of the page" in page
    assert client.get("/articles/06_brussels_2021.html.csv").text.startswith("id,list,date,start,end,evidence")


@pytest.mark.parametrize("name", NAMES)
def test_a_document_of_any_name_is_found_before_any_twin(odd_client: httpx2.Client, name: str):
    page = odd_client.get(links.article(name))
    assert page.headers["content-type"].startswith("text/html")
    assert f"Bản {NAMES.index(name)}." in page.text
    twin = odd_client.get(links.article(name, ".csv"))
    assert twin.headers["content-type"].startswith("text/csv")
    told = odd_client.get(links.article(name, ".json"))
    if name == "tin":
        assert told.headers["content-type"].startswith("text/html"), "the document tin.json has that address"
    else:
        assert told.json()["doc"] == name


def test_a_part_of_a_name_finds_nothing(odd_client: httpx2.Client):
    assert odd_client.get("/articles/ti").status_code == 404
    assert odd_client.get("/articles").status_code == 404


def test_nothing_in_an_article_acts(chromium: Browser, odd: Site, odd_client: httpx2.Client):
    address = links.article("=hostile<b>")
    page = odd_client.get(address).text
    assert "<script>document" not in page
    assert "<img" not in page
    assert "javascript:" not in page
    assert "\u202e" not in page
    assert "[U+202E]" in page
    assert "{{ 7*7 }}" in page
    told = odd_client.get(links.article("=hostile<b>", ".json"))
    assert HOSTILE in told.json()["text"]
    assert told.headers["x-content-type-options"] == "nosniff"
    for kind in ("contacts", "statements"):
        for line in odd_client.get(f"/{kind}.csv").text.splitlines():
            assert "\u202e" not in line
            assert not any(cell.lstrip('"').startswith("=") for cell in line.split(","))
    with watched(chromium, odd, width=375) as shown:
        for path in (address, "/contacts", filled("/contacts/{contacts}", odd), "/statements"):
            shown.goto(path)
            assert "hỏng" not in shown.title().split("<")[0]
            assert shown.title() != "1"
            assert shown.locator("main").count() == 1
            assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_sentence_is_opened_from_a_contact_by_keyboard(chromium: Browser, site: Site):
    with watched(chromium, site) as page:
        page.goto(filled("/contacts/{contacts}", site))
        page.locator(".in-article").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/articles/**")
        assert page.locator(".anchor:target + .evidence").is_visible()
        page.locator("article .evidence").first.focus()
        page.keyboard.press("Enter")
        assert page.locator(".about:target").is_visible()


def test_what_is_marked_tells_of_its_entry_and_can_be_put_out(chromium: Browser, site: Site):
    with watched(chromium, site, width=375) as page:
        page.goto("/articles/bien_den_2023-03-15")
        mark = page.locator("article .evidence.k-contacts").first
        mark.click()
        assert page.locator("#about-card a").first.is_visible()
        page.keyboard.press("Escape")
        assert not page.locator("#about-card").is_visible()
        lit = "getComputedStyle(document.querySelector('article .k-contacts')).textDecorationLine"
        assert page.evaluate(lit) == "underline"
        for box in page.locator(".legend input").all():
            box.uncheck()
        assert page.evaluate(lit) == "none"
