"""Rules propose, models decide: fields of drafts, then which drafts are records and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from communique.extraction.action_merging import merge_actions, take_sides
from communique.extraction.agreement_merging import merge_agreements
from communique.extraction.contact_again import rejoin
from communique.extraction.contact_events import fill_places, in_context, settle_contacts
from communique.extraction.contact_merging import merge_contacts
from communique.extraction.contact_people import fill_people
from communique.extraction.contact_placing import choose_places
from communique.extraction.deciding.features import up_to
from communique.extraction.deciding.model import Linear, Models, chance
from communique.extraction.deciding.traits import Feature, once
from communique.extraction.drafts import (
    ActionDraft,
    AgreementDraft,
    ContactDraft,
    DateOption,
    Draft,
    StateDraft,
    StatementDraft,
)
from communique.extraction.statement_merging import merge_statements
from communique.extraction.states import merge_states
from communique.records import Act, ActionType, AgreementAction, StateValue, Status

D = TypeVar("D", bound=Draft)
_ACTS = {str(act): act for act in Act}
_STATUSES = {str(status): status for status in Status}
_TARGET, _ONLY_TARGET, _DATE, _OUTLET = 0.5, 0.3, 0.25, 0.4
_LIKELY = {"states": 0.05, "actions": 0.03}
"""How sure a draft must be by its own words to be worked out further: of less sure ones next to none is kept."""


@dataclass(slots=True)
class Drafts:
    """All drafts of one article, one list a record kind, in the order of the text."""

    contacts: list[ContactDraft] = field(default_factory=list)
    statements: list[StatementDraft] = field(default_factory=list)
    agreements: list[AgreementDraft] = field(default_factory=list)
    states: list[StateDraft] = field(default_factory=list)
    actions: list[ActionDraft] = field(default_factory=list)


FIELDS: dict[str, tuple[str, dict[str, object]]] = {
    "agreements.action": ("action", {str(value): value for value in AgreementAction}),
    "states.state": ("state", {str(value): value for value in StateValue}),
    "actions.status": ("status", {str(value): value for value in Status}),
    "actions.type": ("type", {str(value): value for value in ActionType}),
}
"""Decision name → field of the draft, and the value of each label."""


def decide(drafts: Drafts, models: Models) -> Drafts:
    """Set the fields the models decide, merge, drop what is probably no record, and say how sure the rest is."""
    choose_fields(drafts, models)
    merged = merge(drafts, models)
    contacts = keep("contacts", merged.contacts, models)
    fill_people(contacts)
    return Drafts(
        contacts,
        keep("statements", merged.statements, models),
        keep("agreements", merged.agreements, models),
        keep("states", merged.states, models),
        keep("actions", merged.actions, models),
    )


def choose_fields(drafts: Drafts, models: Models) -> None:
    """Drop what is most probably no record, complete the rest, and let the models choose the fields they know."""
    drafts.states = likely("states", drafts.states, models)
    drafts.actions = likely("actions", drafts.actions, models)
    for kind in ("agreements", "statements"):
        weigh(kind, getattr(drafts, kind), models)
    for name, (attribute, values) in FIELDS.items():
        model = models.get(name)
        if model is None:
            continue
        kind, ask = name.split(".")
        for draft in getattr(drafts, kind):
            if draft.explicit:
                continue
            label, _ = model.choose(draft.asks[ask])
            setattr(draft, attribute, values[label])
    for kind in ("actions", "agreements"):
        model = models.get(f"{kind}.date")
        if model is None:
            continue
        for draft in getattr(drafts, kind):
            choose_date(draft, model)
    rate_contacts(drafts.contacts, models.get("contacts.status"), models.get("contacts.date"))
    sides = models.joint("actions.actor", "actions.recipient")
    if sides is not None:
        for a in drafts.actions:
            rated: list[tuple[str, float, float]] = []
            for o in a.options:
                doer, sufferer = sides.probabilities(o.features)
                rated.append((o.code, doer, sufferer))
            take_sides(a, rated)
    whose = models.get("agreements.parties")
    if whose is not None:
        for deal in drafts.agreements:
            if deal.sides:
                choose_parties(deal, whose)
    through = models.get("statements.via")
    if through is not None:
        for said in drafts.statements:
            choose_outlets(said, through)
    act, target = models.get("statements.act"), models.get("statements.target")
    if act is not None and target is not None:
        for said in drafts.statements:
            choose_act_and_targets(said, act, target)


def likely(kind: str, drafts: list[D], models: Models) -> list[D]:
    """The drafts that may well be records by their own words, completed."""
    weigh(kind, drafts, models)
    found = [d for d in drafts if d.confidence >= _LIKELY[kind]]
    for draft in found:
        draft.complete()
    return found


def weigh(kind: str, drafts: Sequence[Draft], models: Models) -> None:
    """Say how sure each draft is by its own words; what they weigh for keeping it is looked up at the same time."""
    sure, both = models.get(f"{kind}.sure"), models.joint(f"{kind}.sure", f"{kind}.keep")
    if sure is None:
        return
    rows = sure.rows if both is None else both.rows
    of_word: dict[int, int] = {}
    for draft in drafts:
        shared = of_word.get(id(draft.shared))
        if shared is None:
            shared = of_word[id(draft.shared)] = rows.total(draft.shared)
        numbers = rows.numbers(rows.total(draft.features, shared))
        draft.confidence = chance(numbers[0])
        if both is not None:
            draft.weighed, draft.score = len(draft.features), numbers[1]


def choose_act_and_targets(draft: StatementDraft, act: Linear, target: Linear) -> None:
    """The most probable act; the probable targets, or the likeliest one where it is likely enough."""
    draft.acts = {_ACTS[label]: p for label, p in act.chances(draft.asks["act"]).items()}
    draft.act = max(draft.acts, key=lambda a: (draft.acts[a], a))
    draft.aims = {o.code: target.probability(o.features) for o in draft.options}
    rated = sorted(draft.aims, key=lambda code: (-draft.aims[code], code))
    likely = [code for code in rated if draft.aims[code] >= _TARGET]
    draft.targets = likely[:4] or [code for code in rated[:1] if draft.aims[code] >= _ONLY_TARGET]


def choose_outlets(draft: StatementDraft, model: Linear) -> None:
    """The outlets that probably reported a statement; they stand before the body and the person in its chain."""
    before = len(draft.via)
    draft.via = [o.code for o in draft.outlets if model.probability(o.features) >= _OUTLET]
    draft.chain = [*draft.via, *draft.chain[before:]]


def choose_parties(draft: AgreementDraft, model: Linear) -> None:
    """The most probable parties of an agreement; how they stand in the sentence tells also whether it is one."""
    rated = [(model.probability(o.features), -n) for n, o in enumerate(draft.sides)]
    probability, n = max(rated)
    chosen = draft.sides[-n]
    draft.parties = chosen.parties
    draft.features = [*draft.features, *chosen.features, up_to("p.sure", int(probability * 10))]


def choose_date(draft: ActionDraft | AgreementDraft, model: Linear) -> None:
    """The most probable date of a draft, or none."""
    take_date(draft, [(o, model.probability(o.features)) for o in draft.dates], _SURE)


_SURE = 0.45
"""Probability from which a date is taken for good; one mention of a contact offers what is less sure."""


def take_date(
    draft: ContactDraft | ActionDraft | AgreementDraft, rated: list[tuple[DateOption, float]], least: float
) -> None:
    """Set the date that is rated highest, the first of equals, or none where it is rated below `least`."""
    best = max(((chance, -n) for n, (_, chance) in enumerate(rated)), default=None)
    if best is None or best[0] < least:
        draft.date, draft.candidates = None, ()
    else:
        option = rated[-best[1]][0]
        draft.date, draft.candidates = option.value, option.candidates


def rate_contacts(drafts: list[ContactDraft], status: Linear | None, date: Linear | None) -> None:
    """Keep with each mention of a contact how probable each status and each date of it is, and take the likeliest."""
    for draft in drafts:
        if status is not None:
            draft.chances = status.chances(draft.asks["status"])
            draft.status = _STATUSES[max(draft.chances, key=lambda label: draft.chances[label])]
        if date is not None:
            draft.rated = [(o, date.probability(o.features)) for o in draft.dates]
            take_date(draft, draft.rated, _DATE)


def merge(drafts: Drafts, models: Models) -> Drafts:
    """One draft for one thing of the article."""
    contacts = merge_contacts(drafts.contacts, models.get("contacts.same"))
    date, status = models.get("contacts.event.date"), models.get("contacts.event.status")
    settle_contacts(contacts, date, status)
    joined = rejoin(contacts, models.get("contacts.again"))
    if len(joined) < len(contacts):
        contacts = joined
        settle_contacts(contacts, date, status)
    in_context(contacts)
    fill_places(contacts)
    choose_places(contacts, models.get("contacts.place"))
    return Drafts(
        contacts,
        merge_statements(drafts.statements),
        merge_agreements(drafts.agreements),
        merge_states(drafts.states),
        merge_actions(drafts.actions),
    )


def keep_features(draft: Draft) -> list[Feature]:
    """Features of a merged draft for whether it is a record, each name once."""
    return [*(draft.every if draft.members == 1 else once(draft.every)), _members(draft)]


def _members(draft: Draft) -> str:
    return f"members={min(draft.members, 4)}"


def sub_kind(draft: Draft) -> str:
    """What a threshold of its own is kept for: the kind of a state, and whether its word stands beside; else empty."""
    if not isinstance(draft, StateDraft):
        return ""
    return f"{draft.kind.value}.explicit" if draft.explicit else draft.kind.value


def keep(kind: str, drafts: Sequence[D], models: Models) -> list[D]:
    """The drafts that are probably records, with their confidence."""
    model = models.get(f"{kind}.keep")
    if model is None:
        return list(drafts)
    kept: list[D] = []
    for draft in drafts:
        if draft.weighed:
            rest = [*draft.features[draft.weighed :], _members(draft)]
            draft.confidence = round(model.probability(rest, draft.score), 3)
        else:
            draft.confidence = round(model.probability(keep_features(draft)), 3)
        sub = sub_kind(draft)
        general = models.thresholds.get(f"{kind}.keep", 0.5)
        if draft.confidence >= (models.thresholds.get(f"{kind}.keep.{sub}", general) if sub else general):
            kept.append(draft)
    return kept
