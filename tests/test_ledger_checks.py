"""What `verify` finds: one damage a case, on both databases."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import text

from communique.ledger import Ledger
from communique.ledger.checks import CHECKS, Fault
from communique.ledger.store import connect
from test_ledger_backups import filled


def faults(place: str) -> list[Fault]:
    with Ledger.open(place) as ledger:
        return list(ledger.verify())


def test_a_sound_ledger_has_no_faults(place):
    filled(place).close()
    assert faults(place) == []


@pytest.mark.parametrize(
    ("damage", "check", "what"),
    [
        ("UPDATE documents SET text = text || 'x' WHERE key = 1", "documents", "not what its hash says"),
        ("UPDATE documents SET version = 3 WHERE version = 2", "documents", "2 versions are numbered 1 to 3"),
        ("UPDATE readings SET superseded_by = NULL", "current", "has 2 current readings"),
        ("UPDATE readings SET superseded_by = 1 WHERE key = 2", "current", "does not lead to the current one"),
        ("UPDATE readings SET blocks = '[[\"title\", 5, 2]]'", "readings", "do not follow one another"),
        ("UPDATE readings SET blocks = '[[\"song\", 0, 2]]'", "readings", "cannot be read"),
        ("UPDATE readings SET published_latest = '2020-01-01'", "readings", "published from 2024-06-26 to 2020-01-01"),
        (
            "UPDATE records SET earliest = '2020-01-01' WHERE key = 1",
            "records",
            "earliest is datetime.date(2020, 1, 1)",
        ),
        ("UPDATE records SET id = 'c0123456789abcdef' WHERE key = 1", "records", "id is 'c0123456789abcdef'"),
        ("UPDATE records SET position = 9 WHERE key = 1", "records", "stands at 9"),
        ("UPDATE records SET body = '{}' WHERE key = 1", "records", "cannot be read"),
        (
            "UPDATE evidence SET start_offset = start_offset + 1 WHERE record_key = 1",
            "evidence",
            "is not the text from",
        ),
        ("DELETE FROM evidence WHERE record_key = 1", "evidence", "has no evidence"),
        ("UPDATE record_codes SET code = 'CHN' WHERE record_key = 1 AND code = 'RUS'", "codes", "its body has others"),
        ("UPDATE sightings SET leader_key = NULL WHERE record_key = 4", "sightings", "follows None, not"),
        ("DELETE FROM blocks", "sightings", "is not looked for where it should be"),
        ("UPDATE signatures SET signature = substr(signature, 5, 508)", "copies", "is not that of its text"),
        ("DELETE FROM signature_bands", "copies", "are not those of the signatures"),
        ("UPDATE signatures SET original = 'z'", "copies", "is told as a copy of z"),
        ("UPDATE entries SET status = 'refused' WHERE list = 'contacts'", "entries", "status is not what"),
        ("UPDATE entry_codes SET code = 'CHN' WHERE code = 'RUS'", "entries", "its actors are not"),
    ],
)
def test_damage_is_found_and_named(place, damage, check, what):
    filled(place).close()
    engine = connect(place, create=False)
    with engine.begin() as connection:
        connection.execute(text(damage))
    engine.dispose()
    found = [each for each in faults(place) if each.check == check]
    assert found, faults(place)
    assert any(what in each.what for each in found), found
    assert all(each.where for each in found)


def test_rows_that_point_nowhere_are_found(tmp_path):
    place = str(tmp_path / "l.sqlite")
    filled(place).close()
    with sqlite3.connect(place) as raw:
        raw.execute("DELETE FROM records WHERE key = 1")
    assert Fault("links", "evidence 1/0", "points at records that are not there") in faults(place)


def test_checks_have_names_of_their_own():
    assert len({each.name for each in CHECKS}) == len(CHECKS)
