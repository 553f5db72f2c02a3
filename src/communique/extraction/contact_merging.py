"""One record for each contact of an article: which drafts tell of one thing, and how it stands among the others."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from communique.dates import bounds
from communique.extraction.contact_events import DONE, pairs_of
from communique.extraction.contact_fields import MOST_TOPICS
from communique.extraction.contact_frames import GROUP
from communique.extraction.deciding.model import Linear
from communique.extraction.deciding.traits import Feature, Traits
from communique.extraction.drafts import ContactDraft
from communique.records import ContactKind, Participant, Place, Status

_NAMES = 2_048
_SAME = 0.5
"""Probability from which a draft is taken to tell of a contact had before."""


def merge_contacts(drafts: list[ContactDraft], model: Linear | None = None) -> list[ContactDraft]:
    """One record for each contact of the article: later sentences about the same thing add to the first.

    The model decides whether a draft tells of a contact had before, within what can be one at all; without it the rule.
    """
    merged: list[ContactDraft] = []
    known: dict[int, list[tuple[ContactDraft, ContactDraft]]] = {}
    for d, have in steps(drafts, model):
        known.setdefault(d.sentence, []).append((d, have or d))
        if have is not None:
            join(have, d)
        else:
            merged.append(d)
    for d in merged:
        _sequel(d, known[d.sentence])
    return merged


def _sequel(d: ContactDraft, beside: list[tuple[ContactDraft, ContactDraft]]) -> None:
    """What follows a contact told of before ("after the talks, A met B") was on its day, and in its country."""
    if d.date is not None or GROUP[d.kind] != "person":
        return
    for x, contact in beside:
        if x.refers == "during" and contact is not d and contact.date is not None:
            d.date, d.candidates = contact.date, contact.candidates
            if contact.place is not None and contact.place.country in d.codes:
                d.place = Place(contact.place.country, None)
            return


def steps(
    drafts: list[ContactDraft], model: Linear | None = None
) -> Iterator[tuple[ContactDraft, ContactDraft | None]]:
    """Each draft in turn with the contact of the article it belongs to, None where it opens a new one."""
    by_pair: dict[tuple[str, str], list[ContactDraft]] = {}
    for d in drafts:
        target = best(rivals(by_pair, d), d, model)
        yield d, target
        enter(by_pair, d, target or d)


def rivals(by_pair: dict[tuple[str, str], list[ContactDraft]], d: ContactDraft) -> list[ContactDraft]:
    """The contacts had so far that share two sides with the draft."""
    return list({id(x): x for pair in pairs_of(d) for x in by_pair.get(pair, [])[-8:]}.values())


def enter(by_pair: dict[tuple[str, str], list[ContactDraft]], d: ContactDraft, target: ContactDraft) -> None:
    """Note that the contact `target` is about the sides of the draft."""
    for pair in pairs_of(d):
        known = by_pair.setdefault(pair, [])
        if not any(x is target for x in known):
            known.append(target)


def best(candidates: list[ContactDraft], d: ContactDraft, model: Linear | None) -> ContactDraft | None:
    """The contact the draft most probably belongs to, None where none is likely.

    "This is the first talk of A and B since …" is about the contact just told of, whatever it is called.
    """
    if d.refers == "resumes" and d.first_since is not None:
        for have in sorted(candidates, key=lambda have: (GROUP[have.kind] != GROUP[d.kind], -_last(have).sentence)):
            told = _last(have)
            if 0 < d.sentence - told.sentence <= 6 and compatible_people(have.participants, d.participants):
                d.date, d.candidates = None, ()
                return have
    if d.refers == "content":
        told_of = max(candidates, key=lambda have: _last(have).sentence, default=None)
        if told_of is not None and _goes_on(told_of, d):
            return told_of
    found: tuple[float, ContactDraft] | None = None
    for have in candidates:
        if model is None:
            chance = 1.0 if _same(have, d) else 0.0
        else:
            chance = model.probability(same_features(have, d)) if possible(have, d) else 0.0
        d.double = max(d.double, chance)
        if chance >= _SAME and (found is None or chance >= found[0]):
            found = (chance, have)
    return found[1] if found is not None else None


def _last(d: ContactDraft) -> ContactDraft:
    """The last mention of a contact."""
    return d.parts[-1] if d.parts else d


_MEMBERS = 24
"""The last mentions of a contact, with which another is compared: work stays linear in the length of an article."""

_GOES_ON = 4
"""Sentences over which what was discussed goes on from the contact told of."""


def _goes_on(a: ContactDraft, b: ContactDraft) -> bool:
    """Whether "they also discussed …" tells on of contact `a`."""
    told = _last(a)
    return (
        b.sentence - told.sentence <= _GOES_ON
        and a.codes >= b.codes
        and a.status is Status.OCCURRED
        and b.status is Status.OCCURRED
        and compatible_people(a.participants, b.participants)
        and same_day(a.date, b.date)
    )


def possible(a: ContactDraft, b: ContactDraft) -> bool:
    """Whether two drafts can be one contact at all: shared sides, no days in conflict, no sequel of itself."""
    if len(a.codes & b.codes) < 2 or not (same_day(a.date, b.date) or a.sentence == b.sentence):
        return False
    just_told = a.parts[-_MEMBERS:]
    follows = any(x.refers == "during" and x.sentence == b.sentence for x in just_told) and "loose" not in b.rule
    return not follows or compatible_people(a.participants, b.participants)


def same_features(a: ContactDraft, b: ContactDraft) -> list[Feature]:
    """What tells whether draft `b` is about the same contact as `a`."""
    ga, gb = GROUP[a.kind], GROUP[b.kind]
    dates = "both" if a.date and b.date else "one" if a.date or b.date else "none"
    dates = "equal" if a.date and a.date == b.date else dates if same_day(a.date, b.date) else "conflict"
    people = "ok" if compatible_people(a.participants, b.participants) else "conflict"
    named = {p.person for p in a.participants if p.person} & {p.person for p in b.participants if p.person}
    gap = b.sentence - (a.parts[-1] if a.parts else a).sentence
    distance = "0" if gap == 0 else "1" if gap == 1 else "2" if gap <= 3 else "3" if gap <= 8 else "4"
    place = "none"
    if a.place and b.place and a.place.country and b.place.country:
        place = "same" if a.place.country == b.place.country else "conflict"
    done = f"{DONE[a.status]}{DONE[b.status]}"
    codes = "same" if a.codes == b.codes else "sub" if a.codes <= b.codes or b.codes <= a.codes else "cross"
    every = [a, *a.parts[-_MEMBERS:]]
    days = [x.date for x in every if x.date]
    clash = b.date is not None and any(not same_day(day, b.date) for day in days)
    settled = b.date is not None and b.date in days
    others = any(not compatible_people(x.participants, b.participants) for x in every)
    stranger = any(
        p.person and any(q.code == p.code and q.person for q in a.participants) and p.person not in _names(a)
        for p in b.participants
    )
    cities = {x.place.city for x in every if x.place and x.place.city}
    city = "none" if not b.place or not b.place.city or not cities else str(b.place.city in cities)
    pointed = str(a.ordinal == b.ordinal) if a.ordinal and b.ordinal else "no"
    alike, loose = int(ga == gb), f"{int('loose' in a.rule)}{int('loose' in b.rule)}"
    names, word = min(len(named), 2), a.word == b.word
    persons = min(sum(1 for p in b.participants if p.person), 2)
    statuses = f"{min(a.status, b.status)}.{max(a.status, b.status)}"
    seen = any(x.word == b.word for x in every), any(GROUP[x.kind] == gb for x in every)
    return [
        _kinds(f"{min(ga, gb)}.{max(ga, gb)}", alike, done, names, people, place, statuses),
        _days(dates, alike, done, distance, b.date is not None, clash, settled),
        _refers(b.refers, alike, distance, codes),
        _words(word, alike, loose, done, gap == 0, seen[0], seen[1]),
        _others(others, b.rule, alike, stranger, city, persons),
        _far(alike, distance, done, min(len(every), 4), pointed, bool(b.ordinal)),
    ]


@lru_cache(_NAMES)
def _kinds(kinds: str, alike: int, done: str, names: int, people: str, place: str, statuses: str) -> Traits:
    return Traits(
        f"kinds={kinds}",
        f"samekind={alike}",
        f"people={people}",
        f"named={names}",
        f"place={place}",
        f"st={statuses}",
        f"done={done}",
        f"k.done={alike}.{done}",
        f"k.named={alike}.{names}",
        f"k.people={alike}.{people}",
        f"kinds.done={kinds}.{done}",
        f"k.place={alike}.{place}",
    )


@lru_cache(_NAMES)
def _days(dates: str, alike: int, done: str, far: str, dated: bool, clash: bool, settled: bool) -> Traits:
    return Traits(
        f"dates={dates}",
        f"k.d={alike}.{dates}",
        f"d.done={dates}.{done}",
        f"far.d={far}.{dates}",
        f"own.date={dated}.{dates}",
        f"clash={clash}",
        f"settled={settled}",
    )


@lru_cache(_NAMES)
def _refers(refers: str, alike: int, far: str, codes: str) -> Traits:
    found = f"refers={refers}", f"refers.k={refers}.{alike}", f"refers.far={refers}.{far}"
    return Traits(*found, f"refers.codes={refers}.{codes}", f"codes={codes}")


@lru_cache(_NAMES)
def _words(word: bool, alike: int, loose: str, done: str, here: bool, known: bool, of_kind: bool) -> Traits:
    found = f"loose={loose}", f"loose.k.done={loose}.{alike}.{done}", f"sentence={int(here)}.{loose}.{alike}"
    words = f"word={int(word)}", f"word.k={int(word)}.{alike}", f"known.word={int(known)}"
    return Traits(*found, *words, f"known.kind={int(of_kind)}")


@lru_cache(_NAMES)
def _others(others: bool, rule: str, alike: int, stranger: bool, city: str, names: int) -> Traits:
    again = int(rule.endswith("again"))
    found = f"again={again}", f"again.k={again}.{alike}", f"others={others}", f"others.again={others}.{again}"
    rest = f"stranger={stranger}", f"city={city}", f"names={names}", f"each={int(rule.endswith('each'))}"
    return Traits(*found, *rest, f"rule={rule}")


@lru_cache(_NAMES)
def _far(alike: int, far: str, done: str, members: int, ordinal: str, numbered: bool) -> Traits:
    found = f"far={far}", f"k.far={alike}.{far}", f"done.far={done}.{far}", f"members={members}"
    return Traits(*found, f"members.far={members}.{far}", f"ordinal={ordinal}", f"b.ordinal={numbered}")


def _same(a: ContactDraft, b: ContactDraft) -> bool:
    if GROUP[a.kind] != GROUP[b.kind]:
        return False
    shared = a.codes & b.codes
    if len(shared) < 2 or not (a.codes <= b.codes or b.codes <= a.codes):
        return False
    if not compatible_people(a.participants, b.participants):
        return False
    if not same_day(a.date, b.date):
        return False
    if a.place and b.place and a.place.country and b.place.country and a.place.country != b.place.country:
        return False
    return DONE[a.status] == DONE[b.status] or a.sentence == b.sentence


def same_day(a: str | None, b: str | None) -> bool:
    """Whether two dates may be one: equal, one missing, one a less precise form of the other, or within an interval."""
    if not a or not b or a == b:
        return True
    if a.startswith(b) or b.startswith(a):
        return True
    if "XXXX" in a or "XXXX" in b:
        x, y = a[4:], b[4:]
        return (
            a[:4] in ("XXXX", b[:4]) or b[:4] == "XXXX" if (x.startswith(y) or y.startswith(x)) and (x and y) else False
        )
    lo_a, hi_a = bounds(a)
    lo_b, hi_b = bounds(b)
    if lo_a and hi_a and lo_b and hi_b:
        return lo_a <= hi_b and lo_b <= hi_a
    return False


def compatible_people(a: list[Participant], b: list[Participant]) -> bool:
    for p in a:
        named = [q.person for q in b if q.code == p.code and q.person]
        if p.person and named and p.person not in named:
            mine = [q.person for q in a if q.code == p.code and q.person]
            if not set(mine) & set(named):
                return False
    return True


def _names(d: ContactDraft) -> set[str | None]:
    return {p.person for p in d.participants}


_HEARD = frozenset({ContactKind.CALL, ContactKind.VIDEO})
"""How people talk who do not meet: what is told so once is so, where the rest only says that they talked."""


def join(have: ContactDraft, more: ContactDraft) -> None:
    """Add what another draft says of a contact."""
    have.members += more.members
    have.parts += [more, *more.parts]
    have.features += more.features
    for p in more.participants:
        mine = [k for k, q in enumerate(have.participants) if q.code == p.code]
        if not mine:
            have.participants.append(p)
        elif p.person and not any(have.participants[k].person == p.person for k in mine):
            bare = next((k for k in mine if have.participants[k].person is None), None)
            if bare is not None:
                have.participants[bare] = Participant(p.code, p.person, p.office or have.participants[bare].office)
    if have.kind is ContactKind.TALKS and more.kind in _HEARD:
        have.kind = more.kind
    if more.date and (not have.date or len(more.date) > len(have.date)):
        have.date, have.candidates = more.date, more.candidates
    if more.place and (have.place is None or (have.place.city is None and more.place.city)):
        have.place = more.place
    have.initiator = have.initiator or more.initiator
    have.first_since = have.first_since or more.first_since
    have.ordinal = have.ordinal or more.ordinal
    have.via += [v for v in more.via if v not in have.via]
    have.topics += [t for t in more.topics if t not in have.topics][: MOST_TOPICS - len(have.topics)]
