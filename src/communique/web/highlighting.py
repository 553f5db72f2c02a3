"""A text cut where evidence begins and ends, so that spans that overlap can all be marked. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same spans, by their places in the sequence given; the shortest of them first.

    `opens`: those that nothing before showed any of; `closes`: those of which nothing after shows any.
    """

    text: str
    under: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()


def pieces(text: str, blocks: Sequence[Span], spans: Sequence[Span]) -> list[list[Piece]]:
    """The pieces of each block, which are in order and do not overlap; put together, they are its text."""
    cuts = sorted({at for start, end in (*blocks, *spans) for at in (start, end)})
    over = _over(cuts, spans)
    found = [_of_block(text, cuts, over, *block) for block in blocks]
    return _with_ends(found)


def _over(cuts: Sequence[int], spans: Sequence[Span]) -> list[tuple[int, ...]]:
    """The spans over the stretch that begins at each cut, the shortest first."""
    order = sorted(range(len(spans)), key=lambda number: (spans[number][1] - spans[number][0], number))
    rank = {number: place for place, number in enumerate(order)}
    coming = sorted(range(len(spans)), key=lambda number: spans[number][0])
    over: list[tuple[int, ...]] = []
    active: set[int] = set()
    at = 0
    for cut in cuts:
        active = {number for number in active if spans[number][1] > cut}
        while at < len(coming) and spans[coming[at]][0] <= cut:
            if spans[coming[at]][1] > cut:
                active.add(coming[at])
            at += 1
        over.append(tuple(sorted(active, key=rank.__getitem__)))
    return over


def _of_block(text: str, cuts: Sequence[int], over: Sequence[tuple[int, ...]], start: int, end: int) -> list[Piece]:
    held: list[Piece] = []
    place = bisect_left(cuts, start)
    while cuts[place] < end:
        held.append(Piece(text[cuts[place] : cuts[place + 1]], over[place]))
        place += 1
    return held


def _with_ends(blocks: list[list[Piece]]) -> list[list[Piece]]:
    first: dict[int, tuple[int, int]] = {}
    last: dict[int, tuple[int, int]] = {}
    for number, block in enumerate(blocks):
        for place, piece in enumerate(block):
            for span in piece.under:
                first.setdefault(span, (number, place))
                last[span] = (number, place)
    return [
        [
            Piece(
                piece.text,
                piece.under,
                tuple(span for span in piece.under if first[span] == (number, place)),
                tuple(span for span in piece.under if last[span] == (number, place)),
            )
            for place, piece in enumerate(block)
        ]
        for number, block in enumerate(blocks)
    ]
