"""Mentions: from the forms found in a sentence to who and what is named in it, by a small grammar of noun phrases.

person   := modifier* office affiliation? rank? name?  |  honorific name  |  name (", " office affiliation)?
group    := number office affiliation?  |  office pair
body     := body actor?
actor    := side? (state | organisation | stand-in)
"""

from __future__ import annotations

from communique.extraction.appositions import Appositions
from communique.extraction.lexicon import ONLY_CUE
from communique.extraction.model import Mention
from communique.extraction.tokens import HYPHEN, WORD
from communique.knowledge import Body, Office, Person, Stand, knowledge
from communique.language.pack import Cue

_BACK = frozenset({"dem_state", "host", "both", "dem_org", "pronoun"})
_STOPPERS = frozenset(
    {
        "say",
        "past",
        "future",
        "ongoing",
        "neg",
        "modal",
        "of",
        "at",
        "with",
        "clause",
        "passive",
        "contact",
        "report",
        "deed",
        "treaty",
    }
)
_NESTING = frozenset(
    {
        "spokesperson",
        "adviser",
        "envoy",
        "chief of staff",
        "first lady",
        "daughter",
        "sister",
        "representative",
        "official",
        "diplomat",
    }
)


_AT_HOME = frozenset({"head", "deputy_head", "foreign", "defence", "chief_of_staff", "minister"})
"""Levels of office that nobody holds abroad: a place after them is where something was, not their post."""


class Phrases(Appositions):
    """The noun phrases of one sentence. Build with the matches of the lexicon, then call `parse` once."""

    def parse(self) -> list[Mention]:
        """All mentions of the sentence, in order."""
        i = self.begin
        while i < self.end:
            match = self.at(i)
            if match is None and not self.tokens[i].cap:
                i += 1
                continue
            mention = self.phrase(i) if match is None or match.senses.opens or match.shorter is not None else None
            if mention is not None:
                mention.sentence = self.sentence.index
                mention.title = mention.office
                self.mentions.append(mention)
                i = max(mention.j, i + 1)
            else:
                i = match.j if match is not None and match.senses.opaque else i + 1
        return self.mentions

    def phrase(self, i: int) -> Mention | None:
        """The longest mention that begins at token `i`."""
        if self.tokens[i].kind != WORD and self.tokens[i].word not in "234":
            return None
        match = self.at(i)
        if match is None:
            return self.bare(i)
        senses = match.senses
        if "notname" in senses.cues:
            return None
        if senses.state:
            return self.actor(i) or self.bare(i)
        kinds, cues = senses.kinds, self.classes(match)
        return (
            (self.group(i) if "number" in cues else None)
            or (self.titled(i) if Office in kinds or "tenure" in cues else None)
            or (self.honoured(i) if "honorific" in cues else None)
            or (self.counterpart(i) if "counterpart" in cues else None)
            or (self.body(i) if Body in kinds else None)
            or (self.actor(i) if Stand in kinds or "side" in cues or "west" in cues else None)
            or self.bare(i)
            or (self.back(i) if not _BACK.isdisjoint(cues) else None)
        )

    def titled(self, i: int) -> Mention | None:
        """An office with what belongs to it."""
        opened = self.office(i)
        if opened is None:
            return None
        office, k, mod = opened
        m = Mention(i, k, "person", office=office.name, office_mod=mod)
        belongs: Mention | None = None
        paired: tuple[str, ...] = ()
        if office.level in ("minister", "body", "working", "deputy_head"):
            k = m.j = self._portfolio(k)
            m.field = k > opened[1]
        for _ in range(4):
            if not self.near(k):
                break
            found = self._institute(k) or (self._seat(k) if office.level == "expert" else None)
            if belongs is None and found is not None:
                belongs = found
                k = m.j = found.j
                continue
            part, stop = self.affiliation(k)
            if part is not None:
                if belongs is not None and self.tokens[k].gap == HYPHEN and part.kind == belongs.kind == "actor":
                    paired = part.codes
                belongs = self._narrow(belongs, part)
                k = m.j = stop
                if office.level not in _AT_HOME and self._abroad(k):
                    k = m.j = self._skip_abroad(k)
                continue
            nested = self.office(k) if k == m.j else None
            if nested is None and (of := self.cue(k, "of")) is not None:
                nested = self.office(of[1])
                if nested is not None and office.name not in _NESTING:
                    break
            if nested is not None:
                if office.name in _NESTING and nested[0].level not in ("working",):
                    at = k if self.office(k) else self.cue(k, "of")[1]  # type: ignore[index]
                    inner = self.titled(at)
                    if inner is not None:
                        belongs = inner
                        k = m.j = inner.j
                        if inner.raw_name and not self._holds(inner) and self.name(k) is None:
                            m.raw_name, m.candidates = inner.raw_name, inner.candidates
                            inner.raw_name, inner.candidates = None, ()
                        continue
                elif nested[0].level != "working":
                    m.office = self._higher(m.office, nested[0].name)
                k = m.j = nested[1]
                continue
            if self.mark(k, ",") and self._stacked(k + 1, belongs):
                nested = self.office(k + 1)
                assert nested is not None
                if m.office in ("general", "colonel", "minister", "politburo member") or nested[0].level == "head":
                    m.office = nested[0].name
                k = m.j = nested[1]
                continue
            break
        if self.mark(k, "(") and belongs is not None and k + 2 < self.end and self.mark(k + 2, ")"):
            k += 3
        named = self.name(k)
        if named is None and self.mark(k, ","):
            named = self.rank_name(k)
            if named is not None and _of_others(named[2], belongs):
                named = None
        named = named or self.honoured_name(k)
        if named is not None:
            m.j, m.raw_name, m.candidates = named
        self._belong(m, belongs)
        if named is None and paired and m.codes and not set(paired) & set(m.codes):
            m.codes += paired
            m.count = len(m.codes)
        if named is not None and office.level == "expert" and not m.codes and not m.parts:
            self._works(m)
        return m

    def _portfolio(self, k: int) -> int:
        """Where a ministry's field ends after a minister's title: a capital and words in lower case."""
        if not self.near(k) or self.tokens[k].kind != WORD or not self.tokens[k].cap or not self._plain_word(k):
            return k
        j = k + 1
        while (
            j < self.end
            and j - k < 6
            and self.near(j)
            and self.tokens[j].kind == WORD
            and not self.tokens[j].cap
            and self._plain_word(j)
        ):
            j += 1
        return j if j > k + 1 else k

    def _plain_word(self, j: int) -> bool:
        match = self.at(j)
        return match is None or (match.senses.kinds == ONLY_CUE and not match.senses.cues.keys() & _STOPPERS)

    @staticmethod
    def _holds(m: Mention) -> bool:
        """Whether the tables know someone of that name to have held that office, or the name is a bare surname."""
        tenures = knowledge().tenures
        return any(t.office == m.office for p in m.candidates for t in tenures.get(p.name, ()))

    def _stacked(self, i: int, belongs: Mention | None) -> bool:
        """Whether an office at `i` after a comma goes on the same person: more of the phrase and a name follow, and
        not that of somebody of another actor.
        """
        found = self.office(i)
        if found is None:
            return False
        k = found[1]
        part, stop = self.affiliation(k)
        named = self.name(stop if part is not None else k)
        if named is None or found[0].level == "working":
            return False
        return part is not None or not _of_others(named[2], belongs)

    @staticmethod
    def _higher(a: str | None, b: str) -> str:
        return b if a in (None, "general", "colonel", "representative", "minister", "leader", "official") else a

    def honoured(self, i: int) -> Mention | None:
        """An honorific with a name, or alone as a pronoun."""
        honorific = self.cue(i, "honorific")
        if honorific is None:
            return None
        named = self.name(honorific[1])
        if named is not None:
            end, raw, persons = named
            m = Mention(i, end, "person", raw_name=raw, candidates=persons)
            self._postposed(m)
            return m
        later = self.office(honorific[1])
        if later is not None and self.near(honorific[1]):
            return None
        return Mention(i, honorific[1], "pronoun", how=honorific[0].value)

    def bare(self, i: int) -> Mention | None:
        """A name alone: someone of the tables, or an unknown name of two words with an office after it."""
        match = self._sense(i, Person)
        named = self.name(i)
        if named is None:
            return None
        end, raw, persons = named
        if match is not None and end == i + 1 and i == self.begin and Cue in match.senses.kinds:
            return None
        if match is None and (end - i < 2 or (i == self.begin and self.tokens[i].word in self.common)):
            return None
        m = Mention(i, end, "person", raw_name=raw, candidates=persons)
        self._postposed(m)
        if match is None and m.office is None and self._employed(m):
            m.office = "expert"
        if match is None and m.office is None:
            m.how = "unknown"
        if (
            persons
            and match is not None
            and m.office is None
            and all(e.known_as for e in match.entries if isinstance(e.sense, Person))
        ):
            m.how = "doubtful" if self.tokens[i].word in self.common else "surname"
        return m

    def counterpart(self, i: int) -> Mention | None:
        """The counterpart: an office to be taken from somebody else's."""
        found = self.cue(i, "counterpart")
        if found is None:
            return None
        k = found[1]
        m = Mention(i, k, "person", counterpart=True)
        belongs, k = self.affiliation(k)
        m.j = k
        named = self.name(k)
        if named is not None:
            m.j, m.raw_name, m.candidates = named
        self._belong(m, belongs)
        return m

    def group(self, i: int) -> Mention | None:
        """Two ministers, the leaders of three states, officials of the sides."""
        number = self.cue(i, "number")
        if number is None:
            return None
        opened = self.office(number[1])
        if opened is None or not self.near(number[1]):
            return None
        m = self.titled(number[1])
        if m is None:
            return None
        m.i = i
        if m.raw_name is None:
            m.count = int(number[0].value)
        return m


def _of_others(persons: tuple[Person, ...], whose: Mention | None) -> bool:
    """Whether known persons all stand for other actors than `whose`."""
    return whose is not None and bool(whose.codes) and bool(persons) and all(p.code not in whose.codes for p in persons)
