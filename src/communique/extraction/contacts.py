"""Contacts: who talked to whom. What the rules propose for one sentence; the sides are found in `contact_frames`."""

from __future__ import annotations

from communique.extraction.contact_fields import ahead, first_since, initiator, place, refers, topics, via
from communique.extraction.contact_frames import Sides, sides
from communique.extraction.contact_people import apposed, beside
from communique.extraction.contact_places import place_options
from communique.extraction.contact_timing import Headline, headlines, standing, titled
from communique.extraction.dating import date_options
from communique.extraction.deciding.features import around, gap, mood, who
from communique.extraction.deciding.traits import Feature, under
from communique.extraction.drafts import ContactDraft, participants
from communique.extraction.frames import View, evidence_span, status_of
from communique.extraction.model import Hit
from communique.extraction.nearest import date_near, settled
from communique.extraction.publication import Era
from communique.knowledge import Knowledge, Level
from communique.records import ContactKind, Participant, Status

_FILLED = frozenset({Level.HEAD, Level.FOREIGN, Level.DEFENCE, Level.CHIEF_OF_STAFF})
_LOOK_BACK = 20
_BESIDE = 30
"""Cost up to which a date is beside the contact word."""
_TELLERS = frozenset({"spokesperson"})
"""Offices whose holders tell of a contact, and are no part of it."""
_MOST = 12
"""Participants beyond which a list is no list of them."""


def find_contacts(
    view: View, era: Era, known: Knowledge, earlier: list[ContactDraft] | None = None
) -> list[ContactDraft]:
    """All contacts of one sentence, unmerged; `earlier`: those of the sentences before it."""
    drafts: list[ContactDraft] = []
    hits = view.sentence.cues("contact")
    heads = headlines(view.analysis) if hits else []
    for hit in hits:
        had = [*(earlier or ())[-_LOOK_BACK:], *drafts]
        for found in sides(view, hit, had):
            draft = _draft(view, hit, found, era, known, heads)
            if draft is not None:
                drafts.append(draft)
    return [d for d in drafts if not _content(d, drafts)]


def _content(draft: ContactDraft, drafts: list[ContactDraft]) -> bool:
    """Whether it only says what was spoken of in a contact that the sentence names: "discussed X in a call"."""
    return draft.refers == "content" and any(x.refers != "content" and draft.codes <= x.codes for x in drafts)


def _draft(
    view: View, hit: Hit, found: Sides, era: Era, known: Knowledge, heads: list[Headline]
) -> ContactDraft | None:
    rule, mentions = found.rule, apposed(view, found.mentions)
    people = list(found.people) or named(view, hit, _of_heads(view, hit, participants(mentions), known), known)
    if any(p.office in _TELLERS for p in people):
        people = _without_tellers(people)
    codes = {p.code for p in people}
    if len(codes) < 2 or len(people) > _MOST:
        return None
    kind = ContactKind(hit.cue.value)
    if kind is ContactKind.SUMMIT and not any(_is_organisation(known, c) for c in codes):
        kind = ContactKind.MEETING
    begun, since = first_since(view, hit, era)
    when = date_near(view, hit.i)
    if when is not None and begun is not None and when.value == begun.value:
        when = None
    status = status_of(view, hit.i, hit.j, when, era, ongoing=kind in (ContactKind.TALKS, ContactKind.VISIT))
    tense = 1 if status in (Status.PLANNED, Status.PROPOSED) else -1 if status is Status.OCCURRED else 0
    date, candidates = settled(view, when, era, tense)
    start, end = evidence_span(
        view,
        min([hit.i, *(m.i for m in mentions if m.sentence == view.sentence.index)]),
        max([hit.j, *(m.j for m in mentions)]),
    )
    features = [
        *around(view, hit.i, hit.j),
        f"rule={rule}",
        f"k={kind}",
        f"ncodes={min(len(codes), 5)}",
        f"npers={min(sum(p.person is not None for p in people), 3)}",
        f"st={status}",
    ]
    features += [
        f"title={sum(c in view.analysis.title_codes for c in codes)}",
        f"org={int(any(_is_organisation(known, c) for c in codes))}",
        f"when={'none' if date is None else 'day' if date.count('-') >= 2 else 'part'}",
    ]
    for n, m in enumerate(mentions[:3]):
        features += [who(f"m{n}", m), gap(f"m{n}", (m.i - hit.j) if m.i >= hit.j else (m.j - hit.i))]
    dates = date_options(view, hit.i, hit.j, era, tense, kind=kind, beside=(-1,))
    dates = [o for o in dates if o.value != since]
    for option in dates:
        option.ahead = ahead(option.value, era)
        option.stands = standing(option.value, bool(option.candidates), era)
        option.words = tuple([f"d{f}" for f in option.features[-2:] if isinstance(f, str)])
        option.features.append(f"ahead={option.ahead}")
    word = view.words(hit.i, hit.j).lower()
    ordinal = next((h.cue.value for h in view.sentence.cues("ordinal") if abs(h.i - hit.j) <= 3), "")
    verbs = mood(view, hit.i, hit.j)
    last = next((f for f in verbs if isinstance(f, str) and f.startswith("last=")), "last=")
    nearest = min(dates, key=lambda o: o.cost, default=None)
    dated = nearest if nearest is not None and nearest.cost <= _BESIDE else None
    lies, stands = (dated.ahead, dated.stands) if dated is not None else ("none", "none")
    told: list[Feature] = [
        *verbs,
        f"st={status}",
        f"k={kind}",
        f"kst={kind}.{status}",
        f"rule={rule}",
        f"lies={lies}",
        f"lies.st={lies}.{status}",
        f"w.last={word}.{last}",
        f"ordinal={ordinal}",
        f"refers={refers(view, hit)}",
        f"stands={stands}",
        f"stands.st={stands}.{status}",
        *(dated.words if dated is not None else ()),
    ]
    asks: dict[str, list[Feature]] = {
        "status": [*told, *under("w:", around(view, hit.i, hit.j))],
        "event": [*under("1:", told), *titled(heads, codes, kind)],
    }
    where = place(view, hit, kind, found)
    return ContactDraft(
        start,
        end,
        f"contact.{rule}",
        view.sentence.index,
        candidates=candidates,
        kind=kind,
        participants=people,
        date=date,
        place=where,
        places=place_options(view, hit, kind, where),
        status=status,
        initiator=initiator(view, hit, found),
        topics=topics(view, hit, mentions),
        via=via(view, known),
        first_since=since,
        features=features,
        asks=asks,
        dates=dates,
        word=word,
        ordinal=ordinal,
        refers=refers(view, hit),
        beside=beside(view, people),
    )


def _without_tellers(people: list[Participant]) -> list[Participant]:
    """Participants, those who only tell of it given as their side."""
    taking = [p for p in people if p.office not in _TELLERS]
    codes = dict.fromkeys(p.code for p in people)
    return [*taking, *(Participant(c) for c in codes if all(p.code != c for p in taking))]


def _of_heads(view: View, hit: Hit, people: list[Participant], known: Knowledge) -> list[Participant]:
    """Participants of a summit of states: where the head of one is named, another's envoy or official beside the word
    only speaks of it, and stands for the side.
    """
    levels = {p.code: set[Level | None]() for p in people}
    for p in people:
        levels[p.code].add(known.level(p.office) if p.person is not None else None)
    heads = {code for code, held in levels.items() if Level.HEAD in held}
    if not hit.cue.get("summit") or not heads or any(_is_organisation(known, m.code or "") for m in view.actors):
        return people
    below = {code for code, held in levels.items() if held and held <= _BELOW}
    return list(dict.fromkeys(Participant(p.code) if p.code in below else p for p in people))


_BELOW = frozenset({Level.ENVOY, Level.WORKING, Level.BODY})

_PLURAL = {
    Level.DEFENCE: "defence minister",
    Level.FOREIGN: "foreign minister",
    Level.CHIEF_OF_STAFF: "chief of general staff",
}
"""What "the two ministers" or "the two generals" may be, where the article names one such of each side."""


def named(view: View, hit: Hit, people: list[Participant], known: Knowledge) -> list[Participant]:
    """Participants with the persons the article names for their offices; at a summit, the heads of the states."""
    named_in = view.analysis.people
    out: list[Participant] = []
    shared = [lv for lv in _PLURAL if all(len(named_in.get((p.code, lv.value), ())) == 1 for p in people)]
    for p in people:
        if p.person is None and p.office in ("minister", "general") and len(shared) == 1:
            out.append(Participant(p.code, named_in[p.code, shared[0].value][0], _PLURAL[shared[0]]))
            continue
        level = known.level(p.office)
        if (
            p.person is None
            and level is None
            and p.office is None
            and hit.cue.get("summit")
            and (p.code, "head") in named_in
        ):
            level = Level.HEAD
        names = named_in.get((p.code, level.value), []) if p.person is None and level in _FILLED else []
        if names and (len(names) == 1 or level is Level.HEAD):
            out.append(
                Participant(
                    p.code, names[0], p.office if p.office not in (None, "leader") else "leader" if p.office else None
                )
            )
        else:
            out.append(p)
    return out


def _is_organisation(known: Knowledge, code: str) -> bool:
    actor = known.actors.get(code)
    return actor is not None and actor.kind in ("intergovernmental", "bloc", "forum")
