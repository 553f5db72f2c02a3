"""What is looked up: hits of a search, forms explained."""

from __future__ import annotations

from datetime import date

from communique.elements.element import Element, EntryId
from communique.ledger.searchindex import Area
from communique.lookup import Sense


class Hit(Element):
    """An article or an entry that holds the words asked for."""

    list: Area
    id: str
    """The entry's id, or the name of the article's document."""
    report: EntryId | None
    """The record of the entry that answers best; the rest is of that record."""
    doc: str
    title: str | None
    outlet: str | None
    earliest: date | None
    latest: date | None
    codes: tuple[str, ...]
    """Actors of the entry; none of an article."""
    exact: bool
    """Found as written, diacritics and all."""
    score: float
    snippet: str
    marks: tuple[tuple[int, int], ...]
    """Start and end, in the snippet, of what matches."""


class Holding(Element):
    """Someone a form may mean, with an office of theirs."""

    person: str
    code: str
    office: str | None
    start: date | None
    end: date | None


class Explanation(Element):
    """What a written form means on a day, and why."""

    words: str
    on: date | None
    sense: Sense
    code: str | None
    codes: tuple[str, ...]
    office: str | None
    person: str | None
    name: str | None
    """English name of an actor, body, place or source."""
    reason: str
    candidates: tuple[Holding, ...]
    others: tuple[Explanation, ...]
    """What else the form names."""
