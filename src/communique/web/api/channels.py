"""Channels: every dyad and level with its last contact and state, as of a day."""

from __future__ import annotations

from fastapi import APIRouter, Response

from communique import elements
from communique.export.element import channel_element
from communique.ledger import Channel
from communique.web.api.answering import cut, page
from communique.web.api.asking import After, AsOf, Codes, Limit
from communique.web.visit import Visiting

router = APIRouter(tags=["channels"])


@router.get("/channels", response_model=elements.Page[elements.Channel])
def channels(visit: Visiting, actors: Codes, as_of: AsOf = None, limit: Limit = 50, after: After = None) -> Response:
    """Who is still talking: every dyad and level, in alphabetical order."""
    found, following = cut(visit.ledger.channels(as_of, actors), _name, after, limit)
    return page(visit.request, map(channel_element, found), following)


def _name(channel: Channel) -> list[str]:
    return [*channel.dyad, channel.level.value]
