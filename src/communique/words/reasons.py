"""Reasons in the language of who reads them.

The program gives a reason as one text that never changes (``Lloyd Austin held the office of …``, ``call occurred``):
ledgers and exports hold it. `reasons.tsv` has a row for each form of them, the form with its {places} as the key.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from re import Pattern

from communique.words import Language, Words, actor, office, own, rows

_LONGEST = 400
_BETWEEN = "; "
_PLACE = re.compile(r"\\{(\w+)\\}")
_DAY = r"\d{4}-\d\d-\d\d"
_DAYS = frozenset({"day", "start", "end"})
_CODES = frozenset({"code", "one", "other"})
_GROUPS = {
    "level": ("level",),
    "standing": ("standing",),
    "before": ("standing",),
    "status": ("status", "state"),
    "what": ("contact", "act", "agreement", "kind", "type"),
}
"""Places that hold a value of the codebook, and the groups of `codebook.tsv` that may name it."""


@lru_cache(maxsize=4096)
def because(language: Language, reason: str) -> str:
    """A reason, or several between semicolons, as it is said in a language; as given where no row has its form."""
    if len(reason) > _LONGEST:
        return reason
    return _whole(language, reason) or _BETWEEN.join(_whole(language, part) or part for part in reason.split(_BETWEEN))


def _whole(language: Language, reason: str) -> str | None:
    for form, said in _forms():
        if match := form.fullmatch(reason):
            return said[language].format(
                **{place: _called(language, place, value) for place, value in match.groupdict().items()}
            )
    return None


def _called(language: Language, place: str, value: str) -> str:
    if place in _CODES:
        return actor(language, value)
    if place == "office":
        return office(language, value)
    if place == "people":
        return f" {_words().word(language, 'word', 'and')} ".join(value.split(" and "))
    named = (_words().word(language, group, value) for group in _GROUPS.get(place, ()))
    return next((each for each in named if each != value), value)


@cache
def _words() -> Words:
    return Words(())


@cache
def _forms() -> tuple[tuple[Pattern[str], dict[Language, str]], ...]:
    return tuple((re.compile(_PLACE.sub(_any, re.escape(key))), dict(said)) for key, said in rows(own("reasons.tsv")))


def _any(place: re.Match[str]) -> str:
    name = place[1]
    if name in _DAYS:
        form = _DAY
    elif name in _GROUPS:
        form = "|".join(re.escape(value) for value in _values(_GROUPS[name]))
    else:
        form = "[^;]{1,200}?"
    return f"(?P<{name}>{form})"


def _values(groups: tuple[str, ...]) -> list[str]:
    keys = (key.partition(".")[::2] for key, _ in rows(own("codebook.tsv")))
    return [value for group, value in keys if group in groups]
