"""Pairs of words in the search index: found by them is what is found without them."""

from __future__ import annotations

import random
from datetime import date

import pytest
from sqlalchemy import text

from communique.ledger import Area, Asked, Ledger, search, searchindex, searchmatches
from communique.ledger.searchkept import kept, unpacked
from communique.ledger.searchpairs import paired
from communique.ledger.searchwords import Phrase
from communique.ledger.store import connect
from handmade import CALL, article, contact, full, reading

VOCABULARY = ("bộ", "bố", "nước", "quân", "quản", "hai", "nga", "họp", "phòng", "giữa", "tròn")
QUESTIONS = (
    *("nước quân", "nuoc quan", "quân quản", "hai nước nga", "hai nuoc nga bo", '"hai nước" nga', '"quân quản" tròn'),
    *('"bộ nước" "nga hai"', '"bộ bố" "nước tr', '"hai nước nga" quâ', "tròn nước", "giữa hai nước tròn", "nga nga"),
)
WITHIN: tuple[dict[str, object], ...] = (
    {},
    {"area": Area.CONTACTS},
    {"actors": ("RUS",), "limit": 7},
    {"since": date(2024, 6, 1), "until": date(2024, 6, 25)},
)


def answers(ledger: Ledger) -> list[object]:
    return [ledger.search(Asked(each, **within)) for each in QUESTIONS for within in WITHIN]


@pytest.fixture
def ledger(place):
    chance = random.Random(7)
    with Ledger.open(place, create=True) as opened:
        for number in range(60):
            page = article(f"p{number}", CALL, " ".join(chance.choices(VOCABULARY, k=40)))
            contacts = (contact(page, page.text.split("\n")[2]),) if number % 2 else ()
            opened.add(page, reading(page, contacts=contacts))
        yield opened


def test_what_a_row_has_of_pairs():
    row = kept(["kcontacts"], ["hai nước nga", "nga"], ["bộ nước tròn", "hai nuoc"])
    plain, exact = "hai+nuoc nuoc+nga bo+nuoc nuoc+tron", "=hai+nước =nước+nga =bộ+nước =nước+tròn =hai+nuoc"
    assert row.paired() == f"#kcontacts {plain} {exact}"
    assert kept([], [], []).paired() == ""


def test_phrases_are_asked_for_by_the_pairs_of_their_words():
    hai, ends, alone = Phrase(("hai", "nước", "nga")), Phrase(("nga", "tròn")), Phrase(("nga",))
    assert paired([hai, ends, alone], exact=True) == ("=hai+nước", "=nước+nga", "=nga+tròn")
    assert paired([hai.plain(), Phrase(("hai", "nuoc"))], exact=False) == ("hai+nuoc", "nuoc+nga")
    assert paired([alone, Phrase(())], exact=True) == ()


@pytest.mark.parametrize(("considered", "looked_at"), [(100, 4), (3, 1), (3, 4), (8, 1)])
def test_the_same_is_found_without_pairs(ledger, monkeypatch, considered, looked_at):
    monkeypatch.setattr(search, "CONSIDERED", considered)
    monkeypatch.setattr(searchmatches, "LOOKED_AT", looked_at)
    found = answers(ledger)
    assert sum(map(bool, found)) > len(found) // 2
    monkeypatch.setattr(searchmatches, "paired", lambda *_, **__: ())
    assert answers(ledger) == found


def test_the_same_is_found_however_many_of_the_newest_rows_are_looked_at_first(ledger, place, monkeypatch):
    if place.endswith(".sqlite"):
        pytest.skip("SQLite reads in the order of the rows")
    asked = [Asked(each, Area.ARTICLES) for each in ("nước", "tròn nước", "xôi")]
    found = [*answers(ledger), *map(ledger.search, asked)]
    for newest, enlarged, considered in ((0, 1, 100), (1, 2, 100), (8, 2, 5), (40, 3, 20)):
        monkeypatch.setattr(searchmatches, "NEWEST", newest)
        monkeypatch.setattr(searchmatches, "ENLARGED", enlarged)
        if considered == 100:
            assert [*answers(ledger), *map(ledger.search, asked)] == found
        monkeypatch.setattr(search, "CONSIDERED", considered)
        few = answers(ledger)
        monkeypatch.setattr(searchmatches, "NEWEST", 0)
        assert answers(ledger) == few


def test_pairs_leave_the_index_with_their_rows(tmp_path, monkeypatch):
    place = str(tmp_path / "l.sqlite")
    with Ledger.open(place, create=True) as ledger:
        ledger.add(*full("full"))
        monkeypatch.setattr(searchindex, "names", lambda _: ("Tên khác",))
        page = article("full", "Hai nước họp.", "Hai nước Nga và Mỹ họp.")
        ledger.add(page, reading(page))
        assert list(ledger.verify()) == []
    engine = connect(place, create=False)
    with engine.begin() as connection:
        connection.execute(
            text("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'search_index_pairs', 'instance')")
        )
        terms = set(connection.scalars(text("SELECT term FROM temp.terms")))
        connection.execute(text("INSERT INTO search_index_pairs (search_index_pairs) VALUES ('integrity-check')"))
        (packed,) = connection.scalars(text("SELECT words FROM search_index_rows"))
    engine.dispose()
    assert terms == set(unpacked(packed).paired().split())
    assert {"#karticles", "hai+nuoc", "nga+va", "=hai+nước"} <= terms


@pytest.mark.parametrize("before", ["0019", "0022"])
def test_an_index_without_pairs_or_with_those_of_other_words_is_given_them(ledger, place, before):
    found = answers(ledger)
    engine = connect(place, create=False)
    with engine.begin() as connection:
        if engine.dialect.name != "sqlite":
            connection.execute(text("UPDATE search_index SET vector = strip(vector)"))
        elif before == "0019":
            connection.execute(text("DROP INDEX ix_documents_origin"))
            connection.execute(text("DROP TABLE search_index_pairs"))
        else:
            connection.execute(text("INSERT INTO search_index_pairs (search_index_pairs) VALUES ('delete-all')"))
            connection.execute(text("INSERT INTO search_index_pairs (rowid, terms) VALUES (3, 'lloyd==austin')"))
        connection.execute(text("UPDATE alembic_version SET version_num = :before"), {"before": before})
    engine.dispose()
    with Ledger.open(place) as opened:
        assert answers(opened) == found
        assert list(opened.verify()) == []
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            pairs = text("SELECT rowid FROM search_index_pairs WHERE search_index_pairs MATCH :pair")
            assert connection.scalar(pairs, {"pair": '"lloyd==austin"'}) is None


def test_a_row_without_its_pairs_is_found(ledger, place):
    engine = connect(place, create=False)
    if engine.dialect.name != "sqlite":
        pytest.skip("in PostgreSQL they are in the row")
    with engine.begin() as connection:
        (held,) = connection.scalars(text("SELECT words FROM search_index_rows WHERE key = 3"))
        out = "INSERT INTO search_index_pairs (search_index_pairs, rowid, terms) VALUES ('delete', 3, :terms)"
        connection.execute(text(out), {"terms": unpacked(held).paired()})
    engine.dispose()
    assert [(each.check, each.where, each.what) for each in ledger.verify()] == [
        ("search", "search_index 3", "is missing")
    ]


def test_a_phrase_is_found_in_an_article_with_more_pairs_than_a_row_holds(place):
    long = " ".join(f"từ{number}" for number in range(14_000))
    with Ledger.open(place, create=True) as ledger:
        for doc, said in (("long", f"{long} quân khí tròn"), ("short", "khí quân tròn")):
            page = article(doc, CALL, said)
            ledger.add(page, reading(page))
        for asked in ("quân khí", "quan khi", '"quân khí tròn"', '"từ13000 từ13001"'):
            assert ledger.search(Asked(asked))[0].doc == "long", asked
        assert list(ledger.verify()) == []
