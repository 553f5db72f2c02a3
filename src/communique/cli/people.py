"""`people`: who may sign in, and which programs may act for them."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from communique.cli.messages import say
from communique.cli.options import TableOrJson, Where
from communique.cli.screen import complain, console, minute, plain, write_line

Name = Annotated[str, typer.Argument(metavar="NAME", help=say("help.person"), show_default=False)]
FromInput = Annotated[bool, typer.Option("--password-stdin", help=say("help.password_stdin"))]


def register(app: typer.Typer) -> None:
    """Give the app this group of commands."""
    group = typer.Typer(help=say("help.people"), no_args_is_help=True, rich_markup_mode=None)
    group.command("add", help=say("help.people_add"))(add)
    group.command("password", help=say("help.people_password"))(password)
    group.command("list", help=say("help.people_list"))(everyone)
    group.command("end", help=say("help.people_end"))(end)
    group.command("token", help=say("help.people_token"))(token)
    group.command("tokens", help=say("help.people_tokens"))(tokens)
    group.command("untoken", help=say("help.people_untoken"))(untoken)
    app.add_typer(group, name="people")


def add(name: Name, password_stdin: FromInput = False, ledger: Where = None) -> None:
    """Make an account."""
    from communique.ledger import Ledger
    from communique.people import People

    given = _password(from_input=password_stdin)
    with Ledger.open(ledger, create=True) as kept:
        made = People(kept).add(name, given)
    complain(say("people.added", name=made.name))


def password(name: Name, password_stdin: FromInput = False, ledger: Where = None) -> None:
    """Give somebody another password."""
    from communique.ledger import Ledger
    from communique.people import People

    given = _password(from_input=password_stdin)
    with Ledger.open(ledger) as kept:
        People(kept).renew(name, given)
    complain(say("people.renewed", name=name))


def everyone(
    form: Annotated[TableOrJson, typer.Option("--format", help=say("help.format"))] = TableOrJson.TABLE,
    ledger: Where = None,
) -> None:
    """Who has or had an account."""
    from dataclasses import asdict

    from communique.cli.tables import grid
    from communique.export import element
    from communique.ledger import Ledger
    from communique.people import People

    with Ledger.open(ledger) as kept:
        held = People(kept).everyone()
    if form is TableOrJson.JSON:
        for line in element.array(map(asdict, held)):
            write_line(line)
        return
    table = grid(("person", "since", "ended"))
    for each in held:
        table.add_row(plain(each.name), minute(each.created_at), minute(each.ended_at))
    console().print(table if held else say("people.none"))


def end(name: Name, ledger: Where = None) -> None:
    """End an account."""
    from communique.ledger import Ledger
    from communique.people import People

    with Ledger.open(ledger) as kept:
        People(kept).end(name)
    complain(say("people.ended", name=name))


def token(
    name: Name,
    scope: Annotated[
        list[str] | None, typer.Option("--scope", metavar="SCOPE", help=say("help.scope"), show_default=False)
    ] = None,
    ledger: Where = None,
) -> None:
    """Make a token, and print it this once."""
    from communique.cli.options import kind_of
    from communique.ledger import Ledger
    from communique.people import People, Scope

    wanted = [Scope(kind_of(each, Scope, "--scope") or "") for each in scope or ()]
    with Ledger.open(ledger) as kept:
        made = People(kept).give_token(name, wanted)
    typer.echo(made)
    complain(say("people.token", name=name))


def tokens(ledger: Where = None) -> None:
    """The tokens that hold."""
    from communique.cli.tables import grid
    from communique.ledger import Ledger
    from communique.people import People

    with Ledger.open(ledger) as kept:
        held = People(kept).tokens()
    table = grid(("key", "person", "token", "scope", "since", "used"))
    for each in held:
        since, used = minute(each.created_at), minute(each.used_at)
        table.add_row(str(each.key), plain(each.person), f"{each.shown}…", " ".join(sorted(each.scopes)), since, used)
    console().print(table if held else say("people.no_tokens"))


def untoken(
    key: Annotated[int, typer.Argument(metavar="N", help=say("help.token_key"), show_default=False)],
    ledger: Where = None,
) -> None:
    """End a token."""
    from communique.ledger import Ledger
    from communique.people import People

    with Ledger.open(ledger) as kept:
        People(kept).end_token(key)
    complain(say("people.untokened", number=key))


def _password(*, from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    prompt, again = say("people.prompt"), say("people.again")
    given: str = typer.prompt(prompt, hide_input=True, confirmation_prompt=again, err=True)
    return given
