"""The furniture of news pages: the words that mark menus, captions, bylines, teasers and the like.

One table a language, `<language>/furniture.tsv`, tab-separated with a header:

form     the words as they stand on the page
role     what a line with them is (a value of `communique.article.model.Role`)
match    how they are found, see `Match`
example  a line of a page that the row is true of
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from ahocorasick_rs import AhoCorasick, MatchKind

from communique.errors import TableError

_COLUMNS = ["form", "role", "match", "example"]
_SEARCHED = 400
_TRAILING = " :.…»›>|*+-–—↓→▼!"
_LEADING = " •*+-–—»›>|"


class Match(StrEnum):
    """How the form of a row is found in a line; case is ignored everywhere."""

    EXACT = "exact"
    """The line is the form, but for bullets before it and a colon or the like after it."""
    PREFIX = "prefix"
    """The line begins with the form, which ends there at a word's end."""
    SUFFIX = "suffix"
    """The line ends with the form."""
    CONTAINS = "contains"
    """The form stands anywhere in the line."""
    SECTION = "start-section"
    """As `EXACT`, and what follows on the page belongs to it: nothing below is the article."""
    WORD = "date-word"
    """A word that may stand in a line that gives the date."""
    MONTH = "month"
    """The name of a month; the role column gives its number."""
    PREDICATE = "predicate"
    """A word that sentences of a story have and captions mostly have not."""
    OUTLET = "outlet"
    """The words before and after the name of the outlet, with `…` in the place of the name."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, and the language whose table it is in."""

    form: str
    role: str
    match: Match
    example: str
    language: str


def rows() -> Iterator[Row]:
    """The rows of all languages' tables, languages in alphabetical order.

    Raises `TableError` for a row that has not four columns or whose match is unknown.
    """
    folders = resources.files("communique.language")
    for folder in sorted(folders.iterdir(), key=lambda entry: entry.name):
        table = folder.joinpath("furniture.tsv")
        if folder.is_dir() and table.is_file():
            yield from _rows_of(folder.name, table.read_text(encoding="utf-8"))


def _rows_of(language: str, text: str) -> Iterator[Row]:
    lines = text.splitlines()
    if not lines or lines[0].split("\t") != _COLUMNS:
        raise TableError(f"{language}/furniture.tsv: the header must be {' '.join(_COLUMNS)}, tab-separated")
    for number, line in enumerate(lines[1:], start=2):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != len(_COLUMNS):
            raise TableError(f"{language}/furniture.tsv:{number}: {len(cells)} columns instead of {len(_COLUMNS)}")
        try:
            match = Match(cells[2])
        except ValueError:
            raise TableError(f"{language}/furniture.tsv:{number}: unknown match {cells[2]!r}") from None
        yield Row(cells[0], cells[1], match, cells[3], language)


@dataclass(frozen=True, slots=True)
class Hit:
    """What a line was recognised as: a role's name, and whether it starts a section."""

    role: str
    match: Match
    form: str


@dataclass(frozen=True, slots=True)
class Furniture:
    """All tables, made ready for looking lines up in them. `months` maps folded names to 1..12.

    `within` finds the forms that may stand inside a line, each by its place in `inside`.
    """

    exact: dict[str, Hit]
    prefixes: dict[str, tuple[tuple[str, Hit], ...]]
    suffixes: tuple[tuple[str, Hit], ...]
    endings: tuple[str, ...]
    inside: tuple[Hit, ...]
    within: AhoCorasick
    date_words: frozenset[str]
    months: dict[str, int]
    predicates: frozenset[str]
    outlets: tuple[tuple[str, str], ...]

    def look_up(self, key: str) -> Hit | None:
        """What the line with this key (folded, white space made single) is by its words, or None."""
        bare = key.strip(_LEADING).rstrip(_TRAILING)
        hit = self.exact.get(bare)
        if hit is not None:
            return hit
        if len(key) <= _SEARCHED:
            forms = self.within.find_matches_as_indexes(key, overlapping=True)
            if forms:
                return self.inside[min(forms)[0]]
            if bare.endswith(self.endings) or key.endswith(self.endings):
                return next(found for form, found in self.suffixes if bare.endswith(form) or key.endswith(form))
        opening = key.lstrip(_LEADING)
        for form, found in self.prefixes.get(opening.split(" ", 1)[0].rstrip(":,."), ()):
            if opening.startswith(form) and not (form[-1].isalnum() and opening[len(form) : len(form) + 1].isalnum()):
                return found
        return None


@cache
def furniture() -> Furniture:
    """The tables of all languages, read once."""
    exact: dict[str, Hit] = {}
    prefixes: dict[str, list[tuple[str, Hit]]] = {}
    suffixes: list[tuple[str, Hit]] = []
    inside: list[tuple[str, Hit]] = []
    words: set[str] = set()
    months: dict[str, int] = {}
    predicates: set[str] = set()
    outlets: list[tuple[str, str]] = []
    for row in rows():
        form = " ".join(row.form.casefold().split())
        hit = Hit(row.role, row.match, row.form)
        match row.match:
            case Match.EXACT | Match.SECTION:
                exact.setdefault(form.strip(_LEADING).rstrip(_TRAILING), hit)
            case Match.PREFIX:
                prefixes.setdefault(form.split(" ", 1)[0].rstrip(":,."), []).append((form, hit))
            case Match.SUFFIX:
                suffixes.append((form, hit))
            case Match.CONTAINS:
                inside.append((form, hit))
            case Match.WORD:
                words.update(form.split())
            case Match.MONTH:
                months[form] = int(row.role)
            case Match.PREDICATE:
                predicates.add(form)
            case Match.OUTLET:
                before, _, after = row.form.partition("…")
                outlets.append((before.strip(), after.strip()))
    return Furniture(
        exact,
        {first: tuple(sorted(forms, key=lambda pair: -len(pair[0]))) for first, forms in prefixes.items()},
        tuple(suffixes),
        tuple(form for form, _ in suffixes),
        tuple(hit for _, hit in inside),
        AhoCorasick([form for form, _ in inside], matchkind=MatchKind.Standard),
        frozenset(words),
        months,
        frozenset(predicates),
        tuple(outlets),
    )
