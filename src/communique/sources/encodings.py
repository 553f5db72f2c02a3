"""Bytes to text: which encoding a file is in, said by the file or found by how Vietnamese its text comes out.

Order: a byte order mark; UTF-16 by its zero bytes; UTF-8; what an HTML or XML page declares; the legacy Vietnamese
encodings by score; Western text. Bytes that fit none raise `EncodingError`.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from communique.errors import EncodingError
from communique.sources.legacy import LEGACY, vietnameseness

SAMPLE = 65536
"""Legacy encodings are recognised in this many bytes, taken where the first byte beyond ASCII stands."""
LEAST_SHARE = 0.75
"""Of the words with marks, at least this share must be Vietnamese syllables."""
WESTERN_SHARE = 0.2
"""Of the letters of Western text, at most this share is beyond ASCII."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"(?:charset|encoding)\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_HEAD = 4096
_ALIASES = {
    "x-viet-tcvn": "tcvn3",
    "tcvn": "tcvn3",
    "tcvn-5712": "tcvn3",
    "x-viet-vni": "vni-windows",
    "vni": "vni-windows",
    "viscii": "viscii",
    "x-viet-viscii": "viscii",
    "windows-1258": "windows-1258",
    "cp1258": "windows-1258",
}
_WESTERN = frozenset({"iso8859-1", "cp1252", "ascii"})
_CONTROLS = frozenset(range(32)) - {9, 10, 11, 12, 13, 27, 31, 30, 29, 28}
_LETTER = re.compile(r"[^\W\d_]")
_BESIDE_LETTER = re.compile(r"[a-zA-Z][^\s\w!-~‘’“”„«»–—…·€£°§©®™½¼¾ºª¿¡´`¨²³¹×\xa0\xad]+[a-zA-Z]")
_WESTERN_LETTERS = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœšžÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŸŒŠŽðÐþÞ")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and the name of the encoding it was in."""

    text: str
    encoding: str


def decode(data: bytes, *, markup: bool = False) -> Decoded:
    """The text of `data`; with `markup`, what the page declares about itself counts.

    Raises `EncodingError` for bytes that are no text in any encoding known here.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], name)
    wide = _wide(data)
    if wide is not None:
        return wide
    _refuse_binary(data)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    declared = declared_encoding(data) if markup else None
    if declared in LEGACY:
        return Decoded(LEGACY[declared](data), declared)
    if declared is not None and declared not in _WESTERN:
        try:
            return Decoded(data.decode(declared), declared)
        except (UnicodeDecodeError, LookupError):
            pass
    return _guessed(data)


def declared_encoding(data: bytes) -> str | None:
    """The encoding that the beginning of an HTML or XML page names, if it is known, else None."""
    match = _DECLARED.search(data[:_HEAD])
    if match is None:
        return None
    name = match[1].decode("ascii").casefold()
    if name in _ALIASES:
        return _ALIASES[name]
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def _strictly(data: bytes, name: str) -> Decoded:
    try:
        return Decoded(data.decode(name), name)
    except UnicodeDecodeError as error:
        raise EncodingError(f"marked as {name} but not valid at byte {error.start}") from None


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: many zero bytes, nearly all on one side of the pairs."""
    head = data[:SAMPLE]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if max(even, odd) < 0.3 * half or min(even, odd) > 0.05 * half or len(data) % 2:
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return None
    printable = sum(char.isprintable() or char.isspace() for char in text[:1000])
    return Decoded(text, name) if printable >= 0.98 * min(len(text), 1000) else None


def _refuse_binary(data: bytes) -> None:
    head = data[:SAMPLE]
    zeros = head.count(0)
    controls = sum(head.count(byte) for byte in _CONTROLS)
    if zeros or controls > max(2, len(head) // 500):
        raise EncodingError(f"not text: {controls} control bytes in the first {len(head)}")


def _sample(data: bytes) -> bytes:
    first = next((index for index in range(0, len(data), 1024) if not data[index : index + 1024].isascii()), 0)
    return data[first : first + SAMPLE]


def _guessed(data: bytes) -> Decoded:
    sample = _sample(data)
    best, best_score = "", (0.0, 0)
    for name, decoder in LEGACY.items():
        score = vietnameseness(decoder(sample))
        if score > best_score:
            best, best_score = name, score
    western = sample.decode("cp1252", "replace")
    share, common = best_score
    if share >= LEAST_SHARE and (common or not _is_western(western)) and share > _western_score(western):
        return Decoded(LEGACY[best](data), best)
    if _is_western(western):
        return Decoded(data.decode("cp1252", "replace"), "windows-1252")
    raise EncodingError(
        "in no known encoding: not UTF-8 or UTF-16, and neither Vietnamese as TCVN3, VNI, VISCII or windows-1258 "
        "nor Western as windows-1252"
    )


def _western_score(text: str) -> float:
    """How Vietnamese a text is if read as Western: a few words such as "à la" are both."""
    share, common = vietnameseness(text)
    return share if common else 0.0


def _is_western(text: str) -> bool:
    """Whether windows-1252 text reads as a Western language: few marked letters, all of its alphabets, no signs
    within words."""
    letters = _LETTER.findall(text)
    marked = [char for char in letters if not char.isascii()]
    if "\ufffd" in text or len(letters) < 0.5 * len(text.strip()) or len(letters) < 8:
        return False
    if any(char not in _WESTERN_LETTERS for char in marked):
        return False
    return len(marked) <= WESTERN_SHARE * len(letters) and _BESIDE_LETTER.search(text) is None
