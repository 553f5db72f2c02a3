"""Names of persons: those of the tables, and runs of capitalised words that are in no table."""

from __future__ import annotations

from communique.extraction.positions import Positions
from communique.extraction.tokens import BREAK, HYPHEN, MARK, WORD
from communique.knowledge import Person
from communique.language.pack import Cue

_PARTICLES = frozenset(
    {"al", "bin", "von", "van", "der", "de", "el", "ibn", "da", "di", "la", "le", "den", "du", "dos"}
)
_MAX_NAME = 6


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
        if end == i + 1 and i == self.begin:
            return None
        return end, self.words(i, end), ()

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
            cap_name = t.cap and (k == i or not self._names_other(k))
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
