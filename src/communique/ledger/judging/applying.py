"""What the judgements on an entry make of what its reports come to.

The later word holds: over all, whether it is accepted, rejected or corrected; and field by field, what it was corrected
to. An accepted entry is as sure as can be, until it is rejected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from communique.ledger.bounds import record_bounds
from communique.ledger.deciding import Decided
from communique.ledger.entry import Dissent, Report
from communique.ledger.judging.model import Judgement, Verdict
from communique.ledger.judging.values import corrected, load_value
from communique.records import Place


@dataclass(frozen=True, slots=True)
class Applied:
    """`verdict`: the last on the entry by itself, None where there is none."""

    decided: Decided
    verdict: Verdict | None


def apply(decided: Decided, reports: Sequence[Report], judgements: Sequence[Judgement]) -> Applied:
    """`judgements`: those in force on this entry by itself, in order."""
    verdict: Verdict | None = None
    accepted = False
    for each in judgements:
        verdict = each.verdict
        if each.verdict is Verdict.CORRECT:
            decided = _corrected(decided, reports, each)
        else:
            accepted = each.verdict is Verdict.ACCEPT
    if accepted:
        decided = replace(decided, record=replace(decided.record, confidence=1.0))
    earliest, latest = record_bounds(decided.record)
    return Applied(replace(decided, earliest=earliest, latest=latest), verdict)


def _corrected(decided: Decided, reports: Sequence[Report], judgement: Judgement) -> Decided:
    field, kind = judgement.field, judgement.kind
    if field is None or kind is None or judgement.value is None:
        return decided
    value = load_value(kind, field, judgement.value)
    others = [each for each in decided.dissents if each.field != field]
    for each in reports:
        given = getattr(each.record, field)
        if each.copy_of is None and given not in (None, ()) and given != value:
            others.append(Dissent(field, shown_value(given), each.id))
    return replace(
        decided,
        record=corrected(decided.record, field, value),
        sources=(*(pair for pair in decided.sources if pair[0] != field), (field, f"judgement {judgement.key}")),
        dissents=tuple(others),
    )


def shown_value(value: Any) -> str:
    """A field's value on one line: text as it is, a place as people write it, the rest as JSON."""
    if isinstance(value, Place):
        return ", ".join(part for part in (value.city, value.country) if part)
    return value if isinstance(value, str) else orjson.dumps(value).decode()
