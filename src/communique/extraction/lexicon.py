"""One dictionary of all forms: names and institutions of the knowledge tables, cues of the language.

One scan of a sentence finds them all (an Aho–Corasick automaton over the folded words, each closed by a space, so that a form
begins and ends where words do, and the hyphens and spaces inside names, "Jae-in", "Jae in", "Jae - in", are one to it).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from communique.extraction.tokens import Token, tokenise
from communique.knowledge import Body, Office, Person, Stand, Thing, knowledge
from communique.language.pack import Cue, pack
from communique.orthography import compose

Sense = Thing | Cue


@dataclass(frozen=True, slots=True)
class Entry:
    """One sense of a form. `caps`: which of its words must begin with a capital in the text; `free`: none of them."""

    sense: Sense
    caps: tuple[bool, ...]
    free: bool
    known_as: bool = False


@dataclass(frozen=True, slots=True)
class Senses:
    """What a form can mean: its entries, their types, and its cues by class. `words`: its length in tokens.

    `opens`: whether a mention can begin with it.
    """

    entries: tuple[Entry, ...]
    kinds: frozenset[type]
    cues: dict[str, Cue]
    words: int
    free: bool
    opens: bool

    def fitting(self, tokens: list[Token], i: int) -> Senses | None:
        """The senses whose capitals the text at token `i` has, or None."""
        if self.free:
            return self
        fit = tuple([e for e in self.entries if e.free or all(not cap or tokens[i + k].cap for k, cap in enumerate(e.caps))])
        if len(fit) == len(self.entries):
            return self
        return senses(fit, self.words) if fit else None


def senses(entries: tuple[Entry, ...], words: int) -> Senses:
    """Senses of the entries of one form."""
    cues: dict[str, Cue] = {}
    for e in entries:
        if isinstance(e.sense, Cue):
            cues.setdefault(e.sense.cls, e.sense)
    kinds = frozenset(type(e.sense) for e in entries)
    opens = not kinds.isdisjoint(_OPENING) or not cues.keys().isdisjoint(_OPENERS)
    return Senses(entries, kinds, cues, words, all(e.free for e in entries), opens)


_OPENING = frozenset({Stand, Body, Office, Person})
_OPENERS = frozenset({"number", "tenure", "honorific", "counterpart", "side", "west", "dem_state", "host", "both", "dem_org", "pronoun"})


@dataclass(slots=True)
class Match:
    """Tokens ``i`` to ``j`` (exclusive) bear a form with these senses; `shorter`: the next shorter form at the same place."""

    i: int
    j: int
    senses: Senses
    shorter: Match | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that fit here."""
        return self.senses.entries


@dataclass(slots=True)
class Lexicon:
    """All forms with their senses, and the automaton that finds them."""

    forms: list[Senses] = field(default_factory=list)
    automaton: AhoCorasick = field(default_factory=lambda: AhoCorasick([]))
    size: int = 0

    def _found(self, tokens: list[Token], begin: int, end: int) -> dict[int, list[int]]:
        """Forms by the token they begin at, shorter ones first."""
        starts: dict[int, int] = {}
        at = 0
        words: list[str] = []
        for k in range(begin, end):
            word = tokens[k].word
            words.append(word)
            starts[at] = k
            at += len(word) + 1
        found: dict[int, list[int]] = {}
        for form, start, _ in self.automaton.find_matches_as_indexes(f" {' '.join(words)} ", overlapping=True):
            found.setdefault(starts[start], []).append(form)
        return found

    def cues(self, tokens: list[Token], begin: int, end: int) -> dict[str, list[tuple[int, int, Cue]]]:
        """Longest cues from left to right by class, those of one class not overlapping."""
        found = self._found(tokens, begin, end)
        matches: dict[str, list[tuple[int, int, Cue]]] = {}
        for i in sorted(found):
            longest: dict[str, tuple[int, int, Cue]] = {}
            for form in found[i]:
                fitting = self.forms[form].fitting(tokens, i)
                if fitting is not None:
                    for cls, cue in fitting.cues.items():
                        longest[cls] = (i, i + fitting.words, cue)
            for cls, match in longest.items():
                have = matches.setdefault(cls, [])
                if not have or have[-1][1] <= i:
                    have.append(match)
        return matches

    def scan(self, tokens: list[Token], begin: int, end: int) -> list[Match]:
        """Longest forms from left to right among tokens `begin` to `end`, none overlapping."""
        found = self._found(tokens, begin, end)
        matches: list[Match] = []
        free_from = begin
        for i in sorted(found):
            if i < free_from:
                continue
            best: Match | None = None
            for form in found[i]:
                fitting = self.forms[form].fitting(tokens, i)
                if fitting is not None:
                    best = Match(i, i + fitting.words, fitting, best)
            if best is not None:
                matches.append(best)
                free_from = best.j
        return matches


def build(forms: Iterable[tuple[str, Sense, bool]]) -> Lexicon:
    """A lexicon of the given forms: text, sense, known_as.

    The capitals of a form bind, save for bodies and offices, whose capitals vary from paper to paper.
    """
    entries: dict[str, dict[Entry, None]] = {}
    lengths: dict[str, int] = {}
    for text, sense, known_as in forms:
        composed, _ = compose(text)
        words = tokenise(composed, 0, len(composed))
        if not words:
            continue
        loose = isinstance(sense, (Body, Office))
        caps = tuple(False if loose else t.cap for t in words)
        key = f" {' '.join(t.word for t in words)} "
        entries.setdefault(key, {})[Entry(sense, caps, not any(caps), known_as)] = None
        lengths[key] = len(words)
    table = [senses(tuple(found), lengths[key]) for key, found in entries.items()]
    return Lexicon(table, AhoCorasick(list(entries), matchkind=MatchKind.Standard), sum(map(len, entries.values())))


@cache
def lexicon(language: str = "vi") -> Lexicon:
    """The lexicon of the shipped tables and one language, built once a process."""
    known = ((f.text, f.thing, f.known_as) for f in knowledge().forms)
    cues = ((f.text, f.cue, False) for f in pack(language).forms if f.cue.cls not in _APART or len(f.text.split()) <= 2)
    return build([*known, *cues])


_APART = frozenset({"stateword", "statechange", "treaty", "topic"})


@cache
def apart(language: str = "vi") -> Lexicon:
    """The cues that are looked for by class: no longer form of another class hides them, nor they one.

    Names of instruments and words of one or two syllables are here and in the common lexicon, where they keep what is in them
    from being read as a name.
    """
    alone = _APART | {"instrument"}
    return build((f.text, f.cue, False) for f in pack(language).forms if f.cue.cls in alone)


__all__ = ["Entry", "Lexicon", "Match", "Sense", "Senses", "apart", "build", "lexicon"]
