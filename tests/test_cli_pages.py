"""The whole road in real processes: pages on disk, the real command, and a terminal to print on."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from test_cli import SOURCE, command

STORY = """Bộ trưởng Quốc phòng Nga và Mỹ điện đàm

Ngày 25/6/2024, Bộ trưởng Quốc phòng Nga Andrei Belousov đã điện đàm với người đồng cấp Mỹ Lloyd Austin.
Hai bên đã trao đổi quan điểm về tình hình xung quanh Ukraine, theo Bộ Quốc phòng Nga.
Ông Belousov cảnh báo về nguy cơ leo thang căng thẳng liên quan đến việc Mỹ tiếp tục cung cấp vũ khí cho Ukraine.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forty pages of one story, told on different days."""
    made = tmp_path / "pages"
    made.mkdir()
    for day in range(40):
        text = STORY.replace("25/6", f"{day % 28 + 1}/{day // 28 + 1}")
        (made / f"{day:02}.txt").write_text(text, encoding="utf-8")
    return made


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_over_processes_the_output_is_the_same_and_in_order(folder):
    one, two = command("extract", str(folder)), command("extract", str(folder), "--jobs", "2")
    assert (one.returncode, two.returncode) == (0, 0), one.stderr + two.stderr
    assert one.stdout == two.stdout
    assert [Path(each["doc"]).name for each in lines(one.stdout)] == [f"{day:02}.txt" for day in range(40)]


def test_what_cannot_be_read_is_named_and_the_rest_is_read(folder):
    (folder / "00.txt").write_bytes(bytes(range(128, 256)) * 20)
    done = command("add", str(folder), str(folder / "none.txt"), "--ledger", str(folder.parent / "l.sqlite"))
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 39
    assert "00.txt" in done.stderr
    assert "none.txt" in done.stderr
    assert "read 39, set aside 2" in done.stderr
    listed = command("set-aside", "--ledger", str(folder.parent / "l.sqlite")).stdout
    assert len(listed.splitlines()) == 2


def test_clean_keeps_the_story(folder):
    done = command("clean", str(folder / "00.txt"))
    (page,) = lines(done.stdout)
    assert page["title"] == "Bộ trưởng Quốc phòng Nga và Mỹ điện đàm"
    assert "Belousov cảnh báo" in page["text"]


def test_a_reader_may_close_the_pipe(folder):
    whole = f"{sys.executable} -m communique extract {folder} {folder} {folder} | head -n 1"
    path = os.pathsep.join([str(SOURCE), *sys.path])
    done = subprocess.run(whole, shell=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path})
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""


def on_a_terminal(*arguments: str) -> str:
    """What the command prints where standard output and error are a terminal."""
    ours, theirs = pty.openpty()
    path = os.pathsep.join([str(SOURCE), *sys.path])
    environment = {**os.environ, "PYTHONPATH": path, "TERM": "xterm-256color", "COLUMNS": "100", "LANG": "en_US.UTF-8"}
    process = subprocess.Popen(
        [sys.executable, "-m", "communique", *arguments], stdout=theirs, stderr=theirs, env=environment
    )
    os.close(theirs)
    printed, deadline = b"", time.monotonic() + 60
    while time.monotonic() < deadline:
        if select.select([ours], [], [], 0.2)[0]:
            try:
                printed += os.read(ours, 65536)
            except OSError:
                break
        elif process.poll() is not None:
            break
    process.wait(10)
    os.close(ours)
    return printed.decode()


def test_a_page_cannot_play_with_the_terminal(folder):
    evil = "\x1b]0;owned\x07\x9b31m\u202e[red]"
    (folder / "00.txt").write_text(evil + STORY.replace("Hai bên", evil + "Hai bên"), encoding="utf-8")
    where = str(folder.parent / "l.sqlite")
    page = str(folder / "00.txt")
    assert command("add", page, "--ledger", where).returncode == 0
    for arguments in (("doc", "00.txt", "--ledger", where), ("extract", page), ("clean", page)):
        printed = on_a_terminal(*arguments)
        assert "Belousov" in printed
        assert "]0;owned" in printed or "u001b" in printed, "the harmless part is kept"
        for hostile in ("\x1b]", "\x07", "\x9b", "\u202e"):
            assert hostile not in printed, arguments


def test_progress_is_shown_on_a_terminal_and_not_in_a_pipe(folder):
    where = str(folder.parent / "l.sqlite")
    assert "reading" in on_a_terminal("add", str(folder), "--quiet", "--ledger", where)
    assert command("add", str(folder), "--quiet", "--ledger", where).stderr == "communique: ledger: unchanged 40\n"


@pytest.mark.skipif(not (SOURCE / "communique" / "sample").is_dir(), reason="the packaged articles are not here yet")
def test_the_demonstration_shows_the_ledger_and_how_to_go_on(tmp_path):
    where = str(tmp_path / "demo.sqlite")
    done = command("demo", "--ledger", where)
    assert done.returncode == 0, done.stderr
    for heading in ("Contacts", "Agreements", "Channels as of", "Statements", "Left out", "To go on:"):
        assert heading in done.stdout
    assert max(map(len, done.stdout.splitlines()[:40])) <= 100
    assert Path(command("sample").stdout.strip()).is_dir()
    assert command("contacts", "--ledger", where).returncode == 0
