"""Backups of either database into either; nothing half restored."""

from __future__ import annotations

import sqlite3

import pytest

from communique.errors import LedgerError
from communique.ledger import Ledger, RecordKind
from handmade import article, contact, full, reading


def filled(place: str) -> Ledger:
    """A ledger with every kind of record, a page in two versions, and a document set aside."""
    ledger = Ledger.open(place, create=True)
    ledger.add(*full("one.txt"))
    page, read = full("\x00 two")
    ledger.add(page, read, html="<p>\x10</p>")
    newer = article(page.doc, read.contacts[0].evidence)
    ledger.add(newer, reading(newer, contacts=(contact(newer),)))
    ledger.set_aside("three.txt", "in/three.txt", "no known encoding")
    return ledger


def told(ledger: Ledger) -> list[object]:
    """All that can be asked of a ledger."""
    held: list[object] = [entry for kind in RecordKind for entry in ledger.entries(kind)]
    return [*held, *(ledger.filed(doc) for doc in ledger.docs()), ledger.listed_aside(), ledger.count()]


def test_a_backup_of_either_goes_into_either_and_the_ledger_goes_on(place, elsewhere, tmp_path):
    file = tmp_path / "backup"
    with filled(place) as ledger:
        ledger.backup(file)
        before = told(ledger)
    assert sorted(each.name for each in tmp_path.iterdir() if "backup" in each.name) == ["backup"]
    Ledger.restore(file, elsewhere)
    with Ledger.open(elsewhere) as restored:
        assert told(restored) == before
        assert list(restored.verify()) == []
        restored.add(*full("four.txt"))
        assert restored.count().documents == 3
        assert list(restored.verify()) == []


def test_a_backup_is_a_ledger(place, tmp_path):
    with filled(place) as ledger:
        ledger.backup(tmp_path / "backup")
        before = told(ledger)
    with Ledger.open(str(tmp_path / "backup")) as backup:
        assert told(backup) == before


def test_nothing_is_written_over_unless_asked(place, tmp_path):
    file = tmp_path / "backup"
    with filled(place) as ledger:
        ledger.backup(file)
        with pytest.raises(LedgerError, match="there already"):
            ledger.backup(file)
        ledger.backup(file, force=True)
        ledger.add(*full("later"))
        with pytest.raises(LedgerError, match="holds a ledger already"):
            Ledger.restore(file, place)
        assert ledger.count().documents == 3
    with Ledger.open(place) as still_open:
        Ledger.restore(file, place, force=True)
        assert list(still_open.docs()) == ["one.txt", "\x00 two"]
        still_open.add(*full("four.txt"))
        assert list(still_open.verify()) == []


def test_an_empty_ledger_is_restored_into(place, elsewhere, tmp_path):
    with filled(place) as ledger:
        ledger.backup(tmp_path / "backup")
    Ledger.open(elsewhere, create=True).close()
    Ledger.restore(tmp_path / "backup", elsewhere)
    with Ledger.open(elsewhere) as restored:
        assert restored.count().documents == 2


def test_what_is_no_backup_changes_nothing(place, tmp_path):
    file = tmp_path / "backup"
    with filled(place) as ledger:
        ledger.backup(file)
        before = told(ledger)
    for content, message in (
        (None, "no backup at"),
        (b"", "no backup of a ledger"),
        (b"not a database " * 100, "no backup of a ledger"),
        (file.read_bytes()[:-9000], "damaged|no backup|malformed"),
    ):
        broken = tmp_path / "broken"
        if content is not None:
            broken.write_bytes(content)
        with pytest.raises(LedgerError, match=message):
            Ledger.restore(broken, place, force=True)
    with sqlite3.connect(file) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LedgerError, match="backup was written by a newer"):
        Ledger.restore(file, place, force=True)
    with Ledger.open(place) as ledger:
        assert told(ledger) == before


def test_the_log_of_a_ledger_that_is_gone_is_not_taken_for_the_new_ones(tmp_path):
    old = tmp_path / "ledger.sqlite"
    with filled(str(tmp_path / "other.sqlite")) as ledger:
        ledger.backup(tmp_path / "backup")
    with filled(str(old)):
        log = (tmp_path / "ledger.sqlite-wal").read_bytes()
    old.unlink()
    (tmp_path / "ledger.sqlite-wal").write_bytes(log)
    Ledger.restore(tmp_path / "backup", str(old))
    with Ledger.open(str(old)) as restored:
        assert list(restored.verify()) == []
        assert restored.count().documents == 2


def test_a_backup_that_cannot_be_written_leaves_nothing(place, tmp_path):
    with filled(place) as ledger, pytest.raises(LedgerError, match="cannot be written"):
        ledger.backup(tmp_path / "no folder" / "backup")
