"""Claims that a contact is the first since some time, checked against the ledger. Pure.

Rules, each a sentence of docs/codebook.md:

1. A contact that is said to be the first since a time before it makes a claim: there was one then, and none between.
2. Another contact tells something of it if it occurred, the same sides took part in it at a level they share in both,
   and they talked in the same way: in person, from afar, or in writing (talks are in person or from afar).
3. The claim is **contradicted** by one that was surely between: all the days it may have been lie after that time and
   before the contact, by more than a day.
4. It is **borne out** by one that may have been at that time, where none contradicts it.
5. Else it is **not known**. A contact without a date, or whose date may lie outside, contradicts nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from communique.dates import bounds
from communique.ledger.dyads import Level, talks
from communique.ledger.entry import Entry
from communique.records import Contact, ContactKind, Status

SLACK = timedelta(days=1)
"""Days by which two reports of one contact may differ."""


class Finding(StrEnum):
    """What the ledger says of a claim."""

    BORNE_OUT = "borne_out"
    CONTRADICTED = "contradicted"
    NOT_KNOWN = "not_known"


_WAYS = {
    ContactKind.MEETING: frozenset({"person"}),
    ContactKind.VISIT: frozenset({"person"}),
    ContactKind.SUMMIT: frozenset({"person"}),
    ContactKind.CALL: frozenset({"afar"}),
    ContactKind.VIDEO: frozenset({"afar"}),
    ContactKind.LETTER: frozenset({"letter"}),
    ContactKind.TALKS: frozenset({"person", "afar"}),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """That a contact is the first since a time (EDTF), by the reports of these ids, with what the ledger says of it.

    `deciding`: the contacts that contradict it, in the order of time; or the last one at that time; else none.
    """

    contact: Entry
    since: str
    reports: tuple[str, ...]
    finding: Finding
    deciding: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Talk:
    """A contact that occurred on a known day, as claims see it."""

    entry: Entry
    codes: frozenset[str]
    levels: frozenset[Level]
    ways: frozenset[str]
    first: date
    last: date


def claims(contacts: Iterable[Entry]) -> tuple[Claim, ...]:
    """Every claim that these contacts make, checked against all of them; by the day of the contact, then by its id.

    The order of the entries does not matter.
    """
    held = [each for entry in contacts for each in _talk(entry)]
    held.sort(key=lambda each: (each.last, each.first, each.entry.id))
    by_code: dict[str, list[_Talk]] = defaultdict(list)
    for each in held:
        for code in each.codes:
            by_code[code].append(each)
    return tuple(claim for each in held for claim in _claims(each, min((by_code[c] for c in each.codes), key=len)))


def _talk(entry: Entry) -> Iterator[_Talk]:
    record = entry.record
    if not isinstance(record, Contact) or record.status is not Status.OCCURRED:
        return
    if entry.earliest is None or entry.latest is None:
        return
    codes = frozenset(each.code for each in record.participants)
    levels = [found for _, found in talks(record)]
    if levels:
        shared = frozenset.intersection(*levels) or frozenset({Level.OTHER})
        yield _Talk(entry, codes, shared, _WAYS[record.kind], entry.earliest, entry.latest)


def _claims(one: _Talk, others: Sequence[_Talk]) -> Iterator[Claim]:
    made: dict[str, list[str]] = defaultdict(list)
    for report in one.entry.reports:
        since = report.record.first_since if isinstance(report.record, Contact) else None
        if since:
            made[since].append(report.id)
    for since, reports in sorted(made.items()):
        start, end = bounds(since)
        if start and end and end < one.first:
            finding, deciding = _decide(one, start, end, others)
            yield Claim(one.entry, since, tuple(sorted(reports)), finding, deciding)


def _decide(one: _Talk, start: date, end: date, others: Sequence[_Talk]) -> tuple[Finding, tuple[Entry, ...]]:
    telling = [each for each in others if each.entry.id != one.entry.id and _tells(one, each)]
    between = [each.entry for each in telling if each.first > end + SLACK and each.last < one.first - SLACK]
    if between:
        return Finding.CONTRADICTED, tuple(between)
    then = [each.entry for each in telling if each.first <= end + SLACK and each.last >= start - SLACK]
    return (Finding.BORNE_OUT, (then[-1],)) if then else (Finding.NOT_KNOWN, ())


def _tells(one: _Talk, other: _Talk) -> bool:
    return one.codes <= other.codes and bool(one.levels & other.levels) and bool(one.ways & other.ways)
