"""People with accounts, and how they sign in: in a browser, by a form, by a token."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2

from browsing import Page
from communique.ledger import Ledger
from communique.people import People, Scope

PASSWORD = "một câu dài không ai đoán"
SEAL = re.compile(r'name="seal" value="([^"]+)"')


def account(ledger: str, name: str = "Lan") -> None:
    """Somebody with an account."""
    with Ledger.open(ledger) as held:
        People(held).add(name, PASSWORD)


def token(ledger: str, *scopes: Scope) -> dict[str, str]:
    """The header of a program that may do this much."""
    with Ledger.open(ledger) as held:
        return {"authorization": f"Bearer {People(held).give_token('Lan', scopes)}"}


@contextmanager
def signed_in(address: str, name: str = "Lan") -> Iterator[httpx2.Client]:
    """A browser of somebody who has signed in."""
    with httpx2.Client(base_url=address, headers={"accept-language": "en"}) as client:
        answer = client.post("/sign-in", data={"name": name, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        yield client


def seal(client: httpx2.Client) -> str:
    """What the forms of a page carry."""
    found = SEAL.search(client.get("/about-nothing").text)
    assert found
    return found[1]


def enter(page: Page, address: str) -> None:
    """Sign in, and go on to an address."""
    page.goto(f"/sign-in?then={address}")
    page.locator("input[name=name]").fill("Lan")
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
