"""`backup`, `restore` and `verify`: keeping a ledger safe and sound."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.messages import say
from communique.cli.options import TableOrJson, Where
from communique.cli.screen import complain, plain, write_line

File = Annotated[Path, typer.Argument(metavar="FILE", help=say("help.backup_file"), show_default=False)]
Force = Annotated[bool, typer.Option("--force", help=say("help.force"))]


def register(app: typer.Typer) -> None:
    """Give the app these commands."""
    app.command(help=say("help.backup"))(backup)
    app.command(help=say("help.restore"))(restore)
    app.command(help=say("help.verify"))(verify)


def backup(file: File, ledger: Where = None, force: Force = False) -> None:
    """All of a ledger into a file."""
    from communique.ledger import Ledger

    with Ledger.open(ledger) as kept:
        count = kept.count()
        kept.backup(file, force=force)
    complain(say("backup.done", documents=count.documents, records=count.records, file=file))


def restore(file: File, ledger: Where = None, force: Force = False) -> None:
    """All of a backup into a ledger."""
    from communique.ledger import Ledger

    Ledger.restore(file, ledger, force=force)
    with Ledger.open(ledger) as kept:
        count = kept.count()
    complain(say("restore.done", documents=count.documents, records=count.records, file=file))


def verify(
    form: Annotated[TableOrJson, typer.Option("--format", help=say("help.format"))] = TableOrJson.TABLE,
    ledger: Where = None,
) -> None:
    """Whatever does not hold; status 1 where there is something."""
    from communique.export import element
    from communique.ledger import Ledger

    with Ledger.open(ledger) as kept:
        faults = kept.verify()
        if form is TableOrJson.JSON:
            found = list(faults)
            for line in element.array({"check": each.check, "where": each.where, "what": each.what} for each in found):
                write_line(line)
        else:
            found = []
            for each in faults:
                found.append(each)
                typer.echo("\t".join(plain(part) for part in (each.check, each.where, each.what)))
        count = kept.count()
    summary = "verify.faults" if found else "verify.sound"
    complain(say(summary, documents=count.documents, records=count.records, faults=len(found)))
    if found:
        raise typer.Exit(1)
