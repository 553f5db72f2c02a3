"""Sides of an act: every actor that may have done or suffered it, with what speaks for it; the rule's choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from communique.extraction.deciding.features import gap
from communique.extraction.drafts import Option
from communique.extraction.frames import View
from communique.extraction.model import Hit, Mention, Sentence

_OBLIQUE = frozenset({"with", "between", "at", "to", "for", "from", "about", "according", "cite", "of"})
_FAR = 3


@dataclass(frozen=True, slots=True)
class Deed:
    """An act named in a sentence: its words (token range, exclusive end), type and frame of its cue.

    `turn`: class of the word before it that ends it, takes it back or begins it again; `passive`: its passive mark.
    """

    i: int
    j: int
    type: str
    frame: str
    sort: str
    weak: bool
    noun: bool
    turn: str
    passive: Hit | None


@dataclass(frozen=True, slots=True)
class _Side:
    """A mention or a place that names actors: token range and what is known of it."""

    i: int
    j: int
    codes: tuple[str, ...]
    kind: str
    role: str | None
    prep: str | None
    mention: Mention | None


def rule_sides(view: View, deed: Deed) -> tuple[list[str], list[str]]:
    """Actors and recipients by the frame alone: subject and object, owner and target, the agent of a passive."""
    owner, subject = owner_of(view, deed), subject_of(view, deed)
    if deed.passive is not None:
        agent = next((m for m in view.actors if deed.passive.j <= m.i < deed.i), None) or next(
            (m for m in view.actors if m.prep == "by" and m.i >= deed.j), None
        )
        patient = next(
            (
                s
                for s in reversed(list(_named(view)))
                if s.j <= deed.passive.i and deed.passive.i - s.j <= 15 and s.prep not in _OBLIQUE
            ),
            None,
        )
        return _apart(_codes(view, agent), _of_side(view, patient))
    if deed.frame == "got":
        giver = next(
            (m for m in view.actors if m.prep in ("of", "from") and 0 <= m.i - deed.j <= 12), None
        ) or view.object(deed.j, reach=10)
        return _apart(_codes(view, giver), _codes(view, subject))
    relative = next((h for h in view.sentence.cues("who", "by") if 0 <= h.i - deed.j <= 6), None)
    if owner is None and relative is not None:
        owner = next((m for m in view.actors if 0 <= m.i - relative.j <= 1), None)
    begun = subject is not None and any(subject.j <= h.i < deed.i for h in view.sentence.cues("start"))
    doer = owner if owner is not None else subject if begun or not deed.noun else None
    actors = _codes(view, doer)
    if deed.frame in ("joint", "with") or deed.sort == "drill":
        partner = next(
            (
                m
                for m in view.actors
                if 0 <= m.i - deed.j <= 12 and m.prep in ("with", "between") and view.same(m.i, deed.i)
            ),
            None,
        )
        beside = next(
            (
                m
                for m in view.actors
                if 0 <= m.i - deed.j <= 3 and m.prep in (None, "of") and not view.mark_between(deed.j, m.i, ",;(")
            ),
            None,
        )
        if partner is not None and partner.prep == "between":
            return _codes(view, partner), []
        if beside is not None and len({c for x in view.group(beside) for c in x.codes}) > 1:
            return _codes(view, beside), []
        actors = (
            list(dict.fromkeys([*(actors or _codes(view, subject)), *_codes(view, partner)]))
            if partner is not None or deed.frame == "joint"
            else actors
        )
        if len(actors) > 1 or deed.frame != "subject":
            return actors, []
    after = [s for s in _named(view) if s.i >= deed.j and (s.mention is None or s.mention is not owner)]
    if relative is not None and owner is not None:
        after = [s for s in after if s.i > owner.i]
    beside_ = next(
        (s for s in after if s.i - deed.j <= 8 and s.prep not in ("of", "with", "at", "according", "by", "from")), None
    )
    aimed = next(
        (s for s in after if s.i - deed.j <= 16 and s.prep in (("from",) if deed.frame == "from" else ("for", "to"))),
        None,
    )
    if aimed is None and deed.frame == "subject":
        by = {h.j for h in view.sentence.cues("beside")}
        aimed = next((s for s in after if s.i in by and s.i - deed.j <= 10), None)
    target = (aimed or beside_) if deed.frame in ("to", "from", "subject") or deed.noun else (beside_ or aimed)
    if target is not None and deed.frame == "subject" and target is not aimed and target.role not in ("place", "asset"):
        target = None
    return _apart(actors, _of_side(view, target))


def owner_of(view: View, deed: Deed) -> Mention | None:
    """The actor that the act is said to be of: right after "of", or with a noun between."""
    direct = next((m for m in view.actors if (m.prep == "of" or m.of) and 0 <= m.i - deed.j <= 6), None)
    turned = next(
        (h.i for h in view.sentence.cues("at", "to", "for", "with", "from", "between") if h.i >= deed.j),
        view.sentence.end,
    )
    if direct is not None:
        return direct if direct.i < turned else None
    of = next((h for h in view.sentence.cues("of") if 0 <= h.i - deed.j <= 5 and h.i < turned), None)
    return next((m for m in view.sentence.mentions if of is not None and m.codes and 0 <= m.i - of.j <= 3), None)


def subject_of(view: View, deed: Deed) -> Mention | None:
    """The actor that does the act: in its clause, else the nearest that may be a subject, else an owner."""
    found = view.subject(deed.i, reach=25)
    if found is not None:
        return found
    left = [m for m in view.actors if m.j <= deed.i]
    inside = [m for m in left if view.same(m.i, deed.i)]
    for pool in (inside, left):
        free = [m for m in pool if m.prep not in _OBLIQUE and not m.of]
        if pool is inside and not free:
            free = [m for m in pool if m.of or m.prep == "of" or m.prep == "by"]
        if free:
            return free[-1]
    return None


def _of_side(view: View, side: _Side | None) -> list[str]:
    if side is None:
        return []
    return _codes(view, side.mention) if side.mention is not None and side.mention in view.actors else list(side.codes)


def _apart(actors: list[str], recipients: list[str]) -> tuple[list[str], list[str]]:
    actors = list(dict.fromkeys(actors))
    return actors, [c for c in dict.fromkeys(recipients) if c not in actors]


def _codes(view: View, m: Mention | None) -> list[str]:
    return [c for x in view.group(m) for c in x.codes] if m is not None else []


def _named(view: View) -> Iterator[_Side]:
    """Mentions and places of the sentence that name actors, in order of position."""
    found = [
        _Side(m.i, m.j, m.codes, m.kind, m.role, m.prep, m)
        for m in view.sentence.mentions
        if m.codes and m.kind != "pronoun"
    ]
    found += [
        _Side(m.i, m.j, m.codes, m.kind, m.role, m.prep, m)
        for m in view.sentence.mentions
        if m.codes and m.kind == "pronoun"
    ]
    taken = [(s.i, s.j) for s in found]
    for spot in view.sentence.spots:
        if spot.site.country and not any(i < spot.j and spot.i < j for i, j in taken):
            found.append(_Side(spot.i, spot.j, (spot.site.country,), "spot", "place", _prep(view, spot.i), None))
    return iter(sorted(found, key=lambda s: s.i))


_PREPS = ("of", "at", "to", "for", "from", "by", "with", "and", "about")


def _prep(view: View, i: int) -> str | None:
    for name in _PREPS:
        if any(h.j == i for h in view.sentence.cues(name)):
            return name
    return None


def side_options(view: View, deed: Deed, actors: list[str], recipients: list[str]) -> list[Option]:
    """Every actor that may be a side of the act, in the sentence or just before it, with what speaks for it."""
    sentence, tokens = view.sentence, view.tokens
    named = list(_named(view))
    left = [s for s in named if s.j <= deed.i]
    right = [s for s in named if s.i >= deed.j]
    f, s, t = deed.frame, deed.sort, deed.type
    title = view.analysis.title_codes
    subject, owner = subject_of(view, deed), owner_of(view, deed)
    begun = subject is not None and any(subject.j <= h.i < deed.i for h in sentence.cues("start"))
    stands = f"n{int(deed.noun)}s{int(begun)}o{int(owner is not None)}"
    joined = {c for x in view.group(subject) for c in x.codes} if subject is not None else set()
    breaks = [h.i for h in sentence.cues("clause")]
    deeds = [h.i for h in sentence.cues("deed") if not deed.i <= h.i < deed.j]
    says = [h.i for h in sentence.cues("say")]
    found: dict[str, list[str]] = {}
    order: dict[str, int] = {}
    for side, ordered in (("l", left[::-1]), ("r", right)):
        rank, seen = 0, set[tuple[str, ...]]()
        for x in ordered:
            if x.codes not in seen:
                seen.add(x.codes)
                rank += 1
            where = f"{side}{min(rank, _FAR)}"
            lo, hi = (x.j, deed.i) if side == "l" else (deed.j, x.i)
            passive = any(lo <= h.i < hi for h in sentence.cues("passive")) if side == "l" else deed.passive is not None
            shape = f"{x.prep}.{x.role or x.kind}"
            apart = (
                "c"
                if any(lo <= b < hi for b in breaks)
                else "s"
                if any(lo <= b < hi for b in says)
                else "d"
                if any(lo <= b < hi for b in deeds)
                else "n"
            )
            before = tokens[x.i - 1].word if x.i > sentence.begin and not tokens[x.i - 1].cap else "^"
            after = tokens[x.j].word if x.j < sentence.end and not tokens[x.j].cap else "^"
            distance = gap("d", x.i - deed.j if side == "r" else x.j - deed.i)
            more = [
                where,
                f"{where}.{f}",
                f"{where}.{s}",
                f"{where}.p{int(passive)}",
                f"{side}.{shape}",
                f"{side}.{x.prep}.{f}",
                f"{side}.{x.prep}.{s}",
                f"{side}.{x.role or x.kind}.{t}",
                f"{where}.{apart}",
                f"{where}.{apart}.{shape}",
                f"{side}{distance}.{apart}",
                f"{distance}.{x.prep}",
                f"{where}.{shape}.p{int(passive)}",
                f"b={before}",
                f"b={before}.{side}",
                f"a={after}",
                f"a={after}.{side}",
                f"turn={deed.turn}.{side}",
                f"of={int(x.mention is not None and x.mention.of)}.{side}",
                f"q={int(sentence.in_quote(x.i) == sentence.in_quote(deed.i))}",
                f"{side}.n{min(len(ordered), 3)}",
                f"{side}.mark{int(view.mark_between(lo, hi, ',;:'))}.{where}",
            ]
            if len(x.codes) > 1:
                more.append(f"pair.{f}.{side}")
            if x.mention is not None and x.mention is subject:
                more += [
                    "subject",
                    f"subject.{f}.p{int(passive)}",
                    f"subject.{s}",
                    f"subject.{stands}",
                    f"subject.{apart}",
                ]
            if x.mention is not None and x.mention is owner:
                more += ["owner", f"owner.{f}", f"owner.{s}", f"owner.{x.role}"]
            for code in x.codes:
                if code not in found:
                    order[code] = len(order)
                    found[code] = []
                if len(found[code]) < 90:
                    found[code] += more
    for x in named:
        if x.i < deed.j and x.j > deed.i:
            for code in x.codes:
                found.setdefault(code, []).append(f"inside.{f}")
    n_left = min(len({s.codes for s in left}), 2)
    n_right = min(len({s.codes for s in right}), 2)
    for code, whence in _before(view.analysis.sentences, sentence, deed):
        if code not in found:
            found[code] = [
                f"out.{whence}",
                f"out.{whence}.{n_left}{n_right}",
                f"out.{s}",
                f"out.{n_left}{n_right}.{f}",
                f"out.{n_left}{n_right}.{s}",
                f"out.a{len(actors)}r{len(recipients)}",
            ]
    for k, code in enumerate(title):
        features = found.setdefault(
            code,
            [
                f"title.only.{min(k, 2)}",
                f"title.only.{n_left}{n_right}.{f}",
                f"title.only.a{len(actors)}r{len(recipients)}",
            ],
        )
        features += [f"title.{min(k, 2)}", "title"]
    for code, features in found.items():
        features += [
            f"ra.{f}" if code in actors else f"rr.{f}" if code in recipients else f"r0.{f}",
            f"n={min(len(found), 5)}",
            f"own={stands}",
            f"o{min(order.get(code, 4), 4)}",
            f"len={len(code) == 3}",
        ]
        if code in actors:
            features += ["ra", f"ra.{s}", f"ra.{len(actors)}"]
        elif code in recipients:
            features += ["rr", f"rr.{s}", f"rr.{len(recipients)}", f"rr.{t}"]
        else:
            features += [f"r0.{s}", f"r0.a{min(len(actors), 2)}r{min(len(recipients), 2)}"]
        if code in joined:
            features += ["joined", f"joined.{f}", f"joined.{stands}"]
        features.append(f"k={t}")
    return [Option(code, list(dict.fromkeys(features))) for code, features in found.items()]


def _before(sentences: list[Sentence], here: Sentence, deed: Deed) -> Iterator[tuple[str, str]]:
    """Actors of the sentence before, nearest first, and those beside an act of the same sort earlier on."""
    given: set[str] = set()
    index = here.index
    if index > 0 and sentences[index - 1].role == here.role:
        for rank, m in enumerate(m for m in reversed(sentences[index - 1].mentions) if m.codes and m.role is None):
            for code in m.codes:
                if code not in given:
                    given.add(code)
                    yield code, f"before{min(rank, 2)}"
            if rank >= 3:
                break
    for s in reversed(sentences[:index]):
        for h in s.cues("deed"):
            if h.cue.get("sort") != deed.sort:
                continue
            near = min(
                (m for m in s.mentions if m.codes), key=lambda m: min(abs(m.i - h.j), abs(h.i - m.j)), default=None
            )
            if near is not None:
                for code in near.codes:
                    if code not in given:
                        given.add(code)
                        yield code, "same"
                return
