"""One measurement in a process of its own: `measure.py TASK PAGES [COUNT]` prints a line of JSON. Called by run.py.

PAGES is a file of JSON lines (`doc`, `text`). Start-up (imports, tables) is timed apart from the work. The peak is that
of the whole process.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from communique.compiled import build


def stay_on_one_core() -> None:
    """Keep to one processor where the system lets one choose."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def peak_bytes() -> int:
    """The most memory this process has had."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def cleaning(_: Path) -> Callable[[str, str], object]:
    """Pages to articles."""
    from communique.cli.work import cleaned
    from communique.sources.document import Document

    return lambda doc, text: cleaned(Document(doc, text))


def extracting(_: Path) -> Callable[[str, str], object]:
    """Pages to readings."""
    from communique.cli.work import extracted
    from communique.sources.document import Document

    return lambda doc, text: extracted(Document(doc, text))


def reading(_: Path) -> Callable[[str, str], object]:
    """Text that is story throughout to readings, whatever the article room would make of it."""
    from communique.article.model import Article, Block, Role
    from communique.extraction import read

    def whole(doc: str, text: str) -> object:
        blocks = tuple(Block(Role.BODY, match.start(), match.end()) for match in re.finditer(r"[^\n]+", text))
        return read(Article(doc, text, blocks))

    return whole


def adding(folder: Path) -> Callable[[str, str], object]:
    """Pages into a ledger on disk, each kept for good."""
    from communique.cli.work import both
    from communique.ledger import Ledger
    from communique.sources.document import Document

    ledger = Ledger.open(str(folder / "bench.sqlite"), create=True)

    def add(doc: str, text: str) -> object:
        read = both(Document(doc, text))
        return ledger.add(read.article, read.reading, read.html)

    return add


def splitting(_: Path) -> Callable[[str, str], object]:
    """The word splitter alone, for comparison."""
    from underthesea import word_tokenize

    return lambda doc, text: word_tokenize(text)


TASKS = {"clean": cleaning, "extract": extracting, "read": reading, "add": adding, "split": splitting}
FIRST = "Ngày 3/12/2022, Bộ trưởng Quốc phòng Nga Sergei Shoigu hội đàm với người đồng cấp Belarus tại Minsk."


def main() -> None:
    """Run one task."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("task", choices=TASKS)
    asked.add_argument("pages", type=Path)
    asked.add_argument("count", type=int, nargs="?")
    asked.add_argument("--each", action="store_true", help="also the least seconds of each page, out of several runs")
    options = asked.parse_args()
    stay_on_one_core()
    with tempfile.TemporaryDirectory() as folder, options.pages.open(encoding="utf-8") as lines:
        began = time.perf_counter()
        work = TASKS[options.task](Path(folder))
        work("first", FIRST)
        ready = time.perf_counter()
        articles = characters = 0
        each: list[tuple[int, float]] = []
        spent = 0.0
        for line in islice(lines, options.count):
            page = json.loads(line)
            runs = max(1, min(5, 200_000 // len(page["text"]))) if options.each else 1
            least = float("inf")
            for _ in range(runs):
                start = time.perf_counter()
                work(page["doc"], page["text"])
                least = min(least, time.perf_counter() - start)
            spent += least
            articles += 1
            characters += len(page["text"])
            if options.each:
                each.append((len(page["text"]), least))
        result = {
            "articles": articles,
            "characters": characters,
            "startup_seconds": ready - began,
            "seconds": spent,
            "peak_bytes": peak_bytes(),
            "build": "as written" if build() is None else "compiled",
        }
        if options.each:
            result["each"] = each
        print(json.dumps(result))


if __name__ == "__main__":
    main()
