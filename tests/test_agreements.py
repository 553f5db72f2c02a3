"""Agreements: a sentence in; action, parties and name out, as the rules propose them before any model decides."""

from __future__ import annotations

import pytest

from communique.article.model import Article, Block, Role
from communique.extraction.agreement_merging import merge_agreements
from communique.extraction.agreement_parties import Deal
from communique.extraction.agreements import find_agreements
from communique.extraction.drafts import AgreementDraft
from communique.extraction.frames import View
from communique.extraction.reading import understand
from communique.knowledge import knowledge


def proposed(text: str) -> list[AgreementDraft]:
    """What the rules find of instruments in a text of one paragraph."""
    article = Article("t", text, (Block(Role.BODY, 0, len(text)),))
    analysis, when = understand(article)
    deals: list[Deal] = []
    return [d for s in analysis.sentences for d in find_agreements(View(analysis, s), when, knowledge(), deals)]


INF = "Intermediate-Range Nuclear Forces (INF) Treaty"
JCPOA = "Joint Comprehensive Plan of Action (JCPOA)"

CASES = [
    ("Mỹ rút khỏi hiệp định về lực lượng hạt nhân (INF).", "withdrawn", "USA RUS", INF),
    ("Indonesia đang đàm phán mua tiêm kích của Nga.", "negotiating", "IDN RUS", None),
    ("Mỹ rút khỏi INF.", "withdrawn", "USA RUS", INF),
    ("Nga vi phạm Hiệp ước INF.", "violated", "USA RUS", INF),
    ("Tổng thống Nga ký luật đình chỉ INF.", "suspended", "RUS USA", INF),
    ("Tổng thống Nga đã ký luật đình chỉ INF.", "suspended", "RUS USA", INF),
    ("Tổng thống Nga ký luật phê chuẩn START mới.", "ratified", "RUS USA", "New START Treaty"),
    ("Iran ngừng tuân thủ JCPOA.", "suspended", "IRN USA", JCPOA),
    ("Nga đề xuất gia hạn START mới.", "extended", "USA RUS", "New START Treaty"),
    ("Mỹ rút khỏi Thỏa thuận Paris.", "withdrawn", "USA", "Paris Agreement"),
    ("Việt Nam phê chuẩn CPTPP.", "ratified", "VNM", None),
    ("ASEAN và Trung Quốc đàm phán COC.", "negotiating", "ASEAN CHN", None),
    ("Hàn Quốc và Triều Tiên ký Tuyên bố Panmunjom.", "signed", "KOR PRK", "Panmunjom Declaration"),
    ("Nhật Bản và Ấn Độ ký hiệp định thương mại tự do.", "signed", "JPN IND", "Japan-India free trade agreement"),
    ("Nga và Nhật Bản đàm phán hiệp ước hòa bình.", "negotiating", "RUS JPN", "Russia-Japan peace treaty"),
    (
        "Việt Nam và Lào ký bản ghi nhớ về du lịch.",
        "signed",
        "VNM LAO",
        "Vietnam-Laos culture and education memorandum",
    ),
    ("Thổ Nhĩ Kỳ ký hợp đồng mua vũ khí với Nga.", "signed", "TUR RUS", None),
    (
        "Mỹ và Hàn Quốc đạt được thỏa thuận chia sẻ chi phí.",
        "reached",
        "USA KOR",
        "US-South Korea cost-sharing agreement",
    ),
    ("Israel phá vỡ lệnh ngừng bắn với Hezbollah.", "violated", "ISR HEZBOLLAH", None),
    ("Armenia và Azerbaijan đạt được thỏa thuận ngừng bắn.", "reached", "ARM AZE", "Armenia-Azerbaijan ceasefire"),
    ("Hiệp ước giữa Mỹ và Nga hết hạn năm 2026.", "expired", "USA RUS", None),
    ("Triều Tiên đề xuất hiệp ước hòa bình với Mỹ.", "proposed", "PRK USA", None),
    ("Hạ viện Anh bác bỏ thỏa thuận Brexit.", "rejected", "GBR EU", "Brexit withdrawal agreement"),
    ("Trung Quốc và Campuchia ra tuyên bố chung.", "reached", "CHN KHM", "China-Cambodia joint statement"),
    ("Ba Lan và Ukraine nhất trí nối lại đàm phán.", "reached", "POL UKR", "Poland-Ukraine understanding on talks"),
    ("Mỹ và Philippines có hiệp ước phòng thủ đang được thực thi.", "in_force", "USA PHL", None),
    ("Hiệp định giữa EU và Chile bắt đầu có hiệu lực.", "entered_into_force", "EU CHL", None),
]


@pytest.mark.parametrize(("text", "action", "parties", "name"), CASES)
def test_what_happened(text: str, action: str, parties: str, name: str | None) -> None:
    drafts = proposed(text)
    found = {(d.action.value, frozenset(option.parties)) for d in drafts for option in d.sides}
    assert (action, frozenset(parties.split())) in found
    if name is not None:
        assert name in {d.name for d in merge_agreements(drafts)}


def test_two_things_that_happened_are_two() -> None:
    text = "Hiệp ước INF được ký năm 1987. Năm 2019, Mỹ rút khỏi INF."
    assert [(d.action.value, d.date) for d in merge_agreements(proposed(text))] == [
        ("signed", "1987"),
        ("withdrawn", "2019"),
    ]


def test_this_treaty_is_the_one_named_before() -> None:
    text = "Mỹ và Nga là hai bên của INF. Mỹ đã rút khỏi hiệp ước này."
    assert (INF, "withdrawn") in {(d.name, d.action.value) for d in proposed(text)}


def test_the_doer_stands_first() -> None:
    assert proposed("Nga vi phạm Hiệp ước INF.")[0].parties == ["RUS", "USA"]


@pytest.mark.parametrize(
    "text",
    [
        "Tổng thống Nga thăm Minsk.",
        "Ông nói rằng mọi việc ổn.",
        "Mỹ và Triều Tiên gặp nhau tại làng đình chiến Bàn Môn Điếm.",
        "Ông Kim Jong-un tuyên bố Bình Nhưỡng đã thử tên lửa trước khi gặp phía Hàn Quốc.",
        "Bộ trưởng tuyên bố Singapore sẽ hợp tác với Mỹ.",
    ],
)
def test_no_instrument(text: str) -> None:
    assert not proposed(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mỹ rút khỏi INF. Nga nói Mỹ vi phạm hiệp ước này.", INF),
        ("Mỹ rút khỏi INF. Nga cũng đình chỉ hiệp ước.", INF),
        ("Iran tuân thủ JCPOA. Mỹ đã rút khỏi thỏa thuận hạt nhân.", JCPOA),
    ],
)
def test_a_plain_noun_means_the_instrument_named_before(text, name):
    assert proposed(text)[-1].name == name


@pytest.mark.parametrize(
    "text",
    [
        "Mỹ rút khỏi INF. Nga và Trung Quốc ký một hiệp ước.",
        "Mỹ rút khỏi INF. Nga và Trung Quốc ký hiệp ước hòa bình.",
        "Mỹ rút khỏi INF. Nga và Trung Quốc ký các thỏa thuận.",
    ],
)
def test_another_instrument_keeps_its_own_name(text):
    assert proposed(text)[-1].name != INF


def test_signing_a_law_signs_no_instrument():
    assert [d.action.value for d in proposed("Tổng thống Mỹ ký sắc lệnh về INF.")] == ["in_force"]


def test_a_verb_tells_of_the_instrument_it_stands_with():
    drafts = proposed("Nga và Belarus ký nghị định thư sửa đổi hiệp định an ninh khu vực.")
    told = {(str(d.action), d.name) for d in drafts}
    assert told == {("signed", "protocol"), ("amended", "regional security agreement")}


@pytest.mark.parametrize(
    "text", ["Hiệp định Nga - Belarus vẫn chưa có hiệu lực.", "Hiệp định Nga - Lào chưa có hiệu lực."]
)
def test_what_is_not_in_force_has_not_entered_into_force(text):
    assert not proposed(text)
    assert "entered_into_force" in {d.action for d in proposed(text.replace("vẫn ", "").replace("chưa ", ""))}


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("Nga và Lào nhất trí về một thỏa thuận.", 1),
        ("Nga và Lào đạt được lệnh ngừng bắn. Nga và Lào đạt được lệnh ngừng bắn ở biên giới.", 1),
        ("Mỹ đã rút khỏi INF. Mỹ và Nga là hai nước lớn. Mỹ rút khỏi các hiệp ước với Nga.", 1),
        ("Mỹ rút khỏi hiệp định về lực lượng hạt nhân (INF).", 1),
        ("Mỹ rút khỏi hiệp ước mới INF.", 1),
        ("Nga và Lào ký hiệp ước quân sự. Hai nước ký thỏa thuận quân sự.", 1),
        ("Nga và Lào ký hợp đồng hôm 3/5/2019. Nga và Lào ký thỏa thuận mua vũ khí hôm 3/5/2019.", 1),
        ("Nga và Lào ký hiệp định dẫn độ và bản ghi nhớ về du lịch.", 2),
    ],
)
def test_the_same_told_twice_is_one(text, records):
    assert len(merge_agreements(proposed(text))) == records


def test_an_instrument_of_many_names_who_acts_even_where_only_one_is_named():
    drafts = proposed("Một trong những việc đầu tiên ông Trump làm là rút khỏi TPP.")
    assert [(str(d.action), d.parties) for d in drafts] == [("withdrawn", ["USA"])]


def test_the_date_beside_an_instrument_is_told_apart():
    drafts = proposed("Nga và Lào tuân thủ thỏa thuận biên giới năm 2015.")
    assert "dated=4" in {f for d in drafts for f in d.features}


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Nhật Bản, Singapore và Mexico đã phê chuẩn CPTPP.", "JPN MEX SGP"),
        ("JCPOA được Iran ký với sáu cường quốc (Mỹ, Anh, Pháp, Đức, Nga, Trung Quốc).", "CHN DEU FRA GBR IRN RUS USA"),
    ],
)
def test_those_who_are_listed_are_parties(text, parties):
    assert sorted(proposed(text)[0].parties) == parties.split()


def test_the_year_in_a_name_may_be_when_it_was_signed():
    drafts = proposed("Iran và Mỹ đã ký thỏa thuận hạt nhân năm 2015.")
    assert ("signed", JCPOA, "2015") in {(str(d.action), d.name, d.date) for d in drafts}


@pytest.mark.parametrize(
    ("text", "parties", "frame"),
    [
        ("Lào tuân thủ thỏa thuận biên giới giữa Nga và Belarus.", "BLR RUS", "said=between"),
        ("Lào tuân thủ thỏa thuận Nga - Belarus.", "BLR RUS", "said=named"),
        ("Lào hoan nghênh thỏa thuận về biên giới chung mà Nga và Belarus đã ký.", "BLR RUS", "said=whose"),
        ("Lào hoan nghênh thỏa thuận mà Nga đã ký với Belarus.", "BLR RUS", "said=with"),
        ("Nga và Belarus ký thỏa thuận biên giới với sự có mặt của Lào.", "BLR RUS", "said=joint"),
        ("Nga và Lào đạt thỏa thuận biên giới. Belarus đã phá vỡ thỏa thuận này.", "LAO RUS", "told=0"),
        ("EU ra tuyên bố chung về Lào.", "EU", "body=maker"),
    ],
)
def test_whose_an_instrument_is_said_to_be(text, parties, frame):
    options = {tuple(sorted(o.parties)): o.features for d in proposed(text) for o in d.sides}
    assert frame in options[tuple(parties.split())]


@pytest.mark.parametrize(
    ("text", "action", "party"),
    [
        ("Việt Nam ký CPTPP sau khi Mỹ rút khỏi TPP.", "withdrawn", "USA"),
        ("CPTPP được Việt Nam ký tại Chile.", "signed", "VNM"),
    ],
)
def test_of_the_many_the_one_that_the_verb_tells_of_is_a_party(text, action, party):
    offered = [o.parties for d in proposed(text) if d.action == action for o in d.sides]
    assert [party] in offered
    assert ["CHL"] not in offered


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Hai nước phấn đấu ký hiệp định biên giới Nga - Lào.", "negotiating"),
        ("Nga tìm cách đạt thỏa thuận với Lào.", "negotiating"),
    ],
)
def test_what_is_striven_for_is_negotiated(text, action):
    assert {str(d.action) for d in proposed(text)} == {action}
