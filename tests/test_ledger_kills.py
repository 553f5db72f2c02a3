"""Killed at any moment, whatever it was at, a ledger has no fault and all that was reported as kept."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from communique.errors import LedgerError
from communique.ledger import Ledger, Reader
from handmade import ACCUSED, CALL, article, contact, full, reading

PAGES = 6
LONGEST = 0.15
"""Seconds between the last report waited for and the kill, at most; some ten pages are added in it."""

KILLS = pytest.mark.parametrize("kills", [3, pytest.param(35, marks=pytest.mark.slow)])
Report = Callable[[str], None]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes to kill on this system")


def killed(work: Callable[[Report], None], chance: random.Random) -> list[str]:
    """What a process has reported when it is killed, at random, early on or after some reports."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            work(lambda line: _write(writer, line))
        finally:
            os._exit(1)
    os.close(writer)
    heard = b""
    for _ in range(chance.choice((0, 0, 1, 3, 8))):
        heard += os.read(reader, 4096)
    time.sleep(chance.uniform(0, LONGEST))
    os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    while more := os.read(reader, 4096):
        heard += more
    os.close(reader)
    assert os.WIFSIGNALED(status), "the process ended by itself"
    return heard.decode().splitlines()


def _write(writer: int, line: str) -> None:
    os.write(writer, f"{line}\n".encode())


def sound(place: str) -> Iterator[Ledger]:
    """The ledger, if it has come to be one."""
    try:
        ledger = Ledger.open(place)
    except LedgerError as error:
        if "no ledger" not in str(error):
            raise
        return
    with ledger:
        assert list(ledger.verify()) == []
        yield ledger


def page(number: int):
    """Some page in a version of its own: with all kinds of records, or with one, so that entries come and go."""
    doc = f"page {number % PAGES}"
    if number % 2:
        held = article(doc, CALL, f"Lần {number}.")
        return held, reading(held, contacts=(contact(held),))
    held, read = full(doc)
    newer = article(doc, *held.text.split("\n")[1:-1], f"Lần {number}.")
    return newer, replace(read, doc=doc)


@KILLS
def test_adding(place, kills):
    chance = random.Random(kills)
    last: dict[int, int] = {}

    def add(report: Report) -> None:
        with Ledger.open(place, create=True) as ledger:
            for number in count(max(last.values(), default=-1) + 1):
                ledger.add(*page(number))
                report(str(number))

    for _ in range(kills):
        for line in killed(add, chance):
            last[int(line) % PAGES] = int(line)
        held = {}
        for ledger in sound(place):
            held = {int(doc.split()[1]): ledger.filed(doc).text for doc in ledger.docs()}
        for doc, number in last.items():
            kept = int(held[doc].split("Lần ")[1].split(".")[0])
            assert kept in (number, number + PAGES), "what was reported is there, or what came after it"
    assert last, "every process was killed before it kept anything"


@KILLS
def test_reading_again(place, kills):
    chance = random.Random(kills)
    pages = {f"page {number}": page(number) for number in range(PAGES)}
    with Ledger.open(place, create=True) as ledger:
        for held, read in pages.values():
            ledger.add(held, replace(read, extractor="0"))
    swapped = 0

    def reread(report: Report) -> None:
        with Ledger.open(place) as ledger:
            for number in count(swapped + 1):
                reader = Reader(str(number))
                for document in ledger.to_reread(reader):
                    held, read = pages[document.doc]
                    contacts = read.contacts if number % 2 else ()
                    ledger.keep(held, replace(read, extractor=reader.extractor, contacts=contacts))
                    report(f"{number} {document.doc}")
                ledger.swap(reader)
                report(f"{number}")

    for _ in range(kills):
        kept: set[tuple[str, str]] = set()
        for line in killed(reread, chance):
            number, _, doc = line.partition(" ")
            kept.update([(number, doc)] if doc else ())
            swapped = max(swapped, 0 if doc else int(number))
        for ledger in sound(place):
            (current,) = {int(ledger.filed(doc).origin.extractor) for doc in ledger.docs()}
            assert current in (swapped, swapped + 1), "all are swapped, or none"
            swapped = current
            for number, doc in kept:
                assert doc not in {each.doc for each in ledger.to_reread(Reader(number))}
    assert swapped, "every process was killed before it swapped anything"


@KILLS
def test_restoring(place, tmp_path, kills):
    chance = random.Random(kills)
    backups: dict[int, Path] = {}
    with Ledger.open(place, create=True) as ledger:
        for number in range(2 * PAGES):
            held = article(f"page {number}", CALL, ACCUSED)
            ledger.add(held, reading(held, contacts=(contact(held),)))
            if number % PAGES == PAGES - 1:
                ledger.backup(tmp_path / f"backup {number}")
                backups[number + 1] = tmp_path / f"backup {number}"
    fresh = tmp_path / "fresh"
    fresh.mkdir()

    def restore(report: Report) -> None:
        for number in count():
            for file in backups.values():
                Ledger.restore(file, place, force=True)
                report("over")
                Ledger.restore(file, str(fresh / f"{os.getpid()} {number} {file.name}"))
                report("fresh")

    finished = 0
    for _ in range(kills):
        lines = killed(restore, chance)
        finished += lines.count("fresh")
        for ledger in sound(place):
            assert ledger.count().documents in backups
        made = [each for each in fresh.iterdir() if each.name[0].isdigit() and each.name.endswith(("5", "1"))]
        for each in made[-2:]:
            for ledger in sound(str(each)):
                assert ledger.count().documents in backups
    assert len([each for each in fresh.iterdir() if each.name[0].isdigit() and "-" not in each.name]) >= finished
