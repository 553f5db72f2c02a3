"""Rows for the decisions about contacts: which drafts tell of one contact."""

from __future__ import annotations

from communique.evaluation.coded import CodedContact
from communique.extraction.contact_merging import same_features
from communique.extraction.deciding.decide import Drafts, choose_fields
from communique.extraction.deciding.model import Models
from communique.extraction.drafts import ContactDraft
from communique.training.examples import Example, Rows

_LEAST, _STATUS, _WINDOW = 1.5, 0.2, 12


def assigned(e: Example, drafts: list[ContactDraft]) -> list[CodedContact | None]:
    """The coder's contact that each draft is likest to; among equals the one of its status."""
    found: list[CodedContact | None] = []
    for mine in e.coding(Drafts(contacts=drafts)).contacts:
        rated = [
            (g.likeness(mine) + (_STATUS if g.status == mine.status else 0), -n)
            for n, g in enumerate(e.gold.contacts)
            if g.likeness(mine) > _LEAST
        ]
        found.append(e.gold.contacts[-max(rated)[1]] if rated else None)
    return found


def same_rows(examples: list[Example], fields: Models) -> Rows:
    """Each draft beside those before it: whether the coder has one contact for both."""
    features: list[list[str]] = []
    labels: list[str] = []
    for e in examples:
        drafts = e.drafts().contacts
        choose_fields(Drafts(contacts=drafts), fields)
        golds = assigned(e, drafts)
        for j, (d, gold) in enumerate(zip(drafts, golds, strict=True)):
            for have, other in zip(drafts[max(0, j - _WINDOW) : j], golds[max(0, j - _WINDOW) : j], strict=True):
                if gold is not None and other is not None and len(d.codes & have.codes) >= 2:
                    features.append(same_features(have, d))
                    labels.append("yes" if other is gold else "no")
    return features, labels
