"""What must hold between the entries and the records they are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, select

from communique.ledger.batches import batches
from communique.ledger.composing import code_rows, dyads_of, entry_rows
from communique.ledger.dyads import OF_CHANNELS
from communique.ledger.merging.settling import choice
from communique.ledger.sightings import Kept, current_records
from communique.ledger.tables import BlockRow, ChangedDyadRow, DyadRow, EntryCodeRow, EntryRow, RecordRow, SightingRow


def sightings(connection: Connection) -> Iterator[tuple[str, str]]:
    """Every record of a current reading, and no other, is compared with its like and follows whom it should."""
    current = set(current_records(connection))
    links = connection.execute(select(SightingRow.record_key, SightingRow.leader_key))
    held = {row.record_key: row.leader_key for row in links}
    for key in sorted(current ^ held.keys()):
        yield f"record {key}", "is current and has not been settled" if key in current else "is settled but not current"
    ids = {row.key: row.id for row in connection.execute(select(RecordRow.key, RecordRow.id))}
    for keys in batches(sorted(current & held.keys())):
        kept = Kept(connection)
        blocks: dict[int, set[str]] = {key: set() for key in keys}
        query = select(BlockRow.record_key, BlockRow.block).where(BlockRow.record_key.in_(keys))
        for key, block in connection.execute(query):
            blocks[key].add(block)
        for one in kept.these(keys):
            key = kept.key(one)
            if blocks[key] != set(one.blocks):
                yield one.id, "is not looked for where it should be"
            leader, wanted = held[key], choice(one, kept, kept.told)
            if leader is None or ids.get(leader) != wanted:
                yield one.id, f"follows {ids.get(leader or 0)}, not {wanted}"


def entries(connection: Connection) -> Iterator[tuple[str, str]]:
    """There is one entry for each leader, and it says what its reports, and people, come to."""
    led = {key for key in connection.scalars(select(SightingRow.leader_key).distinct()) if key is not None}
    known = set(connection.scalars(select(EntryRow.key)))
    for key in sorted(known ^ led):
        yield f"entry {key}", "has no reports" if key in known else "is missing"
    for keys in batches(sorted(known & led)):
        rows = {row.key: row for row in connection.execute(select(EntryRow.__table__).where(EntryRow.key.in_(keys)))}
        codes, dyads = _held(connection, EntryCodeRow, keys), _held(connection, DyadRow, keys)
        for wanted, reports in entry_rows(connection, keys):
            key = wanted["key"]
            for column, value in wanted.items():
                if getattr(rows[key], column) != value:
                    yield rows[key].id, f"{column} is not what its reports come to"
            if codes[key] != {_told(each) for each in code_rows(wanted)}:
                yield rows[key].id, "its actors are not those of its reports"
            if dyads[key] != {_told(each) for each in dyads_of(wanted, reports)}:
                yield rows[key].id, "its dyads are not those of its reports"


def channels(connection: Connection) -> Iterator[tuple[str, str]]:
    """Every dyad of which a contact or a state is known has a token for the last change."""
    held = select(DyadRow.one, DyadRow.other).where(DyadRow.list.in_(OF_CHANNELS))
    for one, other in connection.execute(held.except_(select(ChangedDyadRow.one, ChangedDyadRow.other))):
        yield f"{one}-{other}", "is left out of the channels"


def _held(
    connection: Connection, table: type[EntryCodeRow | DyadRow], keys: Sequence[int]
) -> defaultdict[int, set[tuple[str, ...]]]:
    """The rows of entries, by key."""
    found: defaultdict[int, set[tuple[str, ...]]] = defaultdict(set)
    for row in connection.execute(select(table.__table__).where(table.entry_key.in_(keys))).mappings():
        found[row["entry_key"]].add(_told(dict(row)))
    return found


def _told(row: Mapping[str, object]) -> tuple[str, ...]:
    """A row's values in the order of their columns' names, as text."""
    return tuple(str(row[name]) for name in sorted(row))
