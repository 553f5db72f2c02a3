"""Sources: files, folders, patterns and standard input to documents, one at a time.

`read_documents` is the way in. What cannot be read becomes a `Failure` in its place, and the rest goes on.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import IO, cast

from communique.sources.document import Document, Failure
from communique.sources.formats import Named, read_stream
from communique.sources.paths import Found, find

__all__ = ["Document", "Failure", "read_documents"]

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
