"""Search: what is found, in which order, with which words marked; on both databases alike."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, text
from typer.testing import CliRunner

from communique.cli.app import app
from communique.ledger import Area, Asked, Ledger, Reader, RecordKind, search, searchindex
from communique.ledger.searchkept import kept, packed, plain_part, unpacked
from communique.ledger.searchwords import Phrase, distinct, phrases, spans, words
from communique.ledger.snippets import snippet
from communique.ledger.store import connect, engine_at
from communique.ledger.tables import CodeRow, DocumentRow, EvidenceRow, ReadingRow, RecordRow
from communique.records import Participant
from handmade import CALL, article, contact, full, reading, state

PHONETIC = "Bộ trưởng Quốc phòng Nga Xéc-gây Xôi-gu đã điện đàm với người đồng cấp Mỹ Lloyd Austin."
BODIES = "Bộ Quốc phòng hai nước bàn về trưởng đoàn đàm phán."
ROUND = "Hai bên bàn tròn về an ninh tại Hải Phòng."
LIST = "Hai bên công bố bản đồ và gửi phòng văn thư."


def told(ledger: Ledger, words: str, **more: object) -> list[str]:
    return [f"{hit.area.value}:{hit.doc}" for hit in ledger.search(Asked(words, **more))]


def docs(ledger: Ledger, words: str, **more: object) -> list[str]:
    return [hit.doc for hit in ledger.search(Asked(words, **{"area": Area.ARTICLES, **more}))]


def marked(ledger: Ledger, words: str, **more: object) -> list[str]:
    (hit, *_) = ledger.search(Asked(words, **more))
    return [piece.text for piece in hit.snippet if piece.marked]


@pytest.fixture
def ledger(place):
    shoigu = (Participant("RUS", "Sergei Shoigu", "defence minister"), Participant("USA", "Lloyd Austin"))
    with Ledger.open(place, create=True) as opened:
        page = article("phonetic", PHONETIC)
        opened.add(page, reading(page, contacts=(contact(page, PHONETIC, participants=shoigu, topics=()),)))
        for doc, body in (("bodies", BODIES), ("round", ROUND), ("list", LIST)):
            page = article(doc, body)
            opened.add(page, reading(page))
        opened.add(*full("full"))
        yield opened


def test_what_is_as_written_comes_first_however_much_there_is(place, monkeypatch):
    monkeypatch.setattr(search, "CONSIDERED", 3)
    with Ledger.open(place, create=True) as ledger:
        for number in range(8):
            page = article(f"page {number}", ROUND if number % 4 else "Hai bên giữ trọn lời đã hứa với nhau.")
            ledger.add(page, reading(page))
        assert docs(ledger, "tròn", limit=8) == [f"page {number}" for number in (7, 6, 5, 3, 2, 1, 4, 0)]
        assert docs(ledger, "tròn", limit=5) == docs(ledger, "tròn", limit=8)[:5]


PHONETIC_FOUND = {"contacts:phonetic", "articles:phonetic"}
ROUND_FIRST = {"articles:round", "articles:list", "articles:bodies"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("shoigu", PHONETIC_FOUND),
        ("Shoigu Sergei", PHONETIC_FOUND),
        ("soi gu", PHONETIC_FOUND),
        ("xoi gu", PHONETIC_FOUND),
        ("Xôi-gu", PHONETIC_FOUND),
        ("Sôi-gu", PHONETIC_FOUND),
        ("defence minister shoi", PHONETIC_FOUND),
        ("haiphong", set()),
        ("hải phòng", ROUND_FIRST),
        ("hai phong", ROUND_FIRST),
        ('"hải phòng"', {"articles:round"}),
        ('"hai phong"', {"articles:round"}),
        ("giá vàng", set()),
        ("", set()),
        ("…", set()),
    ],
)
def test_what_is_found(ledger, asked, found):
    assert set(told(ledger, asked)) == found
    if found is ROUND_FIRST:
        assert told(ledger, asked)[0] == "articles:round"


def test_offices_and_actors_are_found_in_both_languages(ledger):
    for asked in ("bo truong quoc phong", "Bộ trưởng Quốc phòng", "defence minister", "hoa kỳ", "United States"):
        assert {"contacts:phonetic", "articles:phonetic", "contacts:full"} <= set(told(ledger, asked)), asked


def test_words_as_written_come_before_the_same_without_diacritics(ledger):
    assert set(docs(ledger, "bàn", limit=2)) == {"round", "bodies"}
    assert docs(ledger, "bàn").index("list") >= 2
    assert docs(ledger, "bản")[0] == "list"
    assert marked(ledger, "bản", area=Area.ARTICLES) == ["bản"]


def test_words_together_come_before_words_apart(ledger):
    assert docs(ledger, "trưởng đoàn đàm phán")[0] == "bodies"
    assert docs(ledger, "Bộ trưởng Quốc phòng")[0] in ("phonetic", "full")
    assert docs(ledger, "Bộ trưởng Quốc phòng")[-1] == "bodies"


def test_filters(ledger):
    assert set(told(ledger, "quoc phong", area=Area.CONTACTS)) == {"contacts:phonetic", "contacts:full"}
    assert told(ledger, "quoc phong", actors=("CHN",)) == []
    assert "articles:full" in told(ledger, "quoc phong", actors=("UKR",))
    assert told(ledger, "quoc phong", actors=("UKR", "BLR")) == []
    assert told(ledger, "quoc phong", since=date(2024, 6, 26), area=Area.CONTACTS) == []
    assert len(told(ledger, "quoc phong", since=date(2024, 6, 25), until=date(2024, 6, 25), area=Area.CONTACTS)) == 2
    assert len(told(ledger, "quoc phong", limit=1)) == 1


def test_the_match_is_marked_where_it_stands(ledger):
    assert marked(ledger, "xoi gu", area=Area.CONTACTS) == ["Xôi-gu"]
    assert marked(ledger, "shoigu", area=Area.CONTACTS) == ["Shoigu"]
    assert "người đồng" in marked(ledger, "người đồn", area=Area.CONTACTS)
    (hit, *_) = ledger.search(Asked("shoigu", Area.CONTACTS))
    assert "".join(piece.text for piece in hit.snippet).startswith("Bộ trưởng")


def test_superseded_readings_leave_the_index(ledger):
    newer = article("phonetic", BODIES)
    ledger.add(newer, reading(newer))
    assert told(ledger, "shoigu") == []
    page, read = full("full")
    ledger.keep(page, replace(read, extractor="test 2", contacts=(), title="Khác"))
    assert "contacts:full" in told(ledger, "dien dam")
    ledger.swap(Reader("test 2"))
    assert told(ledger, "dien dam", area=Area.CONTACTS) == []
    assert list(ledger.verify()) == []


def test_an_entry_is_found_once_however_many_articles_report_it(ledger):
    for number in range(3):
        ledger.add(*full(f"again {number}"))
    (entry,) = ledger.search(Asked("belousov austin", Area.CONTACTS))
    assert entry.id in {each.id for each in ledger.entries(Area.CONTACTS)}
    assert len(ledger.search(Asked("belousov austin", Area.ARTICLES))) == 4


def test_a_ledger_of_the_first_form_is_brought_up_to_date(ledger, place, elsewhere):
    copy_to_the_first_form(place, elsewhere)
    with Ledger.open(elsewhere) as opened:
        assert told(opened, "quoc phong") == told(ledger, "quoc phong")
        assert list(opened.entries(RecordKind.CONTACT)) == list(ledger.entries(RecordKind.CONTACT))
        assert list(opened.verify()) == []


def copy_to_the_first_form(place: str, elsewhere: str) -> None:
    """What was read, in a ledger as the first migration alone leaves it."""
    source, target = connect(place, create=False), engine_at(elsewhere, create=True)
    tables = (DocumentRow, ReadingRow, RecordRow, EvidenceRow, CodeRow)
    with source.connect() as held, target.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "communique.ledger:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for table in tables:
            connection.execute(insert(table), [dict(row) for row in held.execute(select(table.__table__)).mappings()])
    source.dispose()
    target.dispose()


OF_BEFORE = """
CREATE VIRTUAL TABLE search_index USING fts5(
    first UNINDEXED, last UNINDEXED, tags, head, body, exact, tokenize = "ascii tokenchars '=#'"
)
"""


def test_an_index_with_a_text_of_its_own_is_made_anew(ledger, place):
    engine = connect(place, create=False)
    if engine.dialect.name != "sqlite":
        pytest.skip("only in SQLite has it had another form")
    before = [ledger.search(Asked(each)) for each in ASKED]
    with engine.begin() as connection:
        connection.execute(text("DROP INDEX ix_documents_origin"))
        connection.execute(text("DROP TABLE search_index"))
        connection.execute(text("DROP TABLE search_index_rows"))
        connection.execute(text(OF_BEFORE))
        connection.execute(text("INSERT INTO search_index (rowid, tags, head) VALUES (2, '#kcontacts', 'khongco')"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0018'"))
    engine.dispose()
    with Ledger.open(place) as opened:
        assert [opened.search(Asked(each)) for each in ASKED] == before
        assert told(opened, "khongco") == []
        assert list(opened.verify()) == []


@pytest.mark.parametrize("damage", ["table", "words"])
def test_a_damaged_index_is_found(ledger, place, damage):
    engine = connect(place, create=False)
    sqlite = engine.dialect.name == "sqlite"
    with engine.begin() as connection:
        if sqlite and damage == "words":
            (packed,) = connection.scalars(text("SELECT words FROM search_index_rows WHERE key = 2"))
            taken_out = text("INSERT INTO search_index (search_index, rowid, terms) VALUES ('delete', 2, :terms)")
            connection.execute(taken_out, {"terms": unpacked(packed).indexed()})
        else:
            connection.execute(text(f"DELETE FROM {'search_index_rows' if sqlite else 'search_index'} WHERE key = 2"))
    engine.dispose()
    assert [(each.check, each.what) for each in ledger.verify()] == [("search", "is missing")]


def test_nothing_is_left_of_what_leaves_the_index_whatever_names_are_known_by_then(tmp_path, monkeypatch):
    place = str(tmp_path / "l.sqlite")
    with Ledger.open(place, create=True) as ledger:
        ledger.add(*full("full"))
        monkeypatch.setattr(searchindex, "names", lambda _: ("Tên khác",))
        page = article("full", ROUND)
        ledger.add(page, reading(page))
        assert list(ledger.verify()) == []
    engine = connect(place, create=False)
    with engine.begin() as connection:
        connection.execute(text("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'search_index', 'instance')"))
        terms = list(connection.scalars(text("SELECT term FROM temp.terms ORDER BY offset")))
        connection.execute(text("INSERT INTO search_index (search_index) VALUES ('integrity-check')"))
        (packed,) = connection.scalars(text("SELECT words FROM search_index_rows"))
    engine.dispose()
    assert terms == unpacked(packed).indexed().split()
    assert {"#karticles", "hai", "=hải", "an", "=an"} <= set(terms)


def test_names_within_others_are_left_out():
    named = ["việt nam", "nước việt nam", "viet nam", "", "việt nam", "nam", "nga"]
    assert distinct(named) == ["nước việt nam", "viet nam", "nga"]
    assert distinct(["nga", "nga"]) == ["nga"]
    assert distinct(["a" * 30, "a"]) == ["a" * 30, "a"]
    of = [f"w{number}" for number in range(30)]
    long, thirteen, twelve = " ".join(of), " ".join(of[1:14]), " ".join(of[2:14])
    assert distinct([long, thirteen, twelve, "w1 w2", "w2 w1"]) == [long, thirteen, "w2 w1"]


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=15).map(" ".join), max_size=12))
def test_what_is_in_a_name_that_is_left_out_is_in_another(given_names):
    kept = distinct(given_names)
    assert len(set(kept)) == len(kept)
    assert set(kept) <= set(given_names)
    assert all(any(f" {each} " in f" {other} " for other in kept) for each in given_names if each)


def test_what_is_kept_of_a_row_is_what_was_indexed():
    row = kept(["kcontacts", "cvnm"], ["việt nam", "nước việt nam", "viết nấm", "nga"], ["bàn tròn", "", "hải phòng"])
    size, held = packed(row)
    assert unpacked(held) == row
    assert plain_part(size, held) == ("nuoc viet nam ¦ viet nam ¦ nga", "ban tron ¦ hai phong")
    assert row.indexed() == (
        "#kcontacts #cvnm nuoc viet nam ¦ nga ¦ ban tron ¦ hai phong"
        " ¦ =nước =việt =nam =¦ =viết =nấm =¦ =nga =¦ =bàn =tròn =¦ =hải =phòng"
    )
    empty = kept([], [], [])
    assert unpacked(packed(empty)[1]) == empty
    for damaged in (b"damaged", packed(row)[1][:-5]):
        with pytest.raises(ValueError, match="cannot be read"):
            unpacked(damaged)
    with pytest.raises(ValueError, match="cannot be read"):
        plain_part(size, b"damaged")


HOSTILE = (
    *('"', "'", "NEAR(a b)", "a OR b", "NOT nga", "head : nga", "nga*", "^nga", "-nga", "(", "{head} : x", "\\"),
    *("nga\x00", "a AND", "';--", "&", "|", "!nga", "<->", ":*", "nga:*A", "“", "%", "_", "\u202e", "½", "İ", "=nga"),
)


def test_no_question_reaches_the_database_as_more_than_words(ledger):
    for asked in HOSTILE:
        told(ledger, asked)
        told(ledger, asked, actors=(asked,), limit=3)
    assert told(ledger, "nga OR khongco") == []
    assert told(ledger, "head : nga") == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_any_text_can_be_asked_for(ledger, asked):
    if asked.isprintable() and not any("\ud800" <= char <= "\udfff" for char in asked):
        ledger.search(Asked(asked))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Bộ trưởng", [("bộ",), ("trưởng",)]),
        ('"Bộ trưởng" Nga', [("bộ", "trưởng"), ("nga",)]),
        ('Nga "bộ trưởng', [("nga",), ("bộ", "trưởng")]),
        ("Sôi-gu", [("sôi",), ("gu",)]),
        ("nga Nga", [("nga",)]),
        ('""', []),
    ],
)
def test_a_question_is_words_and_phrases(asked, found):
    assert [each.words for each in phrases(asked)] == found


@given(st.text(max_size=60))
def test_words_lie_where_they_are_said_to(given_text):
    assert [word for word, _, _ in spans(given_text)] == words(given_text)
    for word, start, end in spans(given_text):
        assert words(given_text[start:end])[0][:1] or word


def test_a_snippet_of_a_long_text_is_short_and_around_the_match():
    long = " ".join(f"từ{number}" for number in range(5000)) + " Hải Phòng " + " ".join(["đuôi"] * 5000)
    pieces = snippet(["Đầu đề", long], (Phrase(("hai",)), Phrase(("phong",))))
    assert [piece.text for piece in pieces if piece.marked] == ["Hải Phòng"]
    shown = "".join(piece.text for piece in pieces)
    assert shown.startswith("Đầu đề · … từ")
    assert len(shown) < 300


def run(*arguments: str):
    return CliRunner().invoke(app, [*arguments], prog_name="communique")


def test_the_command(ledger, place):
    shown = run("search", "shoigu", "--ledger", place, "--kind", "contacts").stdout
    assert "⟦Shoigu⟧" in shown
    assert "2024-06-25  contact  Tin phonetic, Báo Mẫu" in shown
    (hit,) = json.loads(run("search", "xoi", "gu", "--kind", "contacts", "--format", "json", "--ledger", place).stdout)
    ((start, end),) = hit["marks"]
    assert (hit["snippet"][start:end], hit["exact"], hit["doc"]) == ("Xôi-gu", False, "phonetic")
    assert run("show", hit["id"], "--ledger", place).exit_code == 0
    assert "Nothing in the ledger" in run("search", "khongco", "--ledger", place).stdout
    assert run("search", "x", "--kind", "songs", "--ledger", place).exit_code == 2


ASKED = ("an ninh", "bộ trưởng quốc phòng", "bàn", "ban", '"hai phong"', "hội đà", "tru", "my nga ban an hai")


def test_the_order_does_not_depend_on_the_database(tmp_path, server):
    chance = random.Random(5)
    vocabulary = ["nga", "Mỹ", "bộ", "trưởng", "quốc", "phòng", "hội", "đàm", "an", "ninh", "bàn", "bản", "hải"]
    pages = []
    for number in range(60):
        page = article(f"p{number}", CALL, " ".join(chance.choices(vocabulary, k=30)))
        pages.append((page, reading(page, contacts=(contact(page),), states=(state(page, page.text.split("\n")[2]),))))
    answers = []
    for place in (str(tmp_path / "l.sqlite"), server.database()):
        with Ledger.open(place, create=True) as ledger:
            for page, read in pages:
                ledger.add(page, read)
            asked = [
                "an ninh",
                "bộ trưởng quốc phòng",
                "bàn",
                "ban",
                '"hai phong"',
                "hội đ",
                "tru",
                "my nga ban an hai",
            ]
            answers.append([ledger.search(Asked(each, limit=30)) for each in asked])
    assert answers[0] == answers[1]
