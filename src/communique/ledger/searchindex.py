"""The index that search asks: one row an article and one a record of every current reading, in either database.

In SQLite it is an FTS5 table without content beside a table of what it was given (see `communique.ledger.searchkept`),
in PostgreSQL a table with a tsvector under GIN. Both hold the same words (see `communique.ledger.searchwords`): `head`
those of the title or the names, `body` those of the story or the evidence, without diacritics; the same with
diacritics; and tags, which say what the row is, who takes part and when it was. It follows from the rest of the ledger
and can be made anew at any time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import Connection, Integer, Text, column, delete, select, table, text

from communique.article.model import STORY
from communique.interchange import RecordKind, load_record, record_codes
from communique.ledger.among import among, several
from communique.ledger.columns import Key
from communique.ledger.searchkept import BETWEEN, Kept, exact_term, kept, packed, tag_term, unpacked
from communique.ledger.searchpairs import CUT
from communique.ledger.searchperiods import tags_of
from communique.ledger.searchwords import names, plain_word, spelt, words
from communique.ledger.tables import DocumentRow, ReadingRow, RecordRow

_KEYS = several("keys", Key)
_RECORDS = (
    select(RecordRow.key, RecordRow.reading_key, RecordRow.list, RecordRow.body, RecordRow.earliest, RecordRow.latest)
    .where(among(RecordRow.reading_key, _KEYS))
    .order_by(RecordRow.key)
)
_ARTICLES = (
    select(
        ReadingRow.key,
        ReadingRow.blocks,
        ReadingRow.published_earliest,
        ReadingRow.published_latest,
        DocumentRow.title,
        DocumentRow.text,
    )
    .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
    .where(among(ReadingRow.key, _KEYS))
    .order_by(ReadingRow.key)
)

_PLACES = 256
"""The places of a word that a tsvector holds, about; it takes those beyond the 16 383rd for that one."""
_VECTOR_BYTES = 900_000
"""PostgreSQL holds a tsvector of less than a megabyte; words that make it longer are left out."""
_PAIRS_BYTES = _VECTOR_BYTES // 3
_ROOMY = 40_000
"""Characters of a row whose words, of whatever kind, fit into a tsvector."""
_BATCH = 200
_KEPT_AT_ONCE = 2000


class Area(StrEnum):
    """What can be searched: the record kinds, and the articles themselves."""

    CONTACTS = "contacts"
    STATEMENTS = "statements"
    AGREEMENTS = "agreements"
    STATES = "states"
    ACTIONS = "actions"
    ARTICLES = "articles"


@dataclass(frozen=True, slots=True)
class Indexed:
    """A row; `first` and `last` bound its date, as ordinals."""

    key: int
    first: int | None
    last: int | None
    words: Kept


def key_of(area: Area, key: int) -> int:
    """The key in the index of a record, or of the reading of an article; even and odd."""
    return 2 * key + (area is Area.ARTICLES)


def kind_tag(area: Area) -> str:
    """The tag of what a row is."""
    return f"k{area.value}"


def code_tag(code: str) -> str:
    """The tag of an actor who takes part."""
    return "c" + "".join(words(code))


def periods(first: date | None, last: date | None) -> tuple[str, ...]:
    """The tags of when a row was."""
    return tags_of(_ordinal(first), _ordinal(last))


def make(connection: Connection) -> None:
    """Make the index, empty."""
    if connection.dialect.name == "sqlite":
        for each in (_FTS5, _ROWS, _PAIRS):
            connection.execute(text(each))
        return
    connection.execute(text(_TABLE))
    connection.execute(text(_INDEX))


_FTS5 = """
CREATE VIRTUAL TABLE search_index USING fts5(terms, content = '', columnsize = 0, tokenize = "ascii tokenchars '=#'")
"""
_PAIRS = """
CREATE VIRTUAL TABLE search_index_pairs USING fts5(
    terms, content = '', columnsize = 0, detail = none, tokenize = "ascii tokenchars '=#+'"
)
"""
_ROWS = """
CREATE TABLE search_index_rows (
    key INTEGER PRIMARY KEY, first INTEGER, last INTEGER, plain INTEGER NOT NULL, words BLOB NOT NULL
)
"""
_SORTED_IN = "fastupdate = on, gin_pending_list_limit = 1024"
"""What has come last lies in a list until there are so many kilobytes of it, about those of a dozen articles. Every
question reads the list through, in about a millisecond; sorting its words in together costs much less than sorting in
those of each article.
"""
_TABLE = """
CREATE TABLE search_index (
    key BIGINT PRIMARY KEY, first INTEGER, last INTEGER, head TEXT NOT NULL, body TEXT NOT NULL,
    vector TSVECTOR NOT NULL
)
"""
_INDEX = f"CREATE INDEX ix_search_index_vector ON search_index USING gin (vector) WITH ({_SORTED_IN})"


def enter(connection: Connection, readings: Sequence[int]) -> None:
    """Take readings, by key, and their records in."""
    for start in range(0, len(readings), _BATCH):
        rows = list(_rows(connection, readings[start : start + _BATCH]))
        if not rows:
            continue
        if connection.dialect.name == "sqlite":
            connection.execute(_INTO_ROWS, [_packed(row) for row in rows])
            connection.execute(_INTO_FTS5, [{"key": row.key, "terms": row.words.indexed()} for row in rows])
            connection.execute(_INTO_PAIRS, [{"key": row.key, "terms": row.words.paired()} for row in rows])
        else:
            made = [_tsvector(row) for row in rows]
            connection.execute(_INTO_TABLE, {name: [row[name] for row in made] for name in made[0]})


_INTO_FTS5 = text("INSERT INTO search_index (rowid, terms) VALUES (:key, :terms)")
_OUT_OF_FTS5 = text("INSERT INTO search_index (search_index, rowid, terms) VALUES ('delete', :key, :terms)")
_INTO_PAIRS = text("INSERT INTO search_index_pairs (rowid, terms) VALUES (:key, :terms)")
_OUT_OF_PAIRS = text(
    "INSERT INTO search_index_pairs (search_index_pairs, rowid, terms) VALUES ('delete', :key, :terms)"
)
_INTO_ROWS = text(
    "INSERT INTO search_index_rows (key, first, last, plain, words) VALUES (:key, :first, :last, :plain, :words)"
)
_INTO_TABLE = text(
    "INSERT INTO search_index (key, first, last, head, body, vector)"
    " SELECT key, first, last, head, body, CAST(vector AS tsvector)"
    " FROM unnest(:key, :first, :last, :head, :body, :vector) AS given (key, first, last, head, body, vector)"
).bindparams(
    several("key", Key),
    *(several(name, Integer()) for name in ("first", "last")),
    *(several(name, Text()) for name in ("head", "body", "vector")),
)


def leave(connection: Connection, readings: Sequence[int]) -> None:
    """Take readings and their records out."""
    for start in range(0, len(readings), _BATCH):
        batch = readings[start : start + _BATCH]
        records = connection.execute(_RECORDS, {"keys": list(batch)})
        keys = [key_of(Area.CONTACTS, row.key) for row in records] + [key_of(Area.ARTICLES, key) for key in batch]
        if connection.dialect.name != "sqlite":
            connection.execute(_DELETE, {"keys": keys})
            continue
        gone = connection.execute(_KEPT, {"keys": keys}).all()
        if gone:
            told = [(row.key, unpacked(row.words)) for row in gone]
            connection.execute(_OUT_OF_FTS5, [{"key": key, "terms": row.indexed()} for key, row in told])
            connection.execute(_OUT_OF_PAIRS, [{"key": key, "terms": row.paired()} for key, row in told])
            connection.execute(_DELETE_KEPT, {"keys": keys})


_TABLE_ROW = table("search_index", column("key", Key))
_DELETE = delete(_TABLE_ROW).where(among(_TABLE_ROW.c.key, _KEYS))
_KEPT_ROW = table("search_index_rows", column("key", Key), column("words"))
_KEPT = select(_KEPT_ROW.c.key, _KEPT_ROW.c.words).where(among(_KEPT_ROW.c.key, _KEYS))
_DELETE_KEPT = delete(_KEPT_ROW).where(among(_KEPT_ROW.c.key, _KEYS))


def rebuild(connection: Connection) -> None:
    """Make it anew from all current readings."""
    _drop(connection)
    late = connection.dialect.name == "postgresql"  # which sorts words in sooner when all are there
    if late:
        connection.execute(text(_TABLE))
    else:
        make(connection)
    current = select(ReadingRow.key).where(ReadingRow.superseded_by.is_(None)).order_by(ReadingRow.key)
    enter(connection, list(connection.scalars(current)))
    if late:
        connection.execute(text(_INDEX))


def _drop(connection: Connection) -> None:
    """Drop its tables. Zeros are not written over what they held, which elsewhere the ledger goes on holding."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP TABLE search_index"))
        return
    zeroing = connection.exec_driver_sql("PRAGMA secure_delete").scalar_one()
    connection.exec_driver_sql("PRAGMA secure_delete = OFF")
    for name in ("search_index", "search_index_pairs", "search_index_rows"):
        connection.execute(text(f"DROP TABLE IF EXISTS {name}"))
    connection.exec_driver_sql(f"PRAGMA secure_delete = {zeroing}")


def add_pairs(connection: Connection) -> None:
    """Give an index in SQLite the pairs of words of what it keeps, in place of those it may have."""
    connection.execute(text("DROP TABLE IF EXISTS search_index_pairs"))
    connection.execute(text(_PAIRS))
    last = 0
    while rows := connection.execute(_NEXT_KEPT, {"last": last}).all():
        connection.execute(_INTO_PAIRS, [{"key": row.key, "terms": unpacked(row.words).paired()} for row in rows])
        last = rows[-1].key


_NEXT_KEPT = text(f"SELECT key, words FROM search_index_rows WHERE key > :last ORDER BY key LIMIT {_KEPT_AT_ONCE}")


def held(connection: Connection) -> Iterator[set[int]]:
    """The keys it holds, in each of its tables."""
    if connection.dialect.name == "postgresql":
        yield set(connection.scalars(text("SELECT key FROM search_index")))
        return
    yield set(connection.scalars(text("SELECT key FROM search_index_rows")))
    told = {"kinds": " OR ".join(f'"{tag_term(kind_tag(area))}"' for area in Area)}
    for name in ("search_index", "search_index_pairs"):
        yield set(connection.scalars(text(f"SELECT rowid FROM {name} WHERE {name} MATCH :kinds"), told))


def wanted(connection: Connection) -> set[int]:
    """The keys it should hold."""
    current = select(ReadingRow.key).where(ReadingRow.superseded_by.is_(None))
    records = select(RecordRow.key).where(RecordRow.reading_key.in_(current))
    return {key_of(Area.ARTICLES, key) for key in connection.scalars(current)} | {
        key_of(Area.CONTACTS, key) for key in connection.scalars(records)
    }


def _rows(connection: Connection, readings: Sequence[int]) -> Iterator[Indexed]:
    """The rows of some readings and their records."""
    called: dict[int, dict[str, None]] = {key: {} for key in readings}
    taking_part: dict[int, dict[str, None]] = {key: {} for key in readings}
    for row in connection.execute(_RECORDS, {"keys": list(readings)}):
        record = load_record(RecordKind(row.list), row.body)
        codes = dict.fromkeys(code for code, _ in record_codes(record))
        own = names(record)
        called[row.reading_key].update(dict.fromkeys(own))
        taking_part[row.reading_key].update(codes)
        area = Area(row.list)
        yield Indexed(
            key_of(area, row.key),
            _ordinal(row.earliest),
            _ordinal(row.latest),
            kept(
                (kind_tag(area), *map(code_tag, codes), *periods(row.earliest, row.latest)),
                map(spelt, own),
                [" ".join(words(record.evidence))],
            ),
        )
    for article in connection.execute(_ARTICLES, {"keys": list(readings)}):
        yield Indexed(
            key_of(Area.ARTICLES, article.key),
            _ordinal(article.published_earliest),
            _ordinal(article.published_latest),
            kept(
                (
                    kind_tag(Area.ARTICLES),
                    *map(code_tag, taking_part[article.key]),
                    *periods(article.published_earliest, article.published_latest),
                ),
                [" ".join(words(article.title or "")), *map(spelt, called[article.key])],
                [" ".join(words(block)) for block in story(article.text, article.blocks)],
            ),
        )


def story(text_: str, blocks: str) -> list[str]:
    """The blocks of an article that are its story, out of its text; `blocks` as `readings` has them."""
    return [text_[start:end] for role, start, end in orjson.loads(blocks) if role in STORY]


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day else None


def _packed(row: Indexed) -> dict[str, Any]:
    size, held_words = packed(row.words)
    return {"key": row.key, "first": row.first, "last": row.last, "plain": size, "words": held_words}


def _that_fit(terms: Iterable[str], places: Mapping[str, list[str]]) -> tuple[list[str], dict[str, list[str]]]:
    """Of the terms and the words of a long row, each with its places, those for which there is room."""
    found: list[str] = []
    words_: dict[str, list[str]] = {}
    size = 0
    for term in terms:
        size += len(term.encode()) + 8
        if size > _PAIRS_BYTES:
            found.insert(0, CUT)
            break
        found.append(term)
    for word, held in places.items():
        words_[word] = held[:_PLACES]
        size += 2 * len(word.encode()) + 4 * len(words_[word]) + 20
        if size > _VECTOR_BYTES:
            del words_[word]
            break
    return found, words_


def _tsvector(row: Indexed) -> dict[str, Any]:
    head, body = row.words.head.split(), row.words.body.split()
    terms = [*row.words.tagged(), *row.words.pairs()]
    places: defaultdict[str, list[str]] = defaultdict(list)
    for place, word in enumerate([*head, BETWEEN, *body], 1):
        places[word].append(str(place))
    del places[BETWEEN]
    of_words: dict[str, list[str]] = places
    if len(row.words.head) + len(row.words.body) > _ROOMY:
        terms, of_words = _that_fit(terms, places)
    plain: dict[str, str] = {}
    exact: list[str] = []
    for word, told in of_words.items():
        at, without = ",".join(told), plain_word(word)
        plain[without] = f"{plain[without]},{at}" if without in plain else at
        exact.append(f"'{exact_term(word)}':{at}")
    vector = " ".join([*[f"'{term}'" for term in terms], *[f"'{word}':{at}" for word, at in plain.items()], *exact])
    return {
        "key": row.key,
        "first": row.first,
        "last": row.last,
        "head": row.words.plain_head,
        "body": row.words.plain_body,
        "vector": vector,
    }
