"""The words around a match, with the match marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from communique.ledger.searchwords import Phrase, plain_word, spans

WIDTH = 24
"""Words in a snippet, about."""
_BEFORE = 6
"""Words shown before the first match."""


_NAME = 80
"""Characters of what may be a name."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a snippet; `marked`: it matches."""

    text: str
    marked: bool = False


def snippet(parts: Sequence[str], wanted: Sequence[Phrase], *, exact: bool = False) -> tuple[Piece, ...]:
    """The part of which most words match, around the densest of its matches; further parts for words not in it.

    `parts`: the texts searched, the first of them shown where nothing is to be marked. `exact`: diacritics count.
    """
    asked = [word if exact else plain_word(word) for each in wanted for word in each.words]
    last = asked[-1]
    missing = set(asked)
    read: list[_Part] = []
    for part in parts:  # one that has it all is enough
        read.append((_read_name if len(part) <= _NAME else _read)(part, exact=exact))
        if missing <= _matching(read[-1], missing, last):
            break
    shown: list[Piece] = []
    while missing and read:
        held = [_matching(each, missing, last) for each in read]
        best = max(range(len(read)), key=lambda number: (len(held[number]), -number))
        if not held[best]:
            break
        if shown:
            shown.append(Piece(" · "))
        elif best > 0:
            shown = [*_around(read[0], set()), Piece(" · ")]
        shown += _around(read[best], held[best])
        missing -= {last, *held[best]} if any(form.startswith(last) for form in held[best]) else held[best]
    return tuple(shown or (_around(read[0], set()) if read else ()))


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    forms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def _read(part: str, *, exact: bool) -> _Part:
    found = list(spans(part))
    forms = tuple(word if exact else plain_word(word) for word, _, _ in found)
    return _Part(part, forms, tuple(start for _, start, _ in found), tuple(end for _, _, end in found))


_read_name = lru_cache(maxsize=1 << 12)(_read)
"""Names come again and again."""


def _matching(part: _Part, missing: set[str], last: str) -> set[str]:
    """The words of a part that are asked for; those that begin as the last one does, if it is not there itself."""
    found = missing.intersection(part.forms)
    if last in missing and last not in found:
        found.update(form for form in part.forms if form.startswith(last))
    return found


def _around(part: _Part, marked: set[str]) -> list[Piece]:
    count = len(part.forms)
    if not count:
        return []
    matches = [number for number, form in enumerate(part.forms) if form in marked]
    start = max(0, min(_densest(matches) - _BEFORE, count - WIDTH)) if matches else 0
    end = min(count, start + WIDTH)
    at = part.starts[start] if start else 0
    pieces = [Piece("… ")] if start else []
    for first, final in _runs([number for number in matches if start <= number < end]):
        pieces += [
            Piece(part.text[at : part.starts[first]]),
            Piece(part.text[part.starts[first] : part.ends[final]], marked=True),
        ]
        at = part.ends[final]
    pieces.append(Piece(part.text[at : part.ends[end - 1] if end < count else len(part.text)]))
    if end < count:
        pieces.append(Piece(" …"))
    return [each for each in pieces if each.text]


def _densest(whole: Sequence[int]) -> int:
    """The match from which most others are within a snippet's reach, the first of several."""
    best, most, ahead = whole[0], 0, 0
    for index, number in enumerate(whole):
        ahead = max(ahead, index)
        while ahead + 1 < len(whole) and whole[ahead + 1] < number + WIDTH - _BEFORE:
            ahead += 1
        if ahead - index + 1 > most:
            best, most = number, ahead - index + 1
    return best


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of words that follow one another."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
