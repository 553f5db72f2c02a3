"""Adds a set of hand-coded articles to docs/figures.json, or measures it anew.

    python docs/measure.py NAME GOLD.jsonl TEXTS.jsonl HOW

NAME is what the set is called in the page, HOW says in a sentence what it is and whether the program was made on it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

FIGURES = Path(__file__).parent / "figures.json"


def main(name: str, gold: str, texts: str, how: str) -> None:
    """Measure one set and keep its figures."""
    command = [sys.executable, "-m", "communique", "evaluate", gold, texts, "--format", "json"]
    scores = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    scores.pop("rules", None)
    with open(gold, encoding="utf-8") as lines:
        count = sum(1 for line in lines if line.strip())
    figures = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.is_file() else {"readings": [], "pages": []}
    kept = [each for each in figures["readings"] if each["name"] != name]
    figures["readings"] = [*kept, {"name": name, "articles": count, "how": how, "scores": scores}]
    FIGURES.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
