"""What the deciding models look at: the rule, the words around, what stands in the clause, where in the article."""

from __future__ import annotations

from communique.extraction.frames import View
from communique.extraction.model import Mention
from communique.extraction.tokens import MARK

_CLASSES = frozenset(
    {
        "future", "past", "ongoing", "neg", "modal", "if", "cancel", "refuse", "propose", "agree", "deny", "passive", "clause", "that", "tone", "say",
        "saynoun", "contact", "deed", "treaty", "instrument", "stateword", "statechange", "stop", "cite", "according", "first", "since",
    }
)
_VALUED = frozenset({"modal", "tone", "say", "treaty", "statechange", "passive"})
_REACH = 12


class _Names(dict[str, tuple[str, ...]]):
    """Feature names of a word, made once a word: left and right of the thing, and at the two places next to it."""

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) > 100_000:
            self.clear()
        made = self[word] = (f"<{word}", f">{word}", f"-1{word}", f"-2{word}", f"+0{word}", f"+1{word}")
        return made


class _CueNames(dict[str, tuple[tuple[str, ...], ...]]):
    """Feature names of a cue: by side, the name alone and with how near it is."""

    def __missing__(self, tag: str) -> tuple[tuple[str, ...], ...]:
        made = self[tag] = tuple((f"c{side}{tag}", f"c{side}0{tag}", f"c{side}1{tag}", f"c{side}2{tag}") for side in "lr")
        return made


_names = _Names()
_cue_names = _CueNames()


def around(view: View, i: int, j: int, *, wide: int = 7) -> list[str]:
    """Features of the words and cues around tokens `i`..`j`."""
    key = (i, j, wide)
    made = view.memory.get(key)
    if made is None:
        made = view.memory[key] = [*_standing(view), *_around(view, i, j, wide)]
    return made.copy()


def _around(view: View, i: int, j: int, wide: int) -> list[str]:
    sentence, tokens = view.sentence, view.tokens
    begin, end = sentence.begin, sentence.end
    trigger = tokens[i].word if j == i + 1 else " ".join([t.word for t in tokens[i:j]])
    found = [f"t={trigger}", f"q={int(sentence.in_quote(i))}"]
    append = found.append
    for k in range(max(begin, i - wide), i):
        t = tokens[k]
        names = _names[t.word if not t.cap or k == begin else "^"]
        append(names[0])
        if k >= i - 2:
            append(names[1 + i - k])
    for k in range(j, min(end, j + wide)):
        t = tokens[k]
        names = _names["^" if t.cap else t.word]
        append(names[1])
        if k < j + 2:
            append(names[4 + k - j])
    if i > begin:
        t = tokens[i - 1]
        append(f"t2={'^' if t.cap and i - 1 != begin else t.word} {trigger}")
    for h in sentence.ordered():
        cue = h.cue
        if cue.cls not in _CLASSES or (h.i >= i and h.j <= j):
            continue
        left = h.j <= i
        distance = i - h.j if left else h.i - j
        if distance > _REACH:
            continue
        names_by_side = _cue_names[cue.cls + cue.value if cue.cls in _VALUED else cue.cls]
        names = names_by_side[0 if left else 1]
        append(names[0])
        append(names[1 if distance <= 2 else 2 if distance <= 5 else 3])
    return found


def _standing(view: View) -> list[str]:
    """Features that all things of a sentence share."""
    made = view.memory.get(_SHARED)
    if made is None:
        sentence, tokens = view.sentence, view.tokens
        index, length = sentence.index, sentence.end - sentence.begin
        made = [
            f"role={sentence.role}",
            "pos=" + ("0" if index <= 2 else "1" if index <= 5 else "2" if index <= 10 else "3" if index <= 20 else "4"),
            "len=" + ("0" if length < 15 else "1" if length < 30 else "2" if length < 50 else "3"),
            f"nm={min(len(view.actors), 6)}",
            f"nd={min(len(sentence.dates), 2)}",
        ]
        if tokens[sentence.end - 1].kind == MARK and tokens[sentence.end - 1].word == "?":
            made.append("question")
        view.memory[_SHARED] = made
    return made


_SHARED = (-1, -1, -1)


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


_MOOD = frozenset({"future", "past", "ongoing", "neg", "modal", "if", "cancel", "refuse", "propose", "agree", "deny", "passive", "first", "since", "say", "tone"})
_MOOD_VALUED = frozenset({"modal", "passive", "tone"})


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
    for h in sentence.ordered():
        cls = h.cue.cls
        if cls not in _MOOD or (h.i >= i and h.j <= j):
            continue
        distance = i - h.j if h.j <= i else h.i - j
        if distance > 14:
            continue
        name = f"{cls}{h.cue.value}" if cls in _MOOD_VALUED else cls
        side = "l" if h.j <= i else "r"
        found.append(f"{side}{int(view.same(h.i, i))}{name}")
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
