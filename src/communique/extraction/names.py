"""Names of persons: those of the tables, and runs of capitalised words that are in no table."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import combining, normalize

from communique.extraction.positions import Positions
from communique.extraction.tokens import BREAK, HYPHEN, MARK, NEAR, WORD
from communique.knowledge import Person, Stand
from communique.language.pack import Cue

_PARTICLES = frozenset(
    {"al", "bin", "von", "van", "der", "de", "el", "ibn", "da", "di", "la", "le", "den", "du", "dos"}
)
_MAX_NAME = 6
_LONGEST_SYLLABLE = 7

_OPENING = '"“”‘’«:.…-–'
_VOWELS = re.compile("[aeiouy]+")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a word in lower case, with its marks or without, is a single syllable as Vietnamese spells them."""
    letters = "".join(each for each in normalize("NFD", word) if not combining(each))
    return letters.isalpha() and len(letters) <= _LONGEST_SYLLABLE and len(_VOWELS.findall(letters)) == 1


class Names(Positions):
    """Positions at which a person's name may stand."""

    def name(self, i: int) -> tuple[int, str, tuple[Person, ...]] | None:
        """A person's name at `i`: where it ends, as written, and the persons of the tables it may be."""
        if not self.near(i) or self.tokens[i].kind != WORD:
            return None
        match = self._sense(i, Person)
        if match is not None:
            persons = tuple(e.sense for e in match.entries if isinstance(e.sense, Person))
            end = match.j
            known_as = all(e.known_as for e in match.entries if isinstance(e.sense, Person))
            if known_as:
                longer = self._run(i)
                if longer > end:
                    return longer, self.words(i, longer), ()
            return end, self.words(i, end), persons
        if self.covered[i - self.begin] or not self.tokens[i].cap:
            return None
        end = self._run(i)
        if end == i + 1 and (i == self.begin or self._abbreviated(i)):
            return None
        return end, self.words(i, end), ()

    def _abbreviated(self, i: int) -> bool:
        """Whether a word is written in capitals throughout, as abbreviations are and names seldom."""
        word = self.words(i, i + 1)
        return len(word) > 1 and word.isupper()

    def _run(self, i: int) -> int:
        """End of the run of capitalised words that begins at `i`."""
        k, last = i, i
        while k < self.end and k - i < _MAX_NAME:
            t = self.tokens[k]
            if k > i and t.gap == BREAK:
                break
            if (
                t.kind == MARK
                and t.word == "."
                and k > i
                and self.tokens[k - 1].end - self.tokens[k - 1].start == 1
                and t.start == self.tokens[k - 1].end
            ):
                k += 1
                continue
            if t.kind != WORD:
                if (
                    t.kind == MARK
                    and t.word in "'’"
                    and k > i
                    and k + 1 < self.end
                    and t.start == self.tokens[k - 1].end == t.end - 1
                ):
                    k += 1
                    continue
                break
            cap_name = t.cap and (k == i or not self._names_other(k) or self._goes_on(i, k))
            hyphenated = (
                k > i
                and t.gap == HYPHEN
                and not t.cap
                and len(t.word) <= 7
                and self.tokens[k - 1].cap
                and self._tight(k)
            )
            particle = (
                k > i
                and t.word in _PARTICLES
                and k + 1 < self.end
                and self.tokens[k + 1].cap
                and self.tokens[k + 1].gap != BREAK
            )
            if (
                cap_name
                and k > i
                and t.gap == HYPHEN
                and not self._tight(k)
                and (self._names_other(k) or (self._sense(i, Person) and self._sense(k, Person)))
            ):
                break
            if not (cap_name or hyphenated or particle):
                break
            last = k + 1
            k += 1
        return max(last, i + 1)

    def _tight(self, k: int) -> bool:
        """Whether the hyphen before token `k` belongs to a name: no spaces, or a short lower-case syllable after it."""
        gap = self.tokens[k].start - self.tokens[k - 1].end
        return gap == 1 or (
            gap <= 3 and not self.tokens[k].cap and len(self.tokens[k].word) <= 5 and self.at(k) is None
        )

    def _goes_on(self, i: int, k: int) -> bool:
        """Whether the one-syllable name of a state at `k` is the given name of the person whose name begins at `i`.

        It stands right after another syllable that names no state, and has its capital not just for standing first.
        """
        before, match = self.tokens[k - 1], self._sense(k, Stand)
        if match is None or not self._syllable(k, match.j) or self.tokens[k].gap != NEAR:
            return False
        if k - 1 == i and self._opens(i):
            return False
        return before.cap and is_syllable(before.word) and not self._names_other(k - 1)

    def _syllable(self, k: int, end: int) -> bool:
        """Whether what is named at `k` is a state whose name people bear too."""
        return end - k == 1 and self._sense(k, Stand) is not None and is_syllable(self.tokens[k].word)

    def _opens(self, k: int) -> bool:
        """Whether the word at `k` is the first of a sentence or of a quotation, which has a capital anyway."""
        return k == self.begin or (self.tokens[k - 1].kind == MARK and self.tokens[k - 1].word in _OPENING)

    def _unknown(self, k: int) -> bool:
        """Whether token `k` is a capitalised word of no table."""
        if k >= self.end:
            return False
        return self.tokens[k].kind == WORD and self.tokens[k].cap and not self.covered[k - self.begin]

    def _names_other(self, k: int) -> bool:
        match = self.at(k)
        if match is None:
            return False
        return any(not isinstance(e.sense, (Person, Cue)) for e in match.entries)

    def rank_name(self, comma: int) -> tuple[int, str, tuple[Person, ...]] | None:
        """After a comma: a rank or honorific and a name, as in "Chief of Staff of the Forces, General X"."""
        k = comma + 1
        found = self.office(k) if k < self.end else None
        if found is not None and found[0].level == "working":
            return self.name(found[1])
        return self.honoured_name(k)

    def honoured_name(self, i: int) -> tuple[int, str, tuple[Person, ...]] | None:
        """An honorific and a name."""
        honorific = self.cue(i, "honorific") if i < self.end and self.near(i) else None
        return self.name(honorific[1]) if honorific is not None else None
