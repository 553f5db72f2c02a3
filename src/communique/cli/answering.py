"""Questions answered from many entries: how agreements stand, whether claims hold, what each side says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from communique.cli.messages import say
from communique.cli.options import Actor, Between, Printed, Shape, Where, actor_codes, last_day
from communique.cli.screen import console, write_line, write_pieces

AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=say("help.as_of"), show_default=False)]


def register(app: typer.Typer) -> None:
    """Give the app these commands."""
    app.command(help=say("help.instruments"))(instruments)
    app.command(help=say("help.claims"))(claims)
    app.command(help=say("help.accounts"))(accounts)


def instruments(
    between: Between = None,
    actor: Actor = None,
    as_of: AsOf = None,
    form: Printed = Shape.TABLE,
    ledger: Where = None,
) -> None:
    """Every agreement with what happened to it and how it stands."""
    from communique.cli import answers
    from communique.export import element
    from communique.export.answers import life_element, life_lines
    from communique.ledger import Ledger

    codes = actor_codes(between, actor)
    asked = last_day(as_of, "--as-of")
    with Ledger.open(ledger) as kept:
        day = asked or kept.last_day()
        held = kept.lives(day, codes)
    if form is Shape.JSON:
        _write_lines(element.array(map(life_element, held)))
    elif form is Shape.CSV:
        write_pieces(life_lines(held))
    elif held and day:
        console().print(answers.lives(held, say("instruments.title", day=day.isoformat())))
    else:
        console().print(say("list.empty"))


def claims(
    between: Between = None,
    actor: Actor = None,
    form: Printed = Shape.TABLE,
    ledger: Where = None,
) -> None:
    """What contacts are said to be the first since, and what the ledger says of it."""
    from communique.cli import answers
    from communique.export import element
    from communique.export.answers import claim_element, claim_lines
    from communique.ledger import Ledger

    with Ledger.open(ledger) as kept:
        held = tuple(kept.claims(actor_codes(between, actor)))
    if form is Shape.JSON:
        _write_lines(element.array(map(claim_element, held)))
    elif form is Shape.CSV:
        write_pieces(claim_lines(held))
    else:
        console().print(answers.claims(held) if held else say("list.empty"))


def accounts(
    name: Annotated[str, typer.Argument(metavar="ID", help=say("help.id"))],
    form: Printed = Shape.TABLE,
    ledger: Where = None,
) -> None:
    """What each side says of a contact, set side by side."""
    from communique.cli import answers
    from communique.export import element
    from communique.export.answers import accounts_element, accounts_lines
    from communique.ledger import Ledger

    with Ledger.open(ledger) as kept:
        held = kept.accounts(name)
    if form is Shape.JSON:
        _write_lines(element.array([accounts_element(held)]))
    elif form is Shape.CSV:
        write_pieces(accounts_lines(held))
    else:
        answers.print_accounts(console(), held)


def _write_lines(lines: Iterable[bytes]) -> None:
    for line in lines:
        write_line(line)
