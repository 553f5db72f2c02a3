"""The sides of a gathering of many: a body and who attends or speaks there; a press conference of two."""

from __future__ import annotations

from communique.extraction.contact_loose import Sides, distinct, pair
from communique.extraction.contact_sides import after_comma, is_state, nearest_subject, partner_after
from communique.extraction.frames import View
from communique.extraction.model import Hit, Mention


def _body_after(view: View, token: int, reach: int) -> Mention | None:
    """The organisation or forum whose gathering it is."""
    return next(
        (
            m
            for m in view.sentence.mentions
            if (m.kind in ("actor", "body") or (m.kind == "person" and m.person is None))
            and 0 <= m.i - token <= reach
            and m.codes
            and not is_state(m.codes[0])
        ),
        None,
    )


def attend(view: View, hit: Hit) -> list[Sides]:
    _, subject = nearest_subject(view, hit.i, 25)
    if subject and all(m.kind == "actor" for m in subject) and not view.mark_between(subject[-1].j, hit.i, ",;"):
        before = nearest_subject(view, subject[0].i, 6)[1]
        subject = before if before and before[-1].kind in ("person", "pronoun") else subject
    body = _body_after(view, hit.j, 8)
    if body is None:
        return []
    present = [m for m in subject or after_comma(view, body.j) if m.kind in _PRESENT and m.code is not None]
    return pair("attend", present, [body])


_PRESENT = frozenset({"person", "pronoun", "body", "actor"})


def _attending(view: View, hit: Hit) -> list[Mention]:
    """Who attends the gathering named before this one: "he will attend the meeting of A and the summit of B"."""
    if not any(h.j == hit.i for h in view.sentence.cues("and")):
        return []
    first = next((h for h in view.sentence.cues("contact") if h.cue.get("frame") == "attend" and h.j <= hit.i), None)
    if first is None or hit.i - first.j > _LISTED or view.mark_between(first.j, hit.i, ";:"):
        return []
    return nearest_subject(view, first.i, 25)[1]


_LISTED = 24
"""Tokens between one gathering and the next that the same person attends."""


def forum(view: View, hit: Hit) -> list[Sides]:
    """A gathering of a body, and who speaks or appears at it."""
    body = _body_after(view, hit.j, 5)
    if body is None:
        return []
    for group in (after_comma(view, body.j), _attending(view, hit), nearest_subject(view, hit.i, 20)[1]):
        if present := [m for m in group if m.kind in ("person", "pronoun")]:
            return pair("forum", present, [body])
    return [Sides("forum.pair", [body])] if distinct([body]) else []


def press(view: View, hit: Hit) -> list[Sides]:
    """A press conference that somebody gives together with somebody of another side."""
    partner = partner_after(view, hit.j, 12) or next(
        (m for m in view.actors if 0 <= m.i - hit.j <= 12 and m.prep == "and"), None
    )
    if partner is None or partner.kind != "person":
        return []
    if any(hit.j <= h.i < partner.i for h in view.sentence.cues("contact")):
        return []
    before = [m for m in nearest_subject(view, hit.i, 20)[1] if m.kind in ("person", "pronoun")]
    return pair("press", before or after_comma(view, partner.j), view.group(partner))
