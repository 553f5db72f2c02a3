"""One spelling out of many, letter for letter.

Vietnamese is printed with tone marks in two places (hòa, hoà), with i or y (Mĩ, Mỹ), composed or decomposed.
`fold` brings
these to one lower-case form **of the same length**, so that offsets into the folded text are offsets into the
composed text;
`compose` gives the composed text with a map back to the text as it arrived.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
from functools import lru_cache

_SHORT, _REMEMBERED = 32, 8_192
"""Characters of what is taken for a name or a word, which come again and again, and how many of them are remembered."""
_TONES = "\u0300\u0301\u0309\u0303\u0323"  # grave, acute, hook, tilde, dot below: the five written tones


def _toned(letter: str) -> str:
    return "".join(unicodedata.normalize("NFC", letter + tone) for tone in _TONES)


_OPEN = {"oa": ("o", "a"), "oe": ("o", "e"), "uy": ("u", "y")}
_SHIFT = {
    first + toned: moved + second
    for first, second in _OPEN.values()
    for toned, moved in zip(_toned(second), _toned(first), strict=True)
}
_NEW_STYLE = re.compile(r"(?<![qQ])(?:" + "|".join(_SHIFT) + r")(?!\w)")
_I, _Y = "i" + _toned("i"), "y" + _toned("y")
_I_TO_Y = dict(zip(_I, _Y, strict=True))
_FINAL_I = re.compile(rf"(?<!\w)([hklmst])([{_I}])(?!\w)")
_SAME = {
    ord("\u00a0"): " ",
    ord("\u2013"): "-",
    ord("\u2014"): "-",
    ord("\u2010"): "-",
    ord("\u2011"): "-",
    ord("\u2212"): "-",
}


def fold(text: str) -> str:
    """Lower case, old-style tone placement, y for a final i, plain hyphens and spaces; same length as `text` (NFC)."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    lowered = lowered.translate(_SAME)
    lowered = _NEW_STYLE.sub(lambda m: _SHIFT[m[0]], lowered)
    return _FINAL_I.sub(lambda m: m[1] + _I_TO_Y[m[2]], lowered)


def compose(text: str) -> tuple[str, Sequence[int] | None]:
    """The NFC form of `text`, and for each of its positions (and its end) the offset in `text`; None where they
    are equal.
    """
    if unicodedata.is_normalized("NFC", text):
        return text, None
    out: list[str] = []
    offsets = array("l")
    i, n = 0, len(text)
    while i < n:
        j = i + 1
        while j < n and _continues(text[j]):
            j += 1
        piece = unicodedata.normalize("NFC", text[i:j])
        out.append(piece)
        offsets.extend([i] * len(piece))
        i = j
    offsets.append(n)
    return "".join(out), offsets


def _continues(char: str) -> bool:
    """Whether `char` may combine with what stands before it (marks, and the vowels and finals of Hangul)."""
    return unicodedata.combining(char) != 0 or "\u1160" <= char <= "\u11ff"


def plain(text: str) -> str:
    """Lower case without any diacritics: ``Bộ trưởng Soi-gu`` → ``bo truong soi-gu``. For comparing and searching."""
    if text.isascii():
        return text.lower()
    return _plain(text) if len(text) <= _SHORT else _bare(text.lower().replace("đ", "d"))


@lru_cache(_REMEMBERED)
def _plain(text: str) -> str:
    return _bare(text.lower().replace("đ", "d"))


def _bare(text: str) -> str:
    return "".join([c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)])


def romanise(name: str) -> str:
    """A name without diacritics, capitals kept: ``Nguyễn Phú Trọng`` → ``Nguyen Phu Trong``."""
    return name if name.isascii() else _bare(name.replace("đ", "d").replace("Đ", "D"))
