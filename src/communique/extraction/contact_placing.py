"""Where a contact of the article was: a choice among the places that its mentions, and contacts like it, offer."""

from __future__ import annotations

from dataclasses import dataclass

from communique.extraction.contact_events import companions
from communique.extraction.contact_loose import GROUP
from communique.extraction.deciding.features import up_to
from communique.extraction.deciding.model import Linear
from communique.extraction.deciding.traits import Feature
from communique.extraction.drafts import ContactDraft, PlaceOption
from communique.records import Place

_LEAST = 0.3
"""Probability from which a place is taken to be a contact's."""
_MOST = 4
_FAR = 60
"""Cost up to which a city is the contact's."""


@dataclass(slots=True)
class Placing:
    """A country where a contact may have been, the city there that its words name nearest, and the features of that."""

    country: str
    city: str | None
    features: list[Feature]


def choose_places(merged: list[ContactDraft], model: Linear | None) -> None:
    """Give each contact the most probable of its places, or none; without a model they keep what the rules took."""
    if model is None:
        return
    chosen: list[tuple[ContactDraft, Place | None]] = []
    for d, offered in zip(merged, placings(merged), strict=True):
        rated = [(model.probability(each.features), -n) for n, each in enumerate(offered)]
        if rated:
            chance, n = max(rated)
            best = offered[-n]
            chosen.append((d, Place(best.country, best.city) if chance >= _LEAST else None))
    for d, place in chosen:
        d.place = place


def placings(merged: list[ContactDraft]) -> list[list[Placing]]:
    """The places of each contact, in the order in which its mentions name them, then those of contacts like it."""
    return [_of(d, others, merged) for d, others in zip(merged, companions(merged), strict=True)]


def _of(d: ContactDraft, others: list[ContactDraft], merged: list[ContactDraft]) -> list[Placing]:
    every = [d, *d.parts]
    by_country: dict[str, list[tuple[int, PlaceOption]]] = {}
    for n, x in enumerate(every):
        for option in x.places:
            by_country.setdefault(option.country, []).append((n, option))
    if d.place is not None and d.place.country is not None:
        by_country.setdefault(d.place.country, [])
    like = [x for x in others if x.place is not None and GROUP[x.kind] == GROUP[d.kind]]
    if by_country or GROUP[d.kind] == "person":
        for x in like:
            if x.place is not None and x.place.country is not None:
                by_country.setdefault(x.place.country, [])
    own = [x for x in merged if x is not d and x.place is not None]
    found: list[Placing] = []
    for country, have in by_country.items():
        near = sorted((o.cost, n) for n, (_, o) in enumerate(have) if o.city is not None and o.cost < _FAR)
        city = have[near[0][1]][1].city if near else None
        ruled = d.place is not None and d.place.country == country
        alike = [x for x in like if x.place is not None and x.place.country == country]
        if ruled and d.place is not None and d.place.city is not None:
            city = d.place.city
        elsewhere = sum(x.place is not None and x.place.country == country for x in own)
        party = country in d.codes
        features: list[Feature] = list(dict.fromkeys(f for _, o in have for f in o.features if isinstance(f, str)))
        features += [
            up_to("mentions", min(len({n for n, _ in have}), _MOST)),
            up_to("cost", min((min((o.cost for _, o in have), default=90)) // 10, 9)),
            up_to("alike", min(len(alike), 3)),
            up_to("elsewhere", min(elsewhere, _MOST)),
            f"of={min(len(by_country), _MOST)}",
            f"first={int(any(n == 0 for n, _ in have))}",
            f"ruled={ruled}",
            f"ruled={ruled}.{d.place is not None}",
            f"ruled.k={ruled}.{d.kind}",
            f"party={party}",
            f"party.k={party}.{d.kind}",
            f"party.first={party}.{d.participants[0].code == country}",
            f"city={city is not None}",
            f"k={d.kind}",
            f"rule={d.rule}.{party}.{d.participants[0].code == country}",
            f"alike.day={any(x.date is not None and x.date == d.date for x in alike)}",
            f"alike.none={bool(alike)}.{d.place is None}",
            f"alike.other={len(like) > len(alike)}.{bool(alike)}",
            f"place.none={d.place is None}.{len(by_country)}",
        ]
        found.append(Placing(country, city, features))
    return found
