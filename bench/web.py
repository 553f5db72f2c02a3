"""How the pages and the API answer: the first time each, and how often a second when readers come back to the same.

    python bench/web.py [--records 10000] [--ledger FILE] [--only NAME] [--seconds 5] [--readers 8] [--out FILE]

What is asked stands in `addresses`, how it is measured in `serving`. A ledger of made-up news (see `synthetic`), some
of it judged and watched, is filled unless one is given. A cell is half of the addresses / 95 in 100 of them, in
milliseconds; bytes are those that were sent, at most. `--only`: what begins so, for a closer look.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from addresses import PAGES, TWINS, addresses
from ledger import sentences
from rich.console import Console
from run import Figures, grid
from serving import again, first, served
from synthetic import DAYS, START, News, fill

from communique.ledger import Filter, Ledger, Question, RecordKind

KEPT = ("board", "dyad")
"""Pages that are also asked again and again."""
COLUMNS = ("", "wall, ms", "processor, ms", "kB", "processor of .json", "kB", "of .csv", "kB")
_FEW = 5
_JUDGED = 60
_WATCHED = 20


def peopled(ledger: Ledger, words: list[str]) -> None:
    """What people do with a ledger: some entries are judged, and a watch tells of some articles."""
    for each in ledger.page(RecordKind.CONTACT, Question(), limit=_JUDGED).entries:
        ledger.accept(each.id, by="bench")
    ledger.watch("contacts", Filter(kind=RecordKind.CONTACT), by="bench")
    days = [START + timedelta(days=DAYS - 1)] * _WATCHED
    for article, reading, _ in News(words, seed=5).several([f"watched {number}" for number in range(_WATCHED)], days):
        ledger.add(article, reading)


def measured(location: str, only: str, readers: int, seconds: float) -> Figures:
    """The figures of everything that is asked, by what it is and form."""
    with Ledger.open(location) as ledger:
        records = ledger.count().records
        asked = [each for each in addresses(ledger) if each.of.startswith(only)]
    figures: Figures = {}
    with served(location) as server:
        for each in asked:
            found = asyncio.run(first(server, each.paths))
            if each.of in KEPT and not each.form:
                found |= asyncio.run(again(server, each.paths[-_FEW:], readers, seconds))
            figures[each.of + each.form] = found
    return {"records": records, "asked": figures}


def table(figures: Figures) -> Iterable[object]:
    """The figures as tables: pages with their twins, the rest, and what is asked again."""
    asked = figures["asked"]
    pages = grid(f"Pages over {figures['records']:,} records, the first time", *COLUMNS)
    for name in (each for each in asked if each in PAGES):
        held = [asked.get(name + form) for form in TWINS]
        twins = [
            cell for each in held for cell in (("", "") if each is None else (_cell(each["processor"]), _kb(each)))
        ]
        pages.add_row(name, _cell(asked[name]["wall"]), _cell(asked[name]["processor"]), _kb(asked[name]), *twins)
    rest = grid("The API and the rest", *COLUMNS[:4])
    for name in (each for each in asked if not each.startswith(tuple(PAGES)) or each.startswith("api ")):
        if name.removesuffix(".json").removesuffix(".csv") not in PAGES:
            rest.add_row(name, _cell(asked[name]["wall"]), _cell(asked[name]["processor"]), _kb(asked[name]))
    kept = grid("Asked again", "", "answers a second", "processor, ms")
    for name in (each for each in KEPT if each in asked):
        kept.add_row(name, f"{asked[name]['rate']:.0f}", f"{asked[name]['kept']:.2f}")
    return pages, rest, kept


def _cell(spread: Figures) -> str:
    return f"{spread['median']:.0f} / {spread['p95']:.0f}"


def _kb(figures: Figures) -> str:
    return f"{figures['bytes'] / 1000:.0f}"


def main() -> None:
    """Measure, print and perhaps keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--ledger")
    parser.add_argument("--only", default="")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="communique-") as folder:
        location = asked.ledger
        if location is None:
            location = str(Path(folder) / "ledger.sqlite")
            words = sentences()
            with Ledger.open(location, create=True) as ledger:
                fill(ledger, News(words), asked.records)
                peopled(ledger, words)
        figures = measured(location, asked.only, asked.readers, asked.seconds)
    out = Console(width=150, highlight=False)
    for each in table(figures):
        out.print(each)
    if asked.out:
        asked.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
