"""How many entries there are of whom and when, by the tallies. What people have rejected is left out."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlalchemy import Connection, Text, func, select, text

from communique.interchange import RecordKind
from communique.ledger.among import among, several
from communique.ledger.entry import Month
from communique.ledger.tables import EntryCodeRow, TallyRow
from communique.ledger.tallies import ALONE, UNDATED, cut, first_day

TALKING = (RecordKind.CONTACT.value, RecordKind.STATEMENT.value)
"""What makes an actor active, and ties two."""

_CODES = text("""
WITH RECURSIVE actors(code) AS (
    SELECT min(one) FROM tallies
    UNION ALL
    SELECT (SELECT min(one) FROM tallies WHERE one > actors.code) FROM actors WHERE actors.code IS NOT NULL
)
SELECT code FROM actors WHERE code IS NOT NULL
""")
"""Every actor there is, found without reading all that there is of each."""


def active(connection: Connection, since: date | None, until: date | None, limit: int) -> tuple[tuple[str, int], ...]:
    """The actors of most contacts and statements, with how many, most first; `since` and `until`, inclusive, bound
    the first day of an entry's date.
    """
    (first, last), edges = cut(since, until)
    codes = {"codes": connection.scalars(_CODES).all()}
    given = several("codes", Text())
    tally, row = TallyRow, EntryCodeRow
    months = select(tally.one, func.sum(tally.entries)).where(
        among(tally.one, given), tally.other == ALONE, tally.list.in_(TALKING), tally.month.between(first, last)
    )
    counts: Counter[str] = Counter()
    for code, often in connection.execute(months.group_by(tally.one), codes):
        counts[code] = often
    for start, end in edges:
        days = select(row.code, func.count()).where(
            among(row.code, given), row.list.in_(TALKING), row.earliest.between(start, end), row.rejected.is_(False)
        )
        for code, often in connection.execute(days.group_by(row.code), codes):
            counts[code] += often
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0]))[: max(limit, 0)])


def months(connection: Connection, one: str, other: str) -> tuple[Month, ...]:
    """How many entries two actors have together, by month and kind, in order."""
    one, other = sorted((one, other))
    query = select(TallyRow.month, TallyRow.list, TallyRow.entries).where(
        TallyRow.one == one, TallyRow.other == other, TallyRow.month > UNDATED
    )
    found = {(row.month, row.list): row.entries for row in connection.execute(query)}
    return tuple(
        Month(first_day(month), kind, found[month, kind.value])
        for month in sorted({month for month, _ in found})
        for kind in RecordKind
        if (month, kind.value) in found
    )
