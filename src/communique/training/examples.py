"""Hand-coded articles as examples: what the rules propose in each, and which of it the coder has."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

from communique.article import Article
from communique.evaluation import KINDS, Coding, coding
from communique.evaluation.coded import Coded
from communique.extraction.deciding.decide import Drafts
from communique.extraction.model import Analysis
from communique.extraction.publication import Era
from communique.extraction.reading import propose, seal, understand


@dataclass(slots=True)
class Example:
    """One hand-coded article with the unmerged drafts of the rules; `drafts()` gives a fresh copy to decide on."""

    article: Article
    analysis: Analysis
    when: Era
    gold: Coding
    proposed: Drafts

    def drafts(self) -> Drafts:
        """A copy of what the rules proposed."""
        return deepcopy(self.proposed)

    def coding(self, drafts: Drafts) -> Coding:
        """Drafts as scoring compares them, in the same order."""
        return coding(seal(self.article, self.analysis, self.when, drafts))


def example(article: Article, gold: Coding) -> Example:
    """Read an article up to what the rules propose."""
    analysis, when = understand(article)
    return Example(article, analysis, when, gold, propose(analysis, when))


Rows = tuple[list[list[str]], list[str]]


def choices(examples: list[Example], name: str, label: Callable[[Coded], str]) -> Rows:
    """Features and labels of a field's decision: each draft with the coder's value of the record it is likest to."""
    kind, ask = name.split(".")
    features: list[list[str]] = []
    labels: list[str] = []
    for e in examples:
        coded = e.coding(e.proposed).of(kind)
        for draft, mine in zip(getattr(e.proposed, kind), coded, strict=True):
            gold = _likest(e.gold.of(kind), mine)
            if gold is not None:
                features.append(draft.asks[ask])
                labels.append(label(gold))
    return features, labels


def targets(examples: list[Example]) -> Rows:
    """Features and yes/no labels of every actor that may be a statement's target."""
    features: list[list[str]] = []
    labels: list[str] = []
    for e in examples:
        coded = e.coding(e.proposed).statements
        for draft, mine in zip(e.proposed.statements, coded, strict=True):
            gold = _likest(e.gold.statements, mine)
            if gold is None:
                continue
            for option in draft.options:
                features.append(option.features)
                labels.append("yes" if option.code in gold.targets else "no")
    return features, labels


def _likest(gold: tuple[Coded, ...], mine: Coded) -> Coded | None:
    best, found = 1.5, None
    for g in gold:
        likeness = g.likeness(mine)
        if likeness > best:
            best, found = likeness, g
    return found


__all__ = ["KINDS", "Example", "Rows", "choices", "example", "targets"]
