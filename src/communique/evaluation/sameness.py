"""When two persons, dates, sources or stretches of evidence count as the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

GRAM = 9
"""Length in characters of the pieces by which evidence is compared."""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Lower case without diacritics; đ becomes d."""
    decomposed = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d").lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=512)
def _grams(text: str) -> frozenset[str]:
    spaced = " ".join(text.split())
    return frozenset(spaced[i : i + GRAM] for i in range(max(1, len(spaced) - GRAM + 1)))


def overlap(one: str, other: str) -> float:
    """Share of the shorter evidence found in the other, 0 to 1."""
    a, b = _grams(one), _grams(other)
    return len(a & b) / max(1, min(len(a), len(b)))


def edits(one: str, other: str) -> int:
    """Levenshtein distance in characters."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]


def same_person(one: str | None, other: str | None) -> bool:
    """Whether two names share a part of three or more letters, spelled alike or nearly so."""
    ours, theirs = (_long_parts(name or "") for name in (one, other))
    return any(_same_part(a, b) for a in ours for b in theirs)


def _long_parts(name: str) -> list[str]:
    return [part for part in fold(name).split() if len(part) > 2]


def _same_part(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    return one == other or (shorter > 3 and edits(one, other) <= (2 if shorter > 5 else 1))


def same_date(gold: str | None, found: str | None) -> bool:
    """Equal, or the gold leaves the year open and the program has worked one out: XXXX-06-25 and 2024-06-25."""
    if gold == found:
        return True
    if not gold or not found or "XXXX" not in gold or len(gold) != len(found):
        return False
    return all(
        a[4:] == b[4:] and a[:4] in ("XXXX", b[:4]) for a, b in zip(gold.split("/"), found.split("/"), strict=False)
    )


def share_source(gold: Iterable[str], found: Iterable[str]) -> bool:
    """Whether any source cited is the same in both."""
    theirs = tuple(found)
    return any(same_person(a, b) or fold(a) == fold(b) for a in gold for b in theirs)
