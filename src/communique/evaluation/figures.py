"""The figures: precision, recall and F1 of records found, of records right, fields right, and precision by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from communique.errors import EvaluationError
from communique.evaluation.coded import Coded
from communique.evaluation.coding import KINDS, Coding


@dataclass(frozen=True, slots=True)
class Found:
    """Shares between 0 and 1; 0 where there is nothing to divide by."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class FieldFigure:
    """How often a field is right (0 to 1) on the pairs where the gold gives it, and how many those are."""

    share: float
    seen: int


@dataclass(frozen=True, slots=True)
class KindFigures:
    """One record kind: found, F1 of records right in their main fields, counts, fields."""

    found: Found
    record_f1: float
    gold: int
    system: int
    fields: Mapping[str, FieldFigure]


@dataclass(frozen=True, slots=True)
class RuleFigure:
    """How many of a rule's records are about something in the gold (`matched`) and right in their main fields."""

    kind: str
    rule: str
    system: int
    matched: int
    right: int

    @property
    def precision(self) -> float:
        return self.matched / self.system


@dataclass(frozen=True, slots=True)
class Scores:
    """All figures; `macro` is the mean found F1 over the record kinds."""

    kinds: Mapping[str, KindFigures]
    macro: float
    rules: tuple[RuleFigure, ...]

    def as_json(self) -> dict[str, object]:
        """By kind `found` [P, R, F1], `record`, `gold`, `system`, `fields` {name: [share, seen]}; `macro`; `rules`."""
        kinds: dict[str, object] = {
            kind: {
                "found": [each.found.precision, each.found.recall, each.found.f1],
                "record": each.record_f1,
                "gold": each.gold,
                "system": each.system,
                "fields": {name: [field.share, field.seen] for name, field in each.fields.items()},
            }
            for kind, each in self.kinds.items()
        }
        rules = [{**asdict(rule), "precision": rule.precision} for rule in self.rules]
        return {**kinds, "macro": self.macro, "rules": rules}


class Unmatched(StrEnum):
    """Why a record has no partner."""

    MISSED = "missed"
    SPURIOUS = "spurious"


@dataclass(frozen=True, slots=True)
class Unpaired:
    """A record of one side with no partner on the other; `line` is the record as JSON."""

    why: Unmatched
    doc: str
    line: str


def score(gold: Mapping[str, Coding], system: Mapping[str, Coding]) -> Scores:
    """Figures over the documents of the gold; a document the system does not have counts as nothing found.

    Raises EvaluationError where there is nothing to score.
    """
    if not gold:
        raise EvaluationError("the gold file holds no documents")
    rules: list[RuleFigure] = []
    kinds = {}
    for kind in KINDS:
        tally = _Tally()
        for doc, coded in gold.items():
            found = system[doc].of(kind) if doc in system else ()
            tally.document(coded.of(kind), found)
        kinds[kind] = tally.figures()
        rules.extend(tally.rule_figures(kind))
    macro = sum(each.found.f1 for each in kinds.values()) / len(kinds)
    return Scores(kinds, macro, tuple(rules))


def unpaired(kind: str, gold: Mapping[str, Coding], system: Mapping[str, Coding]) -> Iterator[Unpaired]:
    """The missed and the spurious records of one kind, by document in the order of the gold."""
    for doc, coded in gold.items():
        ours = coded.of(kind)
        theirs = system[doc].of(kind) if doc in system else ()
        matched = pairs(ours, theirs)
        paired, taken = {i for i, _ in matched}, {j for _, j in matched}
        yield from (Unpaired(Unmatched.MISSED, doc, each.line) for i, each in enumerate(ours) if i not in paired)
        yield from (Unpaired(Unmatched.SPURIOUS, doc, each.line) for j, each in enumerate(theirs) if j not in taken)


def pairs(gold: Sequence[Coded], system: Sequence[Coded]) -> list[tuple[int, int]]:
    """Places of the records of both sides that are about the same thing: one to one, the likest first."""
    candidates = sorted(
        ((likeness, i, j) for i, g in enumerate(gold) for j, s in enumerate(system) if (likeness := g.likeness(s)) > 0),
        reverse=True,
    )
    paired: set[int] = set()
    taken: set[int] = set()
    chosen = []
    for _, i, j in candidates:
        if i not in paired and j not in taken:
            paired.add(i)
            taken.add(j)
            chosen.append((i, j))
    return chosen


def _found(hits: int, system: int, gold: int) -> Found:
    precision = hits / system if system else 0.0
    recall = hits / gold if gold else 0.0
    total = precision + recall
    return Found(precision, recall, 2 * precision * recall / total if total else 0.0)


class _Tally:
    """Running counts of one record kind over documents."""

    def __init__(self) -> None:
        self.gold = self.system = self.hits = self.whole = 0
        self.seen: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.by_rule: Counter[str] = Counter()
        self.rule_hits: Counter[str] = Counter()
        self.rule_whole: Counter[str] = Counter()

    def document(self, gold: Sequence[Coded], system: Sequence[Coded]) -> None:
        self.gold += len(gold)
        self.system += len(system)
        self.by_rule.update(each.rule for each in system if each.rule)
        for i, j in pairs(gold, system):
            fields = gold[i].right(system[j])
            whole = all(fields[name] for name in gold[i].main)
            self.hits += 1
            self.whole += whole
            if rule := system[j].rule:
                self.rule_hits[rule] += 1
                self.rule_whole[rule] += whole
            for name, right in fields.items():
                if right is not None:
                    self.seen[name] += 1
                    self.right[name] += right

    def figures(self) -> KindFigures:
        fields = {name: FieldFigure(self.right[name] / seen, seen) for name, seen in self.seen.items()}
        return KindFigures(
            found=_found(self.hits, self.system, self.gold),
            record_f1=_found(self.whole, self.system, self.gold).f1,
            gold=self.gold,
            system=self.system,
            fields=fields,
        )

    def rule_figures(self, kind: str) -> Iterator[RuleFigure]:
        for rule, count in sorted(self.by_rule.items(), key=lambda item: (-item[1], item[0])):
            yield RuleFigure(kind, rule, count, self.rule_hits[rule], self.rule_whole[rule])
