"""How a contact or an act stands to the day of writing: by its date, and by what the title says of it."""

from __future__ import annotations

from typing import TypeAlias

from communique.dates import bounds
from communique.extraction.contact_loose import GROUP
from communique.extraction.model import Analysis
from communique.extraction.publication import Era
from communique.records import ContactKind

_MOODS = (
    "future", "past", "ongoing", "neg", "modal", "if", "cancel", "refuse", "propose", "agree", "deny", "first",
)  # fmt: skip
_VALUED = frozenset({"modal"})
_TITLES = 3
"""Sentences among which titles are looked for."""


def standing(value: str, filled: bool, era: Era) -> str:
    """Where a date lies from the day of writing, or from the last day that the article tells something of.

    `filled`: its year is not said. "later", "before", "day", "within" (an interval about the day), "told" (not after
    the last day told of), "beyond" (after it), "month" (in the month of writing) or "open".
    """
    begin, _, end = value.partition("/")
    if era.today is not None and "XXXX" not in value:
        first, last = bounds(begin)[0], bounds(end or begin)[1]
        if first is None or last is None:
            return "open"
        if first > era.today:
            return "later"
        return "before" if last < era.today else "day" if first == last else "within"
    return _in_year(begin, end or begin, era) if filled or "XXXX" in value else _with_year(begin, end or begin, era)


def _with_year(begin: str, end: str, era: Era) -> str:
    """Of a date whose year is said: against the newest event told as past, and the bounds of the day of writing."""
    first, last = bounds(begin)[0], bounds(end)[1]
    if first is None or last is None:
        return "open"
    if era.newest is not None:
        return "told" if first <= era.newest else "beyond"
    if era.earliest is not None and last < era.earliest:
        return "before"
    return "later" if era.latest is not None and first > era.latest else "open"


def _in_year(begin: str, end: str, era: Era) -> str:
    """Of a date without a year, by month and day."""
    exact = era.anchor is not None and era.anchor[1] is not None
    base = era.anchor if exact or era.told is None else era.told
    if base is None or len(begin) < 7 or len(end) < 7:
        return "open"
    from_begin, from_end = _from(base, begin), _from(base, end)
    if from_begin is None or from_end is None:
        return "month"
    if from_begin > 0:
        return "later" if exact or from_begin >= _MONTH else "beyond"
    if from_end < 0:
        return "before" if exact else "told"
    return ("day" if begin == end else "within") if exact else "told" if begin == end else "beyond"


_MONTH = 31


def _from(base: tuple[int, int | None], part: str) -> int | None:
    """Days, near enough, from a base to a date; None where both are in one month and one of them has no day."""
    months = (int(part[5:7]) - base[0] + 6) % 12 - 6
    if len(part) < 10 or base[1] is None:
        return months * _MONTH if months else None
    return months * _MONTH + int(part[8:10]) - base[1] if months else int(part[8:10]) - base[1]


Headline: TypeAlias = tuple[frozenset[str], frozenset[str], tuple[str, ...]]
"""Of a title that names contacts: the actors it names, the groups of kinds of the contacts, the words of mood."""


def headlines(analysis: Analysis) -> list[Headline]:
    """The titles that name contacts."""
    found: list[Headline] = []
    for s in analysis.sentences[:_TITLES]:
        if s.role != "title" or "contact" not in s.hits:
            continue
        moods = [f"{h.cue.cls}{h.cue.value if h.cue.cls in _VALUED else ''}" for h in s.cues(*_MOODS)]
        groups = frozenset(GROUP[ContactKind(h.cue.value)] for h in s.cues("contact"))
        codes = frozenset(c for m in s.mentions for c in m.codes)
        found.append((codes, groups, tuple(dict.fromkeys(moods))))
    return found


def titled(heads: list[Headline], codes: set[str], kind: ContactKind) -> list[str]:
    """Features of what the titles say of a contact of these sides."""
    found: list[str] = []
    group = GROUP[kind]
    for named, groups, moods in heads:
        shared = min(len(named & codes), 2)
        alike = int(group in groups)
        found += [f"title={mood}.{shared}.{alike}" for mood in moods or ("none",)]
        found += [f"title={mood}.{shared}" for mood in moods or ("none",)]
    return found


__all__ = ["Headline", "headlines", "standing", "titled"]
