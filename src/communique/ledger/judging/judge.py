"""Judging entries: a row of the log, what stands on it, and the entries it changes, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection

from communique.errors import LedgerError, NotHeldError
from communique.interchange import record_codes
from communique.ledger import asking, firing
from communique.ledger.deciding import decide
from communique.ledger.entry import Entry, Report
from communique.ledger.judging import log
from communique.ledger.judging.anchors import Told, hold, release, standing_on
from communique.ledger.judging.model import ON_SEVERAL, Anchor, Judgement, Verdict
from communique.ledger.judging.values import read_value
from communique.ledger.sightings import judge_anew
from communique.ledger.watches import Cause

_NAME_LENGTH = 200
_NOTE_LENGTH = 10_000


def accept(connection: Connection, name: str, by: str, note: str) -> Judgement:
    """All an entry says is right. These and the following raise LedgerError, and then nothing has changed."""
    return _say(connection, _on(_current(connection, name), Verdict.ACCEPT, by, note))


def reject(connection: Connection, name: str, by: str, note: str) -> Judgement:
    """There is no such thing as an entry says."""
    return _say(connection, _on(_current(connection, name), Verdict.REJECT, by, note))


def correct(connection: Connection, name: str, field: str, value: str, by: str, note: str) -> Judgement:
    """A field of an entry is otherwise; `value` as in `judging.values`."""
    entry = _current(connection, name)
    read = read_value(entry.kind, field, value)
    return _say(connection, replace(_on(entry, Verdict.CORRECT, by, note), field=field, value=read.json))


def merge(connection: Connection, name: str, other: str, by: str, note: str) -> Judgement:
    """Two entries are one thing, with all their reports."""
    one, two = _current(connection, name), _current(connection, other)
    if one.id == two.id:
        raise LedgerError(f"{name!r} and {other!r} are one entry already, {one.id}")
    if one.kind is not two.kind:
        raise LedgerError(f"{one.id} is of {one.kind.value}, {two.id} of {two.kind.value}: they cannot be one")
    return _say(connection, _on(one, Verdict.MERGE, by, note, (*one.reports, *two.reports)))


def split(connection: Connection, name: str, report: str, by: str, note: str) -> Judgement:
    """A report is of something else than the other reports of an entry; so is one that is in another entry."""
    entry, of = _current(connection, name), _current(connection, report)
    apart = _named(of, report)
    others = tuple(each for each in entry.reports if each.id != apart.id)
    if not others:
        raise LedgerError(f"{entry.id} has no other report than {apart.id}")
    if entry.kind is not of.kind:
        raise LedgerError(
            f"{apart.id} is of {of.kind.value}, {entry.id} of {entry.kind.value}: they are not one anyway"
        )
    return _say(connection, _on(entry, Verdict.SPLIT, by, note, (apart, *others)))


def undo(connection: Connection, key: int, by: str, note: str) -> Judgement:
    """A judgement does not hold any more; an undo can be undone."""
    if not (found := list(log.read(connection, [key]))):
        raise NotHeldError(f"there is no judgement {key} in this ledger")
    if key in (gone := log.not_in_force(connection)):
        last = max(each.key for each in log.read(connection) if each.undoes == key and each.key not in gone)
        raise LedgerError(f"judgement {key} has been undone already, by judgement {last}")
    judgement = replace(_new(Verdict.UNDO, by, note), key=log.next_key(connection), undoes=key)
    target = found[0]
    while target.undoes is not None:
        (target,) = log.read(connection, [target.undoes])
    log.append(connection, judgement)
    ids = Told(connection).around(standing_on(connection, [target.key]))
    ids |= release(connection, target.key)
    if target.key not in log.not_in_force(connection):
        ids |= hold(connection, target)
    _settle(connection, ids)
    return judgement


def _say(connection: Connection, judgement: Judgement) -> Judgement:
    judgement = replace(judgement, key=log.next_key(connection))
    log.append(connection, judgement)
    _settle(connection, hold(connection, judgement))
    return judgement


def _settle(connection: Connection, ids: frozenset[str]) -> None:
    """Let entries and watches know of what is said otherwise now of these records."""
    wanted = firing.wanted_of(connection, ids)
    firing.check_change(connection, judge_anew(connection, ids), Cause.JUDGED, wanted)


def _current(connection: Connection, name: str) -> Entry:
    entry = asking.entry(connection, name)
    if entry.superseded:
        raise LedgerError(f"{entry.id} is of a reading that a newer one has replaced: it is no entry any more")
    return entry


def _named(entry: Entry, name: str) -> Report:
    """The report of an entry by which it was found."""
    found = [each for each in entry.reports if each.id.startswith(name) or each.record.id == name]
    return found[0] if len(found) == 1 else entry.reports[0]


def _on(entry: Entry, verdict: Verdict, by: str, note: str, reports: Iterable[Report] | None = None) -> Judgement:
    seen = decide(entry.reports).record if verdict not in ON_SEVERAL else None
    anchors = tuple(map(_anchor, reports or entry.reports))
    return replace(_new(verdict, by, note), kind=entry.kind, anchors=anchors, seen=seen)


def _anchor(report: Report) -> Anchor:
    record = report.record
    codes = tuple(dict.fromkeys(code for code, _ in record_codes(record)))
    return Anchor(
        report.id, report.origin.doc, record.start, record.end, record.evidence, codes, report.origin.extractor
    )


def _new(verdict: Verdict, by: str, note: str) -> Judgement:
    by, note = " ".join(by.split()), note.strip()
    if not by:
        raise LedgerError("a judgement needs a name")
    if len(by) > _NAME_LENGTH or len(note) > _NOTE_LENGTH:
        raise LedgerError(f"a name has at most {_NAME_LENGTH} characters and a note {_NOTE_LENGTH}")
    try:
        (by + note).encode()
    except UnicodeEncodeError as error:
        raise LedgerError(f"the name or the note is no text: {error.reason}") from error
    return Judgement(0, datetime.now(UTC), by, verdict, note)
