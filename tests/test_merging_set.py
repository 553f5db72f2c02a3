"""How well reports are joined, on the merging set: on the records of hand-coded articles, where those are at hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson

from communique.evaluation.merging import score_coded
from communique.evaluation.merging_set import Mention, read_coded_events
from communique.ledger.merging import Sighting, group, sighting
from communique.ledger.merging.sighting import news_day
from communique.records import (
    Act,
    Contact,
    ContactKind,
    Participant,
    Place,
    Published,
    Record,
    Statement,
    Status,
)

SET = Path(__file__).parent / "merging" / "coded.jsonl"


def test_hand_coded_contacts_are_joined_as_a_reader_joins_them(shared):
    clusters = group([one for name in ("dev", "seeds") for one in coded(shared, name)])
    assignment = {mention(id_): leader for leader, ids in clusters.items() for id_ in ids}
    figures = score_coded(read_coded_events(SET), assignment)
    assert figures.pairs.f1 >= 0.88, figures.as_json()
    assert figures.reports.f1 >= 0.91, figures.as_json()


def mention(id_: str) -> Mention:
    doc, place = id_.rsplit("#", 1)
    return Mention(doc, int(place))


def coded(shared: Path, name: str) -> Iterator[Sighting]:
    lines = (shared / "gold" / f"{name}.texts.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {each["doc"]: each["text"] for each in map(orjson.loads, lines)}
    for line in (shared / "gold" / f"{name}.gold.jsonl").read_text(encoding="utf-8").splitlines():
        article = orjson.loads(line)
        doc, told = article["doc"], article.get("published")
        published = Published(told["earliest"], told["latest"]) if told else None
        contacts = [contact(each) for each in article["contacts"]]
        said = [statement(each) for each in article["statements"]]
        news = news_day([placed(each, texts[doc]) for each in (*contacts, *said)], published)
        for number, each in enumerate(contacts):
            yield sighting(f"{doc}#{number}", doc, each, published, news)


def contact(told: dict) -> Contact:
    people = tuple(Participant(each["code"], each.get("person"), each.get("office")) for each in told["participants"])
    where = told["place"]
    return Contact(
        kind=ContactKind(told["kind"]),
        participants=people,
        date=told["date"],
        place=Place(where.get("country"), where.get("city")) if where else None,
        status=Status(told["status"]),
        initiator=None,
        topics=(),
        first_since=None,
        via=(),
        evidence=told["evidence"],
        start=0,
        end=len(told["evidence"]),
        id="c",
        rule="by hand",
        confidence=1.0,
    )


def statement(told: dict) -> Statement:
    words = told["evidence"]
    speaker = Participant(told["speaker"]["code"] or "?")
    return Statement(speaker, (), Act(told["act"]), False, (), told["date"], words, 0, len(words), "s", "by hand", 1.0)


def placed(record: Record, text: str) -> Record:
    start = text.find(record.evidence[:30])
    return replace(record, start=start if start >= 0 else len(text))
