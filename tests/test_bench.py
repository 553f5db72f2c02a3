"""The made-up ledgers that are measured are what adding the same articles leaves, and all that is asked is answered."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from communique.ledger import Ledger, RecordKind
from communique.web import Settings, application

BENCH = Path(__file__).parents[1] / "bench"
WORDS = ["Hai bộ trưởng trao đổi về an ninh khu vực.", "Phát ngôn viên bác bỏ cáo buộc của phía bên kia."]


def _entries(ledger: Ledger) -> list[tuple[str, tuple[str, ...]]]:
    found = (entry for kind in RecordKind for entry in ledger.entries(kind))
    return [(entry.id, tuple(sorted(report.id for report in entry.reports))) for entry in found]


def test_a_filled_ledger_is_as_adding_leaves_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    from synthetic import DAYS, START, News, fill  # type: ignore[import-not-found]

    with Ledger.open(str(tmp_path / "filled.sqlite"), create=True) as filled:
        fill(filled, News(WORDS), 240)
        assert list(filled.verify()) == []
        with Ledger.open(str(tmp_path / "added.sqlite"), create=True) as added:
            days = [START + timedelta(days=number * DAYS // 20) for number in range(20)]
            for article, reading, _ in News(WORDS).several([f"d{number}" for number in range(20)], days):
                added.add(article, reading)
            assert _entries(added) == _entries(filled)


def test_what_is_asked_is_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    from addresses import API, EACH, PAGES, addresses  # type: ignore[import-not-found]
    from synthetic import News, fill
    from web import peopled  # type: ignore[import-not-found]

    place = str(tmp_path / "ledger.sqlite")
    with Ledger.open(place, create=True) as ledger:
        fill(ledger, News(WORDS), 1000)
        peopled(ledger, WORDS)
        asked = list(addresses(ledger))
    too_few_words = {"search, phrase", "search, words"}
    assert {each.of for each in asked} >= (PAGES | API).keys() - too_few_words
    with TestClient(application(Settings(place, rate="")), "http://localhost", client=("127.0.0.1", 1)) as client:
        for each in asked:
            assert len(set(each.paths)) == EACH
            if each.form != ".csv":
                assert client.get(each.paths[0]).status_code == 200, each.paths[0]
