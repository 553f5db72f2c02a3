"""Accounts: who signs in, for how long, with what; what a backup and a copy of the file tell of it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from argon2 import PasswordHasher
from typer.testing import CliRunner

from communique.cli.app import app
from communique.errors import AccountError
from communique.ledger import Ledger
from communique.people import EVERY, People, Scope, passwords

PASSWORD = "một câu dài không ai đoán"
OTHER = "another long sentence"


class Clock:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def people(place: str):
    with Ledger.open(place, create=True) as ledger:
        made = People(ledger)
        made.add("Nguyễn Lan", PASSWORD)
        yield made


def test_only_name_and_password_together_sign_in(people: People):
    session = people.sign_in("nguyễn  LAN", PASSWORD)
    assert session is not None
    signed = people.signed_in(session.token)
    assert signed is not None
    assert (signed.name, signed.scopes) == ("Nguyễn Lan", EVERY)
    assert session.token not in repr(session)
    for name, password in (("Nguyễn Lan", OTHER), ("Minh", PASSWORD), ("", ""), ("Nguyễn Lan", ""), ("\ud800", "x")):
        assert people.sign_in(name, password) is None
    assert people.signed_in(session.token[:-1]) is None
    assert people.signed_in("") is None


@pytest.mark.parametrize("name", ["Nguyễn Lan", "Minh", ""])
def test_a_name_that_nobody_has_takes_as_long_as_one_that_somebody_has(people: People, name: str, monkeypatch):
    people.sign_in("Nguyễn Lan", PASSWORD)
    worked_out: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            worked_out.append(str(hash).rpartition("$")[0].rpartition("$")[0])
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_hasher", Counting)
    for password in (OTHER, "", "x" * 5000):
        assert people.sign_in(name, password) is None
    assert worked_out == [worked_out[0]] * 3


def test_a_password_is_the_same_however_it_is_typed(people: People):
    import unicodedata

    assert people.sign_in("Nguyễn Lan", unicodedata.normalize("NFD", PASSWORD))


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "Lan\u202e", "Lan\u200b", "La\x00n", "NGUYỄN LAN"])
def test_names_that_could_be_taken_for_another_are_refused(people: People, name: str):
    with pytest.raises(AccountError):
        people.add(name, PASSWORD)


def test_short_and_endless_passwords_are_refused(people: People):
    for password in ("", "short", "x" * 1001):
        with pytest.raises(AccountError):
            people.add("Minh", password)


def test_a_session_ends_when_left_alone_and_in_any_case_in_the_end(place: str):
    clock = Clock()
    with Ledger.open(place, create=True) as ledger:
        people = People(ledger, clock)
        people.add("Lan", PASSWORD)
        idle = people.sign_in("Lan", PASSWORD)
        used = people.sign_in("Lan", PASSWORD)
        assert idle
        assert used
        for _ in range(27):
            clock.now += timedelta(hours=11)
            assert people.signed_in(used.token)
            people.seen(used.token)
        assert people.signed_in(idle.token) is None
        clock.now = used.expires_at - timedelta(seconds=1)
        people.seen(used.token)
        assert people.signed_in(used.token)
        clock.now = used.expires_at
        assert people.signed_in(used.token) is None


def test_signing_in_again_ends_the_session_before(people: People):
    first = people.sign_in("Nguyễn Lan", PASSWORD)
    assert first
    second = people.sign_in("Nguyễn Lan", PASSWORD, first.token)
    assert second
    assert second.token != first.token
    assert people.signed_in(first.token) is None
    people.sign_out(second.token)
    assert people.signed_in(second.token) is None


def test_another_password_signs_out_everywhere(people: People):
    session = people.sign_in("Nguyễn Lan", PASSWORD)
    assert session
    people.renew("Nguyễn Lan", OTHER)
    assert people.signed_in(session.token) is None
    assert people.sign_in("Nguyễn Lan", PASSWORD) is None
    assert people.sign_in("Nguyễn Lan", OTHER)


def test_changing_ones_password_needs_it_and_ends_every_other_session(people: People):
    elsewhere = people.sign_in("Nguyễn Lan", PASSWORD)
    assert elsewhere is not None
    assert people.change("Nguyễn Lan", OTHER, PASSWORD + "!") is None
    assert people.change("Minh", PASSWORD, OTHER) is None
    with pytest.raises(AccountError):
        people.change("Nguyễn Lan", PASSWORD, "short")
    assert people.signed_in(elsewhere.token)
    here = people.change("Nguyễn Lan", PASSWORD, OTHER)
    assert here is not None
    assert people.signed_in(here.token)
    assert people.signed_in(elsewhere.token) is None
    assert people.sign_in("Nguyễn Lan", PASSWORD) is None


def test_who_has_ended_is_out_and_nobody_takes_the_name(people: People):
    session, token = people.sign_in("Nguyễn Lan", PASSWORD), people.give_token("Nguyễn Lan", [Scope.JUDGE])
    assert session
    people.end("Nguyễn Lan")
    assert people.signed_in(session.token) is None
    assert people.bearer(token) is None
    assert people.sign_in("Nguyễn Lan", PASSWORD) is None
    assert people.sign_in("Nguyễn Lan", "") is None
    assert not people.anyone()
    with pytest.raises(AccountError, match="another name"):
        people.add("nguyễn lan", OTHER)
    with pytest.raises(AccountError, match="nobody"):
        people.give_token("Nguyễn Lan", [])


def test_a_token_may_what_it_was_given_for(people: People):
    token = people.give_token("Nguyễn Lan", [Scope.JUDGE])
    signed = people.bearer(token)
    assert signed is not None
    assert signed.scopes == {Scope.READ, Scope.JUDGE}
    assert people.signed_in(token) is None
    (held,) = people.tokens("Nguyễn Lan")
    assert token.startswith(held.shown)
    assert people.stale(signed)
    people.seen(token)
    again = people.bearer(token)
    assert again is not None
    assert not people.stale(again)
    people.end_token(held.key)
    assert people.bearer(token) is None
    with pytest.raises(AccountError):
        people.end_token(held.key)


def test_no_file_holds_what_signs_somebody_in(tmp_path: Path):
    place = tmp_path / "ledger.sqlite"
    with Ledger.open(str(place), create=True) as ledger:
        people = People(ledger)
        people.add("Lan", PASSWORD)
        session, token = people.sign_in("Lan", PASSWORD), people.give_token("Lan", [])
        assert session
        with closing(sqlite3.connect(place)) as file:
            (before,) = file.execute("SELECT password FROM people").fetchone()
        people.renew("Lan", OTHER)
        ledger.backup(tmp_path / "backup")
    held = place.read_bytes()
    for secret in (PASSWORD.encode(), session.token.encode(), token.encode(), before.encode()):
        assert secret not in held
    assert b"$argon2id$" in held
    assert b"argon2" not in (tmp_path / "backup").read_bytes()


def test_a_backup_has_no_accounts_and_a_restored_ledger_keeps_its_own(place: str, elsewhere: str, tmp_path: Path):
    with Ledger.open(place, create=True) as ledger:
        People(ledger).add("Lan", PASSWORD)
        ledger.set_aside("a.txt", "a.txt", "empty")
        ledger.backup(tmp_path / "backup")
    with Ledger.open(str(tmp_path / "backup")) as backup:
        assert People(backup).everyone() == ()
    with Ledger.open(elsewhere, create=True) as ledger:
        People(ledger).add("Minh", OTHER)
        token = People(ledger).give_token("Minh", [Scope.ADD])
    Ledger.restore(tmp_path / "backup", elsewhere, force=True)
    with Ledger.open(elsewhere) as ledger:
        assert [each.name for each in People(ledger).everyone()] == ["Minh"]
        assert People(ledger).bearer(token)
        assert People(ledger).sign_in("Minh", OTHER)
        assert len(ledger.listed_aside()) == 1


def test_a_file_copied_by_hand_brings_no_accounts(tmp_path: Path):
    with Ledger.open(str(tmp_path / "one"), create=True) as ledger:
        People(ledger).add("Lan", PASSWORD)
    shutil.copyfile(tmp_path / "one", tmp_path / "copy")
    Ledger.restore(tmp_path / "copy", str(tmp_path / "two"))
    with Ledger.open(str(tmp_path / "two")) as ledger:
        assert People(ledger).everyone() == ()


def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments), input=typed)
    return result.exit_code, result.stdout, result.stderr


def test_accounts_on_the_command_line(tmp_path: Path):
    where = ("--ledger", str(tmp_path / "ledger.sqlite"))
    code, _, told = run("people", "add", "Lan", *where, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert code == 0
    assert PASSWORD not in told
    assert run("people", "add", "Minh", "--password-stdin", *where, typed=f"{OTHER}\n")[0] == 0
    assert run("people", "add", "Minh", "--password-stdin", *where, typed=f"{OTHER}\n")[0] == 1
    code, token, _ = run("people", "token", "Lan", "--scope", "judge", "--scope", "ADD", *where)
    assert code == 0
    with Ledger.open(where[1]) as ledger:
        signed = People(ledger).bearer(token.strip())
        assert signed is not None
        assert signed.scopes == {Scope.READ, Scope.ADD, Scope.JUDGE}
    assert run("people", "token", "Lan", "--scope", "everything", *where)[0] == 2
    listed = run("people", "tokens", *where)[1]
    assert token.strip() not in listed
    assert token[:9] in listed
    assert run("people", "untoken", "1", *where)[0] == 0
    assert run("people", "end", "Minh", *where)[0] == 0
    assert '"name":"Minh"' in run("people", "list", "--format", "json", *where)[1]
    assert "argon2" not in run("people", "list", "--format", "json", *where)[1]


@pytest.mark.parametrize("options", [("--host", "0.0.0.0"), ("--name", "ledger.example.org")])
def test_serving_others_needs_accounts_or_public(tmp_path: Path, options: tuple[str, str]):
    code, _, told = run("serve", "--ledger", str(tmp_path / "ledger.sqlite"), "--port", "0", *options)
    assert code == 2
    assert "people add" in " ".join(told.split())
