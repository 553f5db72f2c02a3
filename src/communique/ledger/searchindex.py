"""The index that search asks: one row an article and one a record of every current reading, in either database.

In SQLite it is an FTS5 table, in PostgreSQL a table with a tsvector under GIN. Both hold the same words (see
`communique.ledger.searchwords`): `head` those of the title or the names, `body` those of the story or the evidence,
without diacritics; the same with diacritics; and tags, which say what the row is, who takes part and when it was. It
follows from the rest of the ledger and can be made anew at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import Connection, Integer, Text, select, text

from communique.article.model import STORY
from communique.interchange import RecordKind, load_record, record_codes
from communique.ledger.among import among, several
from communique.ledger.columns import Key
from communique.ledger.searchperiods import tags_of
from communique.ledger.searchwords import Phrase, name_words, names, plain_word, words
from communique.ledger.tables import DocumentRow, ReadingRow, RecordRow

BETWEEN = "¦"
"""Stands between parts, so that no phrase runs from one into the next."""

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

_FURTHEST = 16_000
"""The last position in a tsvector, about."""
_VECTOR_BYTES = 900_000
"""PostgreSQL holds a tsvector of less than a megabyte; words that make it longer are left out."""
_BATCH = 200


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
    """A row: `head` and `body` are words with diacritics; `first` and `last` bound its date, as ordinals."""

    key: int
    first: int | None
    last: int | None
    tags: tuple[str, ...]
    head: tuple[str, ...]
    body: tuple[str, ...]


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
        connection.execute(text(_FTS5))
        return
    connection.execute(text(_TABLE))
    connection.execute(text(_INDEX))


_FTS5 = """
CREATE VIRTUAL TABLE search_index USING fts5(
    first UNINDEXED, last UNINDEXED, tags, head, body, exact, tokenize = "ascii tokenchars '=#'"
)
"""
_SORTED_IN = "fastupdate = on, gin_pending_list_limit = 256"
"""What has come last lies in a list until there are so many kilobytes of it: every question reads the list through, and
sorting the words in together costs a third of sorting in those of each article.
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
            connection.execute(_INTO_FTS5, [_fts5(row) for row in rows])
        else:
            made = [_tsvector(row) for row in rows]
            connection.execute(_INTO_TABLE, {name: [row[name] for row in made] for name in made[0]})


_INTO_FTS5 = text(
    "INSERT INTO search_index (rowid, first, last, tags, head, body, exact)"
    " VALUES (:key, :first, :last, :tags, :head, :body, :exact)"
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
        name = _key_name(connection)
        connection.execute(text(f"DELETE FROM search_index WHERE {name} = :key"), [{"key": key} for key in keys])


def rebuild(connection: Connection) -> None:
    """Make it anew from all current readings."""
    connection.execute(text("DROP TABLE search_index"))
    late = connection.dialect.name == "postgresql"  # which sorts words in sooner when all are there
    if late:
        connection.execute(text(_TABLE))
    else:
        make(connection)
    current = select(ReadingRow.key).where(ReadingRow.superseded_by.is_(None)).order_by(ReadingRow.key)
    enter(connection, list(connection.scalars(current)))
    if late:
        connection.execute(text(_INDEX))


def held(connection: Connection) -> set[int]:
    """The keys it holds."""
    return set(connection.scalars(text(f"SELECT {_key_name(connection)} FROM search_index")))


def wanted(connection: Connection) -> set[int]:
    """The keys it should hold."""
    current = select(ReadingRow.key).where(ReadingRow.superseded_by.is_(None))
    records = select(RecordRow.key).where(RecordRow.reading_key.in_(current))
    return {key_of(Area.ARTICLES, key) for key in connection.scalars(current)} | {
        key_of(Area.CONTACTS, key) for key in connection.scalars(records)
    }


def _key_name(connection: Connection) -> str:
    return "rowid" if connection.dialect.name == "sqlite" else "key"


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
            (kind_tag(area), *map(code_tag, codes), *periods(row.earliest, row.latest)),
            _joined(map(name_words, own)),
            tuple(words(record.evidence)),
        )
    for article in connection.execute(_ARTICLES, {"keys": list(readings)}):
        yield Indexed(
            key_of(Area.ARTICLES, article.key),
            _ordinal(article.published_earliest),
            _ordinal(article.published_latest),
            (
                kind_tag(Area.ARTICLES),
                *map(code_tag, taking_part[article.key]),
                *periods(article.published_earliest, article.published_latest),
            ),
            _joined([words(article.title or ""), *map(name_words, called[article.key])]),
            _joined(map(words, story(article.text, article.blocks))),
        )


def story(text_: str, blocks: str) -> list[str]:
    """The blocks of an article that are its story, out of its text; `blocks` as `readings` has them."""
    return [text_[start:end] for role, start, end in orjson.loads(blocks) if role in STORY]


def _joined(parts: Iterable[Sequence[str]]) -> tuple[str, ...]:
    out: list[str] = []
    for part in parts:
        if part:
            out += [BETWEEN, *part] if out else part
    return tuple(out)


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day else None


def _fts5(row: Indexed) -> dict[str, Any]:
    return {
        "key": row.key,
        "first": row.first,
        "last": row.last,
        "tags": " ".join(map(_tagged, row.tags)),
        "head": " ".join(map(plain_word, row.head)),
        "body": " ".join(map(plain_word, row.body)),
        "exact": " ".join(map(_exact, [*row.head, BETWEEN, *row.body])),
    }


def _tsvector(row: Indexed) -> dict[str, Any]:
    places: dict[str, list[str]] = {_tagged(tag): [] for tag in row.tags}
    size = 0
    for place, word in enumerate([*row.head, BETWEEN, *row.body], 1):
        if word == BETWEEN or size > _VECTOR_BYTES:
            continue
        at = f"{place if place < _FURTHEST else _FURTHEST}{'A' if place <= len(row.head) else 'D'}"
        for lexeme in (plain_word(word), _exact(word)):
            held_places = places.get(lexeme)
            if held_places is None:
                places[lexeme] = [at]
                size += len(lexeme.encode()) + 10
            elif len(held_places) < 256:
                held_places.append(at)
                size += 2
    vector = " ".join(f"'{lexeme}':{','.join(at)}" if at else f"'{lexeme}'" for lexeme, at in places.items())
    return {
        "key": row.key,
        "first": row.first,
        "last": row.last,
        "head": " ".join(map(plain_word, row.head)),
        "body": " ".join(map(plain_word, row.body)),
        "vector": vector,
    }


def _exact(word: str) -> str:
    """A word with its diacritics as the index holds it, a term apart from the word without."""
    return f"={word}"


def _tagged(tag: str) -> str:
    return f"#{tag}"


def expression(
    dialect: str,
    phrases: Sequence[Phrase],
    tags: Sequence[str],
    any_of: Sequence[str] = (),
    *,
    exact: bool,
    prefix: bool,
) -> str:
    """What is asked for, in the words of a database: all phrases, all tags and, where there are any, one of `any_of`;
    `prefix`: the last word may go on.

    Only words (see `searchwords.words`) come into it, and each is quoted.
    """
    asked = [[_exact(word) if exact else word for word in each.words] for each in phrases]
    asked += [[_tagged(tag)] for tag in tags]
    last = len(phrases) - 1 if prefix else None
    if dialect == "sqlite":
        quoted = [f'"{" ".join(each)}"{" *" if number == last else ""}' for number, each in enumerate(asked)]
        others = " OR ".join(f'"{_tagged(tag)}"' for tag in any_of)
        return " AND ".join([*quoted, f"({others})"] if any_of else quoted)
    quoted = [" <-> ".join(f"'{word}'" for word in each) + (":*" if n == last else "") for n, each in enumerate(asked)]
    if any_of:
        quoted.append(" | ".join(f"'{_tagged(tag)}'" for tag in any_of))
    return " & ".join(f"({each})" for each in quoted)
