"""How many entries there are of whom in which month, counted by the transaction that writes them.

A tally is of two actors, in alphabetical order, or of one `ALONE`. What people have rejected is not counted; what has
no date is of the month `UNDATED`.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Integer, Text, select, text

from communique.ledger.among import several
from communique.ledger.rows import ForEach
from communique.ledger.tables import DyadRow, EntryCodeRow, TallyRow

ALONE = ""
"""Stands for the other of an actor by itself."""
UNDATED = -1
_STREAMED = {"yield_per": 1000}
_TWELVE = 12
_LAST = 10_000 * _TWELVE

_Key = tuple[str, str, str, int]
_INTO = "INSERT INTO tallies (one, other, list, month, entries)"
_MORE = "ON CONFLICT (one, other, list, month) DO UPDATE SET entries = tallies.entries + excluded.entries"
_OF = "one = :one AND other = :other AND list = :list AND month = :month"
_AMONG = "(one, other, list, month) IN (SELECT * FROM unnest(:one, :other, :list, :month))"
_KEYS = (*(several(name, Text()) for name in ("one", "other", "list")), several("month", Integer()))
_COUNT = ForEach(
    text(f"{_INTO} VALUES (:one, :other, :list, :month, :entries) {_MORE}"),
    text(f"{_INTO} SELECT * FROM unnest(:one, :other, :list, :month, :entries) {_MORE}").bindparams(
        *_KEYS, several("entries", Integer())
    ),
)
_NOTHING = ForEach(
    text(f"DELETE FROM tallies WHERE {_OF} AND entries = 0"),
    text(f"DELETE FROM tallies WHERE {_AMONG} AND entries = 0").bindparams(*_KEYS),
)

Months = tuple[int, int]
Days = tuple[date, date]


def count(connection: Connection, gone: Iterable[Mapping[str, Any]], come: Iterable[Mapping[str, Any]]) -> None:
    """Rows of `entry_codes` and `dyads` have gone and come, in the caller's transaction."""
    changes: Counter[_Key] = Counter()
    for rows, step in ((gone, -1), (come, 1)):
        for row in rows:
            if not row["rejected"]:
                changes[_key(row)] += step
    found = sorted((key, often) for key, often in changes.items() if often)
    _COUNT.of(connection, [_row(key) | {"entries": often} for key, often in found])
    _NOTHING.of(connection, [_row(key) for key, often in found if often < 0])


def _row(key: _Key) -> dict[str, Any]:
    return dict(zip(("one", "other", "list", "month"), key, strict=True))


def _key(row: Mapping[str, Any]) -> _Key:
    one, other = (row["code"], ALONE) if "code" in row else (row["one"], row["other"])
    return one, other, row["list"], month_of(row["earliest"])


def month_of(day: date | None) -> int:
    """Months since the year 0."""
    return UNDATED if day is None else day.year * _TWELVE + day.month - 1


def first_day(month: int) -> date:
    """The first day of a month that has days."""
    return date(month // _TWELVE, month % _TWELVE + 1, 1)


def cut(since: date | None, until: date | None) -> tuple[Months, tuple[Days, ...]]:
    """A period in whole months, from one to another, and the days before and after them; all inclusive.

    Without a beginning and an end it has also what has no date. There are no months where the first comes after the
    last.
    """
    if since is None and until is None:
        return (UNDATED, _LAST), ()
    start = since or date.min
    if until is not None and until < start:
        return (0, -1), ()
    first = month_of(start) + (start.day > 1)
    last = _LAST if until is None else month_of(until) - (until != _end(until))
    if until is not None and month_of(start) == month_of(until):
        return (first, last), ((start, until),) if first > last else ()
    before = ((start, _end(start)),) if start.day > 1 else ()
    after = ((until.replace(day=1), until),) if until is not None and until != _end(until) else ()
    return (first, last), before + after


def _end(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def faults(connection: Connection) -> Iterator[tuple[str, str]]:
    """Every tally is what the rows of actors and dyads come to, and there is no other."""
    wanted: Counter[_Key] = Counter()
    for table, names in ((EntryCodeRow, ("code",)), (DyadRow, ("one", "other"))):
        columns = (*(getattr(table, name) for name in names), table.list, table.earliest)
        rows = connection.execute(select(*columns).where(table.rejected.is_(False)), execution_options=_STREAMED)
        wanted.update(_key(dict(row)) for row in rows.mappings())
    held = {
        (row.one, row.other, row.list, row.month): row.entries for row in connection.execute(select(TallyRow.__table__))
    }
    for key in sorted(wanted.keys() | held.keys()):
        if wanted.get(key) != held.get(key):
            one, other, kind, month = key
            when = "no date" if month == UNDATED else first_day(month).strftime("%Y-%m")
            where = f"tally {'-'.join(filter(None, (one, other)))} {kind} of {when}"
            yield where, f"counts {held.get(key, 0)} entries, there are {wanted.get(key, 0)}"
