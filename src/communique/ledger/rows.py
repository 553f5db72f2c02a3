"""Rows put into a table, as many as there are, in one statement whose text is always the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Insert, Row, Table, func, insert, select

from communique.ledger.among import several
from communique.ledger.tables import Base


def put(connection: Connection, table: type[Base], rows: Sequence[Mapping[str, Any]], *give: str) -> Sequence[Row[Any]]:
    """Add rows, which all have the same columns; with `give`, these columns of each row added, in no order.

    PostgreSQL takes a list for each column: as many statements as rows would cost more to write down than to carry out.
    """
    if not rows:
        return ()
    into = Base.metadata.tables[table.__tablename__]
    if connection.dialect.name == "postgresql":
        names = tuple(rows[0])
        lists = {name: [row[name] for row in rows] for name in names}
        made = connection.execute(_from_lists(into, names, give), lists)
    else:
        made = connection.execute(_each(into, give), rows)
    return made.all() if give else ()


@dataclass(frozen=True, slots=True)
class ForEach:
    """A statement to be carried out for each of some rows, and for PostgreSQL one that takes a list for each column."""

    each: Executable
    together: Executable

    def of(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Carry it out for rows, which all have the same columns; no two of them may be about the same thing."""
        if not rows:
            return
        if connection.dialect.name == "postgresql":
            connection.execute(self.together, {name: [row[name] for row in rows] for name in rows[0]})
        else:
            connection.execute(self.each, rows)


@cache
def _each(into: Table, give: tuple[str, ...]) -> Insert:
    return _giving(insert(into), into, give)


@cache
def _from_lists(into: Table, names: tuple[str, ...], give: tuple[str, ...]) -> Insert:
    lists = (func.unnest(several(name, into.c[name].type)) for name in names)
    return _giving(insert(into).from_select(names, select(*lists)), into, give)


def _giving(statement: Insert, into: Table, give: tuple[str, ...]) -> Insert:
    return statement.returning(*(into.c[name] for name in give)) if give else statement
