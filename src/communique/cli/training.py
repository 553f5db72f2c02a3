"""`train`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from communique.cli.messages import say
from communique.cli.screen import console, write_line


def register(app: typer.Typer) -> None:
    """Give the app this command."""
    app.command(help=say("help.train"))(train)


def train(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help=say("help.gold"))],
    texts: Annotated[Path, typer.Argument(metavar="TEXTS", help=say("help.texts"))],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=say("help.train_out"))] = Path("models.json"),
    folds: Annotated[int, typer.Option("--folds", min=2, max=20, help=say("help.folds"))] = 5,
    figures_file: Annotated[
        Path | None, typer.Option("--figures", metavar="FILE", help=say("help.figures"), show_default=False)
    ] = None,
    curve: Annotated[bool, typer.Option("--curve", help=say("help.curve"))] = False,
    beside: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--beside", metavar="CODED TEXTS", help=say("help.beside"), show_default=False),
    ] = None,
) -> None:
    """Fit the deciding models on hand-material articles, and say how good they are on articles they did not see."""
    import orjson

    from communique.cli.score_tables import tables
    from communique.errors import CommuniqueError
    from communique.extraction.deciding.model import dump
    from communique.training.run import Material, figures, learning, learning_figures
    from communique.training.run import train as run

    try:
        import sklearn  # noqa: F401
    except ImportError as error:
        raise CommuniqueError(say("error.sklearn")) from error
    material = Material.read(gold, texts, beside)
    models, validation = run(material, folds)
    for table in tables(validation.scores):
        console().print(table)
    out.write_bytes(dump(models))
    measured = figures(validation)
    if curve:
        measured["learning"] = learning_figures(learning(material, validation, folds))
    if figures_file is not None:
        figures_file.write_bytes(orjson.dumps(measured, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n")
    write_line(orjson.dumps({"calibration_error": measured["calibration_error"], "thresholds": measured["thresholds"]}))
