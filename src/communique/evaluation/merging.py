"""How well reports of one contact are joined into one entry: figures over pairs of reports.

A pair of reports of one event is *found* if both are in one cluster, and a loss of recall otherwise; a pair of reports
of two events in one cluster is a loss of precision. `score_coded` takes hand-coded records, so that only the joining is
measured; `score_ledger` takes a ledger, so that what was not extracted, or extracted wrongly, is lost too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from communique.dates import bounds, with_year
from communique.errors import DateError, EvaluationError
from communique.evaluation.figures import Found
from communique.evaluation.merging_set import MANNERS, CodedEvent, CorpusEvent, Manner, Mention
from communique.evaluation.sameness import fold
from communique.ledger.entry import Entry, Report
from communique.records import Contact, Status

SLACK_HELD = 3
"""Days by which the date of a contact that took place may be off and still be the event's."""

SLACK_PLANNED = 92
"""The same for a contact that was planned, offered or called off: such dates move."""

_HELD = frozenset({Status.OCCURRED, Status.ONGOING})


@dataclass(frozen=True, slots=True)
class EventFigures:
    """One event: reports of it, in how many clusters they lie (one not matched is a cluster of its own), pairs found
    and missed, and the other events that some report of it is wrongly joined with.
    """

    event: str
    reports: int
    clusters: int
    found: int
    missed: int
    joined_with: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MergingFigures:
    """`pairs`: precision, recall and F1 over pairs. `reports`: the same as mean over reports (B-cubed), where an event
    of forty reports does not outweigh all others. `found`, `wrong`, `missed` count pairs; `unmatched` of `listed`
    reports are in no cluster.
    """

    pairs: Found
    reports: Found
    found: int
    wrong: int
    missed: int
    listed: int
    unmatched: int
    events: tuple[EventFigures, ...]

    def as_json(self) -> dict[str, object]:
        """`pairs` and `reports` as [P, R, F1], the counts, and of the events those that are not right."""
        return {
            "pairs": [self.pairs.precision, self.pairs.recall, self.pairs.f1],
            "reports": [self.reports.precision, self.reports.recall, self.reports.f1],
            "found": self.found,
            "wrong": self.wrong,
            "missed": self.missed,
            "listed": self.listed,
            "unmatched": self.unmatched,
            "events": {
                each.event: {
                    "reports": each.reports,
                    "clusters": each.clusters,
                    "missed": each.missed,
                    "joined_with": list(each.joined_with),
                }
                for each in self.events
                if each.missed or each.joined_with
            },
        }


def score_coded(events: Sequence[CodedEvent], assignment: Mapping[Mention, Hashable]) -> MergingFigures:
    """Figures over the records listed in `events`; `assignment` gives each its cluster, and others are not counted.

    Raises EvaluationError where a listed record has none.
    """
    for event in events:
        for report in event.reports:
            if report not in assignment:
                raise EvaluationError(f"{report.doc}: contact {report.place} ({event.event}) is in no cluster")
    return _figures([(event.event, [assignment[report] for report in event.reports]) for event in events])


def score_ledger(events: Sequence[CorpusEvent], entries: Iterable[Entry]) -> MergingFigures:
    """Figures over the documents listed in `events`; the clusters are the entries.

    For each event and document the entry is sought that has a report from that document that may be of the event:

    - it names all actors of an event of two, at least two of an event of more;
    - it talks in the event's manner; `talks` go with meetings and calls, a letter only with letters;
    - on no side of the event do both name persons and none is the same;
    - its date, where it has one, is within SLACK_HELD days of the event's, or SLACK_PLANNED where it was not held; a
      year left open may be the event's.

    The likeliest pairing of a document's reports with its events counts, each report for one event only: dated alike
    before undated, then persons, manner, the date of the report's whole entry, fewest other actors. A document without
    such a report is unmatched. Reports superseded by a newer reading are not looked at.
    """
    filed: dict[str, list[_Filed]] = defaultdict(list)
    for entry in entries:
        if isinstance(entry.record, Contact):
            for report in entry.reports:
                if isinstance(report.record, Contact) and not report.superseded:
                    filed[report.origin.doc].append(_Filed(entry, report, report.record))
    wanted: dict[str, list[CorpusEvent]] = defaultdict(list)
    for event in events:
        for doc in event.docs:
            wanted[doc].append(event)
    matched: dict[tuple[str, str], Hashable] = {}
    for doc, sought in wanted.items():
        for event, entry in _paired(sought, filed[doc]):
            matched[event.event, doc] = entry.id
    return _figures([(event.event, [matched.get((event.event, doc)) for doc in event.docs]) for event in events])


def _figures(events: Sequence[tuple[str, Sequence[Hashable | None]]]) -> MergingFigures:
    """Figures of events, each with the clusters of its reports; None: in no cluster, so never joined with another."""
    held = {event: Counter(each for each in clusters if each is not None) for event, clusters in events}
    totals: Counter[Hashable] = Counter()
    members: dict[Hashable, list[str]] = defaultdict(list)
    for event, counts in held.items():
        totals.update(counts)
        for cluster in counts:
            members[cluster].append(event)
    each_event = []
    precision = recall = 0.0
    for event, clusters in events:
        counts, loose = held[event], sum(each is None for each in clusters)
        found = sum(map(_pairs, counts.values()))
        others = sorted({other for cluster in counts for other in members[cluster]} - {event})
        missed = _pairs(len(clusters)) - found
        each_event.append(EventFigures(event, len(clusters), len(counts) + loose, found, missed, tuple(others)))
        precision += loose + sum(count * count / totals[cluster] for cluster, count in counts.items())
        recall += (loose + sum(count * count for count in counts.values())) / max(1, len(clusters))
    listed = sum(len(clusters) for _, clusters in events)
    found = sum(each.found for each in each_event)
    missed = sum(each.missed for each in each_event)
    wrong = sum(map(_pairs, totals.values())) - found
    return MergingFigures(
        pairs=_shares(_share(found, found + wrong), _share(found, found + missed)),
        reports=_shares(_share(precision, listed), _share(recall, listed)),
        found=found,
        wrong=wrong,
        missed=missed,
        listed=listed,
        unmatched=listed - totals.total(),
        events=tuple(each_event),
    )


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _shares(precision: float, recall: float) -> Found:
    return Found(precision, recall, _share(2 * precision * recall, precision + recall))


@dataclass(frozen=True, slots=True)
class _Filed:
    """A report of a contact and the entry it stands in."""

    entry: Entry
    report: Report
    record: Contact


_Likeness = tuple[bool, int, int, bool, int, int]


def _paired(events: Sequence[CorpusEvent], filed: Sequence[_Filed]) -> Iterator[tuple[CorpusEvent, Entry]]:
    """Events of one document with the entries of its reports: one to one, the likest first."""
    candidates = [
        (likeness, -i, -j)
        for i, event in enumerate(events)
        for j, each in enumerate(filed)
        if (likeness := _likeness(event, each)) is not None
    ]
    placed: set[int] = set()
    taken: set[int] = set()
    for _, i, j in sorted(candidates, reverse=True):
        if i not in placed and j not in taken:
            placed.add(i)
            taken.add(j)
            yield events[-i], filed[-j].entry


def _likeness(event: CorpusEvent, filed: _Filed) -> _Likeness | None:
    """How like the event a report is, in the order of `score_ledger`; None where it cannot be of the event."""
    record = filed.record
    codes = {each.code for each in record.participants}
    if len(event.actors & codes) < min(2, len(event.actors)):
        return None
    manner = MANNERS[record.kind]
    alike = manner is event.kind
    if not alike and (Manner.LETTER in (manner, event.kind) or Manner.TALKS not in (manner, event.kind)):
        return None
    persons = _shared_persons(event, record)
    if persons is None:
        return None
    off = _days_off(event, record.date, filed.report.earliest, filed.report.latest)
    if off is not None and off > (SLACK_HELD if record.status in _HELD else SLACK_PLANNED):
        return None
    entry_off = _days_off(event, filed.entry.edtf, filed.entry.earliest, filed.entry.latest)
    return (
        off is not None,
        -(off or 0),
        persons,
        alike,
        -SLACK_PLANNED if entry_off is None else -entry_off,
        -len(codes - event.actors),
    )


def _shared_persons(event: CorpusEvent, record: Contact) -> int | None:
    """How many persons of the event the record names on their side; None where a side has only others."""
    shared = 0
    for code in event.actors:
        wanted = [name for side, name in event.persons if side == code]
        named = [each.person for each in record.participants if each.code == code and each.person]
        both = sum(any(_same_name(name, other) for other in named) for name in wanted)
        if wanted and named and not both:
            return None
        shared += both
    return shared


def _same_name(one: str, other: str) -> bool:
    """The same parts, however hyphenated, or one name all within the other: Trump, Donald Trump."""
    ours, theirs = (frozenset(fold(name).replace("-", " ").split()) for name in (one, other))
    return ours <= theirs or theirs <= ours


def _days_off(event: CorpusEvent, edtf: str | None, earliest: date | None, latest: date | None) -> int | None:
    """Days between the event and a report's date, 0 where they meet; None where either is unknown."""
    first, last = bounds(event.date)
    if first is None or last is None:
        return None
    spans = [(earliest, latest)]
    if edtf and "XXXX" in edtf:
        spans = [_in_year(edtf, year) for year in range(first.year - 1, last.year + 2)]
    gaps = [max((start - last).days, (first - end).days, 0) for start, end in spans if start and end]
    return min(gaps, default=None)


def _in_year(edtf: str, year: int) -> tuple[date | None, date | None]:
    """Bounds of a date with its open year filled in; none for 29 February of a common year."""
    try:
        return bounds(with_year(edtf, year))
    except DateError:
        return None, None
