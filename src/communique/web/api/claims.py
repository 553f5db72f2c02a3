"""Claims that a contact is the first since some time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, takewhile

from fastapi import APIRouter, Response

from communique import elements
from communique.export.answers import claim_element
from communique.ledger import Claim, Ledger
from communique.web.api.answering import cursor, cursor_name, no_page, page
from communique.web.api.asking import After, Codes, Limit
from communique.web.visit import Visiting

router = APIRouter(tags=["answers"])


@router.get("/claims", response_model=elements.Page[elements.Claim])
def claims(visit: Visiting, actors: Codes, limit: Limit = 50, after: After = None) -> Response:
    """Which contacts are said to be the first since some time, and whether the ledger bears that out."""
    found = _after(visit.ledger, actors, after)
    shown = list(islice(found, limit + 1))
    following = cursor(_name(shown[limit - 1])) if len(shown) > limit else None
    return page(visit.request, map(claim_element, shown[:limit]), following)


def _after(ledger: Ledger, actors: tuple[str, ...], after: str | None) -> Iterator[Claim]:
    """The claims after the one of a cursor. Raises Refusal (404) where that is none."""
    if after is None:
        return ledger.claims(actors)
    match cursor_name(after):
        case [str(id_), str(since)]:
            found = ledger.claims(actors, start=id_)
            for each in takewhile(lambda each: each.contact.id == id_, found):
                if each.since == since:
                    return found
    raise no_page()


def _name(claim: Claim) -> list[str]:
    return [claim.contact.id, claim.since]
