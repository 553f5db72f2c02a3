"""What people say of the entries of an open ledger, what is in doubt, and what both come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from communique.interchange import RecordKind
from communique.ledger.entry import Entry
from communique.ledger.judging import doubts, handcoding, judge, log, queues, standing
from communique.ledger.judging.doubts import Doubt, Doubtful
from communique.ledger.judging.handcoding import HandCoded
from communique.ledger.judging.model import Judgement, Standing
from communique.ledger.judging.queues import Queued
from communique.ledger.opened import Opened


class Judged(Opened):
    """An open ledger whose entries people accept, reject, correct, merge and split."""

    def accept(self, name: str, *, by: str, note: str = "") -> Judgement:
        """All that the entry says is right. `name`, here and below: as `Ledger.entry` takes it; of what is current.

        Once any of these returns, what was said is kept; the entry is as it makes it, and stays so in later readings.
        """
        with self._writing() as connection:
            return judge.accept(connection, name, by, note)

    def reject(self, name: str, *, by: str, note: str = "") -> Judgement:
        """There is no such thing as the entry says: it is left out of lists, channels and exports."""
        with self._writing() as connection:
            return judge.reject(connection, name, by, note)

    def correct(self, name: str, field: str, value: str, *, by: str, note: str = "") -> Judgement:
        """A field of the entry is otherwise; `value` is JSON or as `ledger.judging.values` says."""
        with self._writing() as connection:
            return judge.correct(connection, name, field, value, by, note)

    def merge(self, name: str, other: str, *, by: str, note: str = "") -> Judgement:
        """Two entries are one thing."""
        with self._writing() as connection:
            return judge.merge(connection, name, other, by, note)

    def split(self, name: str, report: str, *, by: str, note: str = "") -> Judgement:
        """A report, by its id, is of something else than the other reports of the entry."""
        with self._writing() as connection:
            return judge.split(connection, name, report, by, note)

    def undo(self, key: int, *, by: str, note: str = "") -> Judgement:
        """Take a judgement back, by its key; an undo can be taken back like any other."""
        with self._writing() as connection:
            return judge.undo(connection, key, by, note)

    def judgements(self, after: int = 0) -> Iterator[Standing]:
        """All that people have said after a judgement, by its key, in order, with how it stands to the present
        readings.
        """
        with self._asking() as connection:
            yield from standing.standings(connection, after)

    def judgement(self, key: int) -> Standing:
        """A judgement, by its key, with how it stands. Raises NotHeldError where there is none."""
        with self._asking() as connection:
            return standing.one(connection, key)

    def latest_judgements(
        self, limit: int, *, before: int | None = None, by: str | None = None
    ) -> tuple[Standing, ...]:
        """The last judgements, newest first: before one, by its key; of a person."""
        with self._asking() as connection:
            return standing.latest(connection, limit, before, by)

    def queued(self, why: Doubt, kind: RecordKind | None = None, after: str = "") -> Queued:
        """What to look at next, for a reason, after a place (see `ledger.judging.queues`)."""
        with self._asking() as connection:
            return queues.queued(connection, why, kind, after)

    def said_of(self, entry: Entry) -> tuple[Judgement, ...]:
        """What people have said of an entry, as far as it is in force, in order."""
        with self._asking() as connection:
            return tuple(log.read(connection, entry.judgements))

    def doubts(self, kind: RecordKind | None = None) -> Iterator[Doubtful]:
        """What a person should look at, most doubtful first; what has been judged by then is passed over."""
        with self._asking() as connection:
            queue = doubts.queue(connection, kind)
        for why, name in queue:
            with self._asking() as connection:
                found = doubts.look(connection, why, name)
            yield from found

    def hand_coded(self, docs: Iterable[str] = ()) -> Iterator[HandCoded]:
        """Judged documents as hand-coded articles, or those named (see `ledger.judging.handcoding`)."""
        with self._asking() as connection:
            yield from handcoding.hand_coded(connection, docs)
