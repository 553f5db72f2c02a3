"""Contacts: who talked to whom. Each frame of the contact words finds its sides in its own way (see the table's head)."""

from __future__ import annotations

from communique.dates import bounds
from communique.extraction.contact_frames import Sides, sides
from communique.extraction.dating import date_options
from communique.extraction.deciding.features import around, gap, mood, who
from communique.extraction.drafts import ContactDraft, participants
from communique.extraction.frames import View, date_near, evidence_span, place_near, settled, status_of, via_near
from communique.extraction.model import Hit, Mention
from communique.extraction.publication import Era
from communique.knowledge import Knowledge, Level
from communique.records import ContactKind, Participant, Place, Status

_FILLED = frozenset({Level.HEAD, Level.FOREIGN, Level.DEFENCE, Level.CHIEF_OF_STAFF})
_MOST = 12
"""Participants beyond which a list is no list of them."""
_REMOTE = frozenset({ContactKind.CALL, ContactKind.VIDEO})


def find_contacts(view: View, era: Era, known: Knowledge, earlier: list[ContactDraft] | None = None) -> list[ContactDraft]:
    """All contacts of one sentence, unmerged; `earlier`: those of the sentences before it."""
    drafts: list[ContactDraft] = []
    for hit in view.sentence.cues("contact"):
        for found in sides(view, hit, [*(earlier or ()), *drafts]):
            draft = _draft(view, hit, found, era, known)
            if draft is not None:
                drafts.append(draft)
    return drafts


def _draft(view: View, hit: Hit, found: Sides, era: Era, known: Knowledge) -> ContactDraft | None:
    rule, mentions = found.rule, found.mentions
    people = list(found.people) or named(view, hit, participants(mentions), known)
    codes = {p.code for p in people}
    if len(codes) < 2 or len(people) > _MOST:
        return None
    kind = ContactKind(hit.cue.value)
    if kind is ContactKind.SUMMIT and not any(_is_organisation(known, c) for c in codes):
        kind = ContactKind.MEETING
    when = date_near(view, hit.i)
    status = status_of(view, hit.i, hit.j, when, era, ongoing=kind in (ContactKind.TALKS, ContactKind.VISIT))
    tense = 1 if status in (Status.PLANNED, Status.PROPOSED) else -1 if status is Status.OCCURRED else 0
    date, candidates = settled(view, when, era, tense)
    start, end = evidence_span(view, min([hit.i, *(m.i for m in mentions if m.sentence == view.sentence.index)]), max([hit.j, *(m.j for m in mentions)]))
    features = [*around(view, hit.i, hit.j), f"rule={rule}", f"k={kind}", f"ncodes={min(len(codes), 5)}", f"npers={min(sum(p.person is not None for p in people), 3)}", f"st={status}"]
    features += [
        f"title={sum(c in view.analysis.title_codes for c in codes)}", f"org={int(any(_is_organisation(known, c) for c in codes))}",
        f"when={'none' if date is None else 'day' if date.count('-') >= 2 else 'part'}",
    ]
    for n, m in enumerate(mentions[:3]):
        features += [*who(f"m{n}", m), gap(f"m{n}", (m.i - hit.j) if m.i >= hit.j else (m.j - hit.i))]
    dates = date_options(view, hit.i, hit.j, era, tense, kind=kind)
    for option in dates:
        option.features.append(f"ahead={_ahead(option.value, era)}")
    word = view.words(hit.i, hit.j).lower()
    ordinal = next((h.cue.value for h in view.sentence.cues("ordinal") if abs(h.i - hit.j) <= 3), "")
    asks = {"status": [*mood(view, hit.i, hit.j), f"st={status}", f"k={kind}", f"kst={kind}.{status}", f"rule={rule}"]}
    return ContactDraft(
        start, end, f"contact.{rule}", view.sentence.index, candidates=candidates, kind=kind, participants=people, date=date,
        place=_place(view, hit, kind, mentions), status=status, initiator=_initiator(view, hit), via=list(via_near(view)),
        first_since=_first_since(view, hit), features=features, asks=asks, dates=dates, word=word, ordinal=ordinal,
    )


def _ahead(value: str, era: Era) -> str:
    """On which side of the day of writing a date lies, where that is known."""
    first, last = bounds(value.split("/")[0])
    if era.today is not None and first is not None and last is not None:
        return "later" if first > era.today else "before" if last < era.today else "now"
    parts = value.split("/")[0].split("-")
    if era.anchor is None or parts[0] != "XXXX" or len(parts) < 2:
        return "open"
    months = (int(parts[1]) - era.anchor[0] + 6) % 12 - 6
    day = int(parts[2]) - era.anchor[1] if len(parts) > 2 and era.anchor[1] is not None and months == 0 else 0
    distance = months or day
    return "later" if distance > 0 else "before" if distance < 0 else "now"


def named(view: View, hit: Hit, people: list[Participant], known: Knowledge) -> list[Participant]:
    """Participants with the persons the article names for their offices; at a summit, the heads of the states."""
    named_in = view.analysis.people
    out: list[Participant] = []
    for p in people:
        level = known.level(p.office)
        if p.person is None and level is None and p.office is None and hit.cue.get("summit") and (p.code, "head") in named_in:
            level = Level.HEAD
        names = named_in.get((p.code, level.value), []) if p.person is None and level in _FILLED else []
        if names and (len(names) == 1 or level is Level.HEAD):
            out.append(Participant(p.code, names[0], p.office if p.office not in (None, "leader") else "leader" if p.office else None))
        else:
            out.append(p)
    return out


def _is_organisation(known: Knowledge, code: str) -> bool:
    actor = known.actors.get(code)
    return actor is not None and actor.kind in ("intergovernmental", "bloc", "forum")


def _place(view: View, hit: Hit, kind: ContactKind, mentions: list[Mention]) -> Place | None:
    if kind in _REMOTE or kind is ContactKind.LETTER:
        return None
    found = place_near(view, hit.j)
    if kind is ContactKind.VISIT:
        goal = mentions[-1]
        spot = next((s for s in view.sentence.spots if s.i <= goal.i < s.j), None)
        return Place(goal.code, spot.site.name if spot is not None else None)
    return found


def _initiator(view: View, hit: Hit) -> str | None:
    for h in view.sentence.cues("initiative"):
        for m in view.sentence.mentions:
            if m.i == h.j or (m.codes and 0 <= m.i - h.j <= 2):
                return m.code
    for h in view.sentence.cues("propose"):
        if abs(h.i - hit.i) <= 10 and not view.mark_between(min(h.j, hit.j), max(h.i, hit.i), ".;"):
            subject = view.subject(h.i, reach=12)
            if subject is not None:
                return subject.code
    return None


def _first_since(view: View, hit: Hit) -> str | None:
    for h in view.sentence.cues("first"):
        if abs(h.i - hit.i) > 30:
            continue
        when = next((w for w in view.sentence.dates if w.i >= h.i and w.i - h.j <= 6), None)
        if when is not None and when.value and "/" not in when.value and bounds(when.value)[0] is not None:
            return when.value
    return None
