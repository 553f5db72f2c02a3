"""Entries of every kind: lists by date, and one with everything it rests on."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from communique import elements
from communique.elements.element import EntryId
from communique.errors import LedgerError, NotHeldError
from communique.export.element import element
from communique.interchange import RecordKind
from communique.ledger import Entry, Ledger, Question
from communique.records import Act, ActionType, AgreementAction, ContactKind, StateKind
from communique.web.api.answering import answer, no_page, page
from communique.web.api.asking import After, Asking, Limit
from communique.web.query import Order, Part
from communique.web.visit import Visit, Visiting

router = APIRouter(tags=["entries"])

Id = Annotated[EntryId, Path(alias="id", description="The id of the entry, or of any of its reports.")]


def _part(order: Annotated[Order, Query()] = Order.NEWEST, limit: Limit = 50, after: After = None) -> Part:
    return Part(order, limit, after)


Parted = Annotated[Part, Depends(_part)]


@router.get("/contacts", response_model=elements.Page[elements.Contact])
def contacts(
    visit: Visiting,
    asked: Asking,
    part: Parted,
    kind: Annotated[ContactKind | None, Query(description="Only this kind.")] = None,
) -> Response:
    """Who talked to whom."""
    return _list(visit, RecordKind.CONTACT, asked, kind, part)


@router.get("/statements", response_model=elements.Page[elements.Statement])
def statements(
    visit: Visiting,
    asked: Asking,
    part: Parted,
    kind: Annotated[Act | None, Query(description="Only this act.")] = None,
) -> Response:
    """Who said what about whom."""
    return _list(visit, RecordKind.STATEMENT, asked, kind, part)


@router.get("/agreements", response_model=elements.Page[elements.Agreement])
def agreements(
    visit: Visiting,
    asked: Asking,
    part: Parted,
    kind: Annotated[AgreementAction | None, Query(description="Only this happening.")] = None,
) -> Response:
    """What happened to agreements."""
    return _list(visit, RecordKind.AGREEMENT, asked, kind, part)


@router.get("/states", response_model=elements.Page[elements.State])
def states(
    visit: Visiting,
    asked: Asking,
    part: Parted,
    kind: Annotated[StateKind | None, Query(description="Only this kind.")] = None,
) -> Response:
    """How channels and relations stand."""
    return _list(visit, RecordKind.STATE, asked, kind, part)


@router.get("/actions", response_model=elements.Page[elements.Action])
def actions(
    visit: Visiting,
    asked: Asking,
    part: Parted,
    kind: Annotated[ActionType | None, Query(description="Only this type.")] = None,
) -> Response:
    """Material acts across borders."""
    return _list(visit, RecordKind.ACTION, asked, kind, part)


@router.get("/contacts/{id}", response_model=elements.Contact)
def contact(visit: Visiting, id_: Id) -> Response:
    """One contact with every report of it."""
    return _one(visit, RecordKind.CONTACT, id_)


@router.get("/statements/{id}", response_model=elements.Statement)
def statement(visit: Visiting, id_: Id) -> Response:
    """One statement with every report of it."""
    return _one(visit, RecordKind.STATEMENT, id_)


@router.get("/agreements/{id}", response_model=elements.Agreement)
def agreement(visit: Visiting, id_: Id) -> Response:
    """One thing that happened to an agreement, with every report of it."""
    return _one(visit, RecordKind.AGREEMENT, id_)


@router.get("/states/{id}", response_model=elements.State)
def state(visit: Visiting, id_: Id) -> Response:
    """One state with every report of it."""
    return _one(visit, RecordKind.STATE, id_)


@router.get("/actions/{id}", response_model=elements.Action)
def action(visit: Visiting, id_: Id) -> Response:
    """One act with every report of it."""
    return _one(visit, RecordKind.ACTION, id_)


def held(ledger: Ledger, kind: RecordKind, name: str) -> Entry:
    """The entry of an id. Raises NotHeldError where there is none of that kind."""
    found = ledger.entry(name)
    if found.kind is not kind:
        raise NotHeldError(f"{name} is no entry of {kind.value}: it is in {found.kind.value}")
    return found


def _one(visit: Visit, kind: RecordKind, name: str) -> Response:
    return answer(element(held(visit.ledger, kind, name)))


def _list(visit: Visit, kind: RecordKind, asked: Question, what: StrEnum | None, part: Part) -> Response:
    wanted = replace(asked, what=what.value if what else None)
    newest_first = part.order is Order.NEWEST
    try:
        found = visit.ledger.page(kind, wanted, limit=part.limit, after=part.after, newest_first=newest_first)
    except LedgerError as error:
        if part.after is None:
            raise
        raise no_page() from error
    return page(visit.request, map(element, found.entries), found.next)
