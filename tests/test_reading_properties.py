"""What holds of every reading, whatever the text: evidence is where it says, ids are unique, twice read is the same."""

from __future__ import annotations

import gzip
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.article import read_article
from communique.extraction import read
from communique.interchange import dumps, records
from communique.sources.document import Document

SENTENCES = (
    "Ngày 3/12, Bộ trưởng Quốc phòng Belarus Viktor Khrenin hội đàm với người đồng cấp Nga Sergei Shoigu tại Minsk.",
    'Ông Lavrov nói: "Chúng tôi sẵn sàng đối thoại với NATO".',
    "Mỹ đã đóng băng các kênh liên lạc quân sự với Nga từ năm 2014.",
    "Hai bên ký thỏa thuận ngừng bắn hôm 12-6.",
    "Triều Tiên phóng tên lửa, Hàn Quốc lên án.",
)
HOSTILE = (
    "\x00",
    "\u202e",
    "\u200f",
    '"',
    "“",
    "”",
    "(",
    "🇻🇳",
    "\x1b[31m",
    "<script>",
    "=1+1",
    "\r",
    "\t",
    "o\u0302\u0323",
)


def document(text: str) -> Document:
    return Document("d", text)


def check(text: str) -> None:
    article = read_article(document(text))
    reading = read(article)
    found = list(records(reading))
    for record in found:
        assert article.text[record.start : record.end] == record.evidence
        assert record.evidence
        assert 0.0 <= record.confidence <= 1.0
    assert len({record.id for record in found}) == len(found)
    assert dumps(reading) == dumps(read(read_article(document(text))))


pieces = st.lists(st.one_of(st.sampled_from(SENTENCES), st.sampled_from(HOSTILE), st.text(max_size=12)), max_size=14)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces, st.sampled_from((" ", "\n", "\n\n", "")), st.booleans())
def test_any_text(parts, joint, decomposed):
    text = joint.join(parts)
    check(unicodedata.normalize("NFD", text) if decomposed else text)


@pytest.mark.parametrize(
    "text",
    [
        " ".join(SENTENCES) * 40,
        '"' * 20_000,
        "Nga, Mỹ, " * 4_000,
        "Bộ trưởng " * 8_000,
        "( " * 20_000 + "Nga gặp Mỹ",
        "Kim " * 20_000,
    ],
    ids=["repeated", "quotes", "list", "titles", "brackets", "surnames"],
)
def test_monotonous_text(text):
    check(text)


def test_a_line_of_five_megabytes_is_read():
    text = ("Tổng thống Nga Vladimir Putin điện đàm với Tổng thống Mỹ Donald Trump. " * 70_000)[:5_000_000]
    reading = read(read_article(document(text)))
    assert all(text[record.start : record.end] == record.evidence for record in records(reading))


def _corpus(shared: Path) -> list[str]:
    with gzip.open(shared / "corpus" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def test_some_of_the_corpus(shared):
    for text in _corpus(shared)[::40]:
        check(text)


@pytest.mark.slow
def test_all_of_the_corpus(shared):
    for text in _corpus(shared):
        check(text)
