"""The sides of a contact word: each frame of the table finds them in its own way, the surest first.

A frame gives a list of sides, because a list of partners ("will meet A, B and C") is one contact for each of them.
"""

from __future__ import annotations

from collections.abc import Callable

from communique.extraction.contact_gatherings import attend, forum, press
from communique.extraction.contact_loose import GROUP, Sides, again, distinct, loose, pair
from communique.extraction.contact_sides import (
    after_comma,
    country_after,
    is_state,
    listed_countries,
    listed_partners,
    nearest_subject,
    partner_after,
    passive_sides,
    person_before,
)
from communique.extraction.drafts import ContactDraft, participants
from communique.extraction.frames import View
from communique.extraction.model import Hit, Mention

_WITH = frozenset({"with"})
_TO = frozenset({"to", "for"})
_TRAVELLERS = ("person", "pronoun", "both", "body")


def sides(view: View, hit: Hit, earlier: list[ContactDraft]) -> list[Sides]:
    """The sides of the contact word, one entry for each contact it tells of; `earlier`: the contacts before it."""
    frame = hit.cue.get("frame")
    finder = _FINDERS.get(frame)
    if finder is None:
        return []
    found = finder(view, hit)
    if found or frame in _STRICT or hit.cue.get("weak"):
        return found
    return [] if _at_home(view, hit) else again(view, hit, earlier) or loose(view, hit)


def _at_home(view: View, hit: Hit) -> bool:
    """Whether it is one state's own: the meeting of a body of it, or of its people with one another."""
    for m in view.actors:
        if 0 <= m.i - hit.j <= _OWN and m.kind == "body" and m.code and is_state(m.code) and (m.of or m.prep == "of"):
            return True
    partner = partner_after(view, hit.j, 12)
    if partner is None or partner.code is None or not is_state(partner.code):
        return False
    far, subject = nearest_subject(view, hit.i, 20)
    mine = {c for m in ([] if far else subject) or after_comma(view, partner.j) for c in m.codes}
    return mine == {partner.code} and all(m.code == partner.code for m in view.actors if m.kind == "person")


_OWN = 2
"""Tokens between the word and the body that holds it."""


_STRICT = frozenset({"attend", "forum", "arrive", "strict", "press"})


def _each(view: View, hit: Hit, rule: str, one: list[Mention], first: Mention) -> list[Sides]:
    """The contacts of one side with its partner or partners: apart if the word is told of each, else one."""
    listed = listed_partners(view, first)
    mine = {c for m in one for c in m.codes}
    apart = [p for p in listed if p[0].codes and not set(p[0].codes) & mine]
    if (
        len(apart) >= 2
        and len({p[0].code for p in apart}) == len(apart)
        and (hit.cue.value in ("meeting", "call") or _several(view, hit))
        and not view.sentence.cues("jointly")
    ):
        return [s for p in apart for s in pair(f"{rule}.each", one, p)]
    group = view.group(first)
    if len(apart) > len(group) and len({p[0].codes for p in apart}) == 1:
        group = [m for p in apart for m in p]
    return pair(rule, one, group)


def _several(view: View, hit: Hit) -> bool:
    """Whether the word is in the plural: "the talks with A and B" are as many as there are partners."""
    return any(h.j == hit.i and h.cue.value == "0" for h in view.sentence.cues("number"))


# -- frames ------------------------------------------------------------------------------------------------------------


def _verb(view: View, hit: Hit) -> list[Sides]:
    patient, agent = passive_sides(view, hit)
    far, subject = nearest_subject(view, hit.i, 25)
    partner = None if hit.cue.get("mutual") else view.object(hit.j, reach=7)
    if partner is not None and (
        partner.prep in (None, "with", "and") or (partner.i - hit.j <= 1 and partner.prep != "at")
    ):
        for rule, group in (
            (f"verb{far}", subject),
            ("verb.after", after_comma(view, partner.j)),
            ("verb.before", person_before(view)),
        ):
            if found := _each(view, hit, rule, group, partner):
                return found
    if found := pair("verb.passive", patient, agent):
        return found
    if not far and distinct(subject):
        return [Sides("verb.plural", subject)]
    return []


def _with(view: View, hit: Hit) -> list[Sides]:
    far, subject = nearest_subject(view, hit.i, 25)
    partner = partner_after(view, hit.j, 16)
    if partner is not None:
        after = after_comma(view, partner.j)
        for rule, group in (
            (f"with{far}", subject),
            ("with.after", after),
            ("with.before", person_before(view)),
        ):
            if found := _each(view, hit, rule, group, partner):
                return found
        return []
    if found := _named_pair(view, hit):
        return found
    if not far and distinct(subject):
        return [Sides("with.plural", subject)]
    before = next((m for m in view.actors if m.prep == "with" and 0 <= hit.i - m.j <= 3), None)
    if before is not None:
        return pair("with.fronted", nearest_subject(view, before.i - 1, 25)[1], view.group(before))
    return _plural_after(view, hit, "with.both")


def _named_pair(view: View, hit: Hit) -> list[Sides]:
    """The sides right after the noun: "the US - North Korean summit"."""
    direct = next((m for m in view.actors if m.i == hit.j), None)
    return [Sides("noun.pair", view.group(direct))] if direct is not None and distinct(view.group(direct)) else []


def _plural_after(view: View, hit: Hit, rule: str) -> list[Sides]:
    """Both sides named together later in the sentence: "at the meeting on 12 August, the two ministers …"."""
    both = next(
        (
            m
            for m in view.actors
            if m.i >= hit.j
            and (m.i - hit.j <= 6 or (m.i - hit.j <= 30 and view.tokens[m.i - 1].word == ","))
            and m.prep in (None, "between", "of")
            and len(set(m.codes)) >= 2
        ),
        None,
    )
    if both is not None:
        return [Sides(rule, [both])]
    after = after_comma(view, hit.j)
    return [Sides(rule, after)] if distinct(after) else []


def _host(view: View, hit: Hit) -> list[Sides]:
    patient, agent = passive_sides(view, hit)
    if found := pair("host.passive", agent, patient):
        return found
    far, subject = nearest_subject(view, hit.i, 20)
    guest = view.object(hit.j, reach=6)
    if guest is None:
        return []
    return _each(view, hit, f"host{far}", subject, guest) or pair(
        "host.after", after_comma(view, guest.j), view.group(guest)
    )


def _noun(view: View, hit: Hit) -> list[Sides]:
    between = next((m for m in view.actors if m.prep == "between" and 0 <= m.i - hit.j <= 14), None)
    if between is not None:
        group = view.group(between)
        if not distinct(group):
            partner = view.object(between.j, reach=12, preps=_WITH) or next(
                (m for m in view.actors if m.i >= between.j and m.i - between.j <= 14 and m.prep == "and"), None
            )
            group = group + view.group(partner) if partner is not None else group
        if distinct(group):
            return [Sides("noun.between", group)]
    if found := _named_pair(view, hit):
        return found
    return _noun_with(view, hit) if partner_after(view, hit.j, 12) is not None else _noun_alone(view, hit)


def _owner(view: View, hit: Hit, reach: int) -> Mention | None:
    """Whose it is: after "of", or right after the noun."""
    return next((m for m in view.actors if m.prep == "of" and 0 <= m.i - hit.j <= reach), None) or next(
        (m for m in view.actors if m.i == hit.j), None
    )


def _noun_with(view: View, hit: Hit) -> list[Sides]:
    partner = partner_after(view, hit.j, 12)
    assert partner is not None
    owner = _owner(view, hit, 8)
    if (
        owner is not None
        and owner.i < partner.i
        and (found := pair("noun.of_with", view.group(owner), view.group(partner)))
    ):
        return found
    far, subject = nearest_subject(view, hit.i, 30)
    after = after_comma(view, partner.j)
    ordered = (
        ((f"noun.with{far}", subject), ("noun.with_after", after))
        if not far
        else (("noun.with_after", after), (f"noun.with{far}", subject))
    )
    for rule, group in (*ordered, ("noun.with_before", person_before(view))):
        if found := _each(view, hit, rule, group, partner):
            return found
    later = next(
        (
            m
            for m in view.actors
            if m.i > partner.j and m.i - partner.j <= 8 and m.prep not in ("with", "of", "at", "about", "for")
        ),
        None,
    )
    return pair("noun.with_later", view.group(later), view.group(partner)) if later is not None else []


def _noun_alone(view: View, hit: Hit) -> list[Sides]:
    owner = _owner(view, hit, 8)
    if owner is not None and distinct(view.group(owner)):
        return [Sides("noun.of", view.group(owner))]
    far, subject = nearest_subject(view, hit.i, 20)
    if not far and distinct(subject):
        return [Sides("noun.plural", subject)]
    gathers = hit.cue.get("summit") or hit.cue.get("body")
    return _plural_after(view, hit, "noun.both") or (forum(view, hit) if gathers else [])


def _visit(view: View, hit: Hit) -> list[Sides]:
    far, subject = nearest_subject(view, hit.i, 25)
    travellers = (
        [m for m in subject if m.kind in _TRAVELLERS or m.count > 1 or m.role == "asset"]
        or ([] if far else nearest_subject(view, hit.i, 6)[1])
        or _ship(view, hit)
    )
    country = country_after(view, hit.j, 5)
    rule = "visit"
    if country is None:
        country, rule = _inviter(view, hit), "visit.invited"
    return _guests(view, f"{rule}{far}", travellers, country)


def _guests(view: View, rule: str, travellers: list[Mention], country: Mention | None) -> list[Sides]:
    if country is None:
        return []
    guests = [m for m in travellers if m.codes and country.code not in m.codes]
    persons = [m for m in guests if m.kind == "person" and len(m.codes) == 1]
    if len(persons) == len(guests) >= 2 and len({m.code for m in persons}) == len(persons):
        return [Sides(f"{rule}.each", [m, country]) for m in persons]
    hosts = [m for m in listed_countries(view, country) if not any(set(m.codes) & set(g.codes) for g in guests)]
    tour = [hosts] if len(hosts) != 2 else [[m] for m in hosts]
    return [Sides(rule, [*guests, *stops]) for stops in tour] if guests else []


def _ship(view: View, hit: Hit) -> list[Mention]:
    """The state of a ship that visits: "the aircraft carrier X of A"."""
    if not view.sentence.cues("vessel"):
        return []
    owner = next((m for m in reversed(view.actors) if m.j <= hit.i and m.kind == "actor"), None)
    return [owner] if owner is not None else []


def _inviter(view: View, hit: Hit) -> Mention | None:
    """Where an invitation leads whose country is not said: to the one who invites."""
    for h in view.sentence.cues("invite"):
        if 0 <= hit.i - h.j <= 14:
            _, hosts = nearest_subject(view, h.i, 16)
            if hosts and hosts[0].code is not None and is_state(hosts[0].code):
                return Mention(hosts[0].i, hosts[0].j, "actor", hosts[0].codes[:1], sentence=view.sentence.index)
    return None


def _visitnoun(view: View, hit: Hit) -> list[Sides]:
    owner = next((m for m in view.actors if m.prep == "of" and 0 <= m.i - hit.j <= 12), None)
    country = country_after(view, hit.j, 7) or (country_after(view, owner.j, 10) if owner is not None else None)
    if owner is not None:
        return _guests(view, "visit.noun", [m for m in view.group(owner) if m.kind != "both"], country)
    far, subject = nearest_subject(view, hit.i, 30)
    after = after_comma(view, country.j if country is not None else hit.j)
    ordered = (
        ((f"visit.noun{far}", subject), ("visit.noun_after", after))
        if not far
        else (("visit.noun_after", after), (f"visit.noun{far}", subject))
    )
    for rule, group in (*ordered, ("visit.noun_before", person_before(view))):
        if found := _guests(view, rule, [m for m in group if _travels(view, m, country)], country):
            return found
    return []


def _travels(view: View, m: Mention, country: Mention | None) -> bool:
    """Whether somebody may be who travelled: no pair of sides, no country where a journey ends or that is listed."""
    if m.kind == "both":
        return False
    if m.kind != "actor":
        return True
    listed = country is not None and any(x is m for x in listed_countries(view, country))
    return not listed and not any(s.j == m.i - 1 for s in view.sentence.spots)


def _arrive(view: View, hit: Hit) -> list[Sides]:
    far, subject = nearest_subject(view, hit.i, 12)
    if far or not subject or not all(_may_arrive(m) for m in subject[-1:]):
        return []
    return _guests(view, "visit.arrive", subject, country_after(view, hit.j, 2))


def _may_arrive(m: Mention) -> bool:
    """Whether who goes somewhere goes on behalf of a side: a person, or people of an organisation."""
    if m.kind == "actor":
        return m.code is not None and not is_state(m.code) and m.role is None
    return m.kind in ("person", "pronoun") and m.office not in ("spokesperson", "expert")


def _letter(view: View, hit: Hit) -> list[Sides]:
    _, subject = nearest_subject(view, hit.i, 20)
    to = view.object(hit.j, reach=14, preps=_TO) or view.object(hit.j, reach=4)
    return pair("letter", subject or person_before(view), view.group(to)) if to is not None else []


def _received(view: View, hit: Hit) -> list[Sides]:
    """A letter received: from whom after "of" or "from"."""
    sender = next((m for m in view.actors if 0 <= m.i - hit.j <= 8 and (m.prep in ("of", "from") or m.of)), None)
    return (
        pair("letter.received", nearest_subject(view, hit.i, 20)[1] or person_before(view), view.group(sender))
        if sender is not None
        else []
    )


def _letternoun(view: View, hit: Hit) -> list[Sides]:
    sent = view.object(hit.j, reach=0)
    if sent is not None:
        sender = after_comma(view, sent.j) or nearest_subject(view, hit.i, 20)[1] or person_before(view)
        return pair("letter.sent", sender, view.group(sent))
    owner = _owner(view, hit, 6)
    to = view.object(hit.j, reach=16, preps=_TO)
    if to is None:
        return _received(view, hit)
    if owner is not None:
        return pair("letter.noun", [owner], [to])
    return pair("letter.noun", nearest_subject(view, hit.i, 20)[1], [to])


_FINDERS: dict[str, Callable[[View, Hit], list[Sides]]] = {
    "verb": _verb,
    "with": _with,
    "strict": _with,
    "host": _host,
    "noun": _noun,
    "visit": _visit,
    "visitnoun": _visitnoun,
    "arrive": _arrive,
    "press": press,
    "letter": _letter,
    "received": _received,
    "letternoun": _letternoun,
    "attend": attend,
    "forum": forum,
}

__all__ = ["GROUP", "Sides", "participants", "sides"]
