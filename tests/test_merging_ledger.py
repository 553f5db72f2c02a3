"""The ledger's entries are those of its records settled all at once, whatever came, went and came again before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.article.model import Article, Block, Role
from communique.errors import LedgerError
from communique.interchange import records
from communique.ledger import Ledger, RecordKind
from communique.ledger.merging import group, sighting
from communique.ledger.merging.sighting import news_day
from communique.ledger.writing import entry_id
from communique.records import Contact, Published, Reading
from test_merging import contacts, published

Document = tuple[str, list[Contact], str | None]

documents = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.lists(contacts, max_size=3), published), min_size=1, max_size=8
)


def page(document: Document) -> tuple[Article, Reading]:
    """A page whose n-th line is the evidence of its n-th record; what it says else makes it another version."""
    doc, found, day = document
    lines = [f"{number}. {each.evidence}." for number, each in enumerate(found)] or ["Không có gì."]
    text = "\n".join([*lines, repr(document)])
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    placed = tuple(
        replace(each, id=f"r{number}", evidence=lines[number], start=start, end=start + len(lines[number]))
        for number, (each, start) in enumerate(zip(found, starts, strict=False))
    )
    article = Article(doc, text, (Block(Role.BODY, 0, len(text)),))
    return article, Reading(doc, Published(day, day) if day else None, contacts=placed, extractor="test")


def settled_at_once(documents: list[Document]) -> set[frozenset[str]]:
    newest = {doc: page((doc, found, day))[1] for doc, found, day in documents}
    sightings = []
    for reading in newest.values():
        found = records(reading)
        news = news_day(found, reading.published)
        sightings += [sighting(entry_id(reading.doc, one), reading.doc, one, reading.published, news) for one in found]
    return {frozenset(ids) for ids in group(sightings).values()}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents)
def test_entries_are_the_records_settled_at_once(drawn):
    with TemporaryDirectory() as folder, Ledger.open(str(Path(folder) / "l.sqlite"), create=True) as ledger:
        for each in drawn:
            ledger.add(*page(each))
        held = {frozenset(report.id for report in entry.reports) for entry in ledger.entries(RecordKind.CONTACT)}
    assert held == settled_at_once(drawn)


words = st.tuples(
    st.sampled_from(["merge", "split", "accept", "reject", "undo"]), st.integers(0, 20), st.integers(0, 20)
)


def say(ledger: Ledger, verdict: str, first: int, second: int) -> None:
    """Judge what there is; what makes no sense is refused."""
    ids = sorted(report.id for entry in ledger.entries(RecordKind.CONTACT) for report in entry.reports)
    if not ids:
        return
    one, other = ids[first % len(ids)], ids[second % len(ids)]
    try:
        match verdict:
            case "merge":
                ledger.merge(one, other, by="x")
            case "split":
                ledger.split(one, other, by="x")
            case "undo":
                ledger.undo(first + 1, by="x")
            case _:
                getattr(ledger, verdict)(one, by="x")
    except LedgerError:
        return


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(documents.map(lambda each: each[0]), words), min_size=4, max_size=14))
def test_whatever_comes_and_is_said_the_ledger_is_what_it_would_be_had_it_all_been_there(steps):
    with TemporaryDirectory() as folder, Ledger.open(str(Path(folder) / "l.sqlite"), create=True) as ledger:
        for each in steps:
            if isinstance(each[1], list):
                ledger.add(*page(each))
            else:
                say(ledger, *each)
        assert list(ledger.verify()) == []
