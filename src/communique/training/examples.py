"""Hand-coded articles as examples: what the rules propose in each, and which of it the coder has."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

from communique.article import Article
from communique.evaluation import KINDS, Coding, coding
from communique.evaluation.coded import SOME, Coded, CodedStatement
from communique.evaluation.sameness import overlap, same_date, share_source
from communique.extraction.deciding.decide import Drafts
from communique.extraction.deciding.traits import flat
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


SAME_WORDS = 0.3
"""Overlap above which a draft and a coder's statement are taken to rest on the same words."""

Rows = tuple[list[list[str]], list[str]]


def choices(examples: list[Example], name: str, label: Callable[[Coded], str]) -> Rows:
    """Features and labels of a field's decision: each draft with the coder's value of the record it is likest to."""
    kind, ask = name.split(".")
    features: list[list[str]] = []
    labels: list[str] = []
    for e in examples:
        coded = e.coding(e.proposed).of(kind)
        drafts = getattr(e.proposed, kind)
        for draft, mine in zip(drafts, coded, strict=True):
            if isinstance(mine, CodedStatement):
                gold: Coded | None = _of_the_words(e.gold.statements, mine)
                beside = [m for m, d in zip(coded, drafts, strict=True) if d.sentence == draft.sentence]
                rivals = [m for m in beside if isinstance(m, CodedStatement)]
                told = _of_the_words(e.gold.statements, mine)
                if told is not None and any(_shared(told, m) > _shared(told, mine) for m in rivals):
                    gold = None
            else:
                gold = _likest(e.gold.of(kind), mine)
            if gold is not None:
                features.append(flat(draft.asks[ask]))
                labels.append(label(gold))
    return features, labels


def sure(examples: list[Example], kind: str) -> Rows:
    """Features of every unmerged draft and whether the coder has a record it can stand for."""
    features: list[list[str]] = []
    labels: list[str] = []
    for e in examples:
        coded = e.coding(e.proposed).of(kind)
        for draft, mine in zip(getattr(e.proposed, kind), coded, strict=True):
            features.append(flat(draft.every))
            if isinstance(mine, CodedStatement):
                right = _of_the_words(e.gold.statements, mine) is not None
            else:
                right = any(g.likeness(mine) > 0 for g in e.gold.of(kind))
            labels.append("yes" if right else "no")
    return features, labels


def parties(examples: list[Example]) -> Rows:
    """Features and yes/no labels of every pair of actors that may be an agreement's parties, where a record rests
    on the same words.
    """
    features: list[list[str]] = []
    labels: list[str] = []
    for e in examples:
        coded = e.coding(e.proposed).agreements
        for draft, mine in zip(e.proposed.agreements, coded, strict=True):
            golds = [g for g in e.gold.agreements if overlap(g.evidence, mine.evidence) > SOME]
            if not golds or len(draft.sides) < 2:
                continue
            for option in draft.sides:
                features.append(flat(option.features))
                labels.append(
                    "yes"
                    if any(len(set(option.parties) & set(g.parties)) >= min(2, len(g.parties)) for g in golds)
                    else "no"
                )
    return features, labels


def targets(examples: list[Example]) -> Rows:
    """Features and yes/no labels of every actor that may be a statement's target."""
    features: list[list[str]] = []
    labels: list[str] = []
    for e in examples:
        coded = e.coding(e.proposed).statements
        for draft, mine in zip(e.proposed.statements, coded, strict=True):
            gold = _of_the_words(e.gold.statements, mine) if isinstance(mine, CodedStatement) else None
            if gold is None:
                continue
            for option in draft.options:
                features.append(flat(option.features))
                labels.append("yes" if option.code in gold.targets else "no")
    return features, labels


def outlets(examples: list[Example]) -> Rows:
    """Features and yes/no labels of every outlet that may have reported a statement."""
    features: list[list[str]] = []
    labels: list[str] = []
    for e in examples:
        coded = e.coding(e.proposed).statements
        for draft, mine in zip(e.proposed.statements, coded, strict=True):
            gold = _of_the_words(e.gold.statements, mine) if draft.outlets else None
            if gold is not None:
                for option in draft.outlets:
                    features.append(flat(option.features))
                    labels.append("yes" if share_source(gold.via, (option.code,)) else "no")
    return features, labels


def dates(examples: list[Example], kind: str) -> Rows:
    """Features and yes/no labels of every date that may be a record's, with the coder's date of the record it is
    likest to.
    """
    features: list[list[str]] = []
    labels: list[str] = []
    for e in examples:
        coded = e.coding(e.proposed).of(kind)
        for draft, mine in zip(getattr(e.proposed, kind), coded, strict=True):
            gold = _likest(e.gold.of(kind), mine)
            if gold is None or not draft.dates:
                continue
            for option in draft.dates:
                features.append(flat(option.features))
                labels.append("yes" if same_date(getattr(gold, "date", None), option.value) else "no")
    return features, labels


def _of_the_words(gold: tuple[CodedStatement, ...], mine: CodedStatement) -> CodedStatement | None:
    """The coder's statement of the same speaker that rests on the same words, whatever its act and targets."""
    best = max(gold, key=lambda g: _shared(g, mine), default=None)
    return best if best is not None and _shared(best, mine) > 0 else None


def _shared(gold: CodedStatement, mine: CodedStatement) -> float:
    """How much a draft rests on the words of a coder's statement, the act deciding between equals; 0 where too
    little.
    """
    words = overlap(gold.evidence, mine.evidence) if gold.likeness(mine) > 0 else 0.0
    return words + 0.1 * (gold.act == mine.act) if words > SAME_WORDS else 0.0


def _likest(gold: tuple[Coded, ...], mine: Coded) -> Coded | None:
    best, found = 1.5, None
    for g in gold:
        likeness = g.likeness(mine)
        if likeness > best:
            best, found = likeness, g
    return found


__all__ = ["KINDS", "Example", "Rows", "choices", "dates", "example", "outlets", "parties", "sure", "targets"]
