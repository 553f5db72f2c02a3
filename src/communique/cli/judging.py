"""`judge` and `judgements`: what people say of entries."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.messages import say, word
from communique.cli.options import TableOrJson, Where
from communique.cli.screen import complain, console, minute, short, shown, write_line

if TYPE_CHECKING:
    from communique.ledger import Judgement, Ledger, Standing

By = Annotated[str | None, typer.Option("--by", metavar="NAME", help=say("help.by"), show_default=False)]
_NEEDED = {"correct": "FIELD=VALUE", "merge": "OTHER", "split": "REPORT"}
_UNDO = "undo"
_COLUMNS = ("key", "at", "by", "verdict", "entry", "what", "bearing", "note")
_NOTE_SHOWN = 60


def register(app: typer.Typer) -> None:
    """Give the app these commands."""
    app.command(help=say("help.judge"))(judge)
    app.command(help=say("help.judgements"))(judgements)


def judge(
    name: Annotated[str, typer.Argument(metavar="ID|undo", help=say("help.judged_id"), show_default=False)],
    verdict: Annotated[str, typer.Argument(metavar="VERDICT|N", help=say("help.verdict"), show_default=False)],
    what: Annotated[str | None, typer.Argument(metavar="[WHAT]", help=say("help.what"), show_default=False)] = None,
    by: By = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help=say("help.note"), show_default=False)] = "",
    ledger: Where = None,
) -> None:
    """Say something of an entry, or take back what was said."""
    from communique.ledger import Ledger

    who = name_of(by)
    if name == _UNDO:
        if not verdict.isdecimal() or what is not None:
            raise typer.BadParameter(say("usage.undo", text=verdict), param_hint="N")
        with Ledger.open(ledger) as kept:
            told(kept.undo(int(verdict), by=who, note=note))
        return
    if verdict not in ("accept", "reject", *_NEEDED):
        allowed = ", ".join(("accept", "reject", *_NEEDED))
        raise typer.BadParameter(say("usage.kind", text=verdict, allowed=allowed), param_hint="VERDICT")
    if (what is None) == (verdict in _NEEDED):
        needed = _NEEDED.get(verdict)
        problem = say("usage.what", verdict=verdict, what=needed) if needed else say("usage.no_what", verdict=verdict)
        raise typer.BadParameter(problem, param_hint="WHAT")
    if verdict == "correct" and "=" not in (what or ""):
        raise typer.BadParameter(say("usage.what", verdict=verdict, what=_NEEDED[verdict]), param_hint="WHAT")
    with Ledger.open(ledger) as kept:
        told(say_of(kept, name, verdict, what or "", who, note))


def say_of(ledger: Ledger, name: str, verdict: str, what: str, by: str, note: str = "") -> Judgement:
    """Judge an entry as typed. Raises LedgerError."""
    if verdict == "accept":
        return ledger.accept(name, by=by, note=note)
    if verdict == "reject":
        return ledger.reject(name, by=by, note=note)
    if verdict == "merge":
        return ledger.merge(name, what, by=by, note=note)
    if verdict == "split":
        return ledger.split(name, what, by=by, note=note)
    field, _, value = what.partition("=")
    return ledger.correct(name, field.strip(), value, by=by, note=note)


def told(judgement: Judgement) -> None:
    """Say that a judgement is kept."""
    complain(say("judge.done", number=judgement.key, verdict=word("verdict", judgement.verdict), what=_what(judgement)))


def name_of(by: str | None) -> str:
    """Who judges: as given, else $COMMUNIQUE_NAME, else the login name."""
    given = by if by is not None else os.environ.get("COMMUNIQUE_NAME")
    if given is None:
        try:
            given = getuser()
        except (KeyError, OSError) as error:
            raise typer.BadParameter(say("usage.by"), param_hint="--by") from error
    if not given.strip():
        raise typer.BadParameter(say("usage.by"), param_hint="--by")
    return given


def judgements(
    disagreements: Annotated[bool, typer.Option("--disagreements", help=say("help.disagreements"))] = False,
    export: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--export", metavar="GOLD TEXTS", help=say("help.hand_coded"), show_default=False),
    ] = None,
    doc: Annotated[
        list[str] | None, typer.Option("--doc", metavar="ID", help=say("help.hand_coded_doc"), show_default=False)
    ] = None,
    form: Annotated[TableOrJson, typer.Option("--format", help=say("help.format"))] = TableOrJson.TABLE,
    ledger: Where = None,
) -> None:
    """All that people have said, and what the readings say to it."""
    from communique.export import element
    from communique.ledger import Ledger

    if doc and not export:
        raise typer.BadParameter(say("usage.doc_export"), param_hint="--doc")
    with Ledger.open(ledger) as kept:
        if export:
            _export(kept, *export, doc or ())
            return
        held = (each for each in kept.judgements() if not disagreements or _doubtful(each))
        if form is TableOrJson.JSON:
            for line in element.array(map(element.judgement_element, held)):
                write_line(line)
        else:
            _print(held)


def _doubtful(standing: Standing) -> bool:
    return standing.bearing in ("disagrees", "unmatched")


def _export(ledger: Ledger, gold: Path, texts: Path, docs: Iterable[str]) -> None:
    from communique.errors import ExportError

    count = 0
    try:
        with gold.open("wb") as codings, texts.open("wb") as words:
            for each in ledger.hand_coded(docs):
                codings.write(each.gold)
                words.write(each.text)
                count += 1
    except OSError as error:
        raise ExportError(f"{error.filename}: cannot be written: {error.strerror}") from error
    complain(say("judgements.exported", count=count, gold=gold, texts=texts))


def _print(held: Iterator[Standing]) -> None:
    from communique.cli.tables import ID_SHOWN, grid

    table = grid(_COLUMNS)
    for each in held:
        judgement = each.judgement
        entry = each.entry or (judgement.anchors[0].id if judgement.anchors else "")
        cells = (
            str(judgement.key),
            minute(judgement.at),
            judgement.by,
            word("verdict", judgement.verdict),
            entry[:ID_SHOWN],
            _what(judgement),
            "\n".join([word("bearing", each.bearing), *(f"{one.field}: {one.now}" for one in each.otherwise)]),
            judgement.note,
        )
        table.add_row(*("\n".join(short(line, _NOTE_SHOWN) for line in cell.split("\n")) for cell in cells))
    console().print(table if table.row_count else shown(say("judgements.none")))


def _what(judgement: Judgement) -> str:
    from communique.cli.tables import ID_SHOWN

    if judgement.undoes is not None:
        return str(judgement.undoes)
    if judgement.field:
        return f"{judgement.field} = {judgement.value}"
    return " ".join(each.id[:ID_SHOWN] for each in judgement.anchors)
