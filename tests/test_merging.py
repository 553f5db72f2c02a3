"""One event, many reports: what joins, what stays apart, and that no order of articles changes it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.ledger.judging.ties import Tie, Ties
from communique.ledger.merging import Sighting, group, settle, sighting
from communique.ledger.merging.likeness import likeness
from communique.ledger.merging.settling import InMemory
from communique.records import (
    Act,
    Candidate,
    Contact,
    ContactKind,
    Participant,
    Place,
    Published,
    Record,
    State,
    StateKind,
    Statement,
    StateValue,
    Status,
)
from entries import MINISTERS

SHOIGU = Participant("RUS", "Sergei Shoigu", "defence minister")
BELOUSOV, AUSTIN = MINISTERS
LAVROV = Participant("RUS", "Sergei Lavrov", "foreign minister")
RUS, USA = Participant("RUS"), Participant("USA")
MOSCOW, BAKU = Place("RUS", "Moscow"), Place("AZE", "Baku")


def met(
    date: str | None = None,
    *people: Participant,
    kind: ContactKind = ContactKind.MEETING,
    place: Place | None = None,
    status: Status = Status.OCCURRED,
) -> Contact:
    return Contact(
        kind, people or (RUS, USA), date, place, status, None, (), None, (), f"{kind} {date}", 0, 9, "x", "test", 0.9
    )


def called(date: str | None = None, *people: Participant, status: Status = Status.OCCURRED) -> Contact:
    return met(date, *people, kind=ContactKind.CALL, status=status)


def seen(*records: Record, published: str | None = None) -> list[Sighting]:
    """Each record in a document of its own."""
    news = Published(published, published) if published else None
    return [sighting(f"r{number}", f"doc {number}", record, news) for number, record in enumerate(records)]


def groups(*records: Record, published: str | None = None) -> int:
    return len(group(seen(*records, published=published)))


PLANNED = Status.PLANNED
TOGETHER = {
    "the same day": (met("2024-06-25"), met("2024-06-25")),
    "the day after, in another time zone": (called("2024-06-25"), called("2024-06-26")),
    "a day and its month, of the same people": (
        called("2024-06-25", SHOIGU, AUSTIN),
        called("2024-06", SHOIGU, AUSTIN),
    ),
    "a day with its year and without": (met("2018-06-12"), met("XXXX-06-12")),
    "planned and held": (met("2024-06-25", status=PLANNED), met("2024-06-25")),
    "planned for May, held in June": (
        met("2018-05", SHOIGU, AUSTIN, status=PLANNED),
        met("2018-06-12", SHOIGU, AUSTIN),
    ),
    "talks and a meeting of one day": (met("2024-06-25", kind=ContactKind.TALKS), met("2024-06-25")),
    "undated, of the same people in the same town": (
        met(None, SHOIGU, AUSTIN, place=BAKU),
        met("2024-06-25", SHOIGU, AUSTIN, place=BAKU),
    ),
    "a hotel and its town, with a wrong day": (
        met("2019-02-27", SHOIGU, AUSTIN, place=Place("VNM", "Metropole Hotel Hanoi")),
        met("2019-02-20", SHOIGU, AUSTIN, place=Place("VNM", "Hanoi")),
    ),
    "a hotel that is not known to be in the town": (
        met(None, SHOIGU, AUSTIN, place=Place("SGP", "Capella Hotel")),
        met("2018-06-12", SHOIGU, AUSTIN, place=Place("SGP", "Singapore")),
    ),
    "a visit, and the meeting that its persons had": (
        met(None, SHOIGU, AUSTIN, Participant("CHN"), kind=ContactKind.VISIT, status=PLANNED),
        met("2018-06", SHOIGU, AUSTIN),
    ),
    "a month and a day that differ, in a third country": (
        met("2018-05-22", SHOIGU, AUSTIN, place=BAKU),
        met("2018-03", SHOIGU, AUSTIN, place=BAKU),
    ),
    "a day of which several years fit": (
        replace(met("XXXX-06-12"), candidates=tuple(Candidate("date", f"{year}-06-12") for year in (2018, 2019))),
        met("2018-06-12", status=Status.PROPOSED),
    ),
    "a family name for the whole": (
        called("2024-06-25", Participant("RUS", "Belousov"), AUSTIN),
        called("2024-06-25", BELOUSOV, AUSTIN),
    ),
}
APART = {
    "months apart": (met("2024-03-25", SHOIGU, AUSTIN), met("2024-06-25", SHOIGU, AUSTIN)),
    "a call and a visit of one week": (called("2024-06-25"), met("2024-06-27", kind=ContactKind.VISIT)),
    "a call and a meeting of one day": (called("2024-06-25"), met("2024-06-25")),
    "other persons": (met("2024-06-25", SHOIGU, AUSTIN), met("2024-06-25", LAVROV, AUSTIN)),
    "other towns, another month": (met("2024-06", place=BAKU), met("2024-06", place=MOSCOW)),
    "two countries in one month": (
        met("2024-06", SHOIGU, AUSTIN, place=BAKU),
        met("2024-06", SHOIGU, AUSTIN, place=MOSCOW),
    ),
    "the end of one month and the next in a capital": (
        met("2024-05", SHOIGU, AUSTIN, place=MOSCOW),
        met("2024-06", SHOIGU, AUSTIN, place=MOSCOW),
    ),
    "a day of another year than those that fit": (
        replace(met("XXXX-06-12"), candidates=tuple(Candidate("date", f"{year}-06-12") for year in (2018, 2019))),
        met("2017-06-12"),
    ),
    "a president and an official": (
        met("2018-09", Participant("RUS", None, "official"), USA),
        met("2018-09", Participant("RUS", None, "president"), USA),
    ),
    "months apart in the same capital": (
        met("2018-05-22", SHOIGU, AUSTIN, place=MOSCOW),
        met("2018-03", SHOIGU, AUSTIN, place=MOSCOW),
    ),
    "other sides": (met("2024-06-25"), met("2024-06-25", RUS, Participant("CHN"))),
    "a summit of many and a talk of two beside it": (
        met("2019-06-28", RUS, USA, Participant("CHN"), Participant("JPN"), kind=ContactKind.SUMMIT),
        met("2019-06-28", kind=ContactKind.MEETING),
    ),
    "nothing known but the sides": (met(), met()),
}


@pytest.mark.parametrize("pair", TOGETHER.values(), ids=TOGETHER)
def test_these_are_one(pair):
    assert groups(*pair) == 1


@pytest.mark.parametrize("pair", APART.values(), ids=APART)
def test_these_are_two(pair):
    assert groups(*pair) == 2


def test_two_records_of_one_document_are_two_things():
    one, other = seen(met("2024-06-25"), met("2024-06-25"))
    assert len(group([one, replace(other, doc=one.doc)])) == 2


def test_one_document_may_tell_of_one_thing_twice():
    one, other = seen(called("2024-06-25", SHOIGU, AUSTIN), called("2024-06-25", SHOIGU, AUSTIN))
    assert len(group([one, replace(other, doc=one.doc)])) == 1


def test_one_document_may_tell_of_one_thing_by_its_day_and_again_by_its_town():
    one, other = seen(met("2024-06-25", SHOIGU, AUSTIN, place=BAKU), met(None, SHOIGU, AUSTIN, place=BAKU))
    assert len(group([one, replace(other, doc=one.doc)])) == 1
    coded = [replace(each, doc="coded", record=replace(each.record, confidence=1.0)) for each in (one, other)]
    assert len(group(coded)) == 2


def test_a_day_that_is_off_in_the_same_town_is_likelier_than_a_month_anywhere():
    first, off, later = seen(
        met("2024-06-25", SHOIGU, AUSTIN, place=BAKU),
        met("2024-06-28", SHOIGU, AUSTIN, place=BAKU),
        met("2024-06", SHOIGU, AUSTIN),
    )
    near, far = likeness(first, off), likeness(off, later)
    assert near
    assert far
    assert near > far


def test_what_took_place_leads_what_was_planned():
    held, planned = met("2024-06-25", SHOIGU, AUSTIN), met("2024-06-25", SHOIGU, AUSTIN, status=Status.PLANNED)
    plan, fact = seen(planned, held)
    assert list(group([plan, fact])) == [fact.id]


def test_undated_contacts_join_the_one_their_publication_allows():
    march, june = met("2024-03-25", SHOIGU, AUSTIN), met("2024-06-25", SHOIGU, AUSTIN)
    (early, late), (news,) = seen(march, june), seen(met(None, SHOIGU, AUSTIN), published="2024-04-01")
    joined = group([early, late, replace(news, id="news", doc="news", rank=(*news.rank[:-1], "news"))])
    assert joined[early.id] == ("news", early.id)


def test_standing_conditions_and_statements():
    frozen = State(StateKind.CHANNEL, ("RUS", "USA"), StateValue.FROZEN, "2022", "đóng băng", 0, 9, "x", "test", 0.9)
    assert groups(frozen, frozen) == 1
    assert groups(frozen, replace(frozen, state=StateValue.RESTORED)) == 2
    said = Statement(LAVROV, ("USA",), Act.ACCUSE, False, (), "2024-06-25", "ông chỉ trích", 0, 13, "x", "test", 0.9)
    assert groups(said, replace(said, evidence="ông Lavrov tố cáo Mỹ")) == 1
    assert groups(said, replace(said, act=Act.REJECT)) == 2
    assert groups(said, replace(said, date="2024-08-01", evidence="ông Lavrov tố cáo Mỹ")) == 2


DATES = (None, "2024", "2024-06", "2024-06-25", "2024-06-26", "2024-06-28", "XXXX-06-25", "XXXX-06", "2023-06-25")
PEOPLE = ((RUS, USA), (SHOIGU, AUSTIN), (BELOUSOV, AUSTIN), (SHOIGU, USA), (RUS, USA, Participant("CHN")))
dates, people = st.sampled_from(DATES), st.sampled_from(PEOPLE)
published = st.sampled_from([None, "2024-06-27", "2024-07-01"])
contacts = st.builds(
    lambda date, who, kind, place, status: met(date, *who, kind=kind, place=place, status=status),
    dates,
    people,
    st.sampled_from(list(ContactKind)),
    st.sampled_from([None, MOSCOW, BAKU]),
    st.sampled_from([Status.OCCURRED, Status.PLANNED, Status.PROPOSED]),
)
placed = st.lists(
    st.tuples(contacts, st.integers(0, 9), st.sampled_from([None, "2024-06-27", "2024-07-01"])), max_size=14
)


def sightings(drawn: list[tuple[Contact, int, str | None]]) -> list[Sighting]:
    return [
        sighting(f"c{number:02d}", f"doc {doc}", record, Published(day, day) if day else None)
        for number, (record, doc, day) in enumerate(drawn)
    ]


words = st.lists(
    st.tuples(st.lists(st.integers(0, 13), min_size=2, max_size=4, unique=True), st.booleans()), max_size=5
)


def ties(drawn: list[tuple[list[int], bool]]) -> list[Tie]:
    return [Tie(key, tuple(f"c{number:02d}" for number in ids), parts) for key, (ids, parts) in enumerate(drawn)]


def shaken(kept: InMemory, *judged: Ties) -> list[Sighting]:
    """All that any of these have a word on."""
    named = {each for said in judged for number in range(14) for each in said.same(f"c{number:02d}")}
    named |= {each for said in judged for number in range(14) for each in said.apart(f"c{number:02d}")}
    return [one for each in sorted(named) if (one := kept.known(each))]


@settings(max_examples=150, deadline=None)
@given(placed, words, st.randoms(use_true_random=False))
def test_one_at_a_time_in_any_order_is_all_at_once(drawn, said, chance):
    all_of_them, judged = sightings(drawn), Ties(ties(said))
    expected = group(all_of_them, judged)
    shuffled = list(all_of_them)
    chance.shuffle(shuffled)
    kept = InMemory(judged)
    for each in shuffled:
        kept.add(each)
        others = judged.same(each.id) | judged.apart(each.id)
        partners = [one for id_ in sorted(others) if (one := kept.known(id_))]
        settle([each], kept, judged, [each, *partners] if others else ())
    assert kept.groups == expected


@settings(max_examples=150, deadline=None)
@given(placed, words, st.data())
def test_what_goes_leaves_no_trace(drawn, said, data):
    all_of_them, judged = sightings(drawn), Ties(ties(said))
    gone = data.draw(st.sets(st.sampled_from(all_of_them).map(lambda one: one.id))) if all_of_them else set()
    kept = InMemory(judged)
    for each in all_of_them:
        kept.add(each)
    settle(all_of_them, kept, judged)
    for each in all_of_them:
        if each.id in gone:
            touched = kept.remove(each)
            others = judged.same(each.id) | judged.apart(each.id)
            settle(touched, kept, judged, [one for id_ in sorted(others) if (one := kept.known(id_))])
    assert kept.groups == group([each for each in all_of_them if each.id not in gone], judged)


@settings(max_examples=150, deadline=None)
@given(placed, words, words)
def test_a_word_more_or_less_is_as_if_it_had_always_been_so(drawn, before, after):
    all_of_them = sightings(drawn)
    old, new = Ties(ties(before)), Ties(ties(after))
    kept = InMemory(old)
    for each in all_of_them:
        kept.add(each)
    settle(all_of_them, kept, old)
    kept.judged = new
    settle((), kept, new, shaken(kept, old, new))
    assert kept.groups == group(all_of_them, new)


@settings(max_examples=150, deadline=None)
@given(placed, words)
def test_what_people_say_of_records_holds(drawn, said):
    all_of_them, judged = sightings(drawn), Ties(ties(said))
    leader = {id_: first for first, ids in group(all_of_them, judged).items() for id_ in ids}
    for id_ in leader:
        assert {leader[other] for other in judged.same(id_) if other in leader} <= {leader[id_]}
        assert leader[id_] not in {leader[other] for other in judged.apart(id_) if other in leader}
        assert not judged.same(id_) & judged.apart(id_)


@given(words)
def test_the_last_word_holds_whole_and_the_order_of_looking_is_nothing(said):
    told = ties(said)
    judged = Ties(told)
    assert [Ties(reversed(told)).same(f"c{number:02d}") for number in range(14)] == [
        judged.same(f"c{number:02d}") for number in range(14)
    ]
    if told:
        last = told[-1]
        held = judged.apart if last.parts else judged.same
        assert set(last.ids[1:]) <= held(last.ids[0])


def test_what_is_like_any_report_of_a_merged_entry_joins_it():
    march, june, also_june = seen(met("2024-03-25"), met("2024-06-25", place=BAKU), met("2024-06-25"))
    judged = Ties([Tie(1, (march.id, june.id))])
    assert len(group([march, june, also_june])) == 2
    assert len(group([march, june, also_june], judged)) == 1


def test_two_records_of_one_document_can_be_said_to_be_one():
    one, other = seen(met("2024-06-25"), met("2024-06-26"))
    assert len(group([one, replace(other, doc=one.doc)], Ties([Tie(1, (one.id, other.id))]))) == 1
