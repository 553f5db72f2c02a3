"""One side of a contact: the subject, the partner, the agent of a passive, the country of a journey."""

from __future__ import annotations

from communique.extraction.frames import View, is_state
from communique.extraction.model import Hit, Mention

_WITH = frozenset({"with"})
_OBLIQUE = frozenset(
    {"with", "between", "at", "to", "for", "from", "about", "according", "cite", "by", "initiative", "of"}
)


def nearest_subject(view: View, token: int, reach: int) -> tuple[str, list[Mention]]:
    """The group that can be the subject of the word at `token`, and "" or, over a clause that goes on, ".far"."""
    taken = {h.j for h in view.sentence.cues("contact")}
    for m in reversed(view.actors):
        if m.j > token or m.of or m.prep in _OBLIQUE or m.i in taken:
            continue
        group = view.group(m)
        if group and (group[0].of or group[0].prep in _OBLIQUE or group[0].i in taken):
            continue
        if token - m.j <= reach and not _breaks(view, m.j, token):
            return "", group
        if m.kind in ("person", "pronoun", "body") and not _quote_between(view, m.j, token):
            return ".far", group
    return "", []


def _breaks(view: View, i: int, j: int) -> bool:
    return any(i <= h.i < j for h in view.sentence.cues("clause")) or view.mark_between(i, j, ";")


def _quote_between(view: View, i: int, j: int) -> bool:
    """Whether a quotation begins or ends between, so that what stands before it belongs to another speaker."""
    return view.mark_between(i, j, '"“”')


def after_comma(view: View, token: int, reach: int = 40) -> list[Mention]:
    """The subject that follows an introductory phrase: "After talks with A in B, C …"."""
    for m in view.actors:
        if (
            m.i >= token
            and m.i - token <= reach
            and m.i > view.sentence.begin
            and view.tokens[m.i - 1].word == ","
            and m.prep is None
            and not m.of
        ):
            return view.group(m)
    return []


def partner_after(view: View, token: int, reach: int) -> Mention | None:
    """The other side after "with", unless a new subject comes first: "After the talks, A met with B"."""
    found = view.object(token, reach=reach, preps=_WITH)
    after = after_comma(view, token)
    return None if found is not None and after and after[0].j <= found.i else found


def person_before(view: View) -> list[Mention]:
    """The first person of the sentence before, who goes on acting in this one."""
    index = view.sentence.index
    if index == 0:
        return []
    before = view.analysis.sentences[index - 1]
    first = next(
        (m for m in before.mentions if m.kind in ("person", "pronoun") and m.person and m.codes and m.prep is None),
        None,
    )
    return [first] if first is not None and before.role in ("lead", "body") else []


def passive_sides(view: View, hit: Hit) -> tuple[list[Mention], list[Mention]]:
    """Of a passive ("A was received by B"): patient and agent, where both stand before the word."""
    for h in reversed(view.sentence.cues("passive")):
        if h.j > hit.i or hit.i - h.j > 14:
            continue
        agent = next((m for m in view.actors if h.j <= m.i <= h.j + 1 and m.j <= hit.i), None)
        if agent is not None:
            patient = nearest_subject(view, h.i, 14)[1]
            return patient, view.group(agent)
    return [], []


def listed_partners(view: View, first: Mention) -> list[list[Mention]]:
    """The first partner and those listed after it, each with the actor that hangs on it by "of"."""
    found = [[first]]
    last = first
    order = view.sentence.mentions
    start = next(k for k, m in enumerate(order) if m is first)
    for m in order[start + 1 :]:
        if m.of and m.i - last.j <= 2:
            if not last.codes:
                found[-1] = [m]
            last = m
            continue
        end = next((w.j for w in view.sentence.dates if 0 <= w.i - last.j <= 1), last.j)
        comma = m.i == end + 1 and view.tokens[end].word == ","
        linked = m.prep == "and" and m.i - end <= 2
        if not (comma or linked) or not m.codes or m.kind not in ("person", "body", "actor"):
            break
        found.append([m])
        last = m
    return found


def country_after(view: View, token: int, reach: int) -> Mention | None:
    """The country right after a word of travel: an actor's name or a place in it."""
    spot = next(
        (s for s in view.sentence.spots if s.i >= token and s.i - token <= reach and s.site.country is not None), None
    )
    for m in view.sentence.mentions:
        if (
            m.i >= token
            and m.i - token <= reach
            and m.codes
            and m.kind in ("actor", "dem", "host")
            and m.prep not in ("of", "with")
            and not m.of
            and m.role != "asset"
        ):
            if spot is not None and spot.j <= m.i:
                break
            if is_state(m.codes[0]) or m.kind != "actor":
                return Mention(m.i, m.j, "actor", m.codes[:1], sentence=m.sentence, standin=m.standin)
            return None
    if spot is not None and spot.site.country:
        return Mention(spot.i, spot.j, "actor", (spot.site.country,), sentence=view.sentence.index)
    return None


def listed_countries(view: View, first: Mention) -> list[Mention]:
    """The country of a journey and those listed after it: "visits A, B and C"."""
    start = next((m for m in view.acting if m.i == first.i), None)
    if start is None:
        return [first]
    run = [m for m in view.runs[id(start)] if m.i > first.i and m.kind == "actor" and m.code and is_state(m.code)]
    return [first, *run] if run and run[-1].prep == "and" else [first]


__all__ = [
    "after_comma",
    "country_after",
    "is_state",
    "listed_countries",
    "listed_partners",
    "nearest_subject",
    "partner_after",
    "passive_sides",
    "person_before",
]
