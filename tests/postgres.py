"""A PostgreSQL server of the tests' own, from the binaries of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
"""Tests kill clients, never the server, so that it need not keep its promises through a power cut."""

BINARIES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")


def missing() -> str | None:
    """What this machine lacks for a server, None where it has it all."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "no PostgreSQL driver here: pip install 'communique[postgres]'"
    return None if _binary("initdb") and _binary("pg_ctl") else "no PostgreSQL server on this machine"


def _binary(name: str) -> str | None:
    found = sorted(path for pattern in BINARIES for path in Path("/").glob(f"{pattern[1:]}/{name}"))
    return shutil.which(name) or (str(found[-1]) if found else None)


class Server:
    """A running server, reached by a socket in a folder of its own; every `database` is new and empty."""

    def __init__(self, settings: Sequence[str] = QUICK) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="communique-pg-"))
        self._user = "nobody" if os.geteuid() == 0 else None  # a server will not run as root
        self._count = 0
        if self._user:
            shutil.chown(self._folder, self._user)
        data = str(self._folder / "data")
        self._run("initdb", "-D", data, "-U", "test", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        given = " ".join(f"-c {each}" for each in ("listen_addresses=", *settings))
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", data, "-o", f"-k {self._folder} {given}", "-l", log, "-w", "start")

    def _run(self, name: str, *arguments: str) -> None:
        command = [_binary(name) or name, *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=self._user, cwd=self._folder)

    def _url(self, database: str) -> str:
        return f"postgresql://test@/{database}?host={self._folder}"

    def database(self) -> str:
        """The URL of a new database."""
        import psycopg

        self._count += 1
        name = f"ledger_{self._count}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self._url(name)

    def stop(self) -> None:
        """Stop it and remove all it kept."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self._folder)
