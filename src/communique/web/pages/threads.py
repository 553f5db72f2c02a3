"""Statements as threads: who answers whom."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from communique.export.answers import thread_element, thread_lines
from communique.ledger import RecordKind
from communique.ledger.threads import threads
from communique.records import Act
from communique.web import telling
from communique.web.filtering import Filtering
from communique.web.view import Pages, View
from communique.web.visit import Visiting

LOOKED_AT = 250
"""Newest statements that match, among which answers are looked for."""

pages = Pages()


@pages.get("/threads")
def shown(visit: Visiting, asked: Filtering, after: Annotated[str | None, Query(max_length=80)] = None) -> View:
    """Threads of statements between actors or of a time, those that end latest first."""
    asked = asked.of_kind(Act, visit)
    page = visit.ledger.page(RecordKind.STATEMENT, asked.question(), limit=LOOKED_AT, after=after)
    found = threads(page.entries)
    several = [each for each in found if len(each.turns) > 1]
    alone = [each for each in found if len(each.turns) == 1]
    return View(
        "threads.html",
        {
            "asked": asked,
            "after": after,
            "threads": several,
            "alone": alone,
            "count": len(page.entries),
            "next": page.next,
            "tell": telling,
        },
        data=lambda: {"threads": [thread_element(each) for each in found], "next": page.next},
        lines=lambda: thread_lines(found),
        part="results",
    )
