"""The board: who is still talking to whom, as of any day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations

from communique.export.board import pair_element, pair_lines, turned_element
from communique.export.element import element
from communique.interchange import RecordKind
from communique.ledger import Channel, Entry, Ledger, Level, Question
from communique.ledger.pairs import Pair, pairs, turned
from communique.web.query import Actors, AsOf, AtLevel, Shown, codes
from communique.web.view import Pages, View
from communique.web.visit import Visiting

pages = Pages()

MOST_ACTIVE = 12
_MOST_CHOSEN = 20
_LATELY = timedelta(days=3 * 365)
"""How far back the most active actors are looked for."""
_WEEK = timedelta(days=7)
_NEW = 6
_TURNED = 12
"""How many new entries of a list, and channels that turned, are shown."""
_SLIDER = 15
"""Years that the slider goes back."""
_TOLD = (RecordKind.CONTACT, RecordKind.AGREEMENT, RecordKind.STATE)


@pages.get("/")
def board(
    visit: Visiting, as_of: AsOf = None, actors: Actors = "", level: AtLevel = None, view: Shown = Shown.MATRIX
) -> View:
    """Who talks to whom among a dozen actors: every dyad with its state, its last contact, and the days since."""
    ledger = visit.ledger
    last = ledger.last_day()
    day = as_of or last
    if last is None or day is None:
        return View("board_empty.html", {}, data=lambda: {"as_of": None, "actors": [], "dyads": []})
    chosen = codes(actors)[:_MOST_CHOSEN] or most_active(ledger, day)
    channels = [each for each in _channels(ledger, day, chosen) if level is None or each.level in (level, Level.ANY)]
    found = pairs(channels)
    turns = turned(channels, day - _WEEK, day)
    new = tuple(_news(ledger, day))
    values = {
        "day_shown": day,
        "last_day": last,
        "first_day": min(day, last).replace(year=max(1, min(day.year, last.year - _SLIDER)), month=1, day=1),
        "chosen": chosen,
        "asked": actors,
        "level": level,
        "levels": [each for each in Level if each is not Level.ANY],
        "view": view,
        "rows": _rows(chosen, found),
        "pairs": sorted(found, key=_latest_first),
        "turned": turns[:_TURNED],
        "new": new,
        "since": day - _WEEK,
        "steps": _steps(day, last),
    }
    return View(
        "board.html",
        values,
        data=lambda: {
            "as_of": day,
            "actors": chosen,
            "dyads": [pair_element(each, day) for each in found],
            "turned": [turned_element(each) for each in turns],
            "new": [element(each) for _, entries in new for each in entries],
        },
        lines=lambda: pair_lines(found, day),
        part="board",
    )


def _channels(ledger: Ledger, day: date, chosen: Sequence[str]) -> Sequence[Channel]:
    return ledger.channels(day, chosen) if len(chosen) > 1 else ()


def most_active(ledger: Ledger, day: date) -> tuple[str, ...]:
    """Those who talked most in the years before a day, if nobody did in all the years before it."""
    found = ledger.active(day - _LATELY, day, MOST_ACTIVE)
    if len(found) < MOST_ACTIVE:
        found = ledger.active(None, day, MOST_ACTIVE)
    return tuple(code for code, _ in found)


def _rows(chosen: Sequence[str], found: Iterable[Pair]) -> list[tuple[str, list[tuple[str, Pair | None]]]]:
    """The matrix: for each actor its cells with the others, in the order chosen."""
    held = {each.dyad: each for each in found}
    known = {(one, other): held.get((min(one, other), max(one, other))) for one, other in combinations(chosen, 2)}
    known |= {(other, one): pair for (one, other), pair in known.items()}
    return [(one, [(other, known.get((one, other))) for other in chosen]) for one in chosen]


def _latest_first(pair: Pair) -> tuple[int, tuple[str, str]]:
    latest = pair.last.latest if pair.last else None
    return (-latest.toordinal() if latest else 0, pair.dyad)


def _news(ledger: Ledger, day: date) -> Iterable[tuple[RecordKind, tuple[Entry, ...]]]:
    """Entries of the week before a day, list by list, the latest first."""
    since = day - _WEEK
    for kind in _TOLD:
        page = ledger.page(kind, Question(since=since, until=day), limit=_NEW)
        yield kind, tuple(each for each in page.entries if each.earliest and each.earliest >= since)


def _steps(day: date, last: date) -> list[tuple[str, date]]:
    """Days a step away, by the key of the word for them."""
    year = timedelta(days=365)
    month = timedelta(days=30)
    found = [("board.year_before", day - year), ("board.month_before", day - month)]
    found += [
        (key, there)
        for key, there in (("board.month_after", day + month), ("board.year_after", day + year))
        if there <= last
    ]
    return [*found, ("board.latest", last)] if day != last else found
