"""Linear models over named features: microseconds a decision, plain numbers in a small file, alike on every machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import count
from math import exp
from os import environ
from pathlib import Path
from struct import Struct
from sys import intern

import orjson

from communique.errors import CommuniqueError
from communique.extraction.deciding.traits import Feature, Traits

_NUMBERS = count()
_PAIR, _LANE = 30, 32
"""Bits of a number in a row of two, which so is a small integer, and in a longer one."""
_HALF, _FULL = 1 << (_PAIR - 1), (1 << _PAIR) - 1
_SCALE = 1_000
"""Weights count in thousandths, as they are written."""
_MOST_ROWS = 24
"""Rows, but the first two that asked, that traits keep their weights of."""
_MARK = 8
"""Hexadecimal digits of a mark."""


class Rows:
    """Rows of weights by feature, each row one integer: looked up once, added all at once."""

    __slots__ = ("bias", "lanes", "number", "rows", "shift", "size")

    def __init__(self, bias: Sequence[float], weights: Mapping[str, Sequence[float]]) -> None:
        self.number = next(_NUMBERS)
        self.size = len(bias)
        self.shift = sum([1 << (_LANE * (k + 1) - 1) for k in range(self.size)])
        self.lanes = Struct(f"<{self.size}I")
        self.bias = _packed(bias)
        held: dict[int, int] = {}
        self.rows: dict[str, int] = {}
        for feature, row in weights.items():
            packed = _packed(row)
            self.rows[intern(feature)] = held.setdefault(packed, packed)

    def total(self, features: list[Feature], start: int | None = None) -> int:
        """The rows of the features added up, packed as they are, to `start`: a sum had before, else the bias."""
        total = self.bias if start is None else start
        rows, number = self.rows, self.number
        for each in features:
            if isinstance(each, str):
                known = rows.get(each)
                if known is not None:
                    total += known
            elif each.rows == number:
                total += each.total
            elif each.next_rows == number:
                total += each.next_total
            else:
                total += self._weighed(each)
        return total

    def _weighed(self, traits: Traits) -> int:
        """What traits weigh here, kept with them: this is asked for again and again."""
        others, number = traits.others, self.number
        if others is not None:
            kept = others.get(number)
            if kept is not None:
                return kept
        rows, total = self.rows, 0
        for name in traits.names:
            known = rows.get(name)
            if known is not None:
                total += known
        if traits.rows < 0:
            traits.rows, traits.total = number, total
        elif traits.next_rows < 0:
            traits.next_rows, traits.next_total = number, total
        elif others is None or len(others) > _MOST_ROWS:
            traits.others = {number: total}
        else:
            others[number] = total
        return total

    def numbers(self, total: int) -> list[int]:
        """The numbers of a packed sum, in thousandths."""
        if self.size == 1:
            return [total]
        if self.size == 2:
            first = ((total + _HALF) & _FULL) - _HALF
            return [first, (total - first) >> _PAIR]
        half = 1 << (_LANE - 1)
        lanes = (total + self.shift).to_bytes(self.size * _LANE // 8, "little")
        return [lane - half for lane in self.lanes.unpack(lanes)]


def _packed(row: Sequence[float]) -> int:
    lane = _PAIR if len(row) == 2 else _LANE
    return sum([round(number * _SCALE) << (lane * k) for k, number in enumerate(row)])


@dataclass(frozen=True, slots=True)
class Linear:
    """One decision. `labels` in order; `bias` and each row of `weights`: one number a label (one in all for yes/no)."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]
    rows: Rows = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", Rows(self.bias, self.weights))

    def scores(self, features: list[Feature]) -> list[float]:
        """One number a label: the sum of the bias and the weights of the features."""
        return [number / _SCALE for number in self.rows.numbers(self.rows.total(features))]

    def probability(self, features: list[Feature], start: int | None = None) -> float:
        """Of a yes/no decision: how probable yes is; `start`: what features weighed before come to, in thousandths."""
        return chance(self.rows.total(features, start))

    def choose(self, features: list[Feature]) -> tuple[str, float]:
        """The most probable label and its probability."""
        if self.rows.size == 1:
            yes = self.probability(features)
            return (self.labels[1], yes) if yes >= 0.5 else (self.labels[0], 1.0 - yes)
        scores = self.scores(features)
        top = max(scores)
        return self.labels[scores.index(top)], 1.0 / sum([exp(s - top) for s in scores])

    def chances(self, features: list[Feature]) -> dict[str, float]:
        """How probable each label is."""
        if self.rows.size == 1:
            yes = self.probability(features)
            return {self.labels[0]: 1.0 - yes, self.labels[1]: yes}
        scores = self.scores(features)
        top = max(scores)
        powers = [exp(s - top) for s in scores]
        whole = sum(powers)
        return {label: power / whole for label, power in zip(self.labels, powers, strict=True)}


class Joint:
    """Several yes/no decisions over the same features, looked up once."""

    __slots__ = ("rows",)

    def __init__(self, decisions: Sequence[Linear]) -> None:
        features = dict.fromkeys(f for each in decisions for f in each.weights)
        none = (0.0,)
        weights = {f: [each.weights.get(f, none)[0] for each in decisions] for f in features}
        self.rows = Rows([each.bias[0] for each in decisions], weights)

    def probabilities(self, features: list[Feature]) -> list[float]:
        """How probable yes is, in the order of the decisions."""
        return [chance(number) for number in self.rows.numbers(self.rows.total(features))]


def chance(thousandths: int) -> float:
    """The probability of yes for a sum of weights."""
    score = thousandths / _SCALE
    return 1.0 / (1.0 + exp(-(30.0 if score > 30.0 else -30.0 if score < -30.0 else score)))


@dataclass(frozen=True, slots=True)
class Models:
    """All decisions by name, and the least probability with which a record of each list is kept.

    `mark` tells models of the user's own from those that come with the package, which have none.
    """

    decisions: Mapping[str, Linear] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)
    mark: str = ""
    joined: dict[tuple[str, ...], Joint] = field(default_factory=dict, repr=False, compare=False)

    def get(self, name: str) -> Linear | None:
        """The model of a decision, or None: then the rule decides."""
        return self.decisions.get(name)

    def joint(self, *names: str) -> Joint | None:
        """The models of yes/no decisions over the same features as one, or None where one of them is missing."""
        found = self.joined.get(names)
        if found is None:
            decisions = [self.decisions[name] for name in names if name in self.decisions]
            if len(decisions) < len(names):
                return None
            found = self.joined[names] = Joint(decisions)
        return found


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
