"""`evaluate` and `schema`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.batch import Batch
from communique.cli.messages import say
from communique.cli.options import Jobs, TableOrJson
from communique.cli.screen import console, plain, write_bytes, write_line

if TYPE_CHECKING:
    from communique.evaluation import Coding

_KINDS = ("contacts", "statements", "agreements", "states", "actions")


def register(app: typer.Typer) -> None:
    """Give the app these commands."""
    app.command(help=say("help.evaluate"))(evaluate)
    app.command(help=say("help.schema"))(schema)


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help=say("help.gold"))],
    texts: Annotated[str | None, typer.Argument(metavar="[TEXTS]", help=say("help.texts"))] = None,
    system: Annotated[
        Path | None, typer.Option("--system", metavar="FILE", help=say("help.system"), show_default=False)
    ] = None,
    errors: Annotated[
        str | None, typer.Option("--errors", metavar="LIST", help=say("help.errors"), show_default=False)
    ] = None,
    form: Annotated[TableOrJson, typer.Option("--format", help=say("help.format"))] = TableOrJson.TABLE,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="DIR", help=say("help.report"), show_default=False)
    ] = None,
    figures: Annotated[
        Path | None, typer.Option("--figures", metavar="FILE", help=say("help.report_figures"), show_default=False)
    ] = None,
    merging: Annotated[
        Path | None, typer.Option("--merging", metavar="DIR", help=say("help.merging"), show_default=False)
    ] = None,
    jobs: Jobs = 1,
) -> None:
    """Hand-coded articles against what the program reads in them."""
    import orjson

    if merging:
        if texts is None or system or errors or report or figures:
            raise typer.BadParameter(say("usage.merging"), param_hint="--merging")
        _merging(merging, gold, texts, form, jobs)
        return

    from communique.cli.score_tables import tables
    from communique.evaluation import read_codings, score, unpaired

    if (texts is None) == (system is None):
        raise typer.BadParameter(say("usage.evaluate"), param_hint="TEXTS")
    if errors is not None and errors not in _KINDS:
        raise typer.BadParameter(say("usage.kind", text=errors, allowed=", ".join(_KINDS)), param_hint="--errors")
    by_hand = read_codings(gold, by_hand=True)
    batch = Batch(printing=False)
    found = read_codings(system, by_hand=False) if system else _read(texts or "", by_hand, batch, jobs)
    scores = score(by_hand, found)
    if form is TableOrJson.JSON:
        write_line(orjson.dumps(scores.as_json()))
    else:
        out = console()
        for table in tables(scores):
            out.print(table)
    if errors:
        for each in unpaired(errors, by_hand, found):
            line = f"{each.why.value.upper():<9}{plain(each.doc)} {plain(each.line)}\n"
            write_bytes(line.encode())
    if report:
        _write_report(report, by_hand, found, _texts(texts), figures)
    batch.finish()


def _merging(folder: Path, gold: Path, texts: str, form: TableOrJson, jobs: int) -> None:
    """How well reports of one contact are joined: as coded, and from the text on."""
    import orjson

    from communique.cli.pool import over
    from communique.cli.score_tables import of_merging
    from communique.cli.work import Failed, both, documents
    from communique.evaluation.joining import join_coded, join_read
    from communique.evaluation.merging_set import read_coded_events, read_corpus_events

    coded, corpus = read_coded_events(folder / "coded.jsonl"), read_corpus_events(folder / "corpus.jsonl")
    listed = {doc for each in corpus for doc in each.docs}
    batch = Batch(printing=False)
    wanted = (each for each in documents([texts], None) if isinstance(each, Failed) or each.doc in listed)
    parts = {
        "coded": join_coded(coded, gold, _texts(texts)),
        "read": join_read(corpus, ((each.article, each.reading) for each in batch.good(over(both, wanted, jobs)))),
    }
    if form is TableOrJson.JSON:
        shown = {name: {**each.figures.as_json(), "absent": each.absent} for name, each in parts.items()}
        write_line(orjson.dumps(shown))
    else:
        console().print(of_merging(parts))
    batch.finish()


def _write_report(
    folder: Path, by_hand: dict[str, Coding], found: dict[str, Coding], texts: dict[str, str], figures: Path | None
) -> None:
    """One page, `index.html`, in the folder. Raises EvaluationError where it cannot be written or figures be read."""
    from communique.errors import EvaluationError
    from communique.evaluation.page import page
    from communique.evaluation.plots import learning_of, learning_plot

    drawing = learning_plot(learning_of(figures)) if figures else ""
    place = folder / "index.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        place.write_text(page(by_hand, found, texts, drawing), encoding="utf-8", errors="replace")
    except OSError as error:
        raise EvaluationError(say("error.report", place=place, reason=error.strerror)) from error
    typer.echo(say("report.written", place=place), err=True)


def _texts(texts: str | None) -> dict[str, str]:
    """The texts by document, none where readings were given instead."""
    from communique.article import read_article
    from communique.cli.work import Failed, documents

    given = (each for each in documents([texts], None) if not isinstance(each, Failed)) if texts else ()
    return {each.doc: read_article(each).text for each in given}


def _read(texts: str, by_hand: dict[str, Coding], batch: Batch, jobs: int) -> dict[str, Coding]:
    """Codings of the texts that are hand-coded. Raises EvaluationError where a hand-coded text is not there."""
    from communique.cli.pool import over
    from communique.cli.work import Failed, documents, extracted
    from communique.errors import EvaluationError
    from communique.evaluation import coding
    from communique.interchange import loads

    wanted = (each for each in documents([texts], None) if isinstance(each, Failed) or each.doc in by_hand)
    found = {reading.doc: coding(reading) for reading in map(loads, batch.good(over(extracted, wanted, jobs)))}
    set_aside = {each.doc for each in batch.failed}
    if missing := [doc for doc in by_hand if doc not in found and doc not in set_aside]:
        raise EvaluationError(say("error.no_text", texts=texts, doc=missing[0], count=len(missing)))
    return found


def schema() -> None:
    """The JSON Schema of a line that `extract` writes."""
    import orjson

    from communique.interchange import json_schema

    write_bytes(orjson.dumps(json_schema(), option=orjson.OPT_INDENT_2) + b"\n")
