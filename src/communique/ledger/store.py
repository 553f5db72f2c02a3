"""Where a ledger is and how it is opened: SQLite by default, PostgreSQL by URL, migrations run on the way in."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from sqlalchemy import URL, Connection, Engine, FromClause, create_engine, event, inspect, text
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from communique.errors import LedgerError
from communique.ledger import copies, searchindex
from communique.ledger.composing import write_entries
from communique.ledger.revision import changed
from communique.ledger.sightings import bring_in, current_records

HEAD = "0024"
"""The newest migration; a ledger already there is opened without loading Alembic."""

_BEFORE_ENTRIES = "0001"
_SEARCH = "0023"
"""The migration from which on the search index is as it is today."""
_BEFORE_PAIRS = ("0019", "0020", "0021", "0022")
"""Those of before whose index in SQLite lacks nothing but pairs."""

_BEFORE_COPIES = ("0001", "0002", "0003", "0004", "0005", "0006")

BUSY_SECONDS = 30
WRITING = "communique_writing"
_MIGRATION_LOCK = 0x436F6D6D
_WRITERS_LOCK = 0x436F6D6F


def default_location() -> str:
    """`$COMMUNIQUE_LEDGER`, or `ledger.sqlite` in the user's data folder."""
    return os.environ.get("COMMUNIQUE_LEDGER") or str(user_data_path("communique") / "ledger.sqlite")


def connect(location: str, *, create: bool) -> Engine:
    """An engine on an up-to-date ledger at a path or URL.

    Raises LedgerError where there is none (and `create` is false), where it is no ledger, or where a newer program
    wrote it.
    """
    engine = engine_at(location, create=create)
    try:
        migrate(engine, shown(engine.url), create=create)
    except LedgerError:
        engine.dispose()
        raise
    return engine


def engine_at(location: str, *, create: bool) -> Engine:
    """An engine on a place, whatever is there. Raises LedgerError where nothing can be."""
    url = _url(location)
    return _sqlite(url, create=create) if url.get_backend_name() == "sqlite" else _server(url)


def file_of(location: str) -> Path | None:
    """The file of a ledger in SQLite; None where it lives on a server. Raises LedgerError where it is neither."""
    url = _url(location)
    if url.get_backend_name() != "sqlite":
        return None
    return Path(url.database or "")


def _url(location: str) -> URL:
    if "://" not in location:
        return URL.create("sqlite", database=str(Path(location).expanduser()))
    try:
        url = make_url(location)
    except ArgumentError as error:
        raise LedgerError(f"{location!r} is neither a path nor a database URL") from error
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise LedgerError(f"a ledger lives in SQLite or PostgreSQL, not in {url.get_backend_name()!r}")
    return url


def shown(url: URL) -> str:
    """A place as it may be printed: without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or "memory"
    return url.render_as_string(hide_password=True)


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().split("\n")[0]


def _sqlite(url: URL, *, create: bool) -> Engine:
    path = Path(url.database) if url.database and url.database != ":memory:" else None
    if path and not path.is_file():
        if path.exists():
            raise LedgerError(f"{path} is not a file")
        if not create:
            raise LedgerError(f"there is no ledger at {path}; `communique add` makes one")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LedgerError(f"{path.parent} cannot be made: {error.strerror}") from error
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    engine.dialect.statement_compiler = _WithHints
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


class _WithHints(SQLiteCompiler):
    """Writes what `Select.with_hint` says of a table, which SQLAlchemy does for other databases only."""

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:
        """What stands behind the name of the table."""
        return text


_PRAGMAS = (
    "foreign_keys = ON",
    "journal_mode = WAL",
    "synchronous = FULL",
    "cache_size = -32768",
    "wal_autocheckpoint = 8000",
)


def _set_pragmas(connection: sqlite3.Connection, _: Any) -> None:
    """WAL: readers never wait for the writer. FULL: what was committed survives a power cut too. 32 MB of the pages of
    a large ledger stay at hand, and as many are written in their places at once.
    """
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """A writer takes its lock at the start, so that it waits for its turn instead of failing half-way."""
    immediate = connection.get_execution_options().get(WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _server(url: URL) -> Engine:
    try:
        engine = create_engine(url, connect_args={"connect_timeout": BUSY_SECONDS}, pool_pre_ping=True)
        from psycopg.types.array import ListBinaryDumper
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise LedgerError("a ledger in PostgreSQL needs its driver: pip install 'communique[postgres]'") from error

    def lists_as_they_are(connection: Any, _: Any) -> None:
        """Written as text, every text in a list would be searched for what must be escaped."""
        connection.adapters.register_dumper(list, ListBinaryDumper)

    event.listen(engine, "connect", lists_as_they_are)
    return engine


def take_turns(connection: Connection) -> None:
    """Wait for the writers before this one, until the end of the transaction; SQLite has one at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITERS_LOCK})


def migrate(engine: Engine, name: str, *, create: bool) -> None:
    """Bring the ledger up to date. Raises LedgerError as `connect` does; `name` is what it calls the place."""
    try:
        with engine.connect() as connection:
            found = migration(connection)
        if found == HEAD:
            return
        if found is None and not create:
            raise LedgerError(f"{name} holds no ledger; `communique add` makes one")
        with engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
            upgrade(connection, name)
    except DBAPIError as error:
        raise LedgerError(f"{name}: cannot be opened as a ledger: {_first_line(error)}") from error


def migration(connection: Connection) -> str | None:
    """The migration that the tables of a place are at; None where there is no ledger."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def upgrade(connection: Connection, name: str) -> None:
    """Run the migrations that are still to run, or make the tables, within the caller's transaction."""
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", "communique.ledger:migrations")
    config.attributes["connection"] = connection
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
    if migration(connection) is None and (strangers := inspect(connection).get_table_names()):
        raise LedgerError(f"{name} is a database of something else (it has a table {strangers[0]!r})")
    before = migration(connection)
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise LedgerError(f"{name} was written by a newer communique: {error}") from error
    copied = copies.rebuild(connection) if before in _BEFORE_COPIES else set()
    if before == _BEFORE_ENTRIES:
        bring_in(connection, current_records(connection), ())
    elif copied:
        write_entries(connection, copies.entries_with(connection, copied))
    if before in _BEFORE_PAIRS and connection.dialect.name == "sqlite":
        searchindex.add_pairs(connection)
    elif before is not None and before < _SEARCH:
        searchindex.rebuild(connection)
    if before is not None and before != HEAD:
        changed(connection)
