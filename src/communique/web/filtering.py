"""Which entries a list shows: filters as the command line has them, in the address.

    /contacts?between=RUS,USA&since=2022&kind=call&min-confidence=0.8

An actor may also be given by a name, as a form sends it: ``actor=Nga&actor=Hoa Kỳ``. Empty values ask for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, HTTPException, Query

from communique.dates import span
from communique.errors import DateError
from communique.ledger import Question
from communique.web.visit import Visit, Visiting
from communique.words import code_of

_TWO = 2
_BAD = 400


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for, and how it was written in the address, to be written there again."""

    actors: tuple[str, ...]
    since: date | None
    until: date | None
    kind: str | None
    min_confidence: float
    written: tuple[tuple[str, str], ...]

    def question(self) -> Question:
        """The same as a question to the ledger."""
        return Question(self.actors, self.since, self.until, self.kind, self.min_confidence)

    def given(self, name: str) -> str:
        """What the address gives for a name; nothing where it gives nothing."""
        return next((value for key, value in self.written if key == name), "")

    def of_kind(self, allowed: type[StrEnum], visit: Visit) -> Filters:
        """The same with the kind as the codebook writes it. Raises HTTPException where it has none such."""
        if self.kind is None:
            return self
        for each in allowed:
            if each.value.lower() == self.kind.lower():
                return Filters(self.actors, self.since, self.until, each.value, self.min_confidence, self.written)
        named = ", ".join(each.value for each in allowed)
        raise HTTPException(_BAD, visit.say("filter.no_kind", text=self.kind, allowed=named))


Written = Annotated[str | None, Query()]


def filters(
    visit: Visiting,
    between: Written = None,
    actor: Annotated[list[str] | None, Query()] = None,
    since: Written = None,
    until: Written = None,
    kind: Written = None,
    min_confidence: Annotated[str | None, Query(alias="min-confidence")] = None,
) -> Filters:
    """The filters of an address. Raises HTTPException where they cannot be read."""
    both = [each.strip() for each in (between or "").split(",") if each.strip()]
    if both and len(both) != _TWO:
        raise HTTPException(_BAD, visit.say("filter.no_pair", text=between))
    named = [each.strip() for each in actor or () if each.strip()]
    codes = tuple(dict.fromkeys(code_of(each) for each in (*both, *named)))
    single = (("since", since), ("until", until), ("kind", kind), ("min-confidence", min_confidence))
    written = [("actor", code) for code in codes] + [(name, value) for name, value in single if value]
    return Filters(
        actors=codes,
        since=_days(since, visit)[0],
        until=_days(until, visit)[1],
        kind=kind or None,
        min_confidence=share(min_confidence, visit),
        written=tuple(written),
    )


Filtering = Annotated[Filters, Depends(filters)]


def _days(text: str | None, visit: Visit) -> tuple[date | None, date | None]:
    if not text:
        return None, None
    try:
        return span(text.strip())
    except DateError as error:
        raise HTTPException(_BAD, visit.say("filter.no_date", text=text)) from error


def share(text: str | None, visit: Visit) -> float:
    """A confidence as it is written, with a point or a comma. Raises HTTPException where it is none."""
    if not text:
        return 0.0
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise HTTPException(_BAD, visit.say("filter.no_share", text=text))
    return found
