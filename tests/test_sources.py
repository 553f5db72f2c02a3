"""Sources: what is named on the command line becomes documents, and what cannot be read is said."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from communique.sources import Document, Failure, read_documents
from communique.sources.legacy import encode

TEXT = "Hai bộ trưởng hội đàm\n\nHai bên nhất trí nối lại đường dây nóng giữa hai bộ quốc phòng."
PAGE = "<!DOCTYPE html><html><body><h1>Hai bộ trưởng hội đàm</h1><p>Hai bên nhất trí.</p></body></html>"


def one(path: Path | str, **options: Any) -> Document | Failure:
    (found,) = read_documents([path], **options)
    return found


def line(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.txt.gz", "a.unknown", "noname"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_file(tmp_path: Path, name: str, encoding: str) -> None:
    data = TEXT.encode(encoding)
    (tmp_path / name).write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
    found = one(tmp_path / name)
    assert isinstance(found, Document)
    assert (found.text, found.html, found.origin) == (TEXT, None, (tmp_path / name).as_posix())


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.html.gz", "page"])
def test_html_file(tmp_path: Path, name: str) -> None:
    data = PAGE.encode()
    (tmp_path / name).write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
    found = one(tmp_path / name)
    assert isinstance(found, Document)
    assert (found.text, found.html) == ("", PAGE)


def test_legacy_text_file(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes(encode(TEXT, "vni-windows"))
    assert getattr(one(tmp_path / "old.txt"), "text", None) == TEXT


def test_jsonl_line_has_all_fields(tmp_path: Path) -> None:
    row = line(
        doc="a1", text=TEXT, url="https://x.vn/a", outlet="X", published="2022-12-04T08:15:00+07:00", kind="other"
    )
    (tmp_path / "a.jsonl").write_text(row + "\n", encoding="utf-8")
    origin = f"{(tmp_path / 'a.jsonl').as_posix()}:1"
    assert one(tmp_path / "a.jsonl") == Document("a1", TEXT, None, "https://x.vn/a", "X", date(2022, 12, 4), origin)


BAD_LINES = [
    ("not json", "not JSON"),
    ("[1, 2]", "not a JSON object but list"),
    (line(doc="x"), "no text"),
    (line(text="  "), "no text"),
    (line(text=5), "text: a string is wanted, not int"),
    (line(text=TEXT, published="last week"), "published: not an ISO date"),
    (line(text=TEXT, published="0001-01-01"), "published: not from 1900 to 2099"),
    (line(text=TEXT, published="9999-12-31"), "published: not from 1900 to 2099"),
    ("{" * 100_000, "not JSON"),
    ('{"text": ' + "[" * 100_000, "not JSON"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD_LINES)
def test_bad_line_is_named_and_the_batch_goes_on(tmp_path: Path, bad: str, reason: str) -> None:
    good = line(text=TEXT)
    (tmp_path / "a.jsonl").write_text(f"{good}\n\n{bad}\n{good}\n", encoding="utf-8")
    first, failure, last = read_documents([tmp_path / "a.jsonl"])
    path = (tmp_path / "a.jsonl").as_posix()
    assert (getattr(first, "doc", None), getattr(last, "doc", None)) == (f"{path}:1", f"{path}:4")
    assert isinstance(failure, Failure)
    assert (failure.origin, failure.reason[: len(reason)]) == (f"{path}:3", reason)


def test_two_lines_with_one_name_are_both_kept(tmp_path: Path) -> None:
    (tmp_path / "a.ndjson").write_text((line(doc="a", text=TEXT) + "\n") * 2, encoding="utf-8")
    assert [found.doc for found in read_documents([tmp_path / "a.ndjson"])] == ["a", "a"]


def test_csv(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        'doc,text,published,more\na,"Một dòng\nhai dòng",2022-12-04,x\nb,,,\n,"Ba",soon,\n', encoding="utf-8-sig"
    )
    first, second, third = read_documents([tmp_path / "a.csv"])
    path = (tmp_path / "a.csv").as_posix()
    assert first == Document("a", "Một dòng\nhai dòng", published=date(2022, 12, 4), origin=f"{path}:3")
    assert isinstance(second, Failure)
    assert second.reason.startswith("no text")
    assert isinstance(third, Failure)
    assert (third.origin, third.reason) == (f"{path}:5", "published: not an ISO date or date-time: 'soon'")


def test_csv_without_text_column(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("doc,body\na,b\n", encoding="utf-8")
    found = one(tmp_path / "a.csv")
    assert isinstance(found, Failure)
    assert "neither a column text nor a column html" in found.reason


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n ", "empty"),
        ("a.txt", bytes(range(256)) * 4, "not text"),
        ("a.txt", bytes([200, 129, 141, 143]) * 50, "in no known encoding"),
        ("a.txt", b"\xff\xfea", "marked as utf-16-le but not valid"),
        ("a.txt.gz", b"not gzip at all", "cannot be read"),
        ("a.txt.gz", gzip.compress(b"text" * 1000, mtime=0)[:-20], "cannot be read"),
        ("a.jsonl.gz", gzip.compress(b"{}\n" * 9, mtime=0)[:-9], "cannot be read"),
    ],
)
def test_bad_file_is_a_failure(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    found = list(read_documents([tmp_path / name]))[-1]
    assert isinstance(found, Failure)
    assert found.reason.startswith(reason)
    assert found.origin == (tmp_path / name).as_posix()


def test_missing_path_and_pattern_without_file(tmp_path: Path) -> None:
    missing, pattern = read_documents([tmp_path / "nowhere.txt", str(tmp_path / "*.txt")])
    assert isinstance(missing, Failure)
    assert missing.reason == "no such file or folder"
    assert isinstance(pattern, Failure)
    assert pattern.reason == "no file fits this pattern"


def test_folder_is_read_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/.hidden.txt", ".git/c.txt", "picture.png", "c.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert [found.doc for found in read_documents([tmp_path])] == ["b.txt", "c.html", "a/z.txt"]


def test_pattern(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b.txt", "a.txt", "c.md"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert [found.doc for found in read_documents(["*.txt"])] == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (line(doc="a", text=TEXT), ("a", TEXT, None)),
        ("\n " + line(text=TEXT), ("stdin:2", TEXT, None)),
        (PAGE, ("stdin", "", PAGE)),
        (TEXT, ("stdin", TEXT, None)),
    ],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, data: str, expected: tuple[str, str, str | None]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
    found = one("-")
    assert isinstance(found, Document)
    assert (found.doc, found.text, found.html) == expected


def test_date_given_for_all_yields_to_the_document_s_own(tmp_path: Path) -> None:
    rows = [line(text=TEXT), line(text=TEXT, published="2021-01-02")]
    (tmp_path / "a.json").write_text("\n".join(rows), encoding="utf-8")
    found = read_documents([tmp_path / "a.json"], published=date(2022, 12, 4))
    assert [getattr(document, "published", None) for document in found] == [date(2022, 12, 4), date(2021, 1, 2)]


def test_memory_does_not_grow_with_the_number_of_documents(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text((line(text=TEXT * 20) + "\n") * 4000, encoding="utf-8")
    tracemalloc.start()
    assert sum(1 for _ in read_documents([tmp_path / "a.jsonl"])) == 4000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000
