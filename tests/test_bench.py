"""The made-up ledgers that are measured are what adding the same articles leaves."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from communique.ledger import Ledger, RecordKind

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
