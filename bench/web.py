"""How the pages answer: the first time, and how often a second when several readers come back to the same pages.

    python bench/web.py [--records 10000] [--ledger FILE] [--seconds 5] [--readers 8] [--out FILE]

The server is `communique serve` in a process of its own; the readers share another and keep their connections. A ledger
of made-up news (see `synthetic`) is filled unless one is given. `first` are milliseconds of addresses not asked before,
`rate` answers a second of the same few addresses, which the server has kept since, and `kept` the milliseconds of
processor time that one of them takes the server, which do not depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

from ledger import sentences
from rich.console import Console
from run import Figures, grid
from synthetic import News, fill

from communique.ledger import Ledger

PAGES = {"board": "/?as-of={day}", "dyad": "/{one}/{other}?until={day}"}
FIRST = 20
COLUMNS = ("page", "first, ms (median / p95)", "processor", "kB", "kept, a second", "processor")
STARTING = 20.0
_HEADERS = "accept-encoding: gzip\r\naccept-language: vi\r\nconnection: keep-alive\r\n"


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
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{path}: {head.splitlines()[0].decode()}")
        found = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        body = await self._reader.readexactly(int(found[1]) if found else 0)
        return len(body)


async def first(address: str, paths: Sequence[str]) -> Figures:
    """Milliseconds and bytes of pages one after the other."""
    reader = await Reader.to(address)
    taken, sizes = [], []
    for path in paths:
        before = time.perf_counter()
        sizes.append(await reader.get(path))
        taken.append(1000 * (time.perf_counter() - before))
    return {"median": median(taken), "p95": quantiles(taken, n=20)[-1], "bytes": max(sizes)}


def worked(process: int) -> float:
    """Seconds of processor time a process has taken, as Linux tells it; nothing elsewhere."""
    told = Path(f"/proc/{process}/stat")
    fields = told.read_text().rpartition(")")[2].split() if told.exists() else []
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


async def rate(address: str, paths: Sequence[str], readers: int, seconds: float) -> tuple[int, float]:
    """How many answers over so many connections, in how many seconds."""
    until = time.perf_counter() + seconds

    async def read(number: int) -> int:
        reader, count = await Reader.to(address), 0
        while time.perf_counter() < until:
            await reader.get(paths[(number + count) % len(paths)])
            count += 1
        return count

    before = time.perf_counter()
    counts = await asyncio.gather(*(read(number) for number in range(readers)))
    return sum(counts), time.perf_counter() - before


def measured(location: str, readers: int, seconds: float) -> Figures:
    """The figures of every page over a ledger."""
    with Ledger.open(location) as ledger:
        records, last = ledger.count().records, ledger.last_day()
        actors = sorted(code for code, _ in ledger.active(None, None, 2))
    if last is None or len(actors) < len(("one", "other")):
        raise SystemExit(f"{location} has nothing to show")
    days = [last - timedelta(days=30 * number) for number in range(FIRST)]
    command = [sys.executable, "-m", "communique", "serve", "--ledger", location, "--port", "0"]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "COLUMNS": "500"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as server:
        try:
            assert server.stdout is not None
            found = re.search(r"http://[^ ]+:\d+", server.stdout.readline())
            if not found:
                raise SystemExit("the server did not say where it is")
            address = found[0]
            asyncio.run(first(address, ["/", "/network"]))
            figures: Figures = {"records": records}
            for name, form in PAGES.items():
                paths = [form.format(day=day, one=actors[0], other=actors[1]) for day in days]
                begun = worked(server.pid)
                told = asyncio.run(first(address, paths))
                told["processor"] = 1000 * (worked(server.pid) - begun) / len(paths)
                begun = worked(server.pid)
                count, taken = asyncio.run(rate(address, paths[:5], readers, seconds))
                kept = 1000 * (worked(server.pid) - begun) / count
                figures[name] = {**told, "rate": count / taken, "kept": kept}
            return figures
        finally:
            server.terminate()


def main() -> None:
    """Measure, print and perhaps keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--ledger")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="communique-") as folder:
        location = asked.ledger
        if location is None:
            location = str(Path(folder) / "ledger.sqlite")
            with Ledger.open(location, create=True) as ledger:
                fill(ledger, News(sentences()), asked.records)
        figures = measured(location, asked.readers, asked.seconds)
    out = grid(f"Pages over {figures['records']:,} records", *COLUMNS)
    for name in PAGES:
        each = figures[name]
        first_time = f"{each['median']:.0f} / {each['p95']:.0f}"
        size, often = f"{each['bytes'] / 1000:.0f}", f"{each['rate']:.0f}"
        out.add_row(name, first_time, f"{each['processor']:.0f}", size, often, f"{each['kept']:.2f}")
    Console().print(out)
    if asked.out:
        asked.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
