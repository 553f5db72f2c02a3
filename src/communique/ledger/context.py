"""The sentence around a piece of evidence."""

from __future__ import annotations

import re

_REACH = 400
"""Code points looked at on each side of the evidence."""

_ENDS = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s)|\n")


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Start and end of the whole sentences that hold ``text[start:end]``, at most `_REACH` further on each side."""
    before = text[max(0, start - _REACH) : start]
    opening = start - len(before)
    for match in _ENDS.finditer(before + text[start : start + 1]):
        if match.end() <= len(before):
            opening = start - len(before) + match.end()
    while opening < start and text[opening].isspace():
        opening += 1
    if end > 0 and _ENDS.match(text, end - 1):
        return opening, end
    closing = _ENDS.search(text, end, min(len(text), end + _REACH))
    if closing is None:
        return opening, min(len(text), end + _REACH)
    return opening, closing.start() if closing[0] == "\n" else closing.end()
