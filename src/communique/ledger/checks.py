"""What must hold in every ledger, as a list of checks; `verify` runs them all.

A check looks at one thing and names each fault it finds. A table added to the ledger brings its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

import orjson
from sqlalchemy import Connection, Executable, and_, func, select, text
from sqlalchemy.exc import DBAPIError

from communique.article.model import Article, Role
from communique.errors import CommuniqueError
from communique.interchange import RecordKind, load_record, record_codes
from communique.ledger import copies, entry_checks, searchindex, tallies, watches
from communique.ledger.judging import log
from communique.ledger.judging.anchors import misplaced
from communique.ledger.tables import (
    Base,
    CodeRow,
    DocumentRow,
    EvidenceRow,
    JudgementRow,
    ReadingRow,
    RecordRow,
    WatchRow,
)
from communique.ledger.writing import content_hash, record_row
from communique.records import Record

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not hold: the check that found it, where (a document, an id, a table), and what is wrong."""

    check: str
    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Check:
    """`find` yields (where, what) of each fault."""

    name: str
    find: Callable[[Connection], Iterator[tuple[str, str]]]


def verify(connection: Connection) -> Iterator[Fault]:
    """Every fault of every check; a check that cannot be carried through is one."""
    for check in CHECKS:
        try:
            for where, what in check.find(connection):
                yield Fault(check.name, where, what)
        except (DBAPIError, CommuniqueError, ValueError, TypeError) as error:
            yield Fault(check.name, "the database", f"holds what cannot be read: {str(error).splitlines()[0]}")


def _database(connection: Connection) -> Iterator[tuple[str, str]]:
    """SQLite can look its own file through."""
    if connection.dialect.name == "sqlite":
        for (told,) in connection.execute(text("PRAGMA integrity_check")):
            if told != "ok":
                yield "the file", told


def _links(connection: Connection) -> Iterator[tuple[str, str]]:
    """Every row that another points at is there."""
    for table in Base.metadata.sorted_tables:
        for constraint in table.foreign_key_constraints:
            parent = constraint.referred_table.alias()
            pairs = [(each.parent, parent.c[each.column.name]) for each in constraint.elements]
            query = (
                select(*table.primary_key)
                .outerjoin_from(table, parent, and_(*(child == held for child, held in pairs)))
                .where(pairs[0][0].is_not(None), pairs[0][1].is_(None))
            )
            for row in connection.execute(query):
                yield f"{table.name} {_key(row)}", f"points at {constraint.referred_table.name} that are not there"


def _documents(connection: Connection) -> Iterator[tuple[str, str]]:
    """The hash is that of the content, the versions count from 1, and every version has been read."""
    query = _stream(connection, select(DocumentRow.__table__).order_by(DocumentRow.key))
    for row in query:
        article = Article(
            row.doc, row.text, (), row.title, row.outlet, row.author, row.published, row.published_reason, row.url
        )
        if content_hash(article) != row.content_hash:
            yield f"{row.doc}, version {row.version}", "its content is not what its hash says"
    versions = select(DocumentRow.doc, func.count(), func.min(DocumentRow.version), func.max(DocumentRow.version))
    for doc, count, first, last in connection.execute(versions.group_by(DocumentRow.doc)):
        if (first, last) != (1, count):
            yield doc, f"its {count} versions are numbered {first} to {last}"
    unread = select(DocumentRow.doc, DocumentRow.version).where(DocumentRow.key.not_in(select(ReadingRow.document_key)))
    for doc, version in connection.execute(unread):
        yield f"{doc}, version {version}", "has no reading"


def _current(connection: Connection) -> Iterator[tuple[str, str]]:
    """One reading of each document is current, of its newest version; the others lead to it."""
    query = select(DocumentRow.doc, DocumentRow.version, ReadingRow.key, ReadingRow.superseded_by)
    query = query.join(ReadingRow, ReadingRow.document_key == DocumentRow.key).order_by(DocumentRow.doc)
    for doc, rows in groupby(_stream(connection, query), key=lambda row: row.doc):
        readings = {row.key: row for row in rows}
        current = [row for row in readings.values() if row.superseded_by is None]
        if len(current) != 1:
            yield doc, f"has {len(current)} current readings"
            continue
        if current[0].version != max(row.version for row in readings.values()):
            yield doc, f"its current reading is of version {current[0].version}, which is not the newest"
        if lost := [key for key in readings if not _leads(key, current[0].key, readings)]:
            yield doc, f"its reading {lost[0]} does not lead to the current one"


def _leads(key: int, current: int, readings: dict[int, Any]) -> bool:
    for _ in readings:
        if key == current:
            return True
        row = readings.get(key)
        if row is None or row.superseded_by is None:
            return False
        key = row.superseded_by
    return key == current


def _readings(connection: Connection) -> Iterator[tuple[str, str]]:
    """The blocks lie in the text, in order, and the bounds of publication are in order."""
    query = select(
        DocumentRow.doc,
        DocumentRow.text,
        ReadingRow.key,
        ReadingRow.blocks,
        ReadingRow.published_earliest,
        ReadingRow.published_latest,
    ).join(ReadingRow, ReadingRow.document_key == DocumentRow.key)
    for row in _stream(connection, query.order_by(ReadingRow.key)):
        where = f"{row.doc}, reading {row.key}"
        try:
            blocks = [(Role(role), start, end) for role, start, end in orjson.loads(row.blocks)]
        except (ValueError, TypeError) as error:
            yield where, f"its blocks cannot be read: {error}"
            continue
        ends = [0, *(offset for _, start, end in blocks for offset in (start, end)), len(row.text)]
        if any(one > other for one, other in pairwise(ends)):
            yield where, "its blocks do not follow one another in the text"
        earliest, latest = row.published_earliest, row.published_latest
        if (earliest is None) != (latest is None) or (earliest and earliest > latest):
            yield where, f"was published from {earliest} to {latest}"


def _records(connection: Connection) -> Iterator[tuple[str, str]]:
    """The columns of a record, its ids and its bounds are those of its body; positions count from 0."""
    query = select(DocumentRow.doc, RecordRow.__table__).join_from(DocumentRow, ReadingRow).join(RecordRow)
    query = query.order_by(RecordRow.reading_key, RecordRow.position)
    for reading_key, rows in groupby(_stream(connection, query), key=lambda row: row.reading_key):
        for place, row in enumerate(rows):
            where = f"{row.doc} {row.id}"
            record = _record(row.list, row.body)
            if isinstance(record, str):
                yield where, record
                continue
            if row.position != place:
                yield where, f"stands at {row.position} of its reading, not at {place}"
            wanted = record_row(reading_key, row.position, row.doc, record)
            for column, value in wanted.items():
                if (held := getattr(row, column)) != value:
                    yield where, f"{column} is {held!r}, its body says {value!r}"


def _evidence(connection: Connection) -> Iterator[tuple[str, str]]:
    """The evidence of a record is that of its body, and the text of its document at its offsets."""
    query = (
        select(
            DocumentRow.doc,
            DocumentRow.text.label("document"),
            RecordRow.id,
            RecordRow.list,
            RecordRow.body,
            EvidenceRow.ordinal,
            EvidenceRow.start_offset,
            EvidenceRow.end_offset,
            EvidenceRow.text.label("words"),
        )
        .join_from(DocumentRow, ReadingRow)
        .join(RecordRow)
        .outerjoin(EvidenceRow)
        .order_by(RecordRow.key, EvidenceRow.ordinal)
    )
    for row in _stream(connection, query):
        where = f"{row.doc} {row.id}"
        if row.ordinal is None:
            yield where, "has no evidence"
            continue
        if row.document[row.start_offset : row.end_offset] != row.words:
            yield where, f"its evidence is not the text from {row.start_offset} to {row.end_offset}"
        record = _record(row.list, row.body)
        if isinstance(record, str) or row.ordinal > 0:
            continue
        if (record.start, record.end, record.evidence) != (row.start_offset, row.end_offset, row.words):
            yield where, "its evidence is not that of its body"


def _codes(connection: Connection) -> Iterator[tuple[str, str]]:
    """The actors of a record are those of its body."""
    query = select(
        DocumentRow.doc, RecordRow.key, RecordRow.id, RecordRow.list, RecordRow.body, CodeRow.code, CodeRow.role
    )
    query = query.join_from(DocumentRow, ReadingRow).join(RecordRow).outerjoin(CodeRow).order_by(RecordRow.key)
    for _, rows in groupby(_stream(connection, query), key=lambda row: row.key):
        held = list(rows)
        record = _record(held[0].list, held[0].body)
        if isinstance(record, str):
            continue
        given = {(row.code, row.role) for row in held if row.code is not None}
        if given != set(record_codes(record)):
            yield f"{held[0].doc} {held[0].id}", f"its actors are {sorted(given)}, its body has others"


def _search(connection: Connection) -> Iterator[tuple[str, str]]:
    """The search index has every current article and record, and nothing else."""
    wanted, tables = searchindex.wanted(connection), list(searchindex.held(connection))
    for key in sorted(key for key in wanted if not all(key in held for held in tables)):
        yield f"search_index {key}", "is missing"
    for key in sorted(set().union(*tables) - wanted):
        yield f"search_index {key}", "is of nothing current"


def _judgements(connection: Connection) -> Iterator[tuple[str, str]]:
    """They count from 1, each is sealed over those before it, and an undo undoes an earlier one."""
    before = ""
    for place, row in enumerate(_stream(connection, select(JudgementRow.__table__).order_by(JudgementRow.key)), 1):
        where = f"judgement {row.key}"
        if row.key != place:
            yield where, f"stands where judgement {place} should"
            return
        if log.digest(before, row._mapping) != row.digest:
            yield where, "it, or one before it, is not as it was written"
        if row.undoes is not None and row.undoes >= row.key:
            yield where, f"undoes judgement {row.undoes}, which is not before it"
        before = row.digest


def _anchors(connection: Connection) -> Iterator[tuple[str, str]]:
    """The records that judgements in force stand on are those that their anchors are today."""
    judgements = {each.key: each for each in log.read(connection)}
    for key in log.not_in_force(connection):
        judgements.pop(key, None)
    for key, what in misplaced(connection, judgements.values()):
        yield f"judgement {key}", what


def _watches(connection: Connection) -> Iterator[tuple[str, str]]:
    """Their filters can be read; of those that have not ended each has a name of its own."""
    names: set[str] = set()
    for row in connection.execute(select(WatchRow.__table__).order_by(WatchRow.key)):
        try:
            watches.load_filter(row.filter)
        except (ValueError, TypeError, AttributeError) as error:
            yield f"watch {row.key}", f"its filter cannot be read: {error}"
        if row.ended_at is None:
            if row.name in names:
                yield f"watch {row.key}", "has a name that another has"
            names.add(row.name)


def _record(kind: str, body: str) -> Record | str:
    """The record of a body, or what is wrong with it."""
    try:
        return load_record(RecordKind(kind), body)
    except (CommuniqueError, ValueError) as error:
        return f"its body cannot be read: {error}"


def _stream(connection: Connection, query: Executable) -> Any:
    return connection.execute(query, execution_options={"yield_per": _BATCH})


def _key(row: Any) -> str:
    return "/".join(map(str, row))


CHECKS: tuple[Check, ...] = (
    Check("database", _database),
    Check("links", _links),
    Check("documents", _documents),
    Check("current", _current),
    Check("readings", _readings),
    Check("records", _records),
    Check("evidence", _evidence),
    Check("codes", _codes),
    Check("search", _search),
    Check("judgements", _judgements),
    Check("anchors", _anchors),
    Check("watches", _watches),
    Check("copies", copies.faults),
    Check("sightings", entry_checks.sightings),
    Check("entries", entry_checks.entries),
    Check("tallies", tallies.faults),
    Check("channels", entry_checks.channels),
)
"""In the order in which they run; the first speak of what the later ones rest on."""
