"""Every row of the tables: its form, what it refers to, and for cues the sentence that holds it."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from communique.dates import bounds
from communique.errors import TableError
from communique.extraction.lexicon import Match, lexicon
from communique.extraction.tokens import tokenise
from communique.knowledge.model import Level
from communique.knowledge.tables import read_rows, split
from communique.language.pack import Cue, pack
from communique.orthography import compose, fold

SOURCE = Path(__file__).parents[1] / "src" / "communique"
KNOWLEDGE = SOURCE / "knowledge" / "tables"
CUES = SOURCE / "language" / "vi" / "cues"

COLUMNS = {
    "states.tsv": "code name vi standins",
    "pairs.tsv": "form codes",
    "places.tsv": "name country kind vi",
    "coordinates.tsv": "name country latitude longitude",
    "organisations.tsv": "code name kind vi members seat state",
    "bodies.tsv": "vi name code kind",
    "media.tsv": "name country kind state_run vi",
    "institutes.tsv": "name country vi",
    "offices.tsv": "office level vi",
    "adjectives.tsv": "code adjective",
    "meetings.tsv": "date codes persons place",
    "persons": "person code variants known_as",
    "tenures": "code office person start end",
    "cues": "class form value also example",
}
MAY_BE_EMPTY = {
    "states.tsv": "standins",
    "places.tsv": "country",
    "coordinates.tsv": "name",
    "organisations.tsv": "members seat state",
    "bodies.tsv": "code",
    "media.tsv": "country state_run",
    "institutes.tsv": "country",
    "meetings.tsv": "persons place",
    "persons": "variants known_as",
    "tenures": "end",
    "cues": "value also",
}
KINDS = {
    "places.tsv": "city region island sea site base border",
    "organisations.tsv": "intergovernmental bloc forum armed_group company party movement other",
    "bodies.tsv": "ministry government forces parliament agency presidency court party embassy police bank other",
    "media.tsv": "agency paper broadcaster magazine site social",
    "offices.tsv": " ".join(Level),
}
SEVERAL_HOLDERS = frozenset(
    {
        "ambassador",
        "adviser",
        "assistant secretary of defence",
        "assistant secretary of state",
        "chairman",
        "colonel",
        "commander",
        "commentator",
        "commissioner",
        "committee chairman",
        "consul general",
        "daughter",
        "diplomat",
        "director",
        "director general",
        "envoy",
        "expert",
        "first lady",
        "general",
        "governor",
        "head of department",
        "lawmaker",
        "leader",
        "minister",
        "negotiator",
        "official",
        "parliament speaker",
        "party secretary",
        "politburo member",
        "prince",
        "prosecutor",
        "representative",
        "sister",
        "spokesperson",
        "state councillor",
        "under secretary general",
    }
)
"""Offices that several people of one actor hold at a time: by rank, by house, by subject or by seat."""
SEVERAL_BY_PREFIX = ("deputy ", "vice ", "assistant ", "under ", "acting deputy ")
OFFICE_PREFIXES = ("acting ", "deputy ", "former ")
TOGETHER = frozenset({("BIH", "president"), ("SMR", "president"), ("VAT", "pope")})
"""Offices that the constitution of an actor gives to several people at once."""
SHOWN = 300
DECIDED: dict[str, str] = {}
"""Forms that two actors share, with the rule that decides whose it is."""


def tables() -> list[Path]:
    """All tables of names and all tables of cues."""
    return sorted(KNOWLEDGE.rglob("*.tsv")) + sorted(CUES.glob("*.tsv"))


def described(table: Path) -> str:
    """The key of a table in the mappings above."""
    return table.parent.name if table.parent.name in COLUMNS else table.name


def rows(*names: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows of tables or folders of tables, each with its table and line."""
    for name in names:
        place = KNOWLEDGE / name
        for table in sorted(place.glob("*.tsv")) if place.is_dir() else [place]:
            for number, row in read_rows(table):
                yield f"{table.relative_to(KNOWLEDGE)}:{number}", row


def named(table: Path) -> str:
    return f"{table.parent.name}/{table.name}"


def none(broken: list[str]) -> None:
    """Fails with a line for each row that is broken."""
    if broken:
        pytest.fail("\n".join([f"{len(broken)} rows", *broken[:SHOWN]]), pytrace=False)


@pytest.fixture(scope="module")
def states() -> set[str]:
    return {row["code"] for _, row in rows("states.tsv")}


@pytest.fixture(scope="module")
def actors(states: set[str]) -> set[str]:
    return states | {row["code"] for _, row in rows("organisations.tsv")}


@pytest.mark.parametrize("table", tables(), ids=named)
def test_form(table: Path):
    """Composed UTF-8, the columns of TABLES.md, no row of another width, no needed cell empty, no value said twice."""
    text = table.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text), [
        number for number, line in enumerate(text.split("\n"), 1) if not unicodedata.is_normalized("NFC", line)
    ]
    key = described(table)
    header = next(line for line in text.split("\n") if line.strip() and not line.startswith("#"))
    assert header.split("\t") == COLUMNS[key].split()
    needed = [name for name in COLUMNS[key].split() if name not in MAY_BE_EMPTY.get(key, "").split()]
    broken = []
    try:
        for number, row in read_rows(table):
            broken += [f"{table.name}:{number}: no {name}" for name in needed if not row[name]]
            for name in ("vi", "standins", "variants", "known_as", "form", "codes", "members", "persons"):
                values = split(row.get(name, ""))
                broken += [f"{table.name}:{number}: {v} twice" for v in dict.fromkeys(values) if values.count(v) > 1]
    except TableError as error:
        broken.append(str(error))
    none(broken)


@pytest.mark.parametrize("name", KINDS)
def test_kinds(name: str):
    """A kind or level is one of the closed list."""
    allowed = KINDS[name].split()
    column = "level" if name == "offices.tsv" else "kind"
    none([f"{where}: {row[column]}" for where, row in rows(name) if row[column] not in allowed])


def test_codes(states: set[str], actors: set[str]):
    """Every code in any cell names a state or an organisation of the tables; no two rows have one code."""
    broken = []
    of_states = {"places.tsv": "country", "media.tsv": "country", "institutes.tsv": "country", "bodies.tsv": "code"}
    for name, column in of_states.items():
        broken += [f"{where}: {row[column]}" for where, row in rows(name) if row[column] and row[column] not in actors]
    for where, row in rows("organisations.tsv"):
        used = [*split(row["members"]), *filter(None, [row["seat"], row["state"]])]
        broken += [f"{where}: {code}" for code in used if code not in actors]
        broken += [f"{where}: {code} is a state" for code in (row["code"],) if code in states]
    broken += [f"{where}: {row['code']}" for where, row in rows("adjectives.tsv") if row["code"] not in actors]
    broken += [
        f"{where}: {c}"
        for where, row in rows("pairs.tsv", "meetings.tsv")
        for c in split(row["codes"])
        if c not in actors
    ]
    broken += [f"{where}: {row['code']}" for where, row in rows("persons", "tenures") if row["code"] not in actors]
    for name in ("states.tsv", "organisations.tsv"):
        codes = [row["code"] for _, row in rows(name)]
        broken += [f"{name}: {code} twice" for code in sorted(set(codes)) if codes.count(code) > 1]
    none(broken)


def test_pairs_name_two():
    """A joined form names at least two actors."""
    none([f"{where}: {row['form']}" for where, row in rows("pairs.tsv") if len(set(split(row["codes"]))) < 2])


def test_meetings_are_of_known_people_on_full_dates():
    """A well-known contact has a day, two actors and persons that have a row."""
    persons = {row["person"] for _, row in rows("persons")}
    broken = []
    for where, row in rows("meetings.tsv"):
        day, last = bounds(row["date"])
        broken += [f"{where}: {row['date']} is not a day"] if day is None or day != last else []
        broken += [f"{where}: no row for {name}" for name in split(row["persons"]) if name not in persons]
        broken += [f"{where}: fewer than two actors"] if len(set(split(row["codes"]))) < 2 else []
    none(broken)


def test_aliases_name_one_actor():
    """No form belongs to two actors, unless a rule decides whose it is."""
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for where, row in rows("states.tsv", "organisations.tsv"):
        for form in [*split(row["vi"]), *split(row.get("standins", ""))]:
            owners[form].setdefault(row["code"], where)
    none([f"{form}: {dict(who)}" for form, who in owners.items() if len(who) > 1 and form not in DECIDED])


def test_persons_are_unique():
    """A person has one row over all tables."""
    seen: dict[str, str] = {}
    broken = []
    for where, row in rows("persons"):
        if row["person"] in seen:
            broken.append(f"{where}: {row['person']} is in {seen[row['person']]}")
        seen.setdefault(row["person"], where)
        if not row["person"].isascii():
            broken.append(f"{where}: {row['person']} is not in plain letters")
    none(broken)


def test_tenures_refer_to_what_there_is():
    """Whoever held an office has a row of their own; the office is one of offices.tsv, with or without a prefix."""
    persons = {row["person"] for _, row in rows("persons")}
    offices = {row["office"] for _, row in rows("offices.tsv")}
    broken = []
    for where, row in rows("tenures"):
        if row["person"] not in persons:
            broken.append(f"{where}: no row for {row['person']}")
        office = row["office"]
        prefix = next((each for each in OFFICE_PREFIXES if office.startswith(each)), "")
        if office not in offices and office.removeprefix(prefix) not in offices:
            broken.append(f"{where}: no office {office!r}")
    none(broken)


def test_tenures_begin_before_they_end():
    """Dates are in the form of the tables, and the end is not before the start."""
    broken = []
    for where, row in rows("tenures"):
        try:
            first, last = bounds(row["start"])[0], bounds(row["end"])[1] if row["end"] else date.max
        except ValueError as error:
            broken.append(f"{where}: {error}")
            continue
        if first is None or last is None or first > last:
            broken.append(f"{where}: {row['person']}, {row['start']} to {row['end']}")
    none(broken)


def _several(code: str, office: str) -> bool:
    bare = office.removeprefix("acting ")
    return bare in SEVERAL_HOLDERS or office.startswith(SEVERAL_BY_PREFIX) or (code, bare) in TOGETHER


def test_tenures_do_not_overlap():
    """Two people do not hold an office at once; a date known to the month or year is taken so that they need not.

    The day of hand-over may be shared.
    """
    held: dict[tuple[str, str], list[tuple[date, date, str]]] = defaultdict(list)
    for where, row in rows("tenures"):
        if _several(row["code"], row["office"]):
            continue
        try:
            start, end = bounds(row["start"])[1], bounds(row["end"])[0] if row["end"] else date.max
        except ValueError:
            continue
        if start and end:
            shown = f"{where} {row['person']} {row['start']}..{row['end']}"
            held[row["code"], row["office"]].append((start, end, shown))
    broken = []
    for (code, office), spans in held.items():
        spans.sort()
        for index, (start, end, one) in enumerate(spans):
            broken += [
                f"{code} {office}: {one} and {other}"
                for later, last, other in spans[index + 1 :]
                if max(start, later) < min(end, last)
            ]
    none(broken)


def _found(example: str) -> list[object]:
    """What the engine finds in a sentence: names and cues with the shorter forms at the same places, cues by class."""
    text, _ = compose(example)
    tokens = tokenise(text, 0, len(text))
    found: list[object] = []
    matches, apart = lexicon().scan(tokens, 0, len(tokens))
    for match in matches:
        each: Match | None = match
        while each:
            found += [entry.sense for entry in each.entries]
            each = each.shorter
    found += [cue for cues in apart.values() for _, _, cue in cues]
    return found


def _by_row() -> dict[str, tuple[Cue, str, list[str]]]:
    by_row: dict[str, tuple[Cue, str, list[str]]] = {}
    for form in pack("vi").forms:
        by_row.setdefault(form.where, (form.cue, form.example, []))[2].append(form.text)
    return by_row


def test_every_cue_has_an_example():
    """The example of a row holds one of its forms, and the engine finds the cue there."""
    broken = []
    for where, (cue, example, forms) in _by_row().items():
        if not any(fold(form) in fold(example) for form in forms):
            broken.append(f"{where}: none of its forms is in {example!r}")
        elif cue not in _found(example):
            broken.append(f"{where}: {cue.cls} {cue.value} is not found in {example!r}")
    none(broken)


def _vietnamese(char: str) -> bool:
    if char in "đĐ":
        return True
    base, *marks = unicodedata.normalize("NFD", char)
    return bool(marks) and base.isalpha()


def test_the_engine_knows_no_vietnamese():
    """Words of a language stand in its tables, never in the code that reads."""
    broken = []
    for path in sorted((SOURCE / "extraction").rglob("*.py")):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            if any(map(_vietnamese, line)):
                broken.append(f"{path.relative_to(SOURCE)}:{number}: {line.strip()[:80]}")
    none(broken)


def test_tables_are_in_the_package():
    """What is read at run time is found through the package, not through the source tree."""
    assert (files("communique.knowledge") / "tables" / "states.tsv").is_file()
    assert (files("communique.language") / "vi" / "cues" / "contacts.tsv").is_file()
