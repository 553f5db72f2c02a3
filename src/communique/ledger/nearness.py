"""Which sightings may be the like of which, found in the database for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Integer, text

from communique.ledger.among import several
from communique.ledger.columns import AnyText, Key
from communique.ledger.merging import Sighting

NARROW = 62
"""Days that a sighting can mean which are looked up by the first of them. Those of more are few, and gone through."""

_EVER = (-(10**7), 10**7)
"""Days before and after all that there are."""

_ROWS = """
    SELECT json_extract(value, '$[0]') AS one, json_extract(value, '$[1]') AS block,
        json_extract(value, '$[2]') AS first, json_extract(value, '$[3]') AS last
    FROM json_each(:asked)
"""
_ARRAYS = "SELECT * FROM unnest(:ones, :blocks, :firsts, :lasts) AS asked (one, block, first, last)"
_NEAR = """
WITH asked AS MATERIALIZED ({asked})
SELECT asked.one, blocks.record_key FROM asked JOIN blocks ON blocks.block = asked.block
WHERE blocks.breadth = 0
UNION
SELECT asked.one, blocks.record_key FROM asked JOIN blocks ON blocks.block = asked.block
WHERE blocks.breadth = 1 AND blocks.first >= asked.first - {narrow} AND blocks.first <= asked.last
    AND blocks.last >= asked.first
UNION
SELECT asked.one, blocks.record_key FROM asked JOIN blocks ON blocks.block = asked.block
WHERE blocks.breadth = 2 AND blocks.first <= asked.last AND blocks.last >= asked.first
"""
_IN_SQLITE = text(_NEAR.format(asked=_ROWS, narrow=NARROW))
_ON_SERVER = text(_NEAR.format(asked=_ARRAYS, narrow=NARROW)).bindparams(
    several("ones", Key), several("blocks", AnyText()), several("firsts", Integer()), several("lasts", Integer())
)


def breadth(first: int | None, last: int | None) -> int:
    """How a span of days is looked up: 0 for any day, 1 for at most NARROW, 2 for more."""
    if first is None or last is None:
        return 0
    return 1 if last - first <= NARROW else 2


def near(connection: Connection, sightings: Sequence[tuple[int, Sighting]]) -> dict[int, list[int]]:
    """The records that share a block with each of some sightings, at days on which they may meet; all by key."""
    asked = [(key, block, _days(one, block)) for key, one in sightings for block in one.blocks]
    found: dict[int, list[int]] = {key: [] for key, _ in sightings}
    for row in _pairs(connection, asked):
        if row.one != row.record_key:
            found[row.one].append(row.record_key)
    return found


def _days(one: Sighting, block: str) -> tuple[int, int]:
    days = one.reach(block)
    return _EVER if days is None else days


def _pairs(connection: Connection, asked: Sequence[tuple[int, str, tuple[int, int]]]) -> Iterable[Any]:
    if connection.dialect.name == "sqlite":
        written = AnyText().process_bind_param
        rows = [(key, written(block, connection.dialect), *days) for key, block, days in asked]
        return connection.execute(_IN_SQLITE, {"asked": orjson.dumps(rows).decode()})
    values = {
        "ones": [key for key, _, _ in asked],
        "blocks": [block for _, block, _ in asked],
        "firsts": [first for _, _, (first, _) in asked],
        "lasts": [last for _, _, (_, last) in asked],
    }
    return connection.execute(_ON_SERVER, values)
