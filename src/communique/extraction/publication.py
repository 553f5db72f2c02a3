"""When the article was written, as far as it says or lets one work out, with the reasons.

Bounds come from: the page's own date; "yesterday (3/12)" and the like; the latest full date told as past; who
holds an office now
(a title without "former" before a name of the tenures tables), and who has just been appointed. Each bound keeps
its reason.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from communique.dates import bounds
from communique.extraction.inferred_days import named_years, pictured_day
from communique.extraction.model import Analysis, Mention, Sentence, When
from communique.knowledge import Knowledge, Level, Tenure
from communique.records import Published

OPEN = date(2100, 1, 1)
_MINISTERIAL = frozenset({Level.FOREIGN, Level.DEFENCE, Level.MINISTER})
_LEVELS = frozenset(
    {Level.HEAD, Level.FOREIGN, Level.DEFENCE, Level.CHIEF_OF_STAFF, Level.DEPUTY_HEAD, Level.BODY, Level.MINISTER}
)


@dataclass(slots=True)
class Era:
    """Bounds of the day of writing. `today` where it is settled to the day; `anchor`: month and day of it where
    only they (or only the month) are known. `newest`: the latest event that the article dates to the month or the day
    and tells as past; `to_day`: whether to the day; `over`: the last year told as past by its number alone, as years
    are that are over; `told`: month and day of the last day on which somebody is said to have said something.
    `year`: the one that the events named with their year are of, where that is all that tells it.
    `fitting`: the years found to fit a date without one, by the date and its tense; for when the bounds are settled.
    """

    earliest: date | None = None
    latest: date | None = None
    today: date | None = None
    anchor: tuple[int, int | None] | None = None
    newest: date | None = None
    to_day: bool = False
    over: int = 0
    told: tuple[int, int] | None = None
    year: int | None = None
    settled: bool = False
    reasons: list[str] = field(default_factory=list)
    fitting: dict[tuple[str, int], list[int]] = field(default_factory=dict)

    def years(self) -> list[int]:
        """The years that the bounds allow, at most 30; none where a bound is missing."""
        if self.earliest is None or self.latest is None or self.latest.year - self.earliest.year > 30:
            return []
        return list(range(self.earliest.year, self.latest.year + 1))

    def published(self) -> Published | None:
        """What the interchange format says of it; only where the article itself settles or narrows it."""
        if self.earliest is None or self.latest is None or self.latest == OPEN or not self.settled:
            return None
        return Published(self.earliest.isoformat(), self.latest.isoformat(), tuple(self.reasons[:6]))


def era(analysis: Analysis, known: Knowledge, published: date | None, reason: str | None) -> Era:
    """Bounds of the day of writing, from the page's date or else from the article and the tables."""
    found = Era()
    if published is not None:
        found.earliest = found.latest = found.today = published
        found.anchor, found.settled = (published.month, published.day), True
        found.reasons.append(reason or "given with the document")
        return found
    _said(analysis, found)
    _times(analysis, found)
    _offices(analysis, known, found)
    _events(analysis, known)
    found.year = _named(analysis, known, found) or _after_newest(found)
    if found.anchor and found.anchor[1] and found.earliest and found.latest:
        day = (found.anchor[0], found.anchor[1])
        fitting = [d for y in found.years() if (d := _on(y, day)) and found.earliest <= d <= found.latest]
        if len(fitting) == 1:
            found.today = found.earliest = found.latest = fitting[0]
    return found


def _named(analysis: Analysis, known: Knowledge, found: Era) -> int | None:
    """The year that the article names an event with, if the bounds allow just one such year."""
    low = max(found.earliest.year if found.earliest else 0, found.newest.year if found.newest else 0, found.over + 1)
    high = found.latest.year if found.latest else OPEN.year
    named = {year: words for year, words in named_years(analysis, known).items() if low <= year <= high}
    if len(named) != 1:
        return None
    year, words = next(iter(named.items()))
    found.reasons.append(f"the article speaks of “{words}”")
    return year


def _after_newest(found: Era) -> int | None:
    """The year in which the month of writing first follows the newest event that the article dates, where the bounds
    allow it. A month said with its year is seldom of the year of writing.
    """
    newest, anchor = found.newest, found.anchor
    if newest is None or anchor is None or (found.earliest is not None and found.earliest > newest + _SOON):
        return None
    year = newest.year + (anchor[0] < newest.month)
    if (year == newest.year and not found.to_day) or year <= found.over:
        return None
    if found.latest is not None and date(year, anchor[0], 1) > found.latest:
        return None
    return year


_SOON = timedelta(days=183)
"""How much later than the newest event that an article dates it may be known to have been written."""


def spoken_of(analysis: Analysis) -> tuple[date | None, date | None]:
    """A rough time the article speaks of, from the latest date with a year in it: the year before to the year after."""
    latest: date | None = None
    for sentence in analysis.sentences:
        for when in sentence.dates:
            if when.value and "-" in when.value and "XXXX" not in when.value:
                first, _ = bounds(when.value.split("/")[0])
                if first is not None and first.year < 2100 and (latest is None or first > latest):
                    latest = first
    if latest is None:
        return None, None
    return date(latest.year - 1, 1, 1), date(latest.year + 1, 12, 31)


def _on(year: int, day: tuple[int, int]) -> date | None:
    try:
        return date(year, *day)
    except ValueError:
        return None


def _said(analysis: Analysis, found: Era) -> None:
    """Full dates and years in the text, and days named together with "today" or "yesterday"."""
    newest: date | None = None
    said = ""
    told: Counter[int] = Counter()
    days: list[tuple[int, int]] = []
    opening: int | None = None
    later: int | None = None
    for sentence in analysis.sentences:
        if sentence.role == "caption":
            for when in sentence.dates:
                pictured = _pictured(when)
                if pictured is not None and (newest is None or pictured > newest):
                    newest, said = pictured, _words(analysis, when)
                if pictured is not None and (found.newest is None or pictured > found.newest):
                    found.newest, found.to_day = pictured, len(when.value or "") == _DAY
            continue
        for when in sentence.dates:
            if (
                opening is None
                and sentence.index <= _OPENING
                and when.value is not None
                and when.value.count("-") == 2
                and not _future(analysis, sentence.index, when)
            ):
                opening = int(when.value[5:7])
            if later is None and _day_past(analysis, sentence, when):
                later = int((when.value or "")[5:7])
            if (
                when.relative
                and when.relative[0] == "day"
                and when.value
                and "/" not in when.value
                and found.anchor is None
            ):
                _, month, day = when.value.split("-")
                try:
                    base = date(
                        2000 if when.value.startswith("XXXX") else int(when.value[:4]), int(month), int(day)
                    ) - timedelta(days=when.relative[1])
                except ValueError:
                    continue
                found.anchor = (base.month, base.day)
            if when.value and when.value.startswith("XXXX") and when.value.count("-") == 2 and _told(sentence, when):
                told[int(when.value[5:7])] += 1
                if when.side <= 0 and len(when.value) == _DAY:
                    days.append((int(when.value[5:7]), int(when.value[8:])))
            if (
                when.value is None
                or "XXXX" in when.value
                or sentence.in_quote(when.i)
                or _future(analysis, sentence.index, when)
            ):
                continue
            first, _ = bounds(when.value.split("/")[0])
            if first is not None and (newest is None or first > newest) and first.year < 2100:
                newest = first
                said = _words(analysis, when)
            if first is not None and when.value.isdecimal():
                found.over = max(found.over, first.year)
            newer = first is not None and (found.newest is None or first > found.newest)
            if newer and "-" in when.value and not _long_ago(sentence, when):
                found.newest, found.to_day = first, len(when.value.split("/")[0]) == _DAY
    if found.anchor is None:
        found.anchor = pictured_day(analysis)
    if found.anchor is None and told:
        found.anchor = (told.most_common(1)[0][0], None)
    elif found.anchor is None and (opening or later) is not None:
        found.anchor = (opening or later or 0, None)
    found.told = max(days, key=lambda day: ((day[0] - days[0][0] + 6) % 12, day[1]), default=None)
    if newest is not None:
        found.earliest = newest
        found.reasons.append(f"the article speaks of {said} as past")


def _day_past(analysis: Analysis, sentence: Sentence, when: When) -> bool:
    """Whether it is a day of an unsaid year that is over."""
    value = when.value
    if value is None or not value.startswith("XXXX") or len(value) != _DAY or when.relative is not None:
        return False
    return not _future(analysis, sentence.index, when)


_OPENING, _DAY = 4, 10
"""Sentences in which an article says when its news was; characters of a date to the day."""


def _long_ago(sentence: Sentence, when: When) -> bool:
    """Whether it says since when something is so, or after what something is the first: that may be years ago."""
    return any(0 <= when.i - h.j <= _SINCE and h.j - h.i > 1 for h in sentence.cues("first", "since"))


_SINCE = 12
"""Tokens over which a word of since goes on to its date."""


def _pictured(when: When) -> date | None:
    """The day, or the first of the month, that a caption dates its picture to: a picture is older than its article."""
    value = when.value
    if value is None or "-" not in value or "/" in value or "XXXX" in value or when.side > 0:
        return None
    return bounds(value)[0]


def _told(sentence: Sentence, when: When) -> bool:
    """Whether the date stands by a verb of telling, so that it is near the day of writing."""
    return any(-1 <= h.i - when.j <= 3 or 0 <= when.i - h.j <= 1 for h in sentence.cues("say", "report", "cite"))


def _future(analysis: Analysis, index: int, when: When) -> bool:
    if when.side > 0:
        return True
    sentence = analysis.sentences[index]
    if when.value is not None and "-" not in when.value and any(h.j == when.i for h in sentence.cues("goal")):
        return True
    if when.value is not None and "-" not in when.value and any(cls in sentence.hits for cls in _AHEAD):
        return True
    return any(abs(h.i - when.i) < 14 for h in sentence.cues("future"))


_AHEAD = ("future", "modal", "if")
"""Words that let a year of their sentence be one to come."""


def _words(analysis: Analysis, when: When) -> str:
    return analysis.text[analysis.tokens[when.i].start : analysis.tokens[when.j - 1].end]


def _times(analysis: Analysis, found: Era) -> None:
    """Words that name a time by what is going on in it give a first day."""
    for sentence in analysis.sentences:
        if sentence.role == "caption":
            continue
        for hit in sentence.cues("era"):
            first = date.fromisoformat(hit.cue.value)
            if found.earliest is None or first > found.earliest:
                found.earliest = first
                words = analysis.text[analysis.tokens[hit.i].start : analysis.tokens[hit.j - 1].end]
                found.reasons.append(f"the article speaks of “{words}”, which is not before {first.isoformat()}")


def _events(analysis: Analysis, known: Knowledge) -> None:
    """A day and month said in one breath with the sides of a known meeting on that day have its year, wherever the
    article names them.
    """
    found: dict[str | None, tuple[int, str]] = {}
    for sentence in analysis.sentences:
        for when in sentence.dates:
            if when.value is None or not when.value.startswith("XXXX-") or len(when.value) != 10:
                continue
            codes = {c for m in sentence.mentions for c in m.codes}
            people = {m.person for m in sentence.mentions if m.person}
            places = {s.site.name for s in sentence.spots}
            fitting = [
                e
                for e in known.meetings.get(when.value[5:], ())
                if codes >= set(e.codes) and (people >= set(e.persons) or e.place in places)
            ]
            years = {e.date[:4] for e in fitting}
            if len(years) == 1:
                e = fitting[0]
                when.known = (
                    int(e.date[:4]),
                    f"{' and '.join(e.persons or e.codes)} {'met in ' + e.place if e.place else 'spoke'} on {e.date}",
                )
                found[when.value] = when.known
    for sentence in analysis.sentences if found else ():
        for when in sentence.dates:
            if when.known is None and when.value in found:
                when.known = found[when.value]


def _offices(analysis: Analysis, known: Knowledge, found: Era) -> None:
    """Narrow the bounds by the offices that named persons hold in the article."""
    spans: list[tuple[date, date, str]] = []
    seen: set[tuple[str, str | None]] = set()
    for sentence in analysis.sentences:
        if sentence.role == "caption":
            continue
        for m in sentence.mentions:
            if (
                not (m.person and m.raw_name and _said_office(known, m))
                or m.office_mod in ("former", "deputy")
                or (m.person, m.office) in seen
            ):
                continue
            if any(
                w.value and "XXXX" not in w.value and int(w.value[:4]) < (found.earliest or OPEN).year
                for w in sentence.dates
            ):
                continue
            seen.add((m.person, m.office))
            fitting = _tenures(known, m)
            if not fitting:
                continue
            start, end = min(t.start for t in fitting), max(t.end or OPEN for t in fitting)
            if m.office_mod == "new" and len(fitting) == 1:
                end = min(end, start + timedelta(days=400))
            spans.append(
                (
                    start,
                    end,
                    f"{m.person} held the office of {m.office} ({m.codes[0]}) from {start.isoformat()}"
                    + (f" to {end.isoformat()}" if end != OPEN else ""),
                )
            )
    low, high = found.earliest or date(1900, 1, 1), OPEN
    used: list[str] = []
    for start, end, why in spans:
        a, b = max(low, start), min(high, end)
        if a > b:
            continue
        if (a, b) != (low, high):
            used.append(why)
        low, high = a, b
    if used:
        found.earliest, found.latest = low, high
        found.reasons += used
    elif found.earliest is not None:
        found.latest = None


def _tenures(known: Knowledge, m: Mention) -> list[Tenure]:
    """The tenures that a named holder of an office may mean, of the levels that change with time."""
    spans = [t for t in known.tenures.get(m.person or "", ()) if m.codes and t.code in m.codes]
    title = _said_office(known, m)
    level = known.level(title)
    if level not in _LEVELS:
        return []
    return [t for t in spans if t.office == title or known.level(t.office) is level]


def _said_office(known: Knowledge, m: Mention) -> str | None:
    """The office that the words give a person: a counterpart has the other's, "minister" alone the one known of it."""
    if m.counterpart or (m.title == "minister" and known.level(m.office) in _MINISTERIAL):
        return m.office
    return m.title
