"""What the program gives as reasons and topics, said in the language of who reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.knowledge.tables import read_rows
from communique.ledger import Ledger, RecordKind
from communique.words import Language, own, rows
from communique.words.reasons import because

HELD = "Lloyd Austin held the office of defence minister (USA) from 2021-01-22"


@pytest.mark.parametrize(
    ("reason", "english", "vietnamese"),
    [
        ("given with the document", "given with the document", "có sẵn cùng tài liệu"),
        ("date line: Helsinki; 9/6/2018", "date line: Helsinki; 9/6/2018", "dòng ngày tháng: Helsinki; 9/6/2018"),
        (
            f"{HELD} to 2025-01-20; the day of the week",
            "Lloyd Austin held the office of defence minister (United States) from 2021-01-22 to 2025-01-20; "
            "the day of the week",
            "Lloyd Austin giữ chức bộ trưởng quốc phòng (Mỹ) từ 2021-01-22 đến 2025-01-20; thứ trong tuần",
        ),
        (
            "Joe Biden and Xi Jinping met in Bali on 2022-11-14",
            "Joe Biden and Xi Jinping met in Bali on 2022-11-14",
            "Joe Biden và Xi Jinping gặp nhau ở Bali ngày 2022-11-14",
        ),
        ("call occurred", "call occurred", "điện đàm, đã diễn ra"),
        ("signed", "signed", "ký"),
        (
            "speaks RUS-USA defence 2022-10-24",
            "Russia and United States talk again (defence), after silence since 2022-10-24",
            "Nga và Mỹ nói chuyện trở lại (quốc phòng), sau khi im lặng từ 2022-10-24",
        ),
        (
            "stands suspended, was in_force",
            "now suspended, before: in force",
            "nay bị đình chỉ, trước đó: đang có hiệu lực",
        ),
        ("of no form that is known", "of no form that is known", "of no form that is known"),
        ("date line: {0} {words}", "date line: {0} {words}", "dòng ngày tháng: {0} {words}"),
        (f"{HELD} " * 9, f"{HELD} " * 9, f"{HELD} " * 9),
    ],
)
def test_a_reason_in_both_languages(reason: str, english: str, vietnamese: str):
    assert because(Language.EN, reason) == english
    assert because(Language.VI, reason) == vietnamese


def test_no_reason_in_a_ledger_is_left_in_english(sample_ledger: Path):
    with Ledger.open(str(sample_ledger)) as ledger:
        held = [each for kind in RecordKind for each in ledger.entries(kind)]
    reasons = {reason for each in held for one in each.record.candidates for reason in one.reasons}
    dated = [report.origin.published for each in held for report in each.reports if report.origin.published]
    reasons |= {reason for each in dated for reason in each.reasons}
    assert reasons
    assert [each for each in reasons if because(Language.VI, each) == each] == []


def test_every_topic_of_the_tables_has_its_words():
    cues = read_rows(own("../language/vi/cues/matters.tsv"))
    named = {key.removeprefix("topic."): said for key, said in rows(own("topics.tsv"))}
    assert {row["value"] for _, row in cues} == named.keys()
    assert all(said[Language.EN] == topic for topic, said in named.items())
