"""Persons named again by their surname alone: "Andrew Kessler, … Kessler thinks that …"."""

from __future__ import annotations

from collections.abc import Mapping

from communique.extraction.model import Analysis, Mention, Sentence
from communique.extraction.tokens import BREAK, WORD, Token
from communique.orthography import plain

_SHORTEST = 4
"""Letters that a surname standing alone has at least: shorter ones are too often other words."""


def add_surnames(analysis: Analysis, names: Mapping[str, str]) -> None:
    """Add a mention wherever a surname stands alone. `names`: plain surname to the raw name as it was given in full.

    Only names of other languages count (no letter of theirs has a mark), and only where nothing else was read.
    """
    known = {word: name for word, name in names.items() if len(word) >= _SHORTEST and word.isascii()}
    if not known:
        return
    tokens = analysis.tokens
    for sentence in analysis.sentences:
        found = [
            k
            for k in range(sentence.begin, sentence.end)
            if tokens[k].cap and tokens[k].kind == WORD and tokens[k].word in known and _alone(tokens, sentence, k)
        ]
        if not found:
            continue
        taken = {k for m in sentence.mentions for k in range(m.i, m.j)}
        added = [
            Mention(
                k, k + 1, "person", raw_name=known[tokens[k].word], prep=_prep(sentence, k), sentence=sentence.index
            )
            for k in found
            if k not in taken
        ]
        if added:
            sentence.mentions = sorted([*sentence.mentions, *added], key=lambda m: (m.i, m.j))


def surnames(raw_name: str) -> tuple[str, ...]:
    """The words of a name that may stand for it: the last, and of a name with a hyphen (Korean) the first.

    None where a letter has a mark or a word is an abbreviation.
    """
    words = raw_name.replace(" - ", "-").split()
    if len(words) < 2 or any(plain(w) != w.lower() or (len(w) > 1 and w.isupper()) for w in words):
        return ()
    return (words[0].lower(), words[-1].lower()) if "-" in raw_name else (words[-1].lower(),)


def _alone(tokens: list[Token], sentence: Sentence, k: int) -> bool:
    """Whether the words beside it are no part of a name."""
    before = k > sentence.begin and tokens[k].gap != BREAK and tokens[k - 1].cap and k - 1 > sentence.begin
    after = k + 1 < sentence.end and tokens[k + 1].gap != BREAK and tokens[k + 1].cap
    return not before and not after


def _prep(sentence: Sentence, k: int) -> str | None:
    for cls in _PREPOSITIONS:
        if any(h.j == k for h in sentence.cues(cls)):
            return cls
    return None


_PREPOSITIONS = ("with", "between", "and", "of", "at", "to", "for", "from", "by", "about", "according", "cite")
