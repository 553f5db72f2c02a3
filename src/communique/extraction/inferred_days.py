"""What an article lets one infer of its day of writing: from dated pictures of what it calls today's, and from events
named with their year.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, partial
from itertools import islice

from communique.extraction.model import Analysis, Hit, Sentence, When
from communique.extraction.tokens import HYPHEN, NEAR, NUMBER, WORD, Token
from communique.knowledge import Knowledge
from communique.records import ContactKind

_TELLING = ("say", "report", "cite", "according")
_BESIDE, _DAY = 8, 10
"""Tokens between a contact and the day it was on; characters of a date to the day."""
_FIRST, _LAST, _DIGITS = 2000, 2099, 4
_PICTURES = 8
"""Dated pictures of contacts that are looked at."""


def pictured_day(analysis: Analysis) -> tuple[int, int] | None:
    """Month and day of writing: the article tells of a contact of two persons as today's or yesterday's, and the
    caption of a picture of the two in such a contact says the day.
    """
    captions = ((s, day) for s in analysis.sentences if s.role == "caption" and (day := _day(s)) is not None)
    pictures = [(_kinds(s), _persons(s), day) for s, day in islice(captions, _PICTURES)]
    if not pictures:
        return None
    overtaken = cache(partial(_overtaken, analysis))
    for sentence in analysis.sentences:
        if sentence.role not in ("lead", "body") or "contact" not in sentence.hits or "future" in sentence.hits:
            continue
        for when in sentence.dates:
            if when.value is not None or when.relative not in (("day", 0), ("day", -1)):
                continue
            kinds, persons = _kinds_on(sentence, when), _persons(sentence)
            for pictured, shown, day in pictures:
                base = day - timedelta(days=when.relative[1])
                if kinds & pictured and len(persons & shown) > 1 and not overtaken(base):
                    return base.month, base.day
    return None


def _day(caption: Sentence) -> date | None:
    """The day, in a leap year, that a caption says of a contact."""
    days = {w.value for w in caption.dates if w.value is not None and len(w.value) == _DAY and w.side <= 0}
    if len(days) != 1 or "contact" not in caption.hits or "future" in caption.hits:
        return None
    _, month, day = days.pop().split("-")
    return date(2000, int(month), int(day))


_IN_PERSON = frozenset({ContactKind.MEETING, ContactKind.VISIT, ContactKind.SUMMIT, ContactKind.TALKS})


def _kind(hit: Hit) -> str:
    """What a picture and the text must agree on: all contacts in person are alike."""
    kind = ContactKind(hit.cue.value)
    return ContactKind.MEETING if kind in _IN_PERSON else kind


def _kinds(sentence: Sentence) -> set[str]:
    return {_kind(h) for h in sentence.cues("contact")}


def _kinds_on(sentence: Sentence, when: When) -> set[str]:
    """The kinds of contacts that a day stands beside, with nothing between them that makes it the day of telling."""
    found: set[str] = set()
    for h in sentence.cues("contact"):
        a, b = (when.j, h.i) if when.j <= h.i else (h.j, when.i)
        told = any(a <= x.i < b for cls in _TELLING for x in sentence.cues(cls))
        if 0 <= b - a <= _BESIDE and (not told or any(x.j == h.i for x in sentence.cues("during"))):
            found.add(_kind(h))
    return found


def _persons(sentence: Sentence) -> set[str]:
    return {m.person for m in sentence.mentions if m.person}


def _overtaken(analysis: Analysis, base: date) -> bool:
    """Whether the article tells of a day after it, so that the picture is an older one."""
    for sentence in analysis.sentences:
        if sentence.role == "caption" or "future" in sentence.hits:
            continue
        for when in sentence.dates:
            if when.value is None or len(when.value) != _DAY or when.side > 0:
                continue
            months = (int(when.value[5:7]) - base.month + 6) % 12 - 6
            if months > 0 or (months == 0 and int(when.value[8:]) > base.day + 1):
                return True
    return False


def named_years(analysis: Analysis, known: Knowledge) -> dict[int, str]:
    """The years that events of the article are named with ("APEC 2017"), and the words; none told of as to come, and
    no elections, which are named with the state. A picture may be of an earlier one.
    """
    found: dict[int, str] = {}
    tokens = analysis.tokens
    for sentence in analysis.sentences:
        if "future" in sentence.hits or sentence.role == "caption":
            continue
        states = {m.j for m in sentence.mentions if any(_is_state(known, code) for code in m.codes)}
        for k in range(sentence.begin + 1, sentence.end):
            if k not in states and _names_a_year(tokens, k, sentence):
                found.setdefault(int(tokens[k].word), analysis.text[tokens[k - 1].start : tokens[k].end])
    return found


def _is_state(known: Knowledge, code: str) -> bool:
    actor = known.actors.get(code)
    return actor is not None and actor.kind == "state"


def _names_a_year(tokens: list[Token], k: int, sentence: Sentence) -> bool:
    """Whether a token is a year right behind a name."""
    token, before = tokens[k], tokens[k - 1]
    if token.kind != NUMBER or len(token.word) != _DIGITS or not token.word.isdecimal():
        return False
    if not _FIRST <= int(token.word) <= _LAST or token.gap != NEAR or before.kind != WORD or not before.cap:
        return False
    ranged = k + 1 < sentence.end and tokens[k + 1].kind == NUMBER and tokens[k + 1].gap == HYPHEN
    return not ranged and not any(h.j == k for h in sentence.cues("yearword", "monthword"))


__all__ = ["named_years", "pictured_day"]
