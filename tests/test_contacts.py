"""A sentence in; kind, sides and status of the contact out: what the rules propose before any model decides."""

from __future__ import annotations

from datetime import date

import pytest

from communique.article import read_article
from communique.extraction.contact_events import fill_places
from communique.extraction.contact_merging import join, same_day
from communique.extraction.contact_people import fill_people
from communique.extraction.contact_timing import standing
from communique.extraction.drafts import ContactDraft
from communique.extraction.publication import Era
from communique.extraction.reading import propose, understand
from communique.sources.document import Document


def contacts(text: str) -> list[ContactDraft]:
    """What the rules propose for a text, unmerged."""
    return propose(*understand(read_article(Document("t", text)))).contacts


CASES = [
    # kind, sides, status, sentence
    ("meeting", "RUS USA", "occurred", "Tổng thống Nga Vladimir Putin đã gặp Tổng thống Mỹ Donald Trump tại Helsinki."),
    ("meeting", "RUS USA", "planned", "Tổng thống Nga Vladimir Putin sẽ gặp Tổng thống Mỹ Donald Trump vào tháng tới."),
    ("meeting", "JPN USA", "occurred", "Ngoại trưởng Nhật Bản đã hội đàm với Ngoại trưởng Mỹ ở Tokyo."),
    ("meeting", "PRK USA", "planned", "Cuộc gặp sắp tới giữa Mỹ và Triều Tiên sẽ tập trung vào vấn đề hạt nhân."),
    ("meeting", "CHN USA", "planned", "Cuộc gặp Trump - Tập dự kiến diễn ra vào cuối tháng."),
    ("meeting", "PRK USA", "occurred", "Hội nghị thượng đỉnh Mỹ - Triều đã kết thúc tại Hà Nội."),
    ("meeting", "FRA RUS", "occurred", "Cuộc hội đàm của Tổng thống Pháp với Tổng thống Nga đã diễn ra tại Paris."),
    ("meeting", "RUS VNM", "occurred", "Chủ tịch nước Việt Nam đã tiếp Đại sứ Nga tại Hà Nội."),
    ("meeting", "IND RUS", "occurred", "Thủ tướng Ấn Độ được Tổng thống Nga Vladimir Putin tiếp đón tại Moscow."),
    ("meeting", "USA VNM", "occurred", "Bộ trưởng Quốc phòng Mỹ đã tới chào xã giao Thủ tướng Việt Nam."),
    (
        "meeting",
        "USA VNM",
        "occurred",
        "Khi tiếp Ngoại trưởng Mỹ Mike Pompeo, Thủ tướng Nguyễn Xuân Phúc đã nhắc đến Biển Đông.",
    ),
    (
        "meeting",
        "PRK USA",
        "occurred",
        "Sau hội đàm với ông Kim Jong-un tại Singapore, Tổng thống Mỹ Donald Trump đã họp báo.",
    ),
    ("meeting", "IRN RUS TUR", "occurred", "Cuộc gặp ba bên giữa Nga, Iran và Thổ Nhĩ Kỳ đã diễn ra tại Sochi."),
    ("visit", "CHN RUS", "occurred", "Tổng thống Nga Vladimir Putin đã thăm Trung Quốc."),
    ("visit", "CHN RUS", "planned", "Tổng thống Nga Vladimir Putin sẽ thăm chính thức Trung Quốc vào tháng 10."),
    ("visit", "PRK RUS", "occurred", "Chuyến thăm của Ngoại trưởng Nga tới Triều Tiên đã kết thúc."),
    ("visit", "PRK USA", "occurred", "Trong chuyến thăm tới Bình Nhưỡng, ông Mike Pompeo đã nói về vấn đề hạt nhân."),
    ("visit", "USA VNM", "occurred", "Tàu sân bay USS Carl Vinson của Mỹ đã cập cảng Đà Nẵng, Việt Nam."),
    (
        "visit",
        "PRK USA",
        "proposed",
        "Nhà lãnh đạo Triều Tiên Kim Jong-un mời Tổng thống Mỹ Donald Trump thăm Bình Nhưỡng.",
    ),
    ("call", "RUS USA", "occurred", "Bộ trưởng Quốc phòng Nga đã điện đàm với người đồng cấp Mỹ."),
    ("call", "FRA UKR", "occurred", "Trong cuộc điện đàm với Tổng thống Ukraine, Tổng thống Pháp đã cam kết hỗ trợ."),
    ("letter", "PRK USA", "occurred", "Ông Kim Jong-un đã gửi thư cho Tổng thống Mỹ Donald Trump."),
    ("letter", "PRK USA", "occurred", "Tổng thống Mỹ Donald Trump đã nhận được thư của ông Kim Jong-un."),
    ("talks", "IRN USA", "refused", "Iran từ chối đàm phán với Mỹ."),
    ("talks", "CHN USA", "ongoing", "Mỹ đang đàm phán với Trung Quốc."),
    ("talks", "CHN USA", "proposed", "Mỹ đề xuất đàm phán với Trung Quốc."),
    ("talks", "KOR PRK", "planned", "Hàn Quốc sẽ đàm phán với Triều Tiên."),
    ("talks", "IRN USA", "occurred", "Vòng đàm phán giữa Mỹ và Iran đã kết thúc."),
    ("meeting", "PRK USA", "cancelled", "Mỹ hủy cuộc gặp với Triều Tiên."),
    ("meeting", "RUS UKR", "hypothetical", "Nếu Tổng thống Nga gặp Tổng thống Ukraine, chiến sự có thể dừng."),
    ("summit", "NATO USA", "occurred", "Tổng thống Mỹ Donald Trump đã dự hội nghị thượng đỉnh NATO tại Brussels."),
    ("summit", "APEC RUS", "planned", "Tổng thống Nga Vladimir Putin sẽ tham dự hội nghị APEC."),
]


@pytest.mark.parametrize(("kind", "sides", "status", "text"), CASES, ids=[c[3][:40] for c in CASES])
def test_kind_sides_and_status(kind: str, sides: str, status: str, text: str) -> None:
    found = [(d.kind.value, " ".join(sorted(d.codes)), d.status.value) for d in contacts(text)]
    assert (kind, sides, status) in found


def test_listed_partners_are_met_apart() -> None:
    text = "Ông Donald Trump sẽ gặp Thủ tướng Israel Benjamin Netanyahu, Tổng thống Pháp Emmanuel Macron và Vua Salman."
    assert {frozenset(d.codes) for d in contacts(text)} == {frozenset({"USA", c}) for c in ("ISR", "FRA", "SAU")}


@pytest.mark.parametrize(
    "text",
    [
        "Tổng thống Mỹ Donald Trump họp báo về Triều Tiên.",
        "Quân đội Nga gặp khó khăn ở Ukraine.",
        "Nga tiếp nhận tên lửa từ Triều Tiên.",
    ],
)
def test_words_that_only_look_like_a_contact(text: str) -> None:
    assert contacts(text) == []


def test_a_clause_that_goes_on_keeps_its_subject() -> None:
    text = "Ông Kim Jong-un sẽ gặp Tổng thống Hàn Quốc Moon Jae-in, sau đó dự kiến gặp Tổng thống Mỹ Donald Trump."
    assert [sorted(d.codes) for d in contacts(text)] == [["KOR", "PRK"], ["PRK", "USA"]]


def test_who_talked_and_called_talked_on_the_telephone() -> None:
    (talks,) = contacts("Mỹ đang đàm phán với Trung Quốc.")
    (call,) = contacts("Ngoại trưởng Nga điện đàm với Ngoại trưởng Mỹ.")
    join(talks, call)
    assert talks.kind == "call"
    (meeting,) = contacts("Ngoại trưởng Nga gặp Ngoại trưởng Mỹ.")
    join(meeting, call)
    assert meeting.kind == "meeting"


def test_what_was_discussed_is_no_second_contact() -> None:
    found = contacts("Bộ trưởng Quốc phòng Nga và Mỹ đã thảo luận về Ukraine trong cuộc điện đàm.")
    assert [d.kind.value for d in found] == ["call"]


def test_side_that_asked_and_first_since() -> None:
    text = "Bộ trưởng Quốc phòng Nga và Mỹ điện đàm theo sáng kiến của Washington."
    assert contacts(text)[0].initiator == "USA"
    since = contacts("Đây là cuộc điện đàm đầu tiên giữa Bộ trưởng Quốc phòng Nga và Mỹ kể từ tháng 3/2023.")[0]
    assert (since.first_since, since.date) == ("2023-03", None)


@pytest.mark.parametrize(
    ("side", "text"),
    [
        ("FRA", "Tổng thống Pháp Emmanuel Macron gọi điện cho Tổng thống Mỹ Donald Trump."),
        ("PRK", "Ông Kim Jong-un gửi thư cho Tổng thống Mỹ Donald Trump."),
        ("PRK", "Ông Trump vừa nhận được thư của ông Kim Jong-un."),
        ("CHN", "Bộ Ngoại giao Trung Quốc triệu tập Đại sứ Mỹ để phản đối."),
        ("VNM", "Tổng thống Putin đã nhận lời mời thăm chính thức Việt Nam."),
        ("KOR", "Triều Tiên chấp nhận đề nghị đối thoại cấp cao với Hàn Quốc."),
        ("IRN", "Iran tuyên bố sẵn sàng đàm phán với Mỹ."),
    ],
)
def test_who_calls_writes_invites_or_is_ready_asked_for_it(side: str, text: str) -> None:
    assert contacts(text)[0].initiator == side


@pytest.mark.parametrize(
    ("value", "filled", "where"),
    [
        ("XXXX-06-12", False, "later"),
        ("2018-06-12", True, "later"),
        ("XXXX-05-09", False, "before"),
        ("XXXX-05-12/XXXX-05-14", False, "within"),
        ("XXXX-05-13", False, "day"),
        ("XXXX-05", False, "month"),
        ("2017-09", False, "told"),
    ],
)
def test_date_lies_before_or_after_what_the_article_tells(value: str, filled: bool, where: str) -> None:
    assert standing(value, filled, Era(anchor=(5, 13), newest=date(2018, 1, 5))) == where


def test_date_after_the_last_day_told_of_lies_beyond_it() -> None:
    era = Era(anchor=(10, None), told=(10, 3))
    assert [standing(f"XXXX-10-{day}", False, era) for day in ("02", "08")] == ["told", "beyond"]


def test_body_that_tells_of_it() -> None:
    said = contacts("Theo thông cáo của Nhà Trắng, ông Trump đã điện đàm với ông Putin.")
    assert said[0].via == ["White House"]
    found = contacts("Bộ Quốc phòng Nga cho biết Tổng thống Putin đã gặp Tổng thống Belarus Lukashenko.")
    assert found[0].via == ["Russian Defence Ministry"]


def test_a_meeting_at_which_persons_of_two_sides_are_named_is_theirs() -> None:
    found = contacts(
        "Tổng thống Mỹ Donald Trump đã gặp Tổng thống Hàn Quốc Moon Jae-in ở Washington.\n\n"
        "Tại cuộc gặp bên lề hội nghị ở Osaka, Nhật Bản, Tổng thống Nga Vladimir Putin đề nghị ông Trump sớm rút quân."
    )
    assert {"RUS", "USA"} in [each.codes for each in found if each.sentence == 1]
    assert not any({"JPN", "KOR"} & each.codes for each in found if each.sentence == 1)


def test_a_meeting_named_again_has_the_sides_it_had() -> None:
    text = "Tổng thống Nga Vladimir Putin đã gặp Tổng thống Mỹ Donald Trump. Trong cuộc gặp, ông Putin nói về Syria."
    assert [sorted(d.codes) for d in contacts(text)] == [["RUS", "USA"], ["RUS", "USA"]]


@pytest.mark.parametrize(
    ("a", "b", "may_be_one"),
    [
        ("2018-07-16", "2018-07-16", True),
        ("2018-07", "2018-07-16", True),
        ("XXXX-07-16", "2018-07-16", True),
        ("XXXX-07-16", "2018-07-17", False),
        ("2018-07-10/2018-07-20", "2018-07-16", True),
        (None, "2018-07-16", True),
        ("2018-07-15", "2018-07-16", False),
    ],
)
def test_dates_that_may_be_one(a: str | None, b: str | None, may_be_one: bool) -> None:
    assert same_day(a, b) is may_be_one


DATED = [
    ("XXXX-11-08/XXXX-11-10", "Tổng thống Mỹ Donald Trump thăm Trung Quốc ba ngày từ ngày 8/11."),
    ("XXXX-07-08/XXXX-07-09", "Ngoại trưởng Mỹ thăm Việt Nam trong hai ngày 8/7 và 9/7."),
    ("XXXX-02", "Hồi tháng hai, Tổng thống Mỹ đã gặp Tổng thống Nga tại Hà Nội."),
    ("XXXX-05/XXXX-06", "Tổng thống Mỹ sẽ gặp Tổng thống Nga vào cuối tháng 5 hoặc đầu tháng 6."),
]


@pytest.mark.parametrize(("date", "sentence"), DATED)
def test_days_of_a_contact(date, sentence):
    assert date in {option.value for d in contacts(f"Tin quốc tế\n\n{sentence}") for option in d.dates}


@pytest.mark.parametrize("day", ["1/1/0001", "31/12/9999", "1 tháng 1/0001", "tháng 12/9999"])
def test_a_year_that_no_news_is_of_is_no_date(day):
    assert [each.date for each in contacts(f"Ngày {day}, Ngoại trưởng Nga gặp Ngoại trưởng Mỹ.")] == [None]


def test_the_same_day_is_the_day_named_before():
    found = contacts(
        "Tin quốc tế\n\nNgày 5/6, Tổng thống Nga đã gặp Tổng thống Mỹ. Cùng ngày, Tổng thống Nga đã gặp Thủ tướng Đức."
    )
    assert {d.date for d in found if "DEU" in d.codes} == {"XXXX-06-05"}


def test_travellers_of_two_states_make_two_visits():
    found = contacts("Tin quốc tế\n\nNgoại trưởng Đức và Thủ tướng Nhật Bản tới Tehran trong tuần qua.")
    assert {frozenset(d.codes) for d in found} == {frozenset({"DEU", "IRN"}), frozenset({"JPN", "IRN"})}


def test_what_it_was_about():
    found = contacts("Tin quốc tế\n\nNgoại trưởng Nga đã hội đàm với Ngoại trưởng Mỹ về tình hình Syria và dầu mỏ.")
    assert found[0].topics == ["Syria", "energy"]


def test_a_spokesman_who_tells_of_a_call_has_no_part_in_it():
    (found,) = contacts(
        "Người phát ngôn Bộ Quốc phòng Mỹ Patrick Ryder cho biết đã điện đàm với "
        "Bộ trưởng Quốc phòng Nga Andrei Belousov."
    )
    assert [(p.code, p.person) for p in found.participants] == [("RUS", "Andrei Belousov"), ("USA", None)]


def test_a_press_conference_of_the_same_day_is_no_contact():
    assert contacts("Trong cuộc họp báo cùng ngày, Nga nói về Mỹ.") == []
    assert contacts("Nga và Mỹ nói về đường dây liên lạc.") == []


def test_the_office_of_a_plural_is_that_of_both():
    text = "Ông Kim Jong-un gặp ông Moon Jae-in. Hai nhà lãnh đạo Hàn Quốc và Triều Tiên sẽ gặp nhau tại Bàn Môn Điếm."
    assert {p.person for p in contacts(text)[-1].participants} == {"Kim Jong-un", "Moon Jae-in"}


def test_seas_and_organisations_are_no_country_of_a_meeting():
    assert contacts("Nga và Mỹ đã đàm phán tại G20.")[0].place is None
    assert contacts("Nga và Mỹ đã đàm phán về Biển Đông.")[0].place is None


def test_the_year_at_the_end_of_an_interval_is_that_of_its_beginning():
    (found,) = contacts("Tổng thống Nga Vladimir Putin thăm Trung Quốc từ ngày 5-3 đến 9-3-2018.")
    assert found.date == "2018-03-05/2018-03-09"


PLACES = [
    # country, city, sentence
    (
        "MNG",
        "Ulaanbaatar",
        "Quan chức Nhật Bản sẽ gặp quan chức Triều Tiên bên lề một hội thảo về an ninh của khu vực"
        " tổ chức vào hai ngày 14 và 15/6 tại Ulaanbaatar.",
    ),
    ("FIN", "Helsinki", "Phát biểu tại Washington, Tổng thống Mỹ ca ngợi cuộc gặp với Tổng thống Nga ở Helsinki."),
    (None, None, "Bình Nhưỡng huỷ cuộc gặp giữa quan chức Mỹ và quan chức Triều Tiên."),
    ("FIN", None, "Ngoại trưởng Nga tới Phần Lan, nơi ông gặp Ngoại trưởng Mỹ."),
    ("VNM", "Da Nang", "Chuyến thăm hữu nghị Đà Nẵng của Bộ trưởng Quốc phòng Mỹ đã kết thúc."),
]


@pytest.mark.parametrize(("country", "city", "text"), PLACES)
def test_where_it_was(country, city, text):
    place = contacts(text)[0].place
    assert (place.country, place.city) == (country, city) if place is not None else country is None


def test_a_meeting_on_the_sidelines_was_where_the_body_gathered():
    text = (
        "Hội nghị thượng đỉnh G20 tại Osaka khai mạc hôm nay.\n"
        "Bên lề hội nghị G20, Tổng thống Nga Vladimir Putin đã gặp Tổng thống Mỹ Donald Trump."
    )
    met = next(d for d in contacts(text) if d.codes == {"RUS", "USA"})
    assert met.place is not None
    assert (met.place.country, met.place.city) == ("JPN", "Osaka")


@pytest.mark.parametrize(("day", "country"), [("ngày 29/6", "RUS"), ("ngày 9/8", None)])
def test_a_meeting_in_the_days_of_a_journey_to_the_other_side_was_there(day, country):
    text = (
        "Quan hệ Việt - Nga\n\nChủ tịch nước Trần Đại Quang thăm chính thức Nga từ ngày 28/6 đến 1/7.\n"
        + "Kim ngạch hai chiều đạt 3 tỷ USD.\n" * 5
        + f"Tổng thống Nga Vladimir Putin gặp Chủ tịch nước Trần Đại Quang {day}."
    )
    told = contacts(text)
    fill_places(told)
    met = next(d for d in told if d.kind == "meeting")
    assert (met.place.country if met.place is not None else None) == country


@pytest.mark.parametrize(
    ("person", "text"),
    [
        ("Vladimir Putin", "Thủ tướng Ấn Độ Narendra Modi thăm Nga theo lời mời của Tổng thống Vladimir Putin."),
        (None, "Thủ tướng Ấn Độ Narendra Modi thăm Nga, người phát ngôn Dmitry Peskov cho biết."),
        (None, "Thủ tướng Ấn Độ Narendra Modi thăm Nga sau khi Ngoại trưởng Sergei Lavrov phê phán Mỹ."),
    ],
)
def test_the_host_beside_the_frame_takes_part_where_the_ranks_are_one(person, text):
    found = [d for d in contacts(text) if d.codes == {"IND", "RUS"}][:1]
    fill_people(found)
    assert [p.person for p in found[0].participants if p.code == "RUS"] == [person]


def test_partners_listed_of_one_side_all_take_part():
    text = (
        "Thứ trưởng Ngoại giao Bùi Thanh Sơn đã gặp Ngoại trưởng Mỹ Mike Pompeo, Bộ trưởng Quốc phòng Mỹ Mark Esper"
        " và Cố vấn An ninh quốc gia Mỹ John Bolton."
    )
    assert [p.person for p in contacts(text)[0].participants if p.code == "USA"] == [
        "Mike Pompeo",
        "Mark Esper",
        "John Bolton",
    ]


def test_people_named_tell_the_time_where_the_dates_are_of_another():
    text = (
        "Thủ tướng Canada Justin Trudeau đã gặp Thủ tướng Việt Nam Nguyễn Xuân Phúc tại Hà Nội.\n"
        "Hai nước lập quan hệ ngoại giao ngày 21/8/1973. Chủ tịch nước Việt Nam cũng dự buổi lễ."
    )
    named = {m.person for s in understand(read_article(Document("t", text)))[0].sentences for m in s.mentions}
    assert "Justin Trudeau" in named
    assert "Ton Duc Thang" not in named


def test_an_abbreviation_after_a_title_is_no_name():
    text = "Chủ tịch UBND TP đã gặp Thủ tướng Canada Justin Trudeau tại Việt Nam."
    named = {m.person for s in understand(read_article(Document("t", text)))[0].sentences for m in s.mentions}
    assert "TP" not in named


def test_two_states_are_never_an_organisation():
    text = (
        "Bộ trưởng Quốc phòng Nga Sergei Shoigu và Bộ trưởng Quốc phòng Belarus Viktor Khrenin ký văn kiện hôm 25/5.\n"
        "Cuộc gặp diễn ra bên lề phiên họp của CSTO tại Minsk. Ông Putin nói hai nước đã đạt được thỏa thuận hôm 25/3."
    )
    found = [m.codes for s in understand(read_article(Document("t", text)))[0].sentences for m in s.mentions]
    assert found[-1] == ("RUS", "BLR")


def test_who_came_after_somebody_is_not_they():
    text = "Người tiền nhiệm của Ngoại trưởng Mike Pompeo, ông Rex Tillerson, từng dự cuộc gặp Mỹ - Nga tại Moscow."
    found = contacts(text)
    fill_people(found)
    assert [p.person for p in found[0].participants if p.code == "USA"] == ["Rex Tillerson"]
