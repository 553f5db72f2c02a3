"""Adds a set of hand-coded articles to docs/figures.json, or measures it anew.

    python docs/measure.py NAME GOLD.jsonl TEXTS.jsonl HOW
    python docs/measure.py NAME GOLD.jsonl --validated FIGURES.json HOW

The second form takes the cross-validated figures that `communique train --figures FIGURES.json` wrote; without
`--curve` they have no learning curve, and the one measured last stays.
NAME is what the set is called in the page, HOW says in a sentence what it is and whether the program was made on it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).parent / "figures.json"


def main(name: str, gold: str, texts: str, how: str) -> None:
    """Measure one set and keep its figures."""
    command = [sys.executable, "-m", "communique", "evaluate", gold, texts, "--format", "json"]
    keep(name, gold, json.loads(subprocess.run(command, capture_output=True, check=True).stdout), how)


def keep(name: str, gold: str, scores: dict[str, Any], how: str, validated: dict[str, Any] | None = None) -> None:
    """Put the scores of a set into the file, in place of older ones of that name."""
    scores.pop("rules", None)
    with open(gold, encoding="utf-8") as lines:
        count = sum(1 for line in lines if line.strip())
    figures = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.is_file() else {"readings": [], "pages": []}
    kept = [each for each in figures["readings"] if each["name"] != name]
    if validated is not None:
        learning = figures.get("validated", {}).get("learning")
        figures["validated"] = {**({"learning": learning} if learning else {}), **validated}
    figures["readings"] = [*kept, {"name": name, "articles": count, "how": how, "scores": scores}]
    FIGURES.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) == 6 and sys.argv[3] == "--validated":
        measured = json.loads(Path(sys.argv[4]).read_text(encoding="utf-8"))
        keep(sys.argv[1], sys.argv[2], measured.pop("scores"), sys.argv[5], measured)
    elif len(sys.argv) == 5:
        main(*sys.argv[1:])
    else:
        sys.exit(__doc__)
