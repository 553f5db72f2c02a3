"""What in an article no table knows: names, titles and organisations, found by the steps of the reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from communique.article.model import Article
from communique.extraction.lexicon import Match, lexicon
from communique.extraction.model import Analysis, Mention, Sentence
from communique.extraction.reading import understand
from communique.extraction.terms import Terms
from communique.extraction.tokens import BREAK, WORD, Token
from communique.knowledge import Knowledge, Person, Site, knowledge
from communique.language.heads import heads
from communique.language.pack import Cue
from communique.orthography import fold

_READ = frozenset({"lead", "body"})
_LONGEST = 8
_ACRONYM = range(3, 9)
_ROMAN = frozenset("IVXLCM")
_SHOWN = 240


class GapKind(StrEnum):
    """What a gap is."""

    NAME = "name"
    TITLE = "title"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Words of an article that no table knows, and the sentence they stand in."""

    kind: GapKind
    form: str
    doc: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A form in all documents: how often, in how many of them, and where it stood first."""

    kind: GapKind
    form: str
    count: int
    documents: int
    doc: str
    sentence: str


def unresolved(article: Article) -> list[Unresolved]:
    """All that no table knows in the story of an article, in order."""
    analysis, when = understand(article)
    known = knowledge()
    finder = _Finder(analysis, known, Terms(known, when.earliest, when.latest))
    found = []
    for sentence in analysis.sentences:
        if sentence.role in _READ:
            text = analysis.text[analysis.tokens[sentence.begin].start : analysis.tokens[sentence.end - 1].end]
            shown = " ".join(text.split())[:_SHOWN]
            found += [Unresolved(kind, form, article.doc, shown) for kind, form in finder.sentence(sentence)]
    return found


def gaps(found: Iterable[Unresolved]) -> list[Gap]:
    """The forms, the most frequent first; spellings that differ in capitals and tone marks only are one."""
    counts: dict[tuple[GapKind, str], list[Unresolved]] = {}
    for each in found:
        counts.setdefault((each.kind, fold(each.form)), []).append(each)
    listed = [
        Gap(kind, held[0].form, len(held), len({each.doc for each in held}), held[0].doc, held[0].sentence)
        for (kind, _), held in counts.items()
    ]
    return sorted(listed, key=lambda gap: (-gap.count, -gap.documents, gap.kind.value, gap.form))


class _Finder:
    """Looks through the sentences of one article."""

    def __init__(self, analysis: Analysis, known: Knowledge, terms: Terms) -> None:
        self.analysis, self.known, self.terms = analysis, known, terms
        self.tokens = analysis.tokens
        self.persons = {name.split(" (")[0] for name in known.persons}

    def sentence(self, sentence: Sentence) -> Iterator[tuple[GapKind, str]]:
        """Gaps of a sentence in order of kind: names, titles, organisations."""
        for m in sentence.mentions:
            if m.kind == "person":
                yield from self._person(m)
        yield from self._headed(sentence)

    def _person(self, m: Mention) -> Iterator[tuple[GapKind, str]]:
        known = bool(m.candidates) or m.person in self.persons
        if m.raw_name and not known and m.how != "unknown" and (m.title or " " in m.raw_name):
            yield GapKind.NAME, m.person or m.raw_name
        if m.count != 1 or m.counterpart or m.office_mod in ("former", "deputy") or not m.title or len(m.codes) != 1:
            return
        office = m.title if m.raw_name else m.office or m.title
        asked = self.terms.single(office) and office != "leader" and (known or not m.raw_name)
        if asked and not m.field and not self._held(m.codes[0], office, m):
            yield GapKind.TITLE, self.words(m.i, m.j)

    def _held(self, code: str, office: str, m: Mention) -> bool:
        """Whether the tables have somebody in the office when the article was written; whom it names, at any time."""
        if m.person is None:
            return bool(self.terms.holders(code, office, m.office_mod))
        return any(
            t.office.endswith(office) or self.known.level(t.office) is self.known.level(office)
            for t in self.known.tenures.get(m.person, ())
        )

    def _headed(self, sentence: Sentence) -> Iterator[tuple[GapKind, str]]:
        """Titles and organisations that begin with one of the language's heads, and acronyms."""
        matches = lexicon().scan(self.tokens, sentence.begin, sentence.end)[0]
        taken = _taken(matches, sentence, frozenset({Cue}))
        closed = _taken(matches, sentence, frozenset({Cue, Person, Site}), shut="notname")
        formed = _taken(matches, sentence, frozenset())
        for m in sentence.mentions:
            taken[m.i - sentence.begin : m.j - sentence.begin] = b"\1" * (m.j - m.i)
        words = [t.word for t in self.tokens[sentence.begin : sentence.end]]
        known = heads()
        k = 0
        while k < len(words):
            i = sentence.begin + k
            if taken[k] or self.tokens[i].kind != WORD:
                k += 1
                continue
            head = known.at(words, k)
            if head is not None and head[0] == "other":
                k += head[1]
                continue
            if not closed[k] and self._acronym(self.tokens[i]):
                yield GapKind.ORGANISATION, self.words(i, i + 1)
                k += 1
                continue
            if head is None:
                k += 1
                continue
            rest = k + head[1]
            end = self._end(sentence.begin + rest, closed[rest : rest + _LONGEST], formed[rest : rest + _LONGEST])
            if end > sentence.begin + rest:
                yield GapKind(head[0]), self.words(i, end)
                k = end - sentence.begin
            else:
                k += 1

    def _end(self, start: int, closed: bytearray, formed: bytearray) -> int:
        """Where a name in capitals that goes on at `start` ends; `start` itself where none does. A word in lower case
        belongs to it after a capital, if it is no form of the tables.
        """
        begin = start
        while start - begin < len(closed) and not closed[start - begin]:
            token = self.tokens[start]
            second = start > begin and self.tokens[start - 1].cap and not formed[start - begin]
            if token.kind != WORD or token.gap == BREAK or not (token.cap or second):
                break
            start += 1
        return start

    def _acronym(self, token: Token) -> bool:
        text = self.analysis.text[token.start : token.end]
        return (
            len(text) in _ACRONYM and text.isupper() and text.isascii() and text.isalpha() and not set(text) <= _ROMAN
        )

    def words(self, i: int, j: int) -> str:
        """The text of tokens `i` to `j` on one line."""
        return " ".join(self.analysis.text[self.tokens[i].start : self.tokens[j - 1].end].split())


def _taken(matches: list[Match], sentence: Sentence, free: frozenset[type], shut: str = "") -> bytearray:
    """Which tokens of a sentence bear a form of the tables that is not only of the `free` types, or is a cue of the
    class `shut`.
    """
    taken = bytearray(sentence.end - sentence.begin)
    for match in matches:
        if not match.senses.kinds <= free or shut in match.senses.cues:
            taken[match.i - sentence.begin : match.j - sentence.begin] = b"\1" * (match.j - match.i)
    return taken
