"""Nothing is found by schemathesis: every operation does what the OpenAPI document says, whatever is sent."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from browsing import Site
from communique.ledger import Ledger
from communique.people import People, Scope

_ALWAYS = (
    "--checks",
    "all",
    "--max-response-time",
    "60",
    "--request-timeout",
    "60",
    "--seed",
    "1",
    "--no-color",
)


def _run(site: Site, folder: Path, *options: str) -> None:
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{site.address}/api/v1/openapi.json"]
    ran = subprocess.run(
        [*command, "--header", f"Authorization: Bearer {_token(site)}", *_ALWAYS, *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]


@pytest.fixture
def unlimited(sample_ledger: Path, tmp_path: Path) -> Iterator[Site]:
    """A server that may be asked without end, over a ledger of its own."""
    copy = tmp_path / "ledger.sqlite"
    shutil.copyfile(sample_ledger, copy)
    with Site(str(copy), rate="") as running:
        yield running


def _token(site: Site) -> str:
    with Ledger.open(site.ledger) as ledger:
        people = People(ledger)
        people.add("Lan", "a long sentence nobody guesses")
        return people.give_token("Lan", Scope)


def test_nothing_is_found_at_a_glance(unlimited: Site, tmp_path: Path):
    _run(unlimited, tmp_path, "--phases", "examples,fuzzing", "--max-examples", "2")


@pytest.mark.slow
def test_nothing_is_found(unlimited: Site, tmp_path: Path):
    _run(unlimited, tmp_path, "--max-examples", "25")
