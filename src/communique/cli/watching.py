"""`watch`: filters that are checked on each addition, and what they have told of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.judging import By, name_of
from communique.cli.messages import because, say
from communique.cli.options import (
    Actor,
    Between,
    MinConfidence,
    Since,
    TableOrJson,
    Where,
    actor_codes,
    first_day,
    kind_of,
)
from communique.cli.screen import complain, console, minute, plain, write_line, write_pieces
from communique.words.kinds import KINDS

if TYPE_CHECKING:
    from communique.ledger import Ledger, Notice, Watch

Name = Annotated[str, typer.Argument(metavar="NAME", help=say("help.watch_name"), show_default=False)]


class Form(StrEnum):
    """How hits are printed."""

    TABLE = "table"
    JSON = "json"
    ATOM = "atom"


def register(app: typer.Typer) -> None:
    """Give the app this group of commands."""
    group = typer.Typer(help=say("help.watch"), no_args_is_help=True, rich_markup_mode=None)
    group.command("add", help=say("help.watch_add"))(add)
    group.command("list", help=say("help.watch_list"))(watches)
    group.command("remove", help=say("help.watch_remove"))(remove)
    group.command("hits", help=say("help.watch_hits"))(hits)
    group.command("send", help=say("help.watch_send"))(send)
    group.command("unsend", help=say("help.watch_unsend"))(unsend)
    group.command("deliver", help=say("help.watch_deliver"))(deliver_due)
    group.command("deliveries", help=say("help.watch_deliveries"))(deliveries)
    app.add_typer(group, name="watch")


def add(
    name: Name,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="LIST", help=say("help.lists"), show_default=False)
    ] = None,
    between: Between = None,
    actor: Actor = None,
    level: Annotated[
        str | None, typer.Option("--level", metavar="LEVEL", help=say("help.level"), show_default=False)
    ] = None,
    what: Annotated[
        str | None, typer.Option("--what", metavar="KIND", help=say("help.watch_what"), show_default=False)
    ] = None,
    min_confidence: MinConfidence = 0.0,
    speaks: Annotated[bool, typer.Option("--speaks", help=say("help.speaks"))] = False,
    stands: Annotated[bool, typer.Option("--stands", help=say("help.stands"))] = False,
    by: By = None,
    ledger: Where = None,
) -> None:
    """Set up a watch."""
    from communique.ledger import Filter, Ledger, Level, RecordKind

    wanted = kind_of(kind, RecordKind)
    if what and not wanted:
        raise typer.BadParameter(say("usage.what_of"), param_hint="--what")
    if wanted not in (None, RecordKind.CONTACT) and (level or speaks):
        raise typer.BadParameter(say("usage.of_contacts"), param_hint="--level" if level else "--speaks")
    if stands and (level or speaks or wanted not in (None, RecordKind.AGREEMENT)):
        raise typer.BadParameter(say("usage.of_agreements"), param_hint="--stands")
    at = kind_of(level, Level, "--level")
    chosen = Filter(
        kind=RecordKind(wanted) if wanted else None,
        actors=actor_codes(between, actor),
        level=Level(at) if at else None,
        what=kind_of(what, KINDS[wanted].values, "--what") if wanted else None,
        min_confidence=min_confidence,
        speaks=speaks,
        stands=stands,
    )
    with Ledger.open(ledger, create=True) as kept:
        made = kept.watch(name, chosen, by=name_of(by))
    complain(say("watch.begun", name=made.name, wanted=_wanted(made)))


def remove(name: Name, ledger: Where = None) -> None:
    """End a watch."""
    from communique.ledger import Ledger

    with Ledger.open(ledger) as kept:
        kept.unwatch(name)
    complain(say("watch.ended", name=name))


def watches(
    form: Annotated[TableOrJson, typer.Option("--format", help=say("help.format"))] = TableOrJson.TABLE,
    ledger: Where = None,
) -> None:
    """The watches that have not ended."""
    from communique.cli.tables import grid
    from communique.export import element
    from communique.ledger import Ledger

    with Ledger.open(ledger) as kept:
        held = kept.watches()
    if form is TableOrJson.JSON:
        for line in element.array(map(element.watch_element, held)):
            write_line(line)
        return
    table = grid(("watch", "wanted", "by", "at"))
    for each in held:
        table.add_row(plain(each.name), _wanted(each), plain(each.by), minute(each.at))
    console().print(table if held else say("watch.none"))


def hits(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help=say("help.watch_name"), show_default=False)
    ] = None,
    since: Since = None,
    form: Annotated[Form, typer.Option("--format", help=say("help.format"))] = Form.TABLE,
    ledger: Where = None,
) -> None:
    """What watches have told of, oldest first."""
    from communique.cli.tables import ID_SHOWN, grid
    from communique.export import element
    from communique.ledger import Ledger

    day = first_day(since, "--since")
    with Ledger.open(ledger) as kept:
        held = kept.hits(datetime.combine(day, time(), UTC) if day else None, name=name)
        if form is Form.ATOM:
            _feed(kept, held, name)
            return
    if form is Form.JSON:
        for line in element.array(map(element.notice_element, held)):
            write_line(line)
        return
    table = grid(("at", "watch", "entry", "why", "document"))
    for each in held:
        table.add_row(
            minute(each.at), plain(each.watch), each.entry[:ID_SHOWN], plain(because(each.reason)), plain(each.doc)
        )
    console().print(table if held else say("watch.no_hits"))


Url = Annotated[str, typer.Argument(metavar="URL", help=say("help.url"), show_default=False)]


def send(
    name: Name,
    url: Url,
    private: Annotated[bool, typer.Option("--private", help=say("help.private"))] = False,
    ledger: Where = None,
) -> None:
    """Send what a watch tells from now on to an address; the secret goes to standard output, once."""
    from communique.ledger import Ledger

    with Ledger.open(ledger) as kept:
        made = kept.hooks.begin(name, url, private=private)
    complain(say("watch.sent", name=name, url=plain(url)))
    write_line(made.secret.encode())


def unsend(name: Name, url: Url, ledger: Where = None) -> None:
    """Send no more to an address."""
    from communique.ledger import Ledger

    with Ledger.open(ledger) as kept:
        kept.hooks.end(name, url)
    complain(say("watch.unsent", name=name, url=plain(url)))


def deliver_due(ledger: Where = None) -> None:
    """Send what is due. Ends with status 1 where an attempt failed."""
    from communique.ledger import Ledger

    with Ledger.open(ledger) as kept:
        if not delivered(kept):
            raise typer.Exit(1)


def delivered(ledger: Ledger) -> bool:
    """Send what is due and say how that went; whether every attempt was taken."""
    from communique.delivery import deliver

    taken = failed = 0
    for told in deliver(ledger.hooks, datetime.now(UTC)):
        if told.why is None:
            taken += 1
            continue
        failed += 1
        key = "watch.fails" if told.again else "watch.given_up"
        complain(say(key, name=told.due.hook.watch, url=plain(told.due.hook.url), why=plain(told.why)))
    complain(say("watch.delivered", taken=taken, failed=failed))
    return not failed


def deliveries(
    form: Annotated[TableOrJson, typer.Option("--format", help=say("help.format"))] = TableOrJson.TABLE,
    ledger: Where = None,
) -> None:
    """Where what watches tell is sent, and how far that has come."""
    from communique.cli.tables import grid
    from communique.export import element
    from communique.ledger import Ledger

    with Ledger.open(ledger) as kept:
        held = kept.hooks.standing()
    if form is TableOrJson.JSON:
        for line in element.array(map(element.hook_element, held)):
            write_line(line)
        return
    table = grid(("watch", "address", "waiting", "delivered", "given_up", "last_attempt"))
    for each in held:
        counts = map(str, (each.waiting, each.delivered, each.given_up))
        table.add_row(plain(each.watch), plain(each.url), *counts, plain(each.told or ""))
    console().print(table if held else say("watch.not_sent"))


def _feed(ledger: Ledger, held: Iterable[Notice], name: str | None) -> None:
    from communique.export import feed
    from communique.export.tally import Tally

    newest = list(dict.fromkeys(each.entry for each in reversed(tuple(held))))[: feed.LIMIT]
    entries = {entry.id: entry for entry in ledger.still_there(newest).values()}
    write_pieces(feed.lines(entries.values(), feed.of_watch(name), Tally()))


def announce(notices: Iterable[Notice], *, as_json: bool) -> None:
    """A line for each: on standard output in JSON, else on standard error."""
    import orjson

    from communique.export import element

    for each in notices:
        if as_json:
            write_line(orjson.dumps(element.notice_element(each)))
        else:
            complain(say("watch.hit", name=each.watch, entry=each.entry, why=because(each.reason), doc=each.doc))


def _wanted(watch: Watch) -> str:
    """The filter as the options of `watch add`."""
    from communique.export.element import watch_element

    parts = {name: value for name, value in watch_element(watch).items() if name not in ("name", "by", "at")}
    shown = {
        name: ",".join(value) if isinstance(value, list | tuple) else value for name, value in parts.items() if value
    }
    words = (name if value is True else f"{name}={value}" for name, value in shown.items())
    return plain(" ".join(words)) or say("watch.all")
