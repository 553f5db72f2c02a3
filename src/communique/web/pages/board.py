"""The board: who is still talking to whom, as of any day."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Query

from communique.export import sheet
from communique.export.element import channel_element
from communique.web.view import Pages, View
from communique.web.visit import Visiting

pages = Pages()


@pages.get("/")
def board(visit: Visiting, as_of: Annotated[date | None, Query(alias="as-of")] = None) -> View:
    """Every channel with its state, its last contact and the days of silence since."""
    day = as_of or visit.ledger.last_day()
    channels = visit.ledger.channels(day) if day else ()
    return View(
        "board.html",
        {"channels": channels, "day_shown": day, "count": visit.ledger.count()},
        data=lambda: {"as_of": day, "channels": [channel_element(each) for each in channels]},
        lines=lambda: sheet.channel_lines(channels),
        part="channels",
    )
