"""States: a sentence in; kind, parties and state out, as the rules propose them before any model decides."""

from __future__ import annotations

import pytest

from communique.article.model import Article, Block, Role
from communique.extraction.drafts import StateDraft
from communique.extraction.frames import View
from communique.extraction.reading import understand
from communique.extraction.states import find_states, merge_states
from communique.knowledge import knowledge


def proposed(text: str) -> list[StateDraft]:
    """The conditions that the rules find in a text of one paragraph."""
    article = Article("t", text, (Block(Role.BODY, 0, len(text)),))
    analysis, when = understand(article)
    return [d for s in analysis.sentences for d in find_states(View(analysis, s), when, knowledge())]


CASES = [
    ("Quan hệ giữa Nga và Mỹ xấu đi.", "relations", "RUS USA", "strained"),
    ("Quan hệ Nga - Trung ngày càng khăng khít.", "relations", "RUS CHN", "improving"),
    ("Căng thẳng giữa Ấn Độ và Pakistan leo thang.", "relations", "IND PAK", "strained"),
    ("Hai nước Việt Nam và Nhật Bản kỷ niệm 50 năm thiết lập quan hệ ngoại giao.", "relations", "VNM JPN", "open"),
    ("Mỹ và Iran không có quan hệ ngoại giao.", "relations", "USA IRN", "cut"),
    ("Mỹ và Cuba bình thường hóa quan hệ năm 2015.", "relations", "USA CUB", "restored"),
    ("Cuộc thương chiến giữa Mỹ và Trung Quốc chưa có hồi kết.", "relations", "USA CHN", "strained"),
    ("Hàn Quốc xích lại gần Nhật Bản.", "relations", "KOR JPN", "improving"),
    ("Belarus là đồng minh thân cận nhất của Nga.", "partnership", "BLR RUS", "in_force"),
    ("Ấn Độ là đối tác chiến lược toàn diện của Việt Nam.", "partnership", "IND VNM", "in_force"),
    ("Thổ Nhĩ Kỳ là thành viên của NATO.", "membership", "TUR NATO", "in_force"),
    ("Phần Lan gia nhập NATO.", "membership", "FIN NATO", "in_force"),
    ("Các lệnh trừng phạt của Mỹ đối với Nga vẫn có hiệu lực.", "sanctions", "USA RUS", "in_force"),
    ("Liên Hợp Quốc áp đặt lệnh cấm vận với Triều Tiên.", "sanctions", "UN PRK", "in_force"),
    ("Nhật Bản tái áp đặt trừng phạt nhằm vào Iran.", "sanctions", "JPN IRN", "in_force"),
    ("Binh sĩ Mỹ đồn trú tại Hàn Quốc.", "presence", "USA KOR", "in_force"),
    ("Nga có căn cứ hải quân ở Syria.", "presence", "RUS SYR", "in_force"),
    ("Pháp duy trì sự hiện diện quân sự ở Djibouti.", "presence", "FRA DJI", "in_force"),
    ("Mỹ đóng băng các kênh liên lạc quân sự với Nga.", "channel", "USA RUS", "frozen"),
    ("Triều Tiên cắt đứt đường dây nóng với Hàn Quốc.", "channel", "PRK KOR", "cut"),
    ("Seoul và Bình Nhưỡng nối lại đường dây liên lạc.", "channel", "KOR PRK", "restored"),
    ("Đàm phán hạt nhân giữa Mỹ và Iran rơi vào bế tắc.", "channel", "USA IRN", "frozen"),
]


@pytest.mark.parametrize(("text", "kind", "parties", "state"), CASES)
def test_condition(text: str, kind: str, parties: str, state: str) -> None:
    found = {(d.kind.value, frozenset(d.parties), d.state.value) for d in proposed(text)}
    assert (kind, frozenset(parties.split()), state) in found


@pytest.mark.parametrize(
    ("text", "parties"),
    [(text, parties) for text, kind, parties, _ in CASES if kind in ("sanctions", "presence")],
)
def test_acting_side_first(text: str, parties: str) -> None:
    assert parties.split() in [d.parties for d in proposed(text)]


def test_one_condition_told_twice_is_one() -> None:
    text = "Quan hệ giữa Nga và Mỹ xấu đi. Căng thẳng giữa Nga và Mỹ leo thang."
    assert [(d.kind.value, set(d.parties), d.members) for d in merge_states(proposed(text))] == [
        ("relations", {"RUS", "USA"}, 2)
    ]


@pytest.mark.parametrize(
    "text", ["Tổng thống Nga thăm Minsk.", "Ông nói rằng mọi việc ổn.", "Quan hệ là điều cần giữ."]
)
def test_nothing_stated(text: str) -> None:
    assert not proposed(text)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Lệnh trừng phạt của Mỹ đối với Sudan đã được dỡ bỏ.", "lifted"),
        ("Lệnh trừng phạt của Mỹ đối với Sudan có thể được dỡ bỏ.", "in_force"),
        ("Lệnh trừng phạt của Mỹ đối với Sudan chưa được dỡ bỏ.", "in_force"),
    ],
)
def test_what_may_be_lifted_is_in_force(text, state):
    assert {str(d.state) for d in proposed(text) if d.kind == "sanctions"} == {state}


@pytest.mark.parametrize(
    ("since", "text"),
    [
        ("2014", "Quan hệ giữa Nga và Mỹ xấu đi kể từ năm 2014."),
        ("XXXX-09-18", "Quan hệ giữa Ấn Độ và Pakistan xấu đi sau vụ tấn công ngày 18/9."),
        ("XXXX-06-05", "Ngày 5/6, Ai Cập cắt đứt quan hệ ngoại giao với Qatar."),
        (None, "Ngày 5/6, ông nói quan hệ giữa Nga và Mỹ xấu đi."),
    ],
)
def test_since_when(since: str | None, text: str) -> None:
    assert {d.since for d in proposed(text)} == {since}
