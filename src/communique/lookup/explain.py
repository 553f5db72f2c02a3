"""Why a written form means what it does: the reading of an article that is nothing but the form, told in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from communique.article.model import Article, Block, Role
from communique.extraction.analysis import analyse
from communique.extraction.lexicon import Entry, Match, lexicon
from communique.extraction.model import Analysis, Mention, Sentence
from communique.extraction.resolution import Resolver
from communique.extraction.terms import Terms
from communique.knowledge import Body, Institute, Knowledge, Office, Person, Site, Source, Stand, Tenure, knowledge
from communique.language.pack import Cue

LONGEST = 400
"""Characters of a form; more is an article, not a form."""

_BEFORE = ": "
"""Stands before the form, since capitals say less at the head of a sentence."""


class Sense(StrEnum):
    """What a form turned out to be."""

    PERSON = "person"
    TITLE = "title"
    ACTOR = "actor"
    BODY = "body"
    PLACE = "place"
    SOURCE = "source"
    INSTITUTE = "institute"
    BACK = "back-reference"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Holding:
    """Someone the form may mean, with an office of theirs; `office`, `start` and `end` are None where the tables have
    none, `end` also where it is not over.
    """

    person: str
    code: str
    office: str | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a form means on a day (`on`; None: at no known time), and the reason in English.

    `words` are the words explained, `name` the English name of an actor, body, place or source, `code` the actor, with
    all of them in `codes` where the form names several. `others` explains what else the form names.
    """

    words: str
    sense: Sense
    on: date | None
    code: str | None
    codes: tuple[str, ...]
    office: str | None
    person: str | None
    name: str | None
    reason: str
    candidates: tuple[Holding, ...] = ()
    others: tuple[Explanation, ...] = ()


def explain(words: str, on: date | None = None) -> Explanation:
    """Explain a form of at most `LONGEST` characters; of several things it names, the one with the longest words comes
    first.
    """
    form = " ".join(words[:LONGEST].split())
    text = _BEFORE + form
    analysis = analyse(Article("", text, (Block(Role.BODY, 0, len(text)),)))
    known = knowledge()
    resolver = Resolver(analysis, known, on, on)
    resolver.learn()
    resolver.resolve()
    about = _About(analysis, known, on)
    found = [about.mention(s, m) for s in analysis.sentences for m in s.mentions]
    found = found or [each for s in analysis.sentences for each in about.unmentioned(s)]
    if not found:
        return Explanation(form, Sense.UNKNOWN, on, None, (), None, None, None, f"No table has a form of “{form}”.")
    first = max(range(len(found)), key=lambda k: (len(found[k].words), -k))
    return replace(found[first], others=tuple(each for k, each in enumerate(found) if k != first))


class _About:
    """Tells what was found in one small article."""

    def __init__(self, analysis: Analysis, known: Knowledge, on: date | None) -> None:
        self.analysis, self.known, self.on = analysis, known, on
        self.terms = Terms(known, on, on)

    def mention(self, sentence: Sentence, m: Mention) -> Explanation:
        """Someone or something that can act."""
        words = self.words(m.i, m.j)
        clauses = [*self._forms(sentence, m)]
        body = m.body.replace("{state}", self.adjective(m.code)).strip() if m.body else None
        actor = self.known.actors.get(m.code) if m.code and len(m.codes) == 1 else None
        name = body or (actor.name if actor and m.kind == "actor" else None)
        candidates: tuple[Holding, ...] = ()
        if m.kind == "person" and not m.counterpart and m.count == 1:
            sense = Sense.PERSON if m.raw_name else Sense.TITLE
            clauses += self._name(m) if m.raw_name else self._title(m)
            candidates = self._candidates(m)
        elif m.kind == "person":
            sense = Sense.TITLE if m.office else Sense.BACK
            clauses.append("several are meant" if m.count != 1 else "who it is depends on who is named before")
        elif m.kind in ("actor", "body") and m.codes:
            sense = Sense.ACTOR if m.kind == "actor" else Sense.BODY
            if m.kind == "body":
                clauses.append(f"it speaks and acts for {self._actors(m.codes)}")
        elif m.kind == "body":
            sense = Sense.BODY
            clauses.append("the state must be named beside it")
        else:
            sense = Sense.BACK
            if not m.codes:
                clauses.append("who it is depends on who is named before")
        return Explanation(
            words,
            sense,
            self.on,
            m.codes[0] if len(m.codes) == 1 else None,
            m.codes,
            m.office,
            m.person,
            name,
            _sentence(clauses),
            candidates,
        )

    def unmentioned(self, sentence: Sentence) -> Iterator[Explanation]:
        """Forms of the tables that cannot act: places, sources, institutes."""
        for match in self._matches(sentence):
            words = self.words(match.i, match.j)
            for thing in dict.fromkeys(e.sense for e in match.entries):
                told = _quiet(words, thing)
                if told is not None:
                    sense, name, reason = told
                    yield Explanation(words, sense, self.on, None, (), None, None, name, reason)
                    break

    def words(self, i: int, j: int) -> str:
        """The text of tokens `i` to `j`."""
        tokens = self.analysis.tokens
        return self.analysis.text[tokens[i].start : tokens[j - 1].end]

    def adjective(self, code: str | None) -> str:
        """What stands for a state in a body's name."""
        actor = self.known.actors.get(code or "")
        return self.known.adjectives.get(code or "", actor.name if actor else "")

    def _matches(self, sentence: Sentence) -> list[Match]:
        return lexicon().scan(self.analysis.tokens, sentence.begin, sentence.end)[0]

    def _forms(self, sentence: Sentence, m: Mention) -> Iterator[str]:
        """What each form inside the mention is in the tables."""
        for match in self._matches(sentence):
            if m.i <= match.i and match.j <= m.j:
                told = self._form(self.words(match.i, match.j), match.entries)
                if told:
                    yield told

    def _form(self, words: str, entries: Iterable[Entry]) -> str | None:
        senses = list(dict.fromkeys(e.sense for e in entries))
        for sense in senses:
            match sense:
                case Office():
                    return f"“{words}” is a title of the office “{sense.name}”"
                case Body():
                    what = sense.name.replace("{state} ", "") if sense.code is None else sense.name
                    return f"“{words}” is a form of {what}"
                case Stand():
                    how = "stands for" if sense.standin else "names"
                    return f"“{words}” {how} {self._actors(sense.codes)}"
                case Person():
                    names = [each.name for each in senses if isinstance(each, Person)]
                    return f"“{words}” is a form of the name {_either(names)}"
                case Cue(cls="tenure"):
                    return f"“{words}” says {sense.value}"
        return None

    def _actors(self, codes: Iterable[str]) -> str:
        named = ((code, self.known.actors[code].name if code in self.known.actors else code) for code in codes)
        return " and ".join(code if name == code else f"{name} ({code})" for code, name in named)

    def _name(self, m: Mention) -> Iterator[str]:
        """What the tables know of someone named, in the office they are said to have or had on the day."""
        on = self.on
        if not m.candidates:
            yield f"no table has the name “{m.raw_name}”"
            return
        names = {each.name for each in m.candidates}
        spans = [t for name in sorted(names) for t in self.known.tenures.get(name, ()) if _bare(t.person) == m.person]
        if not spans:
            yield "the tables have no office of theirs"
            return
        said = [t for t in spans if t.office == m.office and (not m.codes or t.code in m.codes)]
        now = [t for t in spans if self.terms.covered(t)]
        if on is None:
            last = (said or spans)[-1]
            yield f"without a day the last office counts: {self._span(last)}" if m.title is None else self._span(last)
        elif now and (m.title is None or not said or any(t in said for t in now)):
            yield " and ".join(self._span(t) for t in ([t for t in now if t in said] or now))
        else:
            nearest = min(said or spans, key=lambda t: _distance(t, on))
            yield f"on {on} it was not so: {self._span(nearest)}" if said else f"no office is known on {on}"

    def _title(self, m: Mention) -> Iterator[str]:
        """Who holds an office, or why that cannot be said."""
        office, code = m.office, m.code
        if office is None or code is None:
            yield "whose office it is must be named beside it"
            return
        if office != m.title and m.title:
            yield f"for this actor that is the {office}"
        spans = self._spans(code, office)
        holders = self.terms.holders(code, office, m.office_mod)
        if m.office_mod in ("former", "deputy"):
            yield "which of them it is the words do not say"
        elif not self.terms.single(office):
            yield "several people hold such an office, so that a name is needed"
        elif not spans:
            yield "the tables have nobody in this office"
        elif self.on is None and m.person:
            yield f"the only one there ever was: {self._span(spans[0])}"
        elif self.on is None:
            yield "who held it depends on the day: a date is needed"
        elif m.person:
            yield self._span(next(t for t in holders if _bare(t.person) == m.person))
        elif holders:
            yield f"more than one held it on {self.on}: " + " and ".join(self._span(t) for t in holders)
        else:
            yield f"the tables have nobody in this office on {self.on}"

    def _candidates(self, m: Mention) -> tuple[Holding, ...]:
        """Those the form may mean: all persons of the name with their offices, or all who held the office; on a known
        day only what held on that day, and where nothing did, what came right before and after.
        """
        if m.raw_name:
            spans = [t for each in m.candidates for t in self.known.tenures.get(each.name, ())]
        elif m.code and m.office and m.count == 1:
            spans = self._spans(m.code, m.office)
        else:
            spans = []
        if self.on is not None and not m.raw_name:
            day = self.on
            now = [t for t in spans if self.terms.covered(t)]
            before = [t for t in spans if t.end is not None and t.end < day][-1:]
            spans = now or [*before, *[t for t in spans if t.start > day][:1]]
        found = [Holding(_bare(t.person), t.code, t.office, t.start, t.end) for t in spans]
        told = {each.person for each in found}
        return (*found, *(Holding(_bare(p.name), p.code) for p in m.candidates if _bare(p.name) not in told))

    def _spans(self, code: str, office: str) -> list[Tenure]:
        spans = [*self.known.held.get((code, office), ()), *self.known.held.get((code, f"acting {office}"), ())]
        return sorted(spans, key=lambda t: (t.start, t.person))

    def _span(self, t: Tenure) -> str:
        """A tenure as a clause."""
        end = f"to {t.end}" if t.end else "on, as far as the tables know"
        return f"{_bare(t.person)} was {t.office} of {self._actors((t.code,))} from {t.start} {end}"


def _quiet(words: str, thing: object) -> tuple[Sense, str, str] | None:
    match thing:
        case Site():
            where = f", in {thing.country}" if thing.country else ""
            return Sense.PLACE, thing.name, f"“{words}” is a {thing.kind}, {thing.name}{where}; a place does not act."
        case Source():
            whose = f" of {thing.country}" if thing.country else ""
            return Sense.SOURCE, thing.name, f"“{words}” is {thing.name}, a news source{whose}: cited, not an actor."
        case Institute():
            where = f" of {thing.country}" if thing.country else ""
            return (
                Sense.INSTITUTE,
                thing.name,
                f"“{words}” is {thing.name}, an institute{where}: its experts are cited.",
            )
        case _:
            return None


def _bare(name: str) -> str:
    """A name without the bracket that tells two of the same name apart."""
    return name.split(" (")[0]


def _distance(tenure: Tenure, day: date) -> int:
    """Days between a tenure and a day outside it."""
    return (tenure.start - day).days if tenure.start > day else (day - (tenure.end or day)).days


def _either(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _sentence(clauses: list[str]) -> str:
    told = "; ".join(clauses)
    return f"{told[:1].upper()}{told[1:]}."
