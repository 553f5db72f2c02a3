"""Dates in all newspaper forms: found in a sentence, and settled against the day of writing and the article's year.

Numbers: ``3/12``, ``3-12-2022``, ``19-29/10``, ``3/2023`` after the word for month, four digits after the word for
year.
Words: today, last week, the same day, early June, last year. Nothing here reads the clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from communique.dates import edtf
from communique.extraction.durations import counted, stretched
from communique.extraction.model import Hit, Sentence, When
from communique.extraction.tokens import BREAK, HYPHEN, NUMBER, Token

_DMY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})\Z")
_DM = re.compile(r"(\d{1,2})[/\-.](\d{1,2})\Z")
_MY = re.compile(r"(\d{1,2})[/\-](\d{4})\Z")
_DDM = re.compile(r"(\d{1,2})[\-,](\d{1,2})[/](\d{1,2})(?:[/](\d{4}))?\Z")
_FIRST_YEAR, _LAST_YEAR = 1800, 2099
_OFFICE = 14
"""Tokens between the words for taking an office and the day of that."""


def happenings(sentence: Sentence, tokens: list[Token]) -> list[When]:
    """The dates of a sentence at which what it tells may have happened.

    Not those on which somebody took office: "the minister, appointed in May, warned …".
    """
    installed = sentence.cues("installed")
    if not installed:
        return sentence.dates
    return [when for when in sentence.dates if not any(_reaches(hit, when, tokens) for hit in installed)]


def _reaches(hit: Hit, when: When, tokens: list[Token]) -> bool:
    return 0 <= when.i - hit.j <= _OFFICE and all(token.word != "," for token in tokens[hit.j : when.i])


def find_dates(tokens: list[Token], sentence: Sentence) -> list[When]:
    """All dates of a sentence, in order."""
    if sentence.hits.keys().isdisjoint(_WORDED) and not any(
        tokens[k].kind == NUMBER for k in range(sentence.begin, sentence.end)
    ):
        return []
    starts: dict[int, list[Hit]] = {}
    for cls in _STARTS:
        for hit in sentence.cues(cls):
            starts.setdefault(hit.i, []).append(hit)
    reader = _Reader(tokens, sentence, starts)
    found: list[When] = []
    i = sentence.begin
    while i < sentence.end:
        when = reader.date(i) if tokens[i].kind == NUMBER or i in starts else None
        if when is None:
            i += 1
            continue
        when.sentence = sentence.index
        found.append(when)
        i = max(when.j, i + 1)
    return stretched(found, sentence, tokens) if found and "begins" in sentence.hits else found


_STARTS = (
    "month", "dayword", "monthword", "yearword", "today", "sameday", "week", "monthrel", "yearrel", "part", "weekday",
    "datefrom", "dateto", "pastside", "sameyear", "nextside",
)  # fmt: skip
_WORDED = frozenset({"month", "today", "week", "monthrel", "yearrel", "sameday", "part"})


@dataclass(slots=True)
class _Reader:
    tokens: list[Token]
    sentence: Sentence
    starts: dict[int, list[Hit]]

    def cue(self, i: int, cls: str) -> Hit | None:
        for hit in self.starts.get(i, ()):
            if hit.cue.cls == cls:
                return hit
        return None

    def number(self, i: int, low: int, high: int) -> int | None:
        if i < self.sentence.end:
            t = self.tokens[i]
            if t.kind == NUMBER and t.word.isdecimal() and len(t.word) <= 4 and low <= int(t.word) <= high:
                return int(t.word)
        return None

    def date(self, i: int) -> When | None:
        """The date that begins at token `i`."""
        if (hit := self.cue(i, "part")) is not None:
            inner = self.date(hit.j) if hit.j < self.sentence.end else None
            if inner is not None and (inner.value is None or (inner.value.count("-") < 2 and "/" not in inner.value)):
                inner.i = i
                return inner
            if inner is None and (this := self.cue(hit.j, "monthword")) is not None:
                return When(i, this.j, None, ("month", 0))
        when = self.words(i) or self.named_month(i) or self.month(i) or self.year(i) or self.day(i)
        if when is not None:
            self.side(when)
            self.after_weekday(when)
        return when

    def after_weekday(self, when: When) -> None:
        """A weekday after the date, behind a comma or in brackets."""
        k = when.j
        if (
            when.weekday is None
            and k + 1 < self.sentence.end
            and self.tokens[k].word in "(,"
            and (hit := self.cue(k + 1, "weekday")) is not None
        ):
            when.weekday, when.j = int(hit.cue.value), hit.j

    def words(self, i: int) -> When | None:
        for cls, unit in (("today", "day"), ("week", "week"), ("monthrel", "month"), ("yearrel", "year")):
            hit = self.cue(i, cls)
            if hit is None:
                continue
            distance = int(hit.cue.value)
            if (
                (unit != "day" or hit.cue.get("ago"))
                and distance
                and (often := counted(self.sentence, self.tokens, i)) is not None
            ):
                if not often or not hit.cue.get("ago"):
                    return None
                distance = -often
            elif hit.cue.get("ago") == "counted":
                continue
            when = When(i, hit.j, None, (unit, distance), side=(distance > 0) - (distance < 0))
            exact = self.bracketed(hit.j) if unit == "day" else None
            if exact is not None:
                when.value, when.j = exact.value, exact.j
            return when
        if (hit := self.cue(i, "sameday")) is not None:
            return When(i, hit.j, None, ("same", 0))
        if (hit := self.cue(i, "weekday")) is not None:
            exact = self.bracketed(hit.j)
            if exact is not None:
                return When(i, exact.j, exact.value, weekday=int(hit.cue.value))
        return None

    def bracketed(self, k: int) -> When | None:
        """A day and month right after "yesterday" or a weekday, in brackets or not."""
        n = self.sentence.end
        opened = k < n and self.tokens[k].word in "(,"
        k += opened
        if (hit := self.cue(k, "dayword")) is not None:
            k = hit.j
        when = self.numeric(k) if k < n else None
        if when is None:
            return None
        if opened and when.j < n and self.tokens[when.j].word == ")":
            when.j += 1
        return when

    def day(self, i: int) -> When | None:
        """A day with or without the word for day before it."""
        k, spoken = i, False
        if (hit := self.cue(k, "datefrom")) is not None:
            k, spoken = hit.j, hit.j - hit.i > 1 or self.cue(hit.j + 1, "dateto") is not None
        while (hit := self.cue(k, "dayword")) is not None:
            k, spoken = hit.j, True
        if k >= self.sentence.end:
            return None
        if (hit := self.cue(k, "today")) is not None and spoken:
            return self.words(k)
        if (hit := self.cue(k, "weekday")) is not None and spoken:
            exact = self.bracketed(hit.j)
            return When(i, exact.j, exact.value, weekday=int(hit.cue.value)) if exact is not None else None
        when = self.numeric(k, spoken=spoken)
        if when is None:
            return None
        when.i = i
        return self.lasting(self.interval(when))

    def numeric(self, k: int, *, spoken: bool = True) -> When | None:
        if k >= self.sentence.end or self.tokens[k].kind != NUMBER:
            return None
        word = self.tokens[k].word.rstrip(".,:-/")
        if (m := _DMY.match(word)) is not None:
            return self.make(k, k + 1, int(m[3]), int(m[2]), int(m[1]))
        if (m := _DDM.match(word)) is not None:
            return self.span(k, k + 1, int(m[4]) if m[4] else None, int(m[3]), int(m[1]), int(m[2]))
        if (m := _DM.match(word)) is not None and "." not in word:
            when = self.make(k, k + 1, None, int(m[2]), int(m[1]))
            return self.with_year(when) if when is not None else None
        first = self.number(k, 1, 31)
        if first is None or not spoken:
            return None
        j = k + 1
        if j < self.sentence.end:
            t = self.tokens[j]
            joined = t.gap == HYPHEN or t.word == ","
            linked = None if joined else self.hit_and(j)
            if joined or linked is not None:
                q = j + 1 if t.word == "," else j if joined else linked
                inner = self.numeric(q) if q is not None and q < self.sentence.end else None
                if inner is not None and inner.value is not None and "/" not in inner.value:
                    parts = inner.value.split("-")
                    if len(parts) == 3:
                        year = None if parts[0] == "XXXX" else int(parts[0])
                        return self.span(k, inner.j, year, int(parts[1]), first, int(parts[2]))
            month = self.cue(j, "monthword")
            named = self.cue(j, "month")
            if month is not None and (value := self.number(month.j, 1, 12)) is not None:
                when = self.make(k, month.j + 1, None, value, first)
                return self.with_year(when) if when is not None else None
            if (
                month is not None
                and month.j < self.sentence.end
                and (m := _MY.match(self.tokens[month.j].word)) is not None
            ):
                return self.make(k, month.j + 1, int(m[2]), int(m[1]), first)
            if named is not None:
                when = self.make(k, named.j, None, int(named.cue.value), first)
                return self.with_year(when) if when is not None else None
        return None

    def hit_and(self, j: int) -> int | None:
        """Where "and" (or "to") ends at `j`, inside "6 and 7/4"."""
        if (to := self.cue(j, "dateto")) is not None:
            return to.j
        for hit in self.sentence.cues("and"):
            if hit.i == j:
                return hit.j
        return None

    def lasting(self, when: When) -> When:
        """The days of something that begins on a day: "three days from 8 November"."""
        word = next((h for h in self.sentence.cues("lasting") if h.j == when.i), None)
        if word is None or when.value is None or "/" in when.value or when.value.count("-") < 2:
            return when
        days = self.number(word.i - 1, 2, 31) if word.i > self.sentence.begin else None
        if days is None:
            said = next((h for h in self.sentence.cues("number") if h.j == word.i), None)
            days = int(said.cue.value) if said is not None else None
        if not days:
            return when
        year, month, day = when.value.split("-")
        last = date(2001 if year == "XXXX" else int(year), int(month), int(day)) + timedelta(days=days - 1)
        end = edtf(None if year == "XXXX" else last.year, last.month, last.day)
        return When(when.i, when.j, f"{when.value}/{end}", side=when.side)

    def neighbour(self, when: When) -> When | None:
        """The day right after `when`, joined to it by "and": "8/7 and 9/7"."""
        k = self.hit_and(when.j)
        if k is None or when.value is None or when.value.count("-") < 2 or "/" in when.value:
            return None
        if (word := self.cue(k, "dayword")) is not None:
            k = word.j
        last = self.numeric(k)
        if last is None or last.value is None or "/" in last.value:
            return None
        first, second = when.value.split("-"), last.value.split("-")
        if len(second) < 3 or second[0] not in (first[0], "XXXX"):
            return None
        following = date(2001, int(first[1]), min(int(first[2]), 28 if first[1] == "02" else 31)) + timedelta(days=1)
        if (following.month, following.day) != (int(second[1]), int(second[2])):
            return None
        return When(when.i, last.j, f"{when.value}/{first[0]}-{second[1]}-{second[2]}")

    def interval(self, when: When) -> When:
        """From one day to another, or two days that follow each other."""
        if (both := self.neighbour(when)) is not None:
            return both
        hit = self.cue(when.j, "dateto")
        k = hit.j if hit is not None else when.j
        if hit is None and not (
            k < self.sentence.end and self.tokens[k].gap == HYPHEN and self.tokens[k].kind == NUMBER
        ):
            return when
        if (word := self.cue(k, "dayword")) is not None:
            k = word.j
        last = self.numeric(k)
        if last is None or last.value is None or when.value is None or "/" in last.value or "/" in when.value:
            return when
        first = when.value
        if first.startswith("XXXX") and not last.value.startswith("XXXX"):
            first = first.replace("XXXX", str(int(last.value[:4]) - (first[4:] > last.value[4:])))
        return When(when.i, last.j, f"{first}/{last.value}")

    def month(self, i: int) -> When | None:
        hit = self.cue(i, "monthword")
        if hit is None or hit.j >= self.sentence.end:
            return None
        word = self.tokens[hit.j].word
        if (m := _MY.match(word)) is not None and 1 <= int(m[1]) <= 12 and _FIRST_YEAR <= int(m[2]) <= _LAST_YEAR:
            return When(i, hit.j + 1, edtf(int(m[2]), int(m[1])))
        value = self.number(hit.j, 1, 12)
        if value is None:
            return None
        return self.or_month(self.month_year(When(i, hit.j + 1, edtf(None, value))))

    def named_month(self, i: int) -> When | None:
        hit = self.cue(i, "month")
        if hit is None:
            return None
        return self.or_month(self.month_year(When(i, hit.j, edtf(None, int(hit.cue.value)))))

    def or_month(self, when: When) -> When:
        """Two months that follow each other: "in May or early June"."""
        k = next((h.j for h in self.sentence.cues("and") if h.i == when.j), None)
        if k is None or when.value is None or when.relative is not None:
            return when
        if (part := self.cue(k, "part")) is not None:
            k = part.j
        hit = self.cue(k, "monthword")
        value = self.number(hit.j, 2, 12) if hit is not None else None
        if hit is None or value is None or value != int(when.value.split("-")[1]) + 1:
            return when
        last = self.month_year(When(k, hit.j + 1, edtf(None, value)))
        year = (last.value or "XXXX")[:4]
        first = when.value.replace("XXXX", year) if when.value.startswith("XXXX") else when.value
        return When(when.i, last.j, f"{first}/{first[:4]}-{value:02d}", last.relative)

    def month_year(self, when: When) -> When:
        """A year after a month: a number, or "last year"."""
        k = when.j
        if k < self.sentence.end and (self.tokens[k].word in ",/" or self.tokens[k].gap == HYPHEN):
            value = self.number(k + (self.tokens[k].word in ",/"), _FIRST_YEAR, _LAST_YEAR)
            if value is not None and when.value is not None:
                return When(when.i, k + 1 + (self.tokens[k].word in ",/"), when.value.replace("XXXX", str(value)))
        return self.with_year(when)

    def with_year(self, when: When) -> When:
        k = when.j
        if (hit := self.cue(k, "yearword")) is not None and (
            value := self.number(hit.j, _FIRST_YEAR, _LAST_YEAR)
        ) is not None:
            when.value = when.value.replace("XXXX", str(value)) if when.value else None
            when.j = hit.j + 1
        elif (same := self.cue(k, "sameyear")) is not None:
            when.relative, when.j = ("sameyear", 0), same.j
        elif (rel := self.cue(k, "yearrel")) is not None:
            when.relative, when.j = ("year", int(rel.cue.value)), rel.j
        return when

    def year(self, i: int) -> When | None:
        hit = self.cue(i, "yearword")
        k = hit.j if hit is not None else i
        value = self.number(k, _FIRST_YEAR, _LAST_YEAR)
        if value is None:
            return None
        if hit is None:
            before = self.tokens[k - 1] if k > self.sentence.begin else None
            if before is None or value < 1900:
                return None
            if before.word not in "(,-" and self.tokens[k].gap != HYPHEN and not self.listed(k):
                return None
        j = k + 1
        if (
            j < self.sentence.end
            and self.tokens[j].gap == HYPHEN
            and (last := self.number(j, value, _LAST_YEAR)) is not None
        ):
            return When(i, j + 1, f"{value}/{last}")
        return When(i, j, edtf(value))

    def listed(self, k: int) -> bool:
        """Whether "and" joins what begins at token `k` to a year right before it: "in 2000 and 2007"."""
        ends = [h.i for h in self.sentence.cues("and") if h.j == k and h.i > self.sentence.begin]
        return any(self.number(end - 1, _FIRST_YEAR, _LAST_YEAR) is not None for end in ends)

    def make(self, i: int, j: int, year: int | None, month: int, day: int) -> When | None:
        if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
            return None
        try:
            date(2000 if year is None else year, month, day)
        except ValueError:
            return None
        return When(i, j, edtf(year, month, day))

    def span(self, i: int, j: int, year: int | None, month: int, first: int, last: int) -> When | None:
        a, b = self.make(i, j, year, month, first), self.make(i, j, year, month, last)
        if a is None or b is None or first >= last:
            return None
        return When(i, j, f"{a.value}/{b.value}")

    def side(self, when: When) -> None:
        k = when.j
        if k < self.sentence.end and self.tokens[k].gap != BREAK:
            if (hit := self.cue(k, "pastside")) is not None:
                when.side, when.j = -1, hit.j
            elif (hit := self.cue(k, "nextside")) is not None:
                when.side, when.j = 1, hit.j
