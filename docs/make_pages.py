"""Puts real output into the pages that show some. Run by `make docs`.

Before a fenced block, a page says which command made it and how many lines are shown::

    <!-- output 12: communique contacts --between RUS,USA -->

The ledger is that of the packaged articles. ``{contact 2024-06-25}`` stands for the id of the contact of that date.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGES = (HERE.parent / "README.md", HERE.parent / "README.vi.md")
BLOCK = re.compile(r"(<!-- output (\d+): (communique [^\n]*?) -->\n)```text\n.*?^```$", re.MULTILINE | re.DOTALL)
CONTACT = re.compile(r"\{contact ([\d-]+)\}")
SCORES = re.compile(r"(<!-- scores -->\n).*?(<!-- end -->)", re.DOTALL)
ID_SHOWN = 8


def run(command: str, folder: str, language: str) -> str:
    """What a command prints, in a folder with a ledger of the packaged articles."""
    words = shlex.split(command)[1:]
    done = subprocess.run(
        [sys.executable, "-m", "communique", "--lang", language, *words],
        cwd=folder,
        env={**os.environ, "COMMUNIQUE_LEDGER": "demo.sqlite", "PYTHONIOENCODING": "utf-8", "COLUMNS": "100"},
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def identity(folder: str, date: str) -> str:
    """The beginning of the id of the contact of a date of which most is known."""
    entries = [
        each for each in json.loads(run("communique contacts --format json", folder, "en")) if each["date"] == date
    ]
    fullest = max(entries, key=lambda each: (_named(each), bool(each["initiator"]), each["confidence"], each["id"]))
    return str(fullest["id"])[:ID_SHOWN]


def _named(entry: dict[str, Any]) -> int:
    return sum(each["person"] is not None for each in entry["participants"])


def shown(command: str, count: int, folder: str, language: str) -> str:
    """The command and the beginning of its output; dots where there is more."""
    command = CONTACT.sub(lambda match: identity(folder, match[1]), command)
    lines = [line.rstrip() for line in run(command, folder, language).split("\n")]
    lines = [line.replace(folder, ".") for line in lines]
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join([f"$ {command}", *lines[:count], *(["…"] if len(lines) > count else [])])


def scores() -> str:
    """Found F1 of every measured set, in a line each."""
    figures = HERE / "figures.json"
    measured = json.loads(figures.read_text(encoding="utf-8"))["readings"] if figures.is_file() else []
    kinds = ("contacts", "statements", "agreements", "states", "actions")
    head = f"| found F1 | {' | '.join(kinds)} | macro |\n|---|{'---:|' * 6}\n"
    rows = []
    for each in measured:
        values = [f"{each['scores'][kind]['found'][2]:.2f}" for kind in kinds]
        rows.append(f"| {each['name']} ({each['articles']}) | {' | '.join(values)} | {each['scores']['macro']:.3f} |\n")
    return head + "".join(rows)


def main() -> None:
    """Fill every page."""
    with tempfile.TemporaryDirectory() as folder:
        run("communique demo --ledger demo.sqlite", folder, "en")
        for page in PAGES:
            language = "vi" if page.stem.endswith(".vi") else "en"
            text = page.read_text(encoding="utf-8")
            text = BLOCK.sub(
                lambda match: f"{match[1]}```text\n{shown(match[3], int(match[2]), folder, language)}\n```",  # noqa: B023
                text,
            )
            text = SCORES.sub(lambda match: f"{match[1]}{scores()}{match[2]}", text)
            page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
