"""Sources: files, folders, patterns and standard input to documents, one at a time.

`read_documents` is the way in. What cannot be read becomes a `Failure` in its place, and the rest goes on.
"""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import IO, Any, cast

from communique.sources.document import Document, Failure
from communique.sources.formats import LARGEST, Named, read_stream
from communique.sources.paths import Found, find, named

__all__ = ["Document", "Failure", "read_documents", "read_upload"]

STANDARD_INPUT = "-"


def read_documents(paths: Iterable[str | Path], *, published: date | None = None) -> Iterator[Document | Failure]:
    """The documents of files, folders, patterns and ``-`` (standard input), in order, as they are read.

    Formats: text (.txt .md), HTML (.html .htm), JSONL (.jsonl .ndjson .json), CSV, each also with .gz; any other
    suffix is found out by looking. `published` is the date of documents that bring none. Memory does not grow
    with their number.
    """
    for path in paths:
        if str(path) == STANDARD_INPUT:
            yield from read_stream(sys.stdin.buffer, Named("stdin", STANDARD_INPUT), "", published)
            continue
        for found in find(path):
            if isinstance(found, Failure):
                yield found
            else:
                yield from _read(found, published)


def read_upload(name: str, content: bytes, *, published: date | None = None) -> Iterator[Document | Failure]:
    """The documents of a file somebody sends, under its own name: read as one of this name on the disk would be.

    Unpacked it may have no more than `LARGEST` bytes in all.
    """
    found, stream = named(name), io.BytesIO(content)
    opened: IO[bytes] = io.BufferedReader(_Unpacked(stream)) if found.zipped else stream
    yield from read_stream(opened, Named(found.doc, found.doc), found.format, published)


class _Unpacked(io.RawIOBase):
    """What a compressed stream holds, as far as it may go."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._inner = gzip.GzipFile(fileobj=packed)
        self._left = LARGEST

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        data = self._inner.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise OSError(f"unpacked it has more than {LARGEST // 2**20} MiB")
        buffer[: len(data)] = data
        return len(data)


def _read(found: Found, published: date | None) -> Iterator[Document | Failure]:
    named = Named(found.doc, found.path.as_posix())
    try:
        with _open(found) as stream:
            yield from read_stream(stream, named, found.format, published)
    except OSError as error:
        yield Failure(found.doc, named.origin, f"cannot be read: {error.strerror or error}")


def _open(found: Found) -> IO[bytes]:
    if found.zipped:
        return cast(IO[bytes], gzip.open(found.path, "rb"))
    return open(found.path, "rb")
