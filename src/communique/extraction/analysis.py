"""From an article to its sentences with everything found in them: words, names, cues, dates and quotation marks."""

from __future__ import annotations

from bisect import bisect_left

from communique.article.model import Article, Role
from communique.extraction.lexicon import Lexicon, lexicon
from communique.extraction.model import Analysis, Sentence
from communique.extraction.phrases import find_phrases
from communique.extraction.relative_dates import fill_same_years
from communique.extraction.times import find_dates
from communique.extraction.tokens import MARK, WORD, Token, sentences, tokenise
from communique.language.pack import pack
from communique.orthography import compose

_MAX_OPEN = 8


def analyse(article: Article, language: str = "vi") -> Analysis:
    """Words, sentences, mentions, dates and quotations of an article's story. Linear in its length."""
    text, offsets = compose(article.text)
    lex = lexicon(language)
    stops = _abbreviations(language)
    tokens: list[Token] = []
    found: list[Sentence] = []
    blocks = [b for b in article.blocks if b.role in (Role.TITLE, Role.LEAD, Role.BODY)]
    blocks += [b for b in article.blocks if b.role is Role.CAPTION]
    for number, block in enumerate(blocks):
        start, end = (
            (block.start, block.end)
            if offsets is None
            else (bisect_left(offsets, block.start), bisect_left(offsets, block.end))
        )
        base = len(tokens)
        local = tokenise(text, start, end)
        tokens += local
        for a, b in sentences(local, stops):
            found.append(Sentence(len(found), base + a, base + b, block.role.value, number))
    common = {t.word for t in tokens if t.kind == WORD and not t.cap}
    for sentence in found:
        _read(text, tokens, sentence, lex, common)
    fill_same_years(found)
    _quotes(tokens, found)
    return Analysis(text, offsets, tokens, found, article.title)


def _read(text: str, tokens: list[Token], sentence: Sentence, lex: Lexicon, common: set[str]) -> None:
    find_phrases(text, tokens, sentence, lex, common)
    sentence.dates = find_dates(tokens, sentence)


_STOPS: dict[str, frozenset[str]] = {}


def _abbreviations(language: str) -> frozenset[str]:
    if language not in _STOPS:
        _STOPS[language] = frozenset(f.text.lower() for f in pack(language).forms if f.cue.cls == "abbreviation")
    return _STOPS[language]


def _quotes(tokens: list[Token], found: list[Sentence]) -> None:
    """Mark what lies inside quotation marks; a quotation may run over sentences until it is closed."""
    opened, age = False, 0
    for index, sentence in enumerate(found):
        marks: list[bool] = []
        if opened and (age >= _MAX_OPEN or sentence.role == "title" or not _closes_later(tokens, found, index)):
            opened = False
        age = age + 1 if opened else 0
        for k in range(sentence.begin, sentence.end):
            t = tokens[k]
            if t.kind == MARK and t.word in '"“”«»':
                if t.word in "“«":
                    opened, age = True, 0
                elif t.word in "”»":
                    opened = False
                else:
                    opened = not opened
                    age = 0
                marks.append(False)
                sentence.has_quote = True
            else:
                marks.append(opened)
        if opened:
            sentence.has_quote = True
        sentence.quoted = marks


def _closes_later(tokens: list[Token], found: list[Sentence], index: int) -> bool:
    for sentence in found[index : index + _MAX_OPEN]:
        if sentence.role == "title":
            return False
        for k in range(sentence.begin, sentence.end):
            t = tokens[k]
            if t.kind == MARK and t.word in '"”»':
                return not (t.word == '"' and k == sentence.begin)
            if t.kind == MARK and t.word in "“«":
                return False
    return False
