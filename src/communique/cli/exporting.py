"""`export`: entries for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.messages import say
from communique.cli.options import (
    Actor,
    Between,
    MinConfidence,
    Since,
    Until,
    Where,
    actor_codes,
    first_day,
    last_day,
)
from communique.cli.screen import complain, write_line, write_pieces

if TYPE_CHECKING:
    from communique.export.feed import Feed
    from communique.export.tally import Tally
    from communique.ledger import Entry, Ledger, Question, RecordKind


class Form(StrEnum):
    """What entries are written as."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    PLOVER = "plover"
    GDELT = "gdelt"
    GRAPHML = "graphml"
    ICAL = "ical"
    ATOM = "atom"


class Lists(StrEnum):
    """Which lists of entries."""

    ALL = "all"
    CONTACTS = "contacts"
    STATEMENTS = "statements"
    AGREEMENTS = "agreements"
    STATES = "states"
    ACTIONS = "actions"


To = Annotated[Form, typer.Option("--to", help=say("help.to"), show_default=False)]
Kinds = Annotated[Lists, typer.Option("--kind", help=say("help.lists"))]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, help=say("help.limit"))]
Out = Annotated[str, typer.Option("--out", "-o", metavar="PATH", help=say("help.out"))]


def register(app: typer.Typer) -> None:
    """Give the app this command."""
    app.command(help=say("help.export"))(export)


def export(
    to: To,
    kind: Kinds = Lists.ALL,
    between: Between = None,
    actor: Actor = None,
    since: Since = None,
    until: Until = None,
    min_confidence: MinConfidence = 0.0,
    limit: Limit = 500,
    out: Out = "-",
    ledger: Where = None,
) -> None:
    """Write entries for other programs."""
    from communique.export import feed
    from communique.export.tally import Tally
    from communique.ledger import Ledger, Question, RecordKind

    path = None if out == "-" else Path(out)
    question = Question(
        actors=actor_codes(between, actor),
        since=first_day(since, "--since"),
        until=last_day(until, "--until"),
        min_confidence=min_confidence,
    )
    kinds = tuple(RecordKind) if kind is Lists.ALL else (RecordKind(kind.value),)
    if to is Form.ICAL:
        if kind not in (Lists.ALL, Lists.CONTACTS):
            raise typer.BadParameter(say("usage.contacts_only", form=to.value), param_hint="--kind")
        kinds = (RecordKind.CONTACT,)
    if to is Form.PARQUET and path is None:
        raise typer.BadParameter(say("usage.no_stream", form=to.value), param_hint="--out")
    if to is Form.CSV and len(kinds) > 1 and path is None:
        raise typer.BadParameter(say("usage.one_list", form=to.value), param_hint="--kind")
    with Ledger.open(ledger) as kept:
        if to is Form.CSV:
            _sheets(kept, kinds, question, path)
        elif path and to is Form.PARQUET:
            _tables(kept, kinds, question, path)
        else:
            entries, tally = _entries(kept, kinds, question), Tally()
            _pieces(to, _made(to, entries, tally, feed.of(kinds, question), limit), path)
            for why, count in sorted(tally.left_out.items()):
                complain(say("export.left_out", count=count, why=say(f"lack.{why.value}")))


def _entries(kept: Ledger, kinds: tuple[RecordKind, ...], question: Question) -> Iterator[Entry]:
    for kind in kinds:
        yield from kept.entries(kind, question)


def _sheets(kept: Ledger, kinds: tuple[RecordKind, ...], question: Question, path: Path | None) -> None:
    from communique.export import files, sheet

    for kind in kinds:
        pieces = sheet.lines(kept.entries(kind, question), kind)
        if path is None:
            write_pieces(pieces)
        else:
            files.write(files.folder(path) / f"{kind.value}.csv" if len(kinds) > 1 else path, pieces)


def _tables(kept: Ledger, kinds: tuple[RecordKind, ...], question: Question, path: Path) -> None:
    from communique.errors import ExportError
    from communique.export import files

    try:
        from communique.export import table
    except ImportError as error:
        raise ExportError(say("error.pyarrow")) from error
    for kind in kinds:
        file = files.folder(path) / f"{kind.value}.parquet" if len(kinds) > 1 else path
        table.write(kept.entries(kind, question), kind, file)


def _pieces(to: Form, pieces: Iterator[bytes], path: Path | None) -> None:
    from communique.export import files

    if path:
        files.write(path, pieces)
    elif to in (Form.JSONL, Form.PLOVER):
        for piece in pieces:
            write_line(piece.rstrip(b"\n"))
    else:
        write_pieces(pieces)


def _made(to: Form, entries: Iterator[Entry], tally: Tally, filtered: Feed, limit: int) -> Iterator[bytes]:
    from communique.export import agenda, element, feed, gdelt, graph, plover

    match to:
        case Form.PLOVER:
            return plover.lines(entries, tally)
        case Form.GDELT:
            return gdelt.lines(entries, tally)
        case Form.GRAPHML:
            return graph.lines(entries)
        case Form.ICAL:
            return agenda.lines(entries, tally)
        case Form.ATOM:
            return feed.lines(entries, filtered, tally, limit)
        case _:
            return element.lines(entries)
