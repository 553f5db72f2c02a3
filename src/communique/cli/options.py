"""Arguments and options that several commands share, and how their values are read."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from communique.cli.messages import say
from communique.dates import of_the_press, span
from communique.errors import DateError


class Shape(StrEnum):
    """How entries are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class TableOrJson(StrEnum):
    """How figures are printed."""

    TABLE = "table"
    JSON = "json"


class LinesOrTable(StrEnum):
    """How readings are printed."""

    JSONL = "jsonl"
    TABLE = "table"


Paths = Annotated[list[str], typer.Argument(metavar="PATH…", help=say("help.paths"), show_default=False)]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help=say("help.jobs"))]
Where = Annotated[str | None, typer.Option("--ledger", metavar="PATH|URL", help=say("help.ledger"), show_default=False)]
PublishedOn = Annotated[
    str | None, typer.Option("--published", metavar="DATE", help=say("help.published"), show_default=False)
]
Between = Annotated[
    str | None, typer.Option("--between", metavar="CODE,CODE", help=say("help.between"), show_default=False)
]
Actor = Annotated[str | None, typer.Option("--actor", metavar="CODE", help=say("help.actor"), show_default=False)]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help=say("help.since"), show_default=False)]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help=say("help.until"), show_default=False)]
Kind = Annotated[str | None, typer.Option("--kind", metavar="KIND", help=say("help.kind"), show_default=False)]
MinConfidence = Annotated[float, typer.Option("--min-confidence", min=0, max=1, help=say("help.min_confidence"))]
Last = Annotated[int | None, typer.Option("--last", min=1, help=say("help.last"), show_default=False)]
Rejected = Annotated[bool, typer.Option("--rejected", help=say("help.rejected"))]
Printed = Annotated[Shape, typer.Option("--format", help=say("help.format"))]


def full_date(text: str | None) -> str | None:
    """A date to the day, as given; wrong usage otherwise."""
    day = day_of(text, "--published")
    if day and not of_the_press(day):
        raise typer.BadParameter(say("usage.full_date", text=text), param_hint="--published")
    return day.isoformat() if day else None


def day_of(text: str | None, option: str) -> date | None:
    """A date to the day; wrong usage of the option otherwise."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(say("usage.full_date", text=text), param_hint=option) from error


def first_day(text: str | None, option: str) -> date | None:
    """The first day of a day, month or year."""
    return _span(text, option)[0]


def last_day(text: str | None, option: str) -> date | None:
    """The last day of a day, month or year."""
    return _span(text, option)[1]


def _span(text: str | None, option: str) -> tuple[date | None, date | None]:
    if text is None:
        return None, None
    try:
        return span(text)
    except DateError as error:
        raise typer.BadParameter(str(error), param_hint=option) from error


def actor_codes(between: str | None, actor: str | None) -> tuple[str, ...]:
    """The codes that must take part; a name stands for its code."""
    from communique.words import code_of

    codes = [code_of(each.strip()) for each in (between or "").split(",") if each.strip()]
    if between is not None and len(codes) != 2:
        raise typer.BadParameter(say("usage.between", text=between), param_hint="--between")
    if actor:
        codes.append(code_of(actor.strip()))
    return tuple(dict.fromkeys(codes))


def kind_of(text: str | None, allowed: type[StrEnum], option: str = "--kind") -> str | None:
    """A value of the codebook, in any case; wrong usage where it has none such."""
    if text is None:
        return None
    for each in allowed:
        if each.value.lower() == text.lower():
            return each.value
    raise typer.BadParameter(
        say("usage.kind", text=text, allowed=", ".join(each.value for each in allowed)), param_hint=option
    )
