"""Hand-coded articles as examples: what the rules propose in each, and which of it the coder has."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

from communique.article import Article
from communique.evaluation import KINDS, Coding, coding
from communique.evaluation.coded import Coded
from communique.evaluation.sameness import same_date
from communique.extraction.contacts import same_features
from communique.extraction.deciding.decide import Drafts, choose_fields
from communique.extraction.deciding.model import Models
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


def sure(examples: list[Example], kind: str) -> Rows:
    """Features of every unmerged draft and whether the coder has a record it can stand for."""
    features: list[list[str]] = []
    labels: list[str] = []
    for e in examples:
        coded = e.coding(e.proposed).of(kind)
        for draft, mine in zip(getattr(e.proposed, kind), coded, strict=True):
            features.append(draft.features)
            labels.append("yes" if any(g.likeness(mine) > 0 for g in e.gold.of(kind)) else "no")
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


def dates(examples: list[Example], kind: str) -> Rows:
    """Features and yes/no labels of every date that may be a record's, with the coder's date of the record it is likest to."""
    features: list[list[str]] = []
    labels: list[str] = []
    for e in examples:
        coded = e.coding(e.proposed).of(kind)
        for draft, mine in zip(getattr(e.proposed, kind), coded, strict=True):
            gold = _likest(e.gold.of(kind), mine)
            if gold is None or not draft.dates:
                continue
            for option in draft.dates:
                features.append(option.features)
                labels.append("yes" if same_date(gold.date, option.value) else "no")
    return features, labels


def same_contacts(examples: list[Example], fields: Models) -> Rows:
    """Features and yes/no labels of pairs of contact drafts: whether both are likest to one record of the coder."""
    features: list[list[str]] = []
    labels: list[str] = []
    for e in examples:
        drafts = e.drafts()
        choose_fields(drafts, fields)
        coded = e.coding(drafts).contacts
        golds = [_likest(e.gold.contacts, mine) for mine in coded]
        for j, (d, gold) in enumerate(zip(drafts.contacts, golds, strict=True)):
            for k in range(max(0, j - 12), j):
                other = golds[k]
                if gold is not None and other is not None and len(d.codes & drafts.contacts[k].codes) >= 2:
                    features.append(same_features(drafts.contacts[k], d))
                    labels.append("yes" if other is gold else "no")
    return features, labels


def _likest(gold: tuple[Coded, ...], mine: Coded) -> Coded | None:
    best, found = 1.5, None
    for g in gold:
        likeness = g.likeness(mine)
        if likeness > best:
            best, found = likeness, g
    return found


__all__ = ["KINDS", "Example", "Rows", "choices", "dates", "example", "sure", "targets"]
