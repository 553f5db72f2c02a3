"""Periods as the search index looks them up."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from communique.ledger.searchperiods import tags_for, tags_of

days = st.dates(date(1500, 1, 1), date(2400, 12, 31))
spans = st.tuples(days, st.integers(0, 1500)).map(lambda span: (span[0], span[0] + timedelta(span[1])))


@given(spans, st.one_of(st.none(), days), st.one_of(st.none(), days))
def test_what_meets_the_days_asked_for_has_one_of_their_tags(span, since, until):
    first, last = span
    meets = (since is None or last >= since) and (until is None or first <= until) and (since or until)
    if meets and (since is None or until is None or since <= until):
        assert set(tags_of(first.toordinal(), last.toordinal())) & set(tags_for(since, until))


def test_tags_are_few():
    assert tags_of(date(2024, 6, 25).toordinal(), date(2024, 6, 25).toordinal()) == ("pm202406", "py2024", "pd202")
    assert tags_of(None, 700_000) == tags_of(0 + 1, 700_000) == ("palways",)
    assert (tags_of(None, None), tags_for(None, None)) == ((), ())
    assert tags_for(date(2024, 6, 25), date(2024, 7, 1)) == ("palways", "pm202406", "pm202407")
    assert tags_for(date(2019, 12, 1), date(2031, 1, 1)) == ("palways", "pm201912", "pd202", "py2030", "pm203101")
    assert all(len(tags_for(since, None)) < 60 for since in (date(1, 1, 1), date(2021, 2, 1), date(2199, 1, 1)))
