"""Which instruments entries are of, and how these stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import islice

from communique.interchange import RecordKind
from communique.ledger import Entry, Ledger, Life, Question
from communique.ledger.lives import lives

MENTIONS = 200
"""Newest reports of agreements from which lives of instruments are worked out."""

_TWO, _WIDER = 2, 3


def standing(ledger: Ledger, entries: Iterable[Entry], day: date) -> tuple[Life, ...]:
    """The lives, up to a day, of the instruments that entries of agreements are of.

    What befalls an instrument of many is often told of two of them alone: so the newest reports of the first two
    parties of such instruments are looked at as well, of as many instruments as there is time for.
    """
    told = {each.id: each for each in entries}
    found = lives(told.values(), day)
    pairs = dict.fromkeys(each.parties[:_TWO] for each in found if len(each.parties) > _TWO)
    more = {
        each.id: each
        for pair in islice(pairs, _WIDER)
        for each in ledger.page(RecordKind.AGREEMENT, Question(pair, until=day), limit=MENTIONS).entries
    }
    if more.keys() <= told.keys():
        return found
    wider = lives((told | more).values(), day)
    return tuple(each for each in wider if not told.keys().isdisjoint(each.evidence))
