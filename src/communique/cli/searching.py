"""`search`: full text over articles and entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.messages import say
from communique.cli.options import Actor, Since, TableOrJson, Until, Where, actor_codes, first_day, kind_of, last_day
from communique.cli.screen import console, plain, write_line

if TYPE_CHECKING:
    from rich.text import Text

    from communique.ledger import Hit


def register(app: typer.Typer) -> None:
    """Give the app this command."""
    app.command(help=say("help.search"))(search)


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS…", help=say("help.words"), show_default=False)],
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="LIST", help=say("help.area"), show_default=False)
    ] = None,
    actor: Actor = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help=say("help.hits"))] = 20,
    form: Annotated[TableOrJson, typer.Option("--format", help=say("help.format"))] = TableOrJson.TABLE,
    ledger: Where = None,
) -> None:
    """What holds these words, best first."""
    from communique.ledger import Area, Asked, Ledger

    area = kind_of(kind, Area)
    asked = Asked(
        words=" ".join(words),
        area=Area(area) if area else None,
        actors=actor_codes(None, actor),
        since=first_day(since, "--since"),
        until=last_day(until, "--until"),
        limit=limit,
    )
    with Ledger.open(ledger) as kept:
        hits = kept.search(asked)
    if form is TableOrJson.JSON:
        _write(hits)
    elif not hits:
        console().print(say("list.empty"))
    else:
        for hit in hits:
            _print(hit)


def _write(hits: tuple[Hit, ...]) -> None:
    from communique.export.element import array
    from communique.export.found import hit_element

    for line in array(map(hit_element, hits)):
        write_line(line)


def _print(hit: Hit) -> None:
    from rich.text import Text

    from communique.cli.tables import ID_SHOWN
    from communique.ledger import Area

    out = console()
    day = hit.earliest.isoformat() if hit.earliest and hit.earliest == hit.latest else _between(hit)
    name = plain(hit.doc) if hit.area is Area.ARTICLES else hit.id[:ID_SHOWN]
    source = ", ".join(plain(part) for part in (hit.title, hit.outlet) if part)
    head = "  ".join(part for part in (name, day, say(f"area.{hit.area.value}"), source) if part)
    out.print(Text(head, style="bold"))
    out.print(_snippet(hit, marked=not out.is_terminal))
    out.print()


def _between(hit: Hit) -> str:
    if not hit.earliest and not hit.latest:
        return ""
    return f"{hit.earliest or ''}/{hit.latest or ''}"


def _snippet(hit: Hit, *, marked: bool) -> Text:
    from rich.text import Text

    opening, closing = ("⟦", "⟧") if marked else ("", "")
    shown = Text("  ")
    for piece in hit.snippet:
        harmless = plain(f"|{piece.text}|")[1:-1]
        if piece.marked:
            shown.append(f"{opening}{harmless}{closing}", style="reverse")
        else:
            shown.append(harmless)
    return shown
