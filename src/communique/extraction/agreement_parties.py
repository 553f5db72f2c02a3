"""Whose an instrument is: what the table knows of it, what stands beside it, and what the article said of it before."""

from __future__ import annotations

from dataclasses import dataclass

from communique.extraction.deciding.traits import Feature
from communique.extraction.drafts import PartiesOption
from communique.extraction.frames import View, is_state
from communique.extraction.model import Hit, Mention
from communique.extraction.pairs import Pair, context, pairs, sides
from communique.records import AgreementAction

GENERAL = "agreement"
"""The noun that can mean any instrument."""
_LIST = 4
_DOER = frozenset(
    {AgreementAction.WITHDRAWN, AgreementAction.VIOLATED, AgreementAction.SUSPENDED, AgreementAction.RATIFIED}
)
_BETWEEN, _NAMED, _WITH, _VERB = 10, 3, 12, 5
"""Tokens from a noun to "between A and B", to "A-B", to "with B", and from who makes an instrument to the verb."""
_MADE = 9
"""Tokens from the actors after a noun to the verb that says that they made it."""
_PAIR = 2
_TOPIC = 4
_PARTNER = ("to", "from", "of")
"""What else stands before the partner: "a contract to sell planes to B", "to buy planes from B", "of B"."""
_NO_PARTY = frozenset({"at", "according", "cite"})
"""What stands before a place or a source, not before who does something to a treaty."""
_APART = frozenset({"at", "to", "from", "for", "according", "cite"})
_FEW = 3
_TOLD, _KEPT = 2, 6
"""How many earlier instruments may be meant, and how many are looked through for them."""
_MAKING = frozenset(
    {AgreementAction.SIGNED, AgreementAction.REACHED, AgreementAction.NEGOTIATING, AgreementAction.EXTENDED}
)


@dataclass(frozen=True, slots=True)
class Deal:
    """An instrument as the article told of it: its noun, what it is about, its parties and how they were said."""

    noun: str
    topic: str
    parties: tuple[str, ...]
    sentence: int
    how: str


def sides_of(
    view: View, hit: Hit, verb: Hit | None, own: Said, deals: list[Deal], *, understood: bool = False
) -> list[PartiesOption]:
    """Who the parties may be: what the table knows of the instrument, or the actors near it, or those told before.

    `verb`: the one that says what happened to it. `own`: the parties as its sentence says them. `deals`: those told so
    far whose parties were said.
    """
    fixed = hit.cue.get("parties").split(",") if hit.cue.get("parties") else []
    if fixed:
        doer = view.subject(verb.i) if verb is not None and verb.cue.value in _DOER else None
        if doer is None:
            fixed += [code for code in _listed(view, fixed) if code not in fixed]
        return [PartiesOption(sorted(fixed, key=lambda c: doer is None or c not in doer.codes), ["fixed"])]
    if hit.cue.get("multi"):
        return _doers(view, hit, verb)
    options = [PartiesOption(_whole(view, option), option.features()) for option in pairs(view, hit.i, hit.j, most=4)]
    codes, how = own
    if how:
        _support(options, codes, ["said", f"said={how}"])
    if not understood:
        named = min(len(sides(view, hit.i, hit.j, most=_FEW)), _FEW)
        for deal, features in _told(view, hit, deals, how):
            _support(options, deal.parties, [*features, f"told.named={named}"])
        if hit.cue.get("own"):
            for code, where in _bodies(view, hit):
                _support(options, (code,), ["body", f"body={where}"])
    return options


def _bodies(view: View, hit: Hit) -> list[tuple[str, str]]:
    """The organisation that makes a statement by itself: "the G7 joint statement", "EU leaders issued a joint one"."""
    owner = next((m for m in view.acting if 0 <= m.i - hit.j <= _NAMED and m.prep in (None, "of")), None)
    maker = view.subject(hit.i)
    found = {m.code: where for m, where in ((maker, "maker"), (owner, "owner")) if m is not None and m.code}
    return [(code, where) for code, where in found.items() if not is_state(code)]


def _support(options: list[PartiesOption], codes: tuple[str, ...], features: list[Feature]) -> None:
    """Add what speaks for these parties to the option that has them, or as one more option."""
    have = next((o for o in options if set(o.parties) == set(codes)), None)
    if have is None:
        options.append(PartiesOption(list(codes), [*features, "p.new"]))
    else:
        have.features = [*have.features, *features]


def remember(view: View, hit: Hit, own: Said, deals: list[Deal], *, understood: bool = False) -> None:
    """Add an instrument of the sentence to those told so far, where its parties are said."""
    codes, how = own
    if how:
        noun = GENERAL if understood else hit.cue.value
        deals.append(Deal(noun, _topic(view, hit), codes, view.sentence.index, how))


Said = tuple[tuple[str, ...], str]
"""Parties, and the frame that says them."""


def said(view: View, hit: Hit, *, understood: bool = False) -> Said:
    """The parties of an instrument and the frame that says them; empty where none does, or the table knows them.

    "An agreement between A and B", "the A-B agreement", "the agreement that A signed with B", "A and B signed an
    agreement", "A signed an agreement with B", "A signed a contract to sell planes to B".
    """
    if hit.cue.get("parties") or hit.cue.get("multi"):
        return (), ""
    after = [m for m in view.acting if m.i >= hit.j and m.role not in ("people", "institution")]
    found: Said = ((), "") if understood else _beside(view, hit, after)
    if not found[1]:
        found = _partner(view, hit, after, "with")
    if not found[1]:
        found = _makers(view, hit, understood=understood)
    for prep in _PARTNER:
        if found[1]:
            break
        found = _partner(view, hit, after, prep)
    return found


def _beside(view: View, hit: Hit, after: list[Mention]) -> Said:
    """Two actors right after the noun."""
    group = _codes(view, after[0]) if after else ()
    if len(group) < _PAIR or view.mark_between(hit.j, after[0].i, ",;:("):
        return (), ""
    first, near = after[0], after[0].i - hit.j
    if first.prep == "between" and near <= _BETWEEN:
        return group, "between"
    if near <= _NAMED and first.prep in (None, "of"):
        return group, "named"
    made = any(first.j <= v.i <= first.j + _MADE for v in view.sentence.cues("treaty"))
    return (group, "whose") if made and near <= _BETWEEN else ((), "")


def _partner(view: View, hit: Hit, after: list[Mention], prep: str) -> Said:
    """The one after the preposition, with the one named before it or the subject."""
    partner = next((m for m in after if m.prep == prep and m.i - hit.j <= _WITH), None)
    if partner is None or view.breaks(hit.j, partner.i):
        return (), ""
    doer = next((m for m in after if m.j <= partner.i and m.prep not in _APART), None) or view.subject(hit.i)
    codes = tuple(dict.fromkeys([*_codes(view, doer), *_codes(view, partner)])) if doer is not None else ()
    return (codes, prep) if len(codes) >= _PAIR else ((), "")


def _makers(view: View, hit: Hit, *, understood: bool) -> Said:
    """Two actors that are the subject of a verb of agreeing before the noun."""
    verbs = (v for v in reversed(view.sentence.cues("treaty")) if v.j <= hit.i and v.cue.value in _MAKING)
    verb = hit if understood else next(verbs, None)
    maker = view.subject(verb.i) if verb is not None and hit.i - verb.j <= _VERB else None
    codes = _codes(view, maker) if maker is not None else ()
    return (codes, "joint") if len(codes) >= _PAIR else ((), "")


def _codes(view: View, m: Mention) -> tuple[str, ...]:
    """All of "A, B and C" that a mention stands in."""
    group = view.group(m) if m.sentence == view.sentence.index else [m]
    return tuple(dict.fromkeys(code for x in group for code in x.codes))


def _topic(view: View, hit: Hit) -> str:
    """What an instrument is about, by the word beside it."""
    return next((h.cue.value for h in view.sentence.cues("topic") if hit.j - 1 <= h.i < hit.j + _TOPIC), "")


def _determined(view: View, hit: Hit) -> str:
    """Whether a noun is said as "this" one, as "one" or several, or barely."""
    ends = [hit.j, *(h.j for h in view.sentence.cues("topic") if h.i == hit.j)]
    if any(h.i in ends for h in view.sentence.cues("dem")):
        return "this"
    if any(hit.i - 2 <= h.i < hit.i for h in view.sentence.cues("one")):
        return "one"
    return "many" if any(hit.i - 2 <= h.i < hit.i for h in view.sentence.cues("number")) else "bare"


def _told(view: View, hit: Hit, deals: list[Deal], how: str) -> list[tuple[Deal, list[Feature]]]:
    """The last instruments told before that a noun may mean, with what speaks for each."""
    topic, noun, here = _topic(view, hit), hit.cue.value, view.sentence.index
    bare = _determined(view, hit)
    found: list[tuple[Deal, list[Feature]]] = []
    seen: set[frozenset[str]] = set()
    for deal in reversed(deals[-_KEPT:]):
        parties = frozenset(deal.parties)
        if parties in seen:
            continue
        kin = "same" if deal.noun == noun else "any" if GENERAL in (deal.noun, noun) else "other"
        about = (
            "none"
            if not (topic or deal.topic)
            else "same"
            if topic == deal.topic
            else "one"
            if not (topic and deal.topic)
            else "other"
        )
        if kin == "other" and about != "same":
            continue
        seen.add(parties)
        far = min(here - deal.sentence, 6)
        rank = len(found)
        found.append(
            (
                deal,
                [
                    "told",
                    f"told={rank}",
                    f"told.how={deal.how}",
                    f"told.kin={kin}{about}",
                    f"told.far={far if far < 3 else 3 if far < 6 else 6}",
                    f"told.det={bare}",
                    f"told.det={bare}{about}{rank}",
                    f"told.said={how}",
                ],
            )
        )
        if len(found) == _TOLD:
            break
    return found


def _listed(view: View, fixed: list[str]) -> list[str]:
    """The actors of a long list that has one of the known parties: "with six powers (the US, Britain, France, …)"."""
    for m in view.acting:
        if m.kind == "actor" and m.code in fixed and m.sentence == view.sentence.index:
            group = view.group(m)
            if len(group) >= _LIST:
                return [code for x in group for code in x.codes]
    return []


def _doers(view: View, hit: Hit, verb: Hit | None) -> list[PartiesOption]:
    """Who, of the many parties of an instrument, may be meant: the verb's subject, then the actors near it."""
    subject = view.subject((verb or hit).i)
    near = [s for s in sides(view, hit.i, hit.j, most=4) if s.mention is None or s.mention.prep not in _NO_PARTY]
    near = near[:3] or context(view, [])
    found: dict[tuple[str, ...], list[str]] = {}
    if subject is not None and subject.code is not None:
        found[_together(view, subject, subject.code)] = ["multi", "multi=subject"]
    for place, side in enumerate(near):
        features = found.setdefault(_together(view, side.mention, side.code), ["multi"])
        where = "far" if side.far else "left" if side.j <= hit.i else "right"
        features += [f"multi={where}", f"multi={where}{place}", f"multi.prep={side.mention and side.mention.prep}"]
    return [PartiesOption(list(codes), list(features)) for codes, features in found.items()]


def _together(view: View, m: Mention | None, code: str) -> tuple[str, ...]:
    """The actor alone, or all of "A, B and C" that do the same."""
    if m is None or m.sentence != view.sentence.index:
        return (code,)
    group = view.group(m)
    return tuple(dict.fromkeys(c for x in group for c in x.codes)) if len(group) > 1 else (code,)


def _whole(view: View, pair: Pair) -> list[str]:
    """The pair, or all of "A, B and C" or of "the three countries" where both stand in it."""
    m = pair.first.mention
    if m is None or pair.second.mention is None or pair.first.how or pair.second.how:
        return pair.codes
    if m is pair.second.mention:
        return list(m.codes)
    group = view.group(m) if m.sentence == view.sentence.index else []
    if len(group) > 2 and any(x is pair.second.mention for x in group):
        return list(dict.fromkeys(code for x in group for code in x.codes))
    return pair.codes


__all__ = ["GENERAL", "Deal", "remember", "said", "sides_of"]
