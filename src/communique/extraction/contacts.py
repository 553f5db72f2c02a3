"""Contacts: who talked to whom. Each frame of the contact words finds its sides in its own way (see the table's head)."""

from __future__ import annotations

from communique.dates import bounds
from communique.extraction.dating import date_options
from communique.extraction.deciding.features import around, gap, mood, who
from communique.extraction.deciding.model import Linear
from communique.extraction.drafts import ContactDraft, participants
from communique.extraction.frames import View, date_near, evidence_span, place_near, settled, status_of, via_near
from communique.extraction.model import Hit, Mention
from communique.extraction.publication import Era
from communique.knowledge import Knowledge, Level
from communique.records import ContactKind, Participant, Place, Status

_WITH = frozenset({"with"})
_TO = frozenset({"to", "for", "with"})
_FILLED = frozenset({Level.HEAD, Level.FOREIGN, Level.DEFENCE, Level.CHIEF_OF_STAFF})
_REMOTE = frozenset({ContactKind.CALL, ContactKind.VIDEO})


def find_contacts(view: View, era: Era, known: Knowledge) -> list[ContactDraft]:
    """All contacts of one sentence, unmerged."""
    drafts: list[ContactDraft] = []
    for hit in view.sentence.cues("contact"):
        sides = _sides(view, hit)
        if sides is None:
            continue
        rule, mentions = sides
        people = named(view, hit, participants(mentions), known)
        codes = {p.code for p in people}
        if len(codes) < 2 or (len(people) > 12):
            continue
        kind = ContactKind(hit.cue.value)
        if kind is ContactKind.SUMMIT and not any(_is_organisation(known, c) for c in codes):
            kind = ContactKind.MEETING
        when = date_near(view, hit.i)
        tight = mood(view, hit.i, hit.j)
        status = status_of(view, hit.i, hit.j, when, era, ongoing=kind in (ContactKind.TALKS, ContactKind.VISIT))
        tense = 1 if status in (Status.PLANNED, Status.PROPOSED) else -1 if status is Status.OCCURRED else 0
        date, candidates = settled(view, when, era, tense)
        start, end = evidence_span(view, min([hit.i, *(m.i for m in mentions if m.sentence == view.sentence.index)]), max([hit.j, *(m.j for m in mentions)]))
        near = around(view, hit.i, hit.j)
        features = [*near, f"rule={rule}", f"k={kind}", f"ncodes={min(len(codes), 5)}", f"npers={min(sum(p.person is not None for p in people), 3)}", f"st={status}"]
        features += [f"title={sum(c in view.analysis.title_codes for c in codes)}", f"org={int(any(_is_organisation(known, c) for c in codes))}", f"when={'none' if date is None else 'day' if date.count('-') >= 2 else 'part'}"]
        for n, m in enumerate(mentions[:3]):
            features += [*who(f"m{n}", m), gap(f"m{n}", (m.i - hit.j) if m.i >= hit.j else (m.j - hit.i))]
        asks = {"status": [*tight, f"st={status}", f"k={kind}", f"kst={kind}.{status}", f"rule={rule}"]}
        dates = date_options(view, hit.i, hit.j, era, tense, kind=kind)
        drafts.append(
            ContactDraft(
                start, end, f"contact.{rule}", view.sentence.index, candidates=candidates, kind=kind, participants=people, date=date,
                place=_place(view, hit, kind, mentions), status=status, initiator=_initiator(view, hit), via=list(via_near(view)),
                first_since=_first_since(view, hit), features=features, asks=asks, dates=dates,
            )
        )
    return drafts


def named(view: View, hit: Hit, people: list[Participant], known: Knowledge) -> list[Participant]:
    """Participants with the persons the article names for their offices; at a summit, the heads of the states."""
    named_in = view.analysis.people
    out: list[Participant] = []
    for p in people:
        level = known.level(p.office)
        if p.person is None and level is None and p.office is None and hit.cue.get("summit") and (p.code, "head") in named_in:
            level = Level.HEAD
        names = named_in.get((p.code, level.value), []) if p.person is None and level in _FILLED else []
        if names and (len(names) == 1 or level is Level.HEAD):
            out.append(Participant(p.code, names[0], p.office if p.office not in (None, "leader") else "leader" if p.office else None))
        else:
            out.append(p)
    return out


def _is_organisation(known: Knowledge, code: str) -> bool:
    actor = known.actors.get(code)
    return actor is not None and actor.kind in ("intergovernmental", "bloc", "forum")


def _sides(view: View, hit: Hit) -> tuple[str, list[Mention]] | None:
    frame = hit.cue.get("frame")
    finder = _FINDERS.get(frame)
    if finder is None:
        return None
    return finder(view, hit) or (_loose(view, hit) if frame in _LOOSE and not hit.cue.get("weak") else None)


_LOOSE = frozenset({"verb", "with", "noun", "host", "letter", "letternoun", "visitnoun"})


def _loose(view: View, hit: Hit) -> tuple[str, list[Mention]] | None:
    """No frame fits: the two nearest sides of the sentence, or one of it and the other side the article is about."""
    near = sorted((m for m in view.actors if m.prep not in ("according", "cite") and m.role != "asset"), key=lambda m: abs(m.i - hit.i) + (0 if view.same(m.i, hit.i) else 8))
    chosen: list[Mention] = []
    for m in near:
        if m.codes and not set(m.codes) <= {c for x in chosen for c in x.codes}:
            chosen.append(m)
        if _distinct(chosen):
            return "loose", sorted(chosen, key=lambda m: m.i)
    others = [c for c in view.analysis.title_codes if not chosen or c not in chosen[0].codes]
    if chosen and others:
        return "loose.title", [chosen[0], Mention(hit.i, hit.j, "actor", (others[0],), sentence=view.sentence.index)]
    return None


def _plural(m: Mention | None) -> bool:
    return m is not None and len(set(m.codes)) >= 2


def _left(view: View, hit: Hit, reach: int = 25) -> list[Mention]:
    subject = view.subject(hit.i, reach=reach)
    return view.group(subject) if subject is not None else []


def _distinct(mentions: list[Mention]) -> bool:
    return len({c for m in mentions for c in m.codes}) >= 2


def _verb(view: View, hit: Hit) -> tuple[str, list[Mention]] | None:
    subject = _left(view, hit)
    partner = view.object(hit.j, reach=7)
    if partner is not None and (partner.prep in (None, "with", "and") or partner.i - hit.j <= 1):
        right = view.group(partner)
        if subject and _distinct(subject + right):
            return "verb", subject + right
    if subject and _distinct(subject):
        return "verb.plural", subject
    return None


def _with(view: View, hit: Hit) -> tuple[str, list[Mention]] | None:
    subject = _left(view, hit)
    partner = view.object(hit.j, reach=16, preps=_WITH)
    if partner is None and not subject:
        return None
    right = view.group(partner) if partner is not None else []
    if subject and right and _distinct(subject + right):
        return "with", subject + right
    if subject and _distinct(subject) and partner is None:
        return "with.plural", subject
    before = next((m for m in view.actors if m.prep == "with" and 0 <= hit.i - m.j <= 3), None)
    if before is not None:
        outer = view.subject(before.i - 1)
        if outer is not None and _distinct([*view.group(outer), *view.group(before)]):
            return "with.before", [*view.group(outer), *view.group(before)]
    return None


def _host(view: View, hit: Hit) -> tuple[str, list[Mention]] | None:
    subject = _left(view, hit, 20)
    guest = view.object(hit.j, reach=6)
    if subject and guest is not None and _distinct([*subject, *view.group(guest)]):
        return "host", [*subject, *view.group(guest)]
    return None


def _noun(view: View, hit: Hit) -> tuple[str, list[Mention]] | None:
    between = next((m for m in view.actors if m.prep == "between" and 0 <= m.i - hit.j <= 14), None)
    if between is not None:
        group = view.group(between)
        if not _distinct(group):
            partner = view.object(between.j, reach=12, preps=_WITH)
            if partner is not None:
                group = group + view.group(partner)
        if not _distinct(group):
            later = next((m for m in view.actors if m.i >= between.j and m.i - between.j <= 14 and m.prep == "and"), None)
            if later is not None:
                group = group + view.group(later)
        if _distinct(group):
            return "noun.between", group
    direct = next((m for m in view.actors if m.i == hit.j), None)
    if direct is not None:
        group = view.group(direct)
        if _distinct(group):
            return "noun.pair", group
    partner = view.object(hit.j, reach=12, preps=_WITH)
    owner = next((m for m in view.actors if m.prep == "of" and 0 <= m.i - hit.j <= 8), None)
    if owner is None and direct is not None:
        owner = direct
    if partner is not None:
        right = view.group(partner)
        if owner is not None and _distinct([*view.group(owner), *right]):
            return "noun.of_with", [*view.group(owner), *right]
        subject = _left(view, hit, 30)
        if subject and _distinct([*subject, *right]):
            return "noun.with", [*subject, *right]
        later = next((m for m in view.actors if m.i > right[-1].j and m.prep not in ("with", "of", "at", "about", "for") and m.kind in ("person", "pronoun", "body", "actor")), None)
        if later is not None and later.i - right[-1].j <= 8 and _distinct([*view.group(later), *right]):
            return "noun.with_after", [*view.group(later), *right]
        return None
    if owner is not None:
        group = view.group(owner)
        if _distinct(group):
            return "noun.of", group
    subject = _left(view, hit, 20)
    if subject and _distinct(subject):
        return "noun.plural", subject
    both = next((m for m in view.actors if m.i >= hit.j and m.i - hit.j <= 6 and _plural(m)), None)
    if both is not None:
        return "noun.both", [both]
    return None


def _visit(view: View, hit: Hit) -> tuple[str, list[Mention]] | None:
    subject = [m for m in _left(view, hit) if m.kind in ("person", "pronoun", "both", "body") or m.count > 1] or _left(view, hit, 6)
    country = _country(view, hit.j, 5)
    if subject and country is not None:
        guests = [m for m in subject if m.codes and m.codes[0] != country.code]
        if guests:
            return "visit", [*guests, country]
    return None


def _visitnoun(view: View, hit: Hit) -> tuple[str, list[Mention]] | None:
    country = _country(view, hit.j, 6)
    owner = next((m for m in view.actors if m.prep == "of" and 0 <= m.i - hit.j <= 12), None)
    if country is None and owner is not None:
        country = _country(view, owner.j, 8)
    guests = view.group(owner) if owner is not None else _left(view, hit, 30)
    if country is None or not guests:
        return None
    guests = [m for m in guests if m.codes and m.codes[0] != country.code and m.kind != "both"]
    return ("visit.noun", [*guests, country]) if guests else None


def _arrive(view: View, hit: Hit) -> tuple[str, list[Mention]] | None:
    subject = view.subject(hit.i, reach=8)
    if subject is None or not (subject.kind in ("person", "pronoun") and subject.office not in ("spokesperson", "expert")):
        return None
    country = _country(view, hit.j, 2)
    if country is None or country.code in subject.codes:
        return None
    guests = [m for m in view.group(subject) if m.codes and m.codes[0] != country.code]
    return ("visit.arrive", [*guests, country]) if guests else None


def _country(view: View, token: int, reach: int) -> Mention | None:
    """The country right after a word of travel: an actor's name or a place in it."""
    for m in view.sentence.mentions:
        if m.i >= token and m.i - token <= reach and m.codes and m.kind in ("actor", "dem", "host") and m.prep not in ("of", "with"):
            if len(m.codes[0]) == 3 or m.kind != "actor":
                return Mention(m.i, m.j, "actor", m.codes[:1], sentence=m.sentence, standin=m.standin)
            return None
    for spot in view.sentence.spots:
        if spot.i >= token and spot.i - token <= reach and spot.site.country:
            return Mention(spot.i, spot.j, "actor", (spot.site.country,), sentence=view.sentence.index)
    return None


def _letter(view: View, hit: Hit) -> tuple[str, list[Mention]] | None:
    subject = _left(view, hit, 20)
    to = view.object(hit.j, reach=14, preps=frozenset({"to", "for"})) or view.object(hit.j, reach=4)
    if subject and to is not None and _distinct([*subject, *view.group(to)]):
        return "letter", [*subject, *view.group(to)]
    return None


def _letternoun(view: View, hit: Hit) -> tuple[str, list[Mention]] | None:
    owner = next((m for m in view.actors if m.prep == "of" and 0 <= m.i - hit.j <= 6), None)
    to = view.object(hit.j, reach=16, preps=frozenset({"to", "for"}))
    if owner is None:
        owner = view.subject(hit.i, reach=20)
    if owner is not None and to is not None and owner is not to and _distinct([owner, to]):
        return "letter.noun", [owner, to]
    return None


def _attend(view: View, hit: Hit) -> tuple[str, list[Mention]] | None:
    subject = [m for m in _left(view, hit, 20) if m.kind in ("person", "pronoun") or m.count > 1]
    body = next((m for m in view.actors if m.kind == "actor" and 0 <= m.i - hit.j <= 8 and len(m.codes[0]) != 3), None)
    if subject and body is not None and _distinct([*subject, body]):
        return "attend", [*subject, body]
    return None


_FINDERS = {
    "verb": _verb, "with": _with, "host": _host, "noun": _noun, "visit": _visit, "visitnoun": _visitnoun, "arrive": _arrive,
    "letter": _letter, "letternoun": _letternoun, "attend": _attend,
}


def _place(view: View, hit: Hit, kind: ContactKind, mentions: list[Mention]) -> Place | None:
    if kind in _REMOTE or kind is ContactKind.LETTER:
        return None
    found = place_near(view, hit.j)
    if kind is ContactKind.VISIT:
        goal = mentions[-1]
        spot = next((s for s in view.sentence.spots if s.i <= goal.i < s.j), None)
        return Place(goal.code, spot.site.name if spot is not None else None)
    return found


def _initiator(view: View, hit: Hit) -> str | None:
    for h in view.sentence.cues("initiative"):
        for m in view.sentence.mentions:
            if m.i == h.j or (m.codes and 0 <= m.i - h.j <= 2):
                return m.code
    for h in view.sentence.cues("propose"):
        if abs(h.i - hit.i) <= 10 and not view.mark_between(min(h.j, hit.j), max(h.i, hit.i), ".;"):
            subject = view.subject(h.i, reach=12)
            if subject is not None:
                return subject.code
    return None


def _first_since(view: View, hit: Hit) -> str | None:
    for h in view.sentence.cues("first"):
        if abs(h.i - hit.i) > 30:
            continue
        when = next((w for w in view.sentence.dates if w.i >= h.i and w.i - h.j <= 6), None)
        if when is not None and when.value and "/" not in when.value and bounds(when.value)[0] is not None:
            return when.value
    return None


def merge_contacts(drafts: list[ContactDraft], model: Linear | None = None) -> list[ContactDraft]:
    """One record for each contact of the article: later sentences about the same thing add to the first.

    Whether two drafts are one thing is decided by the model, within what can be one at all; without a model by rule.
    """
    merged: list[ContactDraft] = []
    by_pair: dict[tuple[str, str], list[ContactDraft]] = {}
    for d in drafts:
        codes = sorted(d.codes)[:6]
        pairs = [(a, b) for n, a in enumerate(codes) for b in codes[n + 1 :]]
        rivals = {id(x): x for pair in pairs for x in by_pair.get(pair, [])[-8:]}
        best: tuple[float, ContactDraft] | None = None
        for have in rivals.values():
            if model is None:
                chance = 1.0 if _same(have, d) else 0.0
            else:
                chance = model.probability(same_features(have, d)) if _possible(have, d) else 0.0
            if chance >= 0.5 and (best is None or chance >= best[0]):
                best = (chance, have)
        if best is not None:
            _join(best[1], d)
            target = best[1]
        else:
            merged.append(d)
            target = d
        for pair in pairs:
            known = by_pair.setdefault(pair, [])
            if not any(x is target for x in known[-8:]):
                known.append(target)
    _in_context(merged)
    return merged


def _possible(a: ContactDraft, b: ContactDraft) -> bool:
    """Whether two drafts can be one contact at all: enough shared sides, and no two days that exclude each other."""
    return len(a.codes & b.codes) >= 2 and (same_day(a.date, b.date) or a.sentence == b.sentence)


def same_features(a: ContactDraft, b: ContactDraft) -> list[str]:
    """What tells whether draft `b` is about the same contact as the earlier `a`."""
    ga, gb = _GROUP[a.kind], _GROUP[b.kind]
    dates = "both" if a.date and b.date else "one" if a.date or b.date else "none"
    dates = "equal" if a.date and a.date == b.date else dates if same_day(a.date, b.date) else "conflict"
    people = "ok" if _compatible_people(a.participants, b.participants) else "conflict"
    named = {p.person for p in a.participants if p.person} & {p.person for p in b.participants if p.person}
    gap_ = b.sentence - a.sentence
    distance = "0" if gap_ == 0 else "1" if gap_ == 1 else "2" if gap_ <= 3 else "3" if gap_ <= 8 else "4"
    place = "none"
    if a.place and b.place and a.place.country and b.place.country:
        place = "same" if a.place.country == b.place.country else "conflict"
    done = f"{_DONE[a.status]}{_DONE[b.status]}"
    codes = "same" if a.codes == b.codes else "sub" if a.codes <= b.codes or b.codes <= a.codes else "cross"
    return [
        f"kinds={min(ga, gb)}.{max(ga, gb)}", f"samekind={int(ga == gb)}", f"dates={dates}", f"people={people}", f"named={min(len(named), 2)}", f"far={distance}",
        f"place={place}", f"st={min(a.status, b.status)}.{max(a.status, b.status)}", f"done={done}", f"codes={codes}", f"k.d={int(ga == gb)}.{dates}",
        f"k.done={int(ga == gb)}.{done}", f"k.named={int(ga == gb)}.{min(len(named), 2)}", f"k.people={int(ga == gb)}.{people}", f"loose={int('loose' in a.rule)}{int('loose' in b.rule)}",
        f"kinds.done={min(ga, gb)}.{max(ga, gb)}.{done}", f"names={min(sum(1 for p in b.participants if p.person), 2)}", f"d.done={dates}.{done}",
    ]


def _in_context(merged: list[ContactDraft]) -> None:
    """Say of each merged contact how it stands among the article's others of the same sides."""
    groups: dict[tuple[str, ...], list[ContactDraft]] = {}
    for d in merged:
        groups.setdefault(tuple(sorted(d.codes))[:3], []).append(d)
    for d in merged:
        same = groups[tuple(sorted(d.codes))[:3]]
        alike = [x for x in same if _GROUP[x.kind] == _GROUP[d.kind]]
        rank = next((k for k, x in enumerate(alike[:6]) if x is d), 6)
        named = sum(p.person is not None for p in d.participants)
        loose = "loose" in d.rule
        d.features += [
            f"same.n={min(len(same), 4)}", f"alike.n={min(len(alike), 4)}", f"alike.rank={min(rank, 3)}", f"alike.rank.loose={min(rank, 3)}.{int(loose)}",
            f"same.first={int(same[0] is d)}", f"alike.dated={int(d.date is not None)}.{int(any(x.date for x in alike if x is not d))}",
            f"alike.placed={int(d.place is not None)}.{int(any(x.place for x in alike if x is not d))}",
            f"alike.named={min(named, 2)}.{int(any(sum(p.person is not None for p in x.participants) > named for x in alike))}",
            f"st.kind={d.status}.{_GROUP[d.kind]}", f"st.first={d.status}.{int(rank == 0)}", f"rule.first={d.rule}.{int(rank == 0)}", f"total={min(len(merged) // 2, 5)}",
            f"members.loose={min(d.members, 4)}.{int(loose)}", f"first_since={int(d.first_since is not None)}", f"via={int(bool(d.via))}",
        ]


_GROUP = {
    ContactKind.MEETING: "person", ContactKind.VISIT: "visit", ContactKind.SUMMIT: "person", ContactKind.TALKS: "talks",
    ContactKind.CALL: "remote", ContactKind.VIDEO: "remote", ContactKind.LETTER: "letter",
}
_DONE = {Status.OCCURRED: 0, Status.ONGOING: 0, Status.DENIED: 0, Status.PLANNED: 1, Status.PROPOSED: 1, Status.HYPOTHETICAL: 1, Status.REFUSED: 1, Status.CANCELLED: 1}


def _same(a: ContactDraft, b: ContactDraft) -> bool:
    if _GROUP[a.kind] != _GROUP[b.kind]:
        return False
    shared = a.codes & b.codes
    if len(shared) < 2 or not (a.codes <= b.codes or b.codes <= a.codes):
        return False
    if not _compatible_people(a.participants, b.participants):
        return False
    if not same_day(a.date, b.date):
        return False
    if a.place and b.place and a.place.country and b.place.country and a.place.country != b.place.country:
        return False
    return _DONE[a.status] == _DONE[b.status] or a.sentence == b.sentence


def same_day(a: str | None, b: str | None) -> bool:
    """Whether two dates may be one: equal, one missing, one the less precise form of the other, or within an interval."""
    if not a or not b or a == b:
        return True
    if a.startswith(b) or b.startswith(a):
        return True
    if "XXXX" in a or "XXXX" in b:
        x, y = a[4:], b[4:]
        return a[:4] in ("XXXX", b[:4]) or b[:4] == "XXXX" if (x.startswith(y) or y.startswith(x)) and (x and y) else False
    lo_a, hi_a = bounds(a)
    lo_b, hi_b = bounds(b)
    if lo_a and hi_a and lo_b and hi_b:
        return lo_a <= hi_b and lo_b <= hi_a
    return False


def _compatible_people(a: list[Participant], b: list[Participant]) -> bool:
    for p in a:
        named = [q.person for q in b if q.code == p.code and q.person]
        if p.person and named and p.person not in named:
            mine = [q.person for q in a if q.code == p.code and q.person]
            if not set(mine) & set(named):
                return False
    return True


def _join(have: ContactDraft, more: ContactDraft) -> None:
    have.members += 1
    have.features += more.features
    for p in more.participants:
        mine = [k for k, q in enumerate(have.participants) if q.code == p.code]
        if not mine:
            have.participants.append(p)
        elif p.person and not any(have.participants[k].person == p.person for k in mine):
            bare = next((k for k in mine if have.participants[k].person is None), None)
            if bare is not None:
                have.participants[bare] = Participant(p.code, p.person, p.office or have.participants[bare].office)
    if more.date and (not have.date or len(more.date) > len(have.date)):
        have.date, have.candidates = more.date, more.candidates
    if more.place and (have.place is None or (have.place.city is None and more.place.city)):
        have.place = more.place
    have.initiator = have.initiator or more.initiator
    have.first_since = have.first_since or more.first_since
    have.via += [v for v in more.via if v not in have.via]
    have.topics += [t for t in more.topics if t not in have.topics]
    if have.status is Status.OCCURRED and more.status in (Status.DENIED,):
        have.status = more.status
