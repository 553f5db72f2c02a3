"""Train the line model: ``python -m communique.article.train PAGES.jsonl.gz [--write]``.

PAGES has one object a line with `text`, `url`, and the lists `with` and `without`: strings that must be in the article
and strings that must not. A line with such a string is an example; all other lines are unknown. Prints precision,
recall and F1
over the strings in five-fold cross-validation by page; ``--write`` then fits all pages and writes `weights.tsv`.
Needs scikit-learn, which the program itself does not.
"""

from __future__ import annotations

import gzip
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.article.dateline import looks_dated
from communique.article.features import look_up_all, page_features
from communique.article.lines import split_lines
from communique.article.scorer import THRESHOLD
from communique.language.furniture import furniture

FOLDS = 5
STRENGTH = 0.25
SMALLEST = 0.005
"""Weights nearer to zero than this are left out of the table."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's lines as plain text and as features, its labels (1, 0, or -1 for unknown) and the weights of these."""

    lines: list[str]
    features: list[list[str]]
    labels: list[int]
    weights: list[float]
    wanted: list[str]
    unwanted: list[str]


def main(arguments: list[str]) -> int:
    """Cross-validate on the file named first; with ``--write`` write the weights."""
    with gzip.open(arguments[0], "rt", encoding="utf-8") as stream:
        pages = [_page(json.loads(line)) for line in stream]
    kept: list[list[bool]] = [[] for _ in pages]
    for fold in range(FOLDS):
        model = _fit([page for index, page in enumerate(pages) if index % FOLDS != fold])
        for index in range(fold, len(pages), FOLDS):
            kept[index] = [sum(model.get(name, 0.0) for name in names) > THRESHOLD for names in pages[index].features]
    _report(pages, kept)
    if "--write" in arguments:
        table = "".join(
            f"{name}\t{weight:.3f}\n" for name, weight in sorted(_fit(pages).items()) if abs(weight) >= SMALLEST
        )
        Path(__file__).with_name("weights.tsv").write_text("feature\tweight\n" + table, encoding="utf-8")
    return 0


def _page(row: dict[str, Any]) -> Page:
    tables = furniture()
    lines = split_lines(row["text"])
    features = page_features(lines, look_up_all(lines, tables), [looks_dated(line) for line in lines], row["url"])
    plain = [" ".join(line.text.split()) for line in lines]
    labels, weights = [-1] * len(lines), [1.0] * len(lines)
    wanted = [" ".join(string.split()) for string in row["with"]]
    unwanted = [" ".join(string.split()) for string in row["without"]]
    for string in unwanted:
        places = [index for index, text in enumerate(plain) if string in text]
        for index in places:
            labels[index], weights[index] = 0, 1 / len(places)
    for string in wanted:
        places = [index for index, text in enumerate(plain) if string in text]
        if places:
            index = max(places, key=lambda place: len(plain[place]))
            labels[index], weights[index] = 1, 1.0
    return Page(plain, features, labels, weights, wanted, unwanted)


def _fit(pages: list[Page]) -> dict[str, float]:
    from sklearn.feature_extraction import DictVectorizer  # type: ignore[import-untyped,unused-ignore]
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped,unused-ignore]

    rows, labels, weights = [], [], []
    for page in pages:
        for names, label, weight in zip(page.features, page.labels, page.weights, strict=True):
            if label >= 0:
                rows.append(dict.fromkeys(names, 1.0))
                labels.append(label)
                weights.append(weight)
    vectors = DictVectorizer()
    model = LogisticRegression(C=STRENGTH, max_iter=300, solver="liblinear", fit_intercept=False)
    matrix = vectors.fit_transform(rows)
    matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
    model.fit(matrix, labels, weights)
    return dict(zip(vectors.get_feature_names_out(), map(float, model.coef_[0]), strict=True))


def _report(pages: list[Page], kept: list[list[bool]]) -> None:
    found = lost = false = 0
    for page, flags in zip(pages, kept, strict=True):
        text = " ".join(line for line, flag in zip(page.lines, flags, strict=True) if flag)
        for string in page.wanted:
            found += string in text
            lost += string not in text
        false += sum(string in text for string in page.unwanted)
    precision, recall = found / (found + false), found / (found + lost)
    f1 = 2 * found / (2 * found + lost + false)
    print(f"{len(pages)} pages, {FOLDS} folds: precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
