"""Entries and channels as JSON elements: the one form for the command line, exports and the web."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict

import orjson

from communique.ledger.channels import Channel
from communique.ledger.entry import Entry, Report
from communique.ledger.hooks import Hook
from communique.ledger.judging.model import Standing
from communique.ledger.watches import Notice, Watch

Element = dict[str, object]

_OF_THE_REPORT = ("evidence", "start", "end", "id", "rule", "confidence", "candidates")


def element(entry: Entry) -> Element:
    """An entry: its id, list, fields, bounds and confidence, and every report with its document and its words.

    `sources` says which report each field is from, `history` how its status came to be, `dissents` who says otherwise.
    """
    record = asdict(entry.record)
    for name in _OF_THE_REPORT:
        del record[name]
    return {
        "id": entry.id,
        "list": entry.kind,
        **record,
        "earliest": entry.earliest,
        "latest": entry.latest,
        "confidence": entry.record.confidence,
        "judged": entry.judged,
        "verdict": entry.verdict,
        "judgements": entry.judgements,
        "reports": [report_element(each) for each in entry.reports],
        "sources": dict(entry.sources),
        "history": [asdict(each) for each in entry.history],
        "dissents": [asdict(each) for each in entry.dissents],
    }


def channel_element(channel: Channel) -> Element:
    """A channel: what it is now, its turns, and its longest silences."""
    history = channel.history
    return {
        **present_element(channel),
        "turns": [asdict(each) for each in history.turns],
        "silences": [{**asdict(each), "days": each.days} for each in history.silences],
    }


def present_element(channel: Channel) -> Element:
    """What a channel is now: its dyad and level, what is counted, and the ids of the entries behind its last contact
    and its state.
    """
    last = channel.last
    explicit = channel.explicit
    return {
        "dyad": channel.dyad,
        "level": channel.level,
        "contacts": channel.contacts,
        "reports": channel.reports,
        "last_contact": {"id": last.id, "date": last.edtf, "earliest": last.earliest, "latest": last.latest}
        if last
        else None,
        "explicit_state": {"id": explicit.id, "state": explicit.status, "since": explicit.edtf} if explicit else None,
        "present": channel.present,
        "since": channel.since,
        "evidence": channel.evidence,
    }


def judgement_element(standing: Standing) -> Element:
    """A judgement: who said what and when, the records it was said of, and how it stands to the readings of today."""
    judgement = standing.judgement
    return {
        "key": judgement.key,
        "at": judgement.at,
        "by": judgement.by,
        "verdict": judgement.verdict,
        "list": judgement.kind,
        "field": judgement.field,
        "value": orjson.loads(judgement.value) if judgement.value else None,
        "note": judgement.note,
        "undoes": judgement.undoes,
        "anchors": [asdict(each) for each in judgement.anchors],
        "bearing": standing.bearing,
        "entry": standing.entry,
        "otherwise": [
            {"field": each.field, "judged": orjson.loads(each.judged), "now": orjson.loads(each.now)}
            for each in standing.otherwise
        ],
    }


def watch_element(watch: Watch) -> Element:
    """A watch: its name, its filter, who set it up and when."""
    return {"name": watch.name, **asdict(watch.wanted), "by": watch.by, "at": watch.at}


def notice_element(notice: Notice) -> Element:
    """What a watch told of: the entry, why, and the document that brought it."""
    return asdict(notice)


def hook_element(hook: Hook) -> Element:
    """Where what a watch tells is sent and how far that has come; not the secret."""
    return {name: value for name, value in asdict(hook).items() if name != "secret"}


def array(elements: Iterable[Element]) -> Iterator[bytes]:
    """The lines of a JSON array, one element a line, without line ends."""
    opening = b"["
    for each in elements:
        yield opening + orjson.dumps(each)
        opening = b","
    yield b"[]" if opening == b"[" else b"]"


def lines(entries: Iterable[Entry]) -> Iterator[bytes]:
    """JSON Lines: an element a line, with line ends."""
    for entry in entries:
        yield orjson.dumps(element(entry)) + b"\n"


def report_element(report: Report) -> Element:
    """A report: its document, its words, and what of its record is not the entry's."""
    origin = report.origin
    record = report.record
    return {
        "id": report.id,
        "doc": origin.doc,
        "version": origin.version,
        "title": origin.title,
        "outlet": origin.outlet,
        "url": origin.url,
        "published": asdict(origin.published) if origin.published else None,
        "copy_of": report.copy_of,
        "superseded": report.superseded,
        "record": record.id,
        "earliest": report.earliest,
        "latest": report.latest,
        "evidence": record.evidence,
        "start": record.start,
        "end": record.end,
        "rule": record.rule,
        "confidence": record.confidence,
        "candidates": [asdict(each) for each in record.candidates],
    }
