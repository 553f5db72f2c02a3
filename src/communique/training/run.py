"""Training from files: hand-coded articles and their texts in, models and their cross-validated figures out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from communique.article import read_article
from communique.errors import EvaluationError
from communique.evaluation import KINDS, fault_counts, faults, read_codings
from communique.extraction.deciding.model import Models
from communique.sources import read_documents
from communique.sources.document import Document
from communique.training.calibration import calibration_error, reliability
from communique.training.examples import Example, example
from communique.training.fit import fit
from communique.training.validation import Validation, cross_validate, levelled


def read_examples(gold: Path, texts: Path) -> list[Example]:
    """The hand-coded articles with what the rules propose in them. Raises EvaluationError where a text is missing."""
    codings = read_codings(gold, by_hand=True)
    found = [
        example(read_article(each), codings[each.doc])
        for each in read_documents([texts])
        if isinstance(each, Document) and each.doc in codings
    ]
    missing = set(codings) - {e.article.doc for e in found}
    if missing:
        raise EvaluationError(
            f"{texts}: no text for {min(missing)}" + (f" and {len(missing) - 1} more" if len(missing) > 1 else "")
        )
    return found


@dataclass(frozen=True, slots=True)
class Material:
    """Articles to train on: those that are measured on in turn, and those that are fitted on beside them.

    The second may be coded with less care, say by a program that read them with the codebook: they teach, and what is
    learnt is tried on the first alone.
    """

    examples: list[Example]
    beside: list[Example] = field(default_factory=list)

    @classmethod
    def read(cls, gold: Path, texts: Path, beside: tuple[Path, Path] | None = None) -> Material:
        """From files; `beside`: the coded articles and their texts. Those of `gold` are left out of them."""
        examples = read_examples(gold, texts)
        more = read_examples(*beside) if beside else []
        own = {e.article.doc for e in examples}
        return cls(examples, [e for e in more if e.article.doc not in own])


def train(material: Material, folds: int = 5) -> tuple[Models, Validation]:
    """Models fitted on all articles, with thresholds and figures from cross-validation over `folds` parts.

    Raises EvaluationError where there are too few articles.
    """
    if len(material.examples) < 2 * folds:
        raise EvaluationError(f"{len(material.examples)} hand-coded articles are too few for {folds} parts")
    validation = cross_validate(material.examples, folds, beside=material.beside)
    models = fit([*material.examples, *material.beside], thresholds=validation.thresholds)
    return levelled(models, validation.levellings), validation


SHARES = (1 / 16, 1 / 8, 1 / 4, 1 / 2)
"""Of the articles, for the learning curve; its last point is all of them."""


def learning(material: Material, whole: Validation, folds: int = 5) -> list[Validation]:
    """Cross-validation with fewer and fewer articles to fit on, the same held out; the last is `whole`."""
    fewer = (cross_validate(material.examples, folds, share=share, beside=material.beside) for share in SHARES)
    return [*fewer, whole]


def learning_figures(validations: list[Validation]) -> list[dict[str, Any]]:
    """The learning curve as JSON: articles fitted on, found F1 by record kind, macro."""
    return [
        {
            "articles": each.articles,
            "found": {kind: round(each.scores.kinds[kind].found.f1, 4) for kind in KINDS},
            "macro": round(each.scores.macro, 4),
        }
        for each in validations
    ]


def figures(validation: Validation) -> dict[str, Any]:
    """The cross-validated figures as JSON: scores, thresholds, [slope, shift] of the levelling, calibration error and
    reliability by record kind.
    """
    return {
        "scores": validation.scores.as_json(),
        "faults": fault_counts(faults(validation.gold, validation.system)),
        "thresholds": validation.thresholds,
        "levelling": {kind: [round(e.slope, 3), round(e.shift, 3)] for kind, e in validation.levellings.items()},
        "calibration_error": {kind: round(calibration_error(validation.reliability[kind]), 4) for kind in KINDS},
        "reliability": {
            kind: [
                [round(b.probability, 3), round(b.right, 3), b.count] for b in reliability(validation.reliability[kind])
            ]
            for kind in KINDS
        },
        "curve": {kind: _curve(validation.reliability[kind], validation.scores.kinds[kind].gold) for kind in KINDS},
    }


def _curve(rows: list[tuple[float, bool]], gold: int) -> list[list[float]]:
    """Precision and recall of the records of at least a confidence, in steps of a tenth."""
    points = []
    for step in range(10):
        least = step / 10
        kept = [right for p, right in rows if p >= least]
        if kept:
            points.append([least, round(sum(kept) / len(kept), 3), round(sum(kept) / gold, 3) if gold else 0.0])
    return points
