"""What is told of an act beyond its words: who may have done it to whom, when, what its type and status rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from communique.extraction.contact_timing import standing
from communique.extraction.dating import date_options
from communique.extraction.deciding.features import mood
from communique.extraction.deciding.traits import Feature, Traits, under
from communique.extraction.drafts import ActionDraft, Details, Draft
from communique.extraction.frames import View, evidence_span
from communique.extraction.nearest import place_near
from communique.extraction.publication import Era
from communique.extraction.side_options import side_options
from communique.extraction.sides import Deed, Scene

_NAMES = 2_048


class Counts:
    """How often the rules have an actor on each side of the acts of a rule, in the article."""

    __slots__ = ("doers", "sufferers")

    def __init__(self, drafts: Sequence[ActionDraft]) -> None:
        self.doers: Counter[tuple[str, str]] = Counter()
        self.sufferers: Counter[tuple[str, str]] = Counter()
        for d in drafts:
            self.doers.update([(d.rule, c) for c in d.actors])
            self.sufferers.update([(d.rule, c) for c in d.recipients])


class ActionDetails(Details):
    """The details of an act: `near`, `own`: features of its words; `told`: the sides of the last act of its sort;
    `counts`: given once all acts of the article are found.
    """

    __slots__ = ("counts", "deed", "era", "joint", "near", "own", "scene", "tense", "told")

    def __init__(
        self,
        scene: Scene,
        era: Era,
        deed: Deed,
        told: tuple[list[str], list[str]] | None,
        near: list[Feature],
        own: Traits,
        joint: bool,
        tense: int,
    ) -> None:
        self.scene, self.era, self.deed, self.told = scene, era, deed, told
        self.near, self.own, self.joint, self.tense = near, own, joint, tense
        self.counts: Counts | None = None

    def fill(self, draft: Draft) -> None:
        """Complete the draft of the act."""
        assert isinstance(draft, ActionDraft)
        deed, view = self.deed, self.scene.view
        i, j, sort, turn, kind = deed.i, deed.j, deed.sort, deed.turn, draft.type
        na, nr = min(len(draft.actors), 2), min(len(draft.recipients), 2)
        draft.start, draft.end = evidence_span(view, i, j)
        draft.place = place_near(view, j)
        draft.dates = date_options(view, i, j, self.era, self.tense, kind=kind)
        draft.asks = {
            "status": [
                *mood(view, i, j),
                _told(kind, draft.status, sort, turn, draft.date is not None),
                *_dated(draft, self.era),
                *under("w:", self.near),
            ],
            "type": [
                *self.near,
                self.own,
                f"joint={int(self.joint)}.{sort}",
                *_after(view, deed),
                _sorted(sort, turn, na, nr),
            ],
        }
        draft.options = side_options(self.scene, deed, draft.actors, draft.recipients, self.told)
        if self.counts is not None:
            _relate(draft, self.counts)


def relate(drafts: Sequence[ActionDraft]) -> None:
    """Tell the acts of an article of each other: how often the rules have an actor on that side of such acts in it."""
    counts = Counts(drafts)
    for d in drafts:
        if isinstance(d.details, ActionDetails):
            d.details.counts = counts


def _relate(d: ActionDraft, counts: Counts) -> None:
    for o in d.options:
        key = d.rule, o.code
        acts = counts.doers[key] - (o.code in d.actors)
        suffers = counts.sufferers[key] - (o.code in d.recipients)
        part = "a" if o.code in d.actors else "r" if o.code in d.recipients else "0"
        o.features.append(_elsewhere(min(acts, 3), min(suffers, 3), part, _more(acts, suffers), d.rule))


@lru_cache(_NAMES)
def _elsewhere(acts: int, suffers: int, part: str, more: str, rule: str) -> Traits:
    both = f"g={part}{min(acts, 2)}{min(suffers, 2)}"
    return Traits(f"g.a={acts}", f"g.r={suffers}", both, f"g.a={part}{more}", f"g.{rule}={more}")


def _more(a: int, b: int) -> str:
    return "=" if a == b else ">" if a > b else "<"


def _dated(draft: ActionDraft, era: Era) -> list[str]:
    """Where the nearest date lies from the day of writing."""
    nearest = min(draft.dates, key=lambda o: o.cost, default=None)
    if nearest is None or nearest.cost > _BESIDE:
        return ["stands=none"]
    stands = standing(nearest.value, bool(nearest.candidates), era)
    return [f"stands={stands}", f"stands.st={stands}.{draft.status}"]


_BESIDE = 30
"""Cost up to which a date is beside the words of an act."""


@lru_cache(_NAMES)
def _told(kind: str, status: str, sort: str, turn: str, dated: bool) -> Traits:
    return Traits(f"st={status}", f"k={kind}", f"sort={sort}", f"turn={turn}", f"date={int(dated)}")


@lru_cache(_NAMES)
def _sorted(sort: str, turn: str, actors: int, recipients: int) -> Traits:
    return Traits(f"s.t={sort}.{turn}", f"s.n={sort}.{actors}{recipients}")


def _after(view: View, deed: Deed) -> list[str]:
    """Features of what the act is done to: an instrument, a body, an act named right after it."""
    i, j, sort = deed.i, deed.j, deed.sort
    hits = view.sentence.hits
    found = [
        f"{cls}.after.{sort}"
        for cls in ("instrument", "treaty")
        if cls in hits and any(0 <= h.i - j <= 5 for h in hits[cls])
    ]
    found += [f"deed.after.{sort}.{h.cue.get('sort')}" for h in hits["deed"] if 0 <= h.i - j <= 5]
    found += [f"deed.before.{sort}.{h.cue.get('sort')}" for h in hits["deed"] if 0 <= i - h.j <= 5]
    found += [
        f"role.after.{m.role}.{len(m.codes[0]) == 3}.{sort}"
        for m in view.sentence.mentions
        if 0 <= m.i - j <= 4 and m.codes
    ]
    return found


__all__ = ["ActionDetails", "relate"]
