"""Who takes part in a contact: what the rules propose for one sentence, all its contacts, sides and persons."""

from __future__ import annotations

import pytest

from communique.article import read_article
from communique.extraction.reading import propose, understand
from communique.sources.document import Document

CASES = [
    # what is proposed (kind, codes in order; persons after a colon), sentence
    (["visit JPN RUS", "visit KOR RUS"], "Tổng thống Nga Vladimir Putin sẽ thăm Nhật Bản và Hàn Quốc."),
    (["visit JPN KOR RUS VNM"], "Tổng thống Nga Vladimir Putin sẽ thăm Nhật Bản, Hàn Quốc và Việt Nam."),
    (["visit OPCW SYR"], "Nhóm thanh tra OPCW đã tới Syria."),
    (["meeting PRK USA"], "Quan chức Mỹ - Triều đã gặp nhau tại Singapore."),
    (["meeting ASEAN CHN"], "Hội nghị Quan chức cao cấp ASEAN - Trung Quốc đã diễn ra tại Hàng Châu."),
    (["summit ASEAN USA"], "Ngoại trưởng Mỹ đã tham dự hội nghị các bộ trưởng quốc phòng ASEAN."),
    (["summit SYR UN"], "Phát biểu tại cuộc họp Đại hội đồng Liên Hợp Quốc, Ngoại trưởng Syria bác bỏ cáo buộc."),
    (["meeting G7 USA", "summit NATO USA"], "Ông Trump sẽ dự cuộc họp của NATO tại Bỉ và hội nghị thượng đỉnh G7 ở Ý."),
    (["meeting AUS USA"], "Tổng thống Mỹ Donald Trump họp báo ở Washington với Thủ tướng Australia Malcolm Turnbull."),
    ([], "Tổng thống Mỹ Donald Trump họp báo ở Washington."),
    (
        ["meeting CHN PRK", "meeting KOR PRK"],
        "Ông Kim Jong-un đã 4 lần gặp ông Tập Cận Bình, hai lần gặp ông Moon Jae-in.",
    ),
    (["talks PRK USA"], "Triều Tiên không đàm phán với Mỹ về chương trình hạt nhân."),
]


def proposed(text: str) -> list[str]:
    """Kind and codes of each contact the rules propose."""
    found = propose(*understand(read_article(Document("t", text)))).contacts
    return sorted({f"{d.kind} {' '.join(sorted(d.codes))}" for d in found})


@pytest.mark.parametrize(("expected", "sentence"), CASES)
def test_sides(expected: list[str], sentence: str):
    assert proposed(sentence) == expected


NAMED = [
    ("Robert Lighthizer", "Phó thủ tướng Lưu Hạc đã điện đàm với Đại diện Thương mại Mỹ Robert Lighthizer."),
    ("Cheng Yonghua", "Nhật Bản đã triệu tập đại sứ Trung Quốc Trình Vĩnh Hoa để phản đối."),
]


@pytest.mark.parametrize(("person", "sentence"), NAMED)
def test_a_name_after_its_actor_is_who_takes_part(person: str, sentence: str):
    (draft,) = propose(*understand(read_article(Document("t", sentence)))).contacts
    assert person in [p.person for p in draft.participants]


def test_what_another_does_is_not_the_contact_told_before():
    text = "Nga và Mỹ đã hội đàm ở Helsinki. Iran quay trở lại bàn đàm phán."
    found = propose(*understand(read_article(Document("t", text)))).contacts
    assert [sorted(d.codes) for d in found] == [["RUS", "USA"]]


APART = [
    # a surname that is also a word, of somebody the article does not name in full
    ("Ban tổ chức xác nhận đang đàm phán với Chính phủ Việt Nam. Một ban khác đã họp.", []),
    # the office after a name that is another's
    (
        "Sau cuộc gặp với ông Trump, nhà lãnh đạo Nga đã tiếp xúc với Tổng thống Thổ Nhĩ Kỳ.",
        ["meeting RUS TUR", "meeting RUS USA"],
    ),
    # one state's own meetings, and work that goes on
    (
        "Nga và Mỹ đã họp ở Helsinki. Trong cuộc họp của Bộ Quốc phòng Nga, ông Shoigu nói về tên lửa.",
        ["meeting RUS USA"],
    ),
    ("Nga sẽ tiếp tục làm việc với Mỹ về Syria.", []),
    # a channel is a state of affairs, not a contact
    ("Minsk xác nhận thêm một kênh đối thoại với NATO bị đóng lại.", []),
]


@pytest.mark.parametrize(("text", "expected"), APART)
def test_what_is_no_contact(text: str, expected: list[str]):
    assert proposed(text) == expected


HEADS = [
    # the text, who takes part for the side of which an envoy or a former head is named
    (
        "Đại sứ Triều Tiên Kim Song gặp báo chí. Các bên bế tắc sau hội nghị thượng đỉnh Trump – Kim.",
        "PRK",
        None,
    ),
    (
        "Tổng thống Mỹ Donald Trump viết thư. Thượng nghị sĩ Mỹ Rand Paul nói về hội nghị thượng đỉnh với"
        " Tổng thống Nga Vladimir Putin ở Helsinki.",
        "USA",
        "Donald Trump",
    ),
    (
        "Cựu Tổng thống Mỹ George H. W. Bush nhập viện. Ông Bush, 93 tuổi, đã khoẻ. Hội nghị thượng đỉnh Mỹ - Triều"
        " diễn ra ở Singapore. Tổng thống Mỹ Donald Trump tỏ ra hài lòng.",
        "USA",
        "Donald Trump",
    ),
]


@pytest.mark.parametrize(("text", "code", "person"), HEADS)
def test_at_a_summit_of_states_are_their_heads(text: str, code: str, person: str | None):
    found = propose(*understand(read_article(Document("t", text)))).contacts
    assert {p.person for d in found if "thượng đỉnh" in d.word for p in d.participants if p.code == code} == {person}
