"""Writes docs/accuracy.md from docs/figures.json, bench/latest.json and docs/accuracy/. Run by `make docs`.

figures.json has two lists. `readings`: what `communique evaluate --format json` gave for a set of hand-coded articles,
as `{"name", "articles", "how", "scores"}`. `pages`: how well stories are told from their surroundings, as `{"name",
"how", "precision", "recall", "f1"}`. `validated`: what `communique train --curve --figures` wrote,
without its scores.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KINDS = ("contacts", "statements", "agreements", "states", "actions")
HAND_CODED = 5
"""The points of the learning curve up to all hand-coded articles."""
MISSED = {
    "nowhere": "nothing read there",
    "other list": "read as another list",
    "other sides": "other actors or type",
    "same again": "merged with another",
}
SPURIOUS = {
    "nowhere": "nothing coded there",
    "other list": "coded as another list",
    "other sides": "other actors or type",
    "same again": "one read as two",
}

HEAD = """# How right it is

Made by `docs/make_accuracy.py`; the figures are those of [figures.json](figures.json).

**found F1**: a record counts as found if it is about the same thing as one that the coder made (the codebook's
[scoring rules](codebook.md#scoring)). Precision is the share of the program's records that the coder has too, recall
the share of the coder's that the program has. **record F1** counts only those whose main fields are right as well.
**macro** is the mean found F1 of the five lists.
Field figures are shares of the found records where the coder gave that field. Anyone can do the same with articles of
their own:

```sh
communique evaluate GOLD.jsonl TEXTS.jsonl
communique evaluate GOLD.jsonl TEXTS.jsonl --errors contacts
```
"""


def part(name: str) -> str:
    """A part of the page that is written by hand."""
    return (HERE / "accuracy" / f"{name}.md").read_text(encoding="utf-8")


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A Markdown table, all but the first column to the right."""
    names = list(header)
    yield f"| {' | '.join(names)} |"
    yield "|" + "---|" + "---:|" * (len(names) - 1)
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def of_readings(measured: dict[str, Any]) -> Iterator[str]:
    """One set of hand-coded articles: by list, then by field."""
    scores = measured["scores"]
    yield f"### {measured['name']} ({measured['articles']} articles)"
    yield ""
    yield measured["how"]
    yield ""
    rows = []
    for kind in KINDS:
        each = scores[kind]
        shares = [f"{share:.2f}" for share in (*each["found"], each["record"])]
        rows.append([kind, *shares, str(each["gold"]), str(each["system"])])
    rows.append(["macro", "", "", f"**{scores['macro']:.3f}**", "", "", ""])
    yield from table(("", "precision", "recall", "found F1", "record F1", "by hand", "program"), rows)
    fields = [
        [f"{kind}: {name}", f"{share:.2f}", str(seen)]
        for kind in KINDS
        for name, (share, seen) in scores[kind]["fields"].items()
    ]
    yield from table(("field", "right", "of"), fields)


def of_pages(measured: list[dict[str, Any]]) -> Iterator[str]:
    """How well stories are told from the rest of their pages."""
    yield "## Story or surroundings"
    yield ""
    for each in measured:
        yield f"**{each['name']}.** {each['how']}"
        yield ""
    rows = [[each["name"], *(f"{each[name]:.3f}" for name in ("precision", "recall", "f1"))] for each in measured]
    yield from table(("", "precision", "recall", "F1"), rows)


def of_speed(bench: dict[str, Any]) -> Iterator[str]:
    """Articles a second and memory."""
    yield "## Speed and memory"
    yield ""
    found = bench["speed"]
    count = found["extract"]["articles"]
    compared = "`underthesea.word_tokenize` reads the same articles in the same run." if "split" in found else ""
    compiled = found["extract"].get("build") == "compiled"
    how = "article and extraction compiled (`make compile`)" if compiled else "everything as written"
    yield f"`make bench`, on one core, {count} articles, {how}. {compared}".strip()
    yield ""
    names = {"clean": "clean", "extract": "extract", "add": "add", "split": "underthesea.word_tokenize"}
    rows = [
        [
            names[task],
            f"{each['articles_per_second']:.0f}",
            f"{each['ratio']:.1f}" if "ratio" in each else "–",
            f"{each['peak_bytes'] / 1e6:.0f} MB",
        ]
        for task, each in found.items()
    ]
    yield from table(("", "articles a second", "times the word splitter", "peak memory"), rows)
    peaks = bench["peak_bytes_by_articles"]
    rows = [[task, *(f"{size / 1e6:.0f} MB" for size in sizes.values())] for task, sizes in peaks.items()]
    counts = next(iter(peaks.values()))
    yield from table(("peak memory after", *(f"{number} articles" for number in counts)), rows)
    rows = [
        [f"{each['characters']:,}", f"{each['clean_seconds'] * 1e3:.1f} ms", f"{each['extract_seconds'] * 1e3:.1f} ms"]
        for each in bench["by_length"]
    ]
    yield from table(("characters in one article", "clean", "extract"), rows)
    if bench.get("ledger"):
        yield from of_ledgers(bench["ledger"])
    if bench.get("web"):
        yield from of_web(bench["web"])


_OF_LEDGERS = """
Made-up news, milliseconds of one call on a machine of two cores: half of the calls take as
long or less / 95 in 100 do / the processor time of one, that of the server with it. `add`: one article of a dozen
records, kept for good; `contacts`: the last 50 of a dyad; `channels`: those of a dyad; `search`: a mix of questions;
`board`: all channels among the twelve most active actors. The million of PostgreSQL was filled by a server that kept no
promises and then asked of one that does.
""".strip()


def of_ledgers(measured: list[dict[str, Any]]) -> Iterator[str]:
    """What one call takes by the size of a ledger."""
    yield "## Size of a ledger"
    yield ""
    yield _OF_LEDGERS
    yield ""
    tasks = ("add", "contacts", "channels", "search", "board")
    rows = [
        [
            {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[each["database"]],
            f"{each['records']:,}",
            *("{median:.0f} / {p95:.0f} / {processor:.0f}".format_map(each["milliseconds"][task]) for task in tasks),
        ]
        for each in measured
    ]
    yield from table(("", "records", *tasks), rows)


_OF_WEB = """
The pages and the API over {records:,} made-up records, asked the first time, when nothing of the answer is kept:
{asked} addresses of each kind, or fewer where they take seconds, drawn from the ledger, one after the other.
Milliseconds of the server's processor, half of the addresses / 95 in 100 of them; the most that was sent, compressed,
without the drawing library; and the same of the twin that programs read. Before it, all the time that went by, with
what was waited for; the ledger's file of 5.5 GB was held in the system's memory.
""".strip()


def of_web(measured: dict[str, Any]) -> Iterator[str]:
    """What each page and each resource of the API takes, and how often kept answers are given."""
    found = measured["asked"]
    kept = {name: each for name, each in found.items() if "rate" in each}
    yield "## Speed of pages"
    yield ""
    yield _OF_WEB.format(records=measured["records"], asked=max(each["asked"] for each in found.values()))
    yield ""
    rows = []
    for name in (each for each in found if not each.endswith((".json", ".csv"))):
        cells = [cell for each in (found[name], found.get(f"{name}.json")) for cell in _of_answers(each)]
        rows.append([name, _half_and_most(found[name]["wall"]), *cells])
    yield from table(("", "time", "processor", "sent", ".json, processor", "sent"), rows)
    rows = [[name, f"{each['rate']:.0f}", f"{each['kept']:.2f} ms"] for name, each in kept.items()]
    yield "The same addresses again and again, eight connections at a time: answers that the server has kept."
    yield ""
    yield from table(("", "answers a second", "processor of one"), rows)


def _of_answers(each: dict[str, Any] | None) -> tuple[str, str]:
    if each is None:
        return "–", "–"
    return _half_and_most(each["processor"]), f"{each['bytes'] / 1000:.0f} kB"


def _half_and_most(taken: dict[str, float]) -> str:
    return "{median:.0f} / {p95:.0f} ms".format_map(taken)


def of_confidence(validated: dict[str, Any]) -> Iterator[str]:
    """What a confidence means, and what `--min-confidence` costs and brings."""
    yield "## Confidence"
    yield ""
    yield "From the same cross-validation: of all drafts whose confidence lies in a tenth, how many the coder has too."
    yield (
        "A confidence is levelled: its log odds are stretched and shifted to what the hand-coded articles bear out, by "
        "two numbers a list; here, the articles of one part by those of the other four."
    )
    yield ""
    yield "![Share that the coder has too, by confidence](reliability.svg)"
    yield ""
    errors = validated["calibration_error"]
    yield from table(("", "expected calibration error"), [[kind, f"{errors[kind]:.3f}"] for kind in KINDS])
    rows = []
    for tenth in range(10):
        cells = []
        for kind in KINDS:
            held = [each for each in validated["reliability"][kind] if tenth / 10 <= each[0] < (tenth + 1) / 10]
            cells.append(f"{held[0][1]:.2f} of {held[0][2]}" if held else "–")
        rows.append([f"{tenth / 10:.1f}–{(tenth + 1) / 10:.1f}", *cells])
    yield from table(("confidence", *KINDS), rows)
    yield "Precision and recall of the records with at least a given confidence, as `--min-confidence` keeps them:"
    yield ""
    yield "![Precision over recall by least confidence](confidence.svg)"
    yield ""
    rows = []
    for tenth in range(10):
        cells = []
        for kind in KINDS:
            point = [each for each in validated["curve"][kind] if each[0] == tenth / 10]
            cells.append(f"{point[0][1]:.2f} / {point[0][2]:.2f}" if point else "–")
        rows.append([f"{tenth / 10:.1f}", *cells])
    yield from table(("at least", *KINDS), rows)


def of_faults(faults: dict[str, dict[str, dict[str, int]]]) -> Iterator[str]:
    """What kinds of faults there are, counted."""
    yield "## What it gets wrong, counted"
    yield ""
    yield "From the same cross-validation. A record that the coder has and the program has not:"
    yield ""
    yield from _causes(faults, "missed", MISSED)
    yield "A record that the program has and the coder has not:"
    yield ""
    yield from _causes(faults, "spurious", SPURIOUS)
    yield "Wrong fields of records found, the five most frequent of each list; *left open*: the program gives no value,"
    yield "*made up*: the coder gives none:"
    yield ""
    for kind in KINDS:
        most = sorted(faults[kind]["field"].items(), key=lambda each: (-each[1], each[0]))[:5]
        yield f"- **{kind}**: " + ", ".join(f"{name} ({count})" for name, count in most)
    yield ""
    yield "`communique evaluate GOLD.jsonl TEXTS.jsonl --report DIR` writes each of them beside its sentence."
    yield ""


def _causes(faults: dict[str, dict[str, dict[str, int]]], sort: str, causes: dict[str, str]) -> Iterator[str]:
    rows = [
        [kind, *(str(faults[kind][sort].get(cause, 0)) for cause in causes), str(sum(faults[kind][sort].values()))]
        for kind in KINDS
    ]
    yield from table(("", *causes.values(), "all"), rows)


def _gain(what: str, before: dict[str, Any], after: dict[str, Any]) -> str:
    gains = {kind: after["found"][kind] - before["found"][kind] for kind in KINDS}
    most = max(gains, key=lambda kind: gains[kind])
    return f"{what} brought {after['macro'] - before['macro']:.3f} in the mean, most to {most} ({gains[most]:.3f})."


def of_learning(learning: list[dict[str, Any]]) -> Iterator[str]:
    """What more articles bring: the points are of the hand-coded ones, then of these with others beside them."""
    yield "## Learning curve"
    yield ""
    yield "Found F1 on hand-coded articles that were not fitted on, by how many others were: a sixteenth, an eighth, a"
    yield "quarter, half and all of the hand-coded ones. Only the deciding models learn. The curve is of communique-5;"
    yield "rules that were made since raise its end by as much as the figures above lie over it."
    if beside := learning[HAND_CODED:]:
        yield "Then these with more and more that a language model coded by reading them with the codebook."
        yield _gain("All of those", learning[HAND_CODED - 1], beside[-1])
    yield _gain("The last step", *learning[-2:])
    yield ""
    yield "![Found F1 by number of articles fitted on](learning.svg)"
    yield ""
    rows = [
        [str(each["articles"]), *(f"{each['found'][kind]:.3f}" for kind in KINDS), f"{each['macro']:.3f}"]
        for each in learning
    ]
    yield from table(("articles", *KINDS, "macro"), rows)


def page() -> str:
    """The whole page; parts that were not measured say so."""
    lines = [HEAD]
    figures = HERE / "figures.json"
    measured = json.loads(figures.read_text(encoding="utf-8")) if figures.is_file() else {}
    lines += ["## Records", ""]
    for each in measured.get("readings", []):
        lines += of_readings(each)
    if not measured.get("readings"):
        lines += ["Not measured yet.", ""]
    lines.append(part("fresh"))
    lines.append(part("merging"))
    validated = measured.get("validated", {})
    if validated.get("faults"):
        lines += of_faults(validated["faults"])
    if validated:
        lines += of_confidence(validated)
    if validated.get("learning"):
        lines += of_learning(validated["learning"])
    if measured.get("pages"):
        lines += of_pages(measured["pages"])
    bench = HERE.parent / "bench" / "latest.json"
    if bench.is_file():
        lines += of_speed(json.loads(bench.read_text(encoding="utf-8")))
    return "\n".join([*lines, part("beside")])


if __name__ == "__main__":
    (HERE / "accuracy.md").write_text(page(), encoding="utf-8")
