"""Encodings: what bytes are, found by how Vietnamese they read."""

from __future__ import annotations

import random
from contextlib import suppress
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import EncodingError
from communique.sources.encodings import decode
from communique.sources.legacy import LEGACY, encode, is_syllable, table

SENTENCES = [
    "Bộ trưởng Quốc phòng hai nước đã hội đàm tại thủ đô và nhất trí nối lại đường dây nóng.",
    "Ngoại trưởng điện đàm với người đồng cấp láng giềng về tình hình biên giới trên bộ.",
    "Hai bên khẳng định sẽ tiếp tục đối thoại, không đơn phương thay đổi hiện trạng.",
    "Thủ tướng lên đường thăm chính thức ba nước, ký kết sáu văn kiện hợp tác kỹ thuật.",
]


@pytest.mark.parametrize("name", LEGACY)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_legacy_sentence_comes_back(name: str, sentence: str) -> None:
    found = decode(encode(sentence, name))
    assert (found.encoding, found.text) == (name, sentence)


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_unicode_comes_back_as_it_was(name: str, form: str) -> None:
    text = normalize(form, " ".join(SENTENCES))  # type: ignore[arg-type,unused-ignore]
    assert decode(text.encode(name)).text == text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("HỘI NGHỊ THƯỢNG ĐỈNH KẾT THÚC TẠI HÀ NỘI", "HỘI NGHỊ THƯỢNG ĐỈNH KẾT THÚC TẠI HÀ NỘI"),
        ("Ấn Độ và Úc ra tuyên bố chung về an ninh.", "Ấn Độ và Úc ra tuyên bố chung về an ninh."),
        ("Chủ tịch NƯỚC thăm Hà Nội trong hai ngày tới đây.", "Chủ tịch NƯỚC thăm Hà Nội trong hai ngày tới đây."),
    ],
)
def test_tcvn3_capitals_of_the_capital_font(written: str, read: str) -> None:
    shown = decode(encode(written, "tcvn3")).text
    assert shown.replace("úc", "Úc") == read


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le président est arrivé à Genève, où il a rencontré son homologue; la réunion était privée.", "cp1252"),
        ("Die Außenminister trafen sich in München, um über die Lage zu sprechen.", "latin-1"),
        ("El ministro habló mañana y tarde en España con el señor Núñez.", "latin-1"),
    ],
)
def test_western_text_is_western(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding))
    assert (found.encoding, found.text) == ("windows-1252", text)


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        ('<html><head><meta charset="windows-1251"></head><p>Переговоры в Минске завершены</p>', "cp1251"),
        ('<?xml version="1.0" encoding="shift_jis"?><html><p>外相会談が行われた</p></html>', "shift_jis"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><p>两国外长举行会谈</p>', "gb2312"),
    ],
)
def test_a_page_says_its_encoding(page: str, encoding: str) -> None:
    assert decode(page.encode(encoding), markup=True).text == page


def test_a_page_that_calls_its_vietnamese_western_is_not_believed() -> None:
    page = f'<meta charset="iso-8859-1"><p>{SENTENCES[0]}</p>'
    assert decode(encode(page, "vni-windows"), markup=True).text == page


@pytest.mark.parametrize("seed", range(60))
def test_random_bytes_are_refused(seed: int) -> None:
    source = random.Random(seed)
    for low in (0, 32, 128):
        with pytest.raises(EncodingError):
            decode(bytes(source.randrange(low, 256) for _ in range(300)))


def test_what_cannot_be_written_is_named() -> None:
    with pytest.raises(EncodingError, match="cannot be written in viscii"):
        encode("会談", "viscii")


@pytest.mark.parametrize("name", ["tcvn3", "viscii", "vni"])
def test_tables_are_one_to_one(name: str) -> None:
    rows = table(name)
    assert len(set(rows.values())) == len(rows)


@pytest.mark.parametrize("word", ["nghiêng", "giếng", "gì", "quyết", "oằn", "đồng", "yêu", "khuỷu"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["strength", "Boä", "présent", "ngê1", "x²"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_bytes_are_text_or_an_encoding_error(data: bytes) -> None:
    with suppress(EncodingError):
        assert isinstance(decode(data, markup=True).text, str)
