"""What people say of entries: what it changes, that it can be taken back, and that no later reading overwrites it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import text

from communique.errors import LedgerError
from communique.ledger import Area, Asked, Bearing, Ledger, Question, Reader, RecordKind, Verdict
from communique.ledger.store import connect
from communique.records import Place, Status
from handmade import CALL, FROZEN, article, contact, full, reading

LATER = "Một ngày sau, hai bộ trưởng Belousov và Austin lại điện đàm."
VISIT = "Ngày 2/7, ông Austin tới thăm Moskva."
HA = {"by": "Hà"}


@pytest.fixture
def ledger(place):
    with Ledger.open(place, create=True) as opened:
        yield opened


def reported(ledger, *docs: str, **more):
    """The same call in several documents."""
    for doc in docs:
        page = article(doc, CALL, FROZEN)
        ledger.add(page, reading(page, contacts=(contact(page, id=f"call in {doc}", **more),)))


def contacts(ledger, **question):
    return list(ledger.entries(RecordKind.CONTACT, Question(**question)))


def groups(ledger) -> set[frozenset[str]]:
    found = contacts(ledger, rejected=True)
    return {frozenset(report.origin.doc for report in entry.reports) for entry in found}


def sound(ledger) -> None:
    assert list(ledger.verify()) == []


def test_an_accepted_entry_is_as_sure_as_can_be(ledger):
    reported(ledger, "a", "b")
    (entry,) = contacts(ledger)
    said = ledger.accept(entry.reports[1].id, by=" Hà\n Trần ", note="cả hai báo")
    (now,) = contacts(ledger, min_confidence=1.0)
    assert (now.id, now.judged, now.verdict, now.judgements) == (entry.id, True, Verdict.ACCEPT, (1,))
    assert (said.key, said.by, said.note) == (1, "Hà Trần", "cả hai báo")
    assert [each.record.confidence for each in now.reports] == [0.9, 0.9]
    sound(ledger)


def test_a_rejected_entry_is_kept_and_left_out(ledger):
    ledger.add(*full())
    (entry,) = contacts(ledger)
    ledger.reject(entry.id, **HA)
    assert contacts(ledger) == []
    assert [each.id for each in contacts(ledger, rejected=True)] == [entry.id]
    assert ledger.entry(entry.id).verdict is Verdict.REJECT
    assert [each.dyad for each in ledger.channels()] == [("NATO", "RUS")], "of the state alone"
    sound(ledger)


def test_a_corrected_field_is_what_it_was_corrected_to(ledger):
    reported(ledger, "a", "b")
    (entry,) = contacts(ledger)
    ledger.correct(entry.id, "date", "2024-06-24", **HA)
    ledger.correct(entry.id, "place", "Moscow, rus", **HA)
    ledger.correct(entry.id, "participants", "RUS / Sergei Shoigu / defence minister; CHN", **HA)
    (now,) = contacts(ledger, actors=("CHN",), until=date(2024, 6, 24))
    assert (now.record.date, now.earliest, now.record.place) == (
        "2024-06-24",
        date(2024, 6, 24),
        Place("RUS", "Moscow"),
    )
    assert {each.code for each in now.record.participants} == {"RUS", "CHN"}
    assert contacts(ledger, actors=("USA",)) == []
    assert dict(now.sources)["date"] == "judgement 1"
    assert {(each.field, each.value) for each in now.dissents if each.field == "date"} == {("date", "2024-06-25")}
    ledger.correct(entry.id, "date", "2024-06-23", **HA)
    assert ledger.entry(entry.id).record.date == "2024-06-23", "the later word holds"
    sound(ledger)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("colour", "red", "is no field of contacts"),
        ("evidence", "x", "is no field of contacts"),
        ("date", "25/6/2024", "date"),
        ("first_since", "yesterday", "first_since"),
        ("kind", "chat", "kind"),
        ("kind", "", "kind"),
        ("participants", "RUS", "at least two sides"),
        ("participants", "RUS; XQX", "'XQX' is no code"),
        ("participants", "[1]", "participants"),
        ("participants", '[{"code": "RUS"', "not JSON"),
        ("initiator", "zz", "'zz' is no code"),
        ("place", "Moscow, XX", "'XX' is no code"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(ledger, field, value, message):
    ledger.add(*full())
    (entry,) = contacts(ledger)
    with pytest.raises(LedgerError, match=message):
        ledger.correct(entry.id, field, value, **HA)
    assert (contacts(ledger), list(ledger.judgements())) == ([entry], [])


@pytest.mark.parametrize(
    ("kind", "field", "value", "expected"),
    [
        (RecordKind.CONTACT, "kind", "MEETING", "meeting"),
        (RecordKind.CONTACT, "topics", "arms control, Syria", ("arms control", "Syria")),
        (RecordKind.CONTACT, "initiator", "", None),
        (RecordKind.CONTACT, "place", '{"country": "AZE", "city": "Baku"}', Place("AZE", "Baku")),
        (RecordKind.CONTACT, "place", "aze", Place("AZE", None)),
        (RecordKind.CONTACT, "place", "Baku", Place(None, "Baku")),
        (RecordKind.STATEMENT, "quoted", "yes", True),
        (RecordKind.STATEMENT, "quoted", "Có", True),
        (RecordKind.STATEMENT, "quoted", "không", False),
        (RecordKind.STATEMENT, "quoted", "0", False),
        (RecordKind.STATEMENT, "act", "reject", "REJECT"),
        (RecordKind.STATEMENT, "targets", "nato, Wagner Group", ("NATO", "Wagner Group")),
        (RecordKind.STATEMENT, "speaker", "RUS / Sergei Lavrov / foreign minister", None),
        (RecordKind.AGREEMENT, "name", "arms sale", "arms sale"),
        (RecordKind.STATE, "since", "2022", "2022"),
        (RecordKind.ACTION, "status", "planned", Status.PLANNED),
    ],
)
def test_values_as_people_type_them(ledger, kind, field, value, expected):
    ledger.add(*full())
    (entry,) = ledger.entries(kind)
    ledger.correct(entry.id, field, value, **HA)
    now = getattr(ledger.entry(entry.id).record, field)
    assert now == expected or (field == "speaker" and now.person == "Sergei Lavrov")


def test_every_judgement_can_be_taken_back_and_so_can_that(ledger):
    reported(ledger, "a", "b")
    (entry,) = contacts(ledger)
    ledger.correct(entry.id, "date", "2024-06-24", **HA)
    ledger.reject(entry.id, **HA)
    ledger.undo(2, **HA)
    assert contacts(ledger)[0].record.date == "2024-06-24"
    ledger.undo(3, **HA)
    assert contacts(ledger) == []
    ledger.undo(4, **HA)
    ledger.undo(1, **HA)
    (now,) = contacts(ledger)
    assert (now.record, now.dissents, now.sources, now.judged) == (entry.record, entry.dissents, entry.sources, False)
    with pytest.raises(LedgerError, match="undone already, by judgement 6"):
        ledger.undo(1, **HA)
    with pytest.raises(LedgerError, match="no judgement 99"):
        ledger.undo(99, **HA)
    assert [each.bearing.value for each in ledger.judgements()] == [
        "undone",
        "undone",
        "holds",
        "undone",
        "holds",
        "holds",
    ]
    sound(ledger)


def test_merged_entries_are_one_with_all_their_reports_and_what_is_like_any(ledger):
    reported(ledger, "a", "b")
    reported(ledger, "c", "d", date="2024-07-01")
    assert groups(ledger) == {frozenset("ab"), frozenset("cd")}
    one, two = contacts(ledger)
    ledger.merge(one.id, two.id, **HA)
    assert groups(ledger) == {frozenset("abcd")}
    reported(ledger, "e", date="2024-07-01")
    assert groups(ledger) == {frozenset("abcde")}
    assert contacts(ledger)[0].judged
    ledger.undo(1, **HA)
    assert groups(ledger) == {frozenset("ab"), frozenset("cde")}
    sound(ledger)


def test_a_report_that_was_split_off_stays_away(ledger):
    reported(ledger, "a", "b", "c")
    (entry,) = contacts(ledger)
    gone = entry.reports[0]
    ledger.split(entry.id, gone.id[:9], **HA)
    others = frozenset("abc") - {gone.origin.doc}
    assert groups(ledger) == {others, frozenset(gone.origin.doc)}
    reported(ledger, "d")
    assert not any(group > {gone.origin.doc} and group & others for group in groups(ledger))
    ledger.merge(gone.id, next(each for each in entry.reports if each != gone).id, **HA)
    assert groups(ledger) == {frozenset("abcd")}, "the later word holds"
    sound(ledger)


def test_two_records_of_one_document_can_be_merged(ledger):
    page = article("a", CALL, LATER)
    records = contact(page), contact(page, LATER, id="later", date="2024-06-28")
    ledger.add(page, reading(page, contacts=records))
    one, two = contacts(ledger)
    ledger.merge(one.id, two.id, **HA)
    (entry,) = contacts(ledger)
    assert len(entry.reports) == 2
    sound(ledger)


def test_what_makes_no_sense_is_refused(ledger):
    ledger.add(*full())
    reported(ledger, "x", date="2024-09-01")
    one, two = contacts(ledger)
    (frozen,) = ledger.entries(RecordKind.STATE)
    for refused, message in (
        (lambda: ledger.accept("c0000", **HA), "there is no entry 'c0000'"),
        (lambda: ledger.accept(one.id, by="  "), "needs a name"),
        (lambda: ledger.accept(one.id, by="a\udcff"), "is no text"),
        (lambda: ledger.accept(one.id, by="a" * 201), "at most 200"),
        (lambda: ledger.merge(one.id, one.id, **HA), "one entry already"),
        (lambda: ledger.merge(one.id, frozen.id, **HA), "cannot be one"),
        (lambda: ledger.split(one.id, one.id, **HA), "has no other report"),
        (lambda: ledger.split(one.id, frozen.id, **HA), "not one anyway"),
    ):
        with pytest.raises(LedgerError, match=message):
            refused()
    ledger.split(one.id, two.id, **HA)
    page = article("call.txt", VISIT)
    ledger.add(page, reading(page))
    with pytest.raises(LedgerError, match="newer one has replaced"):
        ledger.accept(one.id, **HA)


def reread(ledger, doc: str, **changes) -> None:
    """A newer program reads a call of `reported` otherwise."""
    page = article(doc, CALL, FROZEN)
    record = contact(page, id=f"anew in {doc}", **changes)
    ledger.keep(page, reading(page, "test 2", contacts=(record,)))
    ledger.swap(Reader("test 2"))


def test_judgements_outlive_the_program(ledger):
    reported(ledger, "a")
    (entry,) = contacts(ledger)
    ledger.accept(entry.id, **HA)
    ledger.correct(entry.id, "date", "2024-06-24", **HA)
    reread(ledger, "a", date="2024-06-23", initiator=None)
    (now,) = contacts(ledger)
    assert now.id != entry.id
    assert (now.record.date, now.record.confidence, now.judgements) == ("2024-06-24", 1.0, (1, 2))
    accepted, corrected = ledger.judgements()
    assert [(each.field, each.now) for each in accepted.otherwise] == [("date", '"2024-06-23"'), ("initiator", "null")]
    assert (corrected.bearing, corrected.entry) == (Bearing.DISAGREES, now.id)
    assert (corrected.otherwise[0].judged, corrected.otherwise[0].now) == ('"2024-06-24"', '"2024-06-23"')
    ledger.swap(Reader("test 1"))
    assert [each.bearing for each in ledger.judgements()] == [Bearing.HOLDS, Bearing.HOLDS]
    sound(ledger)


def test_a_reading_that_comes_round_to_a_correction_agrees(ledger):
    reported(ledger, "a")
    (entry,) = contacts(ledger)
    ledger.correct(entry.id, "date", "2024-06-24", **HA)
    reread(ledger, "a", date="2024-06-24")
    assert [each.bearing for each in ledger.judgements()] == [Bearing.HOLDS]
    reread(ledger, "a")
    sound(ledger)


def test_what_a_new_reading_finds_again_after_it_was_rejected_stays_out_and_is_told(ledger):
    reported(ledger, "a")
    (entry,) = contacts(ledger)
    ledger.reject(entry.id, **HA)
    reread(ledger, "a", status=Status.PLANNED)
    assert contacts(ledger) == []
    (told,) = ledger.judgements()
    assert (told.bearing, told.otherwise[0].field) == (Bearing.DISAGREES, "extractor")


def test_what_no_record_stands_for_is_said_and_comes_back(ledger):
    reported(ledger, "a")
    (entry,) = contacts(ledger)
    ledger.accept(entry.id, **HA)
    page = article("a", VISIT)
    ledger.add(page, reading(page))
    assert [each.bearing for each in ledger.judgements()] == [Bearing.UNMATCHED]
    page = article("a", "Tin thêm.", CALL.replace("Ngày 25/6", "Hôm 25/6"), FROZEN)
    record = contact(page, CALL.replace("Ngày 25/6", "Hôm 25/6"), id="rewritten")
    ledger.add(page, reading(page, contacts=(record,)))
    (now,) = contacts(ledger)
    assert (now.verdict, [each.bearing for each in ledger.judgements()]) == (Verdict.ACCEPT, [Bearing.HOLDS])
    sound(ledger)


def test_another_record_that_was_there_beside_it_is_not_it(ledger):
    page = article("a", CALL)
    first = contact(page, id="first")
    twin = contact(page, id="twin", date="2024-06-28")
    ledger.add(page, reading(page, contacts=(first, twin)))
    rejected = next(each for each in contacts(ledger) if each.record.id == "twin")
    ledger.reject(rejected.id, **HA)
    ledger.keep(page, reading(page, "test 2", contacts=(first,)))
    ledger.swap(Reader("test 2"))
    assert [each.record.id for each in contacts(ledger)] == ["first"]
    assert [each.bearing for each in ledger.judgements()] == [Bearing.UNMATCHED]


def test_merges_outlive_the_program(ledger):
    reported(ledger, "a")
    reported(ledger, "b", date="2024-07-01")
    one, two = contacts(ledger)
    ledger.merge(one.id, two.id, **HA)
    reread(ledger, "a", initiator=None)
    assert groups(ledger) == {frozenset("ab")}
    page = article("b", VISIT)
    ledger.add(page, reading(page))
    assert [each.bearing for each in ledger.judgements()] == [Bearing.UNMATCHED]
    reported(ledger, "b", date="2024-07-01")
    assert groups(ledger) == {frozenset("ab")}
    sound(ledger)


def test_a_judgement_of_an_entry_holds_on_its_other_reports_when_the_leading_one_goes(ledger):
    reported(ledger, "a", "b")
    (entry,) = contacts(ledger)
    ledger.accept(entry.id, **HA)
    page = article(entry.origin.doc, VISIT)
    ledger.add(page, reading(page))
    (now,) = contacts(ledger)
    assert (len(now.reports), now.verdict) == (1, Verdict.ACCEPT)
    sound(ledger)


@pytest.mark.parametrize(
    ("damage", "check", "what"),
    [
        ("UPDATE judgements SET note = 'x' WHERE key = 1", "judgements", "not as it was written"),
        ("UPDATE judgements SET undoes = 3 WHERE key = 3", "judgements", "which is not before it"),
        ("UPDATE anchors SET found = false", "anchors", "stands on"),
        ("DELETE FROM anchors", "anchors", "its anchors are not those"),
        ("INSERT INTO anchors VALUES (2, 9, 'a', 'c0', 'c0', false)", "anchors", "not in force"),
    ],
)
def test_a_log_that_was_tampered_with_is_found(ledger, place, damage, check, what):
    reported(ledger, "a")
    (entry,) = contacts(ledger)
    ledger.accept(entry.id, **HA)
    ledger.reject(entry.id, **HA)
    ledger.undo(2, **HA)
    engine = connect(place, create=False)
    with engine.begin() as connection:
        connection.execute(text(damage))
    engine.dispose()
    found = list(ledger.verify())
    assert any(each.check == check and what in each.what for each in found), found


def test_two_people_judge_at_once(ledger, place):
    reported(ledger, "a", "b")
    (entry,) = contacts(ledger)

    def judge(by: str) -> None:
        with Ledger.open(place) as own:
            for number in range(5):
                own.correct(entry.id, "topics", f"{by} {number}", by=by)

    with ThreadPoolExecutor(2) as people:
        list(people.map(judge, ("Hà", "Minh")))
    told = [each.judgement for each in ledger.judgements()]
    assert [each.key for each in told] == list(range(1, 11))
    assert contacts(ledger)[0].record.topics == (f"{told[-1].by} 4",)
    sound(ledger)


def test_judgements_go_into_a_backup_and_back(ledger, tmp_path):
    reported(ledger, "a", "b")
    (entry,) = contacts(ledger)
    ledger.accept(entry.id, **HA)
    ledger.split(entry.id, entry.reports[1].id, **HA)
    ledger.undo(2, **HA)
    ledger.backup(tmp_path / "b")
    Ledger.restore(tmp_path / "b", str(tmp_path / "again.sqlite"))
    with Ledger.open(str(tmp_path / "again.sqlite")) as again:
        assert list(again.judgements()) == list(ledger.judgements())
        assert contacts(again) == contacts(ledger)
        again.undo(1, **HA)
        sound(again)


def test_what_is_rejected_is_not_found_by_search(ledger):
    reported(ledger, "a")
    (entry,) = contacts(ledger)
    asked = Asked("Belousov", area=Area.CONTACTS)
    assert [each.id for each in ledger.search(asked)] == [entry.id]
    ledger.reject(entry.id, **HA)
    assert ledger.search(asked) == ()


def test_the_log_is_in_order_with_names_times_and_notes(ledger):
    reported(ledger, "a", "b")
    (entry,) = contacts(ledger)
    ledger.accept(entry.id, by="Hà", note="đã kiểm")
    ledger.split(entry.id, entry.reports[1].id, by="Minh")
    ledger.undo(2, by="Hà", note="nhầm")
    told = [each.judgement for each in ledger.judgements()]
    assert [(each.key, each.verdict.value, each.by, each.note) for each in told] == [
        (1, "accept", "Hà", "đã kiểm"),
        (2, "split", "Minh", ""),
        (3, "undo", "Hà", "nhầm"),
    ]
    assert told[0].at <= told[1].at <= told[2].at
    assert told[0].at.utcoffset() is not None
    assert told[0].anchors[0].quote == CALL
