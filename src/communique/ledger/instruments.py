"""Which mentions of agreements are of one instrument. Pure; the order of the entries does not matter.

Rules, each a sentence of docs/codebook.md:

1. The parties are the same, or those of one mention are among those of the other.
2. The forms do not contradict each other: a protocol is no treaty, a joint statement no ceasefire.
3. Names that say more than the parties and the form share at least half of the words of the shorter one.
4. A name that says no more joins one like it of the same parties, and another instrument of these parties only where
   an article tells of both or the same thing happened at the same time; where several fit equally, none.
5. What happens to an instrument once (it is signed, reached, enters into force, expires) has one date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import combinations

from communique.knowledge import knowledge
from communique.ledger.entry import Entry
from communique.ledger.merging.when import When, overlap, when
from communique.orthography import plain
from communique.records import Agreement, AgreementAction

_ALIKE = 0.5
"""Share of the words of the shorter name that two names of one instrument have in common."""

_ONCE = frozenset(
    {
        AgreementAction.SIGNED,
        AgreementAction.REACHED,
        AgreementAction.ENTERED_INTO_FORCE,
        AgreementAction.EXPIRED,
    }
)

_INSTRUMENT, _PROTOCOL, _MEMORANDUM, _STATEMENT, _TRUCE, _CONTRACT, _PLAN, _RESOLUTION = range(8)
_FORMS = {
    **dict.fromkeys(("agreement", "agreements", "treaty", "pact", "accord", "accords", "convention"), _INSTRUMENT),
    **dict.fromkeys(("deal", "understanding"), _INSTRUMENT),
    "protocol": _PROTOCOL,
    **dict.fromkeys(("memorandum", "letter"), _MEMORANDUM),
    **dict.fromkeys(("statement", "communique", "declaration"), _STATEMENT),
    **dict.fromkeys(("ceasefire", "armistice", "truce"), _TRUCE),
    "contract": _CONTRACT,
    "plan": _PLAN,
    "resolution": _RESOLUTION,
}
_OF_NO_ONE = frozenset(
    ("a", "and", "cooperation", "documents", "draft", "for", "in", "intent", "joint", "of", "on", "others", "the", "to")
)
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Mention:
    """An entry of an agreement as joining sees it. `own`: the words of each name that say what it is about."""

    entry: Entry
    action: AgreementAction
    parties: frozenset[str]
    own: frozenset[str]
    forms: frozenset[int]
    docs: frozenset[str]
    when: When


@dataclass(slots=True)
class _Instrument:
    """`own`: the words of those of its mentions that say what they are about."""

    mentions: list[_Mention] = field(default_factory=list)
    own: list[frozenset[str]] = field(default_factory=list)

    def take(self, mention: _Mention) -> None:
        """It is mentioned once more."""
        self.mentions.append(mention)
        if mention.own:
            self.own.append(mention.own)


def instruments(entries: Iterable[Entry]) -> list[tuple[Entry, ...]]:
    """The entries of agreements by instrument; each list has those with the fullest names first."""
    mentions = sorted((each for entry in entries for each in _mention(entry)), key=_order)
    made: list[_Instrument] = []
    places: dict[str, list[_Instrument]] = {}
    for mention in mentions:
        home = _home(mention, _near(mention.parties, places))
        if home is None:
            home = _Instrument()
            made.append(home)
        home.take(mention)
        for key in _keys(mention.parties):
            held = places.setdefault(key, [])
            if all(each is not home for each in held):
                held.append(home)
    return [tuple(each.entry for each in one.mentions) for one in made]


def _mention(entry: Entry) -> Iterator[_Mention]:
    record = entry.record
    if not isinstance(record, Agreement):
        return
    names = {record.name, *(each.record.name for each in entry.reports if isinstance(each.record, Agreement))}
    words = frozenset(word for name in names for word in _WORDS.findall(plain(name)))
    sides = frozenset(word for code in record.parties for word in _words_of(code))
    yield _Mention(
        entry=entry,
        action=record.action,
        parties=frozenset(record.parties),
        own=words - sides - _OF_NO_ONE - _FORMS.keys(),
        forms=frozenset(_FORMS[word] for word in words if word in _FORMS),
        docs=frozenset(each.origin.doc for each in entry.reports),
        when=when(record, record.date, entry.origin.published),
    )


@cache
def _words_of(code: str) -> frozenset[str]:
    """The words by which a name of an instrument names this party."""
    known = knowledge()
    names = [code, known.adjectives.get(code, "")]
    if code in known.actors:
        names.append(known.actors[code].name)
    return frozenset(word for name in names for word in _WORDS.findall(plain(name)))


def _order(mention: _Mention) -> tuple[bool, int, date, date, str]:
    first, last = mention.entry.earliest, mention.entry.latest
    return not mention.own, -len(mention.parties), first or date.max, last or date.max, mention.entry.id


def _keys(parties: frozenset[str]) -> Iterator[str]:
    yield from parties
    if len(parties) == 1:
        yield from (f"only {code}" for code in parties)
    yield from (f"{one} {other}" for one, other in combinations(sorted(parties), 2))


def _near(parties: frozenset[str], places: dict[str, list[_Instrument]]) -> list[_Instrument]:
    """Instruments whose parties may be within these or hold them, in the order they were made."""
    codes = sorted(parties)
    keys = codes if len(codes) < 2 else [" ".join(codes[:2]), *(f"only {code}" for code in codes)]
    if len(codes) > 2:
        keys += [f"{one} {other}" for one, other in combinations(codes, 2)]
    held = [places[key] for key in keys if key in places]
    if len(held) == 1:
        return held[0]
    found: dict[int, _Instrument] = {}
    for some in held:
        found.update((id(each), each) for each in some)
    return list(found.values())


def _home(mention: _Mention, near: list[_Instrument]) -> _Instrument | None:
    """The instrument it is a mention of: the one it has most in common with, where there is one such."""
    if own := mention.own:  # most speak of something else
        near = [each for each in near if not (each.own and own.isdisjoint(each.own[0]))]
    rated = [(found, each) for each in near if (found := _likeness(mention, each)) is not None]
    best = max((found for found, _ in rated), default=None)
    fitting = [each for found, each in rated if found == best]
    return fitting[0] if len(fitting) == 1 or (fitting and mention.own) else None


def _likeness(mention: _Mention, instrument: _Instrument) -> float | None:
    """How well a mention fits all that is known of an instrument; None where it does not."""
    both = bool(mention.own and instrument.own)
    if not all(_can_be_one(mention, each) for each in instrument.mentions):
        return None
    told = any(mention.docs & each.docs for each in instrument.mentions)
    same = any(mention.action is each.action and _same_time(mention, each) for each in instrument.mentions)
    if both:
        shared = min(_share(mention.own, each) for each in instrument.own)
        return 2 + shared + same if shared >= _ALIKE else None
    form = any(mention.forms == each.forms for each in instrument.mentions)
    if not mention.own and not instrument.own:
        return 1.0 + told + same + form
    return 1.0 + told + same + form if told or same else None


def _can_be_one(one: _Mention, other: _Mention) -> bool:
    if not (one.parties <= other.parties or other.parties <= one.parties):
        return False
    if not (one.own and other.own) and one.parties != other.parties:
        return False
    if one.forms and other.forms and not one.forms & other.forms:
        return False
    return one.action is not other.action or one.action not in _ONCE or overlap(one.when, other.when)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / min(len(one), len(other))


def _same_time(one: _Mention, other: _Mention) -> bool:
    return overlap(one.when, other.when) and (one.entry.edtf is None) == (other.entry.edtf is None)
