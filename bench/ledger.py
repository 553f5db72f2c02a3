"""How a ledger answers at size: adding an article, asking for the contacts of a dyad, and for its channels.

    python bench/ledger.py [--sizes 1000,10000] [--ledger URL] [--out FILE]

The ledger is filled with made-up news (see `synthetic`), once for each size. Times are those of one call on one core,
after a few that are not counted; extraction is not in them. An article that is added tells in part of what the ledger
has. A ledger that is given must be empty, and is filled to one size.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from measure import stay_on_one_core
from rich.console import Console
from run import Figures, grid, sample
from synthetic import DAYS, START, News, fill

from communique.ledger import Ledger, Question, RecordKind
from communique.records import Record

SIZES = (1_000, 10_000)
CALLS = 60
WARMING = 5
LAST = 50
EACH_KNOWN = 4
_CELL = "{median:.1f} / {p95:.1f} / {processor:.1f}"
_TASKS = ("add", "contacts", "channels")


def sentences() -> list[str]:
    """Lines of the packaged sample that are long enough to be sentences."""
    lines = dict.fromkeys(line.strip() for page in sample() for line in page["text"].split("\n"))
    return [line for line in lines if len(line) > 40]


def timed(calls: Iterable[Callable[[], object]]) -> Figures:
    """Milliseconds of calls: their median and 95th percentile, and the median of this process's own processor time."""
    taken, own = [], []
    for call in calls:
        before, worked = time.perf_counter(), time.process_time()
        call()
        taken.append(1000 * (time.perf_counter() - before))
        own.append(1000 * (time.process_time() - worked))
    counted = taken[WARMING:]
    return {"median": median(counted), "p95": quantiles(counted, n=20)[-1], "processor": median(own[WARMING:])}


def known(ledger: Ledger, day: date) -> list[Record]:
    """Some of what a ledger has of a day and the two before."""
    near = Question(since=day - timedelta(days=2), until=day, last=EACH_KNOWN)
    return [entry.record for kind in RecordKind for entry in ledger.entries(kind, near)]


def asked(ledger: Ledger, news: News, calls: int) -> dict[str, Figures]:
    """Times on a filled ledger, by task; `news` is not that it was filled with."""
    end = START + timedelta(days=DAYS)
    days = [START + timedelta(days=number * DAYS // (calls + WARMING)) for number in range(calls + WARMING)]
    fresh = [next(news.several([f"fresh {day}"], [day], known(ledger, day))) for day in days]
    dyads = [news.dyad() for _ in days]

    def contacts(actors: tuple[str, str]) -> object:
        return list(ledger.entries(RecordKind.CONTACT, Question(actors=actors, last=LAST)))

    return {
        "contacts": timed(partial(contacts, actors) for actors in dyads),
        "channels": timed(partial(ledger.channels, end, actors) for actors in dyads),
        "add": timed(partial(ledger.add, article, reading) for article, reading, _ in fresh),
    }


def at_size(size: int, words: list[str], location: str | None = None, calls: int = CALLS) -> Figures:
    """Fill a ledger, at a URL or else a file of its own, and ask it."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Ledger.open(location or str(Path(folder) / "ledger.sqlite"), create=True) as ledger,
    ):
        before = time.perf_counter()
        fill(ledger, News(words), size)
        took = time.perf_counter() - before
        counted = ledger.count()
        found = asked(ledger, News(words, seed=11), calls)
    return {"records": size, "documents": counted.documents, "fill_seconds": took, "milliseconds": found}


def sizes(given: Iterable[int], out: Console, location: str | None = None) -> list[Figures]:
    """The table of times against the number of records."""
    words = sentences()
    title = "Milliseconds of one call by records in the ledger: median / 95 in 100 / processor, median"
    table = grid(title, "records", *_TASKS, "filled in")
    found = []
    for size in given:
        figures = at_size(size, words, location)
        found.append(figures)
        cells = [_CELL.format_map(figures["milliseconds"][task]) for task in _TASKS]
        table.add_row(f"{size}", *cells, f"{figures['fill_seconds']:.0f} s")
    out.print(table)
    return found


def sizes_of(text: str) -> tuple[int, ...]:
    """Numbers of records parted by commas."""
    return tuple(int(each) for each in text.split(","))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=sizes_of, default=SIZES, help="numbers of records (default 1000,10000)")
    parser.add_argument("--ledger", help="URL of an empty ledger, for one size")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    given = parser.parse_args()
    if given.ledger and len(given.sizes) > 1:
        parser.error("a ledger that is given is filled once: give one size")
    stay_on_one_core()
    found = sizes(given.sizes, Console(width=100, highlight=False), given.ledger)
    if given.out:
        given.out.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
