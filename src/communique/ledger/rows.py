"""Rows put into a table, as many as there are, in one statement whose text is always the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Row, Table, func, insert, select

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


@cache
def _each(into: Table, give: tuple[str, ...]) -> Insert:
    return _giving(insert(into), into, give)


@cache
def _from_lists(into: Table, names: tuple[str, ...], give: tuple[str, ...]) -> Insert:
    lists = (func.unnest(several(name, into.c[name].type)) for name in names)
    return _giving(insert(into).from_select(names, select(*lists)), into, give)


def _giving(statement: Insert, into: Table, give: tuple[str, ...]) -> Insert:
    return statement.returning(*(into.c[name] for name in give)) if give else statement
