"""Writes the examples of the OpenAPI document: what the API answers on a ledger of the packaged articles.

python docs/make_api.py
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path

import orjson
from fastapi import Response

from communique.article import read_article
from communique.export import answers, element, found
from communique.extraction import read
from communique.interchange import RecordKind, dumps
from communique.ledger import Asked, Filter, Ledger, Question
from communique.lookup import explain
from communique.sources import read_documents
from communique.sources.document import Document
from communique.web.failing import problem

WHERE = Path(__file__).parents[1] / "src" / "communique" / "web" / "api" / "examples.json"
MOMENT = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
CALL = (
    "Ngày 13/5/2022, Bộ trưởng Quốc phòng Mỹ Lloyd Austin đã điện đàm với người đồng cấp Nga Sergei Shoigu, "
    "lần đầu tiên kể từ khi xung đột bùng phát."
)


def main() -> None:
    """Write them."""
    WHERE.write_bytes(orjson.dumps(made(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def made() -> dict[str, object]:
    """The examples, of a ledger made for them."""
    with tempfile.TemporaryDirectory() as folder, Ledger.open(f"{folder}/ledger.sqlite", create=True) as ledger:
        ledger.watch("Moscow and Washington", Filter(RecordKind.CONTACT, ("RUS", "USA")), by="Lan")
        for page in read_documents([str(files("communique") / "sample")]):
            assert isinstance(page, Document)
            article = read_article(page)
            ledger.add(article, read(article), page.html)
        return examples(ledger)


def examples(ledger: Ledger) -> dict[str, object]:
    """An example of each element, by the name of its schema."""
    calls = Question(actors=("RUS", "USA"), what="call")
    call = next(iter(ledger.entries(RecordKind.CONTACT, calls)))
    told = {kind: next(iter(ledger.entries(kind, Question(min_confidence=0.6)))) for kind in RecordKind}
    told[RecordKind.CONTACT] = call
    shown = {kind.name.title(): element.element(each) for kind, each in told.items()}
    ledger.accept(call.id, by="Lan", note="checked against the ministry's page")
    article = read_article(Document("austin-shoigu", CALL, outlet="Thời Cuộc"))
    document = found.document_element(ledger.filed(call.origin.doc))
    document["entries"] = document["entries"][:1]  # type: ignore[index]
    entry = call.id
    return {
        **shown,
        "Accounts": answers.accounts_element(ledger.accounts(call.id)),
        "Channel": element.channel_element(ledger.channels(None, ("RUS", "USA"))[0]),
        "Instrument": answers.life_element(ledger.lives()[0]),
        "Claim": answers.claim_element(next(iter(ledger.claims()))),
        "Hit": found.hit_element(ledger.search(Asked("điện đàm", limit=1))[0]),
        "Explanation": found.explanation_element(explain("Ngoại trưởng Nga")),
        "DocumentSummary": found.origin_element(call.origin),
        "Document": {**document, "added_at": MOMENT},
        "Judgement": {**element.judgement_element(next(ledger.judgements())), "at": MOMENT},
        "Watch": {**element.watch_element(ledger.watches()[0]), "at": MOMENT},
        "Notice": {**element.notice_element(ledger.hits()[0]), "at": MOMENT},
        "Reading": orjson.loads(dumps(read(article))),
        "NewDocument": {"text": CALL, "doc": "austin-shoigu", "outlet": "Thời Cuộc"},
        "NewWatch": {"name": "Moscow and Washington", "kind": "contacts", "actors": ["RUS", "USA"]},
        "Accept": {"verdict": "accept", "entry": entry},
        "Reject": {"verdict": "reject", "entry": entry, "note": "the page speaks of another call"},
        "Correct": {"verdict": "correct", "entry": entry, "field": "date", "value": "2022-05-13"},
        "Problem": orjson.loads(bytes(_problem().body)),
    }


def _problem() -> Response:
    where = "/api/v1/contacts/c0123456789abcdef"
    return problem(HTTPStatus.NOT_FOUND, "there is no entry 'c0123456789abcdef' in this ledger", where)


if __name__ == "__main__":
    main()
