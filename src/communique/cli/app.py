"""The commands, gathered; what goes wrong becomes one line on standard error."""

from __future__ import annotations

import os
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from communique.cli import (
    answering,
    asking,
    demonstration,
    exporting,
    judging,
    keeping,
    knowing,
    measuring,
    people,
    reading,
    rereading,
    review,
    searching,
    serving,
    training,
    watching,
)
from communique.cli.messages import Language, say, use
from communique.cli.screen import complain
from communique.errors import CommuniqueError


class Commands(TyperGroup):
    """Turns errors into one line and status 1, and lets a reader close the pipe."""

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except BrokenPipeError:
            _let_go()
            raise typer.Exit(1) from None
        except CommuniqueError as error:
            complain(str(error))
            raise typer.Exit(1) from error
        except Exception as error:
            if isinstance(error, typer.Abort) or hasattr(error, "exit_code") or os.environ.get("COMMUNIQUE_DEBUG"):
                raise
            complain(say("error.internal", error=f"{type(error).__name__}: {error}"))
            raise typer.Exit(1) from error


def _let_go() -> None:
    """Point standard output at nothing, so that closing it does not complain again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


app = typer.Typer(
    cls=Commands,
    help=say("help.app"),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(asked: bool) -> None:
    if asked:
        try:
            known = version("communique")
        except PackageNotFoundError:
            known = say("version.unknown")
        typer.echo(f"communique {known}")
        raise typer.Exit


def _speak(chosen: Language | None) -> None:
    if chosen:
        use(chosen)


@app.callback()
def everything(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help=say("help.version"))
    ] = False,
    lang: Annotated[
        Language | None,
        typer.Option("--lang", callback=_speak, is_eager=True, help=say("help.lang"), show_default=False),
    ] = None,
) -> None:
    """Options before any command."""


reading.register(app)
rereading.register(app)
asking.register(app)
answering.register(app)
searching.register(app)
watching.register(app)
judging.register(app)
review.register(app)
keeping.register(app)
knowing.register(app)
exporting.register(app)
serving.register(app)
people.register(app)
measuring.register(app)
training.register(app)
demonstration.register(app)
