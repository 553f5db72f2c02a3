"""Draws docs/screen.svg: what `communique demo` prints, its beginning and its channels. Run by `make docs`."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
WIDTH = 100
CONTACTS, CHANNELS = 28, 18
"""Lines shown of each part."""


def printed() -> list[Text]:
    """The lines of the demonstration, with their colours."""
    colours = {"COLUMNS": str(WIDTH), "FORCE_COLOR": "1", "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8"}
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "communique", "--lang", "en", "demo", "--ledger", "demo.sqlite"],
            cwd=folder,
            env={**os.environ, **colours},
            capture_output=True,
            check=True,
        )
    return [Text.from_ansi(line) for line in done.stdout.decode().split("\n")]


def part(lines: list[Text], begin: str, count: int) -> list[Text]:
    """The lines from the one that begins so, cut where an entry ends; dots stand for what follows."""
    first = next((index for index, line in enumerate(lines) if line.plain.startswith(begin)), 0)
    last = first + count
    while last > first + 3 and last < len(lines) and lines[last].plain.startswith("  "):
        last -= 1
    return [*lines[first:last], Text("…", style="dim")]


def main() -> None:
    """Draw it."""
    lines = printed()
    console = Console(width=WIDTH, record=True, file=io.StringIO(), force_terminal=True)
    console.print(Text("$ make demo", style="bold"))
    for line in [*part(lines, lines[0].plain[:8], CONTACTS), Text(""), *part(lines, "Channels", CHANNELS)]:
        console.print(line, no_wrap=True, crop=True)
    svg = console.export_svg(title="communique demo", unique_id="communique")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    (HERE / "screen.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
