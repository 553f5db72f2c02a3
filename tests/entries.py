"""Entries written by hand, for what the ledger works out from many of them."""

from __future__ import annotations

from communique.interchange import RecordKind, record_kind
from communique.ledger import Entry, Origin, Report
from communique.ledger.bounds import record_bounds
from communique.ledger.deciding import decide
from communique.records import (
    Act,
    Agreement,
    AgreementAction,
    Contact,
    ContactKind,
    Participant,
    Published,
    Record,
    Statement,
    Status,
)

MINISTERS = (
    Participant("RUS", "Andrei Belousov", "defence minister"),
    Participant("USA", "Lloyd Austin", "defence minister"),
)


def entry(*records: Record, docs: str = "page", published: str | None = None) -> Entry:
    """An entry of these reports, the first one leading; `docs`: their documents, with a space between."""
    names = docs.split()
    reports = tuple(
        _report(record, names[min(place, len(names) - 1)], published) for place, record in enumerate(records)
    )
    told = decide(reports)
    return Entry(
        reports[0].id,
        RecordKind(record_kind(records[0])),
        told.record,
        told.earliest,
        told.latest,
        reports,
        told.sources,
        told.history,
        told.dissents,
    )


def _report(record: Record, doc: str, published: str | None) -> Report:
    appeared = Published(published, published) if published else None
    origin = Origin(doc, 1, f"Tin {doc}", f"Báo {doc}", None, appeared, "test 1")
    return Report(record.id, record, *record_bounds(record), origin)


def agreement(id: str, action: str, date: str | None = None, name: str = "", parties: str = "BLR NATO") -> Agreement:
    made = {"rule": "by hand", "confidence": 0.8, "evidence": id, "start": 0, "end": len(id)}
    codes = tuple(parties.split())
    named = name or f"{'-'.join(_NAMES.get(code, code) for code in codes)} agreement"
    return Agreement(named, codes, AgreementAction(action), date, id=id, **made)


_NAMES = {"BLR": "Belarus", "RUS": "Russia", "USA": "US", "CHN": "China"}


def contact(id: str, date: str | None, kind: str = "call", **more: object) -> Contact:
    fixed = {
        "participants": MINISTERS,
        "place": None,
        "status": Status.OCCURRED,
        "initiator": None,
        "topics": (),
        "first_since": None,
        "via": (),
        "evidence": id,
        "start": 0,
        "end": len(id),
        "rule": "by hand",
        "confidence": 0.8,
    }
    return Contact(**{**fixed, "id": id, "kind": ContactKind(kind), "date": date, **more})


def statement(
    id: str, speaker: str, act: str, targets: str, words: str = "", date: str | None = None, **more: object
) -> Statement:
    told = words or id
    fixed = {"quoted": False, "via": (), "rule": "by hand", "confidence": 0.8, "evidence": told, "start": 0}
    codes = tuple(targets.split())
    return Statement(
        **{**fixed, "end": len(told), "speaker": Participant(speaker), "targets": codes, "id": id, **more},
        act=Act(act),
        date=date,
    )
