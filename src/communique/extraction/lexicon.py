"""One dictionary of all forms, as a tree of words: names and institutions of the knowledge tables, cues of the language.

A tree over words, not an automaton over letters: a form ends where a word ends, so nothing has to be thrown away after the
scan, and the hyphens and spaces inside names ("Jae-in", "Jae in", "Jae - in") are one to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from communique.extraction.tokens import BREAK, WORD, Token, tokenise
from communique.knowledge import Body, Office, Thing, knowledge
from communique.language.pack import Cue, pack
from communique.orthography import compose, fold

Sense = Thing | Cue


@dataclass(frozen=True, slots=True)
class Entry:
    """One sense of a form. `caps`: which of its words must begin with a capital in the text; `free`: none of them."""

    sense: Sense
    caps: tuple[bool, ...]
    free: bool
    known_as: bool = False


@dataclass(slots=True)
class Match:
    """Tokens ``i`` to ``j`` (exclusive) bear a form with these senses; `shorter`: the next shorter form at the same place."""

    i: int
    j: int
    entries: tuple[Entry, ...]
    shorter: Match | None = None


@dataclass(slots=True)
class Lexicon:
    """The tree: words to nodes, and under the key ``""`` the entries that end there."""

    root: dict[str, Any] = field(default_factory=dict)
    size: int = 0

    def add(self, text: str, sense: Sense, *, known_as: bool = False) -> None:
        """Add a form. Its capitals bind, save for bodies, offices and cues that are written in lower case."""
        composed, _ = compose(text)
        words = tokenise(composed, fold(composed), 0, len(composed))
        if not words:
            return
        loose = isinstance(sense, (Body, Office))
        caps = tuple(False if loose else t.cap for t in words)
        node = self.root
        for token in words:
            node = node.setdefault(token.word, {})
        entries = node.setdefault("", [])
        entry = Entry(sense, caps, not any(caps), known_as)
        if entry not in entries:
            entries.append(entry)
            self.size += 1

    def longest(self, tokens: list[Token], i: int, end: int) -> Match | None:
        """The longest form that begins at token `i` and whose capitals fit, or None; `shorter` holds the prefixes of it."""
        node = self.root.get(tokens[i].word)
        best: Match | None = None
        j = i
        while node is not None:
            j += 1
            entries = node.get("")
            if entries:
                fitting = tuple([e for e in entries if e.free or _fits(e.caps, tokens, i)])
                if fitting:
                    best = Match(i, j, fitting, best)
            if j >= end or tokens[j].gap == BREAK:
                break
            node = node.get(tokens[j].word)
        return best

    def scan(self, tokens: list[Token], begin: int, end: int) -> list[Match]:
        """Longest forms from left to right, none overlapping."""
        found: list[Match] = []
        i, root = begin, self.root
        while i < end:
            if tokens[i].word in root:
                match = self.longest(tokens, i, end)
                if match is not None:
                    found.append(match)
                    i = match.j
                    continue
            i += 1
        return found


def _fits(caps: tuple[bool, ...], tokens: list[Token], i: int) -> bool:
    return all(not cap or tokens[i + k].cap for k, cap in enumerate(caps))


def build(forms: Iterable[tuple[str, Sense, bool]]) -> Lexicon:
    """A lexicon of the given forms: text, sense, known_as."""
    lexicon = Lexicon()
    for text, sense, known_as in forms:
        lexicon.add(text, sense, known_as=known_as)
    return lexicon


@cache
def lexicon(language: str = "vi") -> Lexicon:
    """The lexicon of the shipped tables and one language, built once a process."""
    known = ((f.text, f.thing, f.known_as) for f in knowledge().forms)
    cues = ((f.text, f.cue, False) for f in pack(language).forms)
    return build([*known, *cues])


__all__ = ["WORD", "Entry", "Lexicon", "Match", "Sense", "build", "lexicon"]
