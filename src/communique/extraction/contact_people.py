"""Persons whom the sentence of a contact names beside its frame, and who took part for a side that has no name yet."""

from __future__ import annotations

from communique.extraction.contact_loose import GROUP
from communique.extraction.drafts import ContactDraft
from communique.extraction.frames import View
from communique.extraction.model import Mention
from communique.knowledge import Level, knowledge
from communique.records import Participant

_OUTSIDE = frozenset({"spokesperson", "expert", "commentator", "ambassador"})
"""Offices whose holders speak of what others did."""
_TOLD_OF = frozenset({"according", "about", "from", "between"})
_FACE_TO_FACE = frozenset({"person", "visit", "remote"})
_LEADERS = frozenset({None, "leader"})


def apposed(view: View, mentions: list[Mention]) -> list[Mention]:
    """Each actor without a name as the person of it whose name follows at once, with those of it listed after the name:
    "the businessman of A, B".
    """
    names = {m.i: m for m in view.actors if m.kind == "person" and m.person is not None and len(m.codes) == 1}
    if not names:
        return mentions
    return [x for m in mentions for x in _followed(view, m, names.get(m.j))]


def _followed(view: View, m: Mention, name: Mention | None) -> list[Mention]:
    if name is None or m.kind not in ("actor", "body") or m.codes != name.codes:
        return [m]
    return [x for x in view.group(name) if x.codes == name.codes]


def beside(view: View, people: list[Participant]) -> list[Participant]:
    """Persons of the sentence that may have taken part for a side of `people` without a name.

    Those that something is said to be of ("the predecessor of A", "at the invitation of B") come last.
    """
    bare = {p.code for p in people} - {p.code for p in people if p.person is not None}
    if not bare:
        return []
    able = [
        m
        for m in view.actors
        if m.kind in ("person", "pronoun")
        and m.person is not None
        and len(m.codes) == 1
        and m.codes[0] in bare
        and m.office not in _OUTSIDE
        and m.office_mod != "former"
        and m.prep not in _TOLD_OF
    ]
    able.sort(key=lambda m: m.prep == "of")
    return [Participant(m.codes[0], m.person, m.office) for m in able if m.person is not None]


def fill_people(contacts: list[ContactDraft]) -> None:
    """Give each side without a name the person beside the frame, where their rank is that of the other side's."""
    known = knowledge()
    for d in contacts:
        if GROUP[d.kind] not in _FACE_TO_FACE:
            continue
        ranks = {known.level(p.office) for p in d.participants if p.person is not None}
        for k, p in enumerate(d.participants):
            if p.person is not None or any(q.person is not None and q.code == p.code for q in d.participants):
                continue
            found = next((q for x in (d, *d.parts) for q in x.beside if q.code == p.code and _fits(p, q, ranks)), None)
            if found is not None:
                d.participants[k] = found


def _fits(bare: Participant, named: Participant, ranks: set[Level | None]) -> bool:
    """Whether somebody may be who stands for a side: their rank is the one said, and that of the others named."""
    rank = knowledge().level(named.office)
    if bare.office not in _LEADERS and knowledge().level(bare.office) is not rank:
        return False
    if bare.office == "leader" and rank is not Level.HEAD:
        return False
    return not ranks or rank in ranks
