"""Sentences that say that accounts of one thing differ, by `<language>/differing.tsv`: a form, and an example of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from communique.knowledge.tables import read_rows, split
from communique.orthography import fold

_SENTENCE = re.compile(r"[^\n.!?…]+(?:[.!?…](?=\S)[^\n.!?…]*)*[.!?…]*")


def differing_sentences(text: str, start: int, end: int, language: str = "vi") -> Iterator[tuple[int, int]]:
    """Start and end, in code points, of the sentences of ``text[start:end]`` that say so."""
    for match in _SENTENCE.finditer(text, start, end):
        words = " ".join(fold(match[0]).split())
        if any(form in words for form in _forms(language)):
            yield match.start() + len(match[0]) - len(match[0].lstrip()), match.end()


@cache
def _forms(language: str) -> tuple[str, ...]:
    rows = read_rows(files("communique.language") / language / "differing.tsv")
    return tuple(fold(form) for _, row in rows for form in split(row["form"]))
