"""Agreements: an instrument, its parties, and what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from communique.extraction.agreement_parties import GENERAL, Deal, remember, said, sides_of
from communique.extraction.dating import date_options
from communique.extraction.deciding.features import around, gap, mood
from communique.extraction.deciding.traits import Feature, Traits, flat, under
from communique.extraction.drafts import AgreementDraft, DateOption
from communique.extraction.frames import View, evidence_span
from communique.extraction.model import Hit, When
from communique.extraction.publication import Era
from communique.extraction.tokens import BREAK, NUMBER
from communique.knowledge import Knowledge
from communique.records import AgreementAction

_FAR, _VERBS, _ANCHORS = 14, 3, 6
_DATED_WITHIN = 4
_YEAR, _OWN = 4, 20.0
"""Digits of a year, and what it costs to take the one in a name for the date."""
_NAMES = 64
_BESIDE, _BRACKET = 2, 14
"""Tokens between a noun and the name of what it means: "the new INF treaty", and "the treaty on … (INF)"."""
_OBJECT = 2
"""Tokens between a verb and its object."""
_NEXT, _BACK, _LONG = 1, 5, 40
"""How many sentences back an instrument is meant by a plain noun, by "this" one, by a noun and what it is about."""
_DATED = frozenset({"head=1", "rule=1", "told=1", "part=0", "part=1", "part=2", "prev=1"})
"""What of a date counts differently from one thing that happens to an instrument to the next."""


PLAIN = frozenset(
    {
        AgreementAction.AMENDED,
        AgreementAction.EXTENDED,
        AgreementAction.RATIFIED,
        AgreementAction.BLOCKED,
        AgreementAction.SUSPENDED,
        AgreementAction.EXPIRED,
        AgreementAction.ENTERED_INTO_FORCE,
    }
)
"""Actions told by one plain word, and too rare for a model to learn."""


@dataclass(frozen=True, slots=True)
class _Anchor:
    """An instrument, or a verb of agreeing that makes one, and the verbs that may say what happened to it."""

    hit: Hit
    verbs: tuple[tuple[Hit | None, int], ...]
    understood: bool = False
    link: str = ""


def find_agreements(view: View, era: Era, known: Knowledge, deals: list[Deal]) -> list[AgreementDraft]:
    """All that one sentence may say of instruments, unmerged: each instrument with each verb that may tell its fate.

    `deals`: those told so far whose parties were said; those of this sentence are added.
    """
    drafts: list[AgreementDraft] = []
    for anchor in _anchors(view):
        hit = anchor.hit
        first = anchor.verbs[0][0] if anchor.verbs else None
        own = said(view, hit, understood=anchor.understood)
        shared = sides_of(view, hit, first, own, deals, understood=anchor.understood)
        remember(view, hit, own, deals, understood=anchor.understood)
        if not shared:
            continue
        words = around(view, hit.i, hit.j)
        fixed = int(bool(hit.cue.get("parties"))) + 2 * int(bool(hit.cue.get("multi")))
        what = [
            f"noun={hit.cue.value if not anchor.understood else 'understood'}",
            f"fixed={fixed}",
            f"u={int(anchor.understood)}",
            f"link={anchor.link}",
        ]
        if anchor.understood:
            what.append(f"told={int(any(h.j <= hit.i for h in view.sentence.cues('instrument')))}")
        words += what
        values = [f"has={v}" for v in sorted({h.cue.value for h, _ in anchor.verbs if h is not None})]
        dated = _dated(view, hit)
        year = _own_year(view, hit)
        what.append(f"dated={'own' if year else 'no' if dated is None else len(dated.value or '')}")
        words.append(what[-1])
        name, described = _name(view, anchor), anchor.understood or bool(hit.cue.get("noun"))
        for place, (verb, distance) in enumerate(anchor.verbs):
            deed = AgreementAction(verb.cue.value) if verb is not None else AgreementAction.IN_FORCE
            sides = shared if verb is first or not hit.cue.get("multi") else sides_of(view, hit, verb, own, deals)
            i, j = (hit.i, hit.j) if verb is None else (min(hit.i, verb.i), max(hit.j, verb.j))
            start, end = evidence_span(view, i, j)
            told: list[Feature] = [*words, f"act={deed}", f"v.place={place}", f"v.of={len(anchor.verbs)}"]
            if verb is not None:
                form = view.words(verb.i, verb.j).lower()
                far = gap("", distance)
                told += (f"v={form}", f"v{far}", f"v.{form}{far}", f"a.{deed}{far}")
                told.append(f"v.same={int(view.same(verb.i, hit.i))}")
                told.append(_crossed(view, verb, hit))
                moods = mood(view, verb.i, verb.j)
                told += under("m.", moods)
                told += under(f"m.{deed}.", moods)
            told += values
            told += [f"act.{f}={deed}" for f in what]
            focus = verb or hit
            dates = date_options(view, focus.i, focus.j, era, -1, kind="agreement")
            for option in dates:
                counted = [f for f in flat(option.features) if f in _DATED]
                option.features += [f"act={deed}", *(f"{f}.{deed}" for f in counted)]
                if dated is not None and _is_of(option.value, dated):
                    option.features += ["of", f"of.{deed}"]
            if year:
                dates.append(DateOption(year, (), ["own", f"own.{deed}", f"act={deed}"], _OWN))
            likely = dates[0] if dates and dates[0].cost <= 25 else None
            drafts.append(
                AgreementDraft(
                    start,
                    end,
                    f"agreement.{'verb' if verb else 'noun'}",
                    view.sentence.index,
                    name=name,
                    described=described,
                    parties=sides[0].parties,
                    sides=sides,
                    action=deed,
                    explicit=verb is not None and deed in PLAIN and distance <= 2,
                    date=likely.value if likely else None,
                    candidates=likely.candidates if likely else (),
                    dates=dates,
                    features=[*told, f"date={min(len(dates), 2)}"],
                    asks={"action": told},
                )
            )
    return drafts


def titled_deals(view: View) -> list[Deal]:
    """The instruments of a title whose parties it says."""
    deals: list[Deal] = []
    for anchor in _anchors(view):
        own = said(view, anchor.hit, understood=anchor.understood)
        remember(view, anchor.hit, own, deals, understood=anchor.understood)
    return deals


def _dated(view: View, hit: Hit) -> When | None:
    """The date that stands with an instrument, after it and what it is about: "the nuclear deal of 2015"."""
    for when in view.sentence.dates:
        if hit.i < when.i <= hit.j + _DATED_WITHIN:
            crossed = any(hit.j <= h.i < when.i for h in view.sentence.cues("treaty"))
            return None if crossed or view.mark_between(hit.j, when.i, ",") else when
    return None


def _own_year(view: View, hit: Hit) -> str:
    """The year that is part of an instrument's name, "the nuclear deal of 2015", or nothing."""
    return next((t.word for t in view.tokens[hit.i : hit.j] if t.kind == NUMBER and len(t.word) == _YEAR), "")


def _is_of(value: str, when: When) -> bool:
    """Whether a settled date is the one of those words, whose year may have been open."""
    said = when.value
    return said is not None and (value == said or (said[:4] == "XXXX" and value[4:] == said[4:]))


def _anchors(view: View) -> list[_Anchor]:
    verbs = view.sentence.cues("treaty")
    if not verbs and not view.sentence.cues("instrument"):
        return []
    instruments = _called(view, [h for h in view.sentence.cues("instrument") if not h.cue.get("weak")], verbs)
    anchors = []
    for hit in instruments[:_ANCHORS]:
        meant, link = _named(view, hit)
        anchors.append(_Anchor(meant, tuple(_verbs(view, hit, verbs)), link=link))
    for verb in verbs:
        if verb.cue.get("agree") and not any(-3 <= h.i - verb.j <= 8 for h in instruments) and len(anchors) < _ANCHORS:
            anchors.append(_Anchor(verb, ((verb, 0),), understood=True))
    return anchors


def _called(view: View, instruments: list[Hit], verbs: list[Hit]) -> list[Hit]:
    """The instruments, where a noun and the name right after it or in brackets are one: "the INF treaty"."""
    found: list[Hit] = []
    for hit in instruments:
        last = found[-1] if found else None
        if last is not None and last.cue.get("noun") and not hit.cue.get("noun") and _is_name(view, last, hit, verbs):
            found[-1] = Hit(last.i, hit.j, hit.cue)
        else:
            found.append(hit)
    return found


def _is_name(view: View, noun: Hit, name: Hit, verbs: list[Hit]) -> bool:
    """Whether a name is that of the thing a noun before it means."""
    apart = name.i - noun.j
    if apart > _BRACKET or any(noun.j <= v.i < name.i for v in verbs):
        return False
    if any(t.gap == BREAK for t in view.tokens[noun.j : name.i + 1]):
        return False
    if apart <= _BESIDE:
        return not view.mark_between(noun.j, name.i, ",;.:")
    opens = name.i - 1
    return view.tokens[opens].word == "(" and not view.mark_between(noun.j, opens, ",;.:(")


def _named(view: View, hit: Hit) -> tuple[Hit, str]:
    """The instrument itself, or the one of that name before it that a plain noun means, and by what it means it.

    "This treaty" and a treaty that is neither new nor one of many mean the last one named; "the nuclear deal" the last
    one named that is about that.
    """
    if not hit.cue.get("noun"):
        return hit, ""
    sentence, sentences = view.sentence, view.analysis.sentences
    topic = next((h for h in sentence.cues("topic") if h.i == hit.j), None)
    end = topic.j if topic is not None else hit.j
    pointed = any(h.i in (hit.j, end) for h in sentence.cues("dem"))
    if not pointed and any(hit.i - 2 <= h.i < hit.i for h in sentence.cues("one", "number")):
        return hit, ""
    reach = _BACK if topic is None else _LONG
    for k in range(sentence.index, max(-1, sentence.index - reach - 1), -1):
        for earlier in reversed(sentences[k].cues("instrument")):
            cue = earlier.cue
            if cue.get("noun") or cue.get("weak") or (k == sentence.index and earlier.i >= hit.i):
                continue
            if topic is not None and cue.get("topic") != topic.cue.value:
                continue
            if topic is None and not pointed and not _of_kind(hit, earlier):
                continue
            how = "this" if pointed else "topic" if topic is not None else "bare"
            return Hit(hit.i, end if topic is not None else hit.j, cue), how
        if topic is None and not pointed and k == sentence.index - _NEXT:
            break
    return hit, ""


def _of_kind(hit: Hit, named: Hit) -> bool:
    """Whether the named instrument can be called by the noun."""
    return hit.cue.value == GENERAL or hit.cue.value in named.cue.value.lower()


def _verbs(view: View, hit: Hit, verbs: list[Hit]) -> list[tuple[Hit | None, int]]:
    rated: list[tuple[int, int, Hit]] = []
    denied = False
    for h in verbs:
        if not h.cue.value or (h.i < hit.j and h.j > hit.i) or _of_another(view, h, hit):
            continue
        if _denied(view, h):
            denied = True
            continue
        ahead = h.j <= hit.i
        distance = hit.i - h.j if ahead else h.i - hit.j
        if distance > _FAR:
            continue
        cost = distance + (0 if ahead else 2) + (4 if h.cue.get("weak") else 0) + (0 if view.same(h.i, hit.i) else 4)
        rated.append((cost, -distance if ahead else distance, h))
    rated.sort(key=lambda item: (item[0], item[2].i))
    chosen: dict[str, tuple[Hit | None, int]] = {}
    for _, distance, h in rated:
        chosen.setdefault(h.cue.value, (h, distance))
    return list(chosen.values())[:_VERBS] or ([] if denied else [(None, 0)])


def _denied(view: View, verb: Hit) -> bool:
    """Whether an instrument is said not to be in force, which tells of nothing that happened to it."""
    if verb.cue.value != AgreementAction.ENTERED_INTO_FORCE:
        return False
    return any(h.j == verb.i for h in view.sentence.cues("neg"))


def _of_another(view: View, verb: Hit, hit: Hit) -> bool:
    """Whether a verb tells of another instrument: one right after it, or the one between, which another verb tells of.

    "Sign a protocol amending the agreement" amends the agreement, not the protocol, and signs the protocol alone.
    """
    others = view.sentence.cues("instrument")
    if verb.i < hit.i:
        between = any(verb.j <= h.i < hit.i for h in others)
        return between and any(verb.j <= h.i < hit.i for h in view.sentence.cues("treaty"))
    return any(verb.j <= h.i <= verb.j + _OBJECT and h.cue.value != hit.cue.value for h in others)


def _crossed(view: View, verb: Hit, hit: Hit) -> Traits:
    """What stands between a verb and an instrument."""
    first, last = (verb, hit) if verb.i < hit.i else (hit, verb)
    verbs = sum(first.j <= h.i < last.i for h in view.sentence.cues("treaty"))
    others = sum(first.j <= h.i < last.i for h in view.sentence.cues("instrument"))
    return _between("v" if first is verb else "i", min(verbs, 2), min(others, 2))


@lru_cache(_NAMES)
def _between(side: str, verbs: int, others: int) -> Traits:
    return Traits(f"x.verbs={side}{verbs}", f"x.others={side}{others}", f"x={side}{min(verbs, 1)}{min(others, 1)}")


def _name(view: View, anchor: _Anchor) -> str:
    """English name as far as the words beside the instrument give it: what it is about and what it is."""
    hit = anchor.hit
    if not anchor.understood and not hit.cue.get("noun"):
        return hit.cue.value
    noun = "understanding" if anchor.understood else hit.cue.value
    others = (h.i for h in view.sentence.cues("instrument") if h.i >= hit.j)
    reach = min(hit.j + (14 if anchor.understood else 7), next(others, view.end))
    topic = next((h.cue.value for h in view.sentence.cues("topic") if hit.j - 1 <= h.i < reach), None)
    if topic is None or topic in noun:
        return noun
    return f"understanding on {topic}" if anchor.understood else f"{topic} {noun}"


__all__ = ["PLAIN", "find_agreements", "titled_deals"]
