"""Conditions on many values at once, in statements that are the same however many there are.

    select(…).where(among(RecordRow.key, several("keys", Key)))

A database can keep its plan of such a statement, and SQLAlchemy its text; a list of so many marks is another each time.
"""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import BindParameter, ColumnElement, Dialect, Text, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class Several(TypeDecorator[Any]):
    """A list of values of one type: an array in PostgreSQL, JSON in SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, each: TypeEngine[Any]) -> None:
        super().__init__()
        self.each = each

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(ARRAY(self.each))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        written = self.each.dialect_impl(dialect).bind_processor(dialect)
        return orjson.dumps([written(one) for one in value] if written else list(value)).decode()


def several(name: str, each: TypeEngine[Any]) -> BindParameter[Any]:
    """A parameter that takes a list."""
    return bindparam(name, type_=Several(each))


def among(column: Any, values: BindParameter[Any]) -> ColumnElement[bool]:
    """Whether a column has one of several values."""
    return _Among(column, values)


class _Among(FunctionElement[Any]):
    """Without a type: a Boolean one would be compared with 1 in SQLite, which then would not use an index."""

    name = "among"
    inherit_cache = True


@compiles(_Among, "sqlite")
def _in_json(element: _Among, compiler: Any, **kw: Any) -> str:
    column, values = element.clauses
    return f"{compiler.process(column, **kw)} IN (SELECT value FROM json_each({compiler.process(values, **kw)}))"


@compiles(_Among, "postgresql")
def _in_array(element: _Among, compiler: Any, **kw: Any) -> str:
    column, values = element.clauses
    return f"{compiler.process(column, **kw)} = ANY ({compiler.process(values, **kw)})"
