"""The lives of agreements: what happened to each instrument, in order, and how it stands on a day. Pure.

Rules, each a sentence of docs/codebook.md. The order of what happened:

1. By date, where the dates tell; else proposed, negotiated, reached, signed, ratified, entered into force, amended,
   extended, violated, rejected, blocked, suspended, expired, withdrawn.
2. What has no date happened no later than the day it was reported; that an instrument is in force or under negotiation
   holds on that day.
3. Where one sentence gives one year or month for the signing and for what came of it, that is when it was signed; the
   rest came later, no one knows when.

The standing, from first to last:

4. What is proposed, negotiated, reached or signed stands so until something firmer happens; what is ratified is signed.
5. What enters into force, is said to be in force, or is extended is in force; what is amended too, unless it is
   blocked, suspended or at its end.
6. What is suspended or blocked stays so until it is in force again; what is rejected is so only before it is reached.
7. What is expired, or left by a party, is at its end; only a new signature, an extension or entry into force undoes
   that.
8. A violation changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from heapq import heapify, heappop, heappush

from communique.ledger.entry import Entry
from communique.ledger.instruments import instruments
from communique.records import Agreement, AgreementAction


class Footing(StrEnum):
    """How an instrument stands."""

    PROPOSED = "proposed"
    NEGOTIATING = "negotiating"
    REJECTED = "rejected"
    REACHED = "reached"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    BLOCKED = "blocked"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


_ORDER = (
    AgreementAction.PROPOSED,
    AgreementAction.NEGOTIATING,
    AgreementAction.REACHED,
    AgreementAction.SIGNED,
    AgreementAction.RATIFIED,
    AgreementAction.ENTERED_INTO_FORCE,
    AgreementAction.IN_FORCE,
    AgreementAction.AMENDED,
    AgreementAction.EXTENDED,
    AgreementAction.VIOLATED,
    AgreementAction.REJECTED,
    AgreementAction.BLOCKED,
    AgreementAction.SUSPENDED,
    AgreementAction.EXPIRED,
    AgreementAction.WITHDRAWN,
)
_LASTING = frozenset({AgreementAction.IN_FORCE, AgreementAction.NEGOTIATING})
_BEGUN = frozenset({AgreementAction.SIGNED, AgreementAction.REACHED})
_AFTER = frozenset(
    {
        AgreementAction.AMENDED,
        AgreementAction.EXTENDED,
        AgreementAction.VIOLATED,
        AgreementAction.BLOCKED,
        AgreementAction.SUSPENDED,
        AgreementAction.EXPIRED,
        AgreementAction.WITHDRAWN,
    }
)
"""What may be told in one breath with the signing, whose date is then not its own."""

_Place = tuple[str, int, str]
"""A document, the start of the evidence in it, a date."""

_TALKED = frozenset({None, Footing.PROPOSED, Footing.NEGOTIATING, Footing.REJECTED})
_AGREED = _TALKED | {Footing.REACHED}
_ENDED = frozenset({Footing.EXPIRED, Footing.WITHDRAWN})
_STOPPED = frozenset({Footing.BLOCKED, Footing.SUSPENDED})
_ALL = frozenset({None, *Footing})

_LEADS: dict[AgreementAction, tuple[Footing, frozenset[Footing | None]]] = {
    AgreementAction.PROPOSED: (Footing.PROPOSED, frozenset({None, Footing.REJECTED})),
    AgreementAction.NEGOTIATING: (Footing.NEGOTIATING, _TALKED),
    AgreementAction.REJECTED: (Footing.REJECTED, _TALKED),
    AgreementAction.REACHED: (Footing.REACHED, _TALKED),
    AgreementAction.SIGNED: (Footing.SIGNED, _AGREED | _ENDED),
    AgreementAction.RATIFIED: (Footing.SIGNED, _AGREED),
    AgreementAction.ENTERED_INTO_FORCE: (Footing.IN_FORCE, _ALL),
    AgreementAction.IN_FORCE: (Footing.IN_FORCE, _ALL),
    AgreementAction.AMENDED: (Footing.IN_FORCE, _ALL - _ENDED - _STOPPED),
    AgreementAction.EXTENDED: (Footing.IN_FORCE, _ALL),
    AgreementAction.BLOCKED: (Footing.BLOCKED, _ALL - _ENDED),
    AgreementAction.SUSPENDED: (Footing.SUSPENDED, _ALL - _ENDED),
    AgreementAction.EXPIRED: (Footing.EXPIRED, _ALL - _ENDED),
    AgreementAction.WITHDRAWN: (Footing.WITHDRAWN, _ALL - _ENDED),
}
"""What an action leads to, and from which standings."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that happened to an instrument.

    `edtf` is its date; `first` and `last` bound its day, inclusive. Where it has no date, `last` is the day by which it
    was reported.
    """

    action: AgreementAction
    entry: Entry
    edtf: str | None
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Life:
    """An instrument: its deeds in order and how it stands.

    `since`: the deed that brought it where it stands, `before`: where it stood until then, as far as is known. None,
    like `standing`, where nothing says how it stands. `also`: other names it goes by.
    """

    name: str
    parties: tuple[str, ...]
    also: tuple[str, ...]
    deeds: tuple[Deed, ...]
    standing: Footing | None
    since: Deed | None
    before: Footing | None

    @property
    def evidence(self) -> tuple[str, ...]:
        """Ids of the entries it rests on, in the order of the deeds."""
        return tuple(each.entry.id for each in self.deeds)


def lives(entries: Iterable[Entry], as_of: date) -> tuple[Life, ...]:
    """The life of every instrument up to a day, by parties and beginning. The order of the entries does not matter."""
    found = (_life(mentions, as_of) for mentions in instruments(entries))
    return tuple(sorted((each for each in found if each), key=_place))


def _place(life: Life) -> tuple[tuple[str, ...], date, str, str]:
    return tuple(sorted(life.parties)), life.deeds[0].last or date.max, life.name, life.deeds[0].entry.id


def _life(mentions: Sequence[Entry], as_of: date) -> Life | None:
    signed = _signings(mentions)
    deeds = [_deed(entry, entry.record, signed) for entry in mentions if isinstance(entry.record, Agreement)]
    held = _in_order([each for each in deeds if _known(each) <= as_of])
    if not held:
        return None
    names = dict.fromkeys(
        each.entry.record.name
        for each in sorted(held, key=lambda each: mentions.index(each.entry))
        if isinstance(each.entry.record, Agreement)
    )
    parties = dict.fromkeys(
        code for each in held if isinstance(each.entry.record, Agreement) for code in each.entry.record.parties
    )
    standing, since, before = _standing(held)
    name, *also = names
    return Life(name, tuple(parties), tuple(also), tuple(held), standing, since, before)


def _deed(entry: Entry, record: Agreement, signed: frozenset[_Place]) -> Deed:
    published = [each.origin.published for each in entry.reports if each.origin.published]
    reported = min((date.fromisoformat(each.latest) for each in published), default=None)
    places = list(_places(entry))
    if record.action in _AFTER and places and all(each in signed for each in places):
        return Deed(record.action, entry, None, entry.earliest, reported)
    first, last = entry.earliest, entry.latest
    if first is None and last is None:
        last = reported
        if record.action in _LASTING:
            first = min((date.fromisoformat(each.earliest) for each in published), default=None)
    return Deed(record.action, entry, entry.edtf, first, last)


def _places(entry: Entry) -> Iterator[_Place]:
    """The sentences that give a date, with the date."""
    for each in entry.reports:
        if isinstance(each.record, Agreement) and each.record.date:
            yield each.origin.doc, each.record.start, each.record.date


def _signings(mentions: Iterable[Entry]) -> frozenset[_Place]:
    """Where instruments are said to have been signed in a year or a month."""
    signed = [each for each in mentions if isinstance(each.record, Agreement) and each.record.action in _BEGUN]
    return frozenset(place for each in signed for place in _places(each) if len(place[2]) < len("2024-06-25"))


def _known(deed: Deed) -> date:
    """The day from which it counts."""
    return deed.first or deed.last or date.min


def _in_order(deeds: list[Deed]) -> list[Deed]:
    """By date where dates tell; among those that may be of one time, by `_ORDER`, then by id."""
    waiting = sorted(deeds, key=lambda each: each.first or date.min)
    ends = [(each.last or date.max, each.entry.id) for each in deeds]
    heapify(ends)
    ready: list[tuple[int, date, date, str, int]] = []
    ordered: list[Deed] = []
    out: set[str] = set()
    at = 0
    while len(ordered) < len(deeds):
        while ends[0][1] in out:
            heappop(ends)
        while at < len(waiting) and (waiting[at].first or date.min) <= ends[0][0]:
            one = waiting[at]
            heappush(
                ready,
                (_ORDER.index(one.action), one.first or date.min, one.last or date.max, one.entry.id, at),
            )
            at += 1
        chosen = waiting[heappop(ready)[4]]
        ordered.append(chosen)
        out.add(chosen.entry.id)
    return ordered


def _standing(deeds: Sequence[Deed]) -> tuple[Footing | None, Deed | None, Footing | None]:
    """Where they lead, the deed that led there, and from where."""
    standing: Footing | None = None
    since: Deed | None = None
    before: Footing | None = None
    for deed in deeds:
        leads = _LEADS.get(deed.action)
        if leads and standing in leads[1] and leads[0] is not standing:
            standing, since, before = leads[0], deed, standing
    return standing, since, before
