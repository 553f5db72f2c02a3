"""Every actor that may be a side of an act, with what speaks for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from communique.extraction.deciding.features import gap
from communique.extraction.deciding.traits import Feature, Traits, flat, once
from communique.extraction.drafts import Option
from communique.extraction.model import Hit, Mention, Sentence
from communique.extraction.sides import Deed, Scene, within

_FAR, _MOST = 3, 90
_NAMES = 2_048


@lru_cache(_NAMES)
def _place(where: str, passive: bool, frame: str, sort: str) -> Traits:
    return Traits(where, f"{where}.{frame}", f"{where}.{sort}", f"{where}.p{int(passive)}")


@lru_cache(_NAMES)
def _shape(side: str, prep: str | None, what: str, frame: str, sort: str, kind: str) -> Traits:
    return Traits(f"{side}.{prep}.{what}", f"{side}.{prep}.{frame}", f"{side}.{prep}.{sort}", f"{side}.{what}.{kind}")


@lru_cache(_NAMES)
def _way(where: str, apart: str, prep: str | None, what: str, distance: str, passive: bool) -> Traits:
    return Traits(
        f"{where}.{apart}",
        f"{where}.{apart}.{prep}.{what}",
        f"{where[0]}{distance}.{apart}",
        f"{distance}.{prep}",
        f"{where}.{prep}.{what}.p{int(passive)}",
    )


@lru_cache(_NAMES)
def _before_it(side: str, word: str) -> Traits:
    return Traits(f"b={word}", f"b={word}.{side}")


@lru_cache(_NAMES)
def _after_it(side: str, word: str) -> Traits:
    return Traits(f"a={word}", f"a={word}.{side}")


@lru_cache(_NAMES)
def _rest(where: str, turn: str, of: bool, together: bool, count: int, mark: bool) -> Traits:
    side = where[0]
    return Traits(
        f"turn={turn}.{side}",
        f"of={int(of)}.{side}",
        f"q={int(together)}",
        f"{side}.n{count}",
        f"{side}.mark{int(mark)}.{where}",
    )


_distance = lru_cache(1024)(gap)


def side_options(
    scene: Scene,
    deed: Deed,
    actors: list[str],
    recipients: list[str],
    told: tuple[list[str], list[str]] | None = None,
) -> list[Option]:
    """Every actor that may be a side of the act, in the sentence or just before it, with what speaks for it.

    `told`: sides of the last act of the sort.
    """
    f, s, t, i, j = deed.frame, deed.sort, deed.type, deed.i, deed.j
    named, subject, owner, passives = scene.named, deed.subject, deed.owner, scene.passives
    stands = f"n{int(deed.noun)}s{int(deed.begun)}o{int(owner is not None)}"
    deeds = [k for k in scene.deeds if not i <= k < j]
    quoted = scene.sentence.in_quote(i)
    left = [x for x in reversed(named) if x.j <= i]
    right = [x for x in named if x.i >= j]
    found: dict[str, list[Feature]] = {}
    several: set[str] = set()
    for side, ordered in (("l", left), ("r", right)):
        rank, last_number = 0, 0
        count = min(len(ordered), 3)
        for x in ordered:
            if x.number != last_number:
                rank, last_number = rank + 1, x.number
            where = f"{side}{min(rank, _FAR)}"
            lo, hi = (min(x.end, i), i) if side == "l" else (j, max(x.begin, j))
            passive = within(passives, lo, hi) if side == "l" else deed.passive is not None
            apart = _apart_by(scene, deeds, lo, hi) if hi > lo else "n"
            distance = _distance("d", hi - j if side == "r" else lo - i)
            m = x.mention
            mark = within(scene.marks, lo, hi)
            more: list[Feature] = [
                _place(where, passive, f, s),
                _shape(side, x.prep, x.what, f, s, t),
                _way(where, apart, x.prep, x.what, distance, passive),
                _before_it(side, x.before),
                _after_it(side, x.after),
                _rest(where, deed.turn, m is not None and m.of, x.quoted == quoted, count, mark),
            ]
            if x.size > 1:
                more.append(f"list.{f}.{side}")
            if len(x.codes) > 1:
                more.append(f"pair.{f}.{side}")
            if m is not None and m is subject:
                more.append(_subject(f, passive, s, stands, apart))
            if m is not None and m is owner:
                more.append(_owner(f, s, x.role))
            for code in x.codes:
                have = found.get(code)
                if have is None:
                    found[code] = more.copy()
                elif len(flat(have)) < _MOST:
                    have += more
                    several.add(code)
    order = {code: k for k, code in enumerate(found)}
    for x in named:
        if x.i < j and x.j > i:
            for code in x.codes:
                found.setdefault(code, []).append(f"inside.{f}")
    n = f"{min(len({x.codes for x in left}), 2)}{min(len({x.codes for x in right}), 2)}"
    sides = f"a{len(actors)}r{len(recipients)}"
    for code, whence in _before(scene, deed):
        if code not in found:
            found[code] = [_outside(whence, n, s, f, sides)]
    if told is not None:
        for name, codes in zip(("told.a", "told.r"), told, strict=True):
            for code in codes:
                found.setdefault(code, []).append(_again(name, f, n, sides, s, bool(actors), bool(recipients)))
    for code in deed.known:
        found.setdefault(code, []).append(_known(sides))
    for k, code in enumerate(scene.view.analysis.title_codes):
        if code not in found:
            found[code] = [_titled(min(k, 2), n, f, sides)]
        found[code].append(_TITLE[min(k, 2)])
    joined = scene.group(subject)
    size, na, nr = min(len(found), 5), len(actors), len(recipients)
    options: list[Option] = []
    for code, features in found.items():
        part = "ra" if code in actors else "rr" if code in recipients else "r0"
        features.append(_share(size, stands, min(order.get(code, 4), 4), len(code) == 3))
        features.append(_part(part, s, t, na, nr, f))
        if code in joined:
            features.append(_joined(f, stands))
        options.append(Option(code, once(features) if code in several else list(dict.fromkeys(features))))
    return options


def how_many(scene: Scene, deed: Deed, told: tuple[list[str], list[str]] | None = None) -> int:
    """How many actors `side_options` gives; enough to know where they are _COUNTED or more."""
    codes = {code for x in scene.named for code in x.codes}
    codes.update(deed.known)
    codes.update(scene.view.analysis.title_codes)
    if told is not None:
        codes.update(*told)
    if len(codes) < _COUNTED:
        codes.update([code for code, _ in _before(scene, deed)])
    return len(codes)


_COUNTED = 6


@lru_cache(_NAMES)
def _subject(frame: str, passive: bool, sort: str, stands: str, apart: str) -> Traits:
    return Traits(
        "subject", f"subject.{frame}.p{int(passive)}", f"subject.{sort}", f"subject.{stands}", f"subject.{apart}"
    )


@lru_cache(_NAMES)
def _owner(frame: str, sort: str, role: str | None) -> Traits:
    return Traits("owner", f"owner.{frame}", f"owner.{sort}", f"owner.{role}")


@lru_cache(_NAMES)
def _known(sides: str) -> Traits:
    return Traits("known", f"known.{sides}")


@lru_cache(_NAMES)
def _joined(frame: str, stands: str) -> Traits:
    return Traits("joined", f"joined.{frame}", f"joined.{stands}")


_TITLE = (Traits("title", "title.0"), Traits("title", "title.1"), Traits("title", "title.2"))


@lru_cache(_NAMES)
def _share(size: int, stands: str, order: int, state: bool) -> Traits:
    return Traits(f"n={size}", f"own={stands}", f"o{order}", f"len={state}")


@lru_cache(_NAMES)
def _part(part: str, sort: str, kind: str, actors: int, recipients: int, frame: str) -> Traits:
    more: tuple[str, ...]
    if part == "ra":
        more = ("ra", f"ra.{sort}", f"ra.{actors}")
    elif part == "rr":
        more = ("rr", f"rr.{sort}", f"rr.{recipients}", f"rr.{kind}")
    else:
        more = (f"r0.{sort}", f"r0.a{min(actors, 2)}r{min(recipients, 2)}")
    return Traits(f"{part}.{frame}", *more, f"k={kind}")


def _apart_by(scene: Scene, deeds: list[int], lo: int, hi: int) -> str:
    """What stands between a side and the act: a new clause, a verb of saying, another act, nothing."""
    if scene.clauses and within(scene.clauses, lo, hi):
        return "c"
    if scene.says and within(scene.says, lo, hi):
        return "s"
    return "d" if deeds and within(deeds, lo, hi) else "n"


@lru_cache(_NAMES)
def _outside(whence: str, n: str, sort: str, frame: str, sides: str) -> Traits:
    of_sort = (f"out.{sort}", f"out.{n}.{frame}", f"out.{n}.{sort}")
    return Traits(f"out.{whence}", f"out.{whence}.{n}", *of_sort, f"out.{sides}")


@lru_cache(_NAMES)
def _titled(k: int, n: str, frame: str, sides: str) -> Traits:
    return Traits(f"title.only.{k}", f"title.only.{n}.{frame}", f"title.only.{sides}")


@lru_cache(_NAMES)
def _again(name: str, frame: str, n: str, sides: str, sort: str, actors: bool, recipients: bool) -> Traits:
    return Traits(
        name,
        f"{name}.{frame}",
        f"{name}.{n}",
        f"{name}.{sides}",
        f"{name}.{sort}",
        f"{name}.{frame}.{actors}{recipients}",
    )


def _before(scene: Scene, deed: Deed) -> Iterator[tuple[str, str]]:
    """Actors of the sentence before, nearest first, and those beside an act of the same sort earlier on."""
    sentences, here = scene.view.analysis.sentences, scene.sentence
    given: set[str] = set()
    index = here.index
    if index > 0 and sentences[index - 1].role == here.role:
        rank = 0
        for m in reversed(sentences[index - 1].mentions):
            if not m.codes or m.role is not None:
                continue
            for code in m.codes:
                if code not in given:
                    given.add(code)
                    yield code, f"before{min(rank, 2)}"
            if rank >= 3:
                break
            rank += 1
    for s, sorts in reversed(scene.earlier):
        if deed.sort not in sorts:
            continue
        for h, sort in zip(s.hits["deed"], sorts, strict=True):
            near = _nearest(s, h) if sort == deed.sort else None
            if near is not None:
                for code in near.codes:
                    if code not in given:
                        given.add(code)
                        yield code, "same"
                return


def _nearest(sentence: Sentence, h: Hit) -> Mention | None:
    """The mention of an actor nearest to a hit."""
    return min(
        (m for m in sentence.mentions if m.codes), key=lambda m: min(abs(m.i - h.j), abs(h.i - m.j)), default=None
    )
