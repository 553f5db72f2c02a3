"""Who has spoken before a statement, with what verb, and whether it was aimed at the one who speaks now."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence

from communique.extraction.model import Mention

_BACK, _MOST = 3, 24
_ECHOES, _LEAST = 16, 4
"""Statements whose words are kept, and the words that such a comparison needs."""


class Exchange:
    """What has been said so far in an article, the last of it within reach of a reply."""

    def __init__(self) -> None:
        self._said: deque[tuple[int, str, str, frozenset[str]]] = deque(maxlen=_MOST)
        self._counts: Counter[str] = Counter()
        self._words: deque[tuple[str, frozenset[str]]] = deque(maxlen=_ECHOES)
        self._persons: set[str] = set()

    def add(self, sentence: int, speaker: Mention, value: str, targets: Sequence[str]) -> None:
        """Take up a statement; `value`: the act its verb performs."""
        code = speaker.codes[0]
        self._said.append((sentence, code, value, frozenset(targets)))
        self._counts[code] += 1
        if speaker.person is not None:
            self._persons.add(speaker.person)

    def count(self, speaker: str) -> int:
        """How many statements an actor has made."""
        return self._counts[speaker]

    def echo(self, speaker: str, words: frozenset[str]) -> tuple[float, float]:
        """How much of a statement's words, or of the fewer words of another, is in one of those before it: of the same
        speaker's, and of others', 0 to 1. Keeps them.
        """
        own = others = 0.0
        if len(words) >= _LEAST:
            for code, before in self._words:
                share = len(words & before) / min(len(words), len(before))
                if code == speaker:
                    own = max(own, share)
                else:
                    others = max(others, share)
            self._words.append((speaker, words))
        return own, others

    def heard(self, person: str) -> bool:
        """Whether a person has spoken."""
        return person in self._persons

    def last(self, sentence: int, speaker: str) -> tuple[str, str, bool]:
        """The verb of what `speaker` said last, and that of what another said last and whether of `speaker`; empty
        where nothing was said right before.
        """
        own = other = ""
        aimed = False
        for at, code, value, targets in reversed(self._said):
            if sentence - at > _BACK:
                break
            if code == speaker:
                own = own or value
            elif not other:
                other, aimed = value, speaker in targets
        return own, other, aimed
