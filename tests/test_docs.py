"""The pages of docs/ say what the program does: the examples of the codebook, the commands, the links."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from communique.article.model import Article, Block, Role
from communique.cli.app import app
from communique.extraction import read
from communique.extraction.deciding.model import Models, shipped
from communique.interchange import record_date
from communique.records import Action, Agreement, Contact, Reading, Record, State, Statement

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "README.vi.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
LISTS = {
    "contact": "contacts",
    "statement": "statements",
    "agreement": "agreements",
    "state": "states",
    "action": "actions",
}
EXAMPLE = re.compile(r"^```vi\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)")
COMMAND = re.compile(r"^\s*\$?\s*communique ([a-z][a-z-]*)", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A text of the codebook, the day it appeared, and what must be found in it."""

    text: str
    published: date | None
    expected: tuple[str, ...]


def examples() -> list[Example]:
    found = []
    for block in EXAMPLE.findall((ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")):
        lines = block.strip().split("\n")
        published = next((date.fromisoformat(line[2:]) for line in lines if line.startswith("@ ")), None)
        expected = tuple(line[3:] for line in lines if line.startswith("=> "))
        text = "\n".join(line for line in lines if not line.startswith(("@ ", "=> ")))
        found.append(Example(text, published, expected))
    return found


def cases() -> list[tuple[Example, str]]:
    return [(example, line) for example in examples() for line in example.expected]


def reading(example: Example) -> Reading:
    blocks = tuple(Block(Role.BODY, m.start(), m.end()) for m in re.finditer(r"[^\n]+", example.text))
    reason = "given with the example" if example.published else None
    every = Models(shipped().decisions, dict.fromkeys(shipped().thresholds, 0.0))
    return read(Article("example", example.text, blocks, published=example.published, published_reason=reason), every)


def codes(text: str) -> frozenset[str]:
    return frozenset() if text == "-" else frozenset(text.split(","))


def same(wanted: str, given: object) -> bool:
    return wanted == "?" or wanted == ("-" if given is None else str(given))


def sides(wanted: str, given: tuple[str, ...]) -> bool:
    return wanted == "?" or codes(wanted) == frozenset(given)


Fits = Callable[[Record, list[str]], bool]


def fits_contact(record: Record, words: list[str]) -> bool:
    kind, who, day, status = words
    assert isinstance(record, Contact)
    given = frozenset(each.code for each in record.participants)
    return same(kind, record.kind) and codes(who) == given and same(day, record.date) and same(status, record.status)


def fits_statement(record: Record, words: list[str]) -> bool:
    speaker, act, targets = words
    assert isinstance(record, Statement)
    return same(speaker, record.speaker.code) and same(act, record.act) and sides(targets, record.targets)


def fits_agreement(record: Record, words: list[str]) -> bool:
    action, parties, day = words
    assert isinstance(record, Agreement)
    return same(action, record.action) and sides(parties, record.parties) and same(day, record.date)


def fits_state(record: Record, words: list[str]) -> bool:
    kind, parties, state, since = words
    assert isinstance(record, State)
    known = same(kind, record.kind) and same(state, record.state)
    return known and sides(parties, record.parties) and same(since, record.since)


def fits_action(record: Record, words: list[str]) -> bool:
    kind, both, day, status = words
    assert isinstance(record, Action)
    actors, recipients = both.split(">")
    known = same(kind, record.type) and same(status, record.status) and same(day, record.date)
    return known and sides(actors, record.actors) and sides(recipients, record.recipients)


FITS: dict[str, Fits] = {
    "contact": fits_contact,
    "statement": fits_statement,
    "agreement": fits_agreement,
    "state": fits_state,
    "action": fits_action,
}


def detail(record: Record, name: str) -> str:
    """A further field as the notation writes it."""
    match record, name:
        case Contact(), "city":
            value: object = record.place.city if record.place else None
        case Contact(), "country":
            value = record.place.country if record.place else None
        case Statement(), "person":
            value = (record.speaker.person or "-").replace(" ", ".")
        case Statement(), "quoted":
            value = "yes" if record.quoted else "no"
        case _:
            value = getattr(record, name)
    return "-" if value is None else str(value)


def shown(record: Record) -> str:
    """A record in a line, for the message of a test that fails."""
    given = [str(getattr(record, name, "")) for name in ("kind", "type", "act", "action", "state", "status")]
    who = getattr(record, "parties", None) or getattr(record, "actors", None)
    if isinstance(record, Contact):
        who = tuple(each.code for each in record.participants)
    if isinstance(record, Statement):
        who = (record.speaker.code, record.speaker.person, record.targets)
    return " ".join([type(record).__name__, *filter(None, given), str(who), str(record_date(record))])


@pytest.mark.parametrize(("example", "line"), cases(), ids=[f"{line} | {e.text[:30]}" for e, line in cases()])
def test_codebook(example: Example, line: str):
    """What the codebook says of its examples."""
    kind, *words = line.split()
    found = reading(example)
    if kind == "no":
        assert getattr(found, LISTS[words[0]]) == ()
        return
    plain = [word for word in words if "=" not in word]
    further = [word.split("=", 1) for word in words if "=" in word]
    records = getattr(found, LISTS[kind])
    fitting = [each for each in records if FITS[kind](each, plain)]
    fitting = [each for each in fitting if all(detail(each, name) == value for name, value in further)]
    assert fitting, f"{line}\nfound instead:\n" + "\n".join(map(shown, records))


def test_examples_show_every_kind():
    """No record kind is without an example."""
    assert {line.split()[0] for _, line in cases()} == {*LISTS, "no"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path):
    """Links inside the repository point at what is there."""
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_exist(page: Path):
    """Every command that a page shows is one of the program's."""
    known = {each.name or each.callback.__name__.replace("_", "-") for each in app.registered_commands if each.callback}
    known |= {each.name for each in app.registered_groups}
    text = "".join(re.findall(r"^```[a-z]*\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL))
    assert set(COMMAND.findall(text)) - known == set()
