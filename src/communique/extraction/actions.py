"""Actions: material acts across borders, who did them and to whom."""

from __future__ import annotations

from communique.extraction.contact_merging import same_day
from communique.extraction.dating import date_options
from communique.extraction.deciding.features import around, gap, mood
from communique.extraction.drafts import ActionDraft, Option
from communique.extraction.frames import View, date_near, evidence_span, place_near, settled, status_of
from communique.extraction.model import Hit
from communique.extraction.publication import Era
from communique.extraction.sides import Deed, rule_sides, side_options, subject_of
from communique.knowledge import Knowledge
from communique.records import ActionType, Status

_TURNS = {"stop": 7, "undo": 7, "resume": 5}
_CLOSE = 3
_SURE, _DOER, _OBJECT = 0.42, 0.3, 0.35
_LIKE = {Status.ONGOING: Status.OCCURRED, Status.PROPOSED: Status.PLANNED, Status.HYPOTHETICAL: Status.PLANNED}
_RETREATS = {ActionType.MOBILIZE: Status.OCCURRED, ActionType.ASSAULT: Status.OCCURRED}


def find_actions(view: View, era: Era, known: Knowledge) -> list[ActionDraft]:
    """All material acts of one sentence, unmerged."""
    found = []
    for deed in deeds(view):
        actors, recipients = rule_sides(view, deed)
        options = side_options(view, deed, actors, recipients)
        if options and not (deed.weak and not (actors and recipients)):
            found.append(_draft(view, era, known, deed, actors, recipients, options))
    return found


def deeds(view: View) -> list[Deed]:
    """The acts named in a sentence; words of one type right beside each other are one act."""
    hits = view.sentence.cues("deed")
    found: list[Deed] = []
    k = 0
    while k < len(hits):
        head, j, sort = hits[k], hits[k].j, hits[k].cue
        k += 1
        while (
            k < len(hits)
            and hits[k].i - j <= _CLOSE
            and (hits[k].cue.value == head.cue.value or hits[k].i < j)
            and not _named_between(view, j, hits[k].i)
        ):
            j = max(j, hits[k].j)
            sort = hits[k].cue if sort.get("weak") or sort.get("sort") in ("leave", "ban") else sort
            k += 1
        frame = "got" if head.cue.get("frame") == "got" else sort.get("frame")
        noun = head.cue.get("noun") == "yes"
        passive = None if noun else _passive(view, head.i)
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
            )
        )
    return found


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
    view: View, era: Era, known: Knowledge, deed: Deed, actors: list[str], recipients: list[str], options: list[Option]
) -> ActionDraft:
    when = date_near(view, deed.i, reach=25)
    status = status_of(view, deed.i, deed.j, when, era, ongoing=True)
    kind = ActionType(deed.type)
    if kind is ActionType.MOBILIZE and deed.sort == "drill" and len(actors) >= 2:
        kind = ActionType.COOPERATE
    if deed.sort == "leave" and any(_is_body(known, c) for c in recipients):
        kind = ActionType.SANCTION
    joint = deed.sort == "drill" and deed.frame != "joint" and _seen(view, "frame", "joint")
    if joint and kind is ActionType.MOBILIZE and len(actors) < 2 and not recipients:
        kind = ActionType.COOPERATE
    kind, status = _turned(deed, kind, status)
    tense = 1 if status in (Status.PLANNED, Status.PROPOSED, Status.HYPOTHETICAL) else -1
    date, candidates = settled(view, when, era, tense)
    dates = date_options(view, deed.i, deed.j, era, tense, kind=kind)
    start, end = evidence_span(view, deed.i, deed.j)
    near = around(view, deed.i, deed.j)
    own = [
        f"k={kind}",
        f"sort={deed.sort}",
        f"frame={deed.frame}",
        f"turn={deed.turn}",
        f"ra={min(len(actors), 3)}",
        f"rr={min(len(recipients), 2)}",
        f"passive={int(deed.passive is not None)}",
        f"noun={int(deed.noun)}",
    ]
    begun = any(0 <= deed.i - h.j <= 3 for h in view.sentence.cues("start"))
    features = [
        *near,
        *own,
        f"date={int(date is not None)}",
        f"start={int(begun)}",
        f"sort.turn={deed.sort}.{deed.turn}",
        f"kar={kind}.{min(len(actors), 2)}.{min(len(recipients), 2)}",
        f"sst={deed.sort}.{status}",
        f"st={status}",
        *_standing(view, deed, options),
        f"joint={int(joint)}",
        f"sq={deed.sort}.{int(view.sentence.in_quote(deed.i))}",
        f"deeds={min(len(view.sentence.cues('deed')), 5)}",
    ]
    asks = {
        "status": [
            *mood(view, deed.i, deed.j),
            f"st={status}",
            f"k={kind}",
            f"sort={deed.sort}",
            f"turn={deed.turn}",
            f"date={int(date is not None)}",
        ],
        "type": [
            *near,
            *own,
            f"joint={int(joint)}.{deed.sort}",
            *_after(view, deed),
            f"s.t={deed.sort}.{deed.turn}",
            f"s.n={deed.sort}.{min(len(actors), 2)}{min(len(recipients), 2)}",
        ],
    }
    return ActionDraft(
        start,
        end,
        f"action.{deed.sort}",
        view.sentence.index,
        candidates=candidates,
        type=kind,
        actors=actors,
        recipients=recipients,
        date=date,
        place=place_near(view, deed.j),
        status=status,
        features=features,
        asks=asks,
        options=options,
        dates=dates,
        at=view.tokens[deed.i].start,
    )


def _is_body(known: Knowledge, code: str) -> bool:
    actor = known.actors.get(code)
    return actor is not None and actor.kind not in ("state", "territory")


def _seen(view: View, setting: str, value: str) -> bool:
    """Whether an act of that setting was named in the sentences before."""
    return any(
        h.cue.get(setting) == value for s in view.analysis.sentences[: view.sentence.index] for h in s.cues("deed")
    )


def _after(view: View, deed: Deed) -> list[str]:
    """Features of what the act is done to: an instrument, a body, an act named right after it."""
    found = [
        f"{cls}.after.{deed.sort}"
        for cls in ("instrument", "treaty")
        if any(0 <= h.i - deed.j <= 5 for h in view.sentence.cues(cls))
    ]
    found += [
        f"deed.after.{deed.sort}.{h.cue.get('sort')}" for h in view.sentence.cues("deed") if 0 <= h.i - deed.j <= 5
    ]
    found += [
        f"deed.before.{deed.sort}.{h.cue.get('sort')}" for h in view.sentence.cues("deed") if 0 <= deed.i - h.j <= 5
    ]
    found += [
        f"role.after.{m.role}.{len(m.codes[0]) == 3}.{deed.sort}"
        for m in view.sentence.mentions
        if m.codes and 0 <= m.i - deed.j <= 4
    ]
    return found


def _standing(view: View, deed: Deed, options: list[Option]) -> list[str]:
    """Features of how the act stands in sentence and article: subject, object, how often its sort was named before."""
    sentence = view.sentence
    subject, target = subject_of(view, deed), view.object(deed.j, reach=14)
    found = (
        ["subject=none"]
        if subject is None
        else [f"subject={subject.kind}.{subject.role}", gap("subject", deed.i - subject.j)]
    )
    found += (
        ["target=none"] if target is None else [f"target={target.kind}.{target.prep}", gap("target", target.i - deed.j)]
    )
    if subject is not None:
        between = [
            cls
            for cls in ("say", "that", "modal", "neg", "passive", "start", "saynoun")
            if any(subject.j <= h.i < deed.i for h in sentence.cues(cls))
        ]
        found += [f"between={cls}" for cls in between] or ["between=none"]
    earlier = [h for s in view.analysis.sentences[: sentence.index] for h in s.cues("deed")]
    again = sum(h.cue.get("sort") == deed.sort for h in earlier)
    titled = {h.cue.get("sort") for s in view.analysis.sentences[:3] if s.role == "title" for h in s.cues("deed")}
    found += [
        f"again={min(again, 3)}",
        f"again.{deed.sort}={min(again, 2)}",
        f"deeds.before={min(len(earlier) // 3, 5)}",
        f"titled={int(deed.sort in titled)}",
        f"titles={min(len(titled), 2)}",
    ]
    codes = {c for m in sentence.mentions for c in m.codes}
    found += [
        f"codes={min(len(codes), 4)}",
        f"codes.title={min(len(codes & set(view.analysis.title_codes)), 2)}",
        f"options={min(len(options), 6)}",
    ]
    near = min(
        (
            min(abs(w.i - deed.j), abs(deed.i - w.j))
            for w in sentence.dates
            if w.relative is None or w.relative[0] == "day"
        ),
        default=99,
    )
    found.append(f"dated={0 if near <= 4 else 1 if near <= 10 else 2 if near < 99 else 3}")
    return found


def take_sides(draft: ActionDraft, rated: list[tuple[str, float, float]]) -> None:
    """Set the sides from how probable each actor is as doer and as the one it is done to."""
    actors = [(a, c) for c, a, r in rated if a >= _SURE and a >= r]
    recipients = [(r, c) for c, a, r in rated if r >= _SURE and r > a]
    if not actors:
        best = max(((a, c) for c, a, r in rated if a >= _DOER and a >= r), default=None)
        actors = [best] if best is not None else []
    if not recipients:
        best = max(((r, c) for c, a, r in rated if r >= _OBJECT and r > a), default=None)
        recipients = [best] if best is not None else []
    draft.actors = [c for _, c in sorted(actors, reverse=True)][:4]
    draft.recipients = [c for _, c in sorted(recipients, reverse=True)][:3]
    sure = min((a for a, _ in actors), default=0.0)
    hit = min((r for r, _ in recipients), default=0.0)
    other = max((max(a, r) for c, a, r in rated if c not in draft.actors and c not in draft.recipients), default=0.0)
    n = f"{min(len(actors), 2)}.{min(len(recipients), 2)}"
    draft.features += [
        f"na={len(actors)}",
        f"nr={len(recipients)}",
        f"n={n}",
        f"sa={int(sure * 5)}",
        f"sr={int(hit * 5)}",
        f"so={int(other * 5)}",
        f"type={draft.type}",
        f"type.n={draft.type}.{n}",
        f"status={draft.status}",
        f"type.status={draft.type}.{draft.status}",
    ]


def merge_actions(drafts: list[ActionDraft]) -> list[ActionDraft]:
    """One record for each act of the same sides, told by the sentence that says it most surely."""
    named = [d for d in drafts if d.actors or d.recipients]
    for d in named:
        above = [o.confidence for o in named if o.sentence == d.sentence and o.confidence > d.confidence]
        like = [
            o.confidence for o in named if o.sentence == d.sentence and o.type is d.type and o.confidence > d.confidence
        ]
        d.features += [
            f"m.rank={min(len(above), 3)}",
            f"m.like={min(len(like), 2)}",
            f"m.conf={int(d.confidence * 12)}",
            f"m.gap={int(10 * (max(above, default=d.confidence) - d.confidence))}",
        ]
    merged: list[ActionDraft] = []
    for d in sorted(named, key=lambda d: (-d.confidence, d.sentence, d.start)):
        have = next((m for m in merged if _same(m, d)), None)
        if have is None:
            merged.append(d)
        else:
            have.members += 1
            have.date = have.date or d.date
            have.place = have.place or d.place
    for d in merged:
        before = [m for m in merged if m.confidence > d.confidence]
        d.features += [f"m.article={min(len(before), 6)}", f"m.alike={min(sum(m.type is d.type for m in before), 3)}"]
    return sorted(merged, key=lambda d: (d.sentence, d.at))


def _same(a: ActionDraft, b: ActionDraft) -> bool:
    if (
        a.type is not b.type
        or not same_day(a.date, b.date)
        or not _within(a.actors, b.actors)
        or not _within(a.recipients, b.recipients)
    ):
        return False
    if not set(a.actors) & set(b.actors) and not set(a.recipients) & set(b.recipients):
        return False
    return a.status == b.status or a.sentence == b.sentence


def _within(a: list[str], b: list[str]) -> bool:
    return set(a) == set(b)


__all__ = ["deeds", "find_actions", "merge_actions", "take_sides"]
