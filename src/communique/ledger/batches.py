"""Keys in pieces that one statement can take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

_SIZE = 400

T = TypeVar("T")


def batches(keys: Sequence[T], size: int = _SIZE) -> Iterator[Sequence[T]]:
    """The keys in order, at most `size` at a time."""
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
