"""Agreements: an instrument, its parties, and what happened to it."""

from __future__ import annotations

from communique.extraction.deciding.features import around, gap
from communique.extraction.drafts import AgreementDraft
from communique.extraction.frames import View, date_near, evidence_span, settled
from communique.extraction.model import Hit
from communique.extraction.publication import Era
from communique.knowledge import Knowledge
from communique.records import AgreementAction


def find_agreements(view: View, era: Era, known: Knowledge) -> list[AgreementDraft]:
    """All that one sentence says of instruments, unmerged."""
    drafts: list[AgreementDraft] = []
    for hit in view.sentence.cues("instrument"):
        if hit.cue.get("weak"):
            continue
        action = _action(view, hit)
        if action is None:
            continue
        deed, verb = action
        parties = _parties(view, hit, verb, deed)
        named = hit.cue.get("parties")
        if len(parties) < 2 and named:
            fixed = named.split(",")
            parties = parties + [c for c in fixed if c not in parties] if deed is not AgreementAction.WITHDRAWN or not parties else parties
        if len(parties) < (1 if named or deed is AgreementAction.WITHDRAWN else 2):
            continue
        when = date_near(view, verb.i if verb is not None else hit.i, reach=25)
        date, candidates = settled(view, when, era, -1)
        start, end = evidence_span(view, min(hit.i, verb.i if verb else hit.i), max(hit.j, verb.j if verb else hit.j))
        near = around(view, hit.i, hit.j)
        forms = [f"v={view.words(verb.i, verb.j).lower()}", gap("v", verb.i - hit.j if verb.i >= hit.j else verb.j - hit.i)] if verb is not None else ["v=none"]
        features = [*near, *forms, f"act={deed}", f"named={int(hit.cue.value != 'agreement')}", f"np={min(len(parties), 4)}", f"date={int(date is not None)}"]
        drafts.append(
            AgreementDraft(
                start, end, f"agreement.{'verb' if verb else 'noun'}", view.sentence.index, candidates=candidates, name=_name(view, hit),
                parties=parties, action=deed, date=date, features=features, asks={"action": features},
            )
        )
    return drafts


def _action(view: View, hit: Hit) -> tuple[AgreementAction, Hit | None] | None:
    best: tuple[float, Hit] | None = None
    for h in view.sentence.cues("treaty"):
        if h.i < hit.j and h.j > hit.i:
            continue
        distance = hit.i - h.j if h.j <= hit.i else h.i - hit.j + 3
        if distance > 12:
            continue
        if h.cue.get("weak"):
            distance += 4
        if not view.same(h.i, hit.i):
            distance += 6
        if best is None or distance < best[0]:
            best = (distance, h)
    if best is None or best[0] > 14:
        return None
    return AgreementAction(best[1].cue.value), best[1]


def _parties(view: View, hit: Hit, verb: Hit | None, deed: AgreementAction) -> list[str]:
    if deed is AgreementAction.WITHDRAWN or deed is AgreementAction.VIOLATED:
        subject = view.subject(verb.i if verb is not None else hit.i, reach=20)
        if subject is not None:
            return list(dict.fromkeys(subject.codes))
    near = [m for m in view.actors if abs(m.i - hit.i) <= 30]
    for m in near:
        if m.prep == "between" and 0 <= m.i - hit.j <= 8:
            codes = [c for x in view.group(m) for c in x.codes]
            if len(set(codes)) >= 2:
                return list(dict.fromkeys(codes))
    codes: list[str] = []
    for m in sorted(near, key=lambda x: abs(x.i - hit.i)):
        for c in m.codes:
            if c not in codes:
                codes.append(c)
        if len(codes) >= 2:
            break
    return codes


def _name(view: View, hit: Hit) -> str:
    if hit.cue.value != "agreement":
        return hit.cue.value
    return "agreement"


def merge_agreements(drafts: list[AgreementDraft]) -> list[AgreementDraft]:
    """One record for each thing that happened to an instrument."""
    merged: list[AgreementDraft] = []
    for d in drafts:
        for have in merged:
            if have.action is d.action and have.name == d.name and (set(have.parties) <= set(d.parties) or set(d.parties) <= set(have.parties)):
                have.members += 1
                have.features += d.features
                have.date = have.date or d.date
                have.parties += [c for c in d.parties if c not in have.parties]
                break
        else:
            merged.append(d)
    return merged
