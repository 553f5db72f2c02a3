"""Ties between actors and meeting places as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from communique.export.element import Element
from communique.export.sheet import table
from communique.knowledge.coordinates import point
from communique.ledger.overviews import Tie, Venue


def tie_element(tie: Tie) -> Element:
    """Two actors and how much they have together."""
    return {"dyad": tie.dyad, "contacts": tie.contacts, "statements": tie.statements}


def tie_lines(ties: Iterable[Tie]) -> Iterator[bytes]:
    """A table of ties, header first, with line ends."""
    return table(("one", "other", "contacts", "statements"), ((*e.dyad, e.contacts, e.statements) for e in ties))


def venue_element(venue: Venue) -> Element:
    """A place, where it lies if that is known, how many contacts took place there, and the latest."""
    at = point(venue.place.country, venue.place.city)
    return {
        "country": venue.place.country,
        "city": venue.place.city,
        "latitude": at.latitude if at else None,
        "longitude": at.longitude if at else None,
        "contacts": venue.contacts,
        "last_contact": {"id": venue.last, "earliest": venue.day},
    }


def venue_lines(venues: Iterable[Venue]) -> Iterator[bytes]:
    """A table of places, header first, with line ends."""
    header = ("country", "city", "latitude", "longitude", "contacts", "last_contact", "id")
    return table(header, map(_row, venues))


def _row(venue: Venue) -> tuple[object, ...]:
    at = point(venue.place.country, venue.place.city)
    where = (at.latitude, at.longitude) if at else (None, None)
    return (venue.place.country, venue.place.city, *where, venue.contacts, venue.day, venue.last)
