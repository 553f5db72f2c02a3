"""Pairs of very common words that stand together, each a term of its own of the search index.

To find where two such words stand together a database reads all places of both, which are in most rows; the pair is
looked up at once. Pairs are kept without their places: of longer phrases they tell where these may be.

Very common are the words of `common.txt`: each is in a twentieth of the rows, or more, of a ledger of real news, by
what articles say or by the names of actors and offices; none is taken from what is made up to measure by. Where
diacritics do not count, so is what is the same as one of them without. Which they are decides what is in the index:
whoever changes them lets ledgers have theirs anew (see `communique.ledger.store`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import pairwise

from communique.ledger.searchwords import Phrase, plain_word

COMMON = frozenset(files("communique.ledger").joinpath("common.txt").read_text(encoding="utf-8").split())
_PLAIN = frozenset(map(plain_word, COMMON))


def pairs(words: Sequence[str], *, exact: bool) -> Iterator[str]:
    """The terms of the pairs among words that follow one another, as often as they do; `exact`: with diacritics."""
    common, before = (COMMON, "=") if exact else (_PLAIN, "")
    for one, other in pairwise(words):
        if one in common and other in common:
            yield f"{before}{one}+{other}"


def paired(phrases: Sequence[Phrase], *, exact: bool) -> tuple[str, ...]:
    """The terms of the phrases that consist of very common words, each once; what has the phrases has all of these."""
    common = COMMON if exact else _PLAIN
    of = (each.words for each in phrases if common.issuperset(each.words))
    return tuple(dict.fromkeys(term for words in of for term in pairs(words, exact=exact)))
