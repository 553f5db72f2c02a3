"""Copies of one article: which are told as such, that order does not matter, and what they count for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, inspect, select, text

from communique.article.model import Article, Block, Role
from communique.ledger import Entry, Ledger, Question, RecordKind, searchindex
from communique.ledger.signatures import ALIKE, bands, likeness, signature
from communique.ledger.store import connect, engine_at
from communique.ledger.tables import Base, DocumentRow, EntryRow, ReadingRow, SignatureRow
from communique.records import Participant, Published, Reading
from handmade import CALL, article, contact, reading

STORY = (
    CALL,
    "Theo thông cáo, hai bộ trưởng trao đổi về tình hình ở Ukraine và nguy cơ leo thang giữa các bên.",
    "Đây là cuộc điện đàm đầu tiên giữa hai người đứng đầu cơ quan quốc phòng kể từ tháng 3/2023.",
    "Phía Mỹ nói việc giữ các kênh liên lạc thông suốt có ý nghĩa quan trọng trong lúc xung đột kéo dài.",
    "Phía Nga cảnh báo việc chuyển giao vũ khí tầm xa sẽ khiến tình hình khó kiểm soát hơn nữa.",
    "Hai bên nhất trí tiếp tục trao đổi ở cấp chuyên viên và chưa công bố thời điểm của lần liên lạc sau.",
    "Giới quan sát cho rằng cuộc nói chuyện ngắn ngủi này khó làm thay đổi lập trường của bên nào.",
)


def story(doc: str, *sentences: str, day: str | None = "2024-06-26", **more: object) -> tuple[Article, Reading]:
    """A page of these sentences with its contact; the outlet is named after the document."""
    appeared = date.fromisoformat(day) if day else None
    page = replace(article(doc, *sentences), title="Tin", outlet=f"Báo {doc}", published=appeared)
    published = Published(day, day) if day else None
    return page, replace(reading(page, contacts=(contact(page, **more),)), published=published)


def entry(ledger: Ledger) -> Entry:
    (found,) = ledger.entries(RecordKind.CONTACT)
    return found


def copied(ledger: Ledger) -> dict[str, str | None]:
    return {each.origin.doc: each.copy_of for each in entry(ledger).reports}


@pytest.fixture
def ledger(place):
    with Ledger.open(place, create=True) as opened:
        yield opened


def signed(*sentences: str) -> bytes | None:
    whole = "\n".join(sentences)
    return signature(whole, [Block(Role.BODY, 0, len(whole))])


def test_signatures_are_what_they_have_always_been():
    made = signed(*STORY)
    assert made is not None
    assert (len(made), sha256(made).hexdigest()[:16]) == PINNED
    assert bands(made)[0] == PINNED_BAND


PINNED = (512, "049808d00b5306ad")
PINNED_BAND = -4555715883805606393


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (STORY, True),
        (tuple(sentence.upper() for sentence in STORY), True),
        ((*STORY, "Theo TTXVN"), True),
        (("Hai bộ trưởng điện đàm sau hơn một năm", *STORY), True),
        (STORY[:3], False),
        ((CALL, *reversed([" ".join(reversed(each.split())) for each in STORY[1:]])), False),
    ],
)
def test_articles_are_alike_whose_words_are(other, alike):
    one, two = signed(*STORY), signed(*other)
    assert one is not None
    assert two is not None
    assert (likeness(one, two) >= ALIKE) is alike
    assert bool(set(bands(one)) & set(bands(two))) or not alike


def test_of_a_few_words_nothing_can_be_said_and_menus_do_not_count():
    assert signed(CALL) is None
    whole = "\n".join(STORY)
    assert signature(whole, [Block(Role.MENU, 0, len(whole))]) is None


def test_copies_count_as_one_report_of_many_outlets(ledger, place):
    ledger.add(*story("b", *STORY))
    ledger.add(*story("a", "Theo Reuters", *STORY, day="2024-06-27"))
    ledger.add(*story("c", CALL, *STORY[1:], day="2024-06-28"))
    ledger.add(*story("d", CALL, "Cuộc điện đàm diễn ra theo đề nghị của Washington, hãng tin TASS cho hay."))
    assert copied(ledger) == {"a": "b", "b": None, "c": "b", "d": None}
    engine = connect(place, create=False)
    with engine.begin() as connection:
        counted = connection.execute(select(EntryRow.reports, EntryRow.outlets)).one()
    engine.dispose()
    assert tuple(counted) == (2, 4)
    assert list(ledger.verify()) == []


def test_copies_have_one_voice(ledger):
    for doc in "abc":
        ledger.add(*story(doc, *STORY, initiator="RUS"))
    ledger.add(*story("other", CALL, initiator="USA"))
    ledger.add(*story("third", f"Tin thêm. {CALL}", initiator="USA"))
    assert entry(ledger).record.initiator == "USA"
    assert [(each.field, each.value) for each in entry(ledger).dissents] == [("initiator", "RUS")]


def test_what_only_a_copy_tells_is_not_lost(ledger):
    bare = tuple(replace(each, person=None) for each in contact(article("x", CALL)).participants)
    ledger.add(*story("a", *STORY, initiator=None, participants=bare, topics=()))
    ledger.add(*story("b", *STORY, topics=("NATO",)))
    made = entry(ledger).record
    assert copied(ledger) == {"a": None, "b": "a"}
    assert (made.initiator, made.topics) == ("USA", ("NATO",))
    assert Participant("RUS", "Andrei Belousov", "defence minister") in made.participants


@pytest.mark.parametrize(
    ("days", "copy"), [(("2024-06-26", "2024-07-03"), "a"), (("2024-06-26", "2024-07-04"), None), ((None, None), "a")]
)
def test_copies_appear_within_a_week(ledger, days, copy):
    for doc, day in zip("ab", days, strict=True):
        ledger.add(*story(doc, *STORY, day=day))
    assert copied(ledger) == {"a": None, "b": copy}


def test_where_the_original_does_not_tell_of_it_the_first_copy_counts(ledger):
    page, read = story("a", *STORY)
    ledger.add(page, replace(read, contacts=()))
    ledger.add(*story("b", *STORY))
    ledger.add(*story("c", *STORY))
    assert copied(ledger) == {"b": None, "c": "b"}


def test_a_page_that_changes_is_no_copy_any_more(ledger):
    for doc in "abc":
        ledger.add(*story(doc, *STORY))
    ledger.add(*story("a", CALL, "Bài đã được viết lại."))
    assert copied(ledger) == {"a": None, "b": None, "c": "b"}
    assert list(ledger.verify()) == []


def test_a_ledger_without_signatures_gets_them(ledger, place, elsewhere):
    for doc in "abc":
        ledger.add(*story(doc, *STORY))
    copy_to_the_form_before(place, elsewhere)
    with Ledger.open(elsewhere) as opened:
        assert list(opened.entries(RecordKind.CONTACT)) == list(ledger.entries(RecordKind.CONTACT))
        assert list(opened.verify()) == []


def copy_to_the_form_before(place: str, elsewhere: str) -> None:
    """A ledger as it was before there were signatures, when every copy counted as a report."""
    source, target = connect(place, create=False), engine_at(elsewhere, create=True)
    with source.connect() as held, target.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "communique.ledger:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        there = inspect(connection)
        for table in Base.metadata.sorted_tables:
            if there.has_table(table.name) and (rows := held.execute(select(table)).mappings().all()):
                names = {each["name"] for each in there.get_columns(table.name)}
                connection.execute(insert(table), [{name: row[name] for name in row if name in names} for row in rows])
        connection.execute(text("UPDATE entries SET reports = 3"))
        searchindex.rebuild(connection)
    source.dispose()
    target.dispose()


WORDS = " ".join(STORY[1:]).split()
pages = st.tuples(
    st.sampled_from("abcdef"),
    st.lists(st.integers(0, len(WORDS) - 1), max_size=5),
    st.one_of(st.none(), st.integers(0, 12)),
)


def changed(drawn: tuple[str, list[int], int | None]) -> tuple[Article, Reading]:
    """The story with some words in another's place: enough of them and it is no copy."""
    doc, places, day = drawn
    words = [f"khác{place}" if place in places else word for place, word in enumerate(WORDS)]
    appeared = (date(2024, 6, 26) + timedelta(day)).isoformat() if day is not None else None
    return story(doc, CALL, " ".join(words), day=appeared)


def originals(place: str) -> dict[str, str | None]:
    engine = connect(place, create=False)
    query = select(DocumentRow.doc, SignatureRow.original).select_from(SignatureRow)
    query = query.join(ReadingRow, ReadingRow.key == SignatureRow.reading_key)
    with engine.begin() as connection:
        found = {row.doc: row.original for row in connection.execute(query.join(DocumentRow))}
    engine.dispose()
    return found


def chosen_at_once(drawn: list[tuple[str, list[int], int | None]]) -> dict[str, str | None]:
    """By the rule in its plainest form, from the newest version of each."""
    newest = {each[0]: each for each in drawn}
    made = {}
    for doc, each in newest.items():
        page, read = changed(each)
        day = date.fromisoformat(read.published.earliest) if read.published else None
        made[doc] = (day, signature(page.text, page.blocks) or b"")
    found: dict[str, str | None] = {}
    for doc in sorted(made, key=lambda doc: (made[doc][0] or date.max, doc)):
        day, mine = made[doc]
        before = [
            other
            for other in found
            if found[other] is None
            and likeness(mine, made[other][1]) >= ALIKE
            and set(bands(mine)) & set(bands(made[other][1]))
            and (day is None or made[other][0] is None or day - made[other][0] <= timedelta(7))
        ]
        found[doc] = before[0] if before else None
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(pages, min_size=2, max_size=8))
def test_whatever_came_and_went_the_copies_are_those_of_what_is_there(drawn):
    with TemporaryDirectory() as folder, Ledger.open(place := str(Path(folder) / "l.sqlite"), create=True) as ledger:
        for each in drawn:
            ledger.add(*changed(each))
        assert originals(place) == chosen_at_once(drawn)
        assert list(ledger.verify()) == []


def test_any_order_gives_the_same_entries(tmp_path):
    made = [
        story("a", *STORY, day="2024-07-06", initiator=None),
        story("b", *STORY, day="2024-06-30", initiator="RUS"),
        story("c", *STORY, day="2024-06-26", initiator="USA"),
        story("d", CALL, *STORY[2:], day=None, initiator="RUS"),
    ]
    results = set()
    for number, order in enumerate(permutations(made)):
        with Ledger.open(str(tmp_path / f"{number}.sqlite"), create=True) as ledger:
            for each in order:
                ledger.add(*each)
            results.add(repr([replace(e, seen_at=None, changed_at=None) for e in ledger.entries(RecordKind.CONTACT)]))
            assert ledger.channels(date(2024, 7, 10), ("RUS", "USA"))[0].reports
    assert len(results) == 1
    assert "copy_of='c'" in results.pop()


def test_questions_are_not_changed_by_copies(ledger):
    for doc in "ab":
        ledger.add(*story(doc, *STORY))
    assert len(list(ledger.entries(RecordKind.CONTACT, Question(actors=("RUS", "USA"))))) == 1
