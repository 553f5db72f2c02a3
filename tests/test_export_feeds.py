"""The network as networkx reads it, the calendar as icalendar does, the feed as feedparser and RFC 4287 do."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import feedparser
import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from lxml import etree

from communique.cli.exporting import export
from communique.export import agenda, feed, graph, wording
from communique.export.tally import Lack, Tally
from communique.interchange import RecordKind
from communique.ledger import Entry, Ledger, Question
from communique.records import ActionType, Participant, Place, Published, StateKind, Status
from test_export import (  # noqa: F401
    EVERY,
    ORIGIN,
    RUS,
    action,
    agreement,
    contact,
    entry,
    place,
    reported_twice,
    run,
    state,
    statement,
)

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))
FILTER = feed.of((RecordKind.CONTACT,), Question(actors=("RUS", "USA")))
HOSTILE = "<b>&amp;]]>\x00\x0b\x1b\ufffe\u202e\r\nEND:VEVENT\r\nX:1; \\n, '\""


def network(*entries: Entry) -> networkx.Graph:
    return networkx.read_graphml(io.BytesIO(b"".join(graph.lines(entries))))


def calendar(*entries: Entry) -> tuple[Calendar, Tally, bytes]:
    tally = Tally()
    made = b"".join(agenda.lines(entries, tally))
    return Calendar.from_ical(made), tally, made


def atom(*entries: Entry, filtered: feed.Feed = FILTER, limit: int = feed.LIMIT) -> bytes:
    return b"".join(feed.lines(entries, filtered, Tally(), limit))


def reported(made: Entry, day: str) -> Entry:
    origin = replace(ORIGIN, published=Published(day, day))
    return replace(made, reports=(replace(made.reports[0], origin=origin),))


def test_dyads_carry_counts_the_last_contact_and_the_mean_score():
    later = entry(contact(date="2024-07-12"), "c9")
    planned = entry(contact(date="2025-01-01", status=Status.PLANNED), "c8")
    made = network(*EVERY, later, planned)
    assert not made.is_directed()
    assert set(made.nodes) == {"NATO", "RUS", "UKR", "USA"}
    assert made.nodes["RUS"]["label"] == "Russia"
    assert made.nodes["RUS"]["name_vi"] == "Nga"
    assert made.nodes["NATO"]["kind"] == "intergovernmental"
    dyad = made.edges["RUS", "USA"]
    assert (dyad["contacts"], dyad["statements"], dyad["agreements"], dyad["entries"]) == (3, 1, 1, 5)
    assert dyad["last_contact"] == "2024-07-12"
    assert dyad["score"] == pytest.approx((1.0 + 1.0 + 4.0 - 2.0 + 8.0) / 5)
    assert made.edges["NATO", "RUS"]["score"] == -4.0
    assert "last_contact" not in made.edges["UKR", "USA"]


@pytest.mark.parametrize(
    ("record", "joined"),
    [
        (contact(participants=(RUS, Participant("USA"), Participant("CHN"))), "CHN-RUS CHN-USA RUS-USA"),
        (statement(targets=("USA", "NATO", "RUS")), "NATO-RUS RUS-USA"),
        (state(kind=StateKind.SANCTIONS, parties=("EU", "RUS", "BLR")), "BLR-EU EU-RUS"),
        (action(actors=("RUS", "BLR"), recipients=("UKR",)), "BLR-UKR RUS-UKR"),
        (action(type=ActionType.COOPERATE, actors=("RUS", "BLR"), recipients=()), "BLR-RUS"),
        (action(recipients=()), ""),
    ],
)
def test_whom_an_entry_joins(record, joined):
    assert " ".join(sorted("-".join(dyad) for dyad in graph.dyads(record))) == joined


def test_a_graph_of_nothing_and_of_hostile_codes_is_a_graph():
    assert len(network()) == 0
    made = network(entry(agreement(parties=('A"<&', "B\x00\u202e"))))
    assert set(made.nodes) == {'A"<&', "B\u202e"}


def test_a_contact_is_an_event_of_its_days():
    visit = entry(contact(date="2018-06-03/2018-06-05", place=Place("FIN", "Helsinki")), "c5")
    made, tally, raw = calendar(EVERY[0], visit)
    call, journey = made.walk("VEVENT")
    assert (call["UID"], call["STATUS"], call["TRANSP"]) == ("c1@ledger.communique", "CONFIRMED", "TRANSPARENT")
    assert (call.decoded("DTSTART"), call.decoded("DTEND")) == (date(2024, 6, 25), date(2024, 6, 26))
    assert call["SUMMARY"] == "Russia, United States: call, occurred, 2024-06-25"
    assert "Andrei Belousov (defence minister)" in call["DESCRIPTION"]
    assert call["URL"] == "https://bao.example/1"
    assert (journey.decoded("DTSTART"), journey.decoded("DTEND")) == (date(2018, 6, 3), date(2018, 6, 6))
    assert journey["LOCATION"] == "Helsinki, Finland"
    assert not tally.left_out
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert {"VERSION", "PRODID"} <= set(made)


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (Status.ONGOING, "CONFIRMED"),
        (Status.PLANNED, "TENTATIVE"),
        (Status.PROPOSED, "TENTATIVE"),
        (Status.HYPOTHETICAL, "TENTATIVE"),
        (Status.CANCELLED, "CANCELLED"),
        (Status.REFUSED, "CANCELLED"),
        (Status.DENIED, "CANCELLED"),
    ],
)
def test_what_became_of_it(status, shown):
    (event,) = calendar(entry(contact(status=status)))[0].walk("VEVENT")
    assert event["STATUS"] == shown


def test_days_at_the_ends_of_time_are_days():
    made, _, raw = calendar(entry(contact(date="0938-10-01")), entry(contact(date="9999-12-31")))
    assert [event.decoded("DTSTART") for event in made.walk("VEVENT")] == [date(938, 10, 1), date(9999, 12, 31)]
    assert b"DTSTART;VALUE=DATE:09381001" in raw


def test_what_has_no_day_is_counted():
    _, tally, _ = calendar(entry(contact(date=None)), entry(contact(date="2014")), EVERY[1])
    assert tally.left_out == {Lack.UNDATED: 1, Lack.IMPRECISE: 1, Lack.NOT_A_CONTACT: 1}


def test_a_feed_is_what_rfc_4287_asks_for():
    made = atom(reported_twice(), *EVERY[1:])
    SCHEMA.assertValid(etree.fromstring(made))
    read = feedparser.parse(made)
    assert not read.bozo
    assert (read.version, read.feed.title) == ("atom10", "Communiqué: contacts; between RUS, USA")
    assert len(read.entries) == 5
    assert len({each.id for each in read.entries}) == 5
    call = next(each for each in read.entries if each.title.startswith("Russia, United States: call"))
    assert call.updated == "2024-06-26T00:00:00Z"
    assert call.link == "https://bao.example/1"
    assert {tag.term for tag in call.tags} == {"contacts", "RUS", "USA"}
    assert "“lời lẽ làm bằng chứng”" in call.content[0].value
    assert read.feed.updated == max(each.updated for each in read.entries)


def test_a_feed_has_the_newest_first_and_no_more_than_asked_for():
    many = [reported(entry(contact(), f"c{day}"), f"2024-06-{day}") for day in (11, 13, 12, 14)]
    tally = Tally()
    read = feedparser.parse(b"".join(feed.lines(many, FILTER, tally, 3)))
    assert [each.updated[:10] for each in read.entries] == ["2024-06-14", "2024-06-13", "2024-06-12"]
    assert tally.left_out == {Lack.OLDER: 1}
    assert atom(*many) == atom(*reversed(many))


def test_an_entry_is_as_new_as_its_last_change(place):  # noqa: F811
    moments = (datetime(2024, 7, 1, 8, 30, 5, 999, UTC), datetime(2024, 7, 2, 9, tzinfo=UTC))
    changed = replace(EVERY[0], seen_at=moments[0], changed_at=moments[1])
    made = atom(changed, EVERY[1])
    SCHEMA.assertValid(etree.fromstring(made))
    first = feedparser.parse(made).entries[0]
    assert (first.published, first.updated) == ("2024-07-01T08:30:05Z", "2024-07-02T09:00:00Z")
    with Ledger.open(place) as ledger:
        (kept,) = ledger.entries(RecordKind.CONTACT)
    assert kept.seen_at
    assert feed.updated(kept) == kept.changed_at


def test_ids_are_the_same_each_time_and_each_filter_is_a_feed():
    assert atom(EVERY[0]) == atom(EVERY[0])
    again = feedparser.parse(atom(entry(contact(status=Status.DENIED))))
    assert again.entries[0].id == feedparser.parse(atom(EVERY[0])).entries[0].id
    other = feed.of((RecordKind.CONTACT,), Question(since=date(2024, 1, 1)))
    assert other.id != FILTER.id
    assert other.title == "Communiqué: contacts; since 2024-01-01"


def test_a_served_feed_says_where_it_is():
    served = replace(FILTER, address="https://me.example/feed?a=1&b=2", pages="https://me.example/entries/")
    made = atom(EVERY[0], filtered=served)
    SCHEMA.assertValid(etree.fromstring(made))
    read = feedparser.parse(made)
    assert read.entries[0].link == "https://me.example/entries/c1"
    assert [link.href for link in read.entries[0].links if link.rel == "via"] == ["https://bao.example/1"]
    assert read.feed.links[0].href == "https://me.example/feed?a=1&b=2"


def test_an_empty_feed_is_a_feed():
    SCHEMA.assertValid(etree.fromstring(atom()))


def test_hostile_words_stay_words():
    origin = replace(ORIGIN, title=HOSTILE, outlet=HOSTILE, url="javascript:alert(1)")
    people = (Participant("RUS", HOSTILE, HOSTILE), Participant("USA"))
    hostile = entry(contact(participants=people, evidence=HOSTILE, place=Place("RUS", HOSTILE)), origin=origin)
    made = atom(hostile)
    SCHEMA.assertValid(etree.fromstring(made))
    read = feedparser.parse(made).entries[0]
    assert "<b>" in read.content[0].value or "&lt;b" in read.content[0].value
    assert "[U+202E]" in made.decode()
    assert "links" not in read or not read.links
    agenda_of, _, raw = calendar(hostile)
    assert len(agenda_of.walk("VEVENT")) == 1
    assert b"\r\nX:1" not in raw
    assert not set(raw.decode()) & set("\x00\x0b\x1b\u202e")
    assert "URL" not in agenda_of.walk("VEVENT")[0]


@settings(max_examples=60)
@given(st.text(), st.text())
def test_no_words_break_a_feed_a_calendar_or_a_graph(one, other):
    people = (Participant("RUS", one, other), Participant(other or "USA"))
    made = entry(contact(participants=people, evidence=other), origin=replace(ORIGIN, title=one, outlet=other))
    SCHEMA.assertValid(etree.fromstring(atom(made)))
    assert len(calendar(made)[0].walk("VEVENT")) == 1
    network(made)


def test_every_list_has_a_headline():
    assert [wording.headline(each) for each in EVERY] == [
        "Russia, United States: call, occurred, 2024-06-25",
        "Russia → United States: ACCUSE",
        "Russia, United States: arms treaty, signed, 2010-04-08",
        "NATO, Russia: channel, frozen, 2014",
        "United States → Ukraine: AID, occurred, 2024-06",
    ]


def test_the_commands(place):  # noqa: F811
    assert set(networkx.parse_graphml(run("--to", "graphml", "--ledger", place).stdout).nodes) == {
        "NATO",
        "RUS",
        "UKR",
        "USA",
    }
    (event,) = Calendar.from_ical(run("--to", "ical", "--ledger", place).stdout_bytes).walk("VEVENT")
    assert event["STATUS"] == "CONFIRMED"
    assert run("--to", "ical", "--kind", "states", "--ledger", place).exit_code == 2
    done = run("--to", "atom", "--limit", "2", "--ledger", place)
    SCHEMA.assertValid(etree.fromstring(done.stdout_bytes))
    assert "left out 3: older" in done.stderr
    assert export.__defaults__ is not None
    assert feed.LIMIT in export.__defaults__
