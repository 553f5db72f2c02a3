"""The network of actors over a period, and the map of where they met."""

from __future__ import annotations

from datetime import date, timedelta

from communique.export.overviews import tie_element, tie_lines, venue_element, venue_lines
from communique.web.drawing import network_drawing, places_drawing
from communique.web.filtering import Filtering, Filters
from communique.web.query import Actors, codes
from communique.web.view import Pages, View
from communique.web.visit import Visit, Visiting

pages = Pages()

_ACTORS = 30
_CONTACTS = 2000
"""How many contacts the map looks at."""
_YEARS = 5
"""How far back they look where nothing is asked for."""


@pages.get("/network")
def network(visit: Visiting, asked: Filtering, actors: Actors = "") -> View:
    """Who has to do with whom among the most active, or these and those."""
    since, until = _period(visit, asked)
    chosen = codes(actors)[:_ACTORS]
    if not chosen:
        chosen = tuple(code for code, _ in visit.ledger.active(since, until, _ACTORS))
    found = visit.ledger.ties(chosen, since, until)
    return View(
        "network.html",
        {
            "asked": asked,
            "actors": actors,
            "since": since,
            "until": until,
            "ties": found,
            "drawn": network_drawing(visit, chosen, found),
        },
        data=lambda: {
            "since": since,
            "until": until,
            "actors": chosen,
            "ties": [tie_element(each) for each in found],
        },
        lines=lambda: tie_lines(found),
    )


@pages.get("/map")
def places(visit: Visiting, asked: Filtering) -> View:
    """Where contacts took place."""
    since, until = _period(visit, asked)
    found, looked_at = visit.ledger.venues(since, until, limit=_CONTACTS)
    drawn = places_drawing(visit, found)
    return View(
        "map.html",
        {
            "asked": asked,
            "since": since,
            "until": until,
            "venues": found,
            "looked_at": looked_at,
            "cut": looked_at == _CONTACTS,
            "drawn": drawn,
        },
        data=lambda: {
            "since": since,
            "until": until,
            "looked_at": looked_at,
            "places": [venue_element(each) for each in found],
        },
        lines=lambda: venue_lines(found),
    )


def _period(visit: Visit, asked: Filters) -> tuple[date | None, date | None]:
    """From one day to another: as asked, else the years up to the last day the ledger knows of."""
    until = asked.until or visit.ledger.last_day()
    since = asked.since or (until - timedelta(days=365 * _YEARS) if until and until.year > _YEARS else None)
    return since, until
