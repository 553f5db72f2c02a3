"""An open ledger's way to its database: opening and closing it, and the transactions everything else is done in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from communique.errors import LedgerError, LedgerFailedError
from communique.ledger.personal import wipe_what_goes
from communique.ledger.store import WRITING, connect, default_location, take_turns


class Opened:
    """An open ledger. Several programs may have the same one open; every method raises LedgerError where it fails."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, location: str | None = None, *, create: bool = False) -> Self:
        """The ledger at a path or URL (else `default_location`); `create` makes one where there is none."""
        return cls(connect(location or default_location(), create=create))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that changes what else is kept in the database (see `communique.ledger.personal`)."""
        with self._writing() as connection:
            wipe_what_goes(connection)
            yield connection

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """A transaction that asks for what else is kept in the database."""
        with self._asking() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._transaction(self._engine.execution_options(**{WRITING: True})) as connection:
            take_turns(connection)
            yield connection

    @contextmanager
    def _asking(self) -> Iterator[Connection]:
        with self._transaction(self._engine) as connection:
            yield connection

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        with self._speaking(), engine.begin() as connection:
            yield connection

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise
        except DBAPIError as error:
            kind = LedgerError if isinstance(error, DataError) else LedgerFailedError
            raise kind(f"the ledger could not be used: {str(error.orig).splitlines()[0]}") from error
