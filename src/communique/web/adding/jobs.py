"""Jobs: documents somebody brought, read one after another, then added one after another, by one thread.

They are kept in memory while the server runs, so that a page can be left and come back to. What has been added is in
the ledger by then, whatever becomes of the job.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from threading import Event, Lock

from communique.errors import CommuniqueError, NotHeldError
from communique.interchange import records
from communique.ledger import Ledger, Outcome
from communique.readers import Read, Readers
from communique.sources.document import Document, Failure

DOCUMENTS = 2000
"""Documents of a job; those beyond are left out, and said to be."""

LONGEST = 2_000_000
"""Characters of a document."""

MOST = 64_000_000
"""Characters of all documents of a job."""

_log = logging.getLogger(__name__)

_KEPT = 20
_AT_ONCE = 3
_SHOWN = 100


class Stage(StrEnum):
    """How far a job is."""

    READING = "reading"
    READ = "read"
    ADDING = "adding"
    DONE = "done"


class FullError(CommuniqueError):
    """There are too many jobs; one must be finished first."""


@dataclass(slots=True)
class Item:
    """A document of a job: what was read of it, or why not, and what adding it did.

    `held`: what adding it will do, as far as is known; None where it will be set aside. `count`: of its records.
    """

    doc: str
    origin: str
    read: Read | None = None
    html: str | None = None
    problem: str | None = None
    held: Outcome | None = None
    outcome: Outcome | None = None
    left_out: bool = False
    count: int = 0


@dataclass(slots=True)
class Job:
    """Documents that somebody (`by`) brought. `id` cannot be guessed; `done` counts the documents of the stage."""

    id: str
    by: str
    at: datetime
    stage: Stage = Stage.READING
    done: int = 0
    items: list[Item] = field(default_factory=list)
    rested: Event = field(default_factory=Event)

    @property
    def at_rest(self) -> bool:
        """Whether it waits for somebody, or is over."""
        return self.stage in (Stage.READ, Stage.DONE)


class Jobs:
    """The jobs of a server."""

    def __init__(self, ledger: Ledger, readers: Readers) -> None:
        self._ledger = ledger
        self._readers = readers
        self._held: dict[str, Job] = {}
        self._lock = Lock()
        self._closing = False
        self._worker = ThreadPoolExecutor(1, "communique-adding")

    def begin(self, by: str, documents: Iterable[Document | Failure]) -> Job:
        """Read documents. Raises FullError where there are too many jobs, of this person or in all."""
        job = Job(secrets.token_urlsafe(16), by, datetime.now(UTC))
        with self._lock:
            mine = [each for each in self._held.values() if each.by == by and not each.at_rest]
            resting = [each for each in self._held.values() if each.at_rest]
            if len(mine) >= _AT_ONCE or (len(self._held) >= _KEPT and not resting):
                raise FullError("others are still being read: wait until they are done")
            if len(self._held) >= _KEPT:
                del self._held[min(resting, key=lambda each: (each.stage is Stage.READ, each.at)).id]
            self._held[job.id] = job
        self._worker.submit(self._read, job, documents)
        return job

    def add(self, job: Job, left_out: Iterable[int] = ()) -> None:
        """Add what was read, but for the documents left out, by their numbers; once."""
        with self._lock:
            if job.stage is not Stage.READ:
                return
            job.stage, job.done = Stage.ADDING, 0
            job.rested.clear()
        for number in left_out:
            if 0 <= number < len(job.items):
                job.items[number].left_out = True
        self._worker.submit(self._add, job)

    def job(self, name: str, by: str) -> Job:
        """A job of somebody. Raises NotHeldError where they have none such."""
        found = self._held.get(name)
        if found is None or found.by != by:
            raise NotHeldError("there is no such job, or not any more: the server forgets them when it ends")
        return found

    def of(self, by: str) -> list[Job]:
        """The jobs of somebody, newest first."""
        with self._lock:
            mine = [each for each in self._held.values() if each.by == by]
        return sorted(mine, key=lambda each: each.at, reverse=True)

    def close(self) -> None:
        """Begin nothing more; the document that is being added is added to its end."""
        self._closing = True
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _read(self, job: Job, documents: Iterable[Document | Failure]) -> None:
        try:
            for each in _within(documents):
                if self._closing:
                    return
                job.items.append(self._item(each, known=len(job.items) < _SHOWN))
                job.done += 1
        except Exception as error:  # a fault here must not stop the jobs behind it
            _log.exception("a job could not be read")
            job.items.append(Item("", "", problem=f"the program failed: {type(error).__name__}: {error}"))
        job.stage = Stage.READ
        job.rested.set()

    def _item(self, given: Document | Failure, *, known: bool) -> Item:
        item = Item(given.doc, given.origin)
        if isinstance(given, Failure):
            item.problem = given.reason
            return item
        try:
            item.read, item.html = self._readers.read(given), given.html
            item.count = len(records(item.read.reading))
            item.held = self._would(item.read) if known else Outcome.ADDED
        except CommuniqueError as error:
            item.problem = str(error)
        return item

    def _would(self, read: Read) -> Outcome:
        if not self._ledger.holds(read.article.doc):
            return Outcome.ADDED
        held = self._ledger.filed(read.article.doc)
        return Outcome.UNCHANGED if held.text == read.article.text else Outcome.NEW_VERSION

    def _add(self, job: Job) -> None:
        for item in job.items:
            if self._closing:
                return
            try:
                if not item.left_out:
                    self._add_one(item, job.by)
            except CommuniqueError as error:
                item.problem = str(error)
            except Exception as error:
                _log.exception("a document could not be added")
                item.problem = f"the program failed: {error!r}"
            job.done += 1
        job.stage = Stage.DONE
        job.rested.set()

    def _add_one(self, item: Item, by: str) -> None:
        if item.read is not None:
            read, item.read = item.read, None
            item.outcome = self._ledger.add(read.article, read.reading, item.html, by=by)
        elif item.doc:
            self._ledger.set_aside(item.doc, item.origin, item.problem or "")


def _within(documents: Iterable[Document | Failure]) -> Iterator[Document | Failure]:
    """The documents, as far as a job takes them; in place of what it does not take, why."""
    length = 0
    for number, each in enumerate(documents, 1):
        if number > DOCUMENTS:
            yield Failure("", "", f"more than {DOCUMENTS} documents: the others were left out")
            return
        size = len(each.text) + len(each.html or "") if isinstance(each, Document) else 0
        length += size
        if length > MOST:
            yield Failure("", "", f"more than {MOST:,} characters: the others were left out")
            return
        yield each if size <= LONGEST else Failure(each.doc, each.origin, f"longer than {LONGEST:,} characters")
