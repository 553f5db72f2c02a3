"""What several tests share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner

from browsing import Browser, Site, browser, no_browser
from communique.cli.app import app
from postgres import Server, missing
from signing import account

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


@pytest.fixture(scope="session")
def sample_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the packaged articles. Tests that write take a copy of it."""
    where = tmp_path_factory.mktemp("sample") / "ledger.sqlite"
    added = CliRunner().invoke(app, ["add", "--quiet", "--ledger", str(where), str(files("communique") / "sample")])
    assert added.exit_code == 0, added.output
    return where


@pytest.fixture(scope="session")
def site(sample_ledger: Path) -> Iterator[Site]:
    """The pages over that ledger on a port of this machine, read only."""
    with Site(str(sample_ledger)) as running:
        yield running


@pytest.fixture
def own_site(sample_ledger: Path, tmp_path: Path) -> Iterator[Site]:
    """The pages over a copy of that ledger that a test may change."""
    copy = tmp_path / "ledger.sqlite"
    shutil.copyfile(sample_ledger, copy)
    with Site(str(copy)) as running:
        yield running


@pytest.fixture
def peopled(own_site: Site) -> Site:
    """Pages that somebody can sign in to."""
    account(own_site.ledger)
    return own_site


@pytest.fixture
def closed(sample_ledger: Path, tmp_path: Path) -> Iterator[Site]:
    """Pages that nobody reads without signing in."""
    copy = tmp_path / "closed.sqlite"
    shutil.copyfile(sample_ledger, copy)
    account(str(copy))
    with Site(str(copy), closed=True) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, driven by Playwright."""
    if reason := no_browser():
        pytest.skip(reason)
    with browser() as started:
        yield started


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud that the tests on PostgreSQL did not run."""
    reason = missing()
    left_out = [each for each in terminalreporter.stats.get("skipped", []) if reason and reason in str(each.longrepr)]
    if left_out:
        terminalreporter.write_line(f"NOT TESTED on PostgreSQL ({len(left_out)} tests): {reason}", yellow=True)
    if no_browser():
        terminalreporter.write_line(f"NOT TESTED in a browser: {no_browser()}", yellow=True)
