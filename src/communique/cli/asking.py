"""Questions to a ledger: its lists, one entry, one document, its channels, what was set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Annotated

import typer

from communique.cli.messages import say
from communique.cli.options import (
    Actor,
    Between,
    Kind,
    Last,
    MinConfidence,
    Printed,
    Rejected,
    Shape,
    Since,
    Until,
    Where,
    actor_codes,
    first_day,
    kind_of,
    last_day,
)
from communique.cli.screen import console, plain, write_line, write_pieces
from communique.words.kinds import KINDS


def register(app: typer.Typer) -> None:
    """Give the app these commands."""
    for name, (allowed, _) in KINDS.items():
        note = say("help.kinds", kinds=", ".join(each.value for each in allowed))
        app.command(name, help=f"{say(f'help.{name}')} {note}")(_listing(name, allowed))
    app.command(help=say("help.channels"))(channels)
    app.command(help=say("help.show"))(show)
    app.command(help=say("help.doc"))(doc)
    app.command("set-aside", help=say("help.set_aside"))(set_aside)


def _listing(name: str, allowed: type[StrEnum]) -> Callable[..., None]:
    def command(
        between: Between = None,
        actor: Actor = None,
        since: Since = None,
        until: Until = None,
        kind: Kind = None,
        min_confidence: MinConfidence = 0.0,
        last: Last = None,
        rejected: Rejected = False,
        form: Printed = Shape.TABLE,
        ledger: Where = None,
    ) -> None:
        from communique.cli import tables
        from communique.export import element, sheet
        from communique.ledger import Ledger, Question, RecordKind

        question = Question(
            actors=actor_codes(between, actor),
            since=first_day(since, "--since"),
            until=last_day(until, "--until"),
            what=kind_of(kind, allowed),
            min_confidence=min_confidence,
            last=last,
            rejected=rejected,
        )
        wanted = RecordKind(name)
        with Ledger.open(ledger) as kept:
            held = kept.entries(wanted, question)
            if form is Shape.JSON:
                _write_lines(element.array(map(element.element, held)))
            elif form is Shape.CSV:
                write_pieces(sheet.lines(held, wanted))
            else:
                table = tables.entries(wanted, held)
                console().print(table if table.row_count else say("list.empty"))

    command.__doc__ = f"The {name} of a ledger."
    return command


def channels(
    between: Between = None,
    actor: Actor = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help=say("help.as_of"), show_default=False)
    ] = None,
    form: Printed = Shape.TABLE,
    ledger: Where = None,
) -> None:
    """Every dyad and level with its last contact and state."""
    from communique.cli import tables
    from communique.export import element, sheet
    from communique.ledger import Ledger

    codes = actor_codes(between, actor)
    asked = last_day(as_of, "--as-of")
    with Ledger.open(ledger) as kept:
        day = asked or kept.last_day()
        held = kept.channels(day, codes)
    if form is Shape.JSON:
        _write_lines(element.array(map(element.channel_element, held)))
    elif form is Shape.CSV:
        write_pieces(sheet.channel_lines(held))
    elif held and day:
        out = console()
        out.print(tables.channels(held, say("channels.title", day=day.isoformat())))
        if len(codes) == len(held[0].dyad):
            for each in held:
                for line in tables.turns(each):
                    out.print(line)
    else:
        console().print(say("list.empty"))


def show(
    name: Annotated[str, typer.Argument(metavar="ID", help=say("help.id"))],
    ledger: Where = None,
) -> None:
    """One entry with its evidence in its sentence."""
    from communique.cli.pages import print_entry
    from communique.ledger import Ledger

    with Ledger.open(ledger) as kept:
        entry = kept.entry(name)
        texts, said, claims = kept.texts(entry), kept.said_of(entry), kept.claims_of(entry)
    print_entry(console(), entry, texts, said, claims)


def doc(
    name: Annotated[str, typer.Argument(metavar="ID", help=say("help.doc_id"))],
    ledger: Where = None,
) -> None:
    """One document: what was kept, what was left out, its entries."""
    from communique.cli.pages import print_document
    from communique.ledger import Ledger

    with Ledger.open(ledger) as kept:
        filed = kept.filed(name)
    print_document(console(), filed)


def set_aside(ledger: Where = None) -> None:
    """Documents that could not be read."""
    from communique.ledger import Ledger

    with Ledger.open(ledger) as kept:
        waiting = kept.listed_aside()
    for each in waiting:
        typer.echo("\t".join(plain(part) for part in (each.doc, each.origin, each.reason)))


def _write_lines(lines: Iterable[bytes]) -> None:
    for line in lines:
        write_line(line)
