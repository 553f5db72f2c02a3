"""How many entries there are of whom and when, worked out by the database. What people have rejected is left out."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, String, cast, func, select, text

from communique.interchange import RecordKind
from communique.ledger.entry import Month
from communique.ledger.tables import DyadRow

_ACTIVE = """
WITH RECURSIVE actors(code) AS (
    SELECT min(code) FROM entry_codes
    UNION ALL
    SELECT (SELECT min(code) FROM entry_codes WHERE code > actors.code) FROM actors WHERE actors.code IS NOT NULL
)
SELECT actors.code, count(*) AS often FROM actors JOIN entry_codes ON entry_codes.code = actors.code
WHERE entry_codes.list IN ('contacts', 'statements') AND NOT entry_codes.rejected {period}
GROUP BY actors.code ORDER BY often DESC, actors.code LIMIT :limit
"""


def active(connection: Connection, since: date | None, until: date | None, limit: int) -> tuple[tuple[str, int], ...]:
    """The actors of most contacts and statements, with how many, most first; `since` and `until`, inclusive, bound
    the first day of an entry's date.
    """
    period = ("AND entry_codes.earliest >= :since " if since else "") + (
        "AND entry_codes.earliest <= :until" if until else ""
    )
    values: dict[str, Any] = {"limit": max(limit, 0)}
    sqlite = connection.dialect.name == "sqlite"
    values |= {name: str(day) if sqlite else day for name, day in (("since", since), ("until", until)) if day}
    rows = connection.execute(text(_ACTIVE.format(period=period)), values)
    return tuple((row.code, row.often) for row in rows)


def months(connection: Connection, one: str, other: str) -> tuple[Month, ...]:
    """How many entries two actors have together, by month and kind, in order."""
    one, other = sorted((one, other))
    sqlite = connection.dialect.name == "sqlite"  # where a day is text, and sooner cut than worked out
    day = DyadRow.earliest
    month = (func.substr(cast(day, String), 1, 7) if sqlite else func.to_char(day, "YYYY-MM")).label("month")
    query = select(DyadRow.list, month, func.count()).where(
        DyadRow.one == one, DyadRow.other == other, DyadRow.earliest.is_not(None), DyadRow.rejected.is_(False)
    )
    found = {(row[1], row[0]): row[2] for row in connection.execute(query.group_by(DyadRow.list, month))}
    return tuple(
        Month(date.fromisoformat(f"{name}-01"), kind, found[name, kind.value])
        for name in sorted({name for name, _ in found})
        for kind in RecordKind
        if (name, kind.value) in found
    )
