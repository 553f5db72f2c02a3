"""Words that head titles and names of organisations, by which those in no table are found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from communique.knowledge.tables import read_rows, split
from communique.orthography import fold


@dataclass(frozen=True, slots=True)
class Heads:
    """`forms`: class of each head (title, organisation, other) by its folded words; `longest`: most words of one."""

    forms: dict[tuple[str, ...], str]
    longest: int

    def at(self, words: list[str], i: int) -> tuple[str, int] | None:
        """Class and length of the longest head that begins at `i` of the folded words."""
        for count in range(min(self.longest, len(words) - i), 0, -1):
            found = self.forms.get(tuple(words[i : i + count]))
            if found is not None:
                return found, count
        return None


@cache
def heads(code: str = "vi") -> Heads:
    """The heads of a language, read once a process."""
    rows = read_rows(files("communique.language") / code / "heads.tsv")
    forms = {tuple(fold(form).split()): row["class"] for _, row in rows for form in split(row["form"])}
    return Heads(forms, max(map(len, forms)))
