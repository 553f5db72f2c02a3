"""Text to words and sentences. One pass, linear in the length of the text."""

from __future__ import annotations

import re
from sys import intern

from communique.orthography import fold

WORD, NUMBER, MARK = 0, 1, 2
NEAR, HYPHEN, BREAK = 0, 1, 2

_TOKEN = re.compile(r"\d+(?:[./:,\-]\d+)*%?|[^\W\d_]+\d*(?:[^\W\d_]\d*)*|\S")
_MOST_PIECES, _LONG = 16_384, 40
"""Pieces remembered, and the characters of the longest one that is."""
_CLOSERS = "\"”'’»)]"
_QUOTES = '"“”«»'


class Token:
    """A word, number or mark. `start`, `end`: offsets in the composed text; `word`: its folded form.

    `cap`: begins with a capital. `gap`: what stands before it on the way from the token before (NEAR: nothing but
    spaces,
    HYPHEN: a hyphen or dash, BREAK: the end of a line).
    """

    __slots__ = ("cap", "end", "gap", "kind", "start", "word")

    def __init__(self, start: int, end: int, word: str, kind: int, cap: bool, gap: int) -> None:
        self.start, self.end, self.word, self.kind, self.cap, self.gap = start, end, word, kind, cap, gap


def tokenise(text: str, start: int, end: int) -> list[Token]:
    """Tokens of ``text[start:end]`` (composed text); hyphens between words are not tokens but the `gap` of the
    token after.
    """
    tokens: list[Token] = []
    pieces = _pieces
    gap, at = NEAR, start
    for piece in text[start:end].split(" "):
        if piece:
            known = pieces.get(piece)
            parts, rest = known if known is not None else _parts(piece)
            for begin, stop, word, kind, cap, before in parts:
                tokens.append(Token(at + begin, at + stop, word, kind, cap, before if before > gap else gap))
                gap = NEAR
            if rest > gap:
                gap = rest
            at += len(piece)
        at += 1
    return tokens


_Part = tuple[int, int, str, int, bool, int]
"""A token within its piece: where it begins and ends, folded form, kind, capital, what stands before it."""


_Parts = tuple[tuple[_Part, ...], int]
"""The tokens of what stands between two spaces, and what stands after the last of them."""

_pieces: dict[str, _Parts] = {}
"""Pieces come again and again, so each is looked at once."""


def _parts(piece: str) -> _Parts:
    """The tokens of a piece met for the first time, which is remembered."""
    parts: list[_Part] = []
    gap, at = NEAR, 0
    for match in _TOKEN.finditer(piece):
        if "\n" in piece[at : match.start()]:
            gap = BREAK
        at = match.end()
        word = intern(fold(match[0]))
        first = word[0]
        if first in "-_":
            gap = max(gap, HYPHEN)
            continue
        kind = WORD if first.isalpha() else NUMBER if first.isdigit() else MARK
        parts.append((match.start(), at, word, kind, kind == WORD and match[0][0].isupper(), gap))
        gap = NEAR
    if "\n" in piece[at:]:
        gap = BREAK
    made = tuple(parts), gap
    if len(piece) <= _LONG:
        if len(_pieces) > _MOST_PIECES:
            _pieces.clear()
        _pieces[piece] = made
    return made


def sentences(tokens: list[Token], abbreviations: frozenset[str], max_words: int = 160) -> list[tuple[int, int]]:
    """Token ranges of sentences: at line ends, and after . ? ! … before a capital, a quotation mark or a number.

    A sentence of more than `max_words` tokens is cut there, so that hostile text cannot make later steps slow.
    """
    spans: list[tuple[int, int]] = []
    begin, n = 0, len(tokens)
    i = 0
    while i < n:
        token = tokens[i]
        if (token.gap == BREAK or i - begin >= max_words) and i > begin:
            spans.append((begin, i))
            begin = i
        if token.kind == MARK and token.word in ".?!…" and i + 1 < n:
            j = i + 1
            while (
                j < n and tokens[j].gap == NEAR and tokens[j].start == tokens[j - 1].end and tokens[j].word in _CLOSERS
            ):
                j += 1
            if j < n and _starts(tokens, i, j, abbreviations):
                spans.append((begin, j))
                begin = j
                i = j
                continue
        i += 1
    if begin < n:
        spans.append((begin, n))
    return spans


def _starts(tokens: list[Token], stop: int, j: int, abbreviations: frozenset[str]) -> bool:
    following, before = tokens[j], tokens[stop - 1] if stop else None
    if tokens[stop].word == "." and before is not None and before.kind == WORD:
        initial = before.cap and before.end - before.start == 1
        if (initial or before.word in abbreviations) and before.end == tokens[stop].start:
            return False
    if following.start == tokens[j - 1].end and following.kind != MARK:
        return following.cap and tokens[stop].word != "." and following.kind == WORD
    return following.cap or following.kind == NUMBER or following.word in _QUOTES or following.gap != NEAR
