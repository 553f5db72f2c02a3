"""Contacts of an article that turn out to be one, once each has its date and its status: looked at two by two."""

from __future__ import annotations

from communique.extraction.contact_events import DONE, pairs_of
from communique.extraction.contact_frames import GROUP
from communique.extraction.contact_merging import compatible_people, join, same_day
from communique.extraction.deciding.features import up_to
from communique.extraction.deciding.model import Linear
from communique.extraction.deciding.traits import Feature
from communique.extraction.drafts import ContactDraft

_AGAIN = 0.5
"""Probability from which two contacts are taken to be one."""
_SURE = 0.5
"""Probability from which the day of a contact is its own."""
_NEAR = 10
"""Contacts told of before one, of the same two sides, that it is compared with."""
_OPENING = 2
_DAY = 10
"""Characters of a date to the day."""


def rejoin(merged: list[ContactDraft], model: Linear | None) -> list[ContactDraft]:
    """The contacts, each that is probably one told of before joined to it; how probable that is stays with the rest.

    All are compared before any is joined, as they were when the model was fitted.
    """
    if model is None:
        return merged
    into: dict[int, ContactDraft] = {}
    found: list[tuple[ContactDraft, ContactDraft]] = []
    for d, before in zip(merged, earlier(merged), strict=True):
        rated = [(model.probability(again_features(have, d)), n) for n, have in enumerate(before)]
        chance, n = max(rated, default=(0.0, 0))
        d.again = chance
        for each, k in rated:
            before[k].told_again = max(before[k].told_again, each)
        if chance >= _AGAIN and not _two(before[n], d):
            into[id(d)] = into.get(id(before[n]), before[n])
            found.append((into[id(d)], d))
    for root, d in found:
        join(root, d)
    return [d for d in merged if id(d) not in into]


def _two(a: ContactDraft, b: ContactDraft) -> bool:
    """Whether each of two contacts has, surely enough, a day of its own."""
    if a.date is None or b.date is None or min(len(a.date), len(b.date)) < _DAY or same_day(a.date, b.date):
        return False
    return min(_sure([a, *a.parts], a.date), _sure([b, *b.parts], b.date)) >= _SURE


def earlier(merged: list[ContactDraft]) -> list[list[ContactDraft]]:
    """For each contact the last _NEAR before it of the same two sides and of a kind that may be its own."""
    by_pair: dict[tuple[str, str], list[ContactDraft]] = {}
    found: list[list[ContactDraft]] = []
    for d in merged:
        near = {id(x): x for pair in pairs_of(d) for x in by_pair.get(pair, [])[-_NEAR:]}
        found.append([x for x in near.values() if _may_be(x, d)][-_NEAR:])
        for pair in pairs_of(d):
            by_pair.setdefault(pair, []).append(d)
    return found


def _may_be(a: ContactDraft, b: ContactDraft) -> bool:
    """Whether two kinds can be one contact's: "talks" may be held in any way."""
    kinds = {GROUP[a.kind], GROUP[b.kind]}
    return len(kinds) == 1 or "talks" in kinds


def again_features(a: ContactDraft, b: ContactDraft) -> list[Feature]:
    """What tells whether contact `b`, told of after `a`, is the same."""
    all_a, all_b = [a, *a.parts], [b, *b.parts]
    group_a, group_b = GROUP[a.kind], GROUP[b.kind]
    kinds, alike = f"{min(group_a, group_b)}.{max(group_a, group_b)}", int(group_a == group_b)
    days = _days(a.date, b.date)
    sure = min(_sure(all_a, a.date), _sure(all_b, b.date))
    status, done = f"{min(a.status, b.status)}.{max(a.status, b.status)}", f"{DONE[a.status]}{DONE[b.status]}"
    names_a = {(p.code, p.person) for p in a.participants if p.person}
    names_b = {(p.code, p.person) for p in b.participants if p.person}
    named = min(len(names_a & names_b), 3)
    fits = compatible_people(a.participants, b.participants)
    more = f"{min(len(names_a - names_b), 2)}{min(len(names_b - names_a), 2)}"
    people = f"{named}.{fits}"
    codes = "same" if a.codes == b.codes else "sub" if b.codes < a.codes else "more" if a.codes < b.codes else "cross"
    where = _where(all_a, all_b)
    loose = f"{int(all('loose' in x.rule for x in all_a))}{int(all('loose' in x.rule for x in all_b))}"
    lines = sorted(x.sentence for x in all_a)
    first = min(x.sentence for x in all_b)
    gap = min(abs(n - first) for n in lines)
    far = "0" if gap == 0 else "1" if gap == 1 else "2" if gap <= 3 else "3" if gap <= 8 else "4"
    inside = lines[0] <= first <= lines[-1]
    opens = f"{int(a.sentence <= _OPENING)}{int(b.sentence <= _OPENING)}"
    words = int(bool({x.word for x in all_a} & {x.word for x in all_b}))
    pointed = str(a.ordinal == b.ordinal) if a.ordinal and b.ordinal else f"{bool(a.ordinal)}{bool(b.ordinal)}"
    return [
        f"kinds={kinds}",
        f"days={days}",
        f"days.sure={days}.{int(sure * 5)}",
        f"days.k={days}.{alike}",
        f"days.done={days}.{done}",
        f"days.named={days}.{named}",
        f"st={status}",
        f"done={done}.{alike}",
        f"people={people}",
        f"people.k={people}.{alike}",
        f"people.done={people}.{done}",
        f"more={more}",
        f"more.named={more}.{named}",
        f"codes={codes}",
        f"codes.loose={codes}.{loose}",
        f"place={where}",
        f"loose={loose}",
        f"far={far}",
        f"far.k={far}.{alike}",
        f"inside={inside}",
        f"opens={opens}",
        f"members={min(len(all_a), 4)}",
        f"members.b={min(len(all_b), 4)}",
        f"word={words}",
        f"ordinal={pointed}",
        f"refers={b.refers}",
        up_to("double", int(b.double * 5)),
    ]


def _days(a: str | None, b: str | None) -> str:
    """How two dates stand to each other."""
    if a is None or b is None:
        return "none" if a is b else "first" if b is None else "second"
    if a == b:
        return "day" if len(a) >= _DAY else "equal"
    if same_day(a, b):
        return "within"
    if "XXXX" in (a[:4], b[:4]) or a[:4] == b[:4]:
        return "near" if a[5:7] == b[5:7] else "month"
    return "year"


def _sure(every: list[ContactDraft], date: str | None) -> float:
    """How sure the surest mention is of the date, below 1."""
    return min(max((chance for x in every for o, chance in x.rated if o.value == date), default=0.0), 0.99)


def _where(a: list[ContactDraft], b: list[ContactDraft]) -> str:
    """How the places that two contacts were given stand to each other."""
    cities_a = {x.place.city for x in a if x.place and x.place.city}
    cities_b = {x.place.city for x in b if x.place and x.place.city}
    if cities_a and cities_b:
        return "city" if cities_a & cities_b else "cities"
    lands_a = {x.place.country for x in a if x.place and x.place.country}
    lands_b = {x.place.country for x in b if x.place and x.place.country}
    if lands_a and lands_b:
        return "same" if lands_a & lands_b else "other"
    return "none" if not lands_a and not lands_b else "one"
