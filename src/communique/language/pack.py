"""A language as a folder of tables: cues (words with a class and a value), each with an example sentence.

Every ``*.tsv`` of ``language/<code>/cues/`` has the columns ``class``, ``form`` (several separated by ``|``),
``value``,
``also`` (further ``name=value`` settings, ``;`` between them) and ``example``. What the classes mean to the engine
stands at
the head of each table. The engine itself contains no word of any language.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from sys import intern

from communique.knowledge.tables import read_rows, split


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase that the grammar of the reading knows: class (closed list in each table's head), value,
    settings.
    """

    cls: str
    value: str
    also: tuple[tuple[str, str], ...] = ()

    def get(self, name: str, default: str = "") -> str:
        """A further setting of the row."""
        for key, value in self.also:
            if key == name:
                return value
        return default


@dataclass(frozen=True, slots=True)
class CueForm:
    """A form of a cue as the table gives it; `example` is a sentence that holds it; `where` is table and line, for
    messages.
    """

    text: str
    cue: Cue
    example: str
    where: str


@dataclass(frozen=True, slots=True)
class Pack:
    """All cues of one language."""

    code: str
    forms: tuple[CueForm, ...]


@cache
def pack(code: str = "vi") -> Pack:
    """The tables of a language shipped with the package, read once a process."""
    forms: list[CueForm] = []
    folder = files("communique.language") / code / "cues"
    for table in sorted(folder.iterdir(), key=lambda p: p.name):
        if not table.name.endswith(".tsv"):
            continue
        for number, row in read_rows(table):
            also = tuple(
                (intern(k.strip()), intern(v.strip()))
                for k, _, v in (part.partition("=") for part in row["also"].split(";") if part.strip())
            )
            cue = Cue(row["class"], row["value"], also)
            forms += [CueForm(text, cue, row["example"], f"{table.name}:{number}") for text in split(row["form"])]
    return Pack(code, tuple(forms))
