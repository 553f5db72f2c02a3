"""Full text search over articles and records, best first.

What matches as written, diacritics and all, comes before what matches without them, words that stand together before
words that do not, and whole words before beginnings of words. Within each of these steps the newest `CONSIDERED`
matches are ranked by how often the words occur for their length (BM25 with all words alike), then, where these are too
few, as many before them, so that a question takes no longer in a larger ledger than the database takes to find as many.
Of several reports of one entry the best stands for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from communique.interchange import RecordKind, load_record, record_codes
from communique.ledger.judging.model import Verdict
from communique.ledger.reports import beside_origins
from communique.ledger.searchindex import Area, key_of, story
from communique.ledger.searchmatches import Match, Step, Within, matches
from communique.ledger.searchwords import Phrase, names, phrases
from communique.ledger.snippets import Piece, snippet
from communique.ledger.tables import DocumentRow, EntryRow, ReadingRow, RecordRow, SightingRow

CONSIDERED = 100
_ROUNDS = 4
"""How often the next so many of a step are looked at, where those before are reports of too few entries."""
_SHORTEST_PREFIX = 3


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


def search(connection: Connection, asked: Asked) -> tuple[Hit, ...]:
    """The best hits, at most `asked.limit`; none where nothing is asked for."""
    wanted = phrases(asked.words)
    return tuple(_hits(connection, list(_best(connection, asked, wanted).values()), wanted))


def leading(connection: Connection, asked: Asked) -> tuple[int, ...]:
    """The records that lead the entries among the best hits, by key, the best first: without what is to be shown."""
    found = _best(connection, asked, phrases(asked.words))
    return tuple(key // 2 for key in found if key != key_of(Area.ARTICLES, key // 2))


def _best(connection: Connection, asked: Asked, wanted: tuple[Phrase, ...]) -> dict[int, Match]:
    """The best hits by the key, in the index, of the article or of the record that leads the entry, the best first."""
    if not wanted or asked.limit < 1:
        return {}
    within = Within(asked.area, asked.actors, asked.since, asked.until)
    found: dict[int, Match] = {}
    for step in _steps(wanted):
        before: int | None = None
        for _ in range(_ROUNDS):
            found_now = list(matches(connection, step, within, CONSIDERED, before))
            ranked = sorted(found_now, key=lambda each: (-each.score, -each.key))
            entries = _entries(connection, [each.key for each in ranked])
            rejected = _rejected(connection, entries.values())
            for each in ranked:
                of = entries.get(each.key, each.key)
                if of not in rejected:
                    found.setdefault(of, each)
            if len(found_now) < CONSIDERED or len(found) >= asked.limit:
                break
            before = min(each.key for each in found_now)
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


def _steps(wanted: tuple[Phrase, ...]) -> Iterator[Step]:
    without = tuple(each.plain() for each in wanted)
    for form, exact in ((wanted, True), (without, False)):
        if len(form) > 1:
            yield Step((Phrase(tuple(word for each in form for word in each.words)),), exact)
        yield Step(form, exact)
    if len(without[-1].words[-1]) >= _SHORTEST_PREFIX:
        yield Step(without, exact=False, prefix=True)


def _hits(connection: Connection, found: list[Match], wanted: tuple[Phrase, ...]) -> Iterator[Hit]:
    records = _by_key(connection, _records, [each.key // 2 for each in found if each.key % 2 == 0])
    articles = _by_key(connection, _articles, [each.key // 2 for each in found if each.key % 2 == 1])
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


def _by_key(connection: Connection, query: Callable[[list[int]], Any], keys: list[int]) -> dict[int, Any]:
    return {row.key: row for row in connection.execute(query(keys))} if keys else {}


def _records(keys: list[int]) -> Any:
    leader = aliased(RecordRow)
    return beside_origins(
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
        .where(RecordRow.key.in_(keys))
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
        .where(ReadingRow.key.in_(keys))
    )
