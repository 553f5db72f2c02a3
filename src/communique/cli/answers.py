"""What the ledger works out from many entries, as tables that read well at 100 columns."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from communique.cli.messages import say, word
from communique.cli.screen import shown
from communique.cli.tables import ID_SHOWN, grid
from communique.ledger.lives import Deed, Life


def lives(held: Iterable[Life], title: str) -> Table:
    """Instruments, what happened to each, a line a deed, and how it stands."""
    table = grid(("instrument", "parties", "happened", "stands"), title)
    for each in held:
        deeds = Text("\n").join(map(_deed, each.deeds))
        table.add_row(shown(each.name), shown(", ".join(each.parties)), deeds, shown(_stands(each)))
    return table


def _deed(deed: Deed) -> Text:
    date = deed.edtf or (say("answers.by", date=deed.last.isoformat()) if deed.last else "–")
    return Text.assemble(f"{date} {word('agreement', deed.action)} ", (deed.entry.id[:ID_SHOWN], "dim"))


def _stands(life: Life) -> str:
    present = word("standing", life.standing)
    if not present or life.since is None:
        return "–"
    if life.since.edtf:
        return say("channels.since", present=present, date=life.since.edtf)
    if life.since.last:
        return say("instruments.reported", present=present, date=life.since.last.isoformat())
    return present
