"""Rows for the decisions about contacts: which drafts tell of one contact, and what all of them together say of it."""

from __future__ import annotations

from communique.evaluation.coded import CodedContact
from communique.evaluation.sameness import same_date
from communique.extraction.contact_merging import best, enter, join, possible, rivals, same_features, whole_dates, whole_status
from communique.extraction.deciding.decide import Drafts, choose_fields, choose_whole_date
from communique.extraction.deciding.model import Models
from communique.extraction.drafts import ContactDraft
from communique.training.examples import Example, Rows

_LEAST, _STATUS = 1.5, 0.2


def assigned(e: Example, drafts: list[ContactDraft]) -> list[CodedContact | None]:
    """The coder's contact that each draft is likest to; among equals the one of its status."""
    found: list[CodedContact | None] = []
    for mine in e.coding(Drafts(contacts=drafts)).contacts:
        rated = [(g.likeness(mine) + (_STATUS if g.status == mine.status else 0), -n) for n, g in enumerate(e.gold.contacts) if g.likeness(mine) > _LEAST]
        found.append(e.gold.contacts[-max(rated)[1]] if rated else None)
    return found


def same_rows(examples: list[Example], fields: Models) -> Rows:
    """Each draft beside each contact had before it, merged as the coder has them: whether it tells of that one."""
    features: list[list[str]] = []
    labels: list[str] = []
    for e in examples:
        drafts = e.drafts()
        choose_fields(drafts, fields)
        by_pair: dict[tuple[str, str], list[ContactDraft]] = {}
        owner: dict[int, CodedContact | None] = {}
        for d, gold in zip(drafts.contacts, assigned(e, drafts.contacts), strict=True):
            had = rivals(by_pair, d)
            for have in had:
                if gold is not None and owner[id(have)] is not None and possible(have, d):
                    features.append(same_features(have, d, len(had)))
                    labels.append("yes" if owner[id(have)] is gold else "no")
            target = next((x for x in had if owner[id(x)] is gold), None) if gold is not None else best(had, d, None)
            owner.setdefault(id(target or d), gold)
            enter(by_pair, d, target or d)
            if target is not None:
                join(target, d)
    return features, labels


def whole_rows(e: Example, merged: list[ContactDraft], fields: Models) -> tuple[Rows, Rows]:
    """Rows of the status and of the dates of merged contacts."""
    status: Rows = ([], [])
    days: Rows = ([], [])
    for d, gold in zip(merged, assigned(e, merged), strict=True):
        if gold is None:
            continue
        for option in whole_dates(d, fields.get("contacts.date")):
            days[0].append(option.features)
            days[1].append("yes" if same_date(gold.date, option.value) else "no")
        choose_whole_date(d, fields)
        status[0].append(whole_status(d))
        status[1].append(gold.status or "")
    return status, days
