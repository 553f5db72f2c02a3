"""What a text is found by: its words as `orthography.fold` writes them, and without any diacritics.

Names are found by all that the knowledge tables call them: a person by every spelling in the press, an office and an
actor in Vietnamese and English.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from communique.interchange import record_codes
from communique.knowledge import Office, Person, Stand, knowledge
from communique.orthography import compose, fold, plain
from communique.records import Action, Agreement, Contact, Participant, Record, Statement

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 64
"""Code points of a word that are looked at; what is longer is no word."""
_MOST = 32
"""Words of a question that are looked at."""
_LONGEST_WITHIN = 12
"""Words of a name that may be left out because a longer one has it."""
_CACHED = 60
"""Characters of a name of which it is remembered what is within it."""


@lru_cache(maxsize=1 << 16)
def plain_word(word: str) -> str:
    """A word without diacritics; never empty."""
    return plain(word) or word


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand together, folded but with their diacritics; often one."""

    words: tuple[str, ...]

    def plain(self) -> Phrase:
        """The same without diacritics."""
        return Phrase(tuple(map(plain_word, self.words)))


def words(text: str) -> list[str]:
    """The words of a text in order, folded, with their diacritics."""
    return [word[:_LONGEST] for word in _WORD.findall(fold(compose(text)[0]))]


@lru_cache(maxsize=1 << 16)
def spelt(name: str) -> str:
    """The words of a name with a space between; names come again and again."""
    return " ".join(words(name))


@lru_cache(maxsize=1 << 16)
def plain_name(name: str) -> str:
    """A name that is spelt so, without diacritics."""
    return " ".join(map(plain_word, name.split()))


def distinct(given: Iterable[str]) -> list[str]:
    """Names in their order without those that another has word for word, with which all is found that is without.

    A space is between their words.
    """
    once = [name for name in dict.fromkeys(given) if name]
    within: set[str] = set()
    for name in sorted(once, key=len, reverse=True):
        if name not in within:
            within.update(_shorter(name) if len(name) <= _CACHED else _runs(name))
    return [name for name in once if name not in within]


def _runs(name: str) -> Iterator[str]:
    """All that a name has within it and that is not the name itself, as far as it may be a name."""
    held = name.split()
    for start in range(len(held)):
        for end in range(start + 1, min(len(held), start + _LONGEST_WITHIN) + 1):
            if end - start < len(held):
                yield " ".join(held[start:end])


@lru_cache(maxsize=1 << 12)
def _shorter(name: str) -> frozenset[str]:
    return frozenset(_runs(name))


def spans(text: str) -> Iterator[tuple[str, int, int]]:
    """The same words with their offsets in the text."""
    composed, offsets = compose(text)
    for match in _WORD.finditer(fold(composed)):
        start, end = match.span()
        if offsets is not None:
            start, end = offsets[start], offsets[end]
        yield match[0][:_LONGEST], start, end


def phrases(asked: str) -> tuple[Phrase, ...]:
    """What a question asks for: words, and phrases in double quotes."""
    found: list[Phrase] = []
    for number, part in enumerate(re.split('["“”]', asked)):
        held = words(part)
        found += [Phrase(tuple(held))] if number % 2 and held else [Phrase((word,)) for word in held]
    kept: list[Phrase] = []
    left = _MOST
    for phrase in dict.fromkeys(found):
        if left > 0:
            kept.append(Phrase(tuple(islice(phrase.words, left))))
            left -= len(phrase.words)
    return tuple(kept)


def names(record: Record) -> tuple[str, ...]:
    """Everything a record's people, offices, actors and things are called, each once."""
    return tuple(dict.fromkeys(_names(record)))


def actors(codes: Iterable[str]) -> Iterator[str]:
    """What actors are called."""
    for code in codes:
        yield code
        actor = knowledge().actors.get(code)
        if actor:
            yield actor.name
        yield from _forms()[code, "actor"]


def _names(record: Record) -> Iterator[str]:
    if isinstance(record, Contact):
        for each in record.participants:
            yield from _participant(each)
        yield from record.topics
    elif isinstance(record, Statement):
        yield from _participant(record.speaker)
    elif isinstance(record, Agreement):
        yield record.name
    if isinstance(record, Contact | Action) and record.place and record.place.city:
        yield record.place.city
    if isinstance(record, Contact | Statement):
        yield from record.via
    yield from actors(code for code, _ in record_codes(record))


def _participant(each: Participant) -> Iterator[str]:
    if each.person:
        yield each.person
        yield from _forms()[each.person, "person"]
    if each.office:
        yield each.office
        yield from _forms()[each.office, "office"] or _forms()[each.office.partition(" ")[2], "office"]


@cache
def _forms() -> dict[tuple[str, str], Sequence[str]]:
    """(name or code, what it is) → what newspapers call it, fullest forms only."""
    found: dict[tuple[str, str], Sequence[str]] = defaultdict(tuple)
    for form in knowledge().forms:
        match form.thing:
            case Person(name=name) if not form.known_as:
                found[name, "person"] = (*found[name, "person"], form.text)
            case Office(name=name):
                found[name, "office"] = (*found[name, "office"], form.text)
            case Stand(codes=(code,), standin=False):
                found[code, "actor"] = (*found[code, "actor"], form.text)
    return found
