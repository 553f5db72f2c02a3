"""Channels: the rules of `communique.ledger.histories`, a case each."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.interchange import RecordKind
from communique.ledger import Ledger, Level, channel_rows
from communique.ledger.channel_rows import Kept
from communique.ledger.channels import Present, Said, Talk
from communique.ledger.histories import histories
from communique.records import Participant, StateKind, StateValue, Status
from handmade import CALL, FROZEN, article, contact, reading, state


def told(place, contacts=(), states=(), as_of=date(2024, 7, 1)):
    """The channels of a ledger of one page; contacts and states are (field, value) dicts."""
    page = article("page", CALL, FROZEN)
    made = tuple(contact(page, id=f"c{n}", **fields) for n, fields in enumerate(contacts))
    held = tuple(state(page, id=f"t{n}", **fields) for n, fields in enumerate(states))
    with Ledger.open(place, create=True) as ledger:
        ledger.add(page, reading(page, contacts=made, states=held))
        return ledger.channels(as_of)


DEFENCE = {"parties": ("RUS", "USA")}


@pytest.mark.parametrize(
    ("contacts", "states", "present", "since"),
    [
        ([{"date": "2024-06-25"}], [], "open", None),
        ([{"date": "2023-03-15"}], [], "silent", "2023-03-15"),
        ([{"date": "2023-03"}], [], "silent", "2023-03-31"),
        ([{"date": "2023-03-15"}], [{"state": StateValue.OPEN, "since": "2024-05"}], "open", None),
        ([{"date": "2023-03-15"}], [{"since": "2024-01-10"}], "frozen", "2024-01-10"),
        ([{"date": "2023-03-15"}], [{"state": StateValue.CUT}], "cut", "2024-06-26"),
        (
            [{"date": "2023-03-15"}],
            [{"kind": StateKind.RELATIONS, "state": StateValue.CUT, "since": "2024"}],
            "cut",
            "2024-01-01",
        ),
        ([{"date": "2024-06-25"}], [{"since": "2024-01-10"}], "restored", "2024-06-25"),
        ([{"date": "2024-06-25"}], [{"state": StateValue.RESTORED, "since": "2024-06-20"}], "restored", "2024-06-20"),
        ([{"date": "2024-06-25"}], [{"kind": StateKind.RELATIONS, "state": StateValue.STRAINED}], "open", None),
        ([{"date": None}], [], None, None),
        ([{"date": "2024-06-25"}, {"date": "2024-08-01"}], [], "open", None),
    ],
)
def test_the_present_state_of_a_channel(place, contacts, states, present, since):
    (channel,) = told(place, contacts, [DEFENCE | fields for fields in states])
    assert (channel.dyad, channel.level) == (("RUS", "USA"), "defence")
    assert (channel.present, channel.since and channel.since.isoformat()) == (present, since)
    assert bool(channel.evidence) is bool(present)


def test_a_contact_that_was_only_planned_opens_nothing(place):
    assert told(place, [{"status": Status.PLANNED}]) == ()


def test_a_state_without_contacts_is_a_channel_of_any_level(place):
    (channel,) = told(place, states=[{"since": "2014-04"}])
    assert (channel.dyad, channel.level, channel.present, channel.last) == (("NATO", "RUS"), "any", "frozen", None)


@pytest.mark.parametrize(
    ("ours", "theirs", "level"),
    [
        ("president", "president", "heads"),
        ("president", "defence minister", "other"),
        ("defence minister", None, "defence"),
        (None, None, "other"),
        ("spokesperson", "spokesperson", "working"),
    ],
)
def test_the_level_is_one_both_sides_share(place, ours, theirs, level):
    people = (Participant("RUS", None, ours), Participant("USA", None, theirs))
    (channel,) = told(place, [{"participants": people}])
    assert channel.level == level


def test_reports_of_one_day_are_one_contact_and_order_does_not_matter(tmp_path):
    pages = []
    for doc, day in (("one", "2024-06-25"), ("two", "2024-06-25"), ("three", "2024-06-29")):
        page = article(doc, CALL)
        pages.append((page, reading(page, contacts=(contact(page, date=day),))))
    lines = set()
    for order, added in enumerate(permutations(pages)):
        with Ledger.open(str(tmp_path / f"{order}.sqlite"), create=True) as ledger:
            for page, read in added:
                ledger.add(page, read)
            lines.add(ledger.channels())
    ((channel,),) = lines
    assert (channel.contacts, channel.reports, channel.last.edtf) == (2, 3, "2024-06-29")


def test_the_last_day_is_none_that_had_not_come_when_its_article_was_added(place):
    page = article("page", CALL)
    made = (contact(page, id="then", date="2024-06-25"), contact(page, id="misread", date="2935"))
    with Ledger.open(place, create=True) as ledger:
        assert ledger.last_day() is None
        ledger.add(page, reading(page, contacts=made, published=None))
        assert ledger.last_day() == date(2024, 6, 25)


DAYS = st.dates(date(2015, 1, 1), date(2022, 12, 31))
DYADS = st.sampled_from([("NATO", "RUS"), ("RUS", "USA")])
TALKS = st.lists(st.tuples(DYADS, st.sampled_from(list(Level)[:2]), DAYS, st.sampled_from([0, 0, 2, 30, 364, 1500])))
SAID = st.lists(st.tuples(DYADS, DAYS, st.sampled_from([each for each in Present if each is not Present.SILENT])))


@given(TALKS, SAID, DAYS)
def test_nothing_that_is_known_later_changes_what_a_channel_was_on_a_day(contacts, states, day):
    talks = [
        Talk(f"c{number}", dyad, (level,), first, first + timedelta(days=length), 1)
        for number, (dyad, level, first, length) in enumerate(contacts)
    ]
    said = [Said(f"t{number}", *each) for number, each in enumerate(states)]
    then = histories([each for each in talks if each.first <= day], [each for each in said if each.day <= day], day)
    assert histories(talks, said, day) == then


def test_channels_are_told_anew_when_a_contact_comes_or_is_rejected(place):
    first, second = article("first", CALL), article("second", CALL)
    with Ledger.open(place, create=True) as ledger, Ledger.open(place) as beside:
        ledger.add(first, reading(first, contacts=(contact(first, date="2024-06-25"),)))
        assert [each.last.edtf for each in beside.channels()] == ["2024-06-25"]
        ledger.add(second, reading(second, contacts=(contact(second, date="2024-06-29"),)))
        assert [each.last.edtf for each in beside.channels()] == ["2024-06-29"]
        for each in list(beside.entries(RecordKind.CONTACT)):
            ledger.reject(each.id, by="An")
        assert beside.channels(date(2024, 7, 1)) == ()


def test_no_more_is_kept_than_there_is_room_for(place):
    page = article("page", CALL)
    made = tuple(
        contact(page, id=f"c{number}", participants=(Participant("RUS", None, None), Participant(code, None, None)))
        for number, code in enumerate(("USA", "NATO", "CHN"))
    )
    with Ledger.open(place, create=True) as ledger:
        ledger.add(page, reading(page, contacts=made))
        for room in (0, 3, 100):
            kept = Kept(room)
            with ledger.asking() as connection:
                for _ in range(2):
                    assert [line.dyad for lines in kept.lines(connection, ()) for line in lines] == [
                        ("CHN", "RUS"),
                        ("NATO", "RUS"),
                        ("RUS", "USA"),
                    ]
            assert kept.size <= room


def test_what_is_prepared_need_not_be_read_again(place, monkeypatch):
    page = article("page", CALL)
    with Ledger.open(place, create=True) as ledger:
        ledger.prepare()
        ledger.add(page, reading(page, contacts=(contact(page, date="2024-06-25"),)))
        ledger.prepare()
        monkeypatch.delattr(channel_rows, "talks")
        assert [each.last.edtf for each in ledger.channels(actors=("RUS",))] == ["2024-06-25"]
