"""Which sightings may be the like of which, found in the database for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Integer, text

from communique.ledger.among import several
from communique.ledger.columns import AnyText, Key
from communique.ledger.merging import Sighting
from communique.ledger.merging.when import SPECIFIC

_EVER = (-(10**7), 10**7)
"""Days before and after all that there are."""

_ROWS = """
    SELECT json_extract(value, '$[0]') AS one, json_extract(value, '$[1]') AS block,
        json_extract(value, '$[2]') AS first, json_extract(value, '$[3]') AS last,
        json_extract(value, '$[4]') AS tight, json_extract(value, '$[5]') AS wide
    FROM json_each(:asked)
"""
_ARRAYS = """
    SELECT * FROM unnest(:ones, :blocks, :firsts, :lasts, :tights, :wides)
    AS asked (one, block, first, last, tight, wide)
"""
_DAYS, _MONTHS = SPECIFIC, 62
"""Days that a sighting can mean by which it is looked up. Those of more are few, and gone through."""

_ANY_DAY, _OF_DAYS, _OF_MONTHS, _OF_MORE = range(4)

_LIKE = "SELECT asked.one, blocks.record_key FROM asked JOIN blocks ON blocks.block = asked.block WHERE blocks.breadth"
_NEAR = f"""
WITH asked AS MATERIALIZED ({{asked}})
{_LIKE} = {_ANY_DAY}
UNION
{_LIKE} = {_OF_DAYS} AND blocks.first >= asked.first - asked.tight - {_DAYS}
    AND blocks.first <= asked.last + asked.tight AND blocks.last >= asked.first - asked.tight
UNION
{_LIKE} = {_OF_MONTHS} AND blocks.first >= asked.first - asked.wide - {_MONTHS}
    AND blocks.first <= asked.last + asked.wide AND blocks.last >= asked.first - asked.wide
UNION
{_LIKE} = {_OF_MORE} AND blocks.first <= asked.last + asked.wide AND blocks.last >= asked.first - asked.wide
"""
_IN_SQLITE = text(_NEAR.format(asked=_ROWS))
_ON_SERVER = text(_NEAR.format(asked=_ARRAYS)).bindparams(
    several("ones", Key),
    several("blocks", AnyText()),
    *(several(name, Integer()) for name in ("firsts", "lasts", "tights", "wides")),
)

Asked = tuple[int, str, int, int, int, int]
"""A record by key, a block, its first and last day there, and how far off its like may be: tight and wide."""


def breadth(first: int | None, last: int | None) -> int:
    """How a span of days is looked up."""
    if first is None or last is None:
        return _ANY_DAY
    days = last - first + 1
    return _OF_DAYS if days <= _DAYS else _OF_MONTHS if days <= _MONTHS else _OF_MORE


def near(connection: Connection, sightings: Sequence[tuple[int, Sighting]]) -> dict[int, list[int]]:
    """The records that share a block with each of some sightings, at days on which they may meet; all by key."""
    asked = [_asked(key, one, block) for key, one in sightings for block in one.blocks]
    found: dict[int, list[int]] = {key: [] for key, _ in sightings}
    for row in _pairs(connection, asked):
        if row.one != row.record_key:
            found[row.one].append(row.record_key)
    return found


def _asked(key: int, one: Sighting, block: str) -> Asked:
    first, last = one.span(block)
    reach = one.reach(block)
    if reach is None or first is None or last is None:
        return key, block, *_EVER, 0, 0
    return key, block, first, last, *reach


def _pairs(connection: Connection, asked: Sequence[Asked]) -> Iterable[Any]:
    if connection.dialect.name == "sqlite":
        written = AnyText().process_bind_param
        rows = [(key, written(block, connection.dialect), *days) for key, block, *days in asked]
        return connection.execute(_IN_SQLITE, {"asked": orjson.dumps(rows).decode()})
    names = ("ones", "blocks", "firsts", "lasts", "tights", "wides")
    return connection.execute(_ON_SERVER, {name: [each[place] for each in asked] for place, name in enumerate(names)})
