"""Fitting the deciding models: what each is fitted on, and how strongly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from operator import attrgetter

from communique.evaluation import KINDS
from communique.evaluation.figures import pairs
from communique.extraction.deciding.decide import choose_fields, keep_features, merge
from communique.extraction.deciding.model import Linear, Models
from communique.extraction.deciding.traits import flat
from communique.training.acts import act_rows
from communique.training.contacts import (
    Merged,
    again_rows,
    date_rows,
    merged_contacts,
    place_rows,
    same_rows,
    status_rows,
)
from communique.training.examples import Example, Rows, choices, dates, outlets, parties, sure, targets

FIELD_LABELS = {
    "agreements.action": lambda g: g.action,
    "states.state": lambda g: g.state,
}
_STRENGTH = {
    "keep": 0.12,
    "keep contacts": 0.04,
    "sure": 0.015,
    "keep states": 0.03,
    "keep agreements": 0.03,
    "field": 0.2,
    "target": 0.3,
    "act": 0.06,
    "act status": 0.03,
    "side": 0.06,
    "keep actions": 0.04,
    "tone": 0.1,
    "keep statements": 0.015,
    "event date": 0.05,
    "event status": 0.03,
    "mention status": 0.05,
    "mention date": 0.3,
    "same": 0.06,
    "again": 0.04,
    "place": 0.1,
}
_OF_ACTS = {"actions.actor": "side", "actions.recipient": "side", "actions.status": "act status"}
_LEAST = 3
_APART = 3
"""Parts in which decisions that build on others are fitted."""


def fit_linear(rows: Rows, strength: float) -> Linear | None:
    """A regularised logistic regression over features seen at least three times; None where there is nothing to
    learn.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    features, labels = rows
    if len(set(labels)) < 2:
        return None
    counts = Counter(f for row in features for f in set(row))
    known = {f for f, n in counts.items() if n >= _LEAST}
    if not known:
        return None
    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform([{f: 1.0 for f in row if f in known} for row in features])
    model = LogisticRegression(C=strength, max_iter=400, solver="lbfgs", tol=1e-4)
    model.fit(x, labels)
    names = vectorizer.get_feature_names_out()
    weights = {
        str(name): tuple(float(w) for w in model.coef_[:, k])
        for k, name in enumerate(names)
        if max(abs(model.coef_[:, k])) >= 0.01
    }
    return Linear(tuple(str(c) for c in model.classes_), tuple(float(b) for b in model.intercept_), weights)


def fit(
    examples: Sequence[Example], *, thresholds: dict[str, float] | None = None, kinds: Sequence[str] = KINDS
) -> Models:
    """All models of the record kinds from the examples; `thresholds` come from cross-validation."""
    listed = list(examples)
    decisions: dict[str, Linear] = {}
    for name, label in FIELD_LABELS.items():
        if name.split(".")[0] not in kinds:
            continue
        model = fit_linear(choices(listed, name, label), _STRENGTH["field"])
        if model is not None:
            decisions[name] = model
    if "statements" in kinds:
        decisions |= _fit_statements(listed)
    for kind in ("agreements",):
        if kind in kinds and (model := fit_linear(dates(listed, kind), _STRENGTH["target"])) is not None:
            decisions[f"{kind}.date"] = model
    if "contacts" in kinds:
        decisions |= _fit_contacts(listed)
    if "agreements" in kinds and (model := fit_linear(parties(listed), _STRENGTH["sure"])) is not None:
        decisions["agreements.parties"] = model
    for kind in kinds:
        if (
            kind in ("states", "agreements")
            and (model := fit_linear(sure(listed, kind), _STRENGTH["sure"])) is not None
        ):
            decisions[f"{kind}.sure"] = model
    if "actions" in kinds:
        decisions |= _fit_acts(listed)
    fields = Models(dict(decisions), thresholds or {})
    for kind in kinds:
        if kind in ("contacts", "statements"):
            continue
        rows = (
            _keep_rows(listed, fields, kind)
            if kind != "actions" and f"{kind}.sure" not in decisions
            else _keep_rows_apart(listed, fields, kind)
        )
        model = fit_linear(rows, _STRENGTH.get(f"keep {kind}", _STRENGTH["keep"]))
        if model is not None:
            decisions[f"{kind}.keep"] = model
    return Models(decisions, thresholds or {})


def _fit_contacts(examples: list[Example]) -> dict[str, Linear]:
    """The decisions about contacts. Each is learnt on articles that the decisions before it have not seen."""
    parts = [examples[k::_APART] for k in range(_APART)]
    before = [_fit_mentions(_beside(parts, k)) for k in range(_APART)]
    merged = [[merged_contacts(e, Models(before[k])) for e in part] for k, part in enumerate(parts)]
    events = [_fit_events([a for j, articles in enumerate(merged) if j != k for a in articles]) for k in range(_APART)]
    whole = [{**before[k], **events[k]} for k in range(_APART)]
    again = [again_rows(part, Models(whole[k])) for k, part in enumerate(parts)]
    kept: Rows = ([], [])
    for k, part in enumerate(parts):
        twice = _fit_again([rows for j, rows in enumerate(again) if j != k])
        features, labels = _keep_rows(part, Models({**whole[k], **twice}), "contacts")
        kept[0].extend(features)
        kept[1].extend(labels)
    model = fit_linear(kept, _STRENGTH["keep contacts"])
    found = {**_fit_mentions(examples), **_fit_events([a for articles in merged for a in articles])}
    found |= _fit_again(again)
    return {**found, **({"contacts.keep": model} if model is not None else {})}


def _fit_events(articles: Merged) -> dict[str, Linear]:
    """Date, status and place of contacts whose mentions have been merged."""
    date = fit_linear(date_rows(articles), _STRENGTH["event date"])
    status = fit_linear(status_rows(articles, date), _STRENGTH["event status"])
    place = fit_linear(place_rows(articles, date, status), _STRENGTH["place"])
    named = {"contacts.event.date": date, "contacts.event.status": status, "contacts.place": place}
    return {name: model for name, model in named.items() if model is not None}


def _fit_again(parts: list[Rows]) -> dict[str, Linear]:
    """Which merged contacts are one."""
    rows = [f for part in parts for f in part[0]], [x for part in parts for x in part[1]]
    model = fit_linear(rows, _STRENGTH["again"])
    return {"contacts.again": model} if model is not None else {}


def _fit_mentions(examples: list[Example]) -> dict[str, Linear]:
    """Status and date of every draft of a contact, and which drafts are one."""
    found = _fit_views(examples)
    same = _fit_same(examples)
    return {**found, **({"contacts.same": same} if same is not None else {})}


def _fit_views(examples: list[Example]) -> dict[str, Linear]:
    """Status and date of every draft of a contact."""
    named = {
        "contacts.status": fit_linear(
            choices(examples, "contacts.status", attrgetter("status")), _STRENGTH["mention status"]
        ),
        "contacts.date": fit_linear(dates(examples, "contacts"), _STRENGTH["mention date"]),
    }
    return {name: model for name, model in named.items() if model is not None}


def _fit_same(examples: list[Example]) -> Linear | None:
    """Which drafts tell of one contact, learnt among contacts merged with the errors that merging makes.

    What merges them is first learnt among the coder's own contacts, and has not seen the articles that it merges.
    """
    parts = [examples[k::_APART] for k in range(_APART)]
    views = [Models(_fit_views(_beside(parts, k))) for k in range(_APART)]
    ideal = [same_rows(part, view) for part, view in zip(parts, views, strict=True)]
    real: Rows = ([], [])
    for k, part in enumerate(parts):
        rest = [rows for j, rows in enumerate(ideal) if j != k]
        first = fit_linear(
            ([f for rows in rest for f in rows[0]], [x for rows in rest for x in rows[1]]), _STRENGTH["same"]
        )
        features, labels = same_rows(part, views[k], first)
        real[0].extend(features)
        real[1].extend(labels)
    return fit_linear(real, _STRENGTH["same"])


def _beside(parts: list[list[Example]], k: int) -> list[Example]:
    """All examples but those of part `k`."""
    return [e for j, part in enumerate(parts) if j != k for e in part]


def _fit_statements(examples: list[Example]) -> dict[str, Linear]:
    """The decisions about statements; whether to keep one is learnt from articles that those on act and targets
    have not seen.
    """
    parts = [examples[k::_APART] for k in range(_APART)]
    kept: Rows = ([], [])
    for k, part in enumerate(parts):
        fields = _fit_said([e for j, other in enumerate(parts) if j != k for e in other])
        features, labels = _keep_rows(part, Models(fields), "statements")
        kept[0].extend(features)
        kept[1].extend(labels)
    keep_model = fit_linear(kept, _STRENGTH["keep statements"])
    return {**_fit_said(examples), **({"statements.keep": keep_model} if keep_model is not None else {})}


def _fit_said(examples: list[Example]) -> dict[str, Linear]:
    """Act, targets and outlets of every draft of a statement, and how surely it is one."""
    named = {
        "statements.act": fit_linear(choices(examples, "statements.act", lambda g: g.act), _STRENGTH["tone"]),  # type: ignore[attr-defined]
        "statements.target": fit_linear(targets(examples), _STRENGTH["target"]),
        "statements.via": fit_linear(outlets(examples), _STRENGTH["target"]),
        "statements.sure": fit_linear(sure(examples, "statements"), _STRENGTH["keep statements"]),
    }
    return {name: model for name, model in named.items() if model is not None}


def _fit_acts(examples: list[Example]) -> dict[str, Linear]:
    models = {name: fit_linear(rows, _STRENGTH[_OF_ACTS.get(name, "act")]) for name, rows in act_rows(examples).items()}
    return {name: model for name, model in models.items() if model is not None}


def _keep_rows(examples: list[Example], fields: Models, kind: str) -> Rows:
    features: list[list[str]] = []
    labels: list[str] = []
    for e in examples:
        drafts = e.drafts()
        choose_fields(drafts, fields)
        merged = merge(drafts, fields)
        hits = {j for _, j in pairs(e.gold.of(kind), e.coding(merged).of(kind))}
        for j, draft in enumerate(getattr(merged, kind)):
            features.append(flat(keep_features(draft)))
            labels.append("yes" if j in hits else "no")
    return features, labels


def _keep_rows_apart(examples: list[Example], fields: Models, kind: str) -> Rows:
    """As `_keep_rows`, each third of the articles with sureties fitted on the other two, as they are where nothing
    is known.
    """
    features: list[list[str]] = []
    labels: list[str] = []
    for k in range(3):
        rest = [e for n, e in enumerate(examples) if n % 3 != k]
        if kind == "actions":
            apart = _fit_acts(rest)
        else:
            model = fit_linear(sure(rest, kind), _STRENGTH["sure"])
            apart = {f"{kind}.sure": model} if model is not None else {}
        decisions = {**fields.decisions, **apart}
        part = _keep_rows(examples[k::3], Models(decisions, fields.thresholds), kind)
        features += part[0]
        labels += part[1]
    return features, labels
