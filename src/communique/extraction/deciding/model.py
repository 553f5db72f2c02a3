"""Linear models over named features: microseconds a decision, plain numbers in a small file, alike on every machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import repeat
from math import exp
from os import environ
from pathlib import Path

import orjson

from communique.errors import CommuniqueError

_NOTHING = repeat(0.0)

_MARK = 8
"""Hexadecimal digits of a mark."""


@dataclass(frozen=True, slots=True)
class Linear:
    """One decision. `labels` in order; `bias` and each row of `weights`: one number a label (one in all for yes/no).

    `single`: the weights of a yes/no decision as plain numbers.
    """

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]
    single: Mapping[str, float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        single = {f: row[0] for f, row in self.weights.items()} if len(self.bias) == 1 else {}
        object.__setattr__(self, "single", single)

    def scores(self, features: Iterable[str]) -> list[float]:
        """One number a label: the sum of the bias and the weights of the features."""
        if len(self.bias) == 1:
            return [sum(map(self.single.get, features, _NOTHING), self.bias[0])]
        rows = filter(None, map(self.weights.get, features))
        return list(map(sum, zip(*rows, strict=True), self.bias)) or list(self.bias)

    def probability(self, features: Iterable[str]) -> float:
        """Of a yes/no decision: how probable yes is."""
        return _chance(sum(map(self.single.get, features, _NOTHING), self.bias[0]))

    def choose(self, features: Iterable[str]) -> tuple[str, float]:
        """The most probable label and its probability."""
        scores = self.scores(features)
        if len(scores) == 1:
            yes = _chance(scores[0])
            return (self.labels[1], yes) if yes >= 0.5 else (self.labels[0], 1.0 - yes)
        top = max(scores)
        return self.labels[scores.index(top)], 1.0 / sum([exp(s - top) for s in scores])

    def chances(self, features: Iterable[str]) -> dict[str, float]:
        """How probable each label is."""
        scores = self.scores(features)
        if len(scores) == 1:
            yes = _chance(scores[0])
            return {self.labels[0]: 1.0 - yes, self.labels[1]: yes}
        top = max(scores)
        powers = [exp(s - top) for s in scores]
        whole = sum(powers)
        return {label: power / whole for label, power in zip(self.labels, powers, strict=True)}


def _chance(score: float) -> float:
    return 1.0 / (1.0 + exp(-(30.0 if score > 30.0 else -30.0 if score < -30.0 else score)))


@dataclass(frozen=True, slots=True)
class Models:
    """All decisions by name, and the least probability with which a record of each list is kept.

    `mark` tells models of the user's own from those that come with the package, which have none.
    """

    decisions: Mapping[str, Linear] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)
    mark: str = ""

    def get(self, name: str) -> Linear | None:
        """The model of a decision, or None: then the rule decides."""
        return self.decisions.get(name)


def dump(models: Models) -> bytes:
    """The file form: one JSON object, keys sorted, weights rounded to three decimals."""
    body = {
        "thresholds": dict(models.thresholds),
        "decisions": {
            name: {
                "labels": m.labels,
                "bias": [round(b, 3) for b in m.bias],
                "weights": {f: [round(w, 3) for w in row] for f, row in sorted(m.weights.items())},
            }
            for name, m in sorted(models.decisions.items())
        },
    }
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


def load(data: bytes, mark: str = "") -> Models:
    """Models from their file form."""
    body = orjson.loads(data)
    decisions = {
        name: Linear(tuple(m["labels"]), tuple(m["bias"]), {f: tuple(row) for f, row in m["weights"].items()})
        for name, m in body["decisions"].items()
    }
    return Models(decisions, body["thresholds"], mark)


@cache
def shipped() -> Models:
    """The models in use: of the file that COMMUNIQUE_MODELS names, else those that come with the package."""
    path = files("communique.extraction.deciding") / "models.json"
    packaged = path.read_bytes() if path.is_file() else b""
    own = environ.get("COMMUNIQUE_MODELS")
    if own:
        try:
            data = Path(own).read_bytes()
            return load(data, mark="" if data == packaged else sha256(data).hexdigest()[:_MARK])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommuniqueError(
                f"COMMUNIQUE_MODELS={own}: no models in the form that `communique train` writes: {error}"
            ) from error
    return load(packaged) if packaged else Models()
