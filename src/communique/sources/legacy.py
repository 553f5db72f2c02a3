"""Vietnamese encodings from before Unicode: TCVN3 (ABC), VNI-Windows, VISCII, windows-1258; and how Vietnamese a
text is.

The first three are tables in `tables/`, bytes in hexadecimal and the character they stand for. Sources: VISCII is
RFC 1456; TCVN3 is
TCVN 5712:1993 VN3; VNI-Windows as in the fonts of that name (a letter, then a byte for its marks).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import resources
from unicodedata import normalize

from communique.errors import EncodingError, TableError

_TONES = {ord(mark): None for mark in "\u0300\u0301\u0303\u0309\u0323"}
_WORD = re.compile(r"[^\s!-/:-@\[-`{-~“”‘’«»…–—]+")
_UPPER_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_START = re.compile(r"(?:^|[.!?…][\"”)]? +)[\"“(]?([^\W\d_])", re.MULTILINE)


@cache
def table(name: str) -> dict[bytes, str]:
    """The table of an encoding: its one or two bytes to a character. Raises `TableError` if a row is not that."""
    rows: dict[bytes, str] = {}
    for number, line in enumerate(_lines(f"{name}.tsv"), start=2):
        code, _, char = line.partition("\t")
        try:
            rows[bytes.fromhex(code)] = char
        except ValueError:
            raise TableError(f"{name}.tsv:{number}: not hexadecimal: {code!r}") from None
        if len(char) != 1:
            raise TableError(f"{name}.tsv:{number}: not one character: {char!r}")
    return rows


def _lines(name: str) -> list[str]:
    path = resources.files("communique.sources").joinpath("tables", name)
    return path.read_text(encoding="utf-8").splitlines()[1:]


@cache
def _byte_map(name: str) -> tuple[str, ...]:
    """What each single byte of an encoding stands for: its table, then windows-1252, then U+FFFD."""
    single = {code[0]: char for code, char in table(name).items() if len(code) == 1}
    western = (bytes([byte]).decode("cp1252", "replace") for byte in range(256))
    return tuple(single.get(byte, char) for byte, char in enumerate(western))


def _decode_single(name: str, data: bytes) -> str:
    return data.decode("latin-1").translate(dict(enumerate(_byte_map(name))))


def decode_tcvn3(data: bytes) -> str:
    """TCVN3 to Unicode. Capitals with tones, which it leaves to a capital font, are put back where their line shows
    them."""
    text = _decode_single("tcvn3", data)
    lines = text.split("\n")
    return _capital_starts("\n".join(_capitals(line) for line in lines))


def _capitals(line: str) -> str:
    """A line with its words in capitals made all capitals: a lower letter between capitals is a capital of the font."""
    words = _UPPER_WORD.findall(line)
    telling = [word for word in words if sum(char.isascii() for char in word) > 1]
    whole = bool(telling) and all(_is_shouted(word) for word in telling)
    if whole and not line.isupper():
        return line.upper()
    return _UPPER_WORD.sub(lambda match: match[0].upper() if _is_shouted(match[0]) else match[0], line)


def _is_shouted(word: str) -> bool:
    plain = [char for char in word if char.isascii()]
    return len(plain) > 1 and all(char.isupper() for char in plain)


def _capital_starts(text: str) -> str:
    return _SENTENCE_START.sub(lambda match: match[0] if match[1].isascii() else match[0][:-1] + match[1].upper(), text)


@cache
def _vni_codes() -> re.Pattern[bytes]:
    """A letter with the byte of its marks, or a byte beyond ASCII alone."""
    pairs = sorted(code for code in table("vni") if len(code) == 2)
    letters, marks = {code[:1] for code in pairs}, {code[1:] for code in pairs}
    both = (b"".join(map(re.escape, sorted(letters))), b"".join(map(re.escape, sorted(marks))))
    return re.compile(b"[%b][%b]|[\x80-\xff]" % both)


def decode_vni(data: bytes) -> str:
    """VNI-Windows to Unicode."""
    pairs, western = table("vni"), _byte_map("vni")
    parts: list[str] = []
    position = 0
    for match in _vni_codes().finditer(data):
        code = match[0]
        parts.append(data[position : match.start()].decode("ascii"))
        parts.append(pairs.get(code) or "".join(western[byte] for byte in code))
        position = match.end()
    parts.append(data[position:].decode("ascii"))
    return "".join(parts)


def decode_viscii(data: bytes) -> str:
    """VISCII to Unicode."""
    return _decode_single("viscii", data)


def decode_windows_1258(data: bytes) -> str:
    """Windows-1258 to Unicode, letters and their tone marks made one character (NFC)."""
    return normalize("NFC", data.decode("cp1258", "replace"))


LEGACY: dict[str, Callable[[bytes], str]] = {
    "tcvn3": decode_tcvn3,
    "vni-windows": decode_vni,
    "viscii": decode_viscii,
    "windows-1258": decode_windows_1258,
}


def encode(text: str, name: str) -> bytes:
    """Text in one of the `LEGACY` encodings: the inverse of decoding, but that TCVN3 has few capitals with marks.

    Raises `EncodingError` for a character the encoding has not.
    """
    composed = normalize("NFC", text)
    if name == "windows-1258":
        return b"".join(_encode_1258(char) for char in composed)
    codes = {char: code for code, char in table("vni" if name == "vni-windows" else name).items()}
    return b"".join(_encode_one(char, codes, name) for char in composed)


def _encode_one(char: str, codes: dict[str, bytes], name: str) -> bytes:
    if char in codes:
        return codes[char]
    if name == "tcvn3" and char.lower() in codes:
        return codes[char.lower()]
    western = char.encode("cp1252", "replace")
    if char.isascii() or (western != b"?" and western not in codes.values()):
        return western
    raise EncodingError(f"{char!r} cannot be written in {name}")


def _encode_1258(char: str) -> bytes:
    try:
        return char.encode("cp1258")
    except UnicodeEncodeError:
        pass
    tones = [mark for mark in normalize("NFD", char) if ord(mark) in _TONES]
    base = normalize("NFC", normalize("NFD", char).translate(_TONES))
    try:
        return (base + "".join(tones)).encode("cp1258")
    except UnicodeEncodeError:
        raise EncodingError(f"{char!r} cannot be written in windows-1258") from None


@cache
def _syllables() -> tuple[frozenset[str], frozenset[str]]:
    """All toneless syllables, and the frequent words with their tones."""
    kinds: dict[str, list[str]] = {"onset": [""], "rime": [], "frequent": []}
    for line in _lines("syllables.tsv"):
        kind, _, form = line.partition("\t")
        kinds[kind].append(form)
    whole = {onset + rime for onset in kinds["onset"] for rime in kinds["rime"]}
    whole |= {"gi" + rime[1:] for rime in kinds["rime"] if rime.startswith("i")}
    return frozenset(whole), frozenset(kinds["frequent"])


def is_syllable(word: str) -> bool:
    """Whether a word is spelled as one Vietnamese syllable, tone marks aside."""
    bare = normalize("NFC", normalize("NFD", word.lower()).translate(_TONES))
    return bare in _syllables()[0]


def vietnameseness(text: str) -> tuple[float, int]:
    """The share of the marked words of `text` that are Vietnamese syllables, 0..1, and how many of them are frequent.

    A word is marked that has a character beyond ASCII; that is where a wrong encoding shows.
    """
    frequent = _syllables()[1]
    marked = good = common = 0
    for word in _WORD.findall(text):
        if word.isascii():
            continue
        marked += 1
        if is_syllable(word):
            good += 1
            common += word.lower() in frequent
    return (good / marked if marked else 0.0), common
