"""What the deciding models look at: the rule, the words around, what stands in the clause, where in the article."""

from __future__ import annotations

from functools import lru_cache

from communique.extraction.deciding.traits import Feature, Traits
from communique.extraction.frames import View
from communique.extraction.model import Mention
from communique.extraction.tokens import MARK

_MOOD = frozenset(
    {
        "future", "past", "ongoing", "neg", "modal", "if", "cancel", "refuse", "propose", "agree", "deny", "passive",
        "expect", "first", "since", "say", "tone",
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


class _Names(dict[str, tuple[Traits, ...]]):
    """Features of a word, made once a word.

    Left and right of the thing, at the places next to it (two before, two after), and beside a verb.
    """

    def __missing__(self, word: str) -> tuple[Traits, ...]:
        made = self[word] = tuple([_single(place + word) for place in _PLACES])
        return made


def _single(name: str) -> Traits:
    """The one object of a name, which two words may come to: "b1" and "2", "b" and "12"."""
    made = _singles.get(name)
    if made is None:
        made = _singles[name] = Traits(name)
    return made


_singles: dict[str, Traits] = {}
_PLACES = ("<", ">", "-1", "-2", "+0", "+1", "b", "b1", "b2", "a")


class _CueNames(dict[str, tuple[tuple[Traits, ...], ...]]):
    """Features of a cue: by side, the name alone and with how near it is."""

    def __missing__(self, tag: str) -> tuple[tuple[Traits, ...], ...]:
        made = self[tag] = tuple(
            tuple([Traits(f"c{side}{near}{tag}") for near in ("", "0", "1", "2")]) for side in "lr"
        )
        return made


class _MoodNames(dict[str, tuple[Traits, ...]]):
    """Features of a cue of the verb group: left in another clause, in this one, near; the same on the right."""

    def __missing__(self, name: str) -> tuple[Traits, ...]:
        made = self[name] = tuple([Traits(place + name) for place in ("l0", "l1", "lnear", "r0", "r1", "rnear")])
        return made


class _Triggers(dict[str, Traits]):
    """Feature of the words that a thing is told by."""

    def __missing__(self, trigger: str) -> Traits:
        if len(self) > _MOST_NAMES:
            self.clear()
        made = self[trigger] = Traits(f"t={trigger}")
        return made


_names = _Names()
_cue_names = _CueNames()
_mood_names = _MoodNames()
_triggers = _Triggers()
_QUOTED = (Traits("q=0"), Traits("q=1"))


class Words:
    """A sentence's words and cues as features; `words[k]`: of token ``begin + k``, capitals all alike (`name`)."""

    def __init__(self, view: View) -> None:
        tokens, begin = view.tokens, view.begin
        names = _names
        if len(names) > _MOST_NAMES:  # here alone, so that a word of a sentence has the same features all through
            names.clear()
            _singles.clear()
        self.name = names["^"]
        self.words = [names["^" if t.cap else t.word] for t in tokens[begin : view.end]]
        first = tokens[begin]
        if first.cap:
            self.words[0] = names[first.word]
        self.cues: list[tuple[int, int, tuple[tuple[Traits, ...], ...]]] = []
        self.mood: list[tuple[int, int, int, str, bool, tuple[Traits, ...]]] = []
        for cls, hits in view.sentence.hits.items():
            if cls not in _CLASSES:
                continue
            valued, verbal, mood = cls in _VALUED, cls not in ("tone", "say"), cls in _MOOD
            for h in hits:
                i, j, value = h.i, h.j, h.cue.value
                self.cues.append((i, j, _cue_names[cls + value if valued else cls]))
                if mood:
                    name = cls + value if cls in _MOOD_VALUED else cls
                    self.mood.append((i, j, view.at(i), name, verbal, _mood_names[name]))


def words_of(view: View) -> Words:
    """The sentence's feature names, made when first asked for."""
    made = view.names
    if made is None:
        made = view.names = Words(view)
    return made


def around(view: View, i: int, j: int, *, wide: int = 7) -> list[Feature]:
    """Features of the words and cues around tokens `i`..`j`, each once."""
    key = (i, j, wide)
    made = view.memory.get(key)
    if made is None:
        made = view.memory[key] = list(dict.fromkeys(_around(view, i, j, wide)))
    return made.copy()


def _around(view: View, i: int, j: int, wide: int) -> list[Feature]:
    tokens, begin = view.tokens, view.begin
    made = words_of(view)
    words = made.words
    trigger = tokens[i].word if j == i + 1 else " ".join([t.word for t in tokens[i:j]])
    found: list[Feature] = [_standing(view), _triggers[trigger], _QUOTED[view.sentence.in_quote(i)]]
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
        right[0] = made.name
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


def _standing(view: View) -> Traits:
    """Features that all things of a sentence share."""
    made = view.shared
    if made is None:
        sentence, last = view.sentence, view.tokens[view.end - 1]
        index, length = sentence.index, sentence.end - sentence.begin
        made = view.shared = _place(
            sentence.role,
            0 if index <= 2 else 1 if index <= 5 else 2 if index <= 10 else 3 if index <= 20 else 4,
            0 if length < 15 else 1 if length < 30 else 2 if length < 50 else 3,
            min(len(view.actors), 6),
            min(len(sentence.dates), 2),
            last.kind == MARK and last.word == "?",
        )
    return made


@lru_cache(_MOST_NAMES)
def _place(role: str, place: int, length: int, actors: int, dates: int, question: bool) -> Traits:
    names = (f"role={role}", f"pos={place}", f"len={length}", f"nm={actors}", f"nd={dates}")
    return Traits(*names, "question") if question else Traits(*names)


_VERB = -2


def who(prefix: str, m: Mention | None) -> Traits:
    """Features of a mention in a part of the record."""
    if m is None:
        return Traits(f"{prefix}=none")
    named, office = (m.person is not None, m.office) if m.kind == "person" else (False, None)
    return _who(prefix, m.kind, m.prep, m.role, named, office, m.count != 1, m.how)


@lru_cache(_MOST_NAMES)
def _who(
    prefix: str, kind: str, prep: str | None, role: str | None, named: bool, office: str | None, plural: bool, how: str
) -> Traits:
    found = [f"{prefix}={kind}", f"{prefix}.prep={prep}", f"{prefix}.role={role}"]
    if kind == "person":
        found += [f"{prefix}.named={int(named)}", f"{prefix}.office={office}"]
    if plural:
        found.append(f"{prefix}.plural")
    if how:
        found.append(f"{prefix}.how={how}")
    return Traits(*found)


def gap(prefix: str, distance: int) -> str:
    """A distance in tokens as a feature."""
    if -13 < distance < 13:
        return prefix + _GAPS[distance]
    return prefix + ("-5" if distance < 0 else "+5")


def _size(d: int) -> str:
    return "0" if d == 0 else "1" if d <= 1 else "2" if d <= 3 else "3" if d <= 6 else "4" if d <= 12 else "5"


_GAPS = {d: ("-" if d < 0 else "+") + _size(abs(d)) for d in range(-12, 13)}


@lru_cache(_MOST_NAMES)
def up_to(name: str, steps: int) -> Traits:
    """A number as one feature a step that it reaches."""
    return Traits(*[f"{name}>{k}" for k in range(steps)])


def mood(view: View, i: int, j: int) -> list[Feature]:
    """Features of the verb group around tokens `i`..`j`: what tells whether the thing happened, and little else."""
    key = (i, j, _VERB)
    made = view.memory.get(key)
    if made is None:
        made = view.memory[key] = list(dict.fromkeys(_mood(view, i, j)))
    return made.copy()


def _mood(view: View, i: int, j: int) -> list[Feature]:
    sentence, tokens = view.sentence, view.tokens
    found: list[Feature] = []
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
    found += (_QUOTED[sentence.in_quote(i)], f"role={sentence.role}")
    for when in sentence.dates:
        side = when.side or (when.relative[1] if when.relative else 0)
        if side:
            found.append(f"dateside={when.side or (1 if side > 0 else -1)}")
    return found
