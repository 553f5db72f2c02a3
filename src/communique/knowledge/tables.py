"""Reading the knowledge tables (formats: TABLES.md beside this file) into one value that everything is looked up in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from sys import intern

from communique.dates import bounds
from communique.errors import TableError
from communique.knowledge.model import (
    Actor,
    Body,
    Form,
    Institute,
    Level,
    Meeting,
    Office,
    Person,
    Site,
    Source,
    Stand,
    Tenure,
)

_OPEN_END = date(9999, 12, 31)


@dataclass(slots=True)
class Knowledge:
    """All tables. `forms` feed the lexicon; the mappings are keyed by code, office, person name or (code, office)."""

    actors: dict[str, Actor] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    forms: list[Form] = field(default_factory=list)
    held: dict[tuple[str, str], list[Tenure]] = field(default_factory=dict)
    tenures: dict[str, list[Tenure]] = field(default_factory=dict)
    adjectives: dict[str, str] = field(default_factory=dict)
    meetings: dict[str, list[Meeting]] = field(default_factory=dict)

    def holders(self, code: str, office: str, earliest: date, latest: date) -> list[Tenure]:
        """Those who held `office` of `code` at some time between the two days, in order of their start."""
        return [t for t in self.held.get((code, office), ()) if t.covers(earliest, latest)]

    def level(self, office: str | None) -> Level | None:
        """Level of an office; the prefixes ``acting``, ``deputy`` and ``former`` do not change it, an unknown one
        has none.
        """
        if not office:
            return None
        known = self.offices.get(office)
        if known is None:
            _, _, rest = office.partition(" ")
            known = self.offices.get(rest) if office.split(" ")[0] in ("acting", "deputy", "former") else None
        return known.level if known else None


def read_rows(path: Traversable) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a table with their line numbers, keyed by the header. Raises TableError on a row of the wrong width."""
    header: list[str] | None = None
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            line = line.rstrip("\r\n")
            if not line.strip() or line.startswith("#"):
                continue
            cells = [intern(cell.strip()) for cell in line.split("\t")]  # looked up all the time: one object a value
            if header is None:
                header = cells
                continue
            if len(cells) > len(header):
                raise TableError(f"{path.name}:{number}: {len(cells)} cells, the header has {len(header)}")
            cells += [""] * (len(header) - len(cells))
            yield number, dict(zip(header, cells, strict=True))


def split(cell: str) -> list[str]:
    """The values of a list cell."""
    return [intern(part) for part in (p.strip() for p in cell.split("|")) if part]


@cache
def knowledge() -> Knowledge:
    """The tables shipped with the package, read once a process."""
    root = files("communique.knowledge") / "tables"
    known = Knowledge()
    _read_actors(root, known)
    _read_names(root, known)
    for _, row in read_rows(root / "offices.tsv"):
        office = Office(row["office"], Level(row["level"]))
        known.offices[office.name] = office
        known.forms += [Form(text, office) for text in split(row["vi"])]
    for table in sorted((root / "persons").iterdir(), key=lambda p: p.name):
        if table.name.endswith(".tsv"):
            _read_persons(table, known)
    for table in sorted((root / "tenures").iterdir(), key=lambda p: p.name):
        if table.name.endswith(".tsv"):
            _read_tenures(table, known)
    for _, row in read_rows(root / "meetings.tsv"):
        known.meetings.setdefault(row["date"][5:], []).append(
            Meeting(row["date"], tuple(split(row["codes"])), tuple(split(row["persons"])), row["place"])
        )
    for spans in (*known.held.values(), *known.tenures.values()):
        spans.sort(key=lambda t: (t.start, t.end or _OPEN_END, t.person, t.office))
    return known


def _read_actors(root: Traversable, known: Knowledge) -> None:
    for _, row in read_rows(root / "states.tsv"):
        code = row["code"]
        known.actors[code] = Actor(code, row["name"], "state", seat=code)
        known.forms += [Form(text, Stand((code,))) for text in split(row["vi"])]
        known.forms += [Form(text, Stand((code,), standin=True)) for text in split(row["standins"])]
    for _, row in read_rows(root / "pairs.tsv"):
        known.forms.append(Form(row["form"], Stand(tuple(split(row["codes"])))))
    for _, row in read_rows(root / "organisations.tsv"):
        code = row["code"]
        known.actors.setdefault(
            code, Actor(code, row["name"], row["kind"], tuple(split(row["members"])), row["seat"] or None)
        )
        known.forms += [Form(text, Stand((code,))) for text in split(row["vi"])]
    adjectives = root / "adjectives.tsv"
    if adjectives.is_file():
        known.adjectives.update((row["code"], row["adjective"]) for _, row in read_rows(adjectives))


def _read_names(root: Traversable, known: Knowledge) -> None:
    for _, row in read_rows(root / "bodies.tsv"):
        body = Body(row["name"], row["code"] or None, row["kind"])
        known.forms += [Form(text, body) for text in split(row["vi"])]
    for _, row in read_rows(root / "media.tsv"):
        source = Source(row["name"], row["country"] or None, row["kind"], row["state_run"] == "yes")
        known.forms += [Form(text, source) for text in split(row["vi"])]
    for _, row in read_rows(root / "institutes.tsv"):
        institute = Institute(row["name"], row["country"] or None)
        known.forms += [Form(text, institute) for text in split(row["vi"])]
    for _, row in read_rows(root / "places.tsv"):
        site = Site(row["name"], row["country"] or None, row["kind"])
        known.forms += [Form(text, site) for text in split(row["vi"])]


def _read_persons(table: Traversable, known: Knowledge) -> None:
    seen: set[str] = set()
    for number, row in read_rows(table):
        name = row["person"]
        if name in seen:
            raise TableError(f"{table.name}:{number}: {name} is in the table already")
        seen.add(name)
        person = known.persons.setdefault(name, Person(name, row["code"]))
        plain_name = name.split(" (")[0]
        variants = dict.fromkeys([plain_name, *split(row["variants"])])
        known.forms += [
            Form(text, person) for text in variants if " " in text or "-" in text or text not in split(row["known_as"])
        ]
        known.forms += [Form(text, person, known_as=True) for text in split(row["known_as"])]


def _read_tenures(table: Traversable, known: Knowledge) -> None:
    for number, row in read_rows(table):
        start, end = bounds(row["start"])[0], bounds(row["end"])[1] if row["end"] else None
        if start is None:
            raise TableError(f"{table.name}:{number}: a tenure needs a start")
        known.persons.setdefault(row["person"], Person(row["person"], row["code"]))
        tenure = Tenure(row["code"], row["office"], row["person"], start, end)
        known.held.setdefault((tenure.code, tenure.office), []).append(tenure)
        known.tenures.setdefault(tenure.person, []).append(tenure)
