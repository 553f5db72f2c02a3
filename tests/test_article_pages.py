"""Real pages, where the shared material is at hand: the five seeds whole, and the flattened pages by F1."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from communique.article import read_article
from communique.sources import Document

SHARED = Path(__file__).resolve().parents[2] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared material is not here")

SEEDS = {
    "000": "tOOLCCBBBB" + "OCOTCOT",
    "001": "tLCBBBB" + "T" * 13,
    "002": "tOCL" + "B" * 10,
    "003": "tYLBBBBCCBBBBBBBBC" + "OOOO",
    "004": "tOLCCBBBBBBB" + "T" * 10,
}
"""The roles of each seed's lines, as in `LETTERS`; 002 goes on with links."""
LETTERS = {"title": "t", "lead": "L", "body": "B", "caption": "C", "byline": "Y", "teaser": "T", "other": "O"}


@needs_shared
@pytest.mark.parametrize("number", SEEDS)
def test_seed(number: str) -> None:
    (path,) = (SHARED / "seeds").glob(f"{number}_*.txt")
    article = read_article(Document(doc=number, text=path.read_text(encoding="utf-8")))
    found = "".join(LETTERS[block.role.value] for block in article.blocks)
    expected = SEEDS[number]
    assert found[: len(expected)].replace("T", "O") == expected.replace("T", "O")
    assert set(found[len(expected) :]) <= {"T", "O"}


def plain(text: str) -> str:
    return " ".join(text.split())


@needs_shared
def test_flattened_pages() -> None:
    found = lost = false = 0
    with gzip.open(SHARED / "flattened" / "dev.jsonl.gz", "rt", encoding="utf-8") as stream:
        for row in map(json.loads, stream):
            article = read_article(Document(doc=row["doc"], text=row["text"], url=row["url"]))
            kept = " ".join(plain(article.text[block.start : block.end]) for block in article.story())
            found += sum(plain(string) in kept for string in row["with"])
            lost += sum(plain(string) not in kept for string in row["with"])
            false += sum(plain(string) in kept for string in row["without"])
    assert 2 * found / (2 * found + lost + false) >= 0.88


@needs_shared
def test_plain_articles_are_kept() -> None:
    """Of what stands above the last paragraph (the captions) and says no caption again, 99.5 % is story."""
    total = kept = 0
    with (SHARED / "gold" / "dev.texts.jsonl").open(encoding="utf-8") as stream:
        for row in map(json.loads, stream):
            *_, tail = row["text"].rstrip().rpartition("\n\n")
            captions = {plain(line) for line in tail.splitlines()}
            article = read_article(Document(doc=row["doc"], text=row["text"]))
            above = [block for block in article.blocks if block.start < len(row["text"].rstrip()) - len(tail)]
            story = set(article.story())
            for block in above[:-1]:
                if plain(article.text[block.start : block.end]) not in captions:
                    total += block.end - block.start
                    kept += (block.end - block.start) * (block in story)
    assert kept >= 0.995 * total
