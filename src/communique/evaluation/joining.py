"""Joins what a merging set is about, by the ledger's own rules, so that it can be scored.

Hand-coded contacts are joined as they are coded, so that only the joining is measured; articles are read and put into a
ledger of their own, so that what reading loses is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from communique.article.model import Article
from communique.errors import EvaluationError
from communique.evaluation.merging import MergingFigures, score_coded, score_ledger
from communique.evaluation.merging_set import CodedEvent, CorpusEvent, Mention
from communique.interchange import RecordKind
from communique.ledger import Ledger
from communique.ledger.merging import Sighting, group, sighting
from communique.ledger.merging.sighting import news_day
from communique.records import (
    Act,
    Contact,
    ContactKind,
    Participant,
    Place,
    Published,
    Reading,
    Statement,
    Status,
)

_FOUND_BY = 30
"""Characters of the evidence by which it is found in the text."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Figures over the listed reports whose documents were given; `absent`: how many others were listed."""

    figures: MergingFigures
    absent: int


def join_coded(events: Sequence[CodedEvent], gold: Path, texts: Mapping[str, str]) -> Joined:
    """Join the contacts of a file of hand-coded articles. Of an article whose text is not in `texts` the order of its
    lists counts for the order in which it tells. Raises EvaluationError naming file and line.
    """
    sightings: list[Sighting] = []
    docs: set[str] = set()
    for number, line in _lines(gold):
        try:
            docs.add(str(line["doc"]))
            sightings.extend(_sightings(line, texts.get(line["doc"], "")))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise EvaluationError(f"{gold}:{number}: no hand-coded article: {error!r}") from error
    given = [
        CodedEvent(each.event, held)
        for each in events
        if (held := tuple(report for report in each.reports if report.doc in docs))
    ]
    assignment = {_mention(id_): leader for leader, ids in group(sightings).items() for id_ in ids}
    absent = sum(len(each.reports) for each in events) - sum(len(each.reports) for each in given)
    return Joined(score_coded(given, assignment), absent)


def join_read(events: Sequence[CorpusEvent], read: Iterable[tuple[Article, Reading]]) -> Joined:
    """Put readings of the listed documents into a ledger and score its entries."""
    docs: set[str] = set()
    with (
        TemporaryDirectory(prefix="communique-") as folder,
        Ledger.open(str(Path(folder) / "ledger.sqlite"), create=True) as ledger,
    ):
        for article, reading in read:
            ledger.add(article, reading)
            docs.add(article.doc)
        given = [
            CorpusEvent(each.event, each.kind, each.actors, each.date, each.persons, held)
            for each in events
            if (held := tuple(doc for doc in each.docs if doc in docs))
        ]
        figures = score_ledger(given, ledger.entries(RecordKind.CONTACT))
    return Joined(figures, sum(len(each.docs) for each in events) - sum(len(each.docs) for each in given))


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        for number, line in enumerate(path.read_bytes().splitlines(), 1):
            if line.strip():
                yield number, orjson.loads(line)
    except OSError as error:
        raise EvaluationError(f"{path}: {error.strerror}") from error
    except orjson.JSONDecodeError as error:
        raise EvaluationError(f"{path}:{number}: {error}") from error


def _mention(id_: str) -> Mention:
    doc, place = id_.rsplit("#", 1)
    return Mention(doc, int(place))


def _sightings(line: dict[str, Any], text: str) -> Iterator[Sighting]:
    told = line.get("published")
    published = Published(told["earliest"], told["latest"]) if told else None
    contacts = [_contact(each, text) for each in line["contacts"]]
    news = news_day((*contacts, *(_statement(each, text) for each in line["statements"])), published)
    for number, each in enumerate(contacts):
        yield sighting(f"{line['doc']}#{number}", line["doc"], each, published, news)


def _contact(told: dict[str, Any], text: str) -> Contact:
    people = tuple(Participant(each["code"], each.get("person"), each.get("office")) for each in told["participants"])
    where, words = told.get("place"), told["evidence"]
    return Contact(
        kind=ContactKind(told["kind"]),
        participants=people,
        date=told.get("date"),
        place=Place(where.get("country"), where.get("city")) if where else None,
        status=Status(told["status"]),
        initiator=None,
        topics=(),
        first_since=None,
        via=(),
        evidence=words,
        start=_start(words, text),
        end=_start(words, text) + len(words),
        id="c",
        rule="by hand",
        confidence=1.0,
    )


def _statement(told: dict[str, Any], text: str) -> Statement:
    words, speaker = told["evidence"], Participant(told["speaker"].get("code") or "?", None, None)
    start = _start(words, text)
    end = start + len(words)
    return Statement(speaker, (), Act(told["act"]), False, (), told.get("date"), words, start, end, "s", "by hand", 1.0)


def _start(words: str, text: str) -> int:
    start = text.find(words[:_FOUND_BY])
    return start if start >= 0 else len(text)
