"""Printing: what goes to a terminal is made harmless first; what goes into a pipe is left as it is."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from rich.console import Console
from rich.text import Text

PIPED_WIDTH = 100
"""Columns of a table where there is no terminal to ask."""

# C0 and C1 controls, bidirectional marks and isolates, line separators, lone surrogates, tags: all that can move the
# cursor, reorder a line or hide in it. Tab and newline are dealt with apart.
_HOSTILE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def plain(text: str) -> str:
    """One line without anything a terminal would act on; white space of any kind becomes one space."""
    return " ".join(_HOSTILE.sub(" ", text).split())


def plain_lines(text: str) -> str:
    """Like `plain`, with the line breaks kept."""
    return "\n".join(plain(line) for line in re.split(r"\r\n|[\n\r]", text))


def shown(text: str, style: str = "") -> Text:
    """Article text as Rich prints it: never markup, never control characters."""
    return Text(plain(text), style=style)


def short(text: str, limit: int) -> str:
    """The beginning of a text, at most `limit` code points and on one line."""
    line = unicodedata.normalize("NFC", plain(text))
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def minute(at: datetime | None) -> str:
    """A moment to the minute; nothing where there is none."""
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


def console() -> Console:
    """Standard output for people; `PIPED_WIDTH` columns where it is no terminal and COLUMNS is not set."""
    width = None if sys.stdout.isatty() or os.environ.get("COLUMNS") else PIPED_WIDTH
    return Console(width=width, markup=False, highlight=False, emoji=False, soft_wrap=False)


def error_console() -> Console:
    """Standard error, for messages and progress."""
    return Console(stderr=True, markup=False, highlight=False, emoji=False, soft_wrap=True)


def complain(message: str) -> None:
    """One line on standard error."""
    sys.stderr.write(f"communique: {plain(message)}\n")
    sys.stderr.flush()


def write_line(line: bytes) -> None:
    """A line of JSON on standard output; on a terminal, characters it would act on are written as JSON escapes."""
    if sys.stdout.isatty():
        line = _HOSTILE.sub(_json_escape, line.decode()).encode()
    write_bytes(line + b"\n")


def write_bytes(data: bytes) -> None:
    """Bytes on standard output, after all that was printed before."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def write_pieces(pieces: Iterable[bytes]) -> None:
    """UTF-8 text on standard output as it comes; on a terminal, without what it would act on."""
    tidy = sys.stdout.isatty()
    for piece in pieces:
        write_bytes(plain_lines(piece.decode()).encode() if tidy else piece)


def _json_escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code > 0xFFFF:
        code -= 0x10000
        return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
    return f"\\u{code:04x}"
