"""Actors as PLOVER and CAMEO write them: classes, sectors, group codes, countries, names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from communique.export.coding import column
from communique.knowledge import knowledge
from communique.records import Participant
from communique.words import Language, actor


@dataclass(frozen=True, slots=True)
class Country:
    """ISO 3166-1 alpha-2 code of a state, and the one FIPS 10-4 gave it."""

    alpha2: str
    fips: str


@cache
def countries() -> dict[str, Country]:
    """States that are, by their codes."""
    fips = column("countries.tsv", "code", "fips")
    return {code: Country(alpha2, fips[code]) for code, alpha2 in column("countries.tsv", "code", "alpha2").items()}


def is_state(code: str) -> bool:
    """Whether a code is that of a state, one of the past too."""
    known = knowledge().actors.get(code)
    return known is not None and known.kind == "state"


def name(code: str) -> str:
    """The usual English name of an actor; its code without underscores where the tables have none."""
    return actor(Language.EN, code)


def vietnamese_name(code: str) -> str:
    """The first Vietnamese name the tables give an actor, else the English one."""
    return actor(Language.VI, code)


def kind(code: str) -> str:
    """`state`, or the kind of organisation; `other` for an actor the tables do not know."""
    known = knowledge().actors.get(code)
    return known.kind if known else "other"


def plover_class(code: str) -> str:
    """The code PLOVER gives an actor: a state its own, others their class (IGO, IMG, MNC, ISM, else NGO)."""
    return code if is_state(code) else _classes().get(kind(code), "NGO")


def group(code: str) -> str | None:
    """The CAMEO code of a known group."""
    return _groups().get(code)


def sector(people: tuple[Participant, ...]) -> str | None:
    """The PLOVER sector of the first of them whose office has one: GOV, MIL, GOVMIL, LEG, …"""
    for each in people:
        if each.office:
            level = knowledge().level(each.office)
            found = _sectors().get(each.office) or (_sectors().get(level.value) if level else None)
            if found:
                return found
    return None


@cache
def _classes() -> dict[str, str]:
    return column("classes.tsv", "kind", "plover")


@cache
def _groups() -> dict[str, str]:
    return column("groups.tsv", "code", "cameo")


@cache
def _sectors() -> dict[str, str]:
    return column("sectors.tsv", "of", "sector")
