"""Whom an article introduces by name, and what it calls them: the first look over it, before anything points back."""

from __future__ import annotations

from collections import Counter
from datetime import date

from communique.extraction.model import Analysis, Mention
from communique.extraction.surnames import add_surnames, surnames
from communique.extraction.terms import Terms
from communique.knowledge import Knowledge, Level, Person
from communique.orthography import plain, romanise

TITLES = frozenset(
    {
        "minister",
        "deputy minister",
        "general",
        "colonel",
        "official",
        "leader",
        "representative",
        "chairman",
        "director",
        "politician",
    }
)


class Introductions:
    """The persons that one article names. `earliest`, `latest`: bounds of the time the article is about."""

    def __init__(
        self, analysis: Analysis, known: Knowledge, earliest: date | None = None, latest: date | None = None
    ) -> None:
        self.analysis, self.known = analysis, known
        self.terms = Terms(known, earliest, latest)
        self.named: dict[str, Mention] = {}
        self.by_office: dict[tuple[str, str], str] = {}
        self.short: dict[str, str] = {}
        self.strangers: dict[str, str] = {}
        self.offices: dict[str, str] = {}
        self.codes: dict[str, str] = {}
        self.mentioned: Counter[str] = Counter()

    def learn(self) -> None:
        """Collect the persons that the article names, wherever it does."""
        for sentence in self.analysis.sentences:
            for m in flat(sentence.mentions):
                if m.office and m.affiliation == "actor" and not (m.body or m.standin or m.field) and len(m.codes) == 1:
                    m.office = self.terms.called(m.codes[0], m.office)
                if m.office == "leader":
                    m.office = self.terms.master(m.body) or m.office
                if m.raw_name and m.kind == "person":
                    self._learn_name(m)
        self.terms = self.terms.lived(
            (name, m.office, m.codes) for name, m in self.named.items() if m.office and m.office_mod is None
        )
        add_surnames(self.analysis, self.strangers)
        for sentence in self.analysis.sentences:
            for m in flat(sentence.mentions):
                if m.person and m.codes and m.office and m.office_mod != "former":
                    self.by_office.setdefault((m.codes[0], m.office), m.person)

    def people(self) -> dict[tuple[str, str], list[str]]:
        """The persons the article names, by actor and level of office; none whom it introduces as a former holder."""
        found: dict[tuple[str, str], list[str]] = {}
        met: dict[str, bool] = {}
        for sentence in self.analysis.sentences:
            for m in flat(sentence.mentions):
                former = m.person is not None and met.setdefault(m.person, m.office_mod == "former")
                if m.person and len(m.codes) == 1 and m.office_mod != "former" and not former:
                    level = self.known.level(m.office or self.terms.held(m.person))
                    if level is not None:
                        names = found.setdefault((m.codes[0], level.value), [])
                        if m.person not in names:
                            names.append(m.person)
        return found

    def _learn_name(self, m: Mention) -> None:
        if m.how == "doubtful":
            return
        surname = len(m.raw_name.split()) == 1 if m.raw_name else False
        if m.candidates and not (surname and len(m.candidates) > 1):
            person = self.choose(m)
            if person is not None:
                self.take(m, person.name, person.code)
                return
        if m.candidates or m.raw_name is None:
            return
        words = m.raw_name.replace("-", " ").split()
        if len(words) < 2:
            return
        name = romanise(m.raw_name)
        if m.codes:
            self.codes.setdefault(name, m.codes[0])
        m.person = name
        for word in words:
            if len(word) > 2:
                self.short.setdefault(plain(word), name)
        self.short[plain(m.raw_name)] = name
        for word in surnames(m.raw_name):
            self.strangers.setdefault(word, m.raw_name)
        if m.office:
            self.holds(name, m.office)

    def take(self, m: Mention, name: str, code: str) -> None:
        """A mention is the person of the tables called `name`, whose own state is `code`."""
        m.person = name.split(" (")[0]
        self.named.setdefault(m.person, m)
        if not m.codes:
            m.codes = (self.codes.get(m.person) or self._stands_for(m, name, code),)
        self.codes.setdefault(m.person, m.codes[0] if m.office_mod != "former" else code)
        for word in (m.raw_name or "").replace("-", " ").split():
            if len(word) > 1:
                self.short.setdefault(plain(word), m.person)
        for word in m.person.replace("-", " ").split():
            if len(word) > 1:
                self.short.setdefault(plain(word), m.person)
        if m.office:
            self.holds(m.person, m.office)

    def holds(self, person: str, office: str) -> None:
        """Remember a person's office; a general title gives way to a particular one."""
        have = self.offices.get(person)
        if have is None or (have in TITLES and office not in TITLES):
            self.offices[person] = office

    def _stands_for(self, m: Mention, name: str, home: str) -> str:
        """The actor a person of the tables acts for here: their own state, or the organisation whose office they
        hold.
        """
        spans = self.known.tenures.get(name, ())
        held = [t for t in spans if m.office and t.office == m.office] or [t for t in spans if self.terms.covered(t)]
        codes = list(dict.fromkeys(t.code for t in held))
        if len(codes) <= 1:
            return codes[0] if codes else home
        if not self.mentioned:
            self.mentioned.update(
                c for s in self.analysis.sentences for x in s.mentions if x.kind in ("actor", "body") for c in x.codes
            )
        return max(codes, key=lambda c: (self.mentioned[c], c == home))

    def choose(self, m: Mention) -> Person | None:
        """The person a form of the tables means here, by the actor and the office beside it and the time."""
        best: tuple[float, str] | None = None
        chosen: Person | None = None
        for person in m.candidates:
            score = 0.0
            if m.codes:
                score += 4 if person.code in m.codes else -3
            for tenure in self.known.tenures.get(person.name, ()):
                if m.codes and tenure.code in m.codes:
                    score += 1.5
                if m.office and tenure.office.endswith(m.office):
                    score += 3
                    if self.terms.covered(tenure):
                        score += 2
                elif self.terms.covered(tenure):
                    score += 0.5
                if not m.office and self.known.level(tenure.office) is Level.HEAD and self.terms.covered(tenure):
                    score += 2
            if person.name in self.named:
                score += 5
            key = (score, person.name)
            if best is None or key[0] > best[0]:
                best, chosen = key, person
        if best is not None and m.codes and best[0] < 0 and m.raw_name and " " not in m.raw_name:
            return None
        if chosen is not None and " " not in (m.raw_name or " ") and self.terms.barred(chosen.name, m.office):
            return None
        return chosen


def flat(mentions: list[Mention]) -> list[Mention]:
    return [x for m in mentions for x in (*m.parts, m)]
