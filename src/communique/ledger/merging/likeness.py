"""How much two records look like reports of one thing: a number to compare with ENOUGH, or None where they cannot be.

Rules, not a model: each is a sentence of docs/codebook.md, and `communique show` can repeat it.
"""

from __future__ import annotations

from collections.abc import Set

from communique.interchange import RecordKind
from communique.ledger.merging import contacts
from communique.ledger.merging.sighting import Sighting
from communique.ledger.merging.when import days_apart, overlap
from communique.records import Action, Agreement, State, Statement

ENOUGH = 1.6

_SAME_WORDS = 0.6
"""Share of words in common from which two pieces of evidence are the same sentence."""

_SAME_NEWS = 2
"""Days between the publication of two reports of one piece of news."""

_STANDING = 365
"""Days between the publication of two reports of one standing condition."""


def likeness(one: Sighting, other: Sighting) -> float | None:
    """Of two records of one kind from different documents. Symmetric."""
    if one.kind is RecordKind.CONTACT:
        return contacts.likeness(one, other)
    if not overlap(one.when, other.when):
        return None
    match one.record, other.record:
        case Statement(), Statement():
            return _statements(one, other, one.record, other.record)
        case Agreement(), Agreement():
            return _agreements(one, other, one.record, other.record)
        case State(), State():
            return _states(one, other, one.record, other.record)
        case Action(), Action():
            return _actions(one, other, one.record, other.record)
    return None


def told_twice(one: Sighting, other: Sighting) -> bool:
    """Whether two records of one document are one thing all the same."""
    return one.kind is RecordKind.CONTACT and contacts.told_twice(one, other)


def _statements(one: Sighting, other: Sighting, mine: Statement, theirs: Statement) -> float | None:
    """Same speaker and act, targets that meet, said on the same day, or in the same words."""
    if mine.speaker.code != theirs.speaker.code or mine.act is not theirs.act:
        return None
    names = one.people.get(mine.speaker.code, frozenset()), other.people.get(mine.speaker.code, frozenset())
    if not contacts.same_people(*names):
        return None
    if not all(names) and mine.speaker.office != theirs.speaker.office:
        return None
    if not _meet(mine.targets, theirs.targets):
        return None
    return _at_once(one, other)


def _agreements(one: Sighting, other: Sighting, mine: Agreement, theirs: Agreement) -> float | None:
    """Same act on an instrument of the same parties, of the same name where no date tells."""
    if mine.action is not theirs.action or not _within(set(mine.parties), set(theirs.parties)):
        return None
    named = _share(_title(mine), _title(theirs))
    if one.when.specific and other.when.specific and one.when.dated == other.when.dated:
        return ENOUGH + named
    if one.when.dated and other.when.dated:
        return ENOUGH - 0.3 + named
    return ENOUGH - 0.6 + named if _news_apart(one, other) <= _STANDING else None


def _states(one: Sighting, other: Sighting, mine: State, theirs: State) -> float | None:
    """The same condition of the same sides, since a time that both can mean, or reported within a year."""
    if (mine.kind, mine.state) != (theirs.kind, theirs.state) or set(mine.parties) != set(theirs.parties):
        return None
    if one.when.dated and other.when.dated:
        return ENOUGH + 1
    return ENOUGH if _news_apart(one, other) <= _STANDING else None


def _actions(one: Sighting, other: Sighting, mine: Action, theirs: Action) -> float | None:
    """The same type of act by the same side on the same, on the same day or in the same words."""
    if mine.type is not theirs.type or not _meet(mine.actors, theirs.actors):
        return None
    if not _meet(mine.recipients, theirs.recipients):
        return None
    here, there = mine.place, theirs.place
    if here and there and here.country and there.country and here.country != there.country:
        return None
    return _at_once(one, other)


def _at_once(one: Sighting, other: Sighting) -> float | None:
    """For what is said or done many times: only the same day, or the same news, or the same words make it one."""
    if _share(one.words, other.words) >= _SAME_WORDS:
        return ENOUGH + 2
    if one.when.specific and other.when.specific:
        return ENOUGH + 1
    if one.when.dated or other.when.dated or not (one.published and other.published):
        return None
    narrow = all(_news_span(each) <= _SAME_NEWS for each in (one, other))
    return ENOUGH if narrow and _news_apart(one, other) <= _SAME_NEWS else None


def _meet(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return bool(set(mine) & set(theirs)) or not mine or not theirs


def _within(mine: Set[str], theirs: Set[str]) -> bool:
    return bool(mine & theirs) and (mine <= theirs or theirs <= mine)


def _share(mine: Set[str], theirs: Set[str]) -> float:
    """Words in common, of all words of both."""
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0


def _title(record: Agreement) -> frozenset[str]:
    return frozenset(record.name.lower().split())


def _news_span(one: Sighting) -> int:
    published = one.published
    if published is None:
        return 0
    return contacts.day(published.latest) - contacts.day(published.earliest)


def _news_apart(one: Sighting, other: Sighting) -> int:
    """Days between the publication of two articles; 0 where that is open."""
    mine, theirs = one.published, other.published
    if mine is None or theirs is None:
        return days_apart(one.when, other.when)
    return max(
        0,
        contacts.day(mine.earliest) - contacts.day(theirs.latest),
        contacts.day(theirs.earliest) - contacts.day(mine.latest),
    )
