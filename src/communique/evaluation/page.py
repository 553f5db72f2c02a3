"""The report of an evaluation as one HTML page that needs nothing else: figures, then every fault beside its words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files

from communique.evaluation.coded import Coded
from communique.evaluation.coding import Coding
from communique.evaluation.faults import Cause, Fault, Sort, faults
from communique.evaluation.figures import Scores, score
from communique.evaluation.passages import facts, passage, shown_in

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_SORTS = {Sort.MISSED: "Missed", Sort.SPURIOUS: "Spurious", Sort.FIELD: "Wrong fields"}
_CAUSES = {
    (Sort.MISSED, Cause.NOWHERE): "nothing was read in these words",
    (Sort.MISSED, Cause.OTHER_LIST): "read as something of another list",
    (Sort.MISSED, Cause.OTHER_SIDES): "read with other actors or as another type",
    (Sort.MISSED, Cause.SAME_AGAIN): "taken for one with another record",
    (Sort.SPURIOUS, Cause.NOWHERE): "nothing is coded in these words",
    (Sort.SPURIOUS, Cause.OTHER_LIST): "coded as something of another list",
    (Sort.SPURIOUS, Cause.OTHER_SIDES): "coded with other actors or as another type",
    (Sort.SPURIOUS, Cause.SAME_AGAIN): "one record read as two",
    (Sort.FIELD, Cause.LEFT_OPEN): "left open",
    (Sort.FIELD, Cause.MADE_UP): "given where the coder gives none",
    (Sort.FIELD, Cause.OTHER_VALUE): "another value",
}
_NO_RULE = "no rule: only coded"


def page(gold: Mapping[str, Coding], system: Mapping[str, Coding], texts: Mapping[str, str], drawing: str = "") -> str:
    """The whole page. `texts` by document give the sentences around evidence; `drawing` is an SVG of a learning curve.

    All that comes from articles and codings is escaped.
    """
    scores = score(gold, system)
    found = list(faults(gold, system))
    style = files("communique.evaluation").joinpath("page.css").read_text(encoding="utf-8")
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Communiqué: evaluation</title><style>{style}</style></head><body>",
        f"<header><h1>Evaluation</h1><p>{len(gold)} hand-coded articles, {len(found)} faults. ",
        "Program and coder are set beside the words they rest on.</p>",
        "<nav>",
        *(f'<a href="#{kind}">{kind}</a>' for kind in scores.kinds),
        "</nav></header><main>",
        *_figures(scores),
        *_summary(found, scores),
    ]
    if drawing:
        parts += ["<section><h2>Learning curve</h2>", drawing, "</section>"]
    for kind in scores.kinds:
        parts += _of_kind(kind, [each for each in found if each.kind == kind], scores, texts)
    return "".join([*parts, "</main></body></html>\n"])


def _figures(scores: Scores) -> Iterator[str]:
    yield f"<section><h2>Figures</h2><p>Macro found F1: <strong>{scores.macro:.3f}</strong></p>"
    rows = []
    for kind, each in scores.kinds.items():
        shares = (each.found.precision, each.found.recall, each.found.f1, each.record_f1)
        rows.append([kind, *(f"{share:.3f}" for share in shares), str(each.gold), str(each.system)])
    yield from _table(("", "precision", "recall", "found F1", "record F1", "coder", "program"), rows)
    rows = [
        [kind, name, f"{field.share:.2f}", str(field.seen)]
        for kind, each in scores.kinds.items()
        for name, field in each.fields.items()
    ]
    yield "<details><summary>Fields right, on pairs found</summary>"
    yield from _table(("", "field", "right", "of"), rows)
    yield "</details></section>"


def _summary(found: Sequence[Fault], scores: Scores) -> Iterator[str]:
    counts = Counter((each.kind, each.sort) for each in found)
    yield "<section><h2>Faults</h2>"
    rows = [[kind, *(str(counts[kind, sort]) for sort in Sort)] for kind in scores.kinds]
    yield from _table(("", *(name.lower() for name in _SORTS.values())), rows)
    yield "</section>"


def _of_kind(kind: str, found: Sequence[Fault], scores: Scores, texts: Mapping[str, str]) -> Iterator[str]:
    each = scores.kinds[kind]
    yield f'<section id="{kind}"><h2>{kind}</h2>'
    yield f"<p>found F1 {each.found.f1:.3f}, record F1 {each.record_f1:.3f}; "
    yield f"{each.gold} coded, {each.system} read</p>"
    yield from _rules(kind, found, scores)
    for sort, title in _SORTS.items():
        held = [fault for fault in found if fault.sort is sort]
        yield f"<h3>{title} <span>{len(held)}</span></h3>"
        groups: dict[str, list[Fault]] = defaultdict(list)
        for fault in held:
            cause = _CAUSES[sort, fault.cause]
            groups[f"{fault.field}: {cause}" if fault.field else cause].append(fault)
        for cause, group in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
            yield f"<details><summary>{escape(cause)} <span>{len(group)}</span></summary>"
            yield from _by_rule(group, texts)
            yield "</details>"
    yield "</section>"


def _rules(kind: str, found: Sequence[Fault], scores: Scores) -> Iterator[str]:
    """A line for each rule: how many records it made, how many are found and right, and its faults by cause."""
    causes = (Cause.NOWHERE, Cause.OTHER_LIST, Cause.OTHER_SIDES, Cause.SAME_AGAIN)
    spurious = Counter((fault.rule, fault.cause) for fault in found if fault.sort is Sort.SPURIOUS)
    fields = Counter(fault.rule for fault in found if fault.sort is Sort.FIELD)
    rows = [
        [
            rule.rule,
            str(rule.system),
            f"{rule.precision:.2f}",
            str(rule.right),
            *(str(spurious[rule.rule, cause]) for cause in causes),
            str(fields[rule.rule]),
        ]
        for rule in scores.rules
        if rule.kind == kind
    ]
    if not rows:
        return
    yield "<details open><summary>By rule</summary>"
    yield from _table(
        ("rule", "records", "precision", "whole", *(f"spurious: {c.value}" for c in causes), "fields"), rows
    )
    yield "</details>"


def _by_rule(group: Sequence[Fault], texts: Mapping[str, str]) -> Iterator[str]:
    rules: dict[str, list[Fault]] = defaultdict(list)
    for fault in group:
        made = fault.sort is not Sort.MISSED
        rule = fault.rule or _NO_RULE
        rules[rule if made or not fault.rule else f"nearest: {rule}"].append(fault)
    for rule, held in sorted(rules.items(), key=lambda item: (-len(item[1]), item[0])):
        yield f"<h4>{escape(rule)} <span>{len(held)}</span></h4>"
        for fault in held:
            yield from _fault(fault, texts.get(fault.doc, ""))


def _fault(fault: Fault, text: str) -> Iterator[str]:
    yield f"<article><p class=doc>{escape(fault.doc)}</p>"
    first = fault.system if fault.sort is Sort.SPURIOUS else fault.gold
    second = fault.gold if fault.sort is Sort.SPURIOUS else fault.system
    told = [passage(text, each.evidence) for each in (first, second) if each is not None]
    for before, evidence, after in dict.fromkeys(told):
        yield f"<p class=words>{escape(before)}<mark>{escape(evidence)}</mark>{escape(after)}</p>"
    wrong = shown_in(fault.field) if fault.field else ()
    yield "<div class=sides>"
    yield from _side("coder", fault.gold, wrong, faint=fault.sort is Sort.SPURIOUS)
    yield from _side("program", fault.system, wrong, faint=fault.sort is Sort.MISSED)
    yield "</div></article>"


def _side(who: str, record: Coded | None, wrong: Iterable[str], *, faint: bool) -> Iterator[str]:
    marked = set(wrong)
    if record is None:
        yield f"<dl class=none><dt>{who}</dt><dd>–</dd></dl>"
        return
    yield f'<dl class="{"faint" if faint else "full"}"><dt>{who}{": nearest" if faint else ""}</dt>'
    for name, value in facts(record):
        kind = " class=wrong" if name in marked else ""
        yield f"<dd{kind}><b>{escape(name)}</b><span>{escape(value)}</span></dd>"
        marked.discard(name)
    yield from (f"<dd class=wrong><b>{escape(name)}</b>–</dd>" for name in sorted(marked))
    yield "</dl>"


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield "<table><thead><tr>"
    yield from (f"<th>{escape(name)}</th>" for name in header)
    yield "</tr></thead><tbody>"
    for row in rows:
        yield "<tr>"
        yield from (f"<td>{escape(cell)}</td>" for cell in row)
        yield "</tr>"
    yield "</tbody></table>"
