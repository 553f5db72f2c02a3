"""Which records of today the judgements stand on: by id, else by what a record has become in a newer reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, delete, insert, select, update
from sqlalchemy.orm import aliased

from communique.ledger.among import among, several
from communique.ledger.batches import batches
from communique.ledger.judging.model import ON_ONE, ON_SEVERAL, Judgement, Verdict
from communique.ledger.judging.ties import Tie, Ties
from communique.ledger.succession import Held, compare, records_of_reading
from communique.ledger.tables import AnchorRow, DocumentRow, JudgementRow, ReadingRow, RecordRow, SightingRow

_ENOUGH_WORDS = 0.6
"""Share of words in common from which two lines of two versions of a page are one line, rewritten."""


def hold(connection: Connection, judgement: Judgement) -> frozenset[str]:
    """Bring a judgement into force; the ids of the records it stands on."""
    for doc, anchors in groupby(sorted(judgement.anchors, key=lambda each: each.doc), key=lambda each: each.doc):
        ids = {each.id for each in anchors}
        today = _today(connection, doc, ids)
        rows = [
            _row(judgement.key, place, doc, each.id, today.get(each.id))
            for place, each in enumerate(judgement.anchors)
            if each.doc == doc
        ]
        connection.execute(insert(AnchorRow), rows)
    return standing_on(connection, [judgement.key])


def release(connection: Connection, key: int) -> frozenset[str]:
    """Take a judgement out of force; the ids of the records it stood on."""
    ids = standing_on(connection, [key])
    connection.execute(delete(AnchorRow).where(AnchorRow.judgement_key == key))
    return ids


def rematch(connection: Connection, docs: Iterable[str]) -> frozenset[str]:
    """Find the anchors in documents anew, after their current readings have changed.

    Returns the ids of all records that judgements stand on of which an anchor now is another, the old ones included.
    """
    ids: set[str] = set()
    moved: set[int] = set()
    for doc, rows in _by_doc(connection, docs).items():
        today = _today(connection, doc, {row.anchor for row in rows})
        for row in rows:
            wanted = _row(row.judgement_key, row.place, doc, row.anchor, today.get(row.anchor))
            if (row.record_id, row.found) == (wanted["record_id"], wanted["found"]):
                continue
            ids.add(row.record_id)
            moved.add(row.judgement_key)
            mine = (AnchorRow.judgement_key == row.judgement_key, AnchorRow.place == row.place)
            connection.execute(update(AnchorRow).where(*mine).values(**wanted))
    return frozenset(ids) | standing_on(connection, moved)


def standing_on(connection: Connection, keys: Iterable[int]) -> frozenset[str]:
    """The ids of the records that judgements stand on."""
    return frozenset(connection.scalars(select(AnchorRow.record_id).where(AnchorRow.judgement_key.in_(list(keys)))))


def standing_in(connection: Connection, docs: Iterable[str]) -> frozenset[str]:
    """The ids of the records of documents that judgements stand on."""
    return frozenset(row.record_id for rows in _by_doc(connection, docs).values() for row in rows)


def misplaced(connection: Connection, judgements: Iterable[Judgement]) -> Iterator[tuple[int, str]]:
    """Judgements, of all in force, by key, that do not stand on what their anchors are today; and what is wrong."""
    held: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(select(AnchorRow.__table__).order_by(AnchorRow.judgement_key, AnchorRow.place)):
        held[row.judgement_key].append(row)
    in_force = {each.key: each for each in judgements}
    for key in sorted(held.keys() - in_force.keys()):
        yield key, "has anchors though it is not in force"
    for key, judgement in in_force.items():
        if [(row.doc, row.anchor) for row in held[key]] != [(each.doc, each.id) for each in judgement.anchors]:
            yield key, "its anchors are not those of its judgement"
    for doc, rows in groupby(sorted(chain(*held.values()), key=_doc), key=_doc):
        of_doc = list(rows)
        today = _today(connection, doc, {row.anchor for row in of_doc})
        for row in of_doc:
            now = today.get(row.anchor)
            if (row.record_id, row.found) != (now or row.anchor, now is not None):
                yield row.judgement_key, f"stands on {row.record_id}, though {row.anchor} is {now or 'nothing'} today"


def _doc(row: Any) -> str:
    return str(row.doc)


def bearing_on(connection: Connection, leaders: Sequence[int]) -> list[tuple[int, int]]:
    """(Key, leader) of the accepting, rejecting and correcting judgements on entries, by the key of their leader, in
    order; each on the entry of the first of its anchors that is found.
    """
    earlier = aliased(AnchorRow)
    first = ~(
        select(earlier.place)
        .where(earlier.judgement_key == AnchorRow.judgement_key, earlier.place < AnchorRow.place, earlier.found)
        .exists()
    )
    query = _on_entries(leaders).where(_verdicts(ON_ONE), first)
    return [(row[0], row[1]) for row in connection.execute(query.order_by(AnchorRow.judgement_key))]


def tying(connection: Connection, leaders: Sequence[int]) -> list[tuple[int, int]]:
    """(Key, leader) of the merges and splits on records of entries, by the key of their leader, in order."""
    query = _on_entries(leaders).where(_verdicts(ON_SEVERAL)).distinct()
    return [(row[0], row[1]) for row in connection.execute(query.order_by(AnchorRow.judgement_key))]


def _on_entries(leaders: Sequence[int]) -> Any:
    return (
        select(AnchorRow.judgement_key, SightingRow.leader_key)
        .join(JudgementRow, JudgementRow.key == AnchorRow.judgement_key)
        .join(RecordRow, RecordRow.id == AnchorRow.record_id)
        .join(SightingRow, SightingRow.record_key == RecordRow.key)
        .where(SightingRow.leader_key.in_(leaders), AnchorRow.found)
    )


def _verdicts(verdicts: Iterable[Verdict]) -> ColumnElement[bool]:
    return JudgementRow.verdict.in_(sorted(each.value for each in verdicts))


class Told:
    """What people have said of records in a ledger, looked up as it is asked for (`merging.settling.Judged`).

    `any_judgement`: whether any is in force at all; `anything`: whether any says what is one and what is not.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ties: dict[str, Ties] = {}
        self.any_judgement = connection.execute(_ANY).first() is not None
        self.anything = self.any_judgement and connection.execute(_ANY_TIE).first() is not None

    def same(self, one: str) -> frozenset[str]:
        return self._of(one).same(one)

    def apart(self, one: str) -> frozenset[str]:
        return self._of(one).apart(one)

    def around(self, ids: Iterable[str]) -> frozenset[str]:
        """All records that a chain of words leads to from any of these, with those of these that any word is on."""
        return frozenset(each for one in ids for each in self._of(one).named)

    def look_up(self, ids: Iterable[str]) -> None:
        """Find out at once which of many records nothing has been said of."""
        asked = sorted(set(ids) - self._ties.keys())
        for some in batches(asked):
            named = set(self._connection.scalars(_NAMED, {"ids": list(some)}))
            self._ties.update((each, _NONE) for each in some if each not in named)

    def _of(self, one: str) -> Ties:
        if not self.anything:
            return _NONE
        if one not in self._ties:
            ties = Ties(self._reach(one))
            self._ties.update(dict.fromkeys(ties.named | {one}, ties))
        return self._ties[one]

    def _reach(self, one: str) -> list[Tie]:
        found: dict[int, Tie] = {}
        seen, new = {one}, {one}
        while new:
            reached = _ties(self._connection, new, found.keys())
            found.update(reached)
            new = {id_ for tie in reached.values() for id_ in tie.ids} - seen
            seen |= new
        return list(found.values())


_NONE = Ties()
_ANY = select(AnchorRow.judgement_key).limit(1)
_ANY_TIE = _ANY.join(JudgementRow, JudgementRow.key == AnchorRow.judgement_key).where(_verdicts(ON_SEVERAL))
_NAMED = select(AnchorRow.record_id).where(among(AnchorRow.record_id, several("ids", String())))


def _ties(connection: Connection, ids: set[str], known: Iterable[int]) -> dict[int, Tie]:
    """Merges and splits on any of these records, but for the known ones."""
    keys: set[int] = set()
    ordered = sorted(ids)
    for some in batches(ordered):
        within = AnchorRow.record_id.in_(some)
        keys.update(connection.scalars(select(AnchorRow.judgement_key).where(within)))
    query = (
        select(AnchorRow.judgement_key, AnchorRow.record_id, JudgementRow.verdict)
        .join(JudgementRow, JudgementRow.key == AnchorRow.judgement_key)
        .where(AnchorRow.judgement_key.in_(sorted(keys - set(known))))
        .where(_verdicts(ON_SEVERAL))
        .order_by(AnchorRow.judgement_key, AnchorRow.place)
    )
    return {
        key: Tie(key, tuple(row.record_id for row in rows), verdict == Verdict.SPLIT.value)
        for (key, verdict), rows in groupby(connection.execute(query).all(), lambda row: (row[0], row.verdict))
    }


def _row(key: int, place: int, doc: str, anchor: str, now: str | None) -> dict[str, Any]:
    return {
        "judgement_key": key,
        "place": place,
        "doc": doc,
        "anchor": anchor,
        "record_id": now or anchor,
        "found": now is not None,
    }


def _by_doc(connection: Connection, docs: Iterable[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    names = sorted(set(docs))
    for some in batches(names):
        query = select(AnchorRow.__table__).where(AnchorRow.doc.in_(some))
        for row in connection.execute(query.order_by(AnchorRow.judgement_key, AnchorRow.place)):
            found[row.doc].append(row)
    return found


def _today(connection: Connection, doc: str, ids: set[str]) -> dict[str, str]:
    """The current record of a document that each of these records is now, where there is one."""
    current = connection.execute(
        select(ReadingRow.key, ReadingRow.document_key, DocumentRow.text)
        .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
        .where(DocumentRow.doc == doc, ReadingRow.superseded_by.is_(None))
    ).one()
    after = records_of_reading(connection, current.key)
    there = {each.id for each in after}
    found = {id_: id_ for id_ in ids & there}
    for reading, gone in _last_held(connection, doc, ids - there):
        before = records_of_reading(connection, reading.key)
        if reading.document_key != current.document_key:
            before = _relocated([each for each in before if each.id in gone], reading.text, current.text)
        for change in compare(before, after):
            now = change.after_id
            if change.before_id in gone and now is not None and now not in found.values():
                found[change.before_id] = now
    return found


def _last_held(connection: Connection, doc: str, ids: set[str]) -> list[tuple[Any, set[str]]]:
    """The readings of a document that held these records last, the newest first, each with those it held."""
    if not ids:
        return []
    query = (
        select(RecordRow.id, ReadingRow.key, ReadingRow.document_key, DocumentRow.text)
        .join(ReadingRow, ReadingRow.key == RecordRow.reading_key)
        .join(DocumentRow, DocumentRow.key == ReadingRow.document_key)
        .where(DocumentRow.doc == doc, RecordRow.id.in_(sorted(ids)))
        .order_by(ReadingRow.key)
    )
    last = {row.id: row for row in connection.execute(query)}
    readings: dict[int, tuple[Any, set[str]]] = {}
    for id_, row in last.items():
        readings.setdefault(row.key, (row, set()))[1].add(id_)
    return [readings[key] for key in sorted(readings, reverse=True)]


def _relocated(records: list[Held], before: str, after: str) -> list[Held]:
    """Records of one version of a page with their evidence where it stands in another, or the line that was rewritten;
    those that it does not have left out.
    """
    lines = [(match, frozenset(match.lower().split())) for match in after.split("\n")]
    starts, at = [], 0
    for line, _ in lines:
        starts.append(at)
        at += len(line) + 1
    found = []
    for held in records:
        record = held.record
        start = after.find(record.evidence)
        end = start + len(record.evidence)
        if start < 0:
            first = before.rfind("\n", 0, record.start) + 1
            last = before.find("\n", record.end)
            words = frozenset(before[first : last if last >= 0 else len(before)].lower().split())
            shares = [len(words & others) / (len(words | others) or 1) for _, others in lines]
            best = max(range(len(lines)), key=shares.__getitem__)
            if shares[best] < _ENOUGH_WORDS:
                continue
            start, end = starts[best], starts[best] + len(lines[best][0])
        found.append(Held(held.id, replace(record, start=start, end=end)))
    return found
