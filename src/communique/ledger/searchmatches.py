"""The newest rows of the search index that match, and how well each does.

For a phrase SQLite is asked for the pairs of its words (see `communique.ledger.searchpairs`), and what it names is
looked at: only if the phrase is in few of many such rows must it read all places of the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, text

from communique.ledger.searchindex import Area, code_tag, kind_tag
from communique.ledger.searchkept import exact_term, plain_part, tag_term, unpacked
from communique.ledger.searchpairs import CUT, paired
from communique.ledger.searchperiods import tags_for
from communique.ledger.searchwords import Phrase, plain_word

LOOKED_AT = 4
"""So many rows that have the pairs are looked at for each that is to be found."""
NEWEST, ENLARGED = 500, 12
"""So many of the newest rows PostgreSQL looks at first, and so many times as many where they promise enough."""
_TWO = 2
_SATURATION, _LENGTH_WEIGHT, _USUAL_LENGTH = 1.2, 0.75, 100
_HEAD = 3
"""A word in a title or a name counts as this many in the text."""


@dataclass(frozen=True, slots=True)
class Step:
    """Phrases that must all be there; `exact`: with their diacritics, `prefix`: the last word may go on."""

    phrases: tuple[Phrase, ...]
    exact: bool
    prefix: bool = False

    def whole(self) -> tuple[Phrase, ...]:
        """The phrases without a last word that may go on."""
        if not self.prefix:
            return self.phrases
        return (*self.phrases[:-1], Phrase(self.phrases[-1].words[:-1]))


@dataclass(frozen=True, slots=True)
class Within:
    """What every match must be."""

    area: Area | None = None
    actors: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A row, by its key in the index."""

    key: int
    exact: bool
    score: float


def matches(connection: Connection, step: Step, within: Within, limit: int, before: int | None) -> Iterator[Match]:
    """The newest `limit` that match, or the newest of those before one, by its key in the index."""
    counted = [plain_word(word) for each in step.phrases for word in each.words]
    if connection.dialect.name == "sqlite":
        rows = (
            (row.key, *plain_part(row.plain, row.words)) for row in _sqlite(connection, step, within, limit, before)
        )
    else:
        rows = ((row.key, row.head, row.body) for row in _postgresql(connection, step, within, limit, before))
    for key, head, body in rows:
        yield Match(key, step.exact, _score(counted, head, body, prefix=step.prefix))


@dataclass(frozen=True, slots=True)
class _Source:
    """What is read, the key of a row, the condition that it matches, and what brings the rows in the order of keys."""

    read: str
    key: str
    matching: str
    order: str


_JOINED = "SELECT key, plain, words FROM {0} CROSS JOIN search_index_rows ON key = {0}.rowid"
"""The index comes first, as it has the order."""
_WORDS, _PAIRS = (
    _Source(_JOINED.format(name), f"{name}.rowid", f"{name} MATCH :asked", f"{name}.rowid")
    for name in ("search_index", "search_index_pairs")
)
_FITS = "vector @@ CAST(:asked AS tsquery)"
_ALL = _Source("SELECT key, head, body FROM search_index", "key", _FITS, "key + 0")
"""In the order of a sum, for which the database does not go through all rows from the last one on."""
_START = text("SELECT 2 * max(key) + 2 FROM readings")
_BEYOND = 2**62


def _sqlite(connection: Connection, step: Step, within: Within, limit: int, before: int | None) -> Iterator[Any]:
    held = paired(step.whole(), exact=step.exact)
    if held:
        most = LOOKED_AT * limit
        named = _rows(connection, _PAIRS, _fts5([(each,) for each in held], within), within, most, before)
        fitting, looked_at = [], 0
        for row in named:
            looked_at += 1
            if _fits(step, row):
                fitting.append(row)
            if len(fitting) == limit:
                break
        if len(fitting) == limit or looked_at < most:
            yield from fitting
            return
    asked = [tuple(map(exact_term, each.words)) if step.exact else each.words for each in step.phrases]
    yield from _rows(connection, _WORDS, _fts5(asked, within, prefix=step.prefix), within, limit, before)


@cache
def _newest(rows: int) -> _Source:
    """So many rows before a key, some of which are looked for."""
    some = "SELECT * FROM search_index WHERE key < :start AND key % 2 IN (:even, :odd) ORDER BY key DESC"
    return _Source(f"SELECT key, head, body FROM ({some} LIMIT {rows}) AS newest", "key", _FITS, "key")


def _postgresql(connection: Connection, step: Step, within: Within, limit: int, before: int | None) -> Iterator[Any]:
    """What many rows have is looked for in the newest of them, the rest in the index: of how long it takes to look at
    a row, or at all that a phrase may be in, the database knows too little to choose.
    """
    asked = _tsquery(step, within)
    start = _BEYOND if before is None else before
    articles = within.area is Area.ARTICLES
    if articles:  # whose keys are lower
        start = min(start, connection.scalar(_START) or 0)
    newest = {"start": start, "even": int(articles), "odd": int(articles or within.area is None)}
    found = list(_rows(connection, _newest(NEWEST), asked, within, limit, None, newest))
    if limit > len(found) >= limit // ENLARGED:
        found = list(_rows(connection, _newest(NEWEST * ENLARGED), asked, within, limit, None, newest))
    yield from found if len(found) == limit else _rows(connection, _ALL, asked, within, limit, before)


def _rows(
    connection: Connection,
    source: _Source,
    asked: str,
    within: Within,
    limit: int,
    before: int | None,
    more: Mapping[str, int] | None = None,
) -> Iterator[Any]:
    conditions = [source.matching]
    if before is not None:
        conditions.append(f"{source.key} < :before")
    if within.since or within.until:
        conditions.append("(first IS NOT NULL OR last IS NOT NULL)")
    if within.since:
        conditions.append("(last IS NULL OR last >= :since)")
    if within.until:
        conditions.append("(first IS NULL OR first <= :until)")
    query = f"{source.read} WHERE {' AND '.join(conditions)} ORDER BY {source.order} DESC LIMIT :limit"
    values = {
        "asked": asked,
        "limit": limit,
        **(more or {}),
        **({} if before is None else {"before": before}),
        **({"since": within.since.toordinal()} if within.since else {}),
        **({"until": within.until.toordinal()} if within.until else {}),
    }
    with connection.execute(text(query), values) as rows:
        yield from rows


def _fits(step: Step, row: Any) -> bool:
    """Whether a row of SQLite has all phrases."""
    if step.exact:
        held = unpacked(row.words)
        head, body = held.head, held.body
    else:
        head, body = plain_part(row.plain, row.words)
    text_ = f" {head} \n {body} "
    phrases = [f" {' '.join(each.words)} " for each in step.phrases]
    if step.prefix:
        phrases[-1] = phrases[-1][:-1]
    return all(each in text_ for each in phrases)


def _tags(within: Within) -> tuple[list[str], list[str]]:
    """The terms of tags that must all be there, and of those of which one must be."""
    tags = [kind_tag(within.area)] if within.area else []
    tags += map(code_tag, within.actors)
    return list(map(tag_term, tags)), list(map(tag_term, tags_for(within.since, within.until)))


# Only words (see `searchwords.words`) come into what a database is asked, and each is quoted.


def _fts5(phrases: Sequence[Sequence[str]], within: Within, *, prefix: bool = False) -> str:
    tags, any_of = _tags(within)
    quoted = [f'"{" ".join(each)}"' for each in phrases]
    if prefix:
        quoted[-1] += " *"
    quoted += [f'"{tag}"' for tag in tags]
    others = " OR ".join(f'"{tag}"' for tag in any_of)
    return " AND ".join([*quoted, f"({others})"] if any_of else quoted)


def _tsquery(step: Step, within: Within) -> str:
    tags, any_of = _tags(within)
    asked = [[exact_term(word) if step.exact else word for word in each.words] for each in step.phrases]
    quoted = [" <-> ".join(f"'{word}'" for word in each) for each in asked]
    if step.prefix:
        quoted[-1] += ":*"
    quoted = [
        _by_pairs(whole, each, alone=not step.exact and whole == phrase and len(whole.words) == _TWO)
        for phrase, whole, each in zip(step.phrases, step.whole(), quoted, strict=True)
    ]
    quoted += [f"'{tag}'" for tag in tags]
    if any_of:
        quoted.append(" | ".join(f"'{tag}'" for tag in any_of))
    return " & ".join(f"({each})" for each in quoted)


def _by_pairs(phrase: Phrase, words: str, *, alone: bool) -> str:
    """A phrase asked for by its pairs, and by its words only in rows that have not all pairs; `alone`: one pair tells
    all of it.
    """
    pairs = paired([phrase.plain()], exact=False)
    if not pairs:
        return words
    held = " & ".join([*(f"'{each}'" for each in pairs), *([] if alone else [words])])
    return f"({held}) | ('{CUT}' & {words})"


def _score(counted: Sequence[str], head: str, body: str, *, prefix: bool) -> float:
    heads, bodies = f" {head} ", f" {body} "
    size = (heads.count(" ") + bodies.count(" ")) / _USUAL_LENGTH
    score = 0.0
    for number, word in enumerate(counted, 1):
        form = f" {word}" if prefix and number == len(counted) else f" {word} "
        often = _HEAD * heads.count(form) + bodies.count(form)
        score += often / (often + _SATURATION * (1 - _LENGTH_WEIGHT + _LENGTH_WEIGHT * size))
    return round(score, 6)
