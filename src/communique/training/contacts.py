"""Rows for the decisions about contacts: which drafts tell of one contact, when it was and whether it took place."""

from __future__ import annotations

from communique.evaluation.coded import CodedContact
from communique.evaluation.figures import pairs
from communique.evaluation.sameness import same_date
from communique.extraction.contact_again import again_features, earlier
from communique.extraction.contact_events import (
    choose_date,
    companions,
    datings,
    fill_places,
    settle_contacts,
    status_features,
)
from communique.extraction.contact_merging import (
    best,
    enter,
    join,
    merge_contacts,
    possible,
    rivals,
    same_features,
)
from communique.extraction.contact_placing import placings
from communique.extraction.deciding.decide import Drafts, choose_fields
from communique.extraction.deciding.model import Linear, Models
from communique.extraction.deciding.traits import flat
from communique.extraction.drafts import ContactDraft
from communique.training.examples import Example, Rows

_LEAST, _STATUS = 1.5, 0.2


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


def same_rows(examples: list[Example], fields: Models, first: Linear | None = None) -> Rows:
    """Each draft beside the contacts told of before it: whether it is about that one.

    The contacts are as the coder has them, or, with the model `first`, as that merges them, each the coder's that most
    of its mentions are: only so is a draft seen among the contacts that it meets when an article is read.
    """
    features: list[list[str]] = []
    labels: list[str] = []
    for e in examples:
        drafts = e.drafts().contacts
        choose_fields(Drafts(contacts=drafts), fields)
        by_pair: dict[tuple[str, str], list[ContactDraft]] = {}
        of: dict[int, list[CodedContact | None]] = {}
        for d, gold in zip(drafts, assigned(e, drafts), strict=True):
            if gold is None and first is None:
                continue
            near = rivals(by_pair, d)
            for have in near:
                its = _most(of[id(have)])
                if gold is not None and its is not None and possible(have, d):
                    features.append(flat(same_features(have, d)))
                    labels.append("yes" if its is gold else "no")
            if first is None:
                target = next((have for have in near if of[id(have)][0] is gold), None)
            else:
                target = best(near, d, first)
            enter(by_pair, d, target or d)
            of.setdefault(id(target or d), []).append(gold)
            if target is not None:
                join(target, d)
    return features, labels


def _most(golds: list[CodedContact | None]) -> CodedContact | None:
    """The coder's contact that most of the mentions are, the first of equals."""
    return max(golds, key=lambda g: sum(x is g for x in golds))


def merged_contacts(e: Example, fields: Models) -> list[tuple[ContactDraft, CodedContact | None]]:
    """The contacts of an article after merging, each with the coder's one that it is paired with."""
    drafts = e.drafts().contacts
    choose_fields(Drafts(contacts=drafts), fields)
    merged = merge_contacts(drafts, fields.get("contacts.same"))
    hits = {j: i for i, j in pairs(e.gold.contacts, e.coding(Drafts(contacts=merged)).contacts)}
    return [(d, e.gold.contacts[hits[j]] if j in hits else None) for j, d in enumerate(merged)]


def again_rows(examples: list[Example], fields: Models) -> Rows:
    """Each merged contact, dated and settled, beside those before it: whether the coder has both as one.

    A contact is the coder's that it is paired with, or else the one that it is likest to.
    """
    features: list[list[str]] = []
    labels: list[str] = []
    for e in examples:
        merged = [d for d, _ in merged_contacts(e, fields)]
        settle_contacts(merged, fields.get("contacts.event.date"), fields.get("contacts.event.status"))
        hits = {j: i for i, j in pairs(e.gold.contacts, e.coding(Drafts(contacts=merged)).contacts)}
        its = {
            id(d): e.gold.contacts[hits[n]] if n in hits else likest
            for n, (d, likest) in enumerate(zip(merged, assigned(e, merged), strict=True))
        }
        for d, before in zip(merged, earlier(merged), strict=True):
            for have in before:
                if its[id(d)] is not None and its[id(have)] is not None:
                    features.append(flat(again_features(have, d)))
                    labels.append("yes" if its[id(have)] is its[id(d)] else "no")
    return features, labels


Merged = list[list[tuple[ContactDraft, CodedContact | None]]]


def date_rows(articles: Merged) -> Rows:
    """Every date of a merged contact: whether it is the coder's."""
    features: list[list[str]] = []
    labels: list[str] = []
    for article in articles:
        for d, gold in article:
            for dating in datings(d) if gold is not None else ():
                features.append(flat(dating.features))
                labels.append("yes" if same_date(gold.date if gold else None, dating.option.value) else "no")
    return features, labels


def status_rows(articles: Merged, date: Linear | None) -> Rows:
    """Every merged contact, with the date that `date` gives it: the coder's status."""
    features: list[list[str]] = []
    labels: list[str] = []
    for article in articles:
        merged = [d for d, _ in article]
        for d, _ in article:
            if date is not None:
                choose_date(d, date)
        for (d, gold), others in zip(article, companions(merged), strict=True):
            if gold is not None and gold.status is not None:
                features.append(flat(status_features(d, others)))
                labels.append(gold.status)
    return features, labels


def place_rows(articles: Merged, date: Linear | None, status: Linear | None) -> Rows:
    """Every place of a merged contact, dated and settled as when an article is read: whether it is the coder's."""
    features: list[list[str]] = []
    labels: list[str] = []
    for article in articles:
        merged = [d for d, _ in article]
        settle_contacts(merged, date, status)
        fill_places(merged)
        for (_, gold), offered in zip(article, placings(merged), strict=True):
            for each in offered if gold is not None else ():
                features.append(flat(each.features))
                labels.append("yes" if gold is not None and each.country == gold.country else "no")
    return features, labels
