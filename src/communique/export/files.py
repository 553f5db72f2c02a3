"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from communique.errors import ExportError


def write(path: Path, pieces: Iterable[bytes]) -> None:
    """Put the pieces into a file, in place of what was there. Raises ExportError where that cannot be done."""

    def fill(part: Path) -> None:
        with part.open("wb") as file:
            file.writelines(pieces)

    put(path, fill)


def put(path: Path, fill: Callable[[Path], None]) -> None:
    """Let `fill` write a file beside `path`, then move it there. Raises ExportError where that cannot be done."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        fill(part)
        part.replace(path)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


def folder(path: Path) -> Path:
    """The folder at a path, made if there is none. Raises ExportError where it cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"{path} is not a folder and cannot be made one: {error.strerror}") from error
    return path
