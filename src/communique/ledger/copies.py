"""Near-identical copies of one article: which documents are copies of which. They count as one report.

Two articles are *alike* if their words are (`communique.ledger.signatures`) and they can have been published within a
week of each other, as far as that is known. In the order of publication (the first day it can have been; unknown ones
last), then of their names, each article is a copy of the first *original* before it that it is alike; one that is alike
none is an original itself. So every copy is alike its original, and the result is a function of the current readings
alone, whatever came and went in which order.

A change looks again only at those that it can touch, found by the bands of their signatures.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, delete, select, update

from communique.article.model import Block, Role
from communique.ledger import signatures
from communique.ledger.batches import batches
from communique.ledger.entry import Report
from communique.ledger.rows import put
from communique.ledger.tables import (
    DocumentRow,
    ReadingRow,
    RecordRow,
    SightingRow,
    SignatureBandRow,
    SignatureRow,
)

APART = timedelta(days=7)
"""The most days between the publication of an original and of its copy."""

Rank = tuple[date, str]


@dataclass(frozen=True, slots=True)
class _Signed:
    """A current reading with its signature. `original`: the document it is a copy of, None where it is none."""

    key: int
    doc: str
    earliest: date | None
    latest: date | None
    signature: bytes
    original: str | None

    @property
    def rank(self) -> Rank:
        """The lower comes first."""
        return self.earliest or date.max, self.doc

    @property
    def bands(self) -> tuple[int, ...]:
        """Of its signature."""
        return signatures.bands(self.signature)

    def alike(self, other: _Signed) -> bool:
        """Whether one of the two is a near-identical copy of the other."""
        if self.earliest and self.latest and other.earliest and other.latest:
            later, sooner = max(self.earliest, other.earliest), min(self.latest, other.latest)
            if later > sooner and later - sooner > APART:
                return False
        return signatures.likeness(self.signature, other.signature) >= signatures.ALIKE


_SIGNED = (
    select(
        SignatureRow.reading_key,
        DocumentRow.doc,
        ReadingRow.published_earliest,
        ReadingRow.published_latest,
        SignatureRow.signature,
        SignatureRow.original,
    )
    .join(ReadingRow, ReadingRow.key == SignatureRow.reading_key)
    .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
)
_THESE = _SIGNED.where(SignatureRow.reading_key.in_(bindparam("keys", expanding=True)))
_COPIES_OF = _SIGNED.where(SignatureRow.original.in_(bindparam("docs", expanding=True)))
_NEAR = _SIGNED.where(
    SignatureRow.reading_key.in_(
        select(SignatureBandRow.reading_key).where(SignatureBandRow.band.in_(bindparam("bands", expanding=True)))
    ),
    SignatureRow.reading_key != bindparam("key"),
)
_ORIGINALS_NEAR = _NEAR.where(SignatureRow.original.is_(None))
_COPIES_NEAR = _NEAR.where(SignatureRow.original.is_not(None))
_READ = (
    select(ReadingRow.key, DocumentRow.text, ReadingRow.blocks)
    .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
    .where(ReadingRow.key.in_(bindparam("keys", expanding=True)))
    .order_by(ReadingRow.key)
)
_LEADERS = (
    select(SightingRow.leader_key)
    .join(RecordRow, RecordRow.key == SightingRow.record_key)
    .where(RecordRow.reading_key.in_(bindparam("keys", expanding=True)), SightingRow.leader_key.is_not(None))
    .distinct()
)


def change(connection: Connection, new: Sequence[int], gone: Sequence[int]) -> set[int]:
    """Settle after readings, by key, have become current (`new`) or ceased to be (`gone`).

    Returns the keys of all other readings whose document has become a copy, is no longer one, or is one of another.
    """
    gone_docs = [each.doc for each in _drop(connection, gone)]
    waiting = [each for docs in batches(gone_docs) for each in _load(connection, _COPIES_OF, docs=docs)]
    waiting.extend(_take(connection, new))
    return _settle(connection, waiting) - set(new)


def rebuild(connection: Connection) -> set[int]:
    """Work it out for all current readings, where nothing has been worked out; the keys of those of copies."""
    current = select(ReadingRow.key).where(ReadingRow.superseded_by.is_(None)).order_by(ReadingRow.key)
    return _settle(connection, _take(connection, list(connection.scalars(current))))


def entries_with(connection: Connection, readings: Iterable[int]) -> set[int]:
    """The keys of the entries with a report in one of these readings."""
    chunks = batches(sorted(readings))
    return {key for keys in chunks for key in connection.scalars(_LEADERS, {"keys": keys}) if key is not None}


def told(reports: Sequence[tuple[Report, str | None]]) -> tuple[Report, ...]:
    """The reports of one entry, each given with the original its document is a copy of: of several with one original,
    the original's own, or else the first of the copies, counts, and the others are copies of its document.
    """
    if all(original is None for _, original in reports):
        return tuple(each for each, _ in reports)
    first: dict[str, tuple[str, str]] = {}
    for each, original in reports:
        published = each.origin.published
        rank = (published.earliest if published else "~", each.origin.doc)
        group = original or each.origin.doc
        first[group] = min(rank, first.get(group, rank))
    heads = [first[original or each.origin.doc][1] for each, original in reports]
    return tuple(
        each if head == each.origin.doc else replace(each, copy_of=head)
        for (each, _), head in zip(reports, heads, strict=True)
    )


def faults(connection: Connection) -> Iterator[tuple[str, str]]:
    """What does not hold, as (document, what): every current reading, and no other, has the signature of its text and
    the bands of that; every document is a copy of what it should be.
    """
    current = select(ReadingRow.key).where(ReadingRow.superseded_by.is_(None))
    strangers = select(SignatureRow.reading_key).where(SignatureRow.reading_key.not_in(current))
    for key in connection.scalars(strangers.order_by(SignatureRow.reading_key)):
        yield f"reading {key}", "has a signature and is not current"
    for keys in batches(list(connection.scalars(current.order_by(ReadingRow.key)))):
        held = {each.key: each for each in _load(connection, _THESE, keys=keys)}
        rows = select(SignatureBandRow.reading_key, SignatureBandRow.band)
        in_bands = {tuple(row) for row in connection.execute(rows.where(SignatureBandRow.reading_key.in_(keys)))}
        for key, made in _signatures(connection, keys):
            one = held.get(key)
            if made != (one.signature if one else None):
                yield f"reading {key}", "its signature is not that of its text"
        if in_bands != {(each.key, band) for each in held.values() for band in each.bands}:
            yield "signature_bands", f"are not those of the signatures of readings {keys[0]} to {keys[-1]}"
        for each in held.values():
            if (wanted := _original(connection, each)) != each.original:
                yield each.doc, f"is told as a copy of {each.original}, and is one of {wanted}"


def _settle(connection: Connection, waiting: Iterable[_Signed]) -> set[int]:
    """Choose the originals of those waiting and of all that this touches; the keys of those for whom it is another."""
    queue = [(each.rank, each.key, each) for each in waiting]
    heapq.heapify(queue)
    queued = {each.key for _, _, each in queue}
    moved: set[int] = set()
    while queue:
        _, _, one = heapq.heappop(queue)
        chosen = _original(connection, one)
        if chosen != one.original:
            row = update(SignatureRow).where(SignatureRow.reading_key == one.key)
            connection.execute(row.values(original=chosen))
            moved.add(one.key)
        for each in _after(connection, one, chosen):
            if each.rank > one.rank and each.key not in queued:
                queued.add(each.key)
                heapq.heappush(queue, (each.rank, each.key, each))
    return moved


def _original(connection: Connection, one: _Signed) -> str | None:
    """The document it is a copy of, given which before it are originals."""
    before = [each for each in _near(connection, _ORIGINALS_NEAR, one) if each.rank < one.rank and each.alike(one)]
    return min(before, key=lambda each: each.rank).doc if before else None


def _after(connection: Connection, one: _Signed, chosen: str | None) -> Iterator[_Signed]:
    """Those that may have to choose anew now that this one has chosen."""
    if chosen is None:
        yield from _near(connection, _ORIGINALS_NEAR, one)
        yield from _near(connection, _COPIES_NEAR, one)
    elif one.original is None:
        yield from _load(connection, _COPIES_OF, docs=[one.doc])


def _near(connection: Connection, query: Any, one: _Signed) -> list[_Signed]:
    return list(_load(connection, query, bands=one.bands, key=one.key))


def _drop(connection: Connection, keys: Sequence[int]) -> list[_Signed]:
    """Let go of readings; those that had a signature."""
    found = [each for chunk in batches(keys) for each in _load(connection, _THESE, keys=chunk)]
    for each in found:
        own = (SignatureBandRow.reading_key == each.key, SignatureBandRow.band.in_(each.bands))
        connection.execute(delete(SignatureBandRow).where(*own))
    for chunk in batches([each.key for each in found]):
        connection.execute(delete(SignatureRow).where(SignatureRow.reading_key.in_(chunk)))
    return found


def _take(connection: Connection, keys: Sequence[int]) -> list[_Signed]:
    """Keep the signatures of readings; those that have one."""
    for chunk in batches(keys):
        made = {key: one for key, one in _signatures(connection, chunk) if one}
        if made:
            put(connection, SignatureRow, [{"reading_key": key, "signature": one} for key, one in made.items()])
            rows = [{"band": band, "reading_key": key} for key, one in made.items() for band in signatures.bands(one)]
            put(connection, SignatureBandRow, rows)
    return [each for chunk in batches(keys) for each in _load(connection, _THESE, keys=chunk)]


def _signatures(connection: Connection, keys: Sequence[int]) -> Iterator[tuple[int, bytes | None]]:
    for row in connection.execute(_READ, {"keys": keys}):
        blocks = (Block(Role(role), start, end) for role, start, end in orjson.loads(row.blocks))
        yield row.key, signatures.signature(row.text, blocks)


def _load(connection: Connection, query: Any, **values: object) -> Iterator[_Signed]:
    for row in connection.execute(query, values).all():
        yield _Signed(*row)
