"""Pages read for those who ask, in a process of its own: what it costs does not slow down other answers.

A page that takes too long ends the process, not the server; the next page gets a new one.
"""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from threading import BoundedSemaphore, Lock

from communique.article.model import Article
from communique.errors import CommuniqueError, SourceError
from communique.records import Reading
from communique.sources.document import Document

SECONDS = 60.0
"""The longest a page may take, loading the tables for the first one too."""

_WAITING = 16
"""Pages that may wait for their turn."""


class BusyError(CommuniqueError):
    """Too many pages are waiting to be read."""


@dataclass(frozen=True, slots=True)
class Read:
    """A page read: its article and its reading."""

    article: Article
    reading: Reading


class Readers:
    """Reads one page after the other. May be asked from any thread; `seconds` bounds each page."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._turn = Lock()
        self._room = BoundedSemaphore(_WAITING)
        self._worker: tuple[multiprocessing.process.BaseProcess, Connection] | None = None
        self.count = 0

    def read(self, document: Document) -> Read:
        """A page read. Raises the error of the reading, SourceError where it takes too long, BusyError."""
        if not self._room.acquire(blocking=False):
            raise BusyError("too many pages are waiting to be read: try again in a while")
        try:
            with self._turn:
                found = self._ask(document)
        finally:
            self._room.release()
        self.count += 1
        return found

    def close(self) -> None:
        """End the process."""
        with self._turn:
            self._stop()

    def _ask(self, document: Document) -> Read:
        _, pipe = self._worker or self._start()
        try:
            pipe.send(document)
            if not pipe.poll(self._seconds):
                self._stop()
                raise SourceError(f"{document.doc}: reading it took more than {self._seconds:g} seconds")
            answer = pipe.recv()
        except (EOFError, OSError) as error:
            self._stop()
            raise SourceError(f"{document.doc}: the program that reads it has failed") from error
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, Read)
        return answer

    def _start(self) -> tuple[multiprocessing.process.BaseProcess, Connection]:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        worker = context.Process(target=_serve, args=(theirs,), daemon=True)
        worker.start()
        theirs.close()
        self._worker = (worker, ours)
        return self._worker

    def _stop(self) -> None:
        if self._worker:
            worker, pipe = self._worker
            self._worker = None
            pipe.close()
            worker.kill()
            worker.join()


def _serve(pipe: Connection) -> None:
    """Read what comes until nothing does."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server says when it is over
    while True:
        try:
            document = pipe.recv()
        except EOFError:
            return
        pipe.send(_attempt(document))


def _attempt(document: Document) -> Read | CommuniqueError:
    from communique.article import read_article
    from communique.extraction import read
    from communique.interchange import check_against

    try:
        article = read_article(document)
        reading = read(article)
        check_against(article.text, reading)
        return Read(article, reading)
    except CommuniqueError as error:
        return error
    except Exception as error:  # whatever a page does, the next one is read
        return SourceError(f"{document.doc}: the program failed on it: {type(error).__name__}")
