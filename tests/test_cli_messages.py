"""The table of messages: both languages, the same places to fill, every key in use."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

from communique.cli.messages import Language, say, use
from communique.cli.screen import plain, plain_lines, short
from communique.records import Act, ActionType, AgreementAction, ContactKind, StateKind, StateValue, Status

CODEBOOK_WORDS = files("communique.words").joinpath("codebook.tsv")
FACES = {
    "command line": [files("communique.cli").joinpath("messages.tsv")],
    "pages": sorted(Path(str(files("communique.web").joinpath("words"))).glob("*.tsv")),
}
"""The tables that are one with those of the codebook."""


def rows(*tables) -> list[list[str]]:
    return [line.split("\t") for table in tables for line in table.read_text(encoding="utf-8").splitlines()[1:]]


ROWS = rows(CODEBOOK_WORDS, *FACES["command line"])
CODEBOOK = {
    "status": Status,
    "contact": ContactKind,
    "act": Act,
    "agreement": AgreementAction,
    "kind": StateKind,
    "state": StateValue,
    "type": ActionType,
}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("face", FACES)
def test_every_message_is_there_once_in_both_languages_with_the_same_places(face: str):
    held = rows(CODEBOOK_WORDS, *FACES[face])
    assert len({key for key, *_ in held}) == len(held)
    for key, english, vietnamese in held:
        assert english, key
        assert vietnamese, key
        assert places(english) == places(vietnamese), key


def test_every_message_the_commands_say_is_in_the_table():
    known = {key for key, *_ in ROWS}
    cli = Path(str(files("communique.cli")))
    said = {key for path in cli.glob("*.py") for key in re.findall(r"say\(\"([^\"]+)\"", path.read_text())}
    assert said
    assert said <= known


def test_every_value_of_the_codebook_has_its_word():
    known = {key for key, *_ in ROWS}
    assert {f"{group}.{each.value}" for group, values in CODEBOOK.items() for each in values} <= known


def test_messages_change_with_the_language():
    use(Language.VI)
    assert say("list.contacts") == "Tiếp xúc"
    use(Language.EN)
    assert say("batch.summary", read=3, failed=1) == "read 3, set aside 1"


def test_text_is_made_plain_for_a_terminal():
    assert plain("a\x1b[31mb\u202ec\nd\x85e") == "a [31mb c d e"
    assert plain_lines("a\r\nb\x07\n") == "a\nb\n"
    assert short("một hai ba", 6) == "một h…"
