"""How long something lasts: "three weeks", and the days of what begins on a day and is said to last."""

from __future__ import annotations

from datetime import date, timedelta

from communique.dates import edtf
from communique.extraction.model import Hit, Sentence, When
from communique.extraction.tokens import NUMBER, Token

_MOST_DAYS, _DAYS = 60, {"day": 1, "week": 7}
_FULL = 2
"""Hyphens in a full date."""
_JUST, _AFTER, _FAR = 3, 18, 16
"""Tokens between: a length and the beginning after it; a day and the beginning after it; that and the length or end."""


def counted(sentence: Sentence, tokens: list[Token], j: int) -> int | None:
    """The number whose words end at token `j`, 0 for "many", None where no number does."""
    if j <= sentence.begin or any(h.j == j for h in sentence.cues("weekday", "ordinal")):
        return None
    token = tokens[j - 1]
    if token.kind == NUMBER:
        return int(token.word) if token.word.isdecimal() and len(token.word) <= _JUST else None
    return next((int(h.cue.value) for h in sentence.cues("number", "one", "count") if h.j == j), None)


def stretched(dates: list[When], sentence: Sentence, tokens: list[Token]) -> list[When]:
    """The dates of a sentence, those on which something begins with its last day where that or its length is said.

    "in three days from 8 November", "arrived on 8 November, beginning a visit of three days", "begins on 1 March and
    lasts until the end of April".
    """
    found: list[When] = []
    ended = -1
    for n, when in enumerate(dates):
        if when.i < ended:
            continue
        following = dates[n + 1] if n + 1 < len(dates) else None
        span = _span(when, following, sentence, tokens) if _is_day(when) else None
        if span is None:
            found.append(when)
            continue
        value, until = span
        ended = max(until, when.j)
        found.append(When(when.i, when.j, value, side=when.side, sentence=when.sentence))
    return found


def _is_day(when: When) -> bool:
    return when.value is not None and when.value.count("-") == _FULL and "/" not in when.value


def _span(when: When, following: When | None, sentence: Sentence, tokens: list[Token]) -> tuple[str, int] | None:
    """The interval that begins with `when`, and the token at which what says its end does."""
    stop = following.i if following is not None else sentence.end
    for begins in sentence.cues("begins"):
        before = begins.i == when.i or begins.j <= when.i <= begins.j + 1
        if before and (days := _length(sentence, tokens, begins.i - _JUST - 2, begins.i)) is not None:
            return _lasting(when, days), when.j
        after = not begins.cue.value and 0 <= begins.i - when.j <= _AFTER
        if not (before or after) or begins.i >= stop:
            continue
        at = max(begins.j, when.j)
        if following is not None and at <= following.i <= at + _FAR and _ends(sentence, following):
            value = _until(when, following)
            if value is not None:
                return value, following.j
        days = _length(sentence, tokens, at, min(stop, at + _FAR))
        if days is not None:
            return _lasting(when, days), when.j
    return None


def _length(sentence: Sentence, tokens: list[Token], i: int, j: int) -> int | None:
    """The days of a length of time said between two tokens; "the three-day visit before" is none."""
    for unit in sentence.cues("unit"):
        if i <= unit.i and unit.j <= j and not _elsewhen(unit, sentence):
            said = unit.cue.get("number")
            number = int(said) if said else counted(sentence, tokens, unit.i)
            if any(i <= h.i < unit.i for h in sentence.cues("clause")):
                return None
            if number and number > 1 and number * _DAYS[unit.cue.value] <= _MOST_DAYS:
                return number * _DAYS[unit.cue.value]
    return None


def _elsewhen(unit: Hit, sentence: Sentence) -> bool:
    """Whether words after a unit make a distance of it: "three days later"."""
    return any(h.i == unit.j for h in sentence.cues("pastside", "nextside", "clause"))


def _ends(sentence: Sentence, when: When) -> bool:
    return any(when.i - 1 <= h.j <= when.i + 1 and h.i <= when.i for h in sentence.cues("dateto"))


def _lasting(when: When, days: int) -> str:
    """From a day over so many days."""
    assert when.value is not None
    year, month, day = when.value.split("-")
    last = date(2000 if year == "XXXX" else int(year), int(month), int(day)) + timedelta(days=days - 1)
    return f"{when.value}/{edtf(None if year == 'XXXX' else last.year, last.month, last.day)}"


def _until(when: When, last: When) -> str | None:
    """From a day to another day or a month."""
    first = when.value
    if first is None or last.value is None or "/" in last.value or "-" not in last.value:
        return None
    if last.value.startswith("XXXX") and not first.startswith("XXXX"):
        end = f"{int(first[:4]) + (last.value[4:] < first[4 : len(last.value)])}{last.value[4:]}"
    else:
        end = last.value
        if first.startswith("XXXX") and not end.startswith("XXXX"):
            first = f"{int(end[:4]) - (first[4 : len(end)] > end[4:])}{first[4:]}"
    return f"{first}/{end}"
