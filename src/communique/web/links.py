"""Where things are: the addresses of pages."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from starlette.datastructures import URL

from communique.ledger.entry import Brief, Entry
from communique.web.visit import Visit

_NO_PATH = re.compile(r"/\.{1,2}/|//|[\x00-\x1f\x7f\u2028\u2029]")
"""What browsers take out of a path, or no path may hold."""


def entry(held: Entry | Brief) -> str:
    """The page of an entry of any kind."""
    return f"/{held.kind.value}/{held.id}"


def entry_at(kind: str, name: str) -> str:
    """The page of an entry of a list (contacts, …) by its id."""
    return f"/{kind}/{quote(name, safe='')}"


def article(doc: str, form: str = "") -> str:
    """The page of a document, whatever its name, or its twin in a form (``.json``)."""
    if _NO_PATH.search(f"/{doc}/"):
        return f"/articles?doc={quote(doc + form, safe='')}"
    return f"/articles/{quote(doc + form, safe='/')}"


def actor(code: str) -> str:
    """The page of a state or organisation."""
    return f"/{quote(code, safe='')}"


def dyad(one: str, other: str) -> str:
    """The page of two actors, whichever comes first."""
    return "/" + "/".join(quote(code, safe="") for code in sorted((one, other)))


def person(name: str) -> str:
    """The page of a person."""
    return f"/people/{quote(name, safe='')}"


def outlet(name: str) -> str:
    """The page of an outlet."""
    return f"/outlets/{quote(name, safe='')}"


def watch(name: str) -> str:
    """The page of a watch."""
    return f"/watches/{quote(name, safe='')}"


def within(address: str) -> str:
    """The address if it is a path of this site, else the board."""
    safe = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if safe else "/"


def here(visit: Visit, form: str = "", **changed: object) -> str:
    """The address of this visit in another form (``.json``), with other values in its query; None takes one away."""
    url = visit.request.url
    kept = {name: value for name, value in visit.request.query_params.multi_items() if name not in changed}
    kept.update({name: str(value) for name, value in changed.items() if value is not None})
    path = url.path if not form else _plain(url) + form
    return path + (f"?{urlencode(kept)}" if kept else "")


def moved(visit: Visit, there: str) -> str:
    """The address of this visit at another path, in the same form and with the same query."""
    url = visit.request.url
    form = url.path.removeprefix(_plain(url))
    return there + form + (f"?{url.query}" if url.query else "")


def _plain(url: URL) -> str:
    return url.path.removesuffix(".json").removesuffix(".csv")
