"""Who has spoken before a statement, with what verb, and whether it was aimed at the one who speaks now."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

_BACK, _MOST = 3, 24


class Exchange:
    """What has been said so far in an article, the last of it within reach of a reply."""

    def __init__(self) -> None:
        self._said: deque[tuple[int, str, str, frozenset[str]]] = deque(maxlen=_MOST)

    def add(self, sentence: int, speaker: str, value: str, targets: Sequence[str]) -> None:
        """Take up a statement; `value`: the act its verb performs."""
        self._said.append((sentence, speaker, value, frozenset(targets)))

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
