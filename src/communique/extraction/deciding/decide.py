"""Rules propose, models decide: fields of drafts, then which drafts are records and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from communique.extraction.actions import merge_actions, take_sides
from communique.extraction.agreements import merge_agreements
from communique.extraction.contacts import merge_contacts
from communique.extraction.deciding.model import Linear, Models
from communique.extraction.drafts import ActionDraft, AgreementDraft, ContactDraft, Draft, StateDraft, StatementDraft
from communique.extraction.statements import merge_statements
from communique.extraction.states import merge_states
from communique.records import Act, ActionType, AgreementAction, StateValue, Status

D = TypeVar("D", bound=Draft)


@dataclass(slots=True)
class Drafts:
    """All drafts of one article, one list a record kind, in the order of the text."""

    contacts: list[ContactDraft] = field(default_factory=list)
    statements: list[StatementDraft] = field(default_factory=list)
    agreements: list[AgreementDraft] = field(default_factory=list)
    states: list[StateDraft] = field(default_factory=list)
    actions: list[ActionDraft] = field(default_factory=list)


FIELDS: dict[str, tuple[str, Callable[[str], object]]] = {
    "contacts.status": ("status", Status),
    "statements.act": ("act", Act),
    "agreements.action": ("action", AgreementAction),
    "states.state": ("state", StateValue),
    "actions.status": ("status", Status),
    "actions.type": ("type", ActionType),
}
"""Decision name → field of the draft, and how its label becomes a value."""


def decide(drafts: Drafts, models: Models) -> Drafts:
    """Set the fields the models decide, merge, drop what is probably no record, and say how sure the rest is."""
    choose_fields(drafts, models)
    merged = merge(drafts, models)
    return Drafts(
        keep("contacts", merged.contacts, models), keep("statements", merged.statements, models), keep("agreements", merged.agreements, models),
        keep("states", merged.states, models), keep("actions", merged.actions, models),
    )


def choose_fields(drafts: Drafts, models: Models) -> None:
    """Let the models choose the fields they know."""
    for name, (attribute, make) in FIELDS.items():
        model = models.get(name)
        if model is None:
            continue
        kind, ask = name.split(".")
        for draft in getattr(drafts, kind):
            label, _ = model.choose(draft.asks[ask])
            setattr(draft, attribute, make(label))
    for kind in ("contacts", "actions", "agreements"):
        model = models.get(f"{kind}.date")
        if model is None:
            continue
        for draft in getattr(drafts, kind):
            choose_date(draft, model)
    doer, sufferer = models.get("actions.actor"), models.get("actions.recipient")
    if doer is not None and sufferer is not None:
        for a in drafts.actions:
            take_sides(a, [(o.code, doer.probability(o.features), sufferer.probability(o.features)) for o in a.options])
    for kind in ("states", "actions"):
        sure = models.get(f"{kind}.sure")
        if sure is not None:
            for draft in getattr(drafts, kind):
                draft.confidence = sure.probability(draft.features)
    targets = models.get("statements.target")
    if targets is not None:
        for s in drafts.statements:
            rated = sorted(((targets.probability(o.features), o.code) for o in s.options), reverse=True)
            chosen = [code for p, code in rated if p >= models.thresholds.get("statements.target", 0.5)]
            if not chosen and rated and rated[0][0] >= models.thresholds.get("statements.target.first", 0.3):
                chosen = [rated[0][1]]
            s.targets = chosen[:4]


def choose_date(draft: ContactDraft | ActionDraft | AgreementDraft, model: Linear) -> None:
    """The most probable date of a draft, or none."""
    best = max(((model.probability(o.features), -n) for n, o in enumerate(draft.dates)), default=None)
    if best is None or best[0] < 0.45:
        draft.date, draft.candidates = None, ()
    else:
        option = draft.dates[-best[1]]
        draft.date, draft.candidates = option.value, option.candidates


def merge(drafts: Drafts, models: Models) -> Drafts:
    """One draft for one thing of the article."""
    return Drafts(
        merge_contacts(drafts.contacts, models.get("contacts.same")), merge_statements(drafts.statements), merge_agreements(drafts.agreements), merge_states(drafts.states),
        merge_actions(drafts.actions),
    )


def keep_features(draft: Draft) -> list[str]:
    """Features of a merged draft for whether it is a record, each once."""
    return [*dict.fromkeys(draft.features), f"members={min(draft.members, 4)}"]


def keep(kind: str, drafts: Sequence[D], models: Models) -> list[D]:
    """The drafts that are probably records, with their confidence."""
    model = models.get(f"{kind}.keep")
    if model is None:
        return list(drafts)
    kept: list[D] = []
    for draft in drafts:
        draft.confidence = round(model.probability(keep_features(draft)), 3)
        if draft.confidence >= models.thresholds.get(f"{kind}.keep", 0.5):
            kept.append(draft)
    return kept
