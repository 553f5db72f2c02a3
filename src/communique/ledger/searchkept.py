"""What SQLite keeps of a row of the search index: the words that were indexed, packed.

Its index of words holds no text. What it was given must be told again word for word to be taken out of it, which is
made of what is kept here and not of the tables of names, since these change from program to program.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from communique.ledger.searchpairs import pairs
from communique.ledger.searchwords import distinct, plain_name, plain_word

BETWEEN = "¦"
"""Stands between parts, so that no phrase runs from one into the next."""

_PARTED = f" {BETWEEN} "


def exact_term(words: str) -> str:
    """A word, or several, with diacritics as the index holds it, a term apart from the word without."""
    return f"={words.replace(' ', ' =')}"


def tag_term(tag: str) -> str:
    """A tag as the index holds it."""
    return f"#{tag}"


@dataclass(frozen=True, slots=True)
class Kept:
    """The words of a row, with and without diacritics, and its tags: a space between two, `BETWEEN` between parts."""

    tags: str
    head: str
    body: str
    plain_head: str
    plain_body: str

    def indexed(self) -> str:
        """The terms that the index is given, in order: tags, then the words without diacritics, then with them.

        Without diacritics a name may be within another that it is not within as written.
        """
        names = distinct(self.plain_head.split(_PARTED))
        without = _PARTED.join([*names, self.plain_body])
        exact = " ".join(filter(None, (self.head, BETWEEN, self.body)))
        return " ".join((*self.tagged(), without, BETWEEN, exact_term(exact)))

    def paired(self) -> str:
        """Further terms that the index is given: the tags, and the pairs of words that stand together, each once."""
        return " ".join((*self.tagged(), *self.pairs(), *self.pairs(exact=True)))

    def tagged(self) -> Iterator[str]:
        """The terms of the tags."""
        return map(tag_term, self.tags.split())

    def pairs(self, *, exact: bool = False) -> dict[str, None]:
        """The terms of the pairs of words that stand together; `exact`: with diacritics."""
        head, body = (self.head, self.body) if exact else (self.plain_head, self.plain_body)
        terms: dict[str, None] = {}
        for name in head.split(_PARTED):
            terms.update(_pairs_of_name(name, exact))
        for part in body.split(_PARTED):
            terms.update(dict.fromkeys(pairs(part.split(), exact=exact)))
        return terms


@lru_cache(maxsize=1 << 16)
def _pairs_of_name(name: str, exact: bool) -> dict[str, None]:
    """Names come again and again."""
    return dict.fromkeys(pairs(name.split(), exact=exact))


def kept(tags: Iterable[str], names: Iterable[str], parts: Iterable[str]) -> Kept:
    """A row of tags, of a title and names, and of the parts of a text, as `spelt`; names within others are left out."""
    head, body = distinct(names), _PARTED.join(filter(None, parts))
    plain_head = _PARTED.join(map(plain_name, head))
    return Kept(" ".join(tags), _PARTED.join(head), body, plain_head, " ".join(map(plain_word, body.split())))


def packed(row: Kept) -> tuple[int, bytes]:
    """A row as the ledger has it, and how many bytes of it `plain_part` is to read."""
    plain = f"{row.plain_head}\n{row.plain_body}".encode()
    rest = f"\n{row.tags}\n{row.head}\n{row.body}".encode()
    return len(plain), zlib.compress(plain + rest)


def plain_part(size: int, held: bytes) -> tuple[str, str]:
    """The head and the body of a row without diacritics. Raises ValueError where they cannot be read."""
    with _reading():
        head, body = zlib.decompressobj().decompress(held, size).decode().split("\n")
    return head, body


def unpacked(held: bytes) -> Kept:
    """What was packed. Raises ValueError where that cannot be read."""
    with _reading():
        plain_head, plain_body, tags, head, body = zlib.decompress(held).decode().split("\n")
    return Kept(tags, head, body, plain_head, plain_body)


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except (zlib.error, ValueError) as error:
        raise ValueError(f"the words of the search index cannot be read: {error}") from error
