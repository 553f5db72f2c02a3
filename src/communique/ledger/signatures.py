"""An article's words in little, by which near-identical articles are told and found. Pure.

The words of its title, lead and body, without diacritics and in lower case, are taken three at a time. Of the set of
these a MinHash signature is kept (rensa's R-MinHash, version 2 of its algorithm); the share of slots in which two
signatures agree estimates how many of all such threes both articles have (their Jaccard index), give or take 0.035 at
the limit. A signature is cut into bands: articles that agree in none are not compared, which at the limit passes over
one copy in twenty, and one in two hundred where 85 of 100 threes are shared.

Signatures are kept in ledgers. What changes them (a constant here, another version of the algorithm) needs a migration
that makes all anew; a test holds them fast.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from hashlib import blake2b
from operator import eq
from struct import pack

from rensa import RMinHash

from communique.article.model import STORY, Block
from communique.orthography import plain

ALIKE = 0.8
"""The share of slots from which two articles are near-identical."""

FEWEST = 30
"""Of an article of fewer words no copies are looked for: two short alerts may well be the same by chance."""

_MOST = 5000
"""Words of an article that count."""

_SLOTS = 128
_BANDS = 16
_SEED = 1
_TOGETHER = 3
_ROWS = _SLOTS // _BANDS * 4

_WORD = re.compile(r"\w+")


def signature(text: str, blocks: Iterable[Block]) -> bytes | None:
    """512 bytes for the story of a text divided into blocks; None where it has fewer than `FEWEST` words."""
    words = _words(text, blocks)
    if len(words) < FEWEST:
        return None
    made = RMinHash(_SLOTS, _SEED)
    made.update([" ".join(words[start : start + _TOGETHER]) for start in range(len(words) - _TOGETHER + 1)])
    return pack(f"<{_SLOTS}I", *made.digest())


def _words(text: str, blocks: Iterable[Block]) -> list[str]:
    found: list[str] = []
    for block in blocks:
        if block.role in STORY:
            found.extend(_WORD.findall(plain(text[block.start : block.end])))
            if len(found) >= _MOST:
                return found[:_MOST]
    return found


def bands(signature: bytes) -> tuple[int, ...]:
    """Numbers of 64 bits, signed, of which two signatures that are alike share one."""
    pieces = (signature[start : start + _ROWS] for start in range(0, len(signature), _ROWS))
    return tuple(
        int.from_bytes(blake2b(bytes([number]) + piece, digest_size=8).digest(), "little", signed=True)
        for number, piece in enumerate(pieces)
    )


def likeness(one: bytes, other: bytes) -> float:
    """The share of slots in which two signatures agree, 0 to 1."""
    agree: int = sum(map(eq, array("I", one), array("I", other)))
    return agree / _SLOTS
