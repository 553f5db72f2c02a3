"""The lines of a flattened page, measured once.

Everything here is linear in the length of the text: a line longer than `MEASURED` characters is measured by its
beginning,
because what a line is shows there.
"""

from __future__ import annotations

import re

MEASURED = 2000

_BULLETS = frozenset("•◦▪▸►‣●■□○·*+-–—»›>|✓✔✕×")
_CLOSERS = "\"'”’»)]}“‘「」』"
_NUMBERED = re.compile(r"\d{1,2}[.)] ")
_DIGIT = re.compile(r"\d")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]? +\S")


class Line:
    """One line with text in it: ``text[start:end]`` of the page, without surrounding white space.

    `key` is the line with case folded and runs of white space made one space, for comparing lines with each other.
    `indent` counts characters before it; `gap` counts the empty lines before it; `bullet` says that it starts as an
    item
    of a list. `size` is its length in characters. `words`, `capitals` (words with a capital initial), `digits`,
    `commas` and
    `sentences` (ends of sentences within) are counted over its first `MEASURED` characters. `end_char` is its
    last character inside any closing quotes or brackets.
    """

    __slots__ = (
        "bullet",
        "capitals",
        "commas",
        "digits",
        "end",
        "end_char",
        "gap",
        "indent",
        "key",
        "sentences",
        "size",
        "start",
        "text",
        "words",
    )

    def __init__(self, body: str, start: int, indent: int = 0, gap: int = 0) -> None:
        head = body if len(body) <= MEASURED else body[:MEASURED]
        words = head.split()
        tail = body[-8:].rstrip(_CLOSERS)
        self.start, self.end = start, start + len(body)
        self.text, self.key = body, " ".join(words).casefold()
        self.indent, self.gap = indent, gap
        self.bullet = (words[0] in _BULLETS and len(words) > 1) or _NUMBERED.match(head) is not None
        self.size, self.words = len(body), len(words)
        self.capitals = sum([word[0].isupper() for word in words])
        self.digits = len(_DIGIT.findall(head))
        self.commas = head.count(",")
        self.sentences = len(_SENTENCE_END.findall(head))
        self.end_char = tail[-1] if tail else ""

    @property
    def closed(self) -> bool:
        """Whether the line ends as a sentence does."""
        return self.end_char in ".!?…。？！"


def split_lines(text: str) -> list[Line]:
    """The lines of `text` that have something other than white space in them, in order."""
    lines: list[Line] = []
    gap = 0
    position = 0
    for raw in text.splitlines(keepends=True):
        body = raw.strip()
        if body:
            indent = len(raw) - len(raw.lstrip())
            lines.append(Line(body, position + indent, indent, gap))
            gap = 0
        else:
            gap += 1
        position += len(raw)
    return lines
