"""Opening a ledger, its migrations, several writers at once, and being killed at any moment."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from communique.errors import LedgerError
from communique.ledger import Ledger, Outcome, RecordKind, default_location
from communique.ledger.personal import Personal
from communique.ledger.store import HEAD, connect
from communique.ledger.tables import ORIGINS, Base
from handmade import article, contact, full, reading

TESTS = Path(__file__).parent
KILLS = 6


def test_the_default_place_can_be_set(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("COMMUNIQUE_LEDGER", raising=False)
    assert default_location().endswith("ledger.sqlite")
    monkeypatch.setenv("COMMUNIQUE_LEDGER", "/elsewhere.sqlite")
    assert default_location() == "/elsewhere.sqlite"


def test_folders_on_the_way_are_made_when_adding_and_only_then(tmp_path):
    place = tmp_path / "a" / "b" / "ledger.sqlite"
    with pytest.raises(LedgerError, match="no ledger at"):
        Ledger.open(str(place))
    assert not place.parent.exists()
    Ledger.open(str(place), create=True).close()
    Ledger.open(str(place)).close()


def test_what_is_no_ledger_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("not a database, but long enough to look like a file of one" * 20)
    with pytest.raises(LedgerError, match=r"notes\.txt: cannot be opened as a ledger"):
        Ledger.open(str(tmp_path / "notes.txt"), create=True)
    with sqlite3.connect(tmp_path / "other.sqlite") as other:
        other.execute("CREATE TABLE recipes (name)")
    with pytest.raises(LedgerError, match="something else"):
        Ledger.open(str(tmp_path / "other.sqlite"), create=True)
    with pytest.raises(LedgerError, match="is not a file"):
        Ledger.open(str(tmp_path), create=True)
    with pytest.raises(LedgerError, match="not in 'mysql'"):
        Ledger.open("mysql://localhost/ledger")


def test_a_ledger_of_a_newer_program_is_refused(place):
    engine = connect(place, create=True)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(LedgerError, match="newer communique"):
        Ledger.open(place)


def test_the_migrations_end_in_the_tables_of_the_program(place):
    config = Config()
    config.set_main_option("script_location", "communique.ledger:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]
    engine = connect(place, create=True)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        known = [Base.metadata, Personal.metadata]
        own = ("search_index", *(() if place.endswith(".sqlite") else (ORIGINS,)))
        changes = [str(each) for each in compare_metadata(context, known)]
        assert [each for each in changes if not any(name in each for name in own)] == []
        tables = {each for each in inspect(connection).get_table_names() if not each.startswith("search_index")}
        assert tables == {*Base.metadata.tables, *Personal.metadata.tables, "alembic_version"}


def test_sqlite_keeps_its_promises(tmp_path):
    engine = connect(str(tmp_path / "l.sqlite"), create=True)
    with engine.connect() as connection:
        told = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")}
        keys = connection.exec_driver_sql("PRAGMA foreign_keys").scalar()
        wait = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    assert (told, keys, wait) == ({"journal_mode": "wal", "synchronous": 2}, 1, 30_000)


def test_writers_take_turns_and_a_reader_does_not_wait(place):
    Ledger.open(place, create=True).close()
    outcomes: list[Outcome] = []

    def write(_: int) -> None:
        with Ledger.open(place) as ledger:
            for number in range(10):
                page = article(f"page {number}", "Một câu.")
                outcomes.append(ledger.add(page, reading(page)))

    writers = [threading.Thread(target=write, args=(each,)) for each in range(3)]
    for each in writers:
        each.start()
    with Ledger.open(place) as ledger:
        while any(each.is_alive() for each in writers):
            ledger.count()
        assert ledger.count().documents == 10
    assert sorted(outcomes) == [Outcome.ADDED] * 10 + [Outcome.UNCHANGED] * 20


def test_every_place_speaks_the_same(place):
    with pytest.raises(LedgerError, match="no ledger"):
        Ledger.open(place)
    with Ledger.open(place, create=True) as ledger:
        page, read = full("\x00 hostile")
        assert [ledger.add(page, read) for _ in range(2)] == [Outcome.ADDED, Outcome.UNCHANGED]
        newer = article(page.doc, read.contacts[0].evidence)
        assert ledger.add(newer, reading(newer, contacts=(contact(newer),))) is Outcome.NEW_VERSION
        (entry,) = ledger.entries(RecordKind.CONTACT)
        assert ledger.texts(ledger.entry(entry.id[:9])) == {entry.id: newer.text}
        assert [str(each.present) for each in ledger.channels()] == ["open"]
