"""Actors in a sentence: institutions, states, organisations, and the words that point back to one."""

from __future__ import annotations

from communique.extraction.model import Mention
from communique.extraction.names import Names
from communique.extraction.tokens import NEAR
from communique.knowledge import Body, Person
from communique.language.pack import Cue


class Actors(Names):
    """Positions at which an actor may be named."""

    def affiliation(self, i: int) -> tuple[Mention | None, int]:
        """Whose office it is: body, actor, "this state", the sides; what it says and where it ends."""
        k = i
        if (of := self.cue(k, "of")) is not None:
            k = of[1]
        if (side := self.cue(k, "side")) is not None and self.stand(side[1]):
            k = side[1]
        for part in (self.body(k), self.actor(k, plain=True), self.back(k, states_only=True)):
            if part is not None:
                return part, part.j
        return None, i

    def body(self, i: int) -> Mention | None:
        """An institution, with the state after it."""
        match = self._sense(i, Body)
        if match is None:
            return None
        body = next(e.sense for e in match.entries if isinstance(e.sense, Body))
        m = Mention(i, match.j, "body", (body.code,) if body.code else (), body=body.name, body_kind=body.kind)
        if body.code is None and (self.near(match.j) or self.mark(match.j, "(")):
            k = match.j
            if self.mark(k, "(") and self.mark(k + 2, ")") and self.cue(k + 3, "of") is not None:
                k += 3
            if (of := self.cue(k, "of")) is not None and (self.stand(of[1]) or self.cue(of[1], "dem_state")):
                k = of[1]
            if (side := self.cue(k, "side")) is not None and self.stand(side[1]):
                k = side[1]
            whose = self.actor(k, plain=True) or self.back(k, states_only=True)
            if (
                whose is None
                and k < self.end
                and (inner := self._sense(k, Person)) is not None
                and self.tokens[k].gap == NEAR
            ):
                person = next(e.sense for e in inner.entries if isinstance(e.sense, Person))
                m.codes, m.j = (person.code,), inner.j
            if whose is not None:
                m.j = whose.j
                m.codes, m.standin = whose.codes, whose.standin
                if whose.kind in ("dem", "both", "host"):
                    m.parts = (whose,)
                    m.count = whose.count
        elif body.code is not None and self.near(match.j):
            follow = self.stand(match.j)
            if follow is not None and follow[0].codes == (body.code,):
                m.j = follow[1]
        if not m.codes and not m.parts:
            m.how = "body alone"
        self._bracket(m)
        return m

    def actor(self, i: int, *, plain: bool = False) -> Mention | None:
        """A state, organisation or stand-in, with the word for side before it."""
        k = i
        if not plain and (side := self.cue(i, "side")) is not None:
            k = side[1]
            if not self.near(k):
                return None
        found = self.stand(k) if self.near(k) or k == self.begin else None
        if found is None:
            if k == i and (west := self.cue(i, "west")) is not None:
                return Mention(i, west[1], "west")
            return None
        stand, end = found
        if self._inside_name(k, end):
            return None
        m = Mention(i, end, "actor", stand.codes, standin=stand.standin, count=len(stand.codes))
        if k == i:
            self._role(m)
        self._bracket(m)
        return m

    def _inside_name(self, k: int, end: int) -> bool:
        """A one-word state's name in the middle of a run of other capitalised words is part of a person's name; so is
        one before a capitalised word of no table that has marks, as only names of persons and places of the country do.
        """
        if not self._syllable(k, end):
            return False
        if self._unknown(end) and self.tokens[end].gap == NEAR and not self.words(end, end + 1).isascii():
            return True
        before = (
            k > self.begin
            and self.tokens[k].gap == NEAR
            and self.tokens[k - 1].cap
            and not self.covered[k - 1 - self.begin]
        )
        if before and self._opens(k - 1):
            before = False
        return before and self.at(k - 1) is None

    def _role(self, m: Mention) -> None:
        for back in (1, 2, 3):
            match = self.at(m.i - back)
            if match is not None and match.j == m.i and self.tokens[m.i].gap == NEAR:
                for e in match.entries:
                    if isinstance(e.sense, Cue) and e.sense.cls == "attributive":
                        m.role = e.sense.value
                    elif isinstance(e.sense, Cue) and e.sense.cls == "of":
                        m.of = True

    def _bracket(self, m: Mention) -> None:
        """An acronym in brackets after the name belongs to it."""
        if self.mark(m.j, "(") and m.j + 2 < self.end and self.mark(m.j + 2, ")"):
            inner = self.stand(m.j + 1)
            if inner is None or inner[0].codes == m.codes or self.tokens[m.j + 1].cap:
                m.j += 3

    def back(self, i: int, *, states_only: bool = False) -> Mention | None:
        """Words that point back: this state, the host, both sides, he."""
        if not self.near(i) and i != self.begin:
            return None
        if (found := self.cue(i, "dem_state")) is not None:
            return Mention(i, found[1], "dem", how="state")
        if (found := self.cue(i, "host")) is not None:
            return Mention(i, found[1], "host")
        if (found := self.cue(i, "both")) is not None:
            count, _, states = found[0].value.partition(" ")
            m = Mention(i, found[1], "both", count=int(count), body_kind="state" if states else None)
            tail = self.actor(found[1], plain=True)
            if tail is not None:
                codes, k = list(tail.codes), tail.j
                while (
                    (joined := self._and(k)) is not None
                    and (more := self.actor(joined, plain=True)) is not None
                    and len(codes) < 8
                ):
                    codes += more.codes
                    k = more.j
                m.codes, m.j = tuple(codes), k
            return m
        if states_only:
            return None
        if (found := self.cue(i, "dem_org")) is not None:
            return Mention(i, found[1], "dem", how=found[0].value or "org")
        if (found := self.cue(i, "pronoun")) is not None:
            return Mention(i, found[1], "pronoun", how=found[0].value)
        return None

    def _and(self, k: int) -> int | None:
        if self.mark(k, ","):
            return k + 1
        found = self.cue(k, "and") if k < self.end else None
        return found[1] if found is not None else None
