"""Actions: material acts across borders, who did them and to whom."""

from __future__ import annotations

from functools import lru_cache

from communique.extraction.action_details import ActionDetails
from communique.extraction.deciding.features import around, gap
from communique.extraction.deciding.traits import Feature, Traits
from communique.extraction.drafts import ActionDraft
from communique.extraction.frames import View, status_of
from communique.extraction.model import Hit
from communique.extraction.nearest import date_near, settled
from communique.extraction.publication import Era
from communique.extraction.side_options import how_many
from communique.extraction.side_rules import rule_sides
from communique.extraction.sides import Deed, Scene, blamed, owner_of, subject_of, within
from communique.knowledge import Knowledge
from communique.language.pack import Cue
from communique.records import ActionType, Status

_TURNS = {"stop": 7, "undo": 7, "resume": 5}
_BETWEEN = ("say", "that", "modal", "neg", "passive", "start", "saynoun")
_CLOSE = 3
_RETREATS = {ActionType.MOBILIZE: Status.OCCURRED, ActionType.ASSAULT: Status.OCCURRED}
_TYPES = {str(kind): kind for kind in ActionType}
_AHEAD = frozenset({Status.PLANNED, Status.PROPOSED, Status.HYPOTHETICAL})
_NAMES = 2_048
Told = dict[str, tuple[list[str], list[str]]]
"""By sort of act: who did it to whom, as last told."""


def find_actions(view: View, era: Era, known: Knowledge, told: Told) -> list[ActionDraft]:
    """All material acts of one sentence, unmerged; `told`: what was told of acts before it, taken further here."""
    if not view.sentence.hits.get("deed"):
        return []
    found = []
    scene = Scene(view)
    for deed in deeds(scene):
        actors, recipients = rule_sides(scene, deed)
        if deed.weak and not (actors and recipients):
            continue
        before = told.get(deed.sort)
        if before is not None and deed.noun and not actors:
            actors, recipients = _recalled(recipients, before)
        options = how_many(scene, deed, before)
        if options:
            found.append(_draft(scene, era, known, deed, actors, recipients, before, options))
        if actors:
            told[deed.sort] = (actors, recipients)
    return found


def _recalled(recipients: list[str], before: tuple[list[str], list[str]]) -> tuple[list[str], list[str]]:
    """Sides of an act named by its noun alone: those of the last one of its sort, if it was not done to others."""
    if any(c in before[0] or (before[1] and c not in before[1]) for c in recipients):
        return [], recipients
    return [*before[0]], recipients or [*before[1]]


def titled_acts(view: View) -> Told:
    """What a title tells of acts: the sides of the last one of each sort."""
    told: Told = {}
    if view.sentence.hits.get("deed"):
        scene = Scene(view)
        for deed in deeds(scene):
            actors, recipients = rule_sides(scene, deed)
            if actors:
                told[deed.sort] = (actors, recipients)
    return told


def deeds(scene: Scene) -> list[Deed]:
    """The acts named in a sentence; words of one type right beside each other are one act."""
    view, hits = scene.view, scene.hits
    found: list[Deed] = []
    k = 0
    while k < len(hits):
        head, j, sort, first = hits[k], hits[k].j, hits[k].cue, k
        k += 1
        while (
            k < len(hits)
            and hits[k].i - j <= _CLOSE
            and (hits[k].cue.value == head.cue.value or hits[k].i < j or _names(hits[k].cue, head.cue))
            and not _named_between(view, j, hits[k].i)
        ):
            j = max(j, hits[k].j)
            named = _names(hits[k].cue, head.cue)
            sort = hits[k].cue if named or sort.get("weak") or sort.get("sort") in ("leave", "ban") else sort
            k += 1
        frame = "got" if head.cue.get("frame") == "got" else sort.get("frame")
        noun = head.cue.get("noun") == "yes"
        passive = None if noun else _passive(view, head.i)
        subject, owner = subject_of(view, head.i), owner_of(scene, j)
        if noun and owner is None:
            owner = blamed(view, head.i, noun=True)
        known = next((h.cue.get("sides") for h in hits[first:k] if h.cue.get("sides")), "")
        begun = subject is not None and within(scene.starts, subject.j, head.i)
        found.append(
            Deed(
                head.i,
                j,
                sort.value,
                frame,
                sort.get("sort"),
                sort.get("weak") == "yes",
                noun,
                _turn(view, head.i),
                passive,
                subject,
                owner,
                begun,
                tuple(known.split(",")) if known else (),
            )
        )
    return found


def _names(name: Cue, act: Cue) -> bool:
    """Whether a word is a name of acts of the sort of another word."""
    return name.get("name") == "yes" and name.get("sort") == act.get("sort")


def _named_between(view: View, i: int, j: int) -> bool:
    return any(i <= m.i < j for m in view.sentence.mentions) or view.mark_between(i, j, ",;.:")


def _passive(view: View, i: int) -> Hit | None:
    """The mark of the passive of the verb at token `i`: right before it, or before its agent."""
    for h in reversed(view.sentence.cues("passive")):
        if h.j > i:
            continue
        agent = next((m for m in view.sentence.mentions if h.j <= m.i <= h.j + 2 and m.j <= i), None)
        return h if i - h.j <= 1 or (agent is not None and i - agent.j <= 2) else None
    return None


def _turn(view: View, i: int) -> str:
    """What the words before token `i` do to the act: stop it, take it back, begin it again."""
    best: tuple[int, str] | None = None
    for name, reach in _TURNS.items():
        for h in view.sentence.cues(name):
            distance = i - h.j
            if (
                0 <= distance <= reach
                and view.same(h.i, i)
                and not view.mark_between(h.j, i, ",;")
                and (best is None or distance < best[0])
            ):
                best = (distance, name)
    return best[1] if best else ""


def _turned(deed: Deed, kind: ActionType, status: Status) -> tuple[ActionType, Status]:
    """Type and status of an act under what is done to it: a test stopped is a retreat, a joint exercise cancelled."""
    if deed.turn == "stop":
        if kind in _RETREATS:
            return ActionType.RETREAT, status
        if kind is ActionType.COOPERATE:
            return kind, Status.CANCELLED
        if kind is ActionType.AID:
            return ActionType.SANCTION, status
        if kind is ActionType.SANCTION and deed.sort in ("tariff", "sanction"):
            return ActionType.RETREAT, status
    elif deed.turn == "undo" and kind is ActionType.SANCTION:
        return ActionType.RETREAT, status
    return kind, status


def _draft(
    scene: Scene,
    era: Era,
    known: Knowledge,
    deed: Deed,
    actors: list[str],
    recipients: list[str],
    told: tuple[list[str], list[str]] | None,
    options: int,
) -> ActionDraft:
    view, i, j, sort, turn = scene.view, deed.i, deed.j, deed.sort, deed.turn
    when = date_near(view, i, reach=25)
    status = status_of(view, i, j, when, era, ongoing=True)
    kind, joint = _kind(scene, known, deed, actors, recipients)
    kind, status = _turned(deed, kind, status)
    tense = 1 if status in _AHEAD else -1
    date, candidates = settled(view, when, era, tense)
    near = around(view, i, j)
    na, nr = min(len(actors), 2), min(len(recipients), 2)
    own = _own(kind, sort, deed.frame, turn, min(len(actors), 3), nr, deed.passive is not None, deed.noun)
    begun = any(0 <= i - h.j <= 3 for h in view.sentence.cues("start"))
    features = [
        *near,
        own,
        _shape(kind, status, sort, turn, date is not None, begun, na, nr),
        *_standing(scene, deed, options),
        f"joint={int(joint)}",
        f"sq={sort}.{int(view.sentence.in_quote(i))}",
        f"deeds={min(len(scene.hits), 5)}",
    ]
    return ActionDraft(
        view.tokens[i].start,
        view.tokens[j - 1].end,
        f"action.{sort}",
        view.sentence.index,
        candidates=candidates,
        type=kind,
        actors=actors,
        recipients=recipients,
        date=date,
        status=status,
        features=features,
        details=ActionDetails(scene, era, deed, told, near, own, joint, tense),
        at=view.tokens[i].start,
        noun=deed.noun,
        known=deed.known,
    )


def _kind(
    scene: Scene, known: Knowledge, deed: Deed, actors: list[str], recipients: list[str]
) -> tuple[ActionType, bool]:
    """Type of an act by its word and its sides, and whether it is a drill of one that was said to be joint."""
    kind = _TYPES[deed.type]
    if kind is ActionType.MOBILIZE and deed.sort in ("drill", "patrol") and len(actors) >= 2:
        kind = ActionType.COOPERATE
    if kind is ActionType.MOBILIZE and deed.sort == "missile" and _lands(scene, deed):
        kind = ActionType.ASSAULT
    if deed.sort == "leave" and any(_is_body(known, c) for c in recipients):
        kind = ActionType.SANCTION
    joint = deed.sort == "drill" and deed.frame != "joint" and _seen(scene, "frame", "joint")
    if joint and kind is ActionType.MOBILIZE and len(actors) < 2 and not recipients:
        kind = ActionType.COOPERATE
    return kind, joint


@lru_cache(_NAMES)
def _own(
    kind: str, sort: str, frame: str, turn: str, actors: int, recipients: int, passive: bool, noun: bool
) -> Traits:
    return Traits(
        f"k={kind}",
        f"sort={sort}",
        f"frame={frame}",
        f"turn={turn}",
        f"ra={actors}",
        f"rr={recipients}",
        f"passive={int(passive)}",
        f"noun={int(noun)}",
    )


@lru_cache(_NAMES)
def _shape(
    kind: str, status: str, sort: str, turn: str, dated: bool, begun: bool, actors: int, recipients: int
) -> Traits:
    return Traits(
        f"date={int(dated)}",
        f"start={int(begun)}",
        f"sort.turn={sort}.{turn}",
        f"kar={kind}.{actors}.{recipients}",
        f"sst={sort}.{status}",
        f"st={status}",
    )


def _lands(scene: Scene, deed: Deed) -> bool:
    """Whether what is shot is said to go into something named, and not into the sea or the sky."""
    hits = scene.sentence.hits
    for h in hits.get("into", ()):
        if (
            0 <= h.i - deed.j <= _FLIGHT
            and not scene.view.mark_between(deed.j, h.i, ",;:")
            and not within(scene.clauses, deed.j, h.i)
        ):
            side = next((s for s in scene.named if s.i >= h.j), None)
            end = side.j if side is not None else h.j
            if side is None or side.i - h.j > _GROUND or scene.view.mark_between(h.j, side.i, ",;:"):
                continue
            if any(h.j <= w.i < end for w in scene.sentence.dates) or _lies(hits.get("open"), h.j, end):
                continue
            return True
    return False


_FLIGHT, _GROUND = 12, 8


def _is_body(known: Knowledge, code: str) -> bool:
    actor = known.actors.get(code)
    return actor is not None and actor.kind not in ("state", "territory")


def _seen(scene: Scene, setting: str, value: str) -> bool:
    """Whether an act of that setting was named in the sentences before."""
    return any(h.cue.get(setting) == value for s, _ in scene.earlier for h in s.hits["deed"])


def _lies(hits: list[Hit] | None, i: int, j: int) -> bool:
    """Whether one of the hits begins in ``i <= k < j``."""
    return hits is not None and any(i <= h.i < j for h in hits)


def _standing(scene: Scene, deed: Deed, options: int) -> list[Feature]:
    """Features of how the act stands in sentence and article: subject, object, how often its sort was named before."""
    view, sentence, i, j, sort = scene.view, scene.sentence, deed.i, deed.j, deed.sort
    subject, target = deed.subject, view.object(j, reach=14)
    found: list[Feature] = [
        _NO_SUBJECT if subject is None else _beside("subject", subject.kind, subject.role, gap("", i - subject.j)),
        _NO_TARGET if target is None else _beside("target", target.kind, target.prep, gap("", target.i - j)),
    ]
    if subject is not None:
        start = subject.j
        between = [f"between={cls}" for cls in _BETWEEN if _lies(sentence.hits.get(cls), start, i)]
        found += between or ["between=none"]
    again, count, titled = 0, 0, set[str]()
    for _, sorts in scene.earlier:
        again += sorts.count(sort)
        count += len(sorts)
    for s in view.analysis.sentences[:3]:
        if s.role == "title" and "deed" in s.hits:
            titled.update([h.cue.get("sort") for h in s.hits["deed"]])
    codes = scene.codes
    found.append(_again(min(again, 3), sort, min(count // 3, 5)))
    found.append(
        _article(
            sort in titled,
            min(len(titled), 2),
            min(len(codes), 4),
            min(len(codes.intersection(view.analysis.title_codes)), 2) if codes else 0,
            min(options, 6),
        )
    )
    near = 99
    for w in sentence.dates:
        if w.relative is None or w.relative[0] == "day":
            near = min(near, abs(w.i - j), abs(i - w.j))
    found.append(f"dated={0 if near <= 4 else 1 if near <= 10 else 2 if near < 99 else 3}")
    return found


_NO_SUBJECT, _NO_TARGET = Traits("subject=none"), Traits("target=none")


@lru_cache(_NAMES)
def _beside(name: str, kind: str, stands: str | None, far: str) -> Traits:
    return Traits(f"{name}={kind}.{stands}", name + far)


@lru_cache(_NAMES)
def _again(again: int, sort: str, before: int) -> Traits:
    return Traits(f"again={again}", f"again.{sort}={min(again, 2)}", f"deeds.before={before}")


@lru_cache(_NAMES)
def _article(titled: bool, titles: int, codes: int, codes_titled: int, options: int) -> Traits:
    titles_too = (f"titled={int(titled)}", f"titles={titles}")
    return Traits(*titles_too, f"codes={codes}", f"codes.title={codes_titled}", f"options={options}")


__all__ = ["Told", "deeds", "find_actions", "titled_acts"]
