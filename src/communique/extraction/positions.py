"""What stands at a position of a sentence: forms of the lexicon, offices, actors, marks."""

from __future__ import annotations

from collections.abc import Collection

from communique.extraction.lexicon import Match
from communique.extraction.model import Mention, Sentence
from communique.extraction.tokens import BREAK, HYPHEN, MARK, Token
from communique.knowledge import Office, Stand
from communique.language.pack import Cue


class Positions:
    """A sentence with the matches of the lexicon, to be looked at by token position (global in the article).

    `source`: the composed text; `common`: the words that the article also writes in lower case.
    """

    source: str = ""
    common: frozenset[str] | set[str] = frozenset()

    def __init__(self, tokens: list[Token], sentence: Sentence, matches: list[Match]) -> None:
        self.tokens, self.sentence = tokens, sentence
        self.begin, self.end = sentence.begin, sentence.end
        self.matches: list[Match | None] = [None] * (self.end - self.begin)
        self.covered = bytearray(self.end - self.begin)
        for m in matches:
            k = m.i - self.begin
            self.matches[k] = m
            if m.senses.covers:
                self.covered[k : m.j - self.begin] = b"\1" * (m.j - m.i)
        self.mentions: list[Mention] = []

    def at(self, i: int) -> Match | None:
        """The longest form that begins at token `i`, be that in the sentence or not."""
        k = i - self.begin
        return self.matches[k] if 0 <= k < len(self.matches) else None

    def cue(self, i: int, cls: str, *more: str) -> tuple[Cue, int] | None:
        """The cue of one of the classes that begins at token `i`, and where it ends."""
        step = self.at(i)
        while step is not None:
            cues = step.senses.cues
            found = cues.get(cls)
            if found is not None:
                return found, step.j
            for other in more:
                found = cues.get(other)
                if found is not None:
                    return found, step.j
            step = step.shorter
        return None

    @staticmethod
    def classes(match: Match) -> Collection[str]:
        """Classes of all cues that begin where a match does."""
        step = match.shorter
        if step is None:
            return match.senses.cues
        found = set(match.senses.cues)
        while step is not None:
            found.update(step.senses.cues)
            step = step.shorter
        return found

    def _sense(self, i: int, kind: type) -> Match | None:
        match = self.at(i)
        return match if match is not None and kind in match.senses.kinds else None

    def near(self, i: int) -> bool:
        """Whether token `i` is in the sentence and follows the one before it without a mark or a line end."""
        return i < self.end and self.tokens[i].gap != BREAK

    def mark(self, i: int, marks: str) -> bool:
        """Whether token `i` is one of the marks."""
        return i < self.end and self.tokens[i].kind == MARK and self.tokens[i].word in marks

    def office(self, i: int) -> tuple[Office, int, str | None] | None:
        """An office at `i`, with modifiers before it: office, end, modifier."""
        mod, k = None, i
        while (found := self.cue(k, "tenure")) is not None and k < i + 3 and self._sense(k, Office) is None:
            mod = mod if mod in ("former", "deputy") else found[0].value
            k = found[1]
        match = self._sense(k, Office)
        if match is None:
            return None
        sense = next(e.sense for e in match.entries if isinstance(e.sense, Office))
        return sense, match.j, mod

    def stand(self, i: int) -> tuple[Stand, int] | None:
        """A state, organisation or stand-in at `i`, and where it ends."""
        match = self._sense(i, Stand)
        if match is None:
            return None
        return next(e.sense for e in match.entries if isinstance(e.sense, Stand)), match.j

    def words(self, i: int, j: int) -> str:
        """The words of a name, hyphens kept without spaces."""
        parts: list[str] = []
        for k in range(i, j):
            t = self.tokens[k]
            if k > i and t.kind != MARK:
                parts.append("-" if t.gap == HYPHEN else "" if t.start == self.tokens[k - 1].end else " ")
            parts.append(self.source[t.start : t.end])
        return "".join(parts)
