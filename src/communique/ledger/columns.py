"""Column types that keep on every database what Python hands over."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

_ESCAPE = "\x10"
_TO_ESCAPE = re.compile("[\x00\x10]")
_ESCAPED = re.compile("\x10([0@])")
_NAMES = {"\x00": _ESCAPE + "0", _ESCAPE: _ESCAPE + "@"}
_CHARS = {"0": "\x00", "@": _ESCAPE}

Key = BigInteger().with_variant(Integer, "sqlite")
"""Surrogate keys: 64 bits on both databases (SQLite's INTEGER PRIMARY KEY is its row id)."""


class AnyText(TypeDecorator[str]):
    """Text with any code point: PostgreSQL has no U+0000, so that is stored as U+0010 0, and U+0010 as U+0010 @."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or ("\x00" not in value and _ESCAPE not in value):
            return value
        return _TO_ESCAPE.sub(lambda match: _NAMES[match[0]], value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or _ESCAPE not in value:
            return value
        return _ESCAPED.sub(lambda match: _CHARS[match[1]], value)


class UtcTime(TypeDecorator[datetime]):
    """A moment, always in UTC; SQLite has no time zones and would lose it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
