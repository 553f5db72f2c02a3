"""Speed and memory, as a table and as bench/latest.json. Run by `make bench`.

Articles are those of a corpus beside the repository where there is one, else the packaged sample over and over. Every
figure comes from a process of its own on one core; the word splitter `underthesea` reads the same articles in the same
run.
"""

from __future__ import annotations

import argparse
import gzip
import json
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "shared" / "corpus" / "articles.jsonl.gz"
LENGTHS = (1_000, 10_000, 100_000, 1_000_000)
GROWTH = (100, 1_000, 4_000)
PEER = "underthesea"

Page = dict[str, str]
Figures = dict[str, Any]


def corpus() -> Iterator[Page]:
    """The articles of the corpus, without end."""
    while True:
        with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def sample() -> list[Page]:
    """The articles of the packaged sample, as running text."""
    from communique.article import read_article
    from communique.cli.demonstration import sample_folder
    from communique.sources import read_documents
    from communique.sources.document import Document

    articles = (read_article(each) for each in read_documents([str(sample_folder())]) if isinstance(each, Document))
    return [{"doc": a.doc, "text": "\n\n".join(a.text[b.start : b.end] for b in a.story()) or a.text} for a in articles]


def write(pages: Iterable[Page], count: int, path: Path) -> Path:
    """So many pages as JSON lines, each with a name of its own."""
    with path.open("w", encoding="utf-8") as out:
        for number, page in enumerate(islice(pages, count)):
            text = {"doc": f"{number}/{page['doc']}", "text": page["text"]}
            out.write(json.dumps(text, ensure_ascii=False) + "\n")
    return path


def of_length(pages: list[Page], length: int) -> Page:
    """One page of so many characters, made of paragraphs of the sample."""
    paragraphs = cycle([line for page in pages for line in page["text"].split("\n") if line.strip()])
    text, size = [], 0
    while size < length:
        text.append(next(paragraphs))
        size += len(text[-1]) + 2
    return {"doc": f"{length}", "text": "\n\n".join(text)[:length]}


def measure(task: str, pages: Path, *more: str) -> Figures:
    """The figures of one task, from a process of its own."""
    figures: Figures = json.loads(_run("measure.py", task, str(pages), *more).splitlines()[-1])
    return figures


def ledger(sizes: str, folder: Path, out: Console) -> list[Figures]:
    """What a ledger of so many records takes to answer, from a process of its own."""
    file = folder / "ledger.json"
    out.print(_run("ledger.py", "--sizes", sizes, "--out", str(file)), soft_wrap=True)
    found: list[Figures] = json.loads(file.read_text(encoding="utf-8"))
    return found


def web(records: str, folder: Path, out: Console) -> Figures:
    """How the pages answer over a ledger of so many records, from a process of its own."""
    file = folder / "web.json"
    out.print(_run("web.py", "--records", records, "--out", str(file)), soft_wrap=True)
    found: Figures = json.loads(file.read_text(encoding="utf-8"))
    return found


def _run(script: str, *given: str) -> str:
    done = subprocess.run([sys.executable, str(HERE / script), *given], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"bench: {script} {given[0]} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def grid(title: str, *columns: str) -> Table:
    """An empty table, figures to the right."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
    for index, name in enumerate(columns):
        table.add_column(name, justify="right" if index else "left")
    return table


def mb(size: int) -> str:
    """Bytes as megabytes."""
    return f"{size / 1e6:.0f} MB"


def speeds(pages: Path, out: Console) -> dict[str, Figures]:
    """Articles a second and peak memory of each task, beside the word splitter."""
    found = {task: measure(task, pages) for task in ("clean", "extract", "add")}
    peer = find_spec(PEER) is not None
    if peer:
        found["split"] = measure("split", pages)
    rate = {task: figures["articles"] / figures["seconds"] for task, figures in found.items()}
    count = found["extract"]["articles"]
    table = grid(f"{count} articles on one core", "", "articles/s", "peak", "start", f"against {PEER}")
    names = {"clean": "clean", "extract": "extract", "add": "add", "split": f"{PEER}.word_tokenize alone"}
    for task, figures in found.items():
        figures["articles_per_second"] = rate[task]
        against = ""
        if peer:
            figures["ratio"] = rate[task] / rate["split"]
            against = f"{figures['ratio']:.1f} times"
        started = f"{figures['startup_seconds']:.1f} s"
        table.add_row(names[task], f"{rate[task]:.0f}", mb(figures["peak_bytes"]), started, against)
    out.print(table)
    out.print(f"article and extraction: {found['extract']['build']}")
    if not peer:
        out.print(f"{PEER} is not installed, so there is nothing to compare with: pip install 'communique[bench]'")
    out.print()
    return found


def growth(pages: Path, counts: Iterable[int], out: Console) -> dict[str, dict[int, int]]:
    """Peak memory against the number of articles."""
    table = grid("Peak memory against the number of articles", "articles", "extract", "add")
    found: dict[str, dict[int, int]] = {"extract": {}, "add": {}}
    for count in counts:
        for task, peaks in found.items():
            peaks[count] = measure(task, pages, str(count))["peak_bytes"]
        table.add_row(f"{count}", mb(found["extract"][count]), mb(found["add"][count]))
    out.print(table)
    out.print()
    return found


def lengths(pages: list[Page], folder: Path, out: Console) -> list[dict[str, float]]:
    """Time for one article against its length: cleaned as a page, and read as a story throughout."""
    path = write((of_length(pages, length) for length in LENGTHS), len(LENGTHS), folder / "lengths.jsonl")
    table = grid(
        "Time for one article against its length", "characters", "clean", "extract", "extract 1,000 characters"
    )
    cleaning, reading = (measure(task, path, "--each")["each"] for task in ("clean", "read"))
    found = []
    for (length, cleaned), (_, read) in zip(cleaning, reading, strict=True):
        table.add_row(f"{length}", f"{cleaned * 1e3:.1f} ms", f"{read * 1e3:.1f} ms", f"{read * 1e6 / length:.2f} ms")
        found.append({"characters": length, "clean_seconds": cleaned, "extract_seconds": read})
    out.print(table)
    out.print()
    return found


def installed(package: str) -> str | None:
    """The version of a package, None where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def machine() -> Figures:
    """What it was measured on."""
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "processor": platform.machine(),
        "communique": installed("communique"),
        PEER: installed(PEER),
    }


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--articles", type=int, default=1_000, help="for speed (default 1000)")
    asked.add_argument("--short", action="store_true", help="fewer articles where memory is watched")
    sizes = "records of the ledgers that are asked (default 1000,10000)"
    asked.add_argument("--ledger-sizes", default="1000,10000", metavar="N,N", help=sizes)
    asked.add_argument("--out", type=Path, default=HERE / "latest.json")
    options = asked.parse_args()
    out = Console(width=100, highlight=False)
    counts = tuple(count // 10 for count in GROWTH) if options.short else GROWTH
    packaged = sample()
    source = "corpus" if CORPUS.is_file() else "sample"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = corpus() if source == "corpus" else cycle(packaged)
        pages = write(given, max(options.articles, *counts), folder / "pages.jsonl")
        few = write(map(json.loads, pages.open(encoding="utf-8")), options.articles, folder / "few.jsonl")
        out.print(f"Articles from the {source}.\n")
        result = {
            "machine": machine(),
            "articles_from": source,
            "speed": speeds(few, out),
            "peak_bytes_by_articles": growth(pages, counts, out),
            "by_length": lengths(packaged, folder, out),
            "ledger": ledger(options.ledger_sizes, folder, out),
            "web": web(max(options.ledger_sizes.split(","), key=int), folder, out),
        }
    options.out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    out.print(f"\nThe figures are in {options.out}.", soft_wrap=True)


if __name__ == "__main__":
    main()
