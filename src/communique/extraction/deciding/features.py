"""What the deciding models look at: the rule, the words around, what stands in the clause, where in the article."""

from __future__ import annotations

from communique.extraction.frames import View
from communique.extraction.model import Mention
from communique.extraction.tokens import MARK

_MOOD = frozenset(
    {
        "future", "past", "ongoing", "neg", "modal", "if", "cancel", "refuse", "propose", "agree", "deny", "passive",
        "first", "since", "say", "tone",
    }
)  # fmt: skip
_CLASSES = _MOOD | {
    "clause", "that", "saynoun", "contact", "deed", "treaty", "instrument", "stateword", "statechange", "stop", "cite",
    "according",
}  # fmt: skip
_VALUED = frozenset({"modal", "tone", "say", "treaty", "statechange", "passive"})
_MOOD_VALUED = frozenset({"modal", "passive", "tone"})
_REACH, _MOOD_REACH = 12, 14
_MOST_NAMES = 4_096


class _Names(dict[str, tuple[str, ...]]):
    """Feature names of a word, made once a word.

    Left and right of the thing, at the places next to it (two before, two after), and beside a verb.
    """

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) > _MOST_NAMES:
            self.clear()
        made = self[word] = (
            f"<{word}", f">{word}", f"-1{word}", f"-2{word}", f"+0{word}", f"+1{word}",
            f"b{word}", f"b1{word}", f"b2{word}", f"a{word}",
        )  # fmt: skip
        return made


class _CueNames(dict[str, tuple[tuple[str, ...], ...]]):
    """Feature names of a cue: by side, the name alone and with how near it is."""

    def __missing__(self, tag: str) -> tuple[tuple[str, ...], ...]:
        made = self[tag] = tuple(
            (f"c{side}{tag}", f"c{side}0{tag}", f"c{side}1{tag}", f"c{side}2{tag}") for side in "lr"
        )
        return made


class _MoodNames(dict[str, tuple[str, ...]]):
    """Feature names of a cue of the verb group: left in another clause, in this one, near; the same on the right."""

    def __missing__(self, name: str) -> tuple[str, ...]:
        made = self[name] = (f"l0{name}", f"l1{name}", f"lnear{name}", f"r0{name}", f"r1{name}", f"rnear{name}")
        return made


class _WhoNames(dict[tuple[object, ...], list[str]]):
    """Features of a mention in a part of the record, by what they say of it."""

    def __missing__(self, key: tuple[object, ...]) -> list[str]:
        prefix, kind, prep, role, named, office, plural, how = key
        found = [f"{prefix}={kind}", f"{prefix}.prep={prep}", f"{prefix}.role={role}"]
        if kind == "person":
            found += [f"{prefix}.named={named}", f"{prefix}.office={office}"]
        if plural:
            found.append(f"{prefix}.plural")
        if how:
            found.append(f"{prefix}.how={how}")
        if len(self) > _MOST_NAMES:
            self.clear()
        self[key] = found
        return found


_names = _Names()
_cue_names = _CueNames()
_mood_names = _MoodNames()
_who_names = _WhoNames()


class Words:
    """A sentence's words and cues as feature names; `words[k]`: of token ``begin + k``, capitals all alike."""

    def __init__(self, view: View) -> None:
        tokens, begin = view.tokens, view.begin
        names = _names
        self.words = [names["^" if t.cap else t.word] for t in tokens[begin : view.end]]
        first = tokens[begin]
        if first.cap:
            self.words[0] = names[first.word]
        self.cues: list[tuple[int, int, tuple[tuple[str, ...], ...]]] = []
        self.mood: list[tuple[int, int, int, str, bool, tuple[str, ...]]] = []
        for h in view.sentence.ordered():
            cue = h.cue
            cls = cue.cls
            if cls in _CLASSES:
                self.cues.append((h.i, h.j, _cue_names[cls + cue.value if cls in _VALUED else cls]))
                if cls in _MOOD:
                    name = cls + cue.value if cls in _MOOD_VALUED else cls
                    self.mood.append((h.i, h.j, view.at(h.i), name, cls not in ("tone", "say"), _mood_names[name]))


def words_of(view: View) -> Words:
    """The sentence's feature names, made when first asked for."""
    made = view.names
    if made is None:
        made = view.names = Words(view)
    return made


def around(view: View, i: int, j: int, *, wide: int = 7) -> list[str]:
    """Features of the words and cues around tokens `i`..`j`, each once."""
    key = (i, j, wide)
    made = view.memory.get(key)
    if made is None:
        made = view.memory[key] = list(dict.fromkeys([*_standing(view), *_around(view, i, j, wide)]))
    return made.copy()


def _around(view: View, i: int, j: int, wide: int) -> list[str]:
    tokens, begin = view.tokens, view.begin
    made = words_of(view)
    words = made.words
    trigger = tokens[i].word if j == i + 1 else " ".join([t.word for t in tokens[i:j]])
    found = [f"t={trigger}", f"q={int(view.sentence.in_quote(i))}"]
    a, b = i - begin, j - begin
    low = a - wide if a > wide else 0
    if a - low > 2:
        found += [names[0] for names in words[low : a - 2]]
        low = a - 2
    if a - low == 2:
        names = words[low]
        found += (names[0], names[3])
    if a > 0:
        names = words[a - 1]
        found += (names[0], names[2])
    right = words[b : b + wide]
    if b == 0 and tokens[begin].cap:
        right[0] = _names["^"]
    for names, place in zip(right, (4, 5), strict=False):
        found += (names[1], names[place])
    found += [names[1] for names in right[2:]]
    if a > 0:
        t = tokens[i - 1]
        found.append(f"t2={'^' if t.cap and a > 1 else t.word} {trigger}")
    for start, end, sides in made.cues:
        if end <= i:
            distance, names = i - end, sides[0]
        elif start >= i and end <= j:
            continue
        else:
            distance, names = start - j, sides[1]
        if distance <= _REACH:
            found += (names[0], names[1 if distance <= 2 else 2 if distance <= 5 else 3])
    return found


def _standing(view: View) -> list[str]:
    """Features that all things of a sentence share."""
    made = view.memory.get(_SHARED)
    if made is None:
        sentence, tokens = view.sentence, view.tokens
        index, length = sentence.index, sentence.end - sentence.begin
        made = [
            f"role={sentence.role}",
            "pos="
            + ("0" if index <= 2 else "1" if index <= 5 else "2" if index <= 10 else "3" if index <= 20 else "4"),
            "len=" + ("0" if length < 15 else "1" if length < 30 else "2" if length < 50 else "3"),
            f"nm={min(len(view.actors), 6)}",
            f"nd={min(len(sentence.dates), 2)}",
        ]
        if tokens[sentence.end - 1].kind == MARK and tokens[sentence.end - 1].word == "?":
            made.append("question")
        view.memory[_SHARED] = made
    return made


_SHARED, _VERB = (-1, -1, -1), -2


def who(prefix: str, m: Mention | None) -> list[str]:
    """Features of a mention in a part of the record."""
    if m is None:
        return [f"{prefix}=none"]
    named, office = (int(m.person is not None), m.office) if m.kind == "person" else (0, None)
    return _who_names[prefix, m.kind, m.prep, m.role, named, office, m.count != 1, m.how].copy()


def gap(prefix: str, distance: int) -> str:
    """A distance in tokens as a feature."""
    if -13 < distance < 13:
        return prefix + _GAPS[distance]
    return prefix + ("-5" if distance < 0 else "+5")


def _size(d: int) -> str:
    return "0" if d == 0 else "1" if d <= 1 else "2" if d <= 3 else "3" if d <= 6 else "4" if d <= 12 else "5"


_GAPS = {d: ("-" if d < 0 else "+") + _size(abs(d)) for d in range(-12, 13)}


def mood(view: View, i: int, j: int) -> list[str]:
    """Features of the verb group around tokens `i`..`j`: what tells whether the thing happened, and little else."""
    key = (i, j, _VERB)
    made = view.memory.get(key)
    if made is None:
        made = view.memory[key] = list(dict.fromkeys(_mood(view, i, j)))
    return made.copy()


def _mood(view: View, i: int, j: int) -> list[str]:
    sentence, tokens = view.sentence, view.tokens
    found: list[str] = []
    for k in range(max(view.begin, i - 4), i):
        t = tokens[k]
        if not t.cap:
            names = _names[t.word]
            found.append(names[6])
            if k >= i - 2:
                found.append(names[6 + i - k])
    found += [_names[t.word][9] for t in tokens[j : min(view.end, j + 3)] if not t.cap]
    nearest: list[tuple[int, str]] = []
    clause = view.at(i)
    for start, end, number, name, verbal, forms in words_of(view).mood:
        if end <= i:
            distance, side = i - end, 0
        elif start >= i and end <= j:
            continue
        else:
            distance, side = start - j, 3
        if distance > _MOOD_REACH:
            continue
        found.append(forms[side + 1 if number == clause else side])
        if distance <= 4:
            found.append(forms[side + 2])
        if verbal and side == 0:
            nearest.append((distance, name))
    if nearest:
        nearest.sort()
        found += ("seq=" + " ".join([name for _, name in nearest[:2]]), f"last={nearest[0][1]}")
    else:
        found.append("seq=")
    found += (f"q={int(sentence.in_quote(i))}", f"role={sentence.role}")
    for when in sentence.dates:
        side = when.side or (when.relative[1] if when.relative else 0)
        if side:
            found.append(f"dateside={when.side or (1 if side > 0 else -1)}")
    return found
