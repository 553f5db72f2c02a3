"""The linear model that tells running text from the rest of a whole page.

`weights.tsv` (feature, weight) is made by `python -m communique.article.train`; the score of a line is the sum of the
weights of its features, above `THRESHOLD` for the article.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from communique.errors import TableError

THRESHOLD = -0.2


@cache
def weights() -> dict[str, float]:
    """The weight of each feature. Raises `TableError` for a line that is not a feature and a number."""
    table: dict[str, float] = {}
    text = resources.files("communique.article").joinpath("weights.tsv").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines()[1:], start=2):
        try:
            feature, weight = line.split("\t")
            table[feature] = float(weight)
        except ValueError:
            raise TableError(f"weights.tsv:{number}: not a feature and a weight: {line!r}") from None
    return table


def scores(features: list[list[str]]) -> list[float]:
    """The score of each line, given its features."""
    table = weights()
    return [sum([table.get(name, 0.0) for name in names]) for names in features]
