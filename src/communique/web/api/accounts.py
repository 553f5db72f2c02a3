"""What each side says of a contact."""

from __future__ import annotations

from fastapi import APIRouter, Response

from communique import elements
from communique.export.answers import accounts_element
from communique.interchange import RecordKind
from communique.web.api.answering import answer
from communique.web.api.entries import Id, held
from communique.web.visit import Visiting

router = APIRouter(tags=["entries"])


@router.get("/contacts/{id}/accounts", response_model=elements.Accounts)
def accounts(visit: Visiting, id_: Id) -> Response:
    """What each side says of a contact: said by both, by one only, contradicted."""
    held(visit.ledger, RecordKind.CONTACT, id_)
    return answer(accounts_element(visit.ledger.accounts(id_)))
