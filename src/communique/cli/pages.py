"""One entry, or one document, as a page for reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rich.console import Console
from rich.text import Text

from communique.article.model import STORY, Block
from communique.cli import tables
from communique.cli.answers import deciding
from communique.cli.messages import because, say, word
from communique.cli.screen import minute, plain, short, shown
from communique.cli.tables import ID_SHOWN
from communique.interchange import RecordKind, record_date
from communique.ledger import Claim, Entry, Filed, Judgement, Report, Step, sentence_around
from communique.records import Action, Agreement, Contact, Record, State, Statement

_LEFT_OUT_SHOWN = 76


def print_entry(
    out: Console,
    entry: Entry,
    texts: Mapping[str, str],
    said: Iterable[Judgement] = (),
    claims: Iterable[Claim] = (),
) -> None:
    """An entry: what its reports come to, then every report with its evidence in its sentence.

    `texts`: the text of each report's document, by the id of the report. `said`: judgements on it. `claims`: what it
    is said to be the first since.
    """
    out.print(shown(f"{say(f'one.{entry.kind.value}')} {entry.id}", "bold"))
    if entry.superseded:
        out.print(Text(say("show.superseded"), style="yellow"))
    for name, value in _fields(entry.record, entry):
        if value:
            _fact(out, name, value)
    if len(entry.history) > 1:
        _fact(out, say("show.history"), " → ".join(_step(each) for each in entry.history))
    for each in entry.dissents:
        _fact(out, say("show.dissent", field=each.field), f"{each.value} ({each.report[:ID_SHOWN]})")
    for open_one in entry.record.candidates:
        reasons = "; ".join(map(because, open_one.reasons))
        _fact(out, say("show.candidate"), f"{open_one.field} = {open_one.value}: {reasons}")
    for claim in claims:
        _fact(out, say("show.claim"), _claimed(claim))
    for judgement in said:
        _fact(out, say("show.judged", number=judgement.key, by=judgement.by), _judged(judgement))
    for report in entry.reports:
        _print_report(out, report, texts[report.id])


def _claimed(claim: Claim) -> str:
    finding, entries = word("finding", claim.finding), deciding(claim)
    if not entries:
        return say("show.claimed", since=claim.since, finding=finding)
    return say("show.decided", since=claim.since, finding=finding, entries=entries)


def _judged(judgement: Judgement) -> str:
    parts = [word("verdict", judgement.verdict), f"({minute(judgement.at)})"]
    if judgement.field:
        parts.append(f"{judgement.field} = {judgement.value}")
    return " ".join((*parts, judgement.note))


def _print_report(out: Console, report: Report, text: str) -> None:
    record, origin = report.record, report.origin
    out.print()
    out.print(_in_its_sentence(text, record, marked=not out.is_terminal))
    source = ", ".join(part for part in (origin.title, origin.outlet, origin.url) if part)
    published = f"{origin.published.earliest}–{origin.published.latest}" if origin.published else ""
    facts = (
        ("show.report", report.id),
        ("show.source", source),
        ("show.document", say("show.version", doc=origin.doc, version=origin.version)),
        ("show.copy", report.copy_of or ""),
        ("show.published", published),
        ("show.published_why", "; ".join(map(because, origin.published.reasons)) if origin.published else ""),
        ("show.rule", record.rule),
        ("column.confidence", f"{record.confidence:.2f}"),
        ("show.program", origin.extractor),
    )
    for key, value in facts:
        if value:
            _fact(out, say(key), value)


def _fact(out: Console, name: str, value: str) -> None:
    out.print(Text.assemble((f"  {name}: ", "dim"), plain(value)))


def _step(step: Step) -> str:
    said = word("status", step.status) or step.status
    return f"{said} ({step.day.isoformat()})" if step.day else said


def _in_its_sentence(text: str, record: Record, *, marked: bool) -> Text:
    """The sentence with the evidence bold, or between brackets where nothing can be bold."""
    first, last = sentence_around(text, record.start, record.end)
    before, evidence, after = text[first : record.start], record.evidence, text[record.end : last]
    opening, closing = ("⟦", "⟧") if marked else ("", "")
    return Text.assemble(
        _spaced(before), (f"{opening}{plain(evidence)}{closing}", "bold reverse"), _spaced(after), overflow="fold"
    )


def _spaced(text: str) -> str:
    """Text made plain without losing the space at its edges."""
    left = " " if text[:1].isspace() else ""
    right = " " if text[-1:].isspace() and text.strip() else ""
    return f"{left}{plain(text)}{right}"


def _fields(record: Record, entry: Entry) -> Iterator[tuple[str, str]]:
    date = record_date(record) or ""
    if entry.earliest and entry.latest and (not date or "XXXX" in date):
        date = say("show.between", date=date or "–", earliest=entry.earliest, latest=entry.latest)
    pairs: tuple[tuple[str, str], ...]
    match record:
        case Contact():
            pairs = (
                ("kind", word("contact", record.kind)),
                ("status", word("status", record.status)),
                ("date", date),
                ("who", "; ".join(map(tables.person, record.participants))),
                ("where", tables.place(record.place)),
                ("initiator", record.initiator or ""),
                ("topics", ", ".join(record.topics)),
                ("first_since", record.first_since or ""),
                ("via", ", ".join(record.via)),
            )
        case Statement():
            pairs = (
                ("act", word("act", record.act)),
                ("who", tables.person(record.speaker)),
                ("targets", ", ".join(record.targets)),
                ("date", date),
                ("quoted", say("word.yes") if record.quoted else say("word.no")),
                ("via", ", ".join(record.via)),
                ("chain", " ← ".join(record.chain)),
            )
        case Agreement():
            pairs = (
                ("name", record.name),
                ("action", word("agreement", record.action)),
                ("parties", ", ".join(record.parties)),
                ("date", date),
            )
        case State():
            pairs = (
                ("kind", word("kind", record.kind)),
                ("state", word("state", record.state)),
                ("parties", ", ".join(record.parties)),
                ("since", date),
            )
        case Action():
            pairs = (
                ("type", word("type", record.type)),
                ("status", word("status", record.status)),
                ("actors", ", ".join(record.actors)),
                ("recipients", ", ".join(record.recipients)),
                ("date", date),
                ("where", tables.place(record.place)),
            )
    yield from ((say(f"column.{name}"), value) for name, value in pairs)


def print_document(out: Console, filed: Filed) -> None:
    """A document: its head, its story, what was left out of it, its entries."""
    origin = filed.origin
    out.print(shown(origin.title or origin.doc, "bold underline"))
    published = f"{origin.published.earliest}–{origin.published.latest}" if origin.published else ""
    head = (
        origin.outlet,
        filed.author,
        published,
        origin.url,
        say("doc.versions", doc=origin.doc, count=filed.versions),
    )
    out.print(Text(" · ".join(plain(part) for part in head if part), style="dim"))
    out.print()
    for block in filed.blocks:
        if block.role in STORY:
            out.print(shown(filed.text[block.start : block.end]))
            out.print()
    print_left_out(out, filed)
    by_kind: dict[RecordKind, list[Entry]] = defaultdict(list)
    for entry in filed.entries:
        by_kind[entry.kind].append(entry)
    for kind, held in by_kind.items():
        out.print(tables.entries(kind, held, say(f"list.{kind.value}")))


def print_left_out(out: Console, filed: Filed) -> None:
    """What of a page is not the story, by role, a line a block."""
    left = [block for block in filed.blocks if block.role not in STORY]
    if not left:
        out.print(Text(say("doc.nothing_left_out"), style="dim"))
        return
    out.print(Text(say("doc.left_out", count=len(left)), style="bold"))
    for block in left:
        out.print(
            Text.assemble((f"  {word('role', block.role):<12}", "dim"), short(_block(filed, block), _LEFT_OUT_SHOWN))
        )


def _block(filed: Filed, block: Block) -> str:
    return filed.text[block.start : block.end]
