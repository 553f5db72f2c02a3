"""From what was named on the command line to the files that are meant."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from communique.sources.document import Failure

SUFFIXES = {
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
}
_WILD = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: its path, the name of its document, its format ("" where the suffix does not tell), and gzip."""

    path: Path
    doc: str
    format: str
    zipped: bool


def find(asked: str | Path) -> Iterator[Found | Failure]:
    """The files that a path, a folder or a pattern means, in order; a `Failure` where there are none.

    Of a folder, files with a known suffix are taken at any depth, hidden ones and links to folders are not; their names
    are relative to it.
    """
    path = Path(asked)
    if path.is_dir():
        yield from _in_folder(path)
    elif path.exists():
        yield _found(path, path.as_posix())
    elif _WILD.intersection(str(asked)):
        matches = sorted(glob.glob(str(asked), recursive=True))
        if not matches:
            yield Failure(str(asked), str(asked), "no file fits this pattern")
        for match in matches:
            if Path(match).is_file():
                yield _found(Path(match), Path(match).as_posix())
            elif "**" not in str(asked):
                yield from _in_folder(Path(match))
    else:
        yield Failure(str(asked), str(asked), "no such file or folder")


def named(name: str) -> Found:
    """A file of this name, wherever it is."""
    return _found(Path(name), name)


def _found(path: Path, doc: str) -> Found:
    suffixes = [suffix.casefold() for suffix in path.suffixes]
    zipped = bool(suffixes) and suffixes[-1] == ".gz"
    last = suffixes[-2:-1] if zipped else suffixes[-1:]
    return Found(path, doc, SUFFIXES.get(last[0], "") if last else "", zipped)


def _in_folder(folder: Path) -> Iterator[Found | Failure]:
    problems: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            found = _found(Path(place, name), Path(place, name).relative_to(folder).as_posix())
            if found.format and not name.startswith("."):
                yield found
        while problems:
            yield _unreadable(problems.pop())
    while problems:
        yield _unreadable(problems.pop())


def _unreadable(error: OSError) -> Failure:
    return Failure(str(error.filename), str(error.filename), f"cannot be read: {error.strerror or error}")
