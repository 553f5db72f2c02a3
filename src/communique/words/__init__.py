"""The words people read, in English and Vietnamese: tables of messages, and how things of the codebook are called.

A table is a TSV file with the columns ``key``, ``en`` and ``vi``. Beside this file `codebook.tsv` names the values of
the codebook (``status.occurred``) and `topics.tsv` what contacts are about; the command line and the pages have tables
of their own.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from communique.knowledge import Office, Stand, knowledge
from communique.orthography import compose, fold, plain


class Language(StrEnum):
    """Languages of the interface; columns of the tables."""

    EN = "en"
    VI = "vi"


def rows(table: Traversable) -> Iterator[tuple[str, Mapping[Language, str]]]:
    """The rows of a table: the key, and what it is in each language."""
    lines = table.read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        yield row["key"], {each: row[each.value].replace("\\n", "\n") for each in Language}


def own(name: str) -> Traversable:
    """A table beside this file."""
    return files("communique.words").joinpath(name)


class Words:
    """Messages of several tables as one, each key in one of them only."""

    def __init__(self, tables: Iterable[Traversable]) -> None:
        self._rows: dict[str, Mapping[Language, str]] = {}
        for table in (own("codebook.tsv"), own("topics.tsv"), *tables):
            self._rows.update(rows(table))

    def say(self, language: Language, key: str, **values: object) -> str:
        """The message of a key, with its {places} filled. KeyError where there is none."""
        text = self._rows[key][language]
        return text.format(**values) if values else text

    def word(self, language: Language, group: str, value: str | None) -> str:
        """How a value of the codebook is called (`status.occurred`); the value itself where it has no row."""
        if not value:
            return ""
        row = self._rows.get(f"{group}.{value}")
        return row[language] if row else value


def meant(group: str, text: str) -> str:
    """The value of the codebook that is called so in any language (`word.yes`: ``có``); the text itself if none is."""
    return _meanings().get((group, text.lower()), text)


@cache
def _meanings() -> dict[tuple[str, str], str]:
    keys = [(*key.partition(".")[::2], called.values()) for key, called in rows(own("codebook.tsv"))]
    return {(group, each.lower()): value for group, value, called in keys for each in called}


def actor(language: Language, code: str) -> str:
    """The usual name of an actor; its code without underscores where the tables have none."""
    if language is Language.VI and (found := _actors().get(code)):
        return found
    known = knowledge().actors.get(code)
    return known.name if known else code.replace("_", " ")


def code_of(text: str) -> str:
    """The code of an actor given as the tables write it, by a name (with or without diacritics), or in another case;
    else the text. ``NGA`` is Nigeria, ``Nga`` is Russia.
    """
    known = knowledge().actors
    if text in known:
        return text
    return _codes().get(_bare(text)) or (text.upper() if text.upper() in known else text)


def office(language: Language, name: str | None) -> str:
    """What an office is called, by its English name."""
    if not name:
        return ""
    return (_offices().get(name) or name) if language is Language.VI else name


@cache
def _actors() -> dict[str, str]:
    found: dict[str, str] = {}
    for form in knowledge().forms:
        if isinstance(form.thing, Stand) and len(form.thing.codes) == 1 and not form.thing.standin:
            found.setdefault(form.thing.codes[0], form.text)
    return found


def _bare(name: str) -> str:
    return plain(fold(compose(name)[0]))


@cache
def _codes() -> dict[str, str]:
    found = {_bare(each.name): each.code for each in knowledge().actors.values()}
    for form in knowledge().forms:
        if isinstance(form.thing, Stand) and len(form.thing.codes) == 1 and not form.thing.standin:
            found.setdefault(_bare(form.text), form.thing.codes[0])
    return found


@cache
def _offices() -> dict[str, str]:
    found: dict[str, str] = {}
    for form in knowledge().forms:
        if isinstance(form.thing, Office):
            found.setdefault(form.thing.name, form.text)
    return found
