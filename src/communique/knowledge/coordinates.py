"""Where places lie, for maps (`tables/coordinates.tsv`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from communique.knowledge.tables import read_rows


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees north and east."""

    latitude: float
    longitude: float


def point(country: str | None, city: str | None) -> Point | None:
    """Where a city lies, or the centre of a country where no city is named; None where that is not known."""
    return _points().get((city or "", country or ""))


@cache
def _points() -> dict[tuple[str, str], Point]:
    table = files("communique.knowledge") / "tables" / "coordinates.tsv"
    return {
        (row["name"], row["country"]): Point(float(row["latitude"]), float(row["longitude"]))
        for _, row in read_rows(table)
    }
