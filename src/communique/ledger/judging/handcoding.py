"""Judged documents as hand-coded articles, in the shape that `evaluation` and `training` read.

A document counts as judged once each of its records is: accepted, rejected or corrected with its entry. What was
rejected is left out. A correction replaces what a record says where that is what was corrected; a record that said
something else of its own keeps it, for its article does say so. What the readings missed is missing here too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, select

from communique.errors import LedgerError
from communique.interchange import RecordKind, record_kind
from communique.ledger import asking
from communique.ledger.judging import log
from communique.ledger.judging.model import ON_ONE, Judgement, Verdict
from communique.ledger.judging.values import corrected, load_value
from communique.ledger.tables import AnchorRow, JudgementRow
from communique.records import Record

_OF_THE_READING = ("start", "end", "id", "rule", "confidence", "candidates")


@dataclass(frozen=True, slots=True)
class HandCoded:
    """A document: `gold` is a line of hand-coded records, `text` the line of its text."""

    doc: str
    gold: bytes
    text: bytes


@dataclass(frozen=True, slots=True)
class _Said:
    """A judgement on an entry of a record; `leading`: of which that was the leading report."""

    judgement: Judgement
    leading: bool


def hand_coded(connection: Connection, docs: Iterable[str] = ()) -> Iterator[HandCoded]:
    """Judged documents, by name; or those named, whose records then count as right where nobody has judged them.

    Raises LedgerError where there is no such document.
    """
    chosen = sorted({asking.doc_of(connection, each) for each in docs})
    for doc in chosen or _with_judgements(connection):
        filed = asking.filed(connection, doc)
        said = _said(connection, doc)
        held = [entry.reports[0] for entry in filed.entries]
        if not chosen and not all(each.id in said for each in held):
            continue
        kept = [_judged(each.record, said.get(each.id, [])) for each in held]
        lists = _lists(record for record in kept if record is not None)
        published = filed.origin.published
        given = {"earliest": published.earliest, "latest": published.latest} if published else None
        source = {"url": filed.origin.url, "outlet": filed.origin.outlet}
        if published and published.earliest == published.latest:
            source["published"] = published.earliest
        text = {"doc": doc, "text": filed.text, **{name: value for name, value in source.items() if value}}
        yield HandCoded(doc, _line(doc, {"doc": doc, "published": given, **lists}), _line(doc, text))


def _with_judgements(connection: Connection) -> list[str]:
    query = select(AnchorRow.doc).where(AnchorRow.found).distinct().order_by(AnchorRow.doc)
    return list(connection.scalars(query))


def _said(connection: Connection, doc: str) -> dict[str, list[_Said]]:
    """Judgements in force on the entries of a document's current records, by record, in order."""
    query = (
        select(AnchorRow.record_id, AnchorRow.judgement_key, AnchorRow.place)
        .join(JudgementRow, JudgementRow.key == AnchorRow.judgement_key)
        .where(AnchorRow.doc == doc, AnchorRow.found)
        .where(JudgementRow.verdict.in_(sorted(each.value for each in ON_ONE)))
        .order_by(AnchorRow.judgement_key)
    )
    rows = connection.execute(query).all()
    judgements = {each.key: each for each in log.read(connection, {row.judgement_key for row in rows})}
    found: dict[str, list[_Said]] = defaultdict(list)
    for id_, key, place in rows:
        found[id_].append(_Said(judgements[key], leading=place == 0))
    return found


def _judged(record: Record, said: Iterable[_Said]) -> Record | None:
    """The record as people have it; None where they have rejected it."""
    rejected = False
    for one in said:
        each = one.judgement
        rejected = each.verdict is Verdict.REJECT
        if each.field is None or each.value is None or each.kind is None or each.seen is None:
            continue
        if one.leading or getattr(record, each.field) == getattr(each.seen, each.field):
            record = corrected(record, each.field, load_value(each.kind, each.field, each.value))
    return None if rejected else record


def _lists(records: Iterable[Record]) -> dict[str, list[dict[str, Any]]]:
    lists: dict[str, list[dict[str, Any]]] = {kind.value: [] for kind in RecordKind}
    for record in records:
        coded = asdict(record)
        for name in _OF_THE_READING:
            del coded[name]
        lists[record_kind(record).value].append(coded)
    return lists


def _line(doc: str, value: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(value) + b"\n"
    except TypeError as error:
        raise LedgerError(f"{doc!r} cannot be written as JSON: {error}") from error
