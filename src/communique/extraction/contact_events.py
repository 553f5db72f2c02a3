"""A contact of the article as a whole, once its mentions are one: its date, its status, and how it stands among others.

Each mention has its own view (`ContactDraft.chances`, `ContactDraft.rated`); here they are weighed together.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.dates import span, with_year
from communique.errors import DateError
from communique.extraction.contact_frames import GROUP
from communique.extraction.contact_sides import is_state
from communique.extraction.deciding.features import up_to
from communique.extraction.deciding.model import Linear
from communique.extraction.deciding.traits import Feature, Traits, flat, under
from communique.extraction.drafts import ContactDraft, DateOption
from communique.records import ContactKind, Place, Status

DONE = {
    Status.OCCURRED: 0,
    Status.ONGOING: 0,
    Status.DENIED: 0,
    Status.PLANNED: 1,
    Status.PROPOSED: 1,
    Status.HYPOTHETICAL: 1,
    Status.REFUSED: 1,
    Status.CANCELLED: 1,
}


def pairs_of(d: ContactDraft) -> list[tuple[str, str]]:
    codes = sorted(d.codes)[:6]
    return [(a, b) for n, a in enumerate(codes) for b in codes[n + 1 :]]


_NAMES = 2_048
_DATE = 0.4
"""Probability from which a date is taken to be a contact's."""
_ALIKE, _OPENING = 0.05, 2
"""How much surer a later mention must be of a date than an earlier one; sentences that open an article."""


@dataclass(slots=True, init=False)
class Dating:
    """A date that a contact may have: the surest option of its mentions, and the features of that choice."""

    option: DateOption
    features: list[Feature]

    def __init__(self, option: DateOption, features: list[Feature]) -> None:
        self.option = option
        self.features = features


def settle_contacts(merged: list[ContactDraft], date: Linear | None, status: Linear | None) -> None:
    """Give each merged contact the date and the status that its mentions together speak for."""
    if date is not None:
        for d in merged:
            choose_date(d, date)
    if status is not None:
        for d, others in zip(merged, companions(merged), strict=True):
            d.status = Status(status.choose(status_features(d, others))[0])


def companions(merged: list[ContactDraft]) -> list[list[ContactDraft]]:
    """For each contact the first _NEIGHBOURS others of the article that share two sides with it."""
    groups: dict[tuple[str, str], list[int]] = {}
    for n, d in enumerate(merged):
        for pair in pairs_of(d):
            held = groups.setdefault(pair, [])
            if len(held) <= _NEIGHBOURS:
                held.append(n)
    shared = [sorted({k for pair in pairs_of(d) for k in groups[pair]} - {n}) for n, d in enumerate(merged)]
    return [[merged[k] for k in places[:_NEIGHBOURS]] for places in shared]


def choose_date(d: ContactDraft, model: Linear) -> None:
    """The most probable date of its mentions, or none."""
    offered = datings(d)
    rated = [(model.probability(x.features), -n) for n, x in enumerate(offered)]
    if not rated:
        return
    chance, n = max(rated)
    if chance < _DATE:
        d.date, d.candidates = None, ()
    else:
        option = offered[-n].option
        d.date, d.candidates = option.value, option.candidates


def _steps(name: str, chance: float) -> Traits:
    return up_to(name, int(chance * 10 + 0.5))


def datings(d: ContactDraft) -> list[Dating]:
    """The dates that the mentions of a contact offer, in the order of the text."""
    every = [d, *d.parts]
    by_value: dict[str, list[tuple[int, DateOption, float]]] = {}
    for n, x in enumerate(every):
        for option, chance in x.rated:
            by_value.setdefault(option.value, []).append((n, option, chance))
    found: list[Dating] = []
    tops = sorted((max(c for _, _, c in have) for have in by_value.values()), reverse=True)
    status = _likeliest(mean_chances(every))
    bare = sum(not x.rated for x in every)
    for value, have in by_value.items():
        top = max(chance for _, _, chance in have)
        n, option, _ = next(each for each in have if each[2] >= top - _ALIKE)
        others = [v for v in by_value if v != value]
        finer = any(_within(v, value) for v in others)
        coarser = any(_within(value, v) for v in others)
        best = top >= tops[0]
        ahead = tops[1] if best and len(tops) > 1 else tops[0]
        features: list[Feature] = [
            _steps("top", top),
            _steps("sum", min(sum((c for _, _, c in have), 0.0), 2.0)),
            _steps("rival", ahead),
            f"best={best}",
            f"count={min(len({n for n, _, _ in have}), 3)}",
            f"first={int(any(n == 0 for n, _, _ in have))}",
            f"member={min(n, 3)}",
            f"opens={int(d.sentence <= _OPENING)}.{min(n, 1)}",
            f"opens.k={int(d.sentence <= _OPENING)}.{min(n, 1)}.{d.kind}",
            f"of={min(len(by_value), 4)}",
            f"members={min(len(every), 5)}",
            f"bare={min(bare, 3)}",
            f"finer={finer}",
            f"coarser={coarser}",
            f"best.finer={best}.{finer}",
            f"part={value.count('-')}",
            f"span={int('/' in value)}",
            f"k={d.kind}",
            f"k.part={d.kind}.{value.count('-')}.{int('/' in value)}",
            f"ahead={option.ahead}",
            f"ahead.st={option.ahead}.{status}",
            *under("o:", option.features),
        ]
        found.append(Dating(option, features))
    return found


def _within(a: str, b: str) -> bool:
    """Whether date `a` says the same as `b`, but more precisely."""
    return a.startswith(b) or (len(a) > len(b) and a[4:].startswith(b[4:]) and "XXXX" in (a[:4], b[:4]))


def mean_chances(every: list[ContactDraft]) -> dict[str, float]:
    """How probable each status is over all mentions."""
    found: dict[str, float] = {}
    for x in every:
        for label, chance in x.chances.items():
            found[label] = found.get(label, 0.0) + chance / len(every)
    return found


def _likeliest(chances: dict[str, float]) -> str:
    return max(chances, key=lambda label: (chances[label], label), default="none")


def status_features(d: ContactDraft, others: list[ContactDraft]) -> list[Feature]:
    """What tells whether a contact happened: what each mention says, its date, and the `others` of its sides."""
    every = [d, *d.parts]
    mean = mean_chances(every)
    found: list[Feature] = []
    for label in sorted(mean):
        found.append(_steps(f"mean.{label}", mean[label]))
        found.append(_steps(f"first.{label}", d.chances.get(label, 0.0)))
        found.append(_steps(f"most.{label}", max(x.chances.get(label, 0.0) for x in every)))
        found.append(_steps(f"last.{label}", every[-1].chances.get(label, 0.0)))
    option = next((o for x in every for o, _ in x.rated if o.value == d.date), None)
    ahead, stands = (option.ahead, option.stands) if option is not None else ("none", "none")
    best = _likeliest(mean)
    beside = sorted({_likeliest(mean_chances([x, *x.parts])) for x in others})
    found += [
        f"best={best}",
        f"ahead={ahead}",
        f"ahead.best={ahead}.{best}",
        f"stands={stands}",
        f"stands.best={stands}.{best}",
        f"stands.k={stands}.{d.kind}",
        *(option.words if option is not None else ()),
        *_beside(d, others),
        f"k={d.kind}",
        f"k.best={d.kind}.{best}",
        f"members={min(len(every), 5)}",
        f"refers={d.refers}",
        f"side={option_side(option)}",
        *(f"beside={label}" for label in beside),
        f"opens={int(d.sentence <= _OPENING)}",
        *d.asks.get("event", ()),
    ]
    return found


def _beside(d: ContactDraft, others: list[ContactDraft]) -> list[Feature]:
    """What the `others` of its sides, of its kind or its date, say of whether a contact happened."""
    found: list[Feature] = []
    day = d.date if d.date is not None and len(d.date) >= _DAY else None
    for x in others:
        chances = mean_chances([x, *x.parts])
        label = _likeliest(chances)
        if GROUP[x.kind] == GROUP[d.kind]:
            found.append(f"alike={label}")
        if day is None or x.date is None or len(x.date) < _DAY:
            continue
        if x.date == day:
            found.append(f"sameday={label}")
        elif "XXXX" in x.date or "XXXX" in day or x.date[:4] == day[:4]:
            found.append(f"day{'>' if day[4:] > x.date[4:] else '<'}{label}")
    return list(dict.fromkeys(found))


_DAY = 10
"""Characters of a date to the day."""


def option_side(option: DateOption | None) -> str:
    """What the words beside a date say of it: past, future, or nothing."""
    if option is None:
        return "none"
    return next((f for f in flat(option.features) if f.startswith("side=")), "side=0")


def _named(d: ContactDraft) -> int:
    return sum(p.person is not None for p in d.participants)


def in_context(merged: list[ContactDraft]) -> None:
    """Say of each merged contact how it stands among the article's others of the same sides."""
    groups: dict[tuple[str, ...], list[ContactDraft]] = {}
    for d in merged:
        for pair in pairs_of(d):
            groups.setdefault(pair, []).append(d)
    place = {(pair, id(d)): k for pair, group in groups.items() for k, d in enumerate(group)}
    for d in merged:
        pair = max(pairs_of(d), key=lambda each: len(groups[each]))
        k = place[pair, id(d)]
        same = groups[pair][max(0, k - _NEIGHBOURS) : k + _NEIGHBOURS]
        every = [d, *d.parts]
        alike = [x for x in same if GROUP[x.kind] == GROUP[d.kind]]
        rank = next((k for k, x in enumerate(alike[:6]) if x is d), 6)
        named = _named(d)
        loose = all("loose" in x.rule for x in every)
        framed = sum("loose" not in x.rule for x in every)
        others = [x for x in same if x is not d]
        better = any(x.members > d.members and ("loose" not in x.rule or loose) for x in others)
        wider = any(d.codes < x.codes for x in others)
        kinds = sorted({GROUP[x.kind] for x in every})
        d.features += [
            f"same.n={min(len(same), 4)}",
            f"alike.n={min(len(alike), 4)}",
            f"alike.rank={min(rank, 3)}",
            f"alike.rank.loose={min(rank, 3)}.{int(loose)}",
            f"same.first={int(same[0] is d)}",
            f"alike.dated={int(d.date is not None)}.{int(any(x.date for x in alike if x is not d))}",
            f"alike.placed={int(d.place is not None)}.{int(any(x.place for x in alike if x is not d))}",
            f"alike.named={min(named, 2)}.{int(any(_named(x) > named for x in alike))}",
            f"st.kind={d.status}.{GROUP[d.kind]}",
            f"st.first={d.status}.{int(rank == 0)}",
            f"rule.first={d.rule}.{int(rank == 0)}",
            f"total={min(len(merged) // 2, 5)}",
            f"members.loose={min(d.members, 4)}.{int(loose)}",
            f"first_since={int(d.first_since is not None)}",
            f"via={int(bool(d.via))}",
            f"framed={min(framed, 3)}",
            f"framed.n={min(framed, 3)}.{min(len(same), 3)}",
            f"better={better}.{int(loose)}",
            f"wider={wider}",
            f"all.loose={loose}",
            f"kinds={'.'.join(kinds)}",
            f"date={d.date is not None}.{int(loose)}",
            f"day={d.date is not None and d.date.count('-') >= 2}",
            f"others.done={'.'.join(sorted({str(DONE[x.status]) for x in others}))}.{DONE[d.status]}",
            f"words={min(len({x.word for x in every}), 3)}",
            _steps("double", d.double),
            f"double.loose={int(d.double * 5)}.{int(loose)}",
            f"double.first={int(d.double * 5)}.{int(rank == 0)}",
            _steps("again", d.again),
            _steps("told.again", d.told_again),
            f"again.loose={int(d.again * 5)}.{int(loose)}",
            f"again.double={int(d.again * 5)}.{int(d.double * 5)}",
        ]


_NEIGHBOURS = 30
"""How many contacts of the same sides before and after one are looked at; more than articles have."""


def fill_places(merged: list[ContactDraft]) -> None:
    """Where a meeting was whose place is not said: with the host who received, or where a side travelled for it."""
    journeys: dict[int, list[ContactDraft]] = {}
    for d in merged:
        if d.kind is ContactKind.VISIT and d.place is not None:
            journeys.setdefault(d.sentence, []).append(d)
    for d in merged:
        if d.place is not None or GROUP[d.kind] != "person":
            continue
        host = next((x for x in (d, *d.parts) if x.rule.startswith("contact.host")), None)
        if host is not None and is_state(host.participants[0].code):
            d.place = Place(host.participants[0].code, None)
            continue
        near = (x for n in range(d.sentence - _NEAR, d.sentence + _NEAR + 1) for x in journeys.get(n, ()))
        journey = next((x for x in near if _leads_to(x, d)), None)
        if journey is not None and journey.place is not None:
            d.place = Place(journey.place.country, journey.place.city)


_NEAR = 30
"""Sentences within which a journey and a meeting of those who travel are told of."""


def _during(journey: str | None, day: str | None) -> bool:
    """Whether a day may be one of a journey, of the same year where one of them does not say it."""
    if journey is None or day is None or journey == day:
        return True
    year = next((int(x[:4]) for x in (day, journey) if not x.startswith("XXXX")), _LEAP)
    try:
        (first, last), (begin, end) = span(with_year(journey, year)), span(with_year(day, year))
    except DateError:
        return False
    return first <= end and begin <= last


_LEAP = 2000
"""A year that has every day there is."""


def _leads_to(journey: ContactDraft, d: ContactDraft) -> bool:
    """Whether a journey took one of a meeting's sides to the other."""
    return (
        journey.kind is ContactKind.VISIT
        and journey.place is not None
        and journey.place.country in d.codes
        and len(journey.codes & d.codes) > 1
        and (DONE[journey.status] == DONE[d.status] or journey.status is Status.ONGOING)
        and _during(journey.date, d.date)
        and bool({p.person for p in journey.participants if p.person} & {p.person for p in d.participants if p.person})
    )
