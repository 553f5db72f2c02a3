"""Outlets: those of a state as speakers, and through which a statement is reported, each with what speaks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from communique.extraction.deciding.features import gap
from communique.extraction.deciding.traits import Feature, Traits, once
from communique.extraction.drafts import Option, StatementDraft
from communique.extraction.frames import View
from communique.extraction.model import Cited, Mention

_BACK, _ON = 3, 2
_MARKS = ("according", "cite", "report", "interview", "outlet_noun", "say")
_NEAR = 6
_NAMES = 16_384


def cited_by(views: Sequence[View], drafts: Sequence[StatementDraft]) -> None:
    """Give each statement the outlets named in its own sentence and in those around it, the article's first one too."""
    where: dict[int, list[tuple[Cited, str]]] = {}
    counts: Counter[str] = Counter()
    paragraphs: dict[int, int] = {}
    for view in views:
        sentence = view.sentence
        paragraphs[sentence.index] = sentence.paragraph
        for cited in sentence.cited:
            where.setdefault(sentence.index, []).append((cited, _mark(view, cited)))
            counts[cited.source.name] += 1
    if not where:
        return
    speakers: dict[int, set[tuple[str, str | None]]] = {}
    for d in drafts:
        speakers.setdefault(d.sentence, set()).add((d.speaker.code, d.speaker.person))
    opening = min(where)
    for d in drafts:
        found: dict[str, list[Feature]] = {}
        for at in [*range(d.sentence - _BACK, d.sentence + _ON + 1), opening]:
            for cited, mark in where.get(at, ()):
                apart = max(min(at - d.sentence, _ON + 1), -_BACK - 1)
                same = paragraphs.get(at) == paragraphs.get(d.sentence)
                theirs = speakers.get(at, set())
                own = "own" if (d.speaker.code, d.speaker.person) in theirs else "other" if theirs else "nobody"
                found.setdefault(cited.source.name, []).append(_names(apart, same, own, mark, at == opening))
        outlets = min(len(counts), 4)
        for name, features in found.items():
            whole = once(features) if len(features) > 1 else features
            whole.append(_whole(name, outlets, min(counts[name], 4), d.rule, d.quoted))
            d.outlets.append(Option(name, whole))


@lru_cache(_NAMES)
def _whole(name: str, outlets: int, count: int, rule: str, quoted: bool) -> Traits:
    return Traits(f"outlets={outlets}", f"count={count}", f"rule={rule}", f"name={name}", f"quoted={int(quoted)}")


def _mark(view: View, cited: Cited) -> str:
    """The word of reporting nearest to an outlet, and on which side of it."""
    near = [
        (h.i - cited.j if h.i >= cited.j else cited.i - h.j, h.cue.cls, "+" if h.i >= cited.j else "-")
        for h in view.sentence.cues(*_MARKS)
    ]
    distance, cls, side = min((n for n in near if 0 <= n[0] <= _NEAR), default=(0, "none", ""))
    return cls + gap(side, distance)


@lru_cache(_NAMES)
def _names(apart: int, same: bool, own: str, mark: str, opening: bool) -> Traits:
    return Traits(
        f"apart={apart}",
        f"apart={apart}.{int(same)}",
        f"apart={apart}.{own}",
        f"mark={mark}",
        f"mark={mark[:4]}.{apart}",
        f"mark={mark}.{int(apart == 0)}",
        f"opening={int(opening)}.{own}",
        f"own={own}.{int(same)}",
    )


def outlet(cited: Cited) -> Mention:
    """A state's outlet as one who speaks for the state."""
    return Mention(
        cited.i,
        cited.j,
        "body",
        (cited.source.country,) if cited.source.country else (),
        body=cited.source.name,
        body_kind="media",
    )
