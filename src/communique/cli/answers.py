"""What the ledger works out from many entries, as tables that read well at 100 columns."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from communique.cli.messages import say, word
from communique.cli.screen import plain, short, shown
from communique.cli.tables import ID_SHOWN, grid, person
from communique.ledger.accounts import Accounts, Said, Telling
from communique.ledger.claims import Claim
from communique.ledger.lives import Deed, Life
from communique.records import Contact

_WORDS_SHOWN = 160


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


def claims(held: Iterable[Claim]) -> Table:
    """Claims that a contact is the first since a time, and what the ledger says of them."""
    table = grid(("id", "date", "who", "first_since", "finding", "decided"))
    for each in held:
        record = each.contact.record
        who = "\n".join(map(person, record.participants)) if isinstance(record, Contact) else ""
        table.add_row(
            Text(each.contact.id[:ID_SHOWN], style="dim"),
            shown(each.contact.edtf or "–"),
            Text("\n").join(shown(line) for line in who.split("\n")),
            shown(each.since),
            shown(word("finding", each.finding)),
            shown(deciding(each) or "–"),
        )
    return table


def deciding(claim: Claim) -> str:
    """The contacts that decide a claim: dates and ids."""
    return ", ".join(f"{each.edtf} {each.id[:ID_SHOWN]}" for each in claim.deciding)


def print_accounts(out: Console, held: Accounts) -> None:
    """What each side says of a contact, point by point, and where its reports differ."""
    record = held.contact.record
    who = "; ".join(map(person, record.participants)) if isinstance(record, Contact) else ""
    out.print(shown(f"{held.contact.id[:ID_SHOWN]} {held.contact.edtf or '–'} {who}", "bold"))
    for each in held.points:
        names = ", ".join(each.sides)
        out.print(Text(say(f"answers.{each.voices.value}", sides=names), style="bold"))
        for one in each.said:
            _print_said(out, one)
    for topic in held.topics:
        if topic.sides:
            _print_telling(out, say("column.topics"), topic)
    for difference in held.differences:
        for telling in difference.tellings:
            _print_telling(out, say("accounts.differ", field=difference.field), telling)
    for remark in held.remarks:
        where = f"{say('accounts.remark', outlet=plain(remark.outlet or remark.doc))}: "
        out.print(Text.assemble(where, (plain(remark.words), "italic"), overflow="fold"))


def _print_said(out: Console, said: Said) -> None:
    told = said.statement
    head = f"  {said.side} {word('act', told.act)} → {', '.join(told.targets) or '–'}: "
    source = f" ({', '.join(map(plain, said.carried))}) "
    words = short(told.evidence, _WORDS_SHOWN)
    out.print(Text.assemble(head, words, (source, "dim"), (said.entry.id[:ID_SHOWN], "dim"), overflow="fold"))


def _print_telling(out: Console, name: str, telling: Telling) -> None:
    sides = f"{', '.join(telling.sides)} " if telling.sides else ""
    source = f" ({', '.join(map(plain, telling.carried))})"
    out.print(Text.assemble(f"{name}: ", sides, plain(telling.value), (source, "dim"), overflow="fold"))
