"""`knowledge explain` and `knowledge gaps`: what the tables make of words, and what they do not know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.messages import say, word
from communique.cli.options import Jobs, Paths, TableOrJson, day_of
from communique.cli.screen import console, plain, short, shown, write_line

if TYPE_CHECKING:
    from communique.lookup import Explanation, Gap

_SENTENCE_SHOWN = 110


def register(app: typer.Typer) -> None:
    """Give the app these commands."""
    group = typer.Typer(help=say("help.knowledge"), no_args_is_help=True, rich_markup_mode=None)
    group.command(help=say("help.explain"))(explain)
    group.command(help=say("help.gaps"))(gaps)
    app.add_typer(group, name="knowledge")


def explain(
    words: Annotated[list[str], typer.Argument(metavar="FORM", help=say("help.form"), show_default=False)],
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help=say("help.on"), show_default=False)] = None,
    form: Annotated[TableOrJson, typer.Option("--format", help=say("help.format"))] = TableOrJson.TABLE,
) -> None:
    """How a written form is resolved, and why."""
    import orjson

    from communique.export.found import explanation_element
    from communique.lookup import explain as ask

    asked = " ".join(words).strip()
    if not asked:
        raise typer.BadParameter(say("usage.no_form"), param_hint="FORM")
    told = ask(asked, day_of(on, "--on"))
    if form is TableOrJson.JSON:
        write_line(orjson.dumps(explanation_element(told)))
    else:
        _print(told)


def gaps(
    paths: Paths,
    limit: Annotated[int, typer.Option("--limit", min=0, help=say("help.gap_limit"))] = 50,
    form: Annotated[TableOrJson, typer.Option("--format", help=say("help.format"))] = TableOrJson.TABLE,
    jobs: Jobs = 1,
) -> None:
    """What the tables do not know in documents, the most frequent first."""
    import orjson

    from communique.cli.batch import Batch
    from communique.cli.pool import over
    from communique.cli.work import documents, unknown
    from communique.lookup import gaps as gather

    batch = Batch(printing=False)
    listed = gather(each for found in batch.good(over(unknown, documents(paths, None), jobs)) for each in found)
    shown_now = listed[:limit] if limit else listed
    if form is TableOrJson.JSON:
        write_line(orjson.dumps(shown_now))
    else:
        _print_gaps(shown_now, len(listed))
    batch.finish()


def _print_gaps(listed: Sequence[Gap], total: int) -> None:
    from communique.cli.tables import grid

    if not listed:
        console().print(say("gaps.none"))
        return
    table = grid(("count", "kind", "form", "sentence", "document"))
    for each in listed:
        cells = (word("gap", each.kind), each.form, short(each.sentence, _SENTENCE_SHOWN), each.doc.rsplit("/", 1)[-1])
        table.add_row(str(each.count), *map(shown, cells))
    console().print(table)
    console().print(say("gaps.shown", shown=len(listed), total=total))


def _print(told: Explanation) -> None:
    from rich.text import Text

    from communique.cli.tables import grid

    out = console()
    out.print(shown(told.words, "bold"))
    facts = [
        ("column.code", ", ".join(told.codes)),
        ("column.office", told.office),
        ("column.person", told.person),
        *([("explain.name", told.name)] if told.name else []),
        ("explain.reason", told.reason),
    ]
    for key, value in facts:
        out.print(Text.assemble((f"  {say(key)}: ", "dim"), plain(value) if value else "–"))
    if told.candidates:
        table = grid(("person", "code", "office", "start", "end"))
        for each in told.candidates:
            cells = (each.person, each.code, each.office or "–", _day(each.start), _day(each.end))
            table.add_row(*map(shown, cells))
        out.print(table)
    for other in told.others:
        out.print()
        _print(other)


def _day(day: date | None) -> str:
    return day.isoformat() if day else "–"
