"""Linear models over named features: microseconds a decision, plain numbers in a small file, the same on every machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import exp
from os import environ
from pathlib import Path

import orjson

from communique.errors import CommuniqueError


@dataclass(frozen=True, slots=True)
class Linear:
    """One decision. `labels` in order; `bias` and each row of `weights` have one number a label (one for a yes/no decision)."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]

    def scores(self, features: Iterable[str]) -> list[float]:
        """One number a label: the sum of the bias and the weights of the features."""
        totals = list(self.bias)
        get = self.weights.get
        for feature in features:
            row = get(feature)
            if row is not None:
                for k, weight in enumerate(row):
                    totals[k] += weight
        return totals

    def probability(self, features: Iterable[str]) -> float:
        """Of a yes/no decision: how probable yes is."""
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, self.scores(features)[0]))))

    def choose(self, features: Iterable[str]) -> tuple[str, float]:
        """The most probable label and its probability."""
        scores = self.scores(features)
        if len(scores) == 1:
            yes = 1.0 / (1.0 + exp(-max(-30.0, min(30.0, scores[0]))))
            return (self.labels[1], yes) if yes >= 0.5 else (self.labels[0], 1.0 - yes)
        top = max(scores)
        powers = [exp(s - top) for s in scores]
        best = max(range(len(powers)), key=lambda k: (powers[k], -k))
        return self.labels[best], powers[best] / sum(powers)

    def chances(self, features: Iterable[str]) -> dict[str, float]:
        """How probable each label is, where there are more than two."""
        scores = self.scores(features)
        top = max(scores)
        powers = [exp(s - top) for s in scores]
        whole = sum(powers)
        return {label: power / whole for label, power in zip(self.labels, powers, strict=True)}


@dataclass(frozen=True, slots=True)
class Models:
    """All decisions by name, and the least probability with which a record of each list is kept."""

    decisions: Mapping[str, Linear] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)

    def get(self, name: str) -> Linear | None:
        """The model of a decision, or None: then the rule decides."""
        return self.decisions.get(name)


def dump(models: Models) -> bytes:
    """The file form: one JSON object, keys sorted, weights rounded to three decimals."""
    body = {
        "thresholds": dict(models.thresholds),
        "decisions": {
            name: {"labels": m.labels, "bias": [round(b, 3) for b in m.bias], "weights": {f: [round(w, 3) for w in row] for f, row in sorted(m.weights.items())}}
            for name, m in sorted(models.decisions.items())
        },
    }
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


def load(data: bytes) -> Models:
    """Models from their file form."""
    body = orjson.loads(data)
    decisions = {
        name: Linear(tuple(m["labels"]), tuple(m["bias"]), {f: tuple(row) for f, row in m["weights"].items()})
        for name, m in body["decisions"].items()
    }
    return Models(decisions, body["thresholds"])


@cache
def shipped() -> Models:
    """The models in use: of the file that COMMUNIQUE_MODELS names, else those that come with the package."""
    own = environ.get("COMMUNIQUE_MODELS")
    if own:
        try:
            return load(Path(own).read_bytes())
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommuniqueError(f"COMMUNIQUE_MODELS={own}: no models in the form that `communique train` writes: {error}") from error
    path = files("communique.extraction.deciding") / "models.json"
    return load(path.read_bytes()) if path.is_file() else Models()
