"""Cues of one class, found without regard to the others: a longer form of another class ("tăng cường hiện diện") hides none."""

from __future__ import annotations

from functools import cache

from communique.extraction.frames import View
from communique.extraction.lexicon import Lexicon, build
from communique.extraction.model import Hit
from communique.language.pack import Cue, pack


@cache
def _only(cls: str, language: str = "vi") -> Lexicon:
    return build((f.text, f.cue, False) for f in pack(language).forms if f.cue.cls == cls)


def cues(view: View, cls: str) -> list[Hit]:
    """Longest forms of the class in the sentence, none inside a name, in order."""
    sentence = view.sentence
    found = _only(cls).scan(view.tokens, sentence.begin, sentence.end)
    if not found:
        return []
    names = [(m.i, m.j) for m in sentence.mentions if m.kind in ("actor", "body", "person")]
    return [
        Hit(match.i, match.j, sense)
        for match in found
        if not any(i < match.j and match.i < j and (i < match.i or match.j < j or j - i > match.j - match.i) for i, j in names)
        for sense in [next(e.sense for e in match.entries if isinstance(e.sense, Cue))]
    ]


__all__ = ["cues"]
