"""Adding: a text or files are read, what was read is shown, and is added when somebody says so."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import chain
from typing import Annotated

from fastapi import File, Form, HTTPException, Request, Response, UploadFile
from fastapi.responses import RedirectResponse
from pydantic import BeforeValidator
from sse_starlette import EventSourceResponse, ServerSentEvent

from communique.article import STORY, Article
from communique.elements.element import PressDay
from communique.export.inert import address
from communique.export.sheet import table
from communique.interchange import RecordKind, record_kind, records
from communique.ledger import Entry
from communique.people import Scope
from communique.records import Record
from communique.sources import Document, Failure, read_upload
from communique.sources.formats import sniff
from communique.web.adding import FullError, Item, Job, Jobs
from communique.web.allowing import may
from communique.web.query import blank
from communique.web.telling import Passage, passage
from communique.web.view import UNKEPT, Pages, View
from communique.web.visit import Visiting

FILES = 200
"""Files that can be sent at a time."""

SHOWN = 20
"""Documents whose records are shown before they are added."""

_PATIENCE = 2.0
_LOOK = 0.25
_STREAM = 600.0
_BLOCKS, _BLOCK = 40, 240
_LINE, _TEXT = 2000, 400_000
_NAME = 200
_HEAD = 2048
_SEPARATORS = re.compile(r"[/\\]")

pages = Pages()

Adder = Annotated[str, may(Scope.ADD)]
Line = Annotated[str, Form(max_length=_LINE)]


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as it is shown before it is added: its records in their sentences, and what was left out of it."""

    number: int
    item: Item
    records: tuple[tuple[Entry, Passage], ...]
    left_out: tuple[tuple[str, str], ...]


@pages.get("/add")
def add(visit: Visiting) -> View:
    """Where a text is pasted and files are dropped, and the jobs of who is signed in."""
    jobs: Jobs = visit.request.app.state.jobs
    mine = jobs.of(visit.person) if visit.person else []
    values = {"may": visit.may(Scope.ADD), "jobs": mine, "files": FILES}
    return View(
        "add.html",
        values,
        data=lambda: {"jobs": [_element(each) for each in mine]},
        lines=lambda: table(("id", "at", "stage", "documents"), ((e.id, e.at, e.stage, len(e.items)) for e in mine)),
    )


@pages.router.post("/add")
async def bring(
    who: Adder,
    request: Request,
    text: Annotated[str, Form(max_length=_TEXT)] = "",
    title: Line = "",
    url: Line = "",
    outlet: Line = "",
    published: Annotated[PressDay | None, BeforeValidator(blank), Form()] = None,
    files: Annotated[list[UploadFile], File()] = [],  # noqa: B006
) -> Response:
    """Read what was pasted or sent; where it is shown."""
    if len(files) > FILES:
        raise HTTPException(413, f"more than {FILES} files")
    if url.strip() and address(url.strip()) is None:
        raise HTTPException(400, "the address is none of the web")
    sent = [(_file_name(each.filename), await each.read()) for each in files if each.filename]
    brought: list[Iterator[Document | Failure]] = [read_upload(*each, published=published) for each in sent]
    if text.strip():
        brought.insert(0, iter((_pasted(text, title.strip(), url.strip(), outlet.strip(), published),)))
    if not brought:
        return RedirectResponse("/add", 303)
    jobs: Jobs = request.app.state.jobs
    try:
        job = jobs.begin(who, chain.from_iterable(brought))
    except FullError as error:
        raise HTTPException(429, str(error), {"retry-after": "30"}) from error
    await asyncio.to_thread(job.rested.wait, _PATIENCE)
    return RedirectResponse(f"/add/{job.id}", 303)


@pages.get("/add/{name}")
def job(name: str, who: Adder, visit: Visiting) -> View:
    """A job: how far it is; what was read; what adding it did."""
    jobs: Jobs = visit.request.app.state.jobs
    held = jobs.job(name, who)
    items = tuple(held.items)
    shown = [_shown(number, each) for number, each in enumerate(items[:SHOWN])]
    return View(
        "add-job.html",
        {"job": held, "items": items, "shown": shown, "rest": list(enumerate(items))[SHOWN:]},
        data=lambda: _element(held),
        lines=lambda: table(("doc", "records", "problem", "outcome"), map(_row, items)),
    )


@pages.router.post("/add/{name}")
async def confirm(
    name: str,
    who: Adder,
    request: Request,
    leave: Annotated[list[int], Form(max_length=SHOWN)] = [],  # noqa: B006
) -> Response:
    """Add what was read."""
    jobs: Jobs = request.app.state.jobs
    held = jobs.job(name, who)
    jobs.add(held, leave)
    await asyncio.to_thread(held.rested.wait, _PATIENCE)
    return RedirectResponse(f"/add/{held.id}", 303)


@pages.router.get("/add/{name}/events")
async def events(name: str, who: Adder, request: Request) -> EventSourceResponse:
    """How far a job is, told as it goes on; `rest` is the last that is told."""
    jobs: Jobs = request.app.state.jobs
    held = jobs.job(name, who)

    async def told() -> AsyncIterator[ServerSentEvent]:
        before = -1
        for _ in range(int(_STREAM / _LOOK)):
            if held.at_rest:
                yield ServerSentEvent(str(held.done), event="rest")
                return
            if held.done != before:
                before = held.done
                yield ServerSentEvent(str(before), event="progress")
            await asyncio.sleep(_LOOK)

    return EventSourceResponse(told(), headers=UNKEPT)


def _pasted(text: str, title: str, url: str, outlet: str, published: date | None) -> Document:
    """A document of a text, named after its address, else after the text itself: pasted again it is the same."""
    text = text.replace("\r\n", "\n")  # browsers send every line end so
    name = f"pasted/{sha256((url or text).encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
    known = {"url": url or None, "outlet": outlet or None, "published": published, "origin": "pasted"}
    if sniff(text[:_HEAD].encode("utf-8", "replace")) == "html":
        return Document(name, "", html=text, **known)  # type: ignore[arg-type]
    if title and not text.lstrip().startswith(title):
        text = f"{title}\n\n{text}"
    return Document(name, text, **known)  # type: ignore[arg-type]


def _file_name(sent: str | None) -> str:
    """The name of a file without any folder."""
    return _SEPARATORS.split(sent or "")[-1].strip()[-_NAME:] or "file"


def _shown(number: int, item: Item) -> Shown:
    if item.read is None:
        return Shown(number, item, (), ())
    article, reading = item.read.article, item.read.reading
    found = tuple((_entry(each), passage(article.text, each.start, each.end)) for each in records(reading))
    return Shown(number, item, found, tuple(_left_out(article)))


def _entry(record: Record) -> Entry:
    """A record as an entry, which it is not yet."""
    return Entry(record.id, RecordKind(record_kind(record)), record, None, None, ())


def _left_out(article: Article) -> Iterator[tuple[str, str]]:
    """The blocks that are not the story, with their roles, so many and so much of each."""
    others = [each for each in article.blocks if each.role not in STORY]
    for each in others[:_BLOCKS]:
        text = article.text[each.start : each.end]
        yield each.role.value, text if len(text) <= _BLOCK else text[:_BLOCK] + "…"


def _element(job: Job) -> dict[str, object]:
    items = [dict(zip(("doc", "records", "problem", "outcome"), _row(each), strict=True)) for each in job.items]
    return {"id": job.id, "at": job.at, "stage": job.stage, "done": job.done, "documents": items}


def _row(item: Item) -> tuple[object, ...]:
    return item.doc, item.count, item.problem, item.outcome
