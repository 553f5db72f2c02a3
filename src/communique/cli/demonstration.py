"""`sample` and `demo`: the articles that come with the program."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from communique.cli.messages import say
from communique.cli.screen import console, shown
from communique.errors import SourceError


def register(app: typer.Typer) -> None:
    """Give the app these commands."""
    app.command(help=say("help.sample"))(sample)
    app.command(help=say("help.demo"))(demo)


def sample_folder() -> Path:
    """The folder of the packaged articles. Raises SourceError where it is not installed."""
    folder = Path(str(files("communique").joinpath("sample")))
    if not folder.is_dir():
        raise SourceError(say("error.no_sample", folder=folder))
    return folder


def sample() -> None:
    """Where the packaged articles are."""
    typer.echo(str(sample_folder()))


def demo(
    ledger: Annotated[
        str | None, typer.Option("--ledger", metavar="PATH", help=say("help.demo_ledger"), show_default=False)
    ] = None,
) -> None:
    """The packaged articles into a ledger, and the ledger as tables."""
    import tempfile

    from rich.text import Text

    from communique.cli import tables
    from communique.cli.batch import Batch
    from communique.cli.pages import print_left_out
    from communique.cli.work import both, documents, in_turn
    from communique.ledger import Ledger, RecordKind

    folder = sample_folder()
    where = ledger or str(Path(tempfile.mkdtemp(prefix="communique-")) / "demo.sqlite")
    out = console()
    with Ledger.open(where, create=True) as kept:
        batch = Batch(printing=False, on_failure=lambda each: kept.set_aside(each.doc, each.origin, each.reason))
        for read in batch.good(in_turn(both, documents([str(folder)], None))):
            kept.add(read.article, read.reading, read.html)
        count = kept.count()
        out.print(Text(say("demo.added", documents=count.documents, records=count.records, where=where), style="bold"))
        for kind in (RecordKind.CONTACT, RecordKind.AGREEMENT):
            out.print(tables.entries(kind, kept.entries(kind), say(f"list.{kind.value}")))
        if day := kept.last_day():
            held = kept.channels(day)
            out.print(tables.channels(held, say("channels.title", day=day.isoformat())))
        for kind in (RecordKind.STATEMENT, RecordKind.STATE, RecordKind.ACTION):
            out.print(tables.entries(kind, kept.entries(kind), say(f"list.{kind.value}")))
        out.print(Text(say("demo.left_out"), style="bold"))
        for name in kept.docs():
            filed = kept.filed(name)
            out.print(shown(filed.origin.title or name, "underline"))
            print_left_out(out, filed)
        example = next(kept.entries(RecordKind.CONTACT), None)
    identity = example.id[: tables.ID_SHOWN] if example else "ID"
    out.print()
    out.print(Text(say("demo.go_on", where=where, id=identity, doc=example.origin.doc if example else "DOC")))
    batch.finish()
