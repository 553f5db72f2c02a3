"""No page has a fault that axe-core calls serious or critical: wide, narrow, and in the dark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from browsing import Browser, Page, Site, faults, filled, watched
from test_web import PAGES

DARK = PAGES[::3]


@pytest.fixture(scope="module", params=[1280, 375])
def looking(request: pytest.FixtureRequest, chromium: Browser, site: Site) -> Iterator[Page]:
    with watched(chromium, site, width=request.param, language="vi") as page:
        yield page


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_used_by_everyone(looking: Page, site: Site, path: str):
    looking.emulate_media(color_scheme="light")
    looking.goto(filled(path, site))
    assert faults(looking) == []
    assert looking.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"


@pytest.mark.parametrize("path", DARK)
def test_a_page_can_be_used_in_the_dark(looking: Page, site: Site, path: str):
    looking.emulate_media(color_scheme="dark")
    looking.goto(filled(path, site))
    assert faults(looking) == []
