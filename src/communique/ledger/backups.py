"""Backups. Whichever database it is made of, a backup is one SQLite file, itself a ledger, and goes into either.

It holds no accounts, so that nobody who gets hold of it can try passwords or tokens; a place that one is restored to
keeps the accounts it has.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Engine, Table, bindparam, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from communique.errors import LedgerError
from communique.ledger import searchindex
from communique.ledger.personal import Personal
from communique.ledger.store import (
    BUSY_SECONDS,
    WRITING,
    connect,
    engine_at,
    file_of,
    migrate,
    shown,
    take_turns,
    upgrade,
)
from communique.ledger.tables import Base, RevisionRow

SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""Of a transaction on PostgreSQL that sees one moment from its first question to its last; SQLite's always do."""

_BATCH = 1000


def backup(engine: Engine, file: Path, *, force: bool = False) -> None:
    """Write all a ledger holds at this moment to a file, which is complete once it has its name.

    Readers and writers go on meanwhile. Raises LedgerError where the file is there already (and `force` is false) or
    cannot be written.
    """
    if not force and file.exists():
        raise LedgerError(f"{file} is there already; --force writes over it")
    if not file.parent.is_dir():
        raise LedgerError(f"{file} cannot be written: there is no folder {file.parent}")
    with _part(file) as part:
        if engine.dialect.name == "sqlite":
            with closing(engine.raw_connection()) as source:
                held: Any = source.driver_connection
                _copy(held, part)
            _forget_people(part)
        else:
            _copy_from_server(engine, part)
        with closing(sqlite3.connect(part)) as made:
            made.execute("PRAGMA journal_mode = DELETE")
        _settle(part, file)


def restore(file: Path, location: str, *, force: bool = False) -> None:
    """Make what a backup holds the ledger at a path or URL; stopped at any moment, it has done nothing or all of it.

    Raises LedgerError, and changes nothing, where there is a ledger that is not empty (and `force` is false), and where
    the file is no backup, is damaged, or was written by a newer program.
    """
    _check_file(file)
    target = file_of(location)
    try:
        if target is None:
            _restore_to_server(file, location, force=force)
        elif target.exists():
            _restore_over(file, target, force=force)
        else:
            _restore_new(file, target)
    except (DBAPIError, sqlite3.Error, OSError) as error:
        raise LedgerError(f"{file} cannot be restored: {str(error).splitlines()[0]}") from error


def _check_file(file: Path) -> None:
    if not file.is_file():
        raise LedgerError(f"there is no backup at {file}")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as found:
            found.execute("SELECT version_num FROM alembic_version").fetchone()
            told = found.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise LedgerError(f"{file} is no backup of a ledger: {error}") from error
    if told != "ok":
        raise LedgerError(f"{file} is damaged: {told}")


def _restore_new(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with _part(target) as part:
        _copy_up_to_date(file, part)
        for left in _companions(target):  # of a ledger deleted without them: they would be taken for this one's
            left.unlink(missing_ok=True)
        _settle(part, target, over=False)


def _restore_over(file: Path, target: Path, *, force: bool) -> None:
    """In one transaction of SQLite's own, so that other programs may have the ledger open."""
    engine = connect(str(target), create=True)
    try:
        with engine.begin() as connection:
            _refuse_to_overwrite(connection, str(target), force=force)
        with _part(target) as part:
            _copy_up_to_date(file, part)
            _keep_people(engine, part)
            with (
                closing(sqlite3.connect(part)) as source,
                closing(sqlite3.connect(target, timeout=BUSY_SECONDS)) as live,
            ):
                live.execute("PRAGMA synchronous = FULL")
                source.backup(live)
    finally:
        engine.dispose()


def _restore_to_server(file: Path, location: str, *, force: bool) -> None:
    with TemporaryDirectory(prefix="communique-") as folder:
        part = Path(folder) / "backup.sqlite"
        _copy_up_to_date(file, part)
        source, target = engine_at(str(part), create=False), engine_at(location, create=True)
        try:
            with target.begin() as connection, source.connect() as held:
                upgrade(connection, shown(target.url))
                take_turns(connection)
                _refuse_to_overwrite(connection, shown(target.url), force=force)
                names = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
                connection.execute(text(f"TRUNCATE {names}"))
                _copy_rows(held, connection)
                _count_on(connection)
                searchindex.rebuild(connection)
        finally:
            source.dispose()
            target.dispose()


def _refuse_to_overwrite(connection: Connection, name: str, *, force: bool) -> None:
    tables = [table for table in Base.metadata.sorted_tables if table.name != RevisionRow.__tablename__]
    if not force and any(connection.execute(select(table).limit(1)).first() for table in tables):
        raise LedgerError(f"{name} holds a ledger already; --force puts the backup in its place")


def _copy(source: sqlite3.Connection, part: Path) -> None:
    with closing(sqlite3.connect(part)) as copy:
        source.backup(copy)


def _forget_people(part: Path) -> None:
    """Leave nothing of any account in a copy, nor in what is left free in it."""
    with closing(sqlite3.connect(part)) as copy:
        copy.execute("PRAGMA secure_delete = ON")
        known = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in reversed(Personal.metadata.sorted_tables):
            if table.name in known:
                copy.execute(f'DELETE FROM "{table.name}"')
        copy.commit()


def _keep_people(engine: Engine, part: Path) -> None:
    """Put the accounts of a ledger into the file that takes its place."""
    made = engine_at(str(part), create=False)
    try:
        with engine.begin() as source, made.begin() as target:
            for table in Personal.metadata.sorted_tables:
                for rows in _batches(source, table):
                    target.execute(insert(table), rows)
    finally:
        made.dispose()


def _copy_up_to_date(file: Path, part: Path) -> None:
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as source:
        _copy(source, part)
    engine = engine_at(str(part), create=False)
    try:
        migrate(engine, str(file), create=False)
    finally:
        engine.dispose()
    _forget_people(part)  # of a file that was copied by other means


def _copy_from_server(engine: Engine, part: Path) -> None:
    made = connect(str(part), create=True)
    try:
        with (
            engine.connect().execution_options(**SNAPSHOT) as source,
            made.connect().execution_options(**{WRITING: True}) as target,
            target.begin(),
        ):
            _copy_rows(source, target)
            searchindex.rebuild(target)
    finally:
        made.dispose()


def _copy_rows(source: Connection, target: Connection) -> None:
    """Every row of every table, keys and all. Links within a table are made once all its rows are there."""
    for table in Base.metadata.sorted_tables:
        own = [column.name for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]
        for rows in _batches(source, table):
            target.execute(insert(table), [row | dict.fromkeys(own) for row in rows])
        for name in own:
            key = next(iter(table.primary_key))
            link = update(table).where(key == bindparam("_key")).values({name: bindparam("_link")})
            for rows in _batches(source, table):
                if links := [{"_key": row[key.name], "_link": row[name]} for row in rows if row[name] is not None]:
                    target.execute(link, links)


def _batches(source: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    query = select(table).order_by(*table.primary_key)
    result = source.execute(query, execution_options={"yield_per": _BATCH})
    for rows in result.mappings().partitions():
        yield [dict(row) for row in rows]


def _count_on(connection: Connection) -> None:
    """Let the keys that PostgreSQL gives out go on after those that were copied."""
    for table in Base.metadata.sorted_tables:
        key = table.autoincrement_column
        if key is None:
            continue
        highest = connection.scalar(select(func.max(key)))
        if highest is not None:
            sequence = func.pg_get_serial_sequence(table.name, key.name)
            connection.execute(select(func.setval(sequence, highest)))


@contextmanager
def _part(file: Path) -> Iterator[Path]:
    """A path beside a file for what is not yet complete; nothing is left there."""
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    try:
        yield part
    except (sqlite3.Error, OSError) as error:
        raise LedgerError(f"{file} cannot be written: {error}") from error
    finally:
        for each in (part, *_companions(part)):
            each.unlink(missing_ok=True)


def _companions(file: Path) -> list[Path]:
    return [file.with_name(file.name + ending) for ending in ("-wal", "-shm", "-journal")]


def _settle(part: Path, file: Path, *, over: bool = True) -> None:
    """Give a complete file its name, for good. Raises LedgerError where `over` is false and another came first."""
    with part.open("rb+") as made:
        os.fsync(made.fileno())
    if over:
        part.replace(file)
    else:
        try:
            os.link(part, file)
        except FileExistsError as error:
            raise LedgerError(f"{file} has just been made by another program") from error
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
