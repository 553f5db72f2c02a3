"""What a page knows of the one who asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated

from fastapi import Depends, Request

from communique.ledger import Ledger
from communique.people import Signed
from communique.web.sealing import seal
from communique.web.settings import Settings
from communique.words import Language, Words

LANGUAGE_COOKIE = "language"


@dataclass(frozen=True, slots=True)
class Visit:
    """A request: the ledger it is of, the language to answer in, and the person signed in, by name."""

    request: Request
    ledger: Ledger
    settings: Settings
    language: Language
    person: str | None

    def may(self, scope: str) -> bool:
        """Whether who asks may do this (see `communique.people.Scope`)."""
        signed: Signed | None = self.request.state.signed
        return signed is not None and scope in signed.scopes

    def seal(self) -> str:
        """What a form of a page for somebody signed in must carry; nothing where a program asks for it by a token."""
        session: str | None = self.request.state.session
        return seal(session) if session else ""

    def say(self, key: str, **values: object) -> str:
        """The message of a key in the language of the visit, with its {places} filled."""
        return words().say(self.language, key, **values)

    def word(self, group: str, value: str | None) -> str:
        """How a value of the codebook is called (`status.occurred`); the value itself where it has no row."""
        return words().word(self.language, group, value)


@cache
def words() -> Words:
    """The words of the pages: every table in `words/`, beside those of the codebook."""
    folder = files("communique.web").joinpath("words")
    return Words(sorted((each for each in folder.iterdir() if each.name.endswith(".tsv")), key=lambda each: each.name))


def language_of(request: Request) -> Language:
    """The language asked for by `?lang=`, else chosen before, else of the browser; Vietnamese where none is known."""
    asked = [request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)]
    asked += [each.split(";")[0].strip() for each in request.headers.get("accept-language", "").split(",")]
    for each in asked:
        for known in Language:
            if each and each.lower().split("-")[0] == known.value:
                return known
    return Language.VI


def address_of(request: Request) -> str:
    """The address of who asks, as the server sees it; nothing where it sees none."""
    return request.client.host if request.client else ""


def visit(request: Request) -> Visit:
    """The visit of a request; what a page asks FastAPI for by `Visiting`."""
    state = request.app.state
    person = getattr(request.state, "person", None)
    return Visit(request, state.ledger, state.settings, language_of(request), person)


Visiting = Annotated[Visit, Depends(visit)]
