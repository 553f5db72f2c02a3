"""Claims that a contact is the first since some time."""

from __future__ import annotations

from fastapi import APIRouter, Response

from communique import elements
from communique.export.answers import claim_element
from communique.ledger import Claim
from communique.web.api.answering import cut, page
from communique.web.api.asking import After, Codes, Limit
from communique.web.visit import Visiting

router = APIRouter(tags=["answers"])


@router.get("/claims", response_model=elements.Page[elements.Claim])
def claims(visit: Visiting, actors: Codes, limit: Limit = 50, after: After = None) -> Response:
    """Which contacts are said to be the first since some time, and whether the ledger bears that out."""
    found, following = cut(visit.ledger.claims(actors), _name, after, limit)
    return page(visit.request, map(claim_element, found), following)


def _name(claim: Claim) -> list[str]:
    return [claim.contact.id, claim.since]
