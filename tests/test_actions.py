"""Acts: a sentence in; type, actors, recipients and status out, as the rules propose them before any model decides."""

from __future__ import annotations

import pytest

from communique.article.model import Article, Block, Role
from communique.extraction.action_merging import merge_actions, take_sides
from communique.extraction.deciding.traits import flat
from communique.extraction.drafts import ActionDraft
from communique.extraction.reading import propose, understand


def proposed(text: str) -> list[ActionDraft]:
    """The acts that the rules find in a text of one paragraph."""
    article = Article("t", text, (Block(Role.BODY, 0, len(text)),))
    analysis, when = understand(article)
    return propose(analysis, when).actions


def codes(text: str) -> set[str]:
    return set(text.split())


CASES = [
    # exercises: joint ones are cooperation of all who take part, one-sided ones a show of force
    ("Nga và Belarus tập trận chung từ hôm qua.", "COOPERATE", "RUS BLR", "", "occurred"),
    ("Mỹ tập trận chung với Hàn Quốc ở biển Hoa Đông.", "COOPERATE", "USA KOR", "", "occurred"),
    ("Cuộc tập trận chung giữa Nhật Bản và Philippines đã kết thúc.", "COOPERATE", "JPN PHL", "", "occurred"),
    ("Các cuộc diễn tập quân sự Mỹ - Hàn sẽ diễn ra vào tháng tới.", "COOPERATE", "USA KOR", "", "planned"),
    ("Trung Quốc tập trận bắn đạn thật quanh Đài Loan.", "MOBILIZE", "CHN", "TWN", "occurred"),
    ("Mỹ dừng các cuộc tập trận chung với Hàn Quốc.", "COOPERATE", "USA KOR", "", "cancelled"),
    ("Balikatan khai mạc hôm 22/4.", "COOPERATE", "USA PHL", "", "occurred"),
    # tests and deployments
    ("Triều Tiên phóng tên lửa đạn đạo hôm 4/7.", "MOBILIZE", "PRK", "", "occurred"),
    ("Hàn Quốc lên án vụ phóng vệ tinh của Triều Tiên.", "MOBILIZE", "PRK", "", "occurred"),
    ("Mỹ sẽ triển khai hệ thống phòng thủ tên lửa tới Ba Lan.", "MOBILIZE", "USA", "POL", "planned"),
    ("Mỹ đã đưa hai máy bay ném bom tới Guam.", "MOBILIZE", "USA", "", "occurred"),
    ("Triều Tiên ngừng thử hạt nhân.", "RETREAT", "PRK", "", "occurred"),
    # withdrawal and release
    ("Mỹ sẽ rút quân khỏi Syria.", "RETREAT", "USA", "SYR", "planned"),
    ("Thổ Nhĩ Kỳ rút khỏi NATO.", "SANCTION", "TUR", "NATO", "occurred"),
    ("Triều Tiên đã trả tự do cho ba công dân Mỹ.", "RETREAT", "PRK", "USA", "occurred"),
    # sanctions, tariffs, expulsions
    ("Liên Hợp Quốc đã thông qua nghị quyết trừng phạt Triều Tiên.", "SANCTION", "UN", "PRK", "occurred"),
    ("Các biện pháp trừng phạt mà Mỹ áp đặt lên Iran đã có hiệu lực.", "SANCTION", "USA", "IRN", "occurred"),
    ("Iran bị Mỹ trừng phạt.", "SANCTION", "USA", "IRN", "occurred"),
    ("Mỹ dỡ bỏ lệnh trừng phạt đối với Sudan.", "RETREAT", "USA", "SDN", "occurred"),
    ("Mỹ sẽ áp thuế với hàng hóa Trung Quốc.", "SANCTION", "USA", "CHN", "planned"),
    ("Mexico đã yêu cầu Đại sứ Triều Tiên rời khỏi nước này.", "SANCTION", "MEX", "PRK", "occurred"),
    ("Nga trục xuất 60 nhà ngoại giao Mỹ.", "SANCTION", "RUS", "USA", "occurred"),
    ("Nếu Nga tấn công, EU có thể trừng phạt Nga.", "SANCTION", "EU", "RUS", "hypothetical"),
    ("Mỹ liệt Huawei vào danh sách đen thương mại.", "SANCTION", "USA", "HUAWEI", "occurred"),
    ("Huawei bị liệt vào danh sách đen của Mỹ.", "SANCTION", "USA", "HUAWEI", "occurred"),
    ("Sau khi đàm phán đổ vỡ, để trừng phạt Iran, Mỹ lên tiếng.", "SANCTION", "USA", "IRN", "occurred"),
    ("Mỹ áp lệnh trừng phạt với Iran. Các lệnh trừng phạt sẽ kéo dài.", "SANCTION", "USA", "IRN", "planned"),
    # seizure and arrest; the owner of the asset is the one it is done to
    ("Iran bắt giữ tàu dầu Anh ở eo biển Hormuz.", "COERCE", "IRN", "GBR", "occurred"),
    ("Ba công dân Đức bị bắt hôm 4/7 tại Thổ Nhĩ Kỳ.", "COERCE", "TUR", "DEU", "occurred"),
    ("Tàu dầu Anh bị Iran bắt giữ.", "COERCE", "IRN", "GBR", "occurred"),
    ("Nga đã chiếm đóng bán đảo Crimea.", "COERCE", "RUS", "UKR", "occurred"),
    # force
    ("Iran phóng 20 quả tên lửa nhằm vào căn cứ của Israel.", "ASSAULT", "IRN", "ISR", "occurred"),
    ("Triều Tiên phóng hai tên lửa ra vùng biển Nhật Bản.", "MOBILIZE", "PRK", "", "occurred"),
    ("Nga phối hợp với Syria không kích Idlib.", "ASSAULT", "RUS SYR", "", "occurred"),
    ("Israel không kích Syria rạng sáng nay.", "ASSAULT", "ISR", "SYR", "occurred"),
    ("Các cuộc không kích của Mỹ nhằm vào Iran đã khiến nhiều người thiệt mạng.", "ASSAULT", "USA", "IRN", "occurred"),
    ("Máy bay Nga bị Thổ Nhĩ Kỳ bắn hạ.", "ASSAULT", "TUR", "RUS", "occurred"),
    ("Iran bắn hạ một máy bay không người lái loại mới của Mỹ.", "ASSAULT", "IRN", "USA", "occurred"),
    ("Tiêm kích của Nga bị lực lượng Ukraine bắn rơi.", "ASSAULT", "UKR", "RUS", "occurred"),
    (
        "Cuộc không kích của Mỹ, Anh và Pháp vào ba cơ sở quân sự của Syria.",
        "ASSAULT",
        "USA GBR FRA",
        "SYR",
        "occurred",
    ),
    ("Iran hứng chịu đòn không kích của Israel.", "ASSAULT", "ISR", "IRN", "occurred"),
    ("Bình luận về việc Mỹ đêm qua không kích Syria, ông im lặng.", "ASSAULT", "USA", "SYR", "occurred"),
    ("Quân đội Syria cáo buộc máy bay của Israel tấn công Damascus.", "ASSAULT", "ISR", "SYR", "occurred"),
    # whom it is done to, or meant for, farther off
    ("Hiện tại Mỹ đã áp thuế 25% lên hơn 200 tỉ USD hàng hóa từ Trung Quốc.", "SANCTION", "USA", "CHN", "occurred"),
    ("Mỹ thắt chặt các biện pháp trừng phạt nhắm vào ngành dầu mỏ của Iran.", "SANCTION", "USA", "IRN", "occurred"),
    ("Mỹ điều tàu sân bay tới vùng Vịnh để răn đe Iran.", "MOBILIZE", "USA", "IRN", "occurred"),
    ("Hai doanh nhân Canada bị bắt giữ tại Trung Quốc.", "COERCE", "CHN", "CAN", "occurred"),
    # arms and money
    ("Các tay súng người Kurd do Mỹ hậu thuẫn tiến về phía nam.", "AID", "USA", "KURDISH_FORCES", "occurred"),
    ("Trung Quốc và Nga viện trợ cho chính quyền Tổng thống Assad.", "AID", "CHN RUS", "SYR", "occurred"),
    ("Sự hỗ trợ từ Nga đã đến Syria.", "AID", "RUS", "SYR", "occurred"),
    ("Cuộc tập trận diễn ra với sự tham gia của Mỹ, Nhật Bản và Úc.", "COOPERATE", "USA JPN AUS", "", "occurred"),
    ("Mỹ cung cấp vũ khí cho Ukraine.", "AID", "USA", "UKR", "occurred"),
    ("Mỹ đã bán vũ khí cho Đài Loan.", "AID", "USA", "TWN", "occurred"),
    ("Nhật Bản sẽ viện trợ nhân đạo cho Myanmar.", "AID", "JPN", "MMR", "planned"),
    ("Sau cuộc gặp với Nga, Mỹ đã cung cấp vũ khí cho Ukraine.", "AID", "USA", "UKR", "occurred"),
    ("Việt Nam đã nhận được 10 triệu USD viện trợ từ Mỹ, Nhật Bản và Đức.", "AID", "USA JPN DEU", "VNM", "occurred"),
    ("Houthi ra tuyên bố mới. Nhóm này đã tấn công Israel.", "ASSAULT", "HOUTHIS", "ISR", "occurred"),
    # what words make of it: a drill called off, a strike group, a presence made smaller, a patrol of two
    ("Tổng thống Mỹ thông báo ngừng tập trận với Hàn Quốc.", "COOPERATE", "USA KOR", "", "cancelled"),
    ("Mỹ giảm sự hiện diện quân sự tại Iraq.", "RETREAT", "USA", "IRQ", "occurred"),
    ("Nga và Thổ Nhĩ Kỳ tuần tra biên giới Syria.", "COOPERATE", "RUS TUR", "", "occurred"),
    ("Hàn Quốc đã chia sẻ thông tin với Nhật Bản.", "COOPERATE", "KOR JPN", "", "occurred"),
    # what somebody is punished or accused for is done by the one who is
    ("Mỹ và EU áp lệnh trừng phạt với Nga vì hành động sáp nhập Crimea.", "COERCE", "RUS", "UKR", "occurred"),
    ("Nga bị NATO trừng phạt vì đã sáp nhập Crimea.", "COERCE", "RUS", "UKR", "occurred"),
    ("Hàn Quốc lên án Triều Tiên sau vụ thử tên lửa.", "MOBILIZE", "PRK", "", "occurred"),
    # forces that arrive, that are sent, that pass
    ("Hai tàu chiến Mỹ đã đến Biển Đông hôm qua.", "MOBILIZE", "USA", "", "occurred"),
    ("Ba tàu chiến của Hải quân Australia đã đến thăm Việt Nam.", "COOPERATE", "AUS", "VNM", "occurred"),
    ("Mỹ đã gửi một tàu sân bay tới vùng Vịnh.", "MOBILIZE", "USA", "", "occurred"),
    ("Tàu khu trục Mỹ đã vào vùng 12 hải lý quanh đá Vành Khăn.", "MOBILIZE", "USA", "", "occurred"),
    # exchange and extradition
    ("Canada dẫn độ một nghi phạm sang Mỹ.", "COOPERATE", "CAN", "USA", "occurred"),
]


@pytest.mark.parametrize(("text", "kind", "actors", "recipients", "status"), CASES, ids=[c[0] for c in CASES])
def test_the_act_of_a_sentence(text: str, kind: str, actors: str, recipients: str, status: str) -> None:
    found = [(str(d.type), set(d.actors), set(d.recipients), str(d.status)) for d in proposed(text)]
    assert (kind, codes(actors), codes(recipients), status) in found


@pytest.mark.parametrize(
    "text",
    [
        "Tàu tuần tra của Nhật Bản cập bến.",
        "Giao thông ở thủ đô Nga trở lại bình thường.",
        "Phóng viên Mỹ có mặt ở thủ đô Nga.",
    ],
)
def test_words_that_only_look_like_an_act(text: str) -> None:
    assert proposed(text) == []


def test_passing_is_an_act_of_forces_only() -> None:
    (ban,) = proposed("Belarus cấm các hãng hàng không EU bay qua lãnh thổ.")
    assert str(ban.type) == "SANCTION"
    assert proposed("Bộ trưởng Quốc phòng Philippines đã lên đường tới Nga.") == []


def test_the_actors_that_may_be_a_side_are_all_offered() -> None:
    (act,) = proposed("Israel không kích Syria sau khi Mỹ lên tiếng.")
    assert {"ISR", "SYR", "USA"} <= {o.code for o in act.options}


def test_whose_a_named_exercise_is() -> None:
    (drill,) = proposed("Cuộc tập trận Max Thunder diễn ra gần Nhật.")
    take_sides(drill, [("JPN", 0.5, 0.1), ("KOR", 0.1, 0.2), ("USA", 0.7, 0.1)])
    assert set(drill.actors) == {"KOR", "USA"}


def test_an_act_told_again_is_told_of_the_surer_one() -> None:
    drafts = proposed("Triều Tiên phóng tên lửa ngày 4/7/2017. Triều Tiên phóng tên lửa ngày 15/9/2017.")
    told = [f for d in merge_actions(drafts) for f in flat(d.features) if f in ("rival=no", "rival.date=differ")]
    assert sorted(told) == ["rival.date=differ", "rival=no"]


def test_one_record_for_one_act() -> None:
    drafts = proposed("Triều Tiên phóng tên lửa hôm 4/7. Triều Tiên đã phóng tên lửa từ bờ biển phía đông.")
    assert len(drafts) == 2
    assert [m.members for m in merge_actions(drafts)] == [2]


def test_acts_on_different_days_stay_apart() -> None:
    drafts = proposed("Triều Tiên phóng tên lửa ngày 4/7/2017. Triều Tiên phóng tên lửa ngày 15/9/2017.")
    assert len(merge_actions(drafts)) == 2


def test_sides_named_before_may_be_those_of_an_act_told_again():
    *_, again = proposed("Mỹ tập trận chung với Hàn Quốc. Các cuộc tập trận sẽ kết thúc vào tuần tới.")
    told = {o.code for o in again.options if "told.a" in flat(o.features)}
    assert told == {"USA", "KOR"}


def test_a_list_of_actors_stands_together():
    (draft,) = proposed("Anh, Pháp và Đức áp lệnh trừng phạt với Iran.")
    first, last = ([f for o in draft.options if o.code == c for f in flat(o.features)] for c in ("GBR", "DEU"))
    assert {f for f in first if f.startswith("l1")} == {f for f in last if f.startswith("l1")} != set()


def test_an_aircraft_named_for_its_use_is_no_attack():
    assert not [d for d in proposed("Oanh tạc cơ Mỹ hạ cánh xuống Ba Lan.") if str(d.type) == "ASSAULT"]


def test_a_verb_that_begins_an_act_is_no_act_of_its_own():
    assert [str(d.type) for d in proposed("Israel đã triển khai hàng trăm cuộc tấn công vào Syria.")] == ["ASSAULT"]
