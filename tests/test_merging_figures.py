"""Figures of joining: pairs found, pairs wrongly joined, and which report of a document is taken to be of an event."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from communique.errors import EvaluationError
from communique.evaluation.merging import score_coded, score_ledger
from communique.evaluation.merging_set import (
    CodedEvent,
    CorpusEvent,
    Manner,
    Mention,
    read_coded_events,
    read_corpus_events,
)
from communique.interchange import RecordKind
from communique.ledger.bounds import record_bounds
from communique.ledger.entry import Entry, Origin, Report
from communique.records import Contact, ContactKind, Participant, Status

HERE = Path(__file__).parent / "merging"
GOLD = Path(__file__).parents[2] / "shared" / "gold" / "dev.gold.jsonl"
CORPUS = GOLD.parents[1] / "corpus" / "articles.jsonl.gz"


def events(*names: str) -> tuple[CodedEvent, ...]:
    """`a1 a2 a3`: the event a with its reports; the report is the whole word."""
    return tuple(CodedEvent(each[0], tuple(Mention(word, 0) for word in each.split())) for each in names)


def assigned(*clusters: str) -> dict[Mention, int]:
    return {Mention(word, 0): number for number, each in enumerate(clusters) for word in each.split()}


@pytest.mark.parametrize(
    ("clusters", "found", "wrong", "missed"),
    [
        (("a1 a2 a3", "b1 b2", "c1"), 4, 0, 0),
        (("a1 a2 a3 b1 b2 c1",), 4, 11, 0),
        (("a1", "a2", "a3", "b1", "b2", "c1"), 0, 0, 4),
        (("a1 a2 b1", "a3 b2", "c1"), 1, 3, 3),
        (("a1 a2 a3", "b1 b2 c1"), 4, 2, 0),
        (("a1 a2 a3 x1", "b1 b2", "c1"), 4, 0, 0),
    ],
)
def test_pairs_are_counted_within_the_listed_reports(clusters, found, wrong, missed):
    figures = score_coded(events("a1 a2 a3", "b1 b2", "c1"), assigned(*clusters))
    assert (figures.found, figures.wrong, figures.missed, figures.unmatched) == (found, wrong, missed, 0)


def test_precision_recall_and_f1_over_pairs_and_over_reports():
    figures = score_coded(events("a1 a2 a3", "b1"), assigned("a1 a2", "a3 b1"))
    assert (figures.pairs.precision, figures.pairs.recall) == (1 / 2, 1 / 3)
    assert figures.pairs.f1 == pytest.approx(2 / 5)
    assert figures.reports.precision == pytest.approx((1 + 1 + 1 / 2 + 1 / 2) / 4)
    assert figures.reports.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert [(each.event, each.clusters, each.joined_with) for each in figures.events] == [
        ("a", 2, ("b",)),
        ("b", 1, ("a",)),
    ]
    assert json.loads(json.dumps(figures.as_json()))["events"]["a"]["missed"] == 2


def test_a_listed_report_without_a_cluster_is_named():
    with pytest.raises(EvaluationError, match="a2: contact 0"):
        score_coded(events("a1 a2"), assigned("a1"))


def contact(people: str, date: str | None = None, kind: str = "meeting", status: str = "occurred") -> Contact:
    """`people`: USA:Donald Trump,PRK"""
    parts = [each.partition(":") for each in people.split(",")]
    return Contact(
        kind=ContactKind(kind),
        participants=tuple(Participant(code, name or None) for code, _, name in parts),
        date=date,
        place=None,
        status=Status(status),
        initiator=None,
        topics=(),
        first_since=None,
        via=(),
        evidence="hai bên đã gặp nhau",
        start=0,
        end=19,
        id="c1",
        rule="test",
        confidence=1.0,
    )


def entry(name: str, *reports: tuple[str, Contact], superseded: bool = False) -> Entry:
    """An entry with reports of documents; the first leads."""
    held = tuple(
        Report(
            f"{name}-{number}", record, *record_bounds(record), Origin(doc, 1, None, None, None, None, "t"), superseded
        )
        for number, (doc, record) in enumerate(reports)
    )
    return Entry(name, RecordKind.CONTACT, held[0].record, *record_bounds(held[0].record), held)


def event(name: str, docs: str, date: str | None, persons: str = "USA:Donald Trump,PRK:Kim Jong-un") -> CorpusEvent:
    sides = [each.partition(":") for each in persons.split(",")]
    named = tuple((code, person) for code, _, person in sides if person)
    return CorpusEvent(
        name, Manner.IN_PERSON, frozenset(code for code, _, _ in sides), date, named, tuple(docs.split())
    )


SINGAPORE = event("singapore", "d1 d2", "2018-06-12")
HANOI = event("hanoi", "d2 d3", "2019-02-27/2019-02-28")
TRUMP_KIM = "USA:Donald Trump,PRK:Kim Jong-un"


def test_documents_of_one_event_in_one_entry_are_found_and_others_missed():
    first = entry("e1", ("d1", contact(TRUMP_KIM, "2018-06-12")), ("d2", contact(TRUMP_KIM)))
    second = entry("e2", ("d2", contact(TRUMP_KIM, "2019-02")), ("d3", contact(TRUMP_KIM, "XXXX-02-28")))
    figures = score_ledger([SINGAPORE, HANOI], [first, second])
    assert (figures.found, figures.wrong, figures.missed, figures.unmatched) == (2, 0, 0, 0)


def test_two_events_in_one_entry_are_wrongly_joined():
    both = entry(
        "e1",
        ("d1", contact(TRUMP_KIM, "2018-06-12")),
        ("d2", contact(TRUMP_KIM, "2018-06")),
        ("d2", contact(TRUMP_KIM, "2019-02")),
        ("d3", contact(TRUMP_KIM, "2019-02-28")),
    )
    figures = score_ledger([SINGAPORE, HANOI], [both])
    assert (figures.found, figures.wrong) == (2, 4)


@pytest.mark.parametrize(
    ("record", "matches"),
    [
        (contact(TRUMP_KIM, "2018-06-10/2018-06-12"), True),
        (contact(TRUMP_KIM, "XXXX-06-12"), True),
        (contact(TRUMP_KIM, "2018"), True),
        (contact(TRUMP_KIM), True),
        (contact("USA:Trump,PRK"), True),
        (contact("USA:Donald Trump,PRK:Kim Jong Un"), True),
        (contact("USA:Donald Trump,USA:Mike Pompeo,PRK:Kim Jong-un,SGP"), True),
        (contact(TRUMP_KIM, kind="talks"), True),
        (contact(TRUMP_KIM, "2018-05", status="planned"), True),
        (contact(TRUMP_KIM, "2018-05"), False),
        (contact(TRUMP_KIM, "2017-05", status="planned"), False),
        (contact(TRUMP_KIM, "XXXX-02-28"), False),
        (contact(TRUMP_KIM, "XXXX-02-29"), True),
        (contact(TRUMP_KIM, kind="letter"), False),
        (contact(TRUMP_KIM, kind="call"), False),
        (contact("USA:Mike Pompeo,PRK:Kim Jong-un"), False),
        (contact("USA:Donald Trump,PRK:Kim Yong-chol"), False),
        (contact("USA:Donald Trump,KOR:Moon Jae-in"), False),
    ],
)
def test_which_report_may_be_of_the_event(record, matches):
    figures = score_ledger([event("singapore", "d1", "2018-06-12")], [entry("e1", ("d1", record))])
    assert figures.unmatched == (not matches)


def test_one_report_serves_one_event_and_the_one_dated_alike_first():
    undated, dated = contact(TRUMP_KIM), contact(TRUMP_KIM, "2018-06-12")
    entries = [entry("e1", ("d2", undated), ("d3", undated)), entry("e2", ("d2", dated), ("d1", dated))]
    figures = score_ledger([HANOI, SINGAPORE], entries)
    assert (figures.found, figures.wrong, figures.unmatched) == (2, 0, 0)
    assert score_ledger([HANOI, SINGAPORE], entries[1:]).unmatched == 2


def test_a_superseded_report_is_not_looked_at():
    old = entry("e1", ("d1", contact(TRUMP_KIM, "2018-06-12")), superseded=True)
    assert score_ledger([SINGAPORE], [old]).unmatched == 2


def test_the_coded_events_are_well_formed_and_many():
    coded = read_coded_events(HERE / "coded.jsonl")
    assert sum(len(each.reports) > 1 for each in coded) >= 40
    assert len({report.doc for each in coded for report in each.reports}) >= 200


def test_the_corpus_events_are_well_formed_and_many():
    listed = read_corpus_events(HERE / "corpus.jsonl")
    assert len(listed) >= 45
    assert len({doc for each in listed for doc in each.docs}) >= 200
    assert all(len(each.actors) >= 2 and {code for code, _ in each.persons} <= each.actors for each in listed)


@pytest.mark.skipif(not CORPUS.exists(), reason="the articles are not here")
def test_every_listed_document_is_an_article():
    with gzip.open(CORPUS, "rb") as lines:
        there = {json.loads(line)["doc"] for line in lines}
    assert {doc for each in read_corpus_events(HERE / "corpus.jsonl") for doc in each.docs} <= there


@pytest.mark.skipif(not GOLD.exists(), reason="the hand-coded articles are not here")
def test_every_listed_record_is_coded():
    lines = [json.loads(line) for path in GOLD.parent.glob("*.gold.jsonl") for line in path.open(encoding="utf-8")]
    coded = {line["doc"]: len(line["contacts"]) for line in lines}
    listed = [report for each in read_coded_events(HERE / "coded.jsonl") for report in each.reports]
    assert all(report.place < coded[report.doc] for report in listed)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"event": "a", "reports": [["d"]]}', "1: 'reports' must be pairs"),
        ('{"event": "a", "reports": [["d", 0], ["d", 0]]}', "is listed twice"),
        ("[]", "1: not an object"),
    ],
)
def test_a_line_that_breaks_the_form_is_named(tmp_path, line, said):
    path = tmp_path / "coded.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(EvaluationError, match=said):
        read_coded_events(path)


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"kind": "by post"}, "1: kind"), ({"date": "2018-13"}, "no such date"), ({"docs": ["d", "d"]}, "listed twice")],
)
def test_a_corpus_event_that_breaks_the_form_is_named(tmp_path, changed, said):
    line = {"event": "a", "kind": "letter", "actors": ["USA", "PRK"], "date": None, "persons": [], "docs": ["d"]}
    path = tmp_path / "corpus.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    assert read_corpus_events(path)[0].kind is Manner.LETTER
    path.write_text(json.dumps({**line, **changed}), encoding="utf-8")
    with pytest.raises(EvaluationError, match=said):
        read_corpus_events(path)
