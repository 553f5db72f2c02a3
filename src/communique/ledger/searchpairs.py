"""Pairs of words that stand together, each a term of its own of the search index.

To find where two common words stand together a database reads all places of both, which may be in most rows; the pair
is looked up at once. Pairs are kept without their places: of longer phrases they tell where these may be.
PostgreSQL has those without diacritics alone, half of what an addition must sort in; SQLite has both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from communique.ledger.searchwords import Phrase

CUT = "+"
"""The term, in PostgreSQL, of a row so long that not all of its pairs are there."""


def pairs(words: Sequence[str], *, exact: bool) -> Iterator[str]:
    """The terms of the pairs among words that follow one another, as often as they do; `exact`: with diacritics."""
    before = "=" if exact else ""
    return (f"{before}{one}+{other}" for one, other in pairwise(words))


def paired(phrases: Sequence[Phrase], *, exact: bool) -> tuple[str, ...]:
    """The terms of the pairs in phrases, each once; what has the phrases has all of these."""
    return tuple(dict.fromkeys(term for each in phrases for term in pairs(each.words, exact=exact)))
