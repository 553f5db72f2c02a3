"""Rows for the decisions about acts: each proposed act beside the coder's record whose evidence holds its word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from communique.evaluation.coded import CodedAction
from communique.evaluation.sameness import same_date
from communique.extraction.deciding.traits import Feature, flat
from communique.extraction.drafts import ActionDraft
from communique.training.examples import Example, Rows

_NEAR = {
    frozenset(pair.split())
    for pair in (
        "MOBILIZE COOPERATE",
        "SANCTION RETREAT",
        "MOBILIZE RETREAT",
        "AID COOPERATE",
        "COERCE ASSAULT",
        "SANCTION COERCE",
        "MOBILIZE ASSAULT",
        "MOBILIZE COERCE",
        "AID SANCTION",
    )
}
"""Types that two readers may give the same act."""


def aligned(e: Example) -> list[tuple[ActionDraft, CodedAction | None]]:
    """Each unmerged draft with the record it can stand for: its word lies in the evidence, the sides can be found."""
    offsets = e.analysis.offsets
    spans = []
    for g in e.gold.actions:
        begin = e.article.text.find(g.evidence)
        spans.append((g, begin, begin + len(g.evidence)))
    found: list[tuple[ActionDraft, CodedAction | None]] = []
    claimed: dict[int, float] = {}
    chosen: list[tuple[float, int | None]] = []
    for draft in e.proposed.actions:
        at = draft.at if offsets is None else offsets[draft.at]
        codes = {o.code for o in draft.options}
        best: tuple[float, int | None] = (1.4, None)
        for n, (g, begin, end) in enumerate(spans):
            if not begin <= at < end:
                continue
            sides = {*g.actors, *g.recipients}
            fit = 2.0 if g.type == str(draft.type) else 1.0 if frozenset((g.type, str(draft.type))) in _NEAR else 0.0
            fit += len(sides & codes) / max(1, len(sides)) + 0.5 * (
                bool(set(g.actors) & set(draft.actors)) + bool(set(g.recipients) & set(draft.recipients))
            )
            if fit > best[0]:
                best = (fit, n)
        chosen.append(best)
        if best[1] is not None:
            claimed[best[1]] = max(claimed.get(best[1], 0.0), best[0])
    for draft, (fit, which) in zip(e.proposed.actions, chosen, strict=True):
        found.append((draft, spans[which][0] if which is not None and (fit >= 2.0 or fit >= claimed[which]) else None))
    return found


def act_rows(examples: Sequence[Example]) -> dict[str, Rows]:
    """By decision: features and labels of type and status, of every date,
    of every actor as doer and as the one it is done to."""
    rows: dict[str, Rows] = {
        f"actions.{name}": ([], []) for name in ("sure", "type", "status", "actor", "recipient", "date")
    }

    def add(name: str, features: list[Feature], label: str) -> None:
        rows[f"actions.{name}"][0].append(flat(features))
        rows[f"actions.{name}"][1].append(label)

    for draft, gold, again in _all(examples):
        if not again:
            add("sure", draft.features, "no" if gold is None else "yes")
        if gold is None or gold.type is None or gold.status is None:
            continue
        add("type", draft.asks["type"], gold.type)
        add("status", draft.asks["status"], gold.status)
        for option in draft.options:
            add("actor", option.features, "yes" if option.code in gold.actors else "no")
            add(
                "recipient",
                option.features,
                "yes" if option.code in gold.recipients and option.code not in gold.actors else "no",
            )
        for date in draft.dates:
            add("date", date.features, "yes" if same_date(gold.date, date.value) else "no")
    return rows


def _all(examples: Iterable[Example]) -> Iterable[tuple[ActionDraft, CodedAction | None, bool]]:
    """Every draft with its record, and whether it tells again, in other words, of an act that is recorded."""
    for e in examples:
        for draft, gold in aligned(e):
            yield draft, gold, gold is None and any(_told_by(draft, g) for g in e.gold.actions)


def _told_by(draft: ActionDraft, gold: CodedAction) -> bool:
    if gold.type != str(draft.type) or not set(draft.actors) & set(gold.actors):
        return False
    return not gold.recipients or not draft.recipients or bool(set(draft.recipients) & set(gold.recipients))


__all__ = ["act_rows", "aligned"]
