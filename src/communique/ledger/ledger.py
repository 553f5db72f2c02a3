"""The ledger itself: everything that can be done with it, each a transaction of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from communique.article.model import Article
from communique.errors import FormatError
from communique.interchange import RecordKind, check_against
from communique.ledger import (
    asking,
    backups,
    channel_rows,
    checks,
    counting,
    differing,
    firing,
    outlets,
    overviews,
    rereading,
    shelf,
    sides,
    watches,
    writing,
)
from communique.ledger.accounts import Accounts
from communique.ledger.channels import Channel
from communique.ledger.checks import Fault
from communique.ledger.claims import Claim
from communique.ledger.differing import Difference
from communique.ledger.dyads import Dyad, Level
from communique.ledger.entry import (
    Count,
    Entry,
    Filed,
    Month,
    Outcome,
    Page,
    Question,
    SetAside,
)
from communique.ledger.hooks import Hooks
from communique.ledger.judged import Judged
from communique.ledger.lives import Life, lives
from communique.ledger.marks import Mark, marks
from communique.ledger.outlets import Outlet
from communique.ledger.overviews import Tie, Venue
from communique.ledger.rereading import Reader
from communique.ledger.revision import revision
from communique.ledger.search import Asked, Hit, leading, search
from communique.ledger.shelf import Shelf
from communique.ledger.store import default_location, migration
from communique.ledger.watches import Filter, Notice, Watch
from communique.records import Reading
from communique.sources.document import Document

_ACTIVE = 24
"""Actors whose channels are taken in ahead."""
_AT_ONCE = 100
"""Documents taken out in one transaction."""
_BESIDE = 20
"""Articles of an entry that are looked through for what else they tell."""


class Ledger(Judged):
    """An open ledger. Several programs may have the same one open; every method raises LedgerError where it fails."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._kept = channel_rows.Kept()

    def add(self, article: Article, reading: Reading, html: str | None = None, *, by: str | None = None) -> Outcome:
        """Add a document with its reading, in one transaction: when this returns, it is kept.

        The same page read by the same program changes nothing. `html` is the page as it came, if it was HTML, `by` who
        adds it, where that is known. Raises FormatError, and changes nothing, where the reading does not fit.
        """
        if reading.doc != article.doc:
            raise FormatError(f"the reading is of {reading.doc!r}, the article is {article.doc!r}")
        check_against(article.text, reading)
        try:
            with self._writing() as connection:
                return writing.add(connection, article, reading, html, by)
        except IntegrityError:  # another writer added a version of this document at the same moment
            with self._writing() as connection:
                return writing.add(connection, article, reading, html, by)

    def to_reread(self, reader: Reader) -> Iterator[Document]:
        """Every document whose newest version this reader has not read, as it was read first."""
        with self._asking() as connection:
            keys = rereading.unread(connection, reader)
        for start in range(0, len(keys), _AT_ONCE):
            with self._asking() as connection:
                found = list(rereading.documents(connection, keys[start : start + _AT_ONCE]))
            yield from found

    def keep(self, article: Article, reading: Reading) -> bool:
        """Keep a reading beside the current one until `swap`; False where that is no longer called for.

        Raises FormatError, and changes nothing, where the reading does not fit the article.
        """
        check_against(article.text, reading)
        with self._writing() as connection:
            return rereading.keep(connection, article, reading)

    def swap(self, reader: Reader) -> int:
        """Make all kept readings of a reader current, in one moment; how many there were."""
        with self._writing() as connection:
            return rereading.swap(connection, reader)

    def differences(self, reader: Reader, doc: str | None = None) -> Iterator[Difference]:
        """What a reader's readings change, against those they replace or are to replace."""
        with self._asking() as connection:
            name = asking.doc_of(connection, doc) if doc else None
            yield from differing.differences(connection, reader, name)

    def set_aside(self, doc: str, origin: str, reason: str) -> None:
        """Remember a document that could not be read; it is listed until it is added after all."""
        try:
            with self._writing() as connection:
                writing.set_aside(connection, doc, origin, reason)
        except IntegrityError:  # another writer has just remembered it
            return

    def entries(self, kind: RecordKind, question: Question | None = None) -> Iterator[Entry]:
        """Entries of a kind with their reports, by date, undated last."""
        with self._asking() as connection:
            yield from asking.entries(connection, kind, question or Question())

    def page(
        self,
        kind: RecordKind,
        question: Question | None = None,
        *,
        limit: int,
        after: str | None = None,
        newest_first: bool = True,
    ) -> Page:
        """Entries of a kind by date, so many at a time, undated last; `after`: the `next` of the page before.

        Takes as long for the last page as for the first. `question.last` is not looked at.
        """
        with self._asking() as connection:
            return asking.page(connection, kind, question or Question(), limit, after, newest_first)

    def how_many(self, kind: RecordKind, question: Question | None = None, *, most: int) -> int:
        """How many entries of a kind there are, counted up to `most`."""
        with self._asking() as connection:
            return asking.how_many(connection, kind, question or Question(), most)

    def revision(self) -> str:
        """Says which moment of the ledger this is: another as soon as anything that can be read of it changes."""
        with self._asking() as connection:
            return revision(connection)

    def beside(self, kind: RecordKind, entry: Entry) -> tuple[Entry, ...]:
        """The entries of a kind that the first articles to report an entry tell of too, itself among them."""
        with self._asking() as connection:
            docs = dict.fromkeys(each.origin.doc for each in entry.reports)
            return tuple(asking.entries_in(connection, kind, list(docs)[:_BESIDE]))

    def entry(self, name: str) -> Entry:
        """The entry that the id of any of its reports (or the beginning of one) names."""
        with self._asking() as connection:
            return asking.entry(connection, name)

    def texts(self, entry: Entry) -> dict[str, str]:
        """The text of the document of each report of an entry, by the id of the report."""
        with self._asking() as connection:
            return asking.texts(connection, entry)

    def search(self, asked: Asked) -> tuple[Hit, ...]:
        """Articles and entries that hold the words asked for, best first."""
        with self._asking() as connection:
            return search(connection, asked)

    def found(self, asked: Asked) -> tuple[Entry, ...]:
        """The entries that hold the words asked for, whole, best first."""
        with self._asking() as connection:
            return asking.entries_led(connection, leading(connection, asked))

    def filed(self, name: str) -> Filed:
        """The document of a name (or of a part of it that no other has), as read last."""
        with self._asking() as connection:
            return asking.filed(connection, name)

    def holds(self, doc: str) -> bool:
        """Whether there is a document of exactly this name."""
        with self._asking() as connection:
            return asking.holds(connection, doc)

    def shelf(self, limit: int, before: int | None = None) -> Shelf:
        """Documents, those read last first, so many at a time; `before`: the `next` of the page before."""
        with self._asking() as connection:
            return shelf.shelf(connection, limit, before)

    def docs(self) -> Iterator[str]:
        """Names of all documents, in the order they were added."""
        with self._asking() as connection:
            yield from asking.docs(connection)

    def channels(self, as_of: date | None = None, actors: Sequence[str] = ()) -> tuple[Channel, ...]:
        """Every channel as of a day, by default the last day the ledger knows of; of one actor, or between any
        two of several.

        Takes time for every contact and state of these dyads the first time and when they have changed, some 15 µs
        each, and else for every channel, some 50 µs, whatever the day.
        """
        day = as_of or self.last_day()
        if day is None:
            return ()
        with self._asking() as connection:
            return channel_rows.channels(connection, self._kept, day, actors)

    def prepare(self) -> None:
        """Take in the channels of the most active actors, so that who asks for them first need not wait."""
        for code, _ in self.active(None, None, _ACTIVE):
            self.channels(None, (code,))

    def lives(self, as_of: date | None = None, actors: tuple[str, ...] = ()) -> tuple[Life, ...]:
        """The life of every instrument with these parties up to a day; by default the last day the ledger knows of."""
        day = as_of or self.last_day()
        if day is None:
            return ()
        with self._asking() as connection:
            found = lives(asking.entries(connection, RecordKind.AGREEMENT, Question()), day)
        return tuple(each for each in found if set(actors) <= set(each.parties))

    def claims(self, actors: tuple[str, ...] = (), *, start: str | None = None) -> Iterator[Claim]:
        """What contacts of these sides are said to be the first since, checked against the ledger, by the day of the
        contact, then by its id; worked out as they are asked for. `start`: the contact, by its id, to begin with.
        """
        with self._asking() as connection:
            yield from sides.all_claims(connection, actors, start)

    def claims_of(self, entry: Entry) -> tuple[Claim, ...]:
        """What this entry is said to be the first since, checked against the ledger; none where it is no contact."""
        with self._asking() as connection:
            return sides.claims_of(connection, entry)

    def accounts(self, name: str) -> Accounts:
        """What each side says of the contact that an id names. Raises LedgerError where that is none."""
        with self._asking() as connection:
            return sides.accounts_of(connection, name)

    def active(self, since: date | None, until: date | None, limit: int) -> tuple[tuple[str, int], ...]:
        """The actors of most contacts and statements, with how many; of those that begin from one day to another."""
        with self._asking() as connection:
            return counting.active(connection, since, until, limit)

    def months(self, one: str, other: str) -> tuple[Month, ...]:
        """How many entries two actors have together, by month and kind; undated ones are left out."""
        with self._asking() as connection:
            return counting.months(connection, one, other)

    def marks(
        self, dyad: Dyad, kind: RecordKind, question: Question | None = None, *, level: Level | None = None, limit: int
    ) -> tuple[Mark, ...]:
        """Entries of a kind of two actors without their reports, the latest first; see `ledger.marks`."""
        with self._asking() as connection:
            return marks(connection, dyad, kind, question or Question(), level, limit)

    def ties(self, actors: Sequence[str], since: date | None, until: date | None) -> tuple[Tie, ...]:
        """How many contacts and statements any two of these actors have together from one day to another."""
        with self._asking() as connection:
            return overviews.ties(connection, actors, since, until)

    def venues(self, since: date | None, until: date | None, *, limit: int) -> tuple[tuple[Venue, ...], int]:
        """Where the last contacts of a period took place; and how many contacts were looked at."""
        with self._asking() as connection:
            return overviews.venues(connection, since, until, limit)

    def outlet(self, name: str, *, limit: int) -> Outlet:
        """What an outlet reports, by its latest articles."""
        with self._asking() as connection:
            return outlets.outlet(connection, name, limit)

    def of(self, ids: Sequence[str]) -> tuple[Entry, ...]:
        """The entries of these ids, in the order given."""
        with self._asking() as connection:
            return asking.entries_in_order(connection, ids)

    def still_there(self, names: Sequence[str]) -> dict[str, Entry]:
        """The entries that ids of reports name, by these; those that name none any more are left out."""
        with self._asking() as connection:
            return asking.still_there(connection, names)

    def watch(self, name: str, wanted: Filter, *, by: str) -> Watch:
        """Tell, from now on, of what an addition brings that this filter wants. Raises LedgerError; see `watches`."""
        with self._writing() as connection:
            return watches.begin(connection, name, wanted, by)

    def unwatch(self, name: str, *, by: str | None = None) -> None:
        """End a watch; what it told of stays. `by`: who ends it. Raises LedgerError where there is none."""
        with self._writing() as connection:
            watches.end(connection, name, by)

    def watches(self) -> tuple[Watch, ...]:
        """The watches that have not ended, oldest first."""
        with self._asking() as connection:
            return watches.standing(connection)

    def watch_called(self, name: str) -> Watch:
        """The watch of a name that has not ended. Raises NotHeldError where there is none."""
        with self._asking() as connection:
            return watches.called(connection, name)

    def rehearsed(self, wanted: Filter, *, days: int, most: int) -> tuple[tuple[str, str], ...]:
        """What a filter would have told of the last days the ledger knows of (see `ledger.firing`)."""
        with self._asking() as connection:
            return firing.rehearsed(connection, wanted, days, most)

    def hits(
        self, since: datetime | None = None, *, name: str | None = None, after: int = 0, limit: int | None = None
    ) -> tuple[Notice, ...]:
        """What watches (or those of a name) have told of, in order; `since` a moment, `after` a notice by its key."""
        with self._asking() as connection:
            return watches.hits(connection, since, name, after, limit)

    def latest_hits(self, name: str, *, limit: int) -> tuple[Notice, ...]:
        """The last that watches of a name have told of, the newest first."""
        with self._asking() as connection:
            return watches.latest_hits(connection, name, limit)

    @property
    def hooks(self) -> Hooks:
        """Where what watches tell is to be sent."""
        return Hooks(self._writing, self._asking)

    def last_day(self) -> date | None:
        """The last day the ledger knows anything of."""
        with self._asking() as connection:
            return asking.last_day(connection)

    def listed_aside(self) -> tuple[SetAside, ...]:
        """Documents set aside and not added since, oldest first."""
        with self._asking() as connection:
            return asking.set_aside(connection)

    def migration(self) -> str | None:
        """The migration its tables are at."""
        with self._asking() as connection:
            return migration(connection)

    def count(self) -> Count:
        """How much it holds now."""
        with self._asking() as connection:
            return asking.count(connection)

    def backup(self, file: Path, *, force: bool = False) -> None:
        """Write all it holds at this moment to a file, itself a ledger (see `communique.ledger.backups`)."""
        with self._speaking():
            backups.backup(self._engine, file, force=force)

    @staticmethod
    def restore(file: Path, location: str | None = None, *, force: bool = False) -> None:
        """Make what a backup holds the ledger at a path or URL, all of it or, where it fails, nothing."""
        backups.restore(file, location or default_location(), force=force)

    def verify(self) -> Iterator[Fault]:
        """Whatever does not hold in it, by `communique.ledger.checks`."""
        engine = self._engine
        if engine.dialect.name == "postgresql":
            engine = engine.execution_options(**backups.SNAPSHOT)
        with self._transaction(engine) as connection:
            yield from checks.verify(connection)
