"""The same work over several processes: results in the order of the documents, memory bounded by a window."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from communique.cli.work import Failed, T, Work, attempt, in_turn
from communique.errors import CommuniqueError
from communique.sources.document import Document

CHUNK_DOCUMENTS = 16
CHUNK_CHARACTERS = 200_000
CHUNKS_A_JOB = 3
"""Chunks given out or waiting to be taken back, for each process; with the sizes above, the bound on memory."""

Chunk = list[Document | Failed]


def over(work: Work[T], given: Iterable[Document | Failed], jobs: int) -> Iterator[T | Failed]:
    """The results of a work (a function of a module) on documents, in their order, over `jobs` processes.

    Raises CommuniqueError where a process dies.
    """
    if jobs <= 1:
        yield from in_turn(work, given)
        return
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
    waiting: deque[tuple[Chunk, Future[list[T | Failed]]]] = deque()
    try:
        for chunk in _chunks(given):
            waiting.append((chunk, pool.submit(_whole_chunk, work, chunk)))
            if len(waiting) >= jobs * CHUNKS_A_JOB:
                yield from _taken(waiting)
        while waiting:
            yield from _taken(waiting)
    finally:
        pool.shutdown(cancel_futures=True)


def _taken(waiting: deque[tuple[Chunk, Future[list[T | Failed]]]]) -> list[T | Failed]:
    chunk, future = waiting.popleft()
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise CommuniqueError(f"a process died at or after {chunk[0].doc!r}; --jobs 1 will show which") from error


def _chunks(given: Iterable[Document | Failed]) -> Iterator[Chunk]:
    chunk: Chunk = []
    size = 0
    for each in given:
        chunk.append(each)
        size += 0 if isinstance(each, Failed) else len(each.text) + len(each.html or "")
        if len(chunk) >= CHUNK_DOCUMENTS or size >= CHUNK_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _whole_chunk(work: Work[T], chunk: Chunk) -> list[T | Failed]:
    return [each if isinstance(each, Failed) else attempt(work, each) for each in chunk]
