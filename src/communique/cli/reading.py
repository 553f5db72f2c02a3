"""`clean`, `extract` and `add`: pages in; articles, readings and a ledger out."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.batch import Batch
from communique.cli.messages import say
from communique.cli.options import Jobs, LinesOrTable, Paths, PublishedOn, Where, full_date
from communique.cli.screen import complain, plain, write_line

if TYPE_CHECKING:
    from communique.cli.work import Failed
    from communique.ledger import Ledger


def register(app: typer.Typer) -> None:
    """Give the app these commands."""
    app.command(help=say("help.clean"))(clean)
    app.command(help=say("help.extract"))(extract)
    app.command(help=say("help.add"))(add)


def clean(
    paths: Paths,
    all_blocks: Annotated[bool, typer.Option("--all-blocks", help=say("help.all_blocks"))] = False,
    jobs: Jobs = 1,
) -> None:
    """Pages → articles, a line of JSON each."""
    from communique.cli.pool import over
    from communique.cli.work import cleaned, cleaned_whole, documents

    batch = Batch(printing=True)
    for line in batch.good(over(cleaned_whole if all_blocks else cleaned, documents(paths, None), jobs)):
        write_line(line)
    batch.finish()


def extract(
    paths: Paths,
    form: Annotated[LinesOrTable, typer.Option("--format", help=say("help.format"))] = LinesOrTable.JSONL,
    published: PublishedOn = None,
    jobs: Jobs = 1,
) -> None:
    """Pages → readings, in the order of the pages."""
    from communique.cli.pool import over
    from communique.cli.work import documents, extracted

    batch = Batch(printing=True)
    for line in batch.good(over(extracted, documents(paths, full_date(published)), jobs)):
        if form is LinesOrTable.JSONL:
            write_line(line)
        else:
            _print_reading(line)
    batch.finish()


def _print_reading(line: bytes) -> None:
    from communique.cli.screen import console, shown
    from communique.cli.tables import records
    from communique.interchange import RecordKind, loads

    reading = loads(line)
    out = console()
    out.print(shown(reading.title or reading.doc, "bold underline"))
    for kind in RecordKind:
        if found := getattr(reading, kind.value):
            out.print(records(kind, found, reading.outlet or reading.doc))


def add(
    paths: Paths,
    ledger: Where = None,
    published: PublishedOn = None,
    jobs: Jobs = 1,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=say("help.quiet"))] = False,
    hits: Annotated[bool, typer.Option("--hits", help=say("help.hits_only"))] = False,
    deliver: Annotated[bool, typer.Option("--deliver", help=say("help.deliver"))] = False,
) -> None:
    """Pages into the ledger. A line is printed when a document is kept for good."""
    from datetime import UTC, datetime

    from communique.cli.pool import over
    from communique.cli.watching import announce, delivered
    from communique.cli.work import Failed, both, documents
    from communique.errors import FormatError
    from communique.interchange import records
    from communique.ledger import Ledger

    day = full_date(published)
    started, seen = datetime.now(UTC), 0
    outcomes: Counter[str] = Counter()
    with Ledger.open(ledger, create=True) as kept:
        batch = Batch(printing=not quiet and not hits, on_failure=partial(_set_aside, kept))
        for read in batch.good(over(both, documents(paths, day), jobs)):
            try:
                outcome = kept.add(read.article, read.reading, read.html)
            except FormatError as error:
                batch.reject(Failed(read.article.doc, "", str(error)))
                continue
            outcomes[outcome] += 1
            if not quiet and not hits:
                count = len(records(read.reading))
                typer.echo(f"{say(f'outcome.{outcome.name}')}\t{plain(read.article.doc)}\t{count}")
            told = kept.hits(started, after=seen)
            seen = told[-1].key if told else seen
            announce((each for each in told if each.doc == read.article.doc), as_json=hits)
        if deliver:
            delivered(kept)
    counted = ", ".join(f"{say(f'outcome.{name}')} {count}" for name, count in _by_name(outcomes))
    complain(say("add.summary", counted=counted or say("add.nothing")))
    batch.finish()


def _set_aside(ledger: Ledger, failed: Failed) -> None:
    ledger.set_aside(failed.doc, failed.origin, failed.reason)


def _by_name(outcomes: Counter[str]) -> list[tuple[str, int]]:
    from communique.ledger import Outcome

    return [(each.name, outcomes[each]) for each in Outcome if outcomes[each]]
