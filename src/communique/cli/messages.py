"""The words of the command line, in English and Vietnamese: `messages.tsv`, beside those of the codebook.

One language is in use in a process; `main` chooses it before any command is defined, so that help speaks it too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from communique.words import Language, Words, reasons

__all__ = ["Language", "because", "language", "say", "use", "word"]

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
    return _words().say(_in_use[0], key, **values)


def word(group: str, value: str | None) -> str:
    """How the interface calls a value of the codebook (`status.occurred`); the value itself where it has no row."""
    return _words().word(_in_use[0], group, value)


def because(reason: str) -> str:
    """A reason the program gives, in the language in use."""
    return reasons.because(_in_use[0], reason)


@cache
def _words() -> Words:
    return Words([files("communique.cli").joinpath("messages.tsv")])
