"""Watches: what they wait for, what they tell of and how often, on both databases and on the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import feedparser
import orjson
import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from communique.cli import work
from communique.cli.app import app
from communique.errors import LedgerError
from communique.ledger import Cause, Filter, Ledger, Level, Reader, RecordKind
from communique.ledger.store import connect
from communique.ledger.watches import dump_filter, load_filter
from communique.records import Agreement, AgreementAction, Participant, StateValue, Status
from communique.sources.document import Document
from handmade import ACCUSED, CALL, FROZEN, article, contact, full, reading, state, words

PRESIDENTS = (Participant("RUS", None, "president"), Participant("USA", None, "president"))


def call(ledger: Ledger, doc: str, **fields: object) -> None:
    """Add a page of one contact of the two defence ministers."""
    page = article(doc, CALL)
    ledger.add(page, reading(page, contacts=(contact(page, **fields),)))


@pytest.mark.parametrize(
    ("wanted", "reasons"),
    [
        (
            Filter(),
            {"call occurred", "ACCUSE", "signed", "channel frozen", "AID ongoing"},
        ),
        (Filter(RecordKind.CONTACT), {"call occurred"}),
        (Filter(RecordKind.CONTACT, what="meeting"), set()),
        (Filter(actors=("RUS", "USA"), level=Level.DEFENCE), {"call occurred"}),
        (Filter(actors=("RUS",), level=Level.DEFENCE), {"call occurred"}),
        (Filter(level=Level.HEADS), set()),
        (Filter(actors=("NATO",)), {"channel frozen"}),
        (Filter(actors=("USA", "CHN")), set()),
        (Filter(min_confidence=0.85), {"call occurred"}),
        (Filter(RecordKind.AGREEMENT, what="signed"), {"signed"}),
        (Filter(speaks=True), set()),
        (Filter(stands=True), {"stands signed"}),
        (Filter(actors=("USA",), stands=True), {"stands signed"}),
        (Filter(RecordKind.AGREEMENT, actors=("RUS",), stands=True), set()),
    ],
)
def test_what_a_filter_wants(place, wanted, reasons):
    assert load_filter(dump_filter(wanted)) == wanted
    with Ledger.open(place, create=True) as ledger:
        ledger.watch("w", wanted, by="Hà")
        ledger.add(*full())
        told = ledger.hits()
        assert {each.reason for each in told} == reasons
        assert {each.entry for each in told} <= {e.id for kind in RecordKind for e in ledger.entries(kind)}
        assert {(each.watch, each.doc) for each in told} <= {("w", "call.txt")}
        assert list(ledger.verify()) == []


def test_each_reason_is_told_once_and_only_of_what_is_added_from_then_on(place):
    with Ledger.open(place, create=True) as ledger:
        call(ledger, "before", date="2024-01-10")
        ledger.watch("calls", Filter(RecordKind.CONTACT), by="Hà")
        call(ledger, "announced", status=Status.PLANNED)
        call(ledger, "held")
        call(ledger, "again")
        assert [each.reason for each in ledger.hits()] == ["call planned", "call occurred"]
        call(ledger, "other", date="2024-03-01")
        first, second, third = ledger.hits()
        assert (first.doc, second.doc, third.doc) == ("announced", "held", "other")
        assert ledger.hits(after=second.key) == (third,)
        assert ledger.hits(third.at, name="calls")[-1] == third
        assert ledger.hits(datetime.now(UTC) + timedelta(hours=1)) == ledger.hits(name="none") == ()


def test_a_watch_that_ended_tells_no_more_and_keeps_what_it_told(place):
    with Ledger.open(place, create=True) as ledger:
        made = ledger.watch("calls", Filter(RecordKind.CONTACT), by="Hà")
        assert ledger.watches() == (made,)
        with pytest.raises(LedgerError, match="already"):
            ledger.watch("calls", Filter(), by="An")
        call(ledger, "one")
        ledger.unwatch("calls")
        call(ledger, "two", date="2024-01-10")
        assert (ledger.watches(), len(ledger.hits())) == ((), 1)
        with pytest.raises(LedgerError, match="no watch"):
            ledger.unwatch("calls")
        ledger.watch("calls", Filter(), by="An")
        call(ledger, "three", date="2024-03-10")
        assert [each.doc for each in ledger.hits(name="calls")] == ["one", "three"]
        assert ledger.latest_hits("calls", limit=5) == ledger.hits(name="calls")[::-1]
        assert [each.doc for each in ledger.latest_hits("calls", limit=1)] == ["three"]
        assert ledger.latest_hits("none", limit=5) == ledger.latest_hits("calls", limit=0) == ()
        (first, _) = (each.entry for each in ledger.hits(name="calls"))
        assert list(ledger.still_there([first, "c0123456789abcdef"])) == [first]


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(RecordKind.STATE, level=Level.HEADS),
        Filter(RecordKind.ACTION, speaks=True),
        Filter(RecordKind.CONTACT, stands=True),
        Filter(level=Level.HEADS, stands=True),
    ],
)
def test_only_contacts_have_a_level_and_only_agreements_stand(tmp_path, wanted):
    with Ledger.open(str(tmp_path / "l"), create=True) as ledger, pytest.raises(LedgerError, match="only"):
        ledger.watch("w", wanted, by="Hà")


@pytest.mark.parametrize(
    ("name", "sure"),
    [("", 0.0), (" ", 0.0), ("a\nb", 0.0), ("a\u202eb", 0.0), ("w", float("nan")), ("w", 1.1), ("w", -1)],
)
def test_what_could_not_be_read_or_compared_later_is_no_watch(tmp_path, name, sure):
    with Ledger.open(str(tmp_path / "l"), create=True) as ledger, pytest.raises(LedgerError):
        ledger.watch(name, Filter(min_confidence=sure), by="Hà")


@pytest.mark.parametrize(
    ("before", "then", "reasons"),
    [
        ([{"date": "2022-10-24"}], {}, ["speaks RUS-USA defence 2022-10-24"]),
        ([{"date": "2020-01-10"}, {"date": "2022-10"}], {}, ["speaks RUS-USA defence 2022-10-31"]),
        ([{"date": "2023-10-24"}], {}, []),
        ([{"date": "2022-10-24", "status": Status.PLANNED}], {}, []),
        ([{"date": "2022-10-24"}], {"status": Status.PLANNED}, []),
        ([{"date": "2022-10-24"}], {"date": None}, []),
        ([{"date": "2022-10-24", "participants": PRESIDENTS}], {}, []),
        (
            [{"date": "2022-10-24"}, {"date": "2024-01-10", "participants": PRESIDENTS}],
            {},
            ["speaks RUS-USA defence 2022-10-24"],
        ),
        ([], {}, []),
    ],
)
def test_a_silent_channel_speaks(place, before, then, reasons):
    with Ledger.open(place, create=True) as ledger:
        for number, fields in enumerate(before):
            call(ledger, f"before {number}", **fields)
        ledger.watch("w", Filter(actors=("RUS", "USA"), speaks=True), by="Hà")
        call(ledger, "now", **then)
        call(ledger, "now, elsewhere", **then)
        assert [each.reason for each in ledger.hits()] == reasons


@pytest.mark.parametrize(("told", "reasons"), [(StateValue.FROZEN, 0), (StateValue.OPEN, 0), (StateValue.IMPROVING, 0)])
def test_a_channel_of_which_something_was_said_is_not_silent(place, told, reasons):
    with Ledger.open(place, create=True) as ledger:
        call(ledger, "before", date="2022-10-24")
        page = article("said", FROZEN)
        ledger.add(page, reading(page, states=(state(page, parties=("RUS", "USA"), state=told, since="2024-02"),)))
        ledger.watch("w", Filter(speaks=True), by="Hà")
        call(ledger, "now")
        assert len(ledger.hits()) == reasons


def treaty(ledger: Ledger, doc: str, action: AgreementAction, date: str | None, name: str = "New START treaty") -> None:
    page = article(doc, ACCUSED)
    told = {"rule": "by hand", "confidence": 0.8, "id": "deal", **words(page.text, ACCUSED)}
    ledger.add(page, reading(page, agreements=(Agreement(name, ("RUS", "USA"), action, date, **told),)))


def test_an_agreement_changes_standing(place):
    with Ledger.open(place, create=True) as ledger:
        ledger.watch("w", Filter(stands=True), by="Hà")
        treaty(ledger, "a", AgreementAction.SIGNED, "2010-04-08")
        treaty(ledger, "b", AgreementAction.ENTERED_INTO_FORCE, "2011-02-05")
        treaty(ledger, "c", AgreementAction.REACHED, "2009-07-08")
        treaty(ledger, "d", AgreementAction.VIOLATED, "2022-08-08")
        treaty(ledger, "e", AgreementAction.SUSPENDED, "2023-02-21")
        treaty(ledger, "f", AgreementAction.SUSPENDED, "2023-02-21")
        assert [each.reason for each in ledger.hits()] == [
            "stands signed",
            "stands in_force, was signed",
            "stands suspended, was in_force",
        ]


def test_what_people_judge_is_told_where_it_changes_what_is_wanted(place):
    with Ledger.open(place, create=True) as ledger:
        call(ledger, "one", status=Status.PLANNED, confidence=0.5)
        (entry,) = ledger.entries(RecordKind.CONTACT)
        ledger.watch("all", Filter(), by="Hà")
        ledger.watch("sure", Filter(min_confidence=0.9), by="Hà")
        ledger.correct(entry.id, "place", "Geneva, CHE", by="Hà")
        assert ledger.hits() == ()
        ledger.correct(entry.id, "status", "occurred", by="Hà")
        ledger.accept(entry.id, by="Hà")
        ledger.reject(entry.id, by="Hà")
        ledger.accept(entry.id, by="Hà")
        told = [(each.watch, each.reason, each.doc, each.cause) for each in ledger.hits()]
        assert told == [
            ("all", "call occurred", "one", Cause.JUDGED),
            ("sure", "call occurred", "one", Cause.JUDGED),
        ]


def test_what_another_reading_of_all_changes_is_told(place):
    pages = {doc: article(doc, CALL) for doc in ("one", "two")}
    with Ledger.open(place, create=True) as ledger:
        ledger.add(pages["one"], reading(pages["one"], contacts=(contact(pages["one"], status=Status.PLANNED),)))
        ledger.add(pages["two"], reading(pages["two"], contacts=(contact(pages["two"], date="2021-01-05"),)))
        ledger.watch("w", Filter(), by="Hà")
        for doc, page in pages.items():
            day = "2024-06-25" if doc == "one" else "2021-01-05"
            ledger.keep(page, reading(page, "test 2", contacts=(contact(page, date=day),)))
        ledger.swap(Reader("test 2"))
        assert [(each.reason, each.doc, each.cause) for each in ledger.hits()] == [
            ("call occurred", "one", Cause.REREAD)
        ]
        assert list(ledger.verify()) == []


def test_what_people_rejected_is_not_told_again(place):
    with Ledger.open(place, create=True) as ledger:
        call(ledger, "one")
        (entry,) = ledger.entries(RecordKind.CONTACT)
        ledger.reject(entry.id, by="Hà")
        ledger.watch("w", Filter(), by="Hà")
        call(ledger, "two")
        assert ledger.hits() == ()


def test_watches_are_backed_up(place, elsewhere, tmp_path):
    with Ledger.open(place, create=True) as ledger:
        ledger.watch("w", Filter(RecordKind.CONTACT), by="Hà")
        call(ledger, "one")
        held = (ledger.watches(), ledger.hits())
        ledger.backup(tmp_path / "file")
    Ledger.restore(tmp_path / "file", elsewhere)
    with Ledger.open(elsewhere) as ledger:
        assert (ledger.watches(), ledger.hits()) == held
        call(ledger, "two", date="2024-01-10")
        assert len(ledger.hits()) == 2


@pytest.mark.parametrize(
    ("damage", "what"),
    [('filter = \'{"kind": "songs"}\'', "cannot be read"), ("name = 'a'", "a name that another has")],
)
def test_damage_to_watches_is_found(place, damage, what):
    with Ledger.open(place, create=True) as ledger:
        ledger.watch("a", Filter(), by="Hà")
        ledger.watch("b", Filter(), by="Hà")
        engine = connect(place, create=False)
        with engine.begin() as connection:
            connection.execute(text(f"UPDATE watches SET {damage} WHERE name = 'b'".replace(":", "\\:")))
        engine.dispose()
        (fault,) = ledger.verify()
    assert (fault.check, fault.where) == ("watches", "watch 2")
    assert what in fault.what


def run(place: str, *arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["--lang", "en", *arguments, "--ledger", place], prog_name="communique")
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def pages(monkeypatch):
    """Two pages of the same call, read by hand."""
    made = {f"{number}.txt": full(f"{number}.txt") for number in range(2)}
    monkeypatch.setattr(work, "documents", lambda paths, published: (Document(d, p.text) for d, (p, _) in made.items()))
    monkeypatch.setattr(work, "both", lambda document: work.Read(*made[document.doc], None))


def test_the_command_line(tmp_path, pages):
    place = str(tmp_path / "ledger.sqlite")
    options = ("--kind", "contacts", "--between", "rus,usa", "--level", "defence", "--what", "call", "--by", "Hà")
    status, _, told = run(place, "watch", "add", "ministers", *options)
    assert (status, told) == (
        0,
        "communique: watch ministers: kind=contacts actors=RUS,USA level=defence what=call\n",
    )
    assert "actors=RUS,USA" in run(place, "watch", "list")[1]
    (listed,) = orjson.loads(run(place, "watch", "list", "--format", "json")[1])
    assert (listed["name"], listed["level"], listed["by"]) == ("ministers", "defence", "Hà")
    status, printed, told = run(place, "add", "in")
    assert len(printed.splitlines()) == 2
    (line,) = [each for each in told.splitlines() if "watch" in each]
    (hit,) = orjson.loads(run(place, "watch", "hits", "--format", "json")[1])
    assert line == f"communique: watch ministers: {hit['entry']} call occurred (0.txt)"
    assert "call occurred" in run(place, "watch", "hits", "ministers", "--since", "2024")[1]
    assert "told of nothing" in run(place, "watch", "hits", "others")[1]
    read = feedparser.parse(run(place, "watch", "hits", "ministers", "--format", "atom")[1])
    assert (read.version, read.feed.title, len(read.entries)) == ("atom10", "Communiqué: watch: ministers", 1)
    assert run(place, "watch", "remove", "ministers")[0] == 0
    assert "No watches" in run(place, "watch", "list")[1]


def test_hits_alone_go_through_a_pipe(tmp_path, pages):
    place = str(tmp_path / "ledger.sqlite")
    run(place, "watch", "add", "all", "--by", "Hà")
    _, printed, told = run(place, "add", "in", "--hits")
    assert [orjson.loads(line)["doc"] for line in printed.splitlines()] == ["0.txt"] * 5
    assert "watch" not in told
    assert run(place, "add", "in", "--hits")[1] == ""


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--what", "call"), "needs --kind"),
        (("--kind", "states", "--speaks"), "only contacts"),
        (("--kind", "states", "--stands"), "only agreements"),
        (("--level", "mayors"), "mayors"),
        (("--kind", "contacts", "--what", "SANCTION"), "SANCTION"),
    ],
)
def test_wrong_usage(tmp_path, options, message):
    status, _, told = run(str(tmp_path / "l"), "watch", "add", "w", *options)
    assert status == 2
    assert message in told
