"""Writes docs/accuracy.md from docs/figures.json and bench/latest.json. Run by `make docs`.

figures.json has two lists. `readings`: what `communique evaluate --format json` gave for a set of hand-coded articles,
as `{"name", "articles", "how", "scores"}`. `pages`: how well stories are told from their surroundings, as `{"name",
"how", "precision", "recall", "f1"}`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KINDS = ("contacts", "statements", "agreements", "states", "actions")

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

TAIL = """## Beside others

No figure of another program is on the same articles with the same codebook, so none of these can be set against those
above as more or less. They say what is usual in neighbouring work.

- **GDELT.** Of 50 events in Sudan and South Sudan, checked by hand against the articles they came from, the first actor
  was right in 79%, the second in 78.5%, the event code in 81.2%, the place in 75.4%
  ([note on the study](https://blog.gdeltproject.org/?p=370)). Not comparable: it looks only at events that the program
  found, so it says nothing of what it missed, and the codes are others.
- **POLECAT** is coded in PLOVER by the methods of [Halterman and others, 2023](https://arxiv.org/abs/2304.01331). Our
  actions and acts of speech follow the same scheme, but the records, the language and the articles differ; no figure of
  theirs is given here for that reason.
- **Names in Vietnamese text.** On the shared tasks of VLSP 2016 and 2018 the best models of
  [Bui, Tran and Le-Hong, 2020](https://arxiv.org/abs/2006.15994) reach an F1 of 94.07% and 90.31%. Not comparable: a
  tagger says that a name is a person or a place, not whose name it is, nor what was done.
"""


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
    yield f"`make bench`, on one core, {count} articles. {compared}".strip()
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


def of_confidence(validated: dict[str, Any]) -> Iterator[str]:
    """What a confidence means, and what `--min-confidence` costs and brings."""
    yield "## Confidence"
    yield ""
    yield "From the same cross-validation: of all drafts whose confidence lies in a tenth, how many the coder has too."
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
    yield "Precision and recall of the records with at least a given confidence:"
    yield ""
    rows = []
    for tenth in range(10):
        cells = []
        for kind in KINDS:
            point = [each for each in validated["curve"][kind] if each[0] == tenth / 10]
            cells.append(f"{point[0][1]:.2f} / {point[0][2]:.2f}" if point else "–")
        rows.append([f"{tenth / 10:.1f}", *cells])
    yield from table(("at least", *KINDS), rows)


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
    if measured.get("validated"):
        lines += of_confidence(measured["validated"])
    if measured.get("pages"):
        lines += of_pages(measured["pages"])
    bench = HERE.parent / "bench" / "latest.json"
    if bench.is_file():
        lines += of_speed(json.loads(bench.read_text(encoding="utf-8")))
    return "\n".join([*lines, TAIL])


if __name__ == "__main__":
    (HERE / "accuracy.md").write_text(page(), encoding="utf-8")
