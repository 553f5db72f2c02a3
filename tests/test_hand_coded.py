"""Readings of hand-coded articles beside the repository: no worse than what was reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.article import read_article
from communique.evaluation import Coding, coding, read_codings, score
from communique.extraction import read
from communique.records import Reading
from communique.sources import read_documents
from communique.sources.document import Document


def readings(texts: Path) -> dict[str, Reading]:
    return {each.doc: read(read_article(each)) for each in read_documents([texts]) if isinstance(each, Document)}


@pytest.fixture(scope="module")
def seeds(shared) -> tuple[dict[str, Coding], dict[str, Reading]]:
    folder = shared / "gold"
    return read_codings(folder / "seeds.gold.jsonl", by_hand=True), readings(folder / "seeds.texts.jsonl")


def test_the_five_pages(seeds):
    gold, found = seeds
    kinds = score(gold, {doc: coding(each) for doc, each in found.items()}).kinds
    for kind in ("contacts", "statements", "agreements", "states"):
        assert round(kinds[kind].found.f1, 9) >= 0.80, kind
    assert kinds["contacts"].found.recall == 1.0
    for name, field in kinds["contacts"].fields.items():
        assert field.share == 1.0, name


def test_years_are_worked_out_with_reasons(seeds):
    _, found = seeds
    by_page = {doc.split("/")[1][:3]: each for doc, each in found.items()}
    call = next(c for c in by_page["004"].contacts if c.kind == "call")
    baku = next(c for c in by_page["001"].contacts if c.date and c.date.endswith("-04-19"))
    minsk = next(c for c in by_page["000"].contacts if c.date and c.date.endswith("-12-03"))
    assert call.date == "2024-06-25"
    assert baku.date == "2018-04-19"
    assert minsk.date == "XXXX-12-03"
    assert {c.value for c in minsk.candidates} == {"2022-12-03", "2023-12-03"}
    for contact in (call, baku, minsk):
        assert contact.candidates
        assert all(each.reasons for each in contact.candidates)


def test_no_record_from_what_is_not_the_article(seeds, shared):
    _, found = seeds
    pages = {each.doc: each for each in read_documents([shared / "gold" / "seeds.texts.jsonl"])}
    for doc, reading in found.items():
        article = read_article(pages[doc])
        story = [(b.start, b.end) for b in article.blocks if b.role in ("title", "lead", "body")]
        for record in (*reading.contacts, *reading.statements, *reading.agreements, *reading.states):
            assert any(a <= record.start and record.end <= b for a, b in story)


@pytest.mark.slow
def test_the_articles_tuned_on(shared):
    folder = shared / "gold"
    gold = read_codings(folder / "dev.gold.jsonl", by_hand=True)
    scores = score(gold, {doc: coding(each) for doc, each in readings(folder / "dev.texts.jsonl").items()})
    assert scores.macro >= 0.55
    assert scores.kinds["contacts"].found.f1 >= 0.70
