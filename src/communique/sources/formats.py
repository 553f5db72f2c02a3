"""One file in one of the formats to documents: text, HTML, JSONL, CSV. Lines are read one at a time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from communique.dates import FIRST_OF_PRESS, LAST_OF_PRESS, of_the_press
from communique.errors import EncodingError, FormatError
from communique.sources.document import Document, Failure
from communique.sources.encodings import decode

LARGEST = 64 * 1024 * 1024
"""A single document or line with more bytes than this is refused."""

_SNIFFED = 2048
_TAGS = ("<!doctype html", "<html", "<head", "<body", "<article", "<div", "<p>", "<?xml")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Named:
    """What to call a stream: the name of its document, and where it is, for messages."""

    doc: str
    origin: str


Result = Iterator[Document | Failure]


def read_stream(stream: IO[bytes], named: Named, form: str, published: date | None) -> Result:
    """The documents of one open file; `form` is "text", "html", "jsonl", "csv", or "" to find out by looking.

    Errors of reading become a `Failure`, after which the file is given up.
    """
    buffered = io.BufferedReader(stream, 1 << 16) if isinstance(stream, io.RawIOBase) else stream
    try:
        head = _peek(buffered)
        kind = form or sniff(head.data)
        reader = {"jsonl": _read_jsonl, "csv": _read_csv}.get(kind)
        if reader is not None:
            yield from reader(head, named, published)
        else:
            yield from _read_whole(head, named, kind, published)
    except (OSError, EOFError, ValueError, EncodingError) as error:
        reason = str(error) if isinstance(error, EncodingError) else f"cannot be read: {error}"
        yield Failure(named.doc, named.origin, reason)


@dataclass(slots=True)
class _Opened:
    """A stream whose first bytes were looked at; `data` is given again before the rest."""

    data: bytes
    rest: IO[bytes]

    def read(self, limit: int) -> bytes:
        """At most `limit` bytes from the beginning."""
        return self.data + self.rest.read(max(0, limit - len(self.data)))

    def lines(self) -> Iterator[bytes]:
        """The lines, those above `LARGEST` cut short there and the rest of them skipped."""
        pending = self.data
        while True:
            place = pending.find(b"\n")
            if place >= 0:
                yield pending[: place + 1]
                pending = pending[place + 1 :]
                continue
            line = pending + self.rest.readline(LARGEST)
            pending = b""
            if not line:
                return
            yield line
            while not line.endswith(b"\n") and len(line) >= LARGEST:
                skipped = self.rest.readline(LARGEST)
                if not skipped or skipped.endswith(b"\n"):
                    break


def _peek(stream: IO[bytes]) -> _Opened:
    return _Opened(stream.read(_SNIFFED), stream)


def sniff(head: bytes) -> str:
    """The format that the first bytes of a file show: "jsonl", "html" or "text"."""
    start = head.decode("utf-16", "ignore") if head.startswith(_WIDE_MARKS) else head.decode("utf-8", "ignore")
    start = start.lstrip("\ufeff \t\r\n").casefold()
    if start.startswith("{"):
        return "jsonl"
    return "html" if start.startswith(_TAGS) else "text"


def _read_whole(opened: _Opened, named: Named, kind: str, published: date | None) -> Result:
    data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:
        yield Failure(named.doc, named.origin, f"larger than {LARGEST // 2**20} MiB, which no article is")
        return
    text = decode(data, markup=kind == "html").text
    if not text.strip():
        yield Failure(named.doc, named.origin, "empty: there is no text in it")
    elif kind == "html":
        yield Document(named.doc, "", html=text, published=published, origin=named.origin)
    else:
        yield Document(named.doc, text, published=published, origin=named.origin)


def _read_jsonl(opened: _Opened, named: Named, published: date | None) -> Result:
    lines = opened.lines()
    if opened.data.startswith(_WIDE_MARKS):
        text = decode(opened.read(LARGEST)).text
        lines = (line.encode("utf-8") for line in text.splitlines(keepends=True))
    for number, line in enumerate(lines, start=1):
        place = Named(f"{named.doc}:{number}", f"{named.origin}:{number}")
        if not line.strip():
            continue
        try:
            if len(line) >= LARGEST:
                raise FormatError(f"a line larger than {LARGEST // 2**20} MiB")
            yield _document(_object(line.removeprefix(b"\xef\xbb\xbf")), place, published)
        except (FormatError, EncodingError) as error:
            yield Failure(place.doc, place.origin, str(error))


def _object(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(decode(line).text)
    except (ValueError, RecursionError) as error:
        what = error.msg if isinstance(error, json.JSONDecodeError) else "too deep or too long a number"
        raise FormatError(f"not JSON: {what}") from None
    if not isinstance(value, dict):
        raise FormatError(f"not a JSON object but {type(value).__name__}; each line must be one object")
    return value


def _read_csv(opened: _Opened, named: Named, published: date | None) -> Result:
    csv.field_size_limit(LARGEST)
    rows = csv.reader(_decoded_lines(opened), strict=False)
    try:
        header = [name.strip().casefold() for name in next(rows, [])]
        if "text" not in header and "html" not in header:
            yield Failure(named.doc, f"{named.origin}:1", "the header has neither a column text nor a column html")
            return
        for row in rows:
            place = Named(f"{named.doc}:{rows.line_num}", f"{named.origin}:{rows.line_num}")
            if not any(row):
                continue
            try:
                cells = {name: cell for name, cell in zip(header, row, strict=False) if cell.strip()}
                yield _document(cells, place, published)
            except FormatError as error:
                yield Failure(place.doc, place.origin, str(error))
    except csv.Error as error:
        yield Failure(named.doc, f"{named.origin}:{rows.line_num}", f"not CSV: {error}")
    except EncodingError as error:
        yield Failure(named.doc, f"{named.origin}:{rows.line_num + 1}", str(error))


def _decoded_lines(opened: _Opened) -> Iterator[str]:
    """The lines of a CSV file: UTF-8 line by line, other encodings by the whole file, since a line says too little."""
    if opened.data.startswith(_WIDE_MARKS) or not _is_utf8(opened.data):
        yield from io.StringIO(decode(opened.read(LARGEST)).text, newline="")
        return
    for line in opened.lines():
        yield decode(line.removeprefix(b"\xef\xbb\xbf")).text if line.strip() else "\n"


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(data) - 4
    return True


def _document(fields: dict[str, Any], place: Named, published: date | None) -> Document:
    """The document of a row. Raises `FormatError` where there is no text or a field is not what it must be."""
    text, page = _string(fields, "text"), _string(fields, "html")
    if not (text or "").strip() and not (page or "").strip():
        raise FormatError("no text: neither text nor html has anything in it")
    doc = fields.get("doc")
    return Document(
        doc=str(doc) if isinstance(doc, str | int) and str(doc) else place.doc,
        text=text or "",
        html=page or None,
        url=_string(fields, "url") or None,
        outlet=_string(fields, "outlet") or None,
        published=_day(fields.get("published")) or published,
        origin=place.origin,
    )


def _string(fields: dict[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise FormatError(f"{name}: a string is wanted, not {type(value).__name__}")
    return value


def _day(value: object) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            day = datetime.fromisoformat(value.strip()).date()
        except ValueError:
            pass
        else:
            if of_the_press(day):
                return day
            raise FormatError(f"published: not from {FIRST_OF_PRESS} to {LAST_OF_PRESS}: {value!r}")
    raise FormatError(f"published: not an ISO date or date-time: {value!r}")
