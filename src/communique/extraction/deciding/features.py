"""What the deciding models look at: the rule, the words around, what stands in the clause, where in the article."""

from __future__ import annotations

from communique.extraction.frames import View
from communique.extraction.model import Mention
from communique.extraction.tokens import MARK

_CLASSES = (
    "future", "past", "ongoing", "neg", "modal", "if", "cancel", "refuse", "propose", "agree", "deny", "passive", "clause", "that",
    "tone", "say", "saynoun", "contact", "deed", "treaty", "instrument", "stateword", "statechange", "stop", "cite", "according", "first", "since",
)


def around(view: View, i: int, j: int, *, wide: int = 7) -> list[str]:
    """Features of the words and cues around tokens `i`..`j`."""
    sentence, tokens = view.sentence, view.tokens
    words = [tokens[k].word if not tokens[k].cap or k == sentence.begin else "^" for k in range(max(sentence.begin, i - wide), min(sentence.end, j + wide))]
    offset = i - max(sentence.begin, i - wide)
    trigger = " ".join(tokens[k].word for k in range(i, j))
    found = [f"t={trigger}"]
    for k, word in enumerate(words):
        place = k - offset
        if 0 <= place < j - i:
            continue
        if place < 0:
            found.append(f"<{word}")
            if place >= -2:
                found.append(f"{place}{word}")
        else:
            found.append(f">{word}")
            if place - (j - i) < 2:
                found.append(f"+{place - (j - i)}{word}")
    if offset > 0:
        found.append(f"t2={words[offset - 1]} {trigger}")
    for cls in _CLASSES:
        for h in sentence.cues(cls):
            if h.i >= i and h.j <= j:
                continue
            distance = i - h.j if h.j <= i else h.i - j
            if distance > 12:
                continue
            side = "l" if h.j <= i else "r"
            near = "0" if distance <= 2 else "1" if distance <= 5 else "2"
            value = h.cue.value if cls in ("modal", "tone", "say", "treaty", "statechange", "passive") else ""
            found.append(f"c{side}{cls}{value}")
            found.append(f"c{side}{near}{cls}{value}")
    found.append(f"role={sentence.role}")
    index = sentence.index
    found.append("pos=" + ("0" if index <= 2 else "1" if index <= 5 else "2" if index <= 10 else "3" if index <= 20 else "4"))
    found.append(f"q={int(sentence.in_quote(i))}")
    length = sentence.end - sentence.begin
    found.append("len=" + ("0" if length < 15 else "1" if length < 30 else "2" if length < 50 else "3"))
    found.append(f"nm={min(len(view.actors), 6)}")
    found.append(f"nd={min(len(sentence.dates), 2)}")
    if tokens[sentence.end - 1].kind == MARK and tokens[sentence.end - 1].word == "?":
        found.append("question")
    return found


def who(prefix: str, m: Mention | None) -> list[str]:
    """Features of a mention in a part of the record."""
    if m is None:
        return [f"{prefix}=none"]
    found = [f"{prefix}={m.kind}", f"{prefix}.prep={m.prep}", f"{prefix}.role={m.role}"]
    if m.kind == "person":
        found.append(f"{prefix}.named={int(m.person is not None)}")
        found.append(f"{prefix}.office={m.office}")
    if m.count != 1:
        found.append(f"{prefix}.plural")
    if m.how:
        found.append(f"{prefix}.how={m.how}")
    return found


def gap(prefix: str, distance: int) -> str:
    """A distance in tokens as a feature."""
    d = abs(distance)
    size = "0" if d == 0 else "1" if d <= 1 else "2" if d <= 3 else "3" if d <= 6 else "4" if d <= 12 else "5"
    return f"{prefix}{'-' if distance < 0 else '+'}{size}"


_MOOD = ("future", "past", "ongoing", "neg", "modal", "if", "cancel", "refuse", "propose", "agree", "deny", "passive", "first", "since", "say", "tone")


def mood(view: View, i: int, j: int) -> list[str]:
    """Features of the verb group around tokens `i`..`j`: what tells whether the thing happened, and little else."""
    sentence, tokens = view.sentence, view.tokens
    found: list[str] = []
    for k in range(max(sentence.begin, i - 4), i):
        if not tokens[k].cap:
            found.append(f"b{tokens[k].word}")
            if i - k <= 2:
                found.append(f"b{i - k}{tokens[k].word}")
    for k in range(j, min(sentence.end, j + 3)):
        if not tokens[k].cap:
            found.append(f"a{tokens[k].word}")
    nearest: list[tuple[int, str]] = []
    for cls in _MOOD:
        for h in sentence.cues(cls):
            if h.i >= i and h.j <= j:
                continue
            distance = i - h.j if h.j <= i else h.i - j
            if distance > 14:
                continue
            name = f"{cls}{h.cue.value if cls in ('modal', 'passive', 'tone') else ''}"
            side = "l" if h.j <= i else "r"
            same = int(view.same(h.i, i))
            found.append(f"{side}{same}{name}")
            if distance <= 4:
                found.append(f"{side}near{name}")
            if side == "l" and cls not in ("tone", "say"):
                nearest.append((distance, name))
    nearest.sort()
    found.append("seq=" + " ".join(name for _, name in nearest[:2]))
    if nearest:
        found.append(f"last={nearest[0][1]}")
    found.append(f"q={int(sentence.in_quote(i))}")
    found.append(f"role={sentence.role}")
    for when in sentence.dates:
        if when.side or (when.relative and when.relative[1]):
            side_value = when.side or (1 if when.relative and when.relative[1] > 0 else -1)
            found.append(f"dateside={side_value}")
    return found
