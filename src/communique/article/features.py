"""What a line of a whole page looks like, as named buckets for the linear model of `weights.tsv`.

A line's features are what it is itself, what stands around it, and where it is on the page. Each is ``name=bucket``;
the
score of a line is the sum of the weights of its features (`communique.article.scorer`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from itertools import accumulate
from unicodedata import combining, normalize
from urllib.parse import unquote, urlsplit

from communique.article.lines import Line
from communique.language.furniture import Furniture, Hit, Match

SIZES = (8, 15, 25, 40, 60, 80, 110, 150, 220, 350, 600, 1000)
WORDS = (2, 3, 5, 7, 10, 14, 20, 30, 50)
SHARES = (0.01, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 0.95)
DENSE = (30, 80, 150, 300, 600, 1000, 2000, 4000)
FAR = (1, 2, 3, 5, 8, 13, 21, 34, 55)
CORE = 20
LONG = 5
_WORD = re.compile(r"\w+")
_SUFFIXES = frozenset({"html", "htm", "php", "aspx", "index", "article", "artikel"})
PROSE_SIZE = 80
"""A line at least this long that ends as a sentence, or twice as long, counts as prose."""


def is_prose(line: Line) -> bool:
    """Whether the line reads as running text."""
    return line.size >= PROSE_SIZE and (line.closed or line.size >= 2 * PROSE_SIZE) and line.words >= 8


def page_features(
    lines: list[Line], hits: list[Hit | None], dated: list[bool], url: str | None = None
) -> list[list[str]]:
    """The features of each line, given what the furniture tables say of it and whether it is a date line.

    The words of `url`, where it is known, help to find the line with the title.
    """
    page = _Page(lines, hits, dated, url)
    return [page.features(index) for index in range(len(lines))]


def long_words(line: Line) -> list[str]:
    """The words of at least `LONG` characters in the beginning of a line, folded, without punctuation."""
    return [word for word in _WORD.findall(line.key[:400]) if len(word) >= LONG]


def title_line(lines: list[Line], url: str | None) -> int | None:
    """The index of the line that shares most words with the last part of the address, None if no line has half of
    them."""
    if not url:
        return None
    try:
        path = unquote(urlsplit(url).path if "://" in url else url).casefold().rstrip("/")
    except ValueError:
        return None
    slug = {plain(word) for word in _WORD.findall(path.rpartition("/")[2].replace("_", "-")) if len(word) > 2}
    slug = {word for word in slug if not word.isdigit() and word not in _SUFFIXES}
    if len(slug) < 2:
        return None
    best, best_score = None, 0.5
    for index, line in enumerate(lines):
        if line.size > 250 or line.words < 2:
            continue
        words = {plain(word) for word in _WORD.findall(line.key)}
        score = len(words & slug) / len(slug) - 0.01 * len(words - slug)
        if score > best_score:
            best, best_score = index, score
    return best


def plain(word: str) -> str:
    """`word` with the marks on its letters taken off, as addresses are written."""
    if word.isascii():
        return word
    bare = "".join(char for char in normalize("NFD", word) if not combining(char))
    return bare.replace("đ", "d").replace("ß", "ss")


def _end_class(char: str) -> str:
    """A line's last character, or a letter for its kind: w a letter, 9 a digit, o another."""
    if char in ".!?…:,;|":
        return char
    return "w" if char.isalpha() else "9" if char.isdigit() else "o"


def label_size(line: Line) -> str:
    """How long the words before a first colon are, when the line begins with such a label."""
    place = line.text.find(":", 0, 30)
    if place < 0 or place + 1 >= line.size:
        return "none"
    return f"{place // 8}{'u' if line.text[:place].isupper() else 'l'}/{min(line.size, 300) // 75}"


class _Page:
    """The sums over a page that make the features of one line cheap."""

    def __init__(self, lines: list[Line], hits: list[Hit | None], dated: list[bool], url: str | None) -> None:
        self.lines = lines
        self.hits = hits
        self.dated = dated
        self.sizes = [bisect_right(SIZES, line.size) for line in lines]
        self.prose = [line.size if is_prose(line) else 0 for line in lines]
        self.prose_sum = [0, *accumulate(self.prose)]
        self.bullet_sum = [0, *accumulate(int(line.bullet) for line in lines)]
        self.dated_sum = [0, *accumulate(int(flag) for flag in dated)]
        self.hit_sum = [0, *accumulate(int(hit is not None) for hit in hits)]
        self.twins = Counter(line.key for line in lines)
        self.base_indent = self._indent_of_prose()
        self.since_section = self._since(Match.SECTION)
        self.title = title_line(lines, url)
        self.core = self._core_words()

    def _core_words(self) -> set[str]:
        """The long words of the stretch of `CORE` lines with the most running text."""
        sums = self.prose_sum
        count = len(self.lines)
        best = max(range(count), key=lambda i: sums[min(i + CORE, count)] - sums[i], default=0)
        words: set[str] = set()
        for index in range(best, min(best + CORE, count)):
            if self.prose[index]:
                words.update(long_words(self.lines[index]))
        return words

    def _cohesion(self, line: Line) -> str:
        """How many of the line's long words stand in the core of the page too."""
        words = long_words(line)
        if not words:
            return "none"
        return (
            f"{bisect_right(SHARES, sum(word in self.core for word in words) / len(words))}/{min(len(words), 12) // 4}"
        )

    def _indent_of_prose(self) -> int:
        """The indentation under which most of the page's running text stands."""
        weights: Counter[int] = Counter()
        for line, size in zip(self.lines, self.prose, strict=True):
            weights[line.indent] += min(size, 2000)
        return weights.most_common(1)[0][0] if weights else 0

    def _since(self, match: Match) -> list[int]:
        """For each line, how many lines ago such furniture stood after the first third of the running text."""
        distances: list[int] = []
        distance = 10**6
        floor = self.prose_sum[-1] / 3
        for index, hit in enumerate(self.hits):
            started = self.prose_sum[index] > floor
            distance = 0 if started and hit is not None and hit.match is match else distance + 1
            distances.append(distance)
        return distances

    def _window(self, sums: list[int], first: int, last: int) -> int:
        return sums[min(last + 1, len(self.lines))] - sums[max(first, 0)]

    def _size_at(self, index: int) -> int:
        return self.sizes[index] if 0 <= index < len(self.lines) else -1

    def _from_title(self, index: int) -> str:
        if self.title is None:
            return "unknown"
        distance = index - self.title
        return f"{'-' if distance < 0 else '+'}{bisect_right(FAR, abs(distance))}"

    def features(self, index: int) -> list[str]:
        """The features of the line at `index`."""
        line = self.lines[index]
        hit = self.hits[index]
        size = self.sizes[index]
        seen = min(line.size, 2000)
        total = self.prose_sum[-1] or 1
        kind = "none" if hit is None else f"{hit.role}-{hit.match.value}"
        before, after = self._size_at(index - 1), self._size_at(index + 1)
        bullet = "b" if line.bullet else "t"
        end = _end_class(line.end_char)
        near = self._window(self.prose_sum, index - 2, index + 2) - self.prose[index]
        wide = self._window(self.prose_sum, index - 8, index + 8) - self.prose[index]
        above = self.prose_sum[index] / total
        below = (total - self.prose_sum[index] - self.prose[index]) / total
        return [
            "bias",
            f"size={size}{bullet}",
            f"end={end}{size // 3}",
            f"words={bisect_right(WORDS, line.words)}",
            f"capitals={bisect_right(SHARES, line.capitals / (line.words or 1))}/{min(size, 8) // 2}",
            f"digits={bisect_right(SHARES, line.digits / seen)}",
            f"commas={min(line.commas, 4)}/{min(size, 8) // 3}",
            f"sentences={min(line.sentences, 5)}",
            f"hit={kind}/{min(size, 8) // 3}",
            f"dated={self.dated[index]}",
            f"twins={min(self.twins[line.key], 3)}",
            f"gap={min(line.gap, 3)}/{min(self.lines[index + 1].gap, 2) if index + 1 < len(self.lines) else 9}",
            f"before={before}",
            f"after={after}",
            f"around={before // 3}/{size // 3}/{after // 3}",
            f"before2={self._size_at(index - 2)}",
            f"after2={self._size_at(index + 2)}",
            f"near={bisect_right(DENSE, near)}",
            f"wide={bisect_right(DENSE, wide)}",
            f"above={bisect_right(SHARES, above)}",
            f"below={bisect_right(SHARES, below)}",
            f"inside={min(bisect_right(SHARES, above), bisect_right(SHARES, below))}/{min(size, 8) // 2}",
            f"indent={max(-3, min(3, (line.indent - self.base_indent + 1) // 2))}",
            f"bullets={self._window(self.bullet_sum, index - 3, index + 3)}",
            f"dates={min(self._window(self.dated_sum, index - 4, index + 4), 4)}",
            f"hits={self._window(self.hit_sum, index - 3, index + 3)}",
            f"section={bisect_right(FAR, self.since_section[index])}",
            f"total={bisect_right(DENSE, total)}",
            f"cohesion={self._cohesion(line)}",
            f"title={self._from_title(index)}",
            f"label={label_size(line)}",
            f"url={'://' in line.text[:500] or 'www.' in line.text[:500] or '@' in line.text[:500]}",
            f"mark={line.text[0] if line.text[0] in '©#@[(|{$%&<' else ''}",
            f"pipe={'|' in line.text[:500] or '›' in line.text[:500] or '»' in line.text[:500]}",
            f"quote={line.text[0] in '«»„“”‚‘’' + chr(34)}",
        ]


def look_up_all(lines: list[Line], tables: Furniture) -> list[Hit | None]:
    """What the furniture tables say of each line."""
    return [tables.look_up(line.key) for line in lines]
