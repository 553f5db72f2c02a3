"""Who is meant: surnames, titles without a name, counterparts, "this state", "both sides", pronouns.

What the article itself says comes first (a name given anywhere in it), then the tables of tenures for the time the
article is known to speak of, and never at another time.
"""

from __future__ import annotations

from communique.extraction.introductions import TITLES, Introductions
from communique.extraction.model import Mention, Sentence
from communique.knowledge import Level
from communique.orthography import plain, romanise

_OUTSIDE = frozenset({"expert", "commentator"})
_FORCE, _FORCES = 2, frozenset({"armed_group", "movement"})
_GENERIC = frozenset(
    {
        "official",
        "expert",
        "lawmaker",
        "general",
        "colonel",
        "minister",
        "leader",
        "representative",
        "chairman",
        "diplomat",
    }
)


class Resolver(Introductions):
    """Resolves the mentions of one article in order: first `learn`, then `resolve`."""

    def resolve(self) -> None:
        """Give every mention its actors and, where it can be known, its person."""
        recent: list[Mention] = []
        before: Sentence | None = None
        for sentence in self.analysis.sentences:
            if sentence.role == "caption":
                recent = []
            for k, m in enumerate(sentence.mentions):
                for part in m.parts:
                    self._one(part, sentence, recent, before)
                if m.how == "body alone" and not m.codes:
                    self._led(m, sentence.mentions[k + 1 : k + 2], sentence, recent, before)
                self._one(m, sentence, recent, before)
                if m.codes or m.person:
                    recent.append(m)
            if sentence.mentions:
                before = sentence
            del recent[:-60]

    def _led(
        self, m: Mention, after: list[Mention], sentence: Sentence, recent: list[Mention], before: Sentence | None
    ) -> None:
        """A body right before the person who leads it ("the government of President B") is of that person's state."""
        for head in after:
            if head.kind == "person" and head.i - m.j <= 1 and head.prep in (None, "of"):
                self._one(head, sentence, recent, before)
                if head.person:
                    m.codes = head.codes[:1]

    def _one(self, m: Mention, sentence: Sentence, recent: list[Mention], before: Sentence | None) -> None:
        if m.parts and not m.codes:
            m.codes = m.parts[0].codes
            if m.parts[0].kind == "both" and len(m.codes) > 1:
                m.count = max(m.count, len(m.codes))
        if m.kind == "person":
            self._person(m, sentence, recent)
        elif m.kind == "pronoun":
            self._pronoun(m, sentence, recent, before)
        elif m.kind == "dem" and not m.codes:
            self._dem(m, recent, sentence.index)
        elif m.kind == "host" and not m.codes:
            self._host(m, sentence, recent)
        elif m.kind == "both" and not m.codes:
            self._both(m, sentence, recent)
        elif m.kind == "body" and not m.codes:
            self._alone(m, recent)

    def _person(self, m: Mention, sentence: Sentence, recent: list[Mention]) -> None:
        if m.raw_name and not m.person:
            self._surname(m)
        if m.person:
            if not m.codes:
                code = self.codes.get(m.person)
                if code is None and m.office and m.office not in _OUTSIDE:
                    code = _last_code(recent, sentence.index)
                if code is not None:
                    m.codes = (code,)
                    self.codes.setdefault(m.person, code)
            if m.office is None and not m.counterpart:
                m.office = self.offices.get(m.person) or self.terms.held(m.person)
            if m.counterpart:
                m.office = (
                    self.offices.get(m.person) or self.terms.held(m.person) or self._counter_office(recent, sentence)
                )
            if m.office in TITLES and not any(t.office == m.office for t in self.known.tenures.get(m.person, ())):
                held = self.terms.held(m.person)
                known = self.offices.get(m.person)
                m.office = known if known and known not in TITLES else held or m.office
            if m.office:
                self.holds(m.person, m.office)
            return
        if m.raw_name:
            if not m.codes and m.office and m.office not in _OUTSIDE:
                code = _last_code(recent, sentence.index)
                m.codes = (code,) if code else ()
            if m.office and len(m.codes) == 1 and " " not in m.raw_name:
                person = self.terms.bearer(m.codes[0], m.office, plain(m.raw_name))
                if person is not None:
                    self.take(m, person, m.codes[0])
                    return
            m.person = romanise(m.raw_name) if (m.office or m.codes) and not m.how else None
            return
        if m.counterpart:
            m.office = self._counter_office(recent, sentence)
            if not m.codes:
                own = next((r for r in reversed(recent) if r.kind == "person" and r.codes), None)
                other = next(
                    (
                        r
                        for r in reversed(recent)
                        if own and r.codes and r.codes[0] != own.codes[0] and r.sentence >= sentence.index - 1
                    ),
                    None,
                )
                if other is not None:
                    m.codes = other.codes[:1]
        if m.count != 1:
            if not m.codes:
                self._both(m, sentence, recent)
            return
        if not m.codes and m.office and m.office not in ("official", "expert"):
            for r in reversed(recent):
                if (
                    r.kind == "person"
                    and r.codes
                    and r.office
                    and (r.office == m.office or r.office.endswith(m.office))
                ):
                    m.codes, m.person = r.codes[:1], r.person
                    break
            else:
                if m.office in (
                    "leader",
                    "minister",
                    "general",
                    "spokesperson",
                    "official",
                    "representative",
                    "president",
                ):
                    r2 = next((r for r in reversed(recent) if r.kind == "person" and r.codes), None)
                    if r2 is not None and m.office in ("leader", "minister"):
                        m.codes, m.person = r2.codes[:1], r2.person
                if not m.codes:
                    code = _last_code(recent, sentence.index)
                    m.codes = (code,) if code else ()
        elif not m.codes and m.office in ("official", "expert"):
            code = _last_code(recent, sentence.index)
            m.codes = (code,) if code and m.office == "official" else ()
        if m.codes and not m.person and m.office and m.office_mod not in ("former", "deputy"):
            m.person = self._holder(m)

    def _holder(self, m: Mention) -> str | None:
        """Who a title without a name means: named so in the article, or the one who held it all the time in
        question.
        """
        code, office = m.codes[0], m.office or ""
        if office in _GENERIC and office != "leader":
            return None
        if (code, office) in self.by_office:
            return self.by_office[code, office]
        level = self.known.level(office)
        if level is Level.HEAD:
            same = {p for (c, o), p in self.by_office.items() if c == code and self.known.level(o) is Level.HEAD}
            if len(same) == 1:
                only = next(iter(same))
                spans = self.known.tenures.get(only, ())
                if office == "leader" or any(t.code == code and t.office == office for t in spans):
                    return only
        person = self.terms.holder(code, office, m.office_mod)
        if person is not None:
            m.how = "tenure"
        return person

    def _surname(self, m: Mention) -> None:
        key = plain(m.raw_name or "")
        name = self.short.get(key)
        if name is None and m.raw_name:
            words = m.raw_name.replace("-", " ").split()
            name = self.short.get(plain(words[-1])) if len(words) > 1 else None
            if name is not None and m.codes and self.codes.get(name) not in m.codes:
                name = None
        others = [p.name for p in m.candidates if p.name != name]
        if (
            name is not None
            and self.terms.barred(name, m.office)
            and not all(self.terms.barred(each, m.office) for each in others)
        ):
            name = None
        if name is not None and (
            not m.codes or m.codes[0] == self.codes.get(name) or m.office_mod == "former" or not self.codes.get(name)
        ):
            m.person = name
            if not m.codes and name in self.codes:
                m.codes = (self.codes[name],)
            return
        if m.candidates and m.how != "doubtful":  # a surname that is also a word stands only for somebody named in full
            person = self.choose(m)
            if person is not None:
                self.take(m, person.name, person.code)

    def _counter_office(self, recent: list[Mention], sentence: Sentence) -> str | None:
        for r in reversed(recent):
            if r.kind == "person" and r.office and not r.counterpart:
                return r.office
        return None

    def _pronoun(self, m: Mention, sentence: Sentence, recent: list[Mention], before: Sentence | None) -> None:
        quoted = sentence.in_quote(m.i)
        here = [
            r
            for r in recent
            if r.sentence == sentence.index
            and r.kind == "person"
            and r.person
            and (quoted or not sentence.in_quote(r.i))
        ]
        pool = here or (
            [r for r in before.mentions if r.kind == "person" and r.person]
            if before is not None and before is not sentence
            else []
        )
        chosen = (
            pool[0]
            if pool
            else next((r for r in reversed(recent) if r.kind in ("person", "pronoun") and r.person), None)
        )
        if chosen is not None and sentence.index - chosen.sentence <= 4:
            m.person, m.codes, m.office = chosen.person, chosen.codes, chosen.office

    def _dem(self, m: Mention, recent: list[Mention], at: int) -> None:
        for r in reversed(recent):
            if not r.codes or r.role == "place" or r.kind == "both" or len(r.codes) > 1:
                continue
            actor = self.known.actors.get(r.codes[0])
            if m.how == "force":
                if at - r.sentence > _FORCE:
                    return
                if r.kind == "body" or (actor is not None and actor.kind in _FORCES):
                    m.codes = r.codes[:1]
                    return
                continue
            is_state = actor is None or actor.kind == "state"
            if (m.how == "state") == is_state:
                m.codes = r.codes[:1]
                return

    def _host(self, m: Mention, sentence: Sentence, recent: list[Mention]) -> None:
        for s in self.analysis.sentences[sentence.index :: -1]:
            for spot in reversed(s.spots):
                if spot.site.country and (s is not sentence or spot.i < m.i):
                    m.codes = (spot.site.country,)
                    return
            for r in s.mentions:
                if r.standin and r.codes and s is not sentence:
                    break
        for s in self.analysis.sentences[: sentence.index + 1]:
            for spot in s.spots:
                if spot.site.country:
                    m.codes = (spot.site.country,)
                    return
        for r in recent:
            if r.standin and r.codes:
                m.codes = r.codes[:1]
                return

    def _both(self, m: Mention, sentence: Sentence, recent: list[Mention]) -> None:
        want = m.count if m.count >= 2 else 2
        if m.count == 0 and m.kind == "both":
            return
        window = [
            r
            for r in recent
            if sentence.index - r.sentence <= 6 and r.role is None and r.kind in ("person", "actor", "body", "both")
        ]
        states = m.body_kind == "state"
        peers = self._peers(m, window, want)
        for distance in range(7):
            if len(peers) == want:
                m.codes = peers
                break
            codes: list[str] = []
            for r in window:
                if sentence.index - r.sentence == distance:
                    codes += [c for c in r.codes if c not in codes and (not states or self._is_state(c))]
            if len(codes) >= want:
                m.codes = tuple(codes[:want])
                break
        else:
            codes = []
            for r in reversed(window):
                for c in r.codes:
                    if c not in codes and (not states or self._is_state(c)):
                        codes.append(c)
                if len(codes) >= want:
                    break
            if len(codes) >= want:
                m.codes = tuple(codes[:want])
        m.count = want

    def _is_state(self, code: str) -> bool:
        actor = self.known.actors.get(code)
        return actor is None or actor.kind == "state"

    def _peers(self, m: Mention, window: list[Mention], want: int) -> tuple[str, ...]:
        """The sides of "the two leaders": those of the persons named last who hold offices of that level."""
        level = self.known.level(m.office) if m.kind == "person" else None
        codes: list[str] = []
        if level is not None:
            for r in reversed(window):
                if r.kind == "person" and r.count == 1 and len(r.codes) == 1 and self.known.level(r.office) is level:
                    codes += [c for c in r.codes if c not in codes]
                if len(codes) == want:
                    break
        return tuple(reversed(codes))

    def _alone(self, m: Mention, recent: list[Mention]) -> None:
        for r in reversed(recent):
            if r.codes and r.kind in ("person", "body", "actor") and r.role is None and len(r.codes) == 1:
                m.codes = r.codes[:1]
                return


def _last_code(recent: list[Mention], sentence: int) -> str | None:
    for r in reversed(recent):
        if sentence - r.sentence > 3:
            return None
        if r.codes and len(r.codes) == 1 and r.role is None:
            return r.codes[0]
    return None
