"""How the pages are measured: `communique serve` in a process of its own, and readers that keep their connections.

Milliseconds of wall are those between a request and the whole of its answer; milliseconds of processor those that the
server worked meanwhile, all its threads together, as Linux tells it; where nothing tells it they are nothing.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

from run import Figures

STARTING = 20.0
PATIENCE, FEWEST = 30.0, 2
_HEADERS = "accept-encoding: gzip\r\naccept-language: vi\r\nconnection: keep-alive\r\n"
_BILLION = 1e9
_LOOK, _IDLE = 0.5, 0.05
"""Seconds between two looks at a server that starts, and of work between them that are none."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where it is, and its process."""

    address: str
    process: int

    def worked(self) -> float:
        """Seconds of processor time it has taken."""
        total = 0
        for each in Path(f"/proc/{self.process}/task").glob("*/schedstat"):
            try:
                total += int(each.read_text().split()[0])
            except OSError:  # the thread has just ended
                continue
        return total / _BILLION


@contextmanager
def served(location: str) -> Iterator[Server]:
    """A server of a ledger, for as long as it is needed."""
    command = [
        sys.executable,
        "-m",
        "communique",
        "serve",
        "--ledger",
        location,
        "--port",
        "0",
        "--rate",
        "0",
        "--quiet",
    ]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "COLUMNS": "500"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as server:
        try:
            assert server.stdout is not None
            found = re.search(r"http://[^ ]+:\d+", server.stdout.readline())
            if not found:
                raise SystemExit("the server did not say where it is")
            yield _at_rest(Server(found[0], server.pid))
        finally:
            server.terminate()


def _at_rest(server: Server) -> Server:
    """The server when it has read what it reads at the start."""
    asyncio.run(_told(server))
    before = -1.0
    while (worked := server.worked()) > before + _IDLE:
        before = worked
        time.sleep(_LOOK)
    return server


class Reader:
    """One connection that is kept."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str) -> None:
        self._reader, self._writer, self._host = reader, writer, host

    @classmethod
    async def to(cls, address: str) -> Reader:
        """Connect to a server, which may be about to listen."""
        place = urlsplit(address)
        until = time.perf_counter() + STARTING
        while True:
            try:
                return cls(*await asyncio.open_connection(place.hostname, place.port), str(place.netloc))
            except ConnectionRefusedError:
                if time.perf_counter() > until:
                    raise
                await asyncio.sleep(0.05)

    async def get(self, path: str) -> int:
        """Ask for a page; the bytes that came. Raises RuntimeError where it is not answered with 200."""
        self._writer.write(f"GET {path} HTTP/1.1\r\nhost: {self._host}\r\n{_HEADERS}\r\n".encode())
        head = await self._reader.readuntil(b"\r\n\r\n")
        found = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        body = await self._reader.readexactly(int(found[1]) if found else 0)
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{path}: {head.splitlines()[0].decode()} {body[:300]!r}")
        return len(body)


async def first(server: Server, paths: Sequence[str]) -> Figures:
    """What addresses take that were not asked for before, one after the other; the first of them is not counted.

    Where they take long, only so many are asked as PATIENCE allows, but no fewer than FEWEST are counted.
    """
    until = time.perf_counter() + PATIENCE
    reader = await Reader.to(server.address)
    wall, processor, sizes = [], [], []
    for number, path in enumerate(paths):
        if number > FEWEST and time.perf_counter() > until:
            break
        worked, begun = server.worked(), time.perf_counter()
        sizes.append(await reader.get(path))
        wall.append(1000 * (time.perf_counter() - begun))
        processor.append(1000 * (server.worked() - worked))
    return {
        "asked": len(sizes) - 1,
        "wall": _spread(wall[1:]),
        "processor": _spread(processor[1:]),
        "bytes": max(sizes),
    }


def _spread(taken: Sequence[float]) -> Figures:
    return {"median": median(taken), "p95": quantiles(taken, n=20)[-1]}


async def _told(server: Server) -> None:
    await (await Reader.to(server.address)).get("/healthz")


async def again(server: Server, paths: Sequence[str], readers: int, seconds: float) -> Figures:
    """Answers a second of the same few addresses, which the server has kept, and the processor time of one of them."""
    until = time.perf_counter() + seconds

    async def read(number: int) -> int:
        reader, count = await Reader.to(server.address), 0
        while time.perf_counter() < until:
            await reader.get(paths[(number + count) % len(paths)])
            count += 1
        return count

    worked, begun = server.worked(), time.perf_counter()
    count = sum(await asyncio.gather(*(read(number) for number in range(readers))))
    taken = time.perf_counter() - begun
    return {"rate": count / taken, "kept": 1000 * (server.worked() - worked) / count}
