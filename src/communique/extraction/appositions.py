"""What stands after a name and tells whose its bearer is: an office, an institute, an outlet."""

from __future__ import annotations

from communique.extraction.actors import Actors
from communique.extraction.model import Mention
from communique.extraction.tokens import HYPHEN
from communique.knowledge import Institute, Site, Source, knowledge

_FAR = 12


class Appositions(Actors):
    """Positions after a name at which its bearer's office or employer may stand."""

    def _postposed(self, m: Mention) -> None:
        """An office after the name: "X, director of Y (Z)"."""
        if not (self.mark(m.j, ",") or self.mark(m.j, "(")) and not (m.j < self.end and self.tokens[m.j].gap == HYPHEN):
            return
        k = m.j + (1 if self.mark(m.j, ",(") else 0)
        if k < self.end and (one := self.cue(k, "one")) is not None:
            k = one[1]
        found = self.office(k) if k < self.end else None
        if found is None:
            return
        office, stop, mod = found
        if self._names_next(k):
            return
        belongs: Mention | None = None
        seat: Mention | None = None
        limit = min(self.end, stop + 14)
        k = stop
        while k < limit and not self.mark(k, ',;:."“”)'):
            institute = self._institute(k)
            if institute is not None and belongs is None:
                belongs = institute
                k = institute.j
                continue
            part, end = self.affiliation(k)
            if (
                part is not None
                and part.kind in ("actor", "body", "dem", "host")
                and (office.level != "expert" or self._hangs(k))
            ):
                belongs = self._narrow(belongs, part)
                k = end
                continue
            if self.cue(k, "say", "clause", "past", "future"):
                break
            if office.level == "expert" and (there := self._seat(k)) is not None:
                seat = there
                k = there.j
                continue
            k += 1
        belongs = belongs or seat
        if belongs is not None and self._strange(m, belongs):
            return
        m.office, m.office_mod = office.name, mod
        self._belong(m, belongs)
        if belongs is not None:
            m.j = max(m.j, belongs.j)
        else:
            m.j = max(m.j, stop)

    @staticmethod
    def _strange(m: Mention, belongs: Mention) -> bool:
        """Whether a state's office after a name is another's: all whom the name may mean are of other states, and
        never held an office of this one ("after talks with A, the leader of B ...").
        """
        actors, tenures = knowledge().actors, knowledge().tenures
        if len(belongs.codes) != 1 or not m.candidates:
            return False
        if any(c not in actors or actors[c].kind != "state" for c in (*belongs.codes, *(p.code for p in m.candidates))):
            return False
        return all(
            p.code not in belongs.codes and not any(t.code in belongs.codes for t in tenures.get(p.name, ()))
            for p in m.candidates
        )

    def _hangs(self, k: int) -> bool:
        """Whether an actor at `k` is where an expert works, not the field of study: of, at, from, or in brackets."""
        return (
            self.cue(k, "of") is not None
            or self.mark(k - 1, "(,")
            or any((found := self.cue(k - back, "of", "at", "from")) is not None and found[1] == k for back in (1, 2))
        )

    def _names_next(self, i: int) -> bool:
        """Whether the office at `i` goes on to a name of its own: then it is not the one's before."""
        found = self.office(i)
        assert found is not None
        k = found[1]
        for _ in range(3):
            part, stop = self.affiliation(k) if self.near(k) else (None, k)
            if part is None:
                break
            k = stop
            if self._abroad(k):
                k = self._skip_abroad(k)
        return self.name(k) is not None and found[0].level not in ("expert", "working")

    def _institute(self, k: int) -> Mention | None:
        """An institute at `k` as the state it is of."""
        match = self._sense(k, Institute) if self.begin <= k < self.end else None
        if match is None:
            return None
        country = next(e.sense.country for e in match.entries if isinstance(e.sense, Institute))
        return Mention(k, match.j, "actor", (country,) if country else ())

    def _seat(self, k: int) -> Mention | None:
        """A place after "at" at `k`, as the state it lies in."""
        at = self.cue(k, "at")
        match = self._sense(at[1], Site) if at is not None and at[1] < self.end else None
        if match is None:
            return None
        country = next(e.sense.country for e in match.entries if isinstance(e.sense, Site))
        return Mention(k, match.j, "actor", (country,)) if country else None

    def _works(self, m: Mention) -> None:
        """Whose a named expert is whose state is not told before the name: by the employer, or an office after it."""
        if self._employed(m, anywhere=True):
            return
        office, mod = m.office, m.office_mod
        self._postposed(m)
        m.office, m.office_mod = office, mod

    def _employed(self, m: Mention, *, anywhere: bool = False) -> bool:
        """Give a name the state of the institute or outlet after it: "X of Y", "X at Y in Z", "X (Y)".

        `anywhere`: an employer of no table will do where the phrase ends with the state or the place it is in.
        """
        k = m.j + (1 if self.mark(m.j, ",(") else 0)
        whose = self._institute(k)
        if whose is None:
            for _ in range(2):
                if k < self.end and (link := self.cue(k, "of", "at", "from", "work")) is not None:
                    k = link[1]
            if k == m.j or self.tokens[k - 1].word in ",(":
                return False
            whose = self._employer(k, anywhere=anywhere)
        if whose is None or not whose.codes:
            return False
        self._belong(m, whose)
        m.j = max(m.j, whose.j)
        return True

    def _employer(self, k: int, *, anywhere: bool) -> Mention | None:
        """The institute or outlet at `k`, or else the last actor or place of the phrase that begins there."""
        last: Mention | None = None
        limit = min(self.end, k + (_FAR if anywhere else 3))
        while k < limit and not self.mark(k, ',;:."“”)'):
            institute = self._institute(k)
            if institute is not None:
                return institute
            match = self._sense(k, Source) or self._sense(k, Site)
            if match is not None and (outlet := self._sense(k, Source)) is not None:
                source = next(e.sense for e in outlet.entries if isinstance(e.sense, Source))
                return Mention(k, outlet.j, "actor", (source.country,)) if source.country else None
            if match is not None:
                site = next(e.sense for e in match.entries if isinstance(e.sense, Site))
                last = Mention(k, match.j, "actor", (site.country,)) if site.country else last
                k = match.j
                continue
            part, end = self.affiliation(k)
            if part is not None and part.kind in ("actor", "body"):
                last = part
                k = end
                continue
            if self.cue(k, "say", "clause", "past", "future", "who"):
                break
            k += 1
        return last if anywhere and last is not None and last.j == k else None

    def _narrow(self, have: Mention | None, more: Mention) -> Mention:
        if have is None or not have.codes:
            if have is not None and have.body and not more.body:
                more.body, more.body_kind = have.body, have.body_kind
            return more
        return have

    def _abroad(self, k: int) -> bool:
        return (
            self.near(k)
            and (at := self.cue(k, "at")) is not None
            and (self.stand(at[1]) is not None or self._sense(at[1], Site) is not None)
        )

    def _skip_abroad(self, k: int) -> int:
        at = self.cue(k, "at")
        assert at is not None
        where = self.at(at[1])
        return where.j if where is not None else at[1]

    def _belong(self, m: Mention, whose: Mention | None) -> None:
        if whose is None:
            return
        m.affiliation = whose.kind
        if whose.kind in ("both", "dem", "host"):
            m.parts = (whose,)
            if whose.kind == "both":
                m.count = whose.count
        else:
            m.codes = whose.codes
            m.standin = whose.standin
            if whose.kind == "person" and not whose.codes:
                m.parts = (whose,)
        m.body, m.body_kind = whose.body, whose.body_kind
        if len(m.codes) > 1 and not m.raw_name:
            m.count = len(m.codes)
