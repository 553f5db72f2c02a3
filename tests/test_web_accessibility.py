"""No page has a fault that axe-core calls serious or critical: wide, narrow, and in the dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from browsing import Browser, Page, Site, filled, watched
from communique.ledger import Filter, Ledger, RecordKind
from test_web import PAGES
from test_web_review import enter
from test_web_signing import peopled

__all__ = ["peopled"]

AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")
DARK = PAGES[::3]

_RUN = """async () => {
    const found = await axe.run(document, {resultTypes: ["violations"]});
    return found.violations.filter((each) => ["serious", "critical"].includes(each.impact)).map((each) =>
        `${each.id}: ${each.help}: ` + each.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | "));
}"""


@pytest.fixture(scope="module", params=[1280, 375])
def looking(request: pytest.FixtureRequest, chromium: Browser, site: Site) -> Iterator[Page]:
    with watched(chromium, site, width=request.param, language="vi") as page:
        yield page


def faults(page: Page) -> list[str]:
    page.evaluate(AXE)
    return page.evaluate(_RUN)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_used_by_everyone(looking: Page, site: Site, path: str):
    looking.emulate_media(color_scheme="light")
    looking.goto(filled(path, site))
    assert faults(looking) == []
    assert looking.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"


@pytest.mark.parametrize("width", [1280, 375])
def test_pages_of_who_signed_in_can_be_used_by_everyone(chromium: Browser, peopled: Site, width: int):
    with Ledger.open(peopled.ledger) as ledger:
        ledger.watch("w", Filter(), by="Lan")
        name = next(ledger.entries(RecordKind.CONTACT)).id
    with watched(chromium, peopled, width=width, language="vi") as page:
        enter(page, "/account")
        for path in ("/account", "/add", "/watches", "/watches/w", "/review", f"/contacts/{name}"):
            page.goto(path)
            assert faults(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"


@pytest.mark.parametrize("path", DARK)
def test_a_page_can_be_used_in_the_dark(looking: Page, site: Site, path: str):
    looking.emulate_media(color_scheme="dark")
    looking.goto(filled(path, site))
    assert faults(looking) == []
