"""Counts by month are those of the entries one by one, whatever has been added, judged and read again since."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from communique.ledger import Ledger, RecordKind
from communique.ledger.tables import TallyRow
from communique.ledger.tallies import cut, first_day, month_of
from handmade import CALL, article, reading
from test_ledger_paging import DAYS, SIDES, told

PERIODS = (
    (None, None),
    (None, date(2024, 1, 2)),
    (date(2023, 12, 30), None),
    (date(2023, 12, 31), date(2024, 3, 5)),
    (date(2024, 1, 1), date(2024, 1, 31)),
    (date(2024, 1, 2), date(2024, 1, 2)),
    (date(2024, 1, 3), date(2024, 1, 1)),
)


@given(st.dates(date(2019, 1, 1), date(2022, 12, 31)), st.dates(date(2019, 1, 1), date(2022, 12, 31)))
def test_months_and_the_days_beside_them_are_the_period(since, until):
    (first, last), edges = cut(since, until)
    days = [day for month in range(first, last + 1) for day in _days(first_day(month), first_day(month + 1))]
    days += [day for start, end in edges for day in _days(start, end + timedelta(days=1))]
    assert sorted(days) == list(_days(since, until + timedelta(days=1)))
    assert all(month_of(start) == month_of(end) for start, end in edges)


def _days(start: date, end: date) -> list[date]:
    return [start + timedelta(days=number) for number in range((end - start).days)]


@pytest.fixture
def ledger(place):
    with Ledger.open(place, create=True) as opened:
        for number in range(len(SIDES) * len(DAYS)):
            page = article(f"page {number}", CALL)
            opened.add(page, reading(page, contacts=(told(number),)))
        yield opened


def _judged(ledger: Ledger) -> None:
    for entry in list(ledger.entries(RecordKind.CONTACT))[::5]:
        ledger.reject(entry.id, by="Hà")


def _undone(ledger: Ledger) -> None:
    _judged(ledger)
    for number in (1, 3):
        ledger.undo(number, by="Hà")


def _moved(ledger: Ledger) -> None:
    """Another version of a page says another day and other sides; a date is corrected; two entries become one."""
    page = article("page 4", CALL + " ")
    ledger.add(page, reading(page, contacts=(replace(told(5), date="2024-02-29"),)))
    first, second, third = list(ledger.entries(RecordKind.CONTACT))[:3]
    ledger.correct(first.id, "date", "2024-01-31", by="Hà")
    ledger.merge(second.id, third.id, by="Hà")


@pytest.mark.parametrize("change", [lambda _: None, _judged, _undone, _moved])
def test_counts_are_those_of_the_entries(ledger, change):
    change(ledger)
    entries = list(ledger.entries(RecordKind.CONTACT))
    sides = {each.id: sorted({one.code for one in each.record.participants}) for each in entries}
    for since, until in PERIODS:
        held = [
            each
            for each in entries
            if (since, until) == (None, None)
            or (each.earliest and (since or date.min) <= each.earliest <= (until or date.max))
        ]
        codes = Counter(code for each in held for code in sides[each.id])
        assert dict(ledger.active(since, until, 10)) == codes
        dyads = Counter(dyad for each in held for dyad in combinations(sides[each.id], 2))
        assert {each.dyad: each.contacts for each in ledger.ties(list(codes), since, until)} == dyads
    assert list(ledger.verify()) == []
    with ledger.asking() as connection:
        assert connection.scalars(select(TallyRow.entries).where(TallyRow.entries < 1)).all() == []


def test_a_wrong_count_is_found(ledger):
    with ledger.writing() as connection:
        connection.execute(text("UPDATE tallies SET entries = 9 WHERE one = 'RUS' AND other = 'USA' AND month > 0"))
    found = [each for each in ledger.verify() if each.check == "tallies"]
    assert {each.what.split(",")[0] for each in found} == {"counts 9 entries"}
    assert all(each.where.startswith("tally RUS-USA contacts of 202") for each in found)


def test_nothing_is_counted_row_by_row(tmp_path):
    with Ledger.open(str(tmp_path / "l.sqlite"), create=True) as ledger, ledger.asking() as connection:
        plan = "EXPLAIN QUERY PLAN SELECT one, sum(entries) FROM tallies WHERE one IN ('RUS') AND other = ''"
        rows = connection.execute(text(f"{plan} AND list IN ('contacts') AND month BETWEEN 1 AND 9 GROUP BY one"))
        (how,) = [row.detail for row in rows if "tallies" in row.detail]
    assert "PRIMARY KEY (one=? AND other=? AND list=? AND month>? AND month<?)" in how
