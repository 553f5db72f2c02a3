"""The examples of docs/api.md run as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import orjson
import pytest

from browsing import Site
from communique.ledger import Ledger
from communique.people import People, Scope

PAGE = Path(__file__).parents[1] / "docs" / "api.md"
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_every_example_runs(own_site: Site, capsys: pytest.CaptureFixture[str]):
    with Ledger.open(own_site.ledger) as ledger:
        people = People(ledger)
        people.add("Lan", "a long sentence nobody guesses")
        token = people.give_token("Lan", Scope)
    assert len(EXAMPLES) == 3
    for each in EXAMPLES:
        exec(each.replace("http://127.0.0.1:8000", own_site.address), {"TOKEN": token})
    said = capsys.readouterr().out
    assert "404 there is no entry" in said
    assert "điện đàm" in said


def test_the_examples_of_the_description_can_be_made_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(PAGE.parent))
    import make_api

    assert make_api.made().keys() == orjson.loads(make_api.WHERE.read_bytes()).keys()
