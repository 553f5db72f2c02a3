"""Rows in the form of the GDELT 2.0 event table: 61 columns, tabs between them, no header, a row a directed pair.

Columns the ledger knows nothing of are empty. Source of the columns: GDELT Event Database Data Format Codebook, V2.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from hashlib import sha256

from communique.export import actors, coding
from communique.export.inert import cell, line
from communique.export.tally import Lack, Tally
from communique.ledger.entry import Entry
from communique.records import Place

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code")
_TYPES = ("Type1Code", "Type2Code", "Type3Code")
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")

COLUMNS = (
    *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"Actor1{name}" for name in (*_ACTOR, *_TYPES)),
    *(f"Actor2{name}" for name in (*_ACTOR, *_TYPES)),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"{who}Geo_{name}" for who in ("Actor1", "Actor2", "Action") for name in _GEO),
    *("DATEADDED", "SOURCEURL"),
)

PRECISE = timedelta(days=31)
"""An event that cannot be dated within this has no row: the table has no way to say so."""

_COUNTRY, _CITY = "1", "4"
_QUADS = ((5, 1), (8, 2), (13, 3), (20, 4))
"""The last CAMEO root of each quad class."""


def lines(entries: Iterable[Entry], tally: Tally) -> Iterator[bytes]:
    """A row for every directed pair of every entry that is an event of CAMEO and dated to the month."""
    for entry in entries:
        event, days = coding.event(entry), coding.days(entry)
        pairs = event.pairs() if event else ()
        if event is None or event.cameo is None:
            tally.leave_out(Lack.NO_EVENT)
        elif not pairs:
            tally.leave_out(Lack.NO_ACTOR)
        elif days is None:
            tally.leave_out(Lack.UNDATED)
        elif days[1] - days[0] >= PRECISE:
            tally.leave_out(Lack.IMPRECISE)
        else:
            for one, other, code in pairs:
                yield _row(entry, days[0], one, other, code)


def goldstein(code: str) -> float:
    """The conflict-cooperation score of a CAMEO code, -10 to 10."""
    return float(_scores()[code])


def quad_class(code: str) -> int:
    """The quad class GDELT gives a CAMEO code, by its root."""
    return next(quad for last, quad in _QUADS if int(code[:2]) <= last)


@cache
def _scores() -> dict[str, str]:
    return coding.column("cameo.tsv", "code", "goldstein")


def _row(entry: Entry, day: date, one: str | None, other: str | None, code: str) -> bytes:
    reports = entry.reports
    own = [each for each in reports if each.copy_of is None] or list(reports)
    published = [each.origin.published.earliest for each in reports if each.origin.published]
    known = {
        "GLOBALEVENTID": _identity(entry.id, one, other),
        "SQLDATE": day.isoformat().replace("-", ""),
        "MonthYear": day.isoformat()[:7].replace("-", ""),
        "Year": day.isoformat()[:4],
        "FractionDate": f"{day.year + ((day.month - 1) * 30 + day.day) / 365:.4f}",
        **_actor(entry, "Actor1", one),
        **_actor(entry, "Actor2", other),
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": str(quad_class(code)),
        "GoldsteinScale": str(goldstein(code)),
        "NumMentions": str(len(reports)),
        "NumSources": str(len({each.origin.outlet or each.origin.doc for each in own})),
        "NumArticles": str(len({each.origin.doc for each in reports})),
        **_where(coding.place(entry.record)),
        "DATEADDED": f"{min(published).replace('-', '')}000000" if published else "",
        "SOURCEURL": _plain(entry.origin.url or entry.origin.doc),
    }
    return "\t".join(known.get(name, "") for name in COLUMNS).encode() + b"\n"


def _identity(entry: str, one: str | None, other: str | None) -> str:
    """A number for the row, the same each time, below 2**53."""
    return str(int.from_bytes(sha256(f"{entry} {one} {other}".encode()).digest()[:8]) >> 11)


def _actor(entry: Entry, column: str, code: str | None) -> dict[str, str]:
    if code is None:
        return {}
    people = coding.people(entry.record, code)
    named = [each.person for each in people if each.person]
    sector = actors.sector(people) or ""
    state = actors.is_state(code)
    group = actors.group(code) or ""
    types = [sector[:3], sector[3:]] if state else [actors.plover_class(code), ""]
    return {
        f"{column}Code": code + sector if state else types[0] + group,
        f"{column}Name": _plain(named[0] if len(named) == 1 else actors.name(code)).upper(),
        f"{column}CountryCode": code if state else "",
        f"{column}KnownGroupCode": group,
        f"{column}Type1Code": types[0],
        f"{column}Type2Code": types[1],
    }


def _where(place: Place | None) -> dict[str, str]:
    if place is None or not (place.city or place.country):
        return {}
    country = actors.name(place.country) if place.country else None
    known = actors.countries().get(place.country or "")
    return {
        "ActionGeo_Type": _CITY if place.city else _COUNTRY,
        "ActionGeo_FullName": _plain(", ".join(part for part in (place.city, country) if part)),
        "ActionGeo_CountryCode": known.fips if known else "",
    }


def _plain(text: str) -> str:
    return cell(line(text))
