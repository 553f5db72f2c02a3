"""What the words of an article may not do in another program: run as a formula, hide or reorder a line, break XML."""

from __future__ import annotations

import re

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

# Controls but for tab and line ends; marks and isolates of the bidirectional algorithm; other characters of no width.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20\x7f-\x9f]+\Z", re.IGNORECASE)


def cell(text: str) -> str:
    """A spreadsheet cell that is only text.

    One that would start a formula gets an apostrophe before it; a character that cannot be seen but acts, such as
    U+202E, is written out as ``[U+202E]``.
    """
    text = seen(text)
    return f"'{text}" if text.startswith(_FORMULA) else text


def seen(text: str) -> str:
    """The text with every character that acts unseen written out, as ``[U+202E]``."""
    return text if text.isprintable() else _UNSEEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


def line(text: str) -> str:
    """Like `seen`, on one line and without tabs; white space of any kind becomes one space."""
    return " ".join(seen(text).split())


def markup(text: str) -> str:
    """The text as XML 1.0 holds it: without the characters it forbids, what it gives meaning to escaped."""
    text = _NOT_XML.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("\r", "&#13;")


def address(url: str | None) -> str | None:
    """The URL if it is one of the web that is safe to follow and to write anywhere, else None."""
    return url if url and _WEB.match(url) else None
