"""Who held which office in the time an article is about, by the tables of tenures, and never at another time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from communique.knowledge import Knowledge, Level, Tenure
from communique.orthography import plain

_FAR_PAST, _FAR_FUTURE = date(1900, 1, 1), date(2100, 1, 1)
_ONE_AT_A_TIME = frozenset({Level.HEAD, Level.FOREIGN, Level.DEFENCE, Level.CHIEF_OF_STAFF, Level.MINISTER})
_ALSO_ONE = frozenset(
    {
        "secretary general",
        "vice president",
        "national security adviser",
        "secretary of the security council",
        "supreme allied commander",
        "CIA director",
    }
)
"""Offices of other levels that one person of an actor holds at a time."""
_SEVERAL = ("deputy ", "assistant ", "vice ")
"""How offices begin that several hold, whatever their level."""
_MASTERS = {
    "White House": "president",
    "Kremlin": "president",
    "Elysee Palace": "president",
    "South Korean presidential office": "president",
    "Pentagon": "defence minister",
}
"""Whom papers mean by the master of a house."""
_SPEAKS_ABROAD = "high representative for foreign affairs"
_BEFORE_THE_NEWS = date(2000, 1, 1)
"""Who alone is known to have held an office since before this day and still does is meant on any day of the news."""
_MANY_DAYS = 400
_CONTEMPORARIES = 2
"""How many people must be named with offices before they tell the time."""


class Terms:
    """Tenures seen from a time: `earliest` and `latest` bound it, and are None where it is not known."""

    def __init__(self, known: Knowledge, earliest: date | None, latest: date | None) -> None:
        self.known = known
        self.settled = earliest is not None and latest is not None
        self.earliest, self.latest = earliest or _FAR_PAST, latest or _FAR_FUTURE

    def lived(self, named: Iterable[tuple[str, str, tuple[str, ...]]]) -> Terms:
        """The time in which people named with their offices (person, office, codes) held them together, where it is
        another than the one told; else itself.
        """
        held = [
            spans[0]
            for person, office, codes in named
            if len(spans := [t for t in self.known.tenures.get(person, ()) if t.office == office and t.code in codes])
            == 1
        ]
        if len(held) < _CONTEMPORARIES:
            return self
        first, last = max(t.start for t in held), min(t.end or _FAR_FUTURE for t in held)
        if first > last or (self.earliest <= last and first <= self.latest):
            return self
        return Terms(self.known, first, last if last < _FAR_FUTURE else None)

    def covered(self, tenure: Tenure) -> bool:
        """Whether the tenure overlaps the time."""
        return tenure.covers(self.earliest, self.latest)

    def held(self, person: str) -> str | None:
        """The office a person of the tables held in the time; the last one they held where no time is known."""
        fitting = [t for t in self.known.tenures.get(person, ()) if self.covered(t)]
        return fitting[-1].office if fitting else None

    def holders(self, code: str, office: str, mod: str | None) -> list[Tenure]:
        """Who held the office in the time: those acting in it where `mod` says so, or where nobody else did."""
        full = self.known.holders(code, office, self.earliest, self.latest) if mod != "acting" else []
        return full or self.known.holders(code, f"acting {office}", self.earliest, self.latest)

    def single(self, office: str) -> bool:
        """Whether an actor has one holder of the office at a time."""
        if office in _ALSO_ONE:
            return True
        return self.known.level(office) in _ONE_AT_A_TIME and office != "minister" and not office.startswith(_SEVERAL)

    def holder(self, code: str, office: str, mod: str | None) -> str | None:
        """The one who held an office that has one holder, if only one did in the time."""
        if not self.single(office):
            return None
        if self.settled and (self.latest - self.earliest).days <= _MANY_DAYS:
            names = {t.person for t in self.holders(code, office, mod)}
        else:
            names = (
                {t.person for t in self.known.held.get((code, office), ())} if self._lasting(code, office) else set()
            )
        return names.pop().split(" (")[0] if len(names) == 1 else None

    def bearer(self, code: str, office: str, part: str) -> str | None:
        """The one who held an office in the time and has `part` (plain, one word) in their name."""
        spans = self.known.held.get((code, office), ())
        names = {t.person for t in spans if self.covered(t) and part in plain(t.person).split()}
        return names.pop() if len(names) == 1 else None

    def barred(self, person: str, office: str | None) -> bool:
        """Whether someone of the tables never held the office they are given, nor one of its level."""
        spans = self.known.tenures.get(person, ())
        if not spans or office is None or not self.single(office):
            return False
        return all(self.known.level(t.office) is not self.known.level(office) for t in spans)

    def _lasting(self, code: str, office: str) -> bool:
        spans = self.known.held.get((code, office), ())
        return len(spans) == 1 and spans[0].end is None and spans[0].start < _BEFORE_THE_NEWS

    def master(self, body: str | None) -> str | None:
        """The office of whoever heads a house that stands for more than itself."""
        return _MASTERS.get(body or "")

    def called(self, code: str, office: str) -> str:
        """The office of the tables that a title means where an actor has its own name for it.

        The chairman of a state is its president or leader, whichever it had last; the prime minister may be called
        chancellor; the foreign minister of an organisation is the one who speaks for it abroad.
        """
        actor = self.known.actors.get(code)
        if actor is None or (code, office) in self.known.held:
            return office
        if office == "chairman" and actor.kind == "state":
            held = [(t.start, each) for each in ("president", "leader") for t in self.known.held.get((code, each), ())]
            return max(held)[1] if held else office
        if office == "supreme leader" and (code, "leader") in self.known.held:
            return "leader"
        if office == "prime minister" and (code, "chancellor") in self.known.held:
            return "chancellor"
        if office == "foreign minister" and (code, _SPEAKS_ABROAD) in self.known.held:
            return _SPEAKS_ABROAD
        return office
