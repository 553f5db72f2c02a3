"""Full text search over articles and records, best first.

What matches as written, diacritics and all, comes before what matches without them, words that stand together before
words that do not, and whole words before beginnings of words. Within each of these steps the newest `CONSIDERED`
matches are ranked by how often the words occur for their length (BM25 with all words alike), then, where these are too
few, as many before them, so that a question takes no longer in a larger ledger than the database takes to find as many.
Of several reports of one entry the best stands for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select, text
from sqlalchemy.orm import aliased

from communique.interchange import RecordKind, load_record, record_codes
from communique.ledger.judging.model import Verdict
from communique.ledger.searchindex import Area, code_tag, expression, key_of, kind_tag, story
from communique.ledger.searchkept import plain_part
from communique.ledger.searchperiods import tags_for
from communique.ledger.searchwords import Phrase, names, phrases, plain_word
from communique.ledger.snippets import Piece, snippet
from communique.ledger.tables import DocumentRow, EntryRow, ReadingRow, RecordRow, SightingRow

CONSIDERED = 100
_ROUNDS = 4
"""How often the next so many of a step are looked at, where those before are reports of too few entries."""
_SHORTEST_PREFIX = 3
_SATURATION, _LENGTH_WEIGHT, _USUAL_LENGTH = 1.2, 0.75, 100
_HEAD = 3
"""A word in a title or a name counts as this many in the text."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: words, with phrases in double quotes, and what every hit must be; see `Question` for the rest."""

    words: str
    area: Area | None = None
    actors: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """An article or an entry that answers. `id` is the entry's, or the name of the article's document.

    `report` is the id of the record of the entry that answers best, the rest is of that record and its document.
    `earliest` and `latest` bound the record's date or the article's publication. `exact`: found as written. `snippet`:
    the words around the match, in pieces, of which the matches are marked. `codes`: the actors of the record; of an
    article none.
    """

    area: Area
    id: str
    report: str | None
    doc: str
    title: str | None
    outlet: str | None
    earliest: date | None
    latest: date | None
    exact: bool
    score: float
    snippet: tuple[Piece, ...]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Step:
    phrases: tuple[Phrase, ...]
    exact: bool
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    key: int
    exact: bool
    score: float


def search(connection: Connection, asked: Asked) -> tuple[Hit, ...]:
    """The best hits, at most `asked.limit`; none where nothing is asked for."""
    wanted = phrases(asked.words)
    return tuple(_hits(connection, list(_best(connection, asked, wanted).values()), wanted))


def leading(connection: Connection, asked: Asked) -> tuple[int, ...]:
    """The records that lead the entries among the best hits, by key, the best first: without what is to be shown."""
    found = _best(connection, asked, phrases(asked.words))
    return tuple(key // 2 for key in found if key != key_of(Area.ARTICLES, key // 2))


def _best(connection: Connection, asked: Asked, wanted: tuple[Phrase, ...]) -> dict[int, _Found]:
    """The best hits by the key, in the index, of the article or of the record that leads the entry, the best first."""
    if not wanted or asked.limit < 1:
        return {}
    found: dict[int, _Found] = {}
    for step in _steps(wanted):
        before: int | None = None
        for _ in range(_ROUNDS):
            matches = list(_matches(connection, asked, step, before))
            ranked = sorted(matches, key=lambda each: (-each.score, -each.key))
            entries = _entries(connection, [each.key for each in ranked])
            rejected = _rejected(connection, entries.values())
            for each in ranked:
                of = entries.get(each.key, each.key)
                if of not in rejected:
                    found.setdefault(of, each)
            if len(matches) < CONSIDERED or len(found) >= asked.limit:
                break
            before = min(each.key for each in matches)
        if len(found) >= asked.limit:
            break
    return dict(islice(found.items(), asked.limit))


def _entries(connection: Connection, keys: list[int]) -> dict[int, int]:
    """Key of a record in the index → that of the record that leads its entry."""
    held = [key // 2 for key in keys if key % 2 == 0]
    if not held:
        return {}
    query = select(SightingRow.record_key, SightingRow.leader_key).where(SightingRow.record_key.in_(held))
    return {2 * row.record_key: 2 * (row.leader_key or row.record_key) for row in connection.execute(query)}


def _rejected(connection: Connection, keys: Iterable[int]) -> set[int]:
    """Those of leading records in the index whose entries people have rejected."""
    held = [key // 2 for key in keys]
    query = select(EntryRow.key).where(EntryRow.key.in_(held), EntryRow.verdict == Verdict.REJECT.value)
    return {2 * key for key in connection.scalars(query)}


def _steps(wanted: tuple[Phrase, ...]) -> Iterator[_Step]:
    without = tuple(each.plain() for each in wanted)
    for form, exact in ((wanted, True), (without, False)):
        if len(form) > 1:
            yield _Step((Phrase(tuple(word for each in form for word in each.words)),), exact)
        yield _Step(form, exact)
    if len(without[-1].words[-1]) >= _SHORTEST_PREFIX:
        yield _Step(without, exact=False, prefix=True)


def _matches(connection: Connection, asked: Asked, step: _Step, before: int | None) -> Iterator[_Found]:
    """The newest `CONSIDERED` that match, or the newest of those before one, by its key in the index."""
    tags = [kind_tag(asked.area)] if asked.area else []
    tags += map(code_tag, asked.actors)
    sqlite = connection.dialect.name == "sqlite"
    source, key, matching = _SQLITE if sqlite else _POSTGRESQL
    conditions = [matching]
    if before is not None:
        conditions.append(f"{key} < :before")
    if asked.since or asked.until:
        conditions.append("(first IS NOT NULL OR last IS NOT NULL)")
    if asked.since:
        conditions.append("(last IS NULL OR last >= :since)")
    if asked.until:
        conditions.append("(first IS NULL OR first <= :until)")
    query = f"{source} WHERE {' AND '.join(conditions)} ORDER BY {key} DESC LIMIT :limit"
    values = {
        "asked": expression(
            connection.dialect.name,
            step.phrases,
            tags,
            tags_for(asked.since, asked.until),
            exact=step.exact,
            prefix=step.prefix,
        ),
        "limit": CONSIDERED,
        **({} if before is None else {"before": before}),
        **({"since": asked.since.toordinal()} if asked.since else {}),
        **({"until": asked.until.toordinal()} if asked.until else {}),
    }
    counted = [plain_word(word) for each in step.phrases for word in each.words]
    for row in connection.execute(text(query), values):
        head, body = plain_part(row.plain, row.words) if sqlite else (row.head, row.body)
        yield _Found(row.key, step.exact, _score(counted, head, body, prefix=step.prefix))


_SQLITE = (
    "SELECT key, plain, words FROM search_index CROSS JOIN search_index_rows ON key = search_index.rowid",
    "search_index.rowid",
    "search_index MATCH :asked",
)
"""What is read, the key of a row, and the condition that it matches; the index comes first, as it has the order."""
_POSTGRESQL = ("SELECT key, head, body FROM search_index", "key", "vector @@ CAST(:asked AS tsquery)")


def _score(counted: Sequence[str], head: str, body: str, *, prefix: bool) -> float:
    heads, bodies = f" {head} ", f" {body} "
    size = (heads.count(" ") + bodies.count(" ")) / _USUAL_LENGTH
    score = 0.0
    for number, word in enumerate(counted, 1):
        form = f" {word}" if prefix and number == len(counted) else f" {word} "
        often = _HEAD * heads.count(form) + bodies.count(form)
        score += often / (often + _SATURATION * (1 - _LENGTH_WEIGHT + _LENGTH_WEIGHT * size))
    return round(score, 6)


def _hits(connection: Connection, found: list[_Found], wanted: tuple[Phrase, ...]) -> Iterator[Hit]:
    records = {row.key: row for row in connection.execute(_records([each.key for each in found]))}
    articles = {row.key: row for row in connection.execute(_articles([each.key for each in found]))}
    for each in found:
        key = each.key // 2
        if each.key == key_of(Area.ARTICLES, key):
            row = articles[key]
            parts = [row.title or "", *story(row.text, row.blocks)]
            yield Hit(
                Area.ARTICLES,
                row.doc,
                None,
                row.doc,
                row.title,
                row.outlet,
                row.published_earliest,
                row.published_latest,
                each.exact,
                each.score,
                snippet(parts, wanted, exact=each.exact),
            )
        else:
            row = records[key]
            record = load_record(RecordKind(row.list), row.body)
            yield Hit(
                Area(row.list),
                row.entry or row.id,
                row.id,
                row.doc,
                row.title,
                row.outlet,
                row.earliest,
                row.latest,
                each.exact,
                each.score,
                snippet([record.evidence, *names(record)], wanted, exact=each.exact),
                tuple(dict.fromkeys(code for code, _ in record_codes(record))),
            )


def _records(keys: list[int]) -> Any:
    leader = aliased(RecordRow)
    return (
        select(
            RecordRow.key,
            RecordRow.id,
            leader.id.label("entry"),
            RecordRow.list,
            RecordRow.body,
            RecordRow.earliest,
            RecordRow.latest,
            DocumentRow.doc,
            DocumentRow.title,
            DocumentRow.outlet,
        )
        .join(ReadingRow, ReadingRow.key == RecordRow.reading_key)
        .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
        .outerjoin(SightingRow, SightingRow.record_key == RecordRow.key)
        .outerjoin(leader, leader.key == SightingRow.leader_key)
        .where(RecordRow.key.in_([key // 2 for key in keys if key % 2 == 0]))
    )


def _articles(keys: list[int]) -> Any:
    return (
        select(
            ReadingRow.key,
            ReadingRow.blocks,
            ReadingRow.published_earliest,
            ReadingRow.published_latest,
            DocumentRow.doc,
            DocumentRow.title,
            DocumentRow.outlet,
            DocumentRow.text,
        )
        .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
        .where(ReadingRow.key.in_([key // 2 for key in keys if key % 2 == 1]))
    )
