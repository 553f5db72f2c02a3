"""The words of the interface, in English and Vietnamese: `messages.tsv`, one row a message.

One language is in use in a process; `main` chooses it before any command is defined, so that help speaks it too.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Language(StrEnum):
    """Languages of the interface; columns of `messages.tsv`."""

    EN = "en"
    VI = "vi"


_in_use = [Language.EN]


def language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language asked for by `--lang`, else by COMMUNIQUE_LANG, LC_ALL, LC_MESSAGES or LANG, else English."""
    asked = [
        value
        for place, argument in enumerate(arguments)
        for value in (
            argument.removeprefix("--lang=") if argument.startswith("--lang=") else None,
            arguments[place + 1] if argument == "--lang" and place + 1 < len(arguments) else None,
        )
        if value
    ]
    asked += [environment.get(name, "") for name in ("COMMUNIQUE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")]
    first = next((value for value in asked if value), "")
    return Language.VI if first.lower().startswith("vi") else Language.EN


def use(chosen: Language) -> None:
    """Speak this language from now on."""
    _in_use[0] = chosen


def say(key: str, **values: object) -> str:
    """The message of a key in the language in use, with its {places} filled. KeyError where there is none."""
    text = _table()[key][_in_use[0]]
    return text.format(**values) if values else text


def word(group: str, value: str | None) -> str:
    """How the interface calls a value of the codebook (`status.occurred`); the value itself where it has no row."""
    if not value:
        return ""
    row = _table().get(f"{group}.{value}")
    return row[_in_use[0]] if row else value


@cache
def _table() -> Mapping[str, Mapping[Language, str]]:
    lines = files("communique.cli").joinpath("messages.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row["key"]: {each: row[each.value].replace("\\n", "\n") for each in Language} for row in rows}
