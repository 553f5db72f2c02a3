"""Records, channels and scores as tables that read well at 100 columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from communique.cli.messages import say, word
from communique.cli.screen import short, shown
from communique.interchange import RecordKind, record_date
from communique.ledger.channels import Channel
from communique.ledger.entry import Entry
from communique.records import Action, Agreement, Contact, Participant, Place, Record, State, Statement

ID_SHOWN = 8
"""Characters of an id in a table: enough for `show` in all but very large ledgers."""

_WORDS_SHOWN = 90
_SOURCE_SHOWN = 40

_COLUMNS = {
    RecordKind.CONTACT: ("id", "date", "status", "kind", "who", "where", "source", "confidence"),
    RecordKind.STATEMENT: ("id", "date", "act", "who", "targets", "words", "source", "confidence"),
    RecordKind.AGREEMENT: ("id", "date", "action", "name", "parties", "source", "confidence"),
    RecordKind.STATE: ("id", "since", "state", "kind", "parties", "words", "source", "confidence"),
    RecordKind.ACTION: ("id", "date", "status", "type", "sides", "where", "words", "source", "confidence"),
}
_NEVER_FOLDED = frozenset({"id", "confidence", "contacts", "last"})
_AT_LEAST = {"who": 18, "words": 18, "name": 18}
_AT_MOST = {
    "form": 30,
    "document": 14,
    "who": 30,
    "words": 34,
    "source": 12,
    "where": 12,
    "targets": 12,
    "parties": 16,
    "sides": 16,
}
_RIGHT = frozenset(
    {"count", "confidence", "contacts", "precision", "recall", "f1", "record_f1", "gold", "system", "seen", "matched"}
    | {"same", "changed", "gone", "new"}
)


def grid(columns: Sequence[str], title: str | None = None) -> Table:
    """An empty table with the headers of the columns in the language in use."""
    table = Table(
        box=box.SIMPLE_HEAD,
        title=title,
        title_justify="left",
        title_style="bold",
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for name in columns:
        table.add_column(
            say(f"column.{name}"),
            justify="right" if name in _RIGHT else "left",
            no_wrap=name in _NEVER_FOLDED,
            min_width=_AT_LEAST.get(name),
            max_width=_AT_MOST.get(name),
            overflow="fold",
        )
    return table


def entries(kind: RecordKind, held: Iterable[Entry], title: str | None = None) -> Table:
    """Entries of one kind."""
    table = grid(_COLUMNS[kind], title)
    for entry in held:
        source = entry.origin.outlet or entry.origin.doc.rsplit("/", 1)[-1]
        table.add_row(*_cells(kind, entry.record, entry.id[:ID_SHOWN], source, entry))
    return table


def records(kind: RecordKind, found: Iterable[Record], source: str) -> Table:
    """Records of one kind as a reading gives them."""
    table = grid(_COLUMNS[kind], say(f"list.{kind.value}"))
    for record in found:
        table.add_row(*_cells(kind, record, record.id[:ID_SHOWN], source, None))
    return table


def channels(held: Iterable[Channel], title: str) -> Table:
    """Channels with their state and what it rests on."""
    table = grid(("dyad", "level", "contacts", "last", "explicit", "present", "evidence"), title)
    for each in held:
        last = _date_text(each.last.edtf if each.last else None)
        explicit = word("state", each.explicit.status) if each.explicit else "–"
        present = word("present", each.present) or "–"
        if each.since:
            present = say("channels.since", present=present, date=each.since.isoformat())
        evidence = " ".join(id_[:ID_SHOWN] for id_ in each.evidence)
        table.add_row(
            "–".join(each.dyad), word("level", each.level), str(each.contacts), last, explicit, present, evidence
        )
    return table


def turns(channel: Channel) -> Iterator[Text]:
    """The history of a channel, a line a turn, and its longest silences."""
    history = channel.history
    level = word("level", channel.level)
    for turn in history.turns:
        evidence = " ".join(id_[:ID_SHOWN] for id_ in turn.evidence)
        state = word("present", turn.present) or ""
        yield Text.assemble((f"  {level} ", "dim"), f"{turn.day.isoformat()} {state} ", (evidence, "dim"))
    for silence in history.silences:
        told = say("channels.silence", start=silence.start, end=silence.end, days=silence.days)
        yield Text.assemble((f"  {level} ", "dim"), told)


def person(participant: Participant) -> str:
    """A participant in short: `RUS def. min. Sergei Shoigu`."""
    return " ".join(part for part in (participant.code, word("office", participant.office), participant.person) if part)


def place(where: Place | None) -> str:
    """A place: `Minsk, BLR`."""
    return ", ".join(part for part in (where.city, where.country) if part) if where else ""


def _cells(kind: RecordKind, record: Record, id_: str, source: str, entry: Entry | None) -> list[Text]:
    date = _date(record, entry)
    last = [shown(short(source, _SOURCE_SHOWN)), Text(f"{record.confidence:.2f}")]
    return [shown(id_, "dim"), date, *map(_lines, _middle(record)), *last]


def _lines(text: str) -> Text:
    return Text("\n").join(shown(line) for line in text.split("\n"))


def _middle(record: Record) -> tuple[str, ...]:
    words = short(record.evidence, _WORDS_SHOWN)
    match record:
        case Contact():
            who = "\n".join(map(person, record.participants))
            return word("status", record.status), word("contact", record.kind), who, place(record.place)
        case Statement():
            return word("act", record.act), person(record.speaker), ", ".join(record.targets), words
        case Agreement():
            return word("agreement", record.action), record.name, ", ".join(record.parties)
        case State():
            return word("state", record.state), word("kind", record.kind), ", ".join(record.parties), words
        case Action():
            sides = " → ".join(", ".join(side) or "–" for side in (record.actors, record.recipients))
            return word("status", record.status), word("type", record.type), sides, place(record.place), words


def _date(record: Record, entry: Entry | None) -> Text:
    text = record_date(record)
    date = _lines(_date_text(text))
    if entry and entry.earliest and entry.latest and (not text or "XXXX" in text):
        date.append(f"\n{entry.earliest.year}–{entry.latest.year}", style="dim")
    return date


def _date_text(edtf: str | None) -> str:
    """An EDTF date for a narrow column: an interval on two lines."""
    return (edtf or "–").replace("/", "/\n")
