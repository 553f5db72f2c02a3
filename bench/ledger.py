"""How a ledger answers at size: adding an article, the contacts and the channels of a dyad, search, the board, a page.

    python bench/ledger.py [--sizes 1000,10000] [--databases sqlite,postgresql] [--ledger URL] [--out FILE]

The ledger is filled with made-up news (see `synthetic`), once for each size, in SQLite and in PostgreSQL; for that a
server of the bench's own is started from the binaries of this machine, with the settings it comes with: what it says is
kept is kept. Times are those of one call, after a few that are not counted; extraction is not in them. An article that
is added tells in part of what the ledger has. Processor time is this process's and, where that can be read, that of the
server for it. A ledger that is given is filled if it is empty, and asked as it is if it is not.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import mean, median, quantiles

from rich.console import Console
from run import Figures, grid, sample
from search import asked as question
from synthetic import DAYS, START, News, fill

from communique.ledger import Ledger, Question, RecordKind
from communique.records import Record

SIZES = (1_000, 10_000)
DATABASES = ("sqlite", "postgresql")
CALLS = 60
WARMING = 5
LAST = 50
EACH_KNOWN = 4
BOARD = 12
_CELL = "{median:.1f} / {p95:.1f} / {processor:.1f}"
_TASKS = ("add", "contacts", "channels", "search", "board", "page")


def sentences() -> list[str]:
    """Lines of the packaged sample that are long enough to be sentences."""
    lines = dict.fromkeys(line.strip() for page in sample() for line in page["text"].split("\n"))
    return [line for line in lines if len(line) > 40]


def processor(server: int | None) -> float:
    """Seconds of processor time of this process and of one of a server's."""
    return time.process_time() + (of_process(server) if server else 0.0)


def of_process(pid: int) -> float:
    """Seconds of processor time of another process; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def served_by(ledger: Ledger) -> int | None:
    """The process of the server that answers a ledger in PostgreSQL."""
    if ledger._engine.dialect.name != "postgresql":
        return None
    with ledger._engine.connect() as connection:
        pid: int = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    return pid


def timed(calls: Iterable[Callable[[], object]], server: int | None = None) -> Figures:
    """Milliseconds of calls: their median and 95th percentile, and the mean processor time."""
    taken, worked = [], 0.0
    for number, call in enumerate(calls):
        if number == WARMING:
            worked = processor(server)
        before = time.perf_counter()
        call()
        taken.append(1000 * (time.perf_counter() - before))
    counted = taken[WARMING:]
    spent = 1000 * (processor(server) - worked) / len(counted)
    return {"median": median(counted), "p95": quantiles(counted, n=20)[-1], "mean": mean(counted), "processor": spent}


def known(ledger: Ledger, day: date) -> list[Record]:
    """Some of what a ledger has of a day and the two before."""
    near = Question(since=day - timedelta(days=2), until=day, last=EACH_KNOWN)
    return [entry.record for kind in RecordKind for entry in ledger.entries(kind, near)]


def asked(ledger: Ledger, news: News, calls: int) -> dict[str, Figures]:
    """Times on a filled ledger, by task; `news` is none that it has been told before."""
    chance, mark = random.Random(11), ledger.revision()
    end = START + timedelta(days=DAYS)
    days = [START + timedelta(days=number * DAYS // (calls + WARMING)) for number in range(calls + WARMING)]
    fresh = [next(news.several([f"fresh {mark} {day}"], [day], known(ledger, day))) for day in days]
    dyads = [news.dyad() for _ in days]
    searches = [question(chance) for _ in days]
    active = [code for code, _ in ledger.active(None, None, BOARD)]
    take = partial(timed, server=served_by(ledger))

    def contacts(actors: tuple[str, str]) -> object:
        return list(ledger.entries(RecordKind.CONTACT, Question(actors=actors, last=LAST)))

    def page(day: date) -> object:
        return ledger.page(chance.choice(list(RecordKind)), Question(until=day), limit=LAST)

    return {
        "contacts": take(partial(contacts, actors) for actors in dyads),
        "channels": take(partial(ledger.channels, end, actors) for actors in dyads),
        "search": take(partial(ledger.search, each) for each in searches),
        "board": take(partial(ledger.channels, day, active) for day in days[-(2 * WARMING) :]),
        "page": take(partial(page, day) for day in days),
        "add": take(partial(ledger.add, article, reading) for article, reading, _ in fresh),
    }


def at_size(size: int, words: list[str], location: str, calls: int = CALLS) -> Figures:
    """Fill a ledger, at a path or URL, if it is empty, and ask it."""
    with Ledger.open(location, create=True) as ledger:
        server = served_by(ledger)
        before, worked = time.perf_counter(), processor(server)
        if not ledger.count().documents:
            fill(ledger, News(words), size)
        took, spent = time.perf_counter() - before, processor(server) - worked
        counted = ledger.count()
        with ledger._engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")
        found = asked(ledger, News(words, seed=counted.documents), calls)
    return {
        "database": "postgresql" if server else "sqlite",
        "records": size,
        "held": counted.records,
        "documents": counted.documents,
        "fill_seconds": took,
        "fill_processor_seconds": spent,
        "milliseconds": found,
    }


@contextmanager
def places(database: str, out: Console) -> Iterator[Callable[[], str] | None]:
    """Where empty ledgers can be made, as many as are asked for; None where this machine cannot, which is said."""
    if database == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield lambda: str(Path(folder) / f"{time.monotonic_ns()}.sqlite")
        return
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from postgres import Server, missing

    if reason := missing():
        out.print(f"[bold]PostgreSQL is not measured: {reason}[/bold]")
        yield None
        return
    server = Server(settings=())
    try:
        yield server.database
    finally:
        server.stop()


def sizes(given: Iterable[int], databases: Iterable[str], out: Console) -> list[Figures]:
    """The tables of times against the number of records."""
    words = sentences()
    found = []
    for database in databases:
        with places(database, out) as empty:
            if empty is None:
                continue
            measured = [at_size(size, words, empty()) for size in given]
        out.print(table(database, measured))
        found.extend(measured)
    return found


def table(database: str, measured: Iterable[Figures]) -> object:
    """The figures of one database."""
    title = f"{database}: milliseconds of one call by records held: median / 95 in 100 / processor, mean"
    made = grid(title, "records", *_TASKS, "filled in")
    for each in measured:
        cells = [_CELL.format_map(each["milliseconds"][task]) for task in _TASKS]
        made.add_row(f"{each['records']}", *cells, f"{each['fill_seconds']:.0f} s")
    return made


def sizes_of(text: str) -> tuple[int, ...]:
    """Numbers of records parted by commas."""
    return tuple(int(each) for each in text.split(","))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=sizes_of, default=SIZES, help="numbers of records (default 1000,10000)")
    parser.add_argument("--databases", default=",".join(DATABASES), help="default: sqlite,postgresql")
    parser.add_argument("--ledger", help="path or URL of a ledger, for one size")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    given = parser.parse_args()
    if given.ledger and len(given.sizes) > 1:
        parser.error("a ledger that is given is filled once: give one size")
    out = Console(width=150, highlight=False)
    if given.ledger:
        found = [at_size(given.sizes[0], sentences(), given.ledger)]
        out.print(table(found[0]["database"], found))
    else:
        found = sizes(given.sizes, given.databases.split(","), out)
    if given.out:
        given.out.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
