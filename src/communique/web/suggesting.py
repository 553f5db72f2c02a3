"""What a few letters may be the beginning of: actors, people, offices and places of the knowledge tables.

Found by any of their written forms, in Vietnamese and English, with or without diacritics, from the start of any word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import islice

from communique.knowledge import Office, Person, Site, Stand, knowledge
from communique.ledger.searchwords import plain_word, words
from communique.words import Language
from communique.words import actor as actor_name
from communique.words import office as office_name

MOST = 8
_LOOKED_AT = 400
"""Forms with the same beginning that are looked at."""


class Sort(StrEnum):
    """What is suggested; the order is that of the suggestions."""

    ACTOR = "actor"
    PERSON = "person"
    OFFICE = "office"
    PLACE = "place"


_PLACE_OF = {each: place for place, each in enumerate(Sort)}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something the tables know. `text` is what to search for; `name` its code or its name; `code` whose it is."""

    sort: Sort
    name: str
    text: str
    code: str | None

    @property
    def has_page(self) -> bool:
        """Whether it has a page of its own."""
        return self.sort in (Sort.ACTOR, Sort.PERSON)


def prepare() -> None:
    """Work out, ahead of the first question, what is looked up for each."""
    _forms()


def suggestions(typed: str, language: Language, *, most: int = MOST) -> tuple[Suggestion, ...]:
    """What begins like this, best first: whole forms before later words, actors before people, short before long."""
    asked = _bare(typed)
    if not asked:
        return ()
    index = _index()
    start = bisect_left(index, (asked,))
    found: dict[tuple[Sort, str], tuple[bool, int, int, Suggestion]] = {}
    for form, later, length, sort, name, written, code in islice(index, start, start + _LOOKED_AT):
        if not form.startswith(asked):
            break
        told = (later, _PLACE_OF[sort], length, _suggestion(sort, name, written, code, language))
        held = found.setdefault((sort, name), told)
        if told[:3] < held[:3]:
            found[sort, name] = told
    best = sorted(found.values(), key=lambda each: (*each[:3], each[3].text))
    return tuple(each[3] for each in best[:most])


def named(typed: str, language: Language) -> tuple[Suggestion, ...]:
    """Those that this is a whole form of."""
    asked = _bare(typed)
    found = (each for each in suggestions(typed, language, most=_LOOKED_AT) if asked in _forms()[each.sort, each.name])
    return tuple(islice(found, MOST))


def _suggestion(sort: Sort, name: str, written: str, code: str | None, language: Language) -> Suggestion:
    match sort:
        case Sort.ACTOR:
            text = actor_name(language, name)
        case Sort.OFFICE:
            text = office_name(language, name)
        case Sort.PLACE:
            text = written
        case _:
            text = name
    return Suggestion(sort, name, text, code)


_Row = tuple[str, bool, int, Sort, str, str, str | None]
"""A form from some word on, whether that is not the first, its length, and what it names."""


@cache
def _index() -> list[_Row]:
    rows: set[_Row] = set()
    for sort, name, written, code in _things():
        parts = _bare(written).split()
        for place in range(len(parts)):
            rows.add((" ".join(parts[place:]), place > 0, len(written), sort, name, written, code))
    return sorted(rows, key=lambda row: (*row[:6], row[6] or ""))


@cache
def _forms() -> dict[tuple[Sort, str], frozenset[str]]:
    """What each is called."""
    held: dict[tuple[Sort, str], set[str]] = defaultdict(set)
    for form, _, _, sort, name, _, _ in _index():
        held[sort, name].add(form)
    return {each: frozenset(forms) for each, forms in held.items()}


def _things() -> Iterator[tuple[Sort, str, str, str | None]]:
    for actor in knowledge().actors.values():
        yield Sort.ACTOR, actor.code, actor.name, None
        yield Sort.ACTOR, actor.code, actor.code, None
    for person in knowledge().persons.values():
        yield Sort.PERSON, person.name, person.name, person.code
    for form in knowledge().forms:
        match form.thing:
            case Stand(codes=(code,)):
                yield Sort.ACTOR, code, form.text, None
            case Person(name=name, code=code):
                yield Sort.PERSON, name, form.text, code
            case Office(name=name):
                yield Sort.OFFICE, name, form.text, None
            case Site(name=name, country=country):
                yield Sort.PLACE, name, form.text, country
                yield Sort.PLACE, name, name, country


def _bare(text: str) -> str:
    return " ".join(map(plain_word, words(text)))
