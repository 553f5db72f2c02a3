"""One dictionary of all forms: names and institutions of the knowledge tables, cues of the language.

One scan of a sentence finds them all (an Aho–Corasick automaton over the folded words, each closed by a space, so
that a form
begins and ends where words do, and the hyphens and spaces inside names, "Jae-in", "Jae in", "Jae - in", are one to it).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from communique.extraction.tokens import Token, tokenise
from communique.knowledge import Body, Institute, Office, Person, Site, Source, Stand, Thing, knowledge
from communique.language.pack import Cue, pack
from communique.orthography import compose

Sense = Thing | Cue


@dataclass(frozen=True, slots=True)
class Entry:
    """One sense of a form. `caps`: the words of it, counted from 0, that must begin with a capital in the text."""

    sense: Sense
    caps: tuple[int, ...]
    known_as: bool = False


@dataclass(frozen=True, slots=True)
class Senses:
    """What a form can mean: its entries, their types, and its cues by class. `words`: its length in tokens.

    `caps`: the words that must begin with a capital for every entry, None where the entries differ. `opens`: whether a
    mention can begin with it. `covers`: whether its words can be no part of another name. `opaque`: whether none
    can begin within it; `placed`: whether it can be a place or a source; `state`: whether it can be a state or
    organisation and nothing else that a mention begins with. `prep`: the class of the
    preposition or conjunction it can be. `parts`: the senses of some of its entries, each with a bit, as they came up.
    """

    entries: tuple[Entry, ...]
    kinds: frozenset[type]
    cues: dict[str, Cue]
    words: int
    caps: tuple[int, ...] | None
    opens: bool
    covers: bool
    opaque: bool
    placed: bool
    state: bool
    prep: str | None
    parts: dict[int, Senses] = field(default_factory=dict)

    def fitting(self, tokens: list[Token], i: int) -> Senses | None:
        """The senses whose capitals the text at token `i` has, or None."""
        if self.caps is not None:
            for k in self.caps:
                if not tokens[i + k].cap:
                    return None
            return self
        fit = 0
        for n, entry in enumerate(self.entries):
            if _capital(entry.caps, tokens, i):
                fit |= 1 << n
        if not fit:
            return None
        if fit == (1 << len(self.entries)) - 1:
            return self
        part = self.parts.get(fit)
        if part is None:
            entries = tuple([e for n, e in enumerate(self.entries) if fit >> n & 1])
            part = self.parts[fit] = senses(entries, self.words)
        return part


def _capital(caps: tuple[int, ...], tokens: list[Token], i: int) -> bool:
    for k in caps:  # noqa: SIM110 - a generator costs more than the loop
        if not tokens[i + k].cap:
            return False
    return True


def senses(entries: tuple[Entry, ...], words: int) -> Senses:
    """Senses of the entries of one form."""
    cues: dict[str, Cue] = {}
    for e in entries:
        if isinstance(e.sense, Cue):
            cues.setdefault(e.sense.cls, e.sense)
    kinds = frozenset(type(e.sense) for e in entries)
    opens = not kinds.isdisjoint(_OPENING) or not cues.keys().isdisjoint(_OPENERS)
    covers = kinds != ONLY_CUE or "notname" in cues
    opaque = not kinds.isdisjoint(_OPAQUE) or "notname" in cues
    placed = not kinds.isdisjoint(_PLACED)
    state = Stand in kinds and not cues and kinds.isdisjoint(_ENTITLED)
    prep = next((cls for cls in reversed(cues) if cls in _PREPOSITIONS), None)
    caps = {e.caps for e in entries}
    same = caps.pop() if len(caps) == 1 else None
    return Senses(entries, kinds, cues, words, same, opens, covers, opaque, placed, state, prep)


ONLY_CUE = frozenset({Cue})
_OPAQUE = frozenset({Source, Institute, Site})
_PLACED = frozenset({Site, Source})
_ENTITLED = frozenset({Body, Office})
_PREPOSITIONS = frozenset(
    {"with", "between", "of", "at", "to", "for", "from", "by", "about", "and", "according", "cite", "initiative"}
)
_OPENING = frozenset({Stand, Body, Office, Person})
_OPENERS = frozenset(
    {"number", "tenure", "honorific", "counterpart", "side", "west", "dem_state", "host", "both", "dem_org", "pronoun"}
)


class Match:
    """Tokens ``i`` to ``j`` (exclusive) bear a form with these senses; `shorter`: the next shorter form at the
    place.
    """

    __slots__ = ("i", "j", "senses", "shorter")

    def __init__(self, i: int, j: int, senses: Senses, shorter: Match | None = None) -> None:
        self.i, self.j, self.senses, self.shorter = i, j, senses, shorter

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that fit here."""
        return self.senses.entries


@dataclass(frozen=True, slots=True)
class Form:
    """One form of the automaton: its senses among all others, and those that are looked for apart."""

    common: Senses | None
    apart: Senses | None


ApartCues = dict[str, list[tuple[int, int, Cue]]]


@dataclass(slots=True)
class Lexicon:
    """All forms with their senses, and the automaton that finds them."""

    forms: list[Form] = field(default_factory=list)
    automaton: AhoCorasick = field(default_factory=lambda: AhoCorasick([]))
    size: int = 0

    def scan(self, tokens: list[Token], begin: int, end: int) -> tuple[list[Match], ApartCues]:
        """Of tokens `begin` to `end`: the longest common forms from left to right, none overlapping, and the cues
        apart.

        Cues apart are given by class as (first token, end, cue), longest first found, those of one class not
        overlapping.
        """
        words = [t.word for t in tokens[begin:end]]
        text = f" {' '.join(words)} "
        raw = self.automaton.find_matches_as_indexes(text, overlapping=True)
        if not raw:
            return [], {}
        places = [0] * len(text)
        at = 0
        for k, word in enumerate(words):
            places[at] = k
            at += len(word) + 1
        found: list[list[int] | None] = [None] * len(words)
        for number, start, _ in raw:
            k = places[start]
            here = found[k]
            if here is None:
                found[k] = [number]
            else:
                here.append(number)
        matches: list[Match] = []
        apart: ApartCues = {}
        forms = self.forms
        free_from = begin
        for k, numbers in enumerate(found):
            if numbers is None:
                continue
            i = begin + k
            best: Match | None = None
            longest: dict[str, tuple[int, int, Cue]] | None = None
            for number in numbers:
                form = forms[number]
                common, alone = form.common, form.apart
                if common is not None and i >= free_from:
                    fitting = common.fitting(tokens, i)
                    if fitting is not None:
                        best = Match(i, i + fitting.words, fitting, best)
                if alone is not None:
                    fitting = alone.fitting(tokens, i)
                    if fitting is not None:
                        longest = longest if longest is not None else {}
                        for cls, cue in fitting.cues.items():
                            longest[cls] = (i, i + fitting.words, cue)
            if best is not None:
                matches.append(best)
                free_from = best.j
            if longest is not None:
                for cls, hit in longest.items():
                    have = apart.get(cls)
                    if have is None:
                        apart[cls] = [hit]
                    elif have[-1][1] <= i:
                        have.append(hit)
        return matches, apart


def build(forms: Iterable[tuple[str, Sense, bool]], apart: Iterable[tuple[str, Cue]] = ()) -> Lexicon:
    """A lexicon of the given forms (text, sense, known_as) and of cues that are looked for apart (text, cue).

    The capitals of a form bind, save for bodies and offices, whose capitals vary from paper to paper.
    """
    common: dict[str, dict[Entry, None]] = {}
    alone: dict[str, dict[Entry, None]] = {}
    lengths: dict[str, int] = {}
    for text, sense, known_as in forms:
        _add(common, lengths, text, sense, known_as)
    for text, cue in apart:
        _add(alone, lengths, text, cue, False)
    keys = dict.fromkeys([*common, *alone])
    table = [
        Form(
            senses(tuple(common[key]), lengths[key]) if key in common else None,
            senses(tuple(alone[key]), lengths[key]) if key in alone else None,
        )
        for key in keys
    ]
    size = sum(map(len, common.values())) + sum(map(len, alone.values()))
    return Lexicon(table, AhoCorasick(list(keys), matchkind=MatchKind.Standard), size)


def _add(
    entries: dict[str, dict[Entry, None]], lengths: dict[str, int], text: str, sense: Sense, known_as: bool
) -> None:
    composed, _ = compose(text)
    words = tokenise(composed, 0, len(composed))
    if words:
        loose = isinstance(sense, (Body, Office))
        caps = () if loose else tuple(k for k, t in enumerate(words) if t.cap)
        key = f" {' '.join(t.word for t in words)} "
        entries.setdefault(key, {})[Entry(sense, caps, known_as)] = None
        lengths[key] = len(words)


_APART = frozenset({"stateword", "statechange", "treaty", "topic", "era"})
_ONLY_APART = frozenset({"matter", "force", "measure", "open", "into", "jointly", "order", "envoy", "arrive"})
_ALSO_APART = _APART | _ONLY_APART | {"instrument"}


def lexicon(language: str = "vi") -> Lexicon:
    """The lexicon of the shipped tables and one language, built once a process."""
    return _shipped(language)


@cache
def _shipped(language: str) -> Lexicon:
    """Names of the tables and cues of the language.

    Some cues are looked for apart: no longer form of another class hides them, nor they one. Names of instruments and
    words of one or two syllables are among the common forms too, where they keep what is in them from being read
    as a name.
    """
    known = ((f.text, f.thing, f.known_as) for f in knowledge().forms)
    cues = pack(language).forms
    common = (
        (f.text, f.cue, False)
        for f in cues
        if f.cue.cls not in _ONLY_APART and (f.cue.cls not in _APART or len(f.text.split()) <= 2)
    )
    return build([*known, *common], [(f.text, f.cue) for f in cues if f.cue.cls in _ALSO_APART])


__all__ = ["Entry", "Form", "Lexicon", "Match", "Sense", "Senses", "build", "lexicon"]
