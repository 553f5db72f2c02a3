"""Statements: a sentence in, who says what sort of thing to or about whom, as the rules propose it."""

from __future__ import annotations

import pytest

from communique.article.model import Article, Block, Role
from communique.extraction.drafts import StatementDraft
from communique.extraction.exchanges import Exchange
from communique.extraction.model import Mention
from communique.extraction.reading import propose, understand
from communique.extraction.statement_merging import merge_statements
from communique.records import Act


def proposed(*lines: str) -> list[StatementDraft]:
    text = "\n".join(lines)
    blocks, at = [], 0
    for line in lines:
        blocks.append(Block(Role.BODY, at, at + len(line)))
        at += len(line) + 1
    return propose(*understand(Article("test", text, tuple(blocks)))).statements


def said(*lines: str) -> set[tuple[str, str | None, str, tuple[str, ...]]]:
    return {(d.speaker.code, d.speaker.person, str(d.act), tuple(sorted(d.targets))) for d in proposed(*lines)}


ONE_SENTENCE = [
    # before the words
    ("Nga cáo buộc Mỹ vi phạm hiệp ước.", "RUS", None, "ACCUSE", ["USA"]),
    ("Mỹ kêu gọi Triều Tiên nối lại đối thoại.", "USA", None, "REQUEST", ["PRK"]),
    ("Iran bác bỏ cáo buộc của Mỹ.", "IRN", None, "REJECT", ["USA"]),
    ("Trung Quốc cảnh báo Nhật Bản về hậu quả của việc này.", "CHN", None, "THREATEN", ["JPN"]),
    ("Ấn Độ hoan nghênh sáng kiến của Nga.", "IND", None, "AGREE", ["RUS"]),
    ("Nga ca ngợi vai trò của Trung Quốc.", "RUS", None, "SUPPORT", ["CHN"]),
    ("Nga xin lỗi Azerbaijan vì sự việc.", "RUS", None, "CONCEDE", ["AZE"]),
    ("Hàn Quốc cho biết Triều Tiên đã phóng hai tên lửa.", "KOR", None, "ASSERT", ["PRK"]),
    ("Bộ Ngoại giao Nga lên án Ukraine.", "RUS", None, "ACCUSE", ["UKR"]),
    ("Tổng thống Mỹ Donald Trump chỉ trích Đức.", "USA", "Donald Trump", "ACCUSE", ["DEU"]),
    ("Ngoại trưởng Nga Sergei Lavrov nói rằng Mỹ đã vi phạm thỏa thuận.", "RUS", "Sergei Lavrov", "ACCUSE", ["USA"]),
    ("Một quan chức Nhà Trắng cho biết Iran chưa trả lời.", "USA", None, "ASSERT", ["IRN"]),
    ("Lầu Năm Góc phủ nhận thông tin về Syria.", "USA", None, "REJECT", ["SYR"]),
    ("Pakistan không chấp nhận tối hậu thư của Ấn Độ.", "PAK", None, "REJECT", ["IND"]),
    # after the words
    ('"Chúng tôi sẵn sàng đối thoại với Mỹ", ông Lavrov nói.', "RUS", "Sergei Lavrov", "AGREE", ["USA"]),
    ("Nga sẽ tiếp tục hợp tác với Trung Quốc, theo ông Lavrov.", "RUS", "Sergei Lavrov", None, ["CHN"]),
    ("Iran đã phóng tên lửa, Bộ Quốc phòng Israel cho biết.", "ISR", None, "ASSERT", ["IRN"]),
    # inside them, and chains
    ("Reuters dẫn lời Ngoại trưởng Nga Sergei Lavrov nói Mỹ đang khiêu khích.", "RUS", "Sergei Lavrov", None, ["USA"]),
    ("Theo Bộ Quốc phòng Hàn Quốc, Triều Tiên vừa thử tên lửa.", "KOR", None, "ASSERT", ["PRK"]),
    ("Theo lời Tổng thống Mỹ Donald Trump, Iran muốn đàm phán.", "USA", "Donald Trump", None, ["IRN"]),
    # nouns
    ("Trước yêu cầu của Hàn Quốc, Triều Tiên vẫn im lặng.", "KOR", None, "REQUEST", None),
    ("Cáo buộc của Mỹ nhằm vào Nga là vô lý.", "USA", None, "ACCUSE", ["RUS"]),
    ("Lời đe dọa của Triều Tiên làm Nhật Bản lo lắng.", "PRK", None, "THREATEN", ["JPN"]),
    # passives
    ("Nga bị Mỹ cáo buộc can thiệp bầu cử.", "USA", None, "ACCUSE", None),
    # two verbs of one subject
    ("Nga lên án Mỹ và kêu gọi Anh kiềm chế.", "RUS", None, "ACCUSE", ["USA"]),
    ("Nga lên án Mỹ và kêu gọi Anh kiềm chế.", "RUS", None, "REQUEST", ["GBR"]),
    ("Iran hoan nghênh Nga, đồng thời cảnh báo Israel.", "IRN", None, "THREATEN", ["ISR"]),
    ("Trung Quốc đưa tàu ra khơi sau khi lên án Philippines.", "CHN", None, "ACCUSE", ["PHL"]),
    # a subject before what it does besides
    ("Ngoại trưởng Nga Sergei Lavrov khi thăm Ấn Độ đã chỉ trích Mỹ.", "RUS", "Sergei Lavrov", "ACCUSE", ["USA"]),
    ("Tổng thống Mỹ Donald Trump trong bài phát biểu ở NATO đã chỉ trích Đức.", "USA", "Donald Trump", None, ["DEU"]),
    ("Ông Trump, phát biểu tại căn cứ Osan, Hàn Quốc, đã chỉ trích Iran.", "USA", "Donald Trump", "ACCUSE", ["IRN"]),
    ("Người phát ngôn Đại sứ quán Mỹ tại Seoul (Hàn Quốc) chỉ trích Iran.", "USA", None, "ACCUSE", ["IRN"]),
    ("Sau khi cáo buộc Syria dùng chất độc, Mỹ, Anh và Pháp đã không kích.", "FRA", None, "ACCUSE", ["SYR"]),
    ("Bộ Ngoại giao Đức bày tỏ mối quan ngại về hành động của Nga.", "DEU", None, "ACCUSE", ["RUS"]),
    ("Lực lượng được Mỹ hậu thuẫn và Nga kịch liệt phản đối Israel.", "RUS", None, "ACCUSE", ["ISR"]),
    ("Sau khi gặp Ngoại trưởng Trung Quốc, ông Trump chỉ trích Iran.", "USA", "Donald Trump", "ACCUSE", ["IRN"]),
    ("Theo Chủ tịch Trung Quốc, Tổng thống Donald Trump rất cứng rắn.", "CHN", None, None, ["USA"]),
    ("Phản đối Mỹ, Bộ Ngoại giao Nga cho biết sẽ đáp trả.", "RUS", None, "ACCUSE", ["USA"]),
    ("Ông Lavrov nói với Reuters rằng Mỹ đã vi phạm thỏa thuận.", "RUS", "Sergei Lavrov", "ACCUSE", ["USA"]),
    ("Sau khi cáo buộc Syria dùng chất độc, Mỹ và Anh đã không kích nước này.", "USA", None, "ACCUSE", ["SYR"]),
    # on request, on a charge
    ("Canada bắt doanh nhân này theo yêu cầu của Mỹ.", "USA", None, "REQUEST", None),
    ("Iran bắn rơi máy bay của Mỹ với cáo buộc xâm phạm không phận.", "IRN", None, "ACCUSE", None),
    ("Hai thủy thủ bị Nga bắt với cáo buộc làm gián điệp.", "RUS", None, "ACCUSE", None),
    # experts speak for the state of the employer
    ("Chuyên gia John Smith tại Viện Brookings cho rằng Nga sẽ rút quân.", "USA", "John Smith", "ASSERT", ["RUS"]),
    ("Nhà phân tích Tal Meir thuộc một trung tâm ở Jerusalem nói Iran đã sai.", "ISR", "Tal Meir", None, ["IRN"]),
    ('"Nga sẽ rút quân", John Smith, Viện Brookings, nói.', "USA", "John Smith", None, ["RUS"]),
    ("Chuyên gia tại Singapore John Smith cho rằng Nga sẽ rút quân.", "SGP", "John Smith", None, ["RUS"]),
    ("John Smith, nhà phân tích tại Thượng Hải, cho rằng Nga sẽ rút quân.", "CHN", "John Smith", None, ["RUS"]),
    # an acronym between a body and its state
    ("Hội đồng Tham mưu trưởng liên quân (JCS) của Hàn Quốc cho biết Nga đã phóng tên lửa.", "KOR", None, None, None),
    # several speakers
    ("Anh và Pháp kêu gọi Nga kiềm chế.", "GBR", None, "REQUEST", ["RUS"]),
    ("Anh và Pháp kêu gọi Nga kiềm chế.", "FRA", None, "REQUEST", ["RUS"]),
]


@pytest.mark.parametrize(("sentence", "code", "person", "act", "targets"), ONE_SENTENCE)
def test_who_says_what_to_whom(
    sentence: str, code: str, person: str | None, act: str | None, targets: list[str] | None
) -> None:
    found = [s for s in said(sentence) if s[0] == code and (person is None or s[1] == person)]
    assert any((act is None or s[2] == act) and (targets is None or list(s[3]) == targets) for s in found), said(
        sentence
    )


SPEAKERS_OF_TEXTS = [
    # a pronoun is the one who spoke last, not one named in the quotation
    (["Ngoại trưởng Nga Sergei Lavrov chỉ trích Mỹ.", '"Ông Trump đã sai", ông nói.'], "Sergei Lavrov", 2),
    # a quotation that runs on
    (
        ['Ngoại trưởng Nga Sergei Lavrov nói: "Mỹ đã sai.', 'Chúng tôi sẽ đáp trả Mỹ bằng mọi cách."'],
        "Sergei Lavrov",
        2,
    ),
    # a quotation attributed in the next sentence
    (['"Mỹ đã sai nhiều lần về vấn đề này.', 'Nga sẽ đáp trả", Ngoại trưởng Sergei Lavrov nói.'], "Sergei Lavrov", 2),
]


SPEAKERS_OF_TEXTS += [
    # nor one whom the words are about
    (["Ông Lavrov phát biểu tại Moskva.", "Bình luận về ông Trump, ông nói Mỹ đã sai."], "Sergei Lavrov", 2),
    # nobody else could be the subject: it is the one who spoke before
    (["Ngoại trưởng Nga Sergei Lavrov chỉ trích Mỹ.", "Đồng thời kêu gọi Anh kiềm chế."], "Sergei Lavrov", 2),
    # observers and outlets speak for themselves
    (
        ["Ngoại trưởng Nga Sergei Lavrov chỉ trích Mỹ.", "Tuy nhiên, giới quan sát cho rằng Anh có lỗi."],
        "Sergei Lavrov",
        1,
    ),
    (["Ngoại trưởng Nga Sergei Lavrov chỉ trích Mỹ.", "Ông sẽ gặp ông Kerry, AFP cho hay."], "Sergei Lavrov", 1),
]


@pytest.mark.parametrize(("lines", "person", "count"), SPEAKERS_OF_TEXTS)
def test_the_speaker_goes_on(lines: list[str], person: str, count: int) -> None:
    assert [d.speaker.person for d in proposed(*lines)].count(person) == count


@pytest.mark.parametrize(
    "sentence",
    [
        "Các chuyên gia cho rằng tình hình ở Nga phức tạp.",
        "Cuộc họp sẽ diễn ra tại Hà Nội vào tuần tới.",
        "Nga bị cáo buộc can thiệp bầu cử.",
        "Giới quan sát nhận định tình hình phức tạp.",
        "Đây là câu chuyện về các cáo buộc Nga can thiệp bầu cử.",
    ],
)
def test_nobody_who_can_be_named_speaks(sentence: str) -> None:
    assert not proposed(sentence)


def test_what_two_say_together_each_of_them_says() -> None:
    drafts = proposed(
        "Tổng thống Mỹ Donald Trump gặp Chủ tịch Trung Quốc Tập Cận Bình tại Nhật Bản.",
        "Hai nhà lãnh đạo nhất trí nối lại đàm phán.",
    )
    assert [(d.speaker.code, d.speaker.person) for d in drafts] == [("USA", "Donald Trump"), ("CHN", "Xi Jinping")]
    assert [{o.code for o in d.options} >= {c} for d, c in zip(drafts, ("CHN", "USA"), strict=True)] == [True, True]


def test_one_record_for_one_act_toward_one_target() -> None:
    drafts = proposed("Nga cáo buộc Mỹ vi phạm hiệp ước.", "Nga lên án Mỹ.", "Nga kêu gọi Mỹ kiềm chế.")
    assert [(str(d.act), d.members) for d in merge_statements(drafts)] == [("ACCUSE", 2), ("REQUEST", 1)]


def test_what_rests_on_the_same_words_is_one_record() -> None:
    drafts = proposed("Bộ Ngoại giao Nga ra thông cáo phản đối Mỹ bán vũ khí cho Ukraine.")
    assert [d.speaker.code for d in drafts] == ["RUS", "RUS"]
    assert [d.members for d in merge_statements(drafts)] == [2]


def test_the_same_words_tell_more_than_the_same_act() -> None:
    drafts = proposed("Nga lên án Mỹ.", "Bộ Ngoại giao Nga ra thông cáo phản đối Mỹ bán vũ khí cho Ukraine.")
    drafts[1].act = Act.REQUEST
    assert [d.members for d in merge_statements(drafts)] == [1, 2]


def test_what_a_state_does_in_the_words_of_its_own_person_is_the_persons() -> None:
    text = "Ngoại trưởng Iran Javad Zarif cho biết Tehran phản đối Mỹ. Nga phản đối Mỹ."
    assert [(d.speaker.code, d.speaker.person) for d in merge_statements(proposed(text))] == [
        ("IRN", "Mohammad Javad Zarif"),
        ("RUS", None),
    ]


def test_the_surest_stands_for_the_others() -> None:
    drafts = proposed("Nga cáo buộc Mỹ vi phạm hiệp ước.", "Nga lên án Mỹ.")
    drafts[1].confidence = 0.9
    (kept,) = merge_statements(drafts)
    assert kept is drafts[1]


def test_outlets_near_a_statement_may_have_reported_it() -> None:
    drafts = proposed("Reuters dẫn lời ông Lavrov nói Mỹ đã sai.", "Ông Lavrov kêu gọi Anh kiềm chế.")
    assert [[o.code for o in d.outlets] for d in drafts] == [["Reuters"], ["Reuters"]]


def test_evidence_holds_the_speaker_and_the_words() -> None:
    line = "Trong khi đó, Nga cáo buộc Mỹ vi phạm hiệp ước, còn châu Âu vẫn im lặng."
    (draft,) = [d for d in proposed(line) if d.speaker.code == "RUS"]
    assert "Nga cáo buộc Mỹ" in line[draft.start : draft.end]


def test_a_surname_alone_is_the_person_named_before():
    found = said(
        "Ông Andrew Kessler, cựu cố vấn Bộ Ngoại giao Mỹ, cho biết tình hình phức tạp.",
        "Kessler cáo buộc Iran vi phạm thỏa thuận.",
        "Theo Kessler, Iran đang che giấu chương trình này.",
    )
    assert {("USA", "Andrew Kessler", "ACCUSE", ("IRN",)), ("USA", "Andrew Kessler", "ASSERT", ("IRN",))} <= found


@pytest.mark.parametrize("words", ["Quảng trường Kessler Anh đông nghịt.", "Phó Kessler Anh có mặt."])
def test_a_surname_that_is_part_of_another_name_is_nobody(words):
    text = "Ông Andrew Kessler, cựu cố vấn Bộ Ngoại giao Mỹ, có mặt. " + words
    analysis, _ = understand(Article("test", text, (Block(Role.BODY, 0, len(text)),)))
    assert sum(m.kind == "person" and m.person == "Andrew Kessler" for s in analysis.sentences for m in s.mentions) == 1


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Bà Nguyễn Thị Nga gặp đoàn Việt Nam.", {"VNM"}),
        ("Công ty Kim Anh ký hợp đồng tại Việt Nam.", {"VNM"}),
        ("Ông Hoàng Anh Tuấn tới Nhật Bản.", {"JPN"}),
        ("Xe qua cầu Mỹ Thuận sang Lào.", {"LAO"}),
        ("Việc Mỹ bán vũ khí khiến Trung Quốc nổi giận.", {"USA", "CHN"}),
        ('Ông nói: "Việc Nga rút quân là tốt cho Iran."', {"RUS", "IRN"}),
        ("Ngoại trưởng Anh Boris Johnson gọi cho Nga.", {"GBR", "RUS"}),
        ("Lực lượng Al Quds của Iran rời Syria.", {"IRN", "SYR"}),
    ],
)
def test_states_whose_names_people_bear_too(words, codes):
    analysis, _ = understand(Article("test", words, (Block(Role.BODY, 0, len(words)),)))
    assert {code for s in analysis.sentences for m in s.mentions for code in m.codes} == codes


@pytest.mark.parametrize(
    "who",
    [
        "Ông Belousov, người được bổ nhiệm làm Bộ trưởng Quốc phòng Nga hồi tháng 5,",
        "Ông Wolters, người tiếp quản cương vị Tư lệnh tối cao các lực lượng NATO tại châu Âu từ tháng 5,",
    ],
)
def test_the_day_on_which_a_speaker_took_office_is_not_that_of_his_words(who):
    (draft,) = proposed(f"{who} cảnh báo Iran.")
    assert draft.date is None


def test_what_was_said_before_is_remembered_while_a_reply_is_near() -> None:
    exchange = Exchange()
    nato, moscow = Mention(0, 1, "actor", ("NATO",)), Mention(5, 6, "actor", ("RUS",))
    exchange.add(0, nato, "ACCUSE", ["RUS"])
    exchange.add(1, moscow, "REJECT", ["NATO"])
    assert exchange.last(2, "RUS") == ("REJECT", "ACCUSE", True)
    assert exchange.last(9, "RUS") == ("", "", False)
    assert (exchange.count("RUS"), exchange.count("USA")) == (1, 0)


def test_a_statement_may_repeat_the_words_of_another() -> None:
    exchange = Exchange()
    words = frozenset(["tên", "lửa", "rơi", "xuống", "biển"])
    assert exchange.echo("JPN", words) == (0.0, 0.0)
    assert exchange.echo("JPN", words | {"đêm"}) == (1.0, 0.0)
    assert exchange.echo("KOR", words) == (0.0, 1.0)
