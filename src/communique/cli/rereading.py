"""`reread` and `diff`: all documents coded again by the present program, and what that changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.batch import Batch
from communique.cli.messages import say
from communique.cli.options import Jobs, TableOrJson, Where
from communique.cli.screen import complain, console, plain, shown, write_line

if TYPE_CHECKING:
    from communique.ledger import Change, Difference

DOCUMENTS_SHOWN = 10
_OUTCOMES = ("same", "changed", "gone", "new")
_MARKS = {"changed": "~", "gone": "-", "new": "+"}


def register(app: typer.Typer) -> None:
    """Give the app these commands."""
    app.command(help=say("help.reread"))(reread)
    app.command(help=say("help.diff"))(diff)


def reread(
    jobs: Jobs = 1,
    swap: Annotated[bool, typer.Option("--swap/--no-swap", help=say("help.swap"))] = True,
    ledger: Where = None,
) -> None:
    """Code all documents again; stopped, it goes on where it was."""
    from communique.cli.pool import over
    from communique.cli.work import Failed, again
    from communique.errors import FormatError
    from communique.extraction import extractor
    from communique.ledger import Ledger, Reader

    reader = Reader(extractor())
    with Ledger.open(ledger) as kept:
        batch = Batch(printing=False)
        for read in batch.good(over(again, kept.to_reread(reader), jobs)):
            try:
                kept.keep(read.article, read.reading)
            except FormatError as error:
                batch.reject(Failed(read.article.doc, "", str(error)))
        complain(say("reread.read", count=batch.read, extractor=reader.extractor))
        if swap:
            complain(say("reread.swapped", count=kept.swap(reader), extractor=reader.extractor))
        else:
            complain(say("reread.waiting"))
    batch.finish()


def diff(
    doc: Annotated[str | None, typer.Option("--doc", metavar="ID", help=say("help.doc_id"), show_default=False)] = None,
    form: Annotated[TableOrJson, typer.Option("--format", help=say("help.format"))] = TableOrJson.TABLE,
    ledger: Where = None,
) -> None:
    """What the present program's readings change."""
    import orjson

    from communique.extraction import extractor
    from communique.ledger import Ledger, Reader

    reader = Reader(extractor())
    with Ledger.open(ledger) as kept:
        found = kept.differences(reader, doc)
        if doc is not None:
            for each in found:
                if form is TableOrJson.JSON:
                    write_line(orjson.dumps(_whole(each)))
                else:
                    _print_document(each)
            return
        summary = _Summary()
        for each in found:
            summary.take(each)
    if form is TableOrJson.JSON:
        write_line(orjson.dumps(summary.element()))
    else:
        summary.print(reader.extractor)


@dataclass(slots=True)
class _Summary:
    """Counts by kind over all documents; `fields`: how often each field of a kind has changed."""

    documents: int = 0
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    fields: Counter[tuple[str, str]] = field(default_factory=Counter)
    changed: dict[str, int] = field(default_factory=dict)

    def take(self, difference: Difference) -> None:
        self.documents += 1
        differing = 0
        for each in difference.changes:
            outcome = _outcome(each)
            self.outcomes[each.kind.value, outcome] += 1
            self.fields.update((each.kind.value, name) for name in each.fields)
            differing += outcome != "same"
        if differing:
            self.changed[difference.doc] = differing

    def kinds(self) -> list[str]:
        from communique.interchange import RecordKind

        return [kind.value for kind in RecordKind if any(held == kind.value for held, _ in self.outcomes)]

    def of(self, kind: str) -> dict[str, int]:
        """Field → how often it has changed, the most changed first."""
        held = [(name, count) for (of, name), count in self.fields.items() if of == kind]
        return dict(sorted(held, key=lambda each: (-each[1], each[0])))

    def element(self) -> dict[str, object]:
        kinds = {
            kind: {
                **{outcome: self.outcomes[kind, outcome] for outcome in _OUTCOMES},
                "fields": self.of(kind),
            }
            for kind in self.kinds()
        }
        return {"compared": self.documents, "kinds": kinds, "documents": self.changed}

    def print(self, extractor: str) -> None:
        from rich.text import Text

        from communique.cli.tables import grid

        if not self.documents:
            console().print(say("diff.nothing", extractor=extractor))
            return
        columns = ("list", *_OUTCOMES, "fields")
        table = grid(columns, say("diff.title", count=self.documents, changed=len(self.changed), extractor=extractor))
        for kind in self.kinds():
            counts = [str(self.outcomes[kind, outcome]) for outcome in _OUTCOMES]
            named = ", ".join(f"{name} {count}" for name, count in self.of(kind).items())
            table.add_row(say(f"list.{kind}"), *counts, named)
        console().print(table)
        most = sorted(self.changed.items(), key=lambda each: (-each[1], each[0]))
        for doc, count in most[:DOCUMENTS_SHOWN]:
            console().print(Text(f"{count:>6}  {plain(doc)}"))
        if len(most) > DOCUMENTS_SHOWN:
            console().print(say("diff.more", count=len(most) - DOCUMENTS_SHOWN))


def _outcome(change: Change) -> str:
    if change.before is None:
        return "new"
    if change.after is None:
        return "gone"
    return "changed" if change.fields else "same"


def _values(change: Change) -> dict[str, list[object]]:
    return {name: [getattr(change.before, name), getattr(change.after, name)] for name in change.fields}


def _whole(difference: Difference) -> dict[str, object]:
    changes = [
        {
            "change": _outcome(each),
            "list": each.kind,
            "before_id": each.before_id,
            "after_id": each.after_id,
            "fields": _values(each),
            "record": each.after or each.before,
        }
        for each in difference.changes
        if _outcome(each) != "same"
    ]
    return {"doc": difference.doc, "before": difference.before, "after": difference.after, "changes": changes}


def _print_document(difference: Difference) -> None:
    import orjson
    from rich.text import Text

    from communique.cli.screen import short
    from communique.cli.tables import ID_SHOWN

    out = console()
    out.print(shown(f"{difference.doc}: {difference.before} → {difference.after}", "bold"))
    for each in difference.changes:
        outcome = _outcome(each)
        if outcome == "same":
            continue
        record = each.after or each.before
        assert record is not None
        name = (each.after_id or each.before_id or "")[:ID_SHOWN]
        out.print(shown(f"{_MARKS[outcome]} {say(f'one.{each.kind.value}')} {name}  {short(record.evidence, 70)}"))
        for field_, (before, after) in _values(each).items():
            values = (short(orjson.dumps(value).decode(), 60) for value in (before, after))
            out.print(Text("    {}: {} → {}".format(field_, *values)))
