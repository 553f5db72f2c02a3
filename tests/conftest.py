"""What several tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from postgres import Server, missing

ROOT = Path(__file__).parents[1]
DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material beside the repository that is no part of it: hand-coded articles, a corpus, flattened pages."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the material beside the repository is not here")
    return folder


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server, started when a test first asks for one."""
    if reason := missing():
        pytest.skip(reason)
    started = Server()
    try:
        yield started
    finally:
        started.stop()


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a ledger can be made: a test that asks for it runs once on each database."""
    return _empty(request, tmp_path / "ledger.sqlite")


@pytest.fixture(params=DATABASES)
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A second place, also on each database: with `place`, from each to each."""
    return _empty(request, tmp_path / "elsewhere.sqlite")


def _empty(request: pytest.FixtureRequest, path: Path) -> str:
    if request.param == "sqlite":
        return str(path)
    server: Server = request.getfixturevalue("server")
    return server.database()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud that the tests on PostgreSQL did not run."""
    reason = missing()
    left_out = [each for each in terminalreporter.stats.get("skipped", []) if reason and reason in str(each.longrepr)]
    if left_out:
        terminalreporter.write_line(f"NOT TESTED on PostgreSQL ({len(left_out)} tests): {reason}", yellow=True)
