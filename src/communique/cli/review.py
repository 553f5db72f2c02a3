"""`review`: doubtful entries one after another, each with its words, and a key for what is to be said of it.

On a terminal a key is an answer; from a pipe a line is: the key, and what belongs to it after a space. Every answer is
kept at once, so that it can be stopped at any moment.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.exporting import Lists
from communique.cli.judging import By, name_of, say_of, told
from communique.cli.messages import say
from communique.cli.options import Where
from communique.cli.screen import complain, console

if TYPE_CHECKING:
    from communique.ledger import Doubtful, Ledger

_VERDICTS = {"a": "accept", "r": "reject", "c": "correct", "m": "merge", "s": "split"}
_ASKED_FOR = {"c": "FIELD=VALUE", "m": "ID", "s": "REPORT"}

Answer = tuple[str, str]
"""A key, and what was typed with it."""


def register(app: typer.Typer) -> None:
    """Give the app this command."""
    app.command(help=say("help.review"))(review)


def review(
    kind: Annotated[Lists, typer.Option("--kind", help=say("help.lists"))] = Lists.ALL,
    by: By = None,
    ledger: Where = None,
) -> None:
    """Doubtful entries, to be judged one by one."""
    from communique.ledger import Ledger, RecordKind

    who = name_of(by)
    with Ledger.open(ledger) as kept:
        session = _Session(kept, who, _keys if sys.stdin.isatty() else _lines)
        try:
            for doubtful in kept.doubts(None if kind is Lists.ALL else RecordKind(kind.value)):
                if not session.settle(doubtful):
                    break
            else:
                console().print(say("review.nothing"))
        except (KeyboardInterrupt, EOFError):
            pass
    complain(say("review.done", count=len(session.said)))


@dataclass(slots=True)
class _Session:
    """`answer` gives the next answer, asking for what belongs to a key; `said` are the keys of this session's
    judgements that have not been taken back.
    """

    ledger: Ledger
    by: str
    answer: Callable[[dict[str, str]], Answer]
    said: list[int] = field(default_factory=list)

    def settle(self, doubtful: Doubtful) -> bool:
        """Show something and take answers until it is dealt with; False where no more is wanted."""
        self._show(doubtful)
        while True:
            console().print(say("review.keys_twins") if doubtful.other else say("review.keys"), style="dim")
            key, what = self.answer({} if doubtful.other else _ASKED_FOR)
            if key == "q":
                return False
            if key in ("", "k"):
                return True
            if self._done(doubtful, key, what):
                return True

    def _done(self, doubtful: Doubtful, key: str, what: str) -> bool:
        """Whether an answer deals with what was shown."""
        from communique.errors import LedgerError

        entry, other = doubtful.entry, doubtful.other
        try:
            if key == "u" and self.said:
                told(self.ledger.undo(self.said.pop(), by=self.by))
            elif other and key in ("m", "n"):
                self._say(entry.id, "merge" if key == "m" else "split", other.id)
                return True
            elif key in _VERDICTS and (other is None or key in ("a", "r", "c")):
                if key == "c" and "=" not in what:
                    complain(say("usage.what", verdict="correct", what=_ASKED_FOR["c"]))
                    return False
                self._say(entry.id, _VERDICTS[key], what)
                if key in ("a", "r"):
                    return other is None or key == "r"
            else:
                complain(say("review.unknown", text=key))
                return False
            self._show(doubtful)
        except LedgerError as error:
            complain(str(error))
        return False

    def _say(self, name: str, verdict: str, what: str) -> None:
        judgement = say_of(self.ledger, name, verdict, what, self.by)
        self.said.append(judgement.key)
        told(judgement)

    def _show(self, doubtful: Doubtful) -> None:
        from communique.cli.pages import print_entry

        out = console()
        out.rule(say(f"doubt.{doubtful.why.value}"))
        for each in (doubtful.entry, doubtful.other):
            if each is not None:
                now = self.ledger.entry(each.id)
                print_entry(out, now, self.ledger.texts(now))
                out.print()


def _lines(_: dict[str, str]) -> Answer:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    key, _space, what = line.strip().partition(" ")
    return key.lower(), what.strip()


def _keys(asked_for: dict[str, str]) -> Answer:
    key = typer.getchar().lower()
    if key in ("\r", "\n", " "):
        return "", ""
    if key in ("\x03", "\x04", "\x1b"):
        raise EOFError
    needed = asked_for.get(key) or (_ASKED_FOR[key] if key == "c" else "")
    return key, input(f"{needed}: ").strip() if needed else ""
