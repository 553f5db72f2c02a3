"""The road for a text that begins with its article: the title first, then the story, then whatever a crawler left
after it.

The story ends where the page's furniture says so, where a second story begins, or where only short open lines are left.
"""

from __future__ import annotations

from collections import Counter

from communique.article.features import is_prose
from communique.article.lines import Line
from communique.article.model import STORY, Role
from communique.article.signs import Marked, is_name, names, outlet_mark, role_by_signs
from communique.language.furniture import Furniture, Match

LONGEST_TITLE = 250
NO_TITLE = frozenset({Role.OTHER, Role.MENU, Role.DATELINE, Role.BYLINE})
LONGEST_CAPTION = 200
TAIL_CAPTION = 110
CAPTION_SHARE = 0.4
"""Captions in a last paragraph of their own are together at most this share of the story before them."""
SHORT = 6
"""A text with at most this many lines is taken for an article even without running text."""
OPENING = 8
"""Running text begins within this many lines where a text begins with its article."""
MOST_LINKS = 8
LEAST_TEXT = 0.3
KINSHIP = 0.5
"""A paragraph shares at least this share of its names with the story to belong to it again after a box of links."""


def roles_of_dump(marked: list[Marked], tables: Furniture) -> list[Role]:
    """The role of each line of a text that begins with its article."""
    return _Dump(marked, tables).roles


class _Story:
    """The lines of a story so far; their names are read off when they are first asked for."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.names: set[str] = set()

    def named(self) -> set[str]:
        """The names in its lines."""
        for line in self.lines:
            self.names |= names(line)
        self.lines.clear()
        return self.names


class _Dump:
    """The lines of one text while their roles are found, one sign after the other."""

    def __init__(self, marked: list[Marked], tables: Furniture) -> None:
        self.marked = marked
        self.tables = tables
        self.lines = [item.line for item in marked]
        self.roles = [Role.BODY] * len(marked)
        first = self._take_title()
        end = self._find_end(first)
        self._cut_tail(end)
        self._drop_by_signs(first, end)
        self._drop_twins(first, end)
        self._drop_last_paragraph(end)
        self._drop_signature(first, end)
        self._drop_late_caption(end)
        self._take_lead(first)

    def _take_title(self) -> int:
        """Give the title its role; the index of the line after it."""
        for index, item in enumerate(self.marked):
            line = item.line
            exact = item.hit is not None and item.hit.match is Match.EXACT
            if (exact or role_by_signs(item, self.tables) in NO_TITLE) and index + 1 < len(self.lines):
                continue
            if len(self.lines) == 1 or line.size > LONGEST_TITLE or line.sentences > 1:
                return 0
            if line.end_char == "." and (line.size > LONGEST_CAPTION or self._runs_on(index)):
                return 0
            self.roles[index] = Role.TITLE
            return index + 1
        return 0

    def _runs_on(self, index: int) -> bool:
        """Whether the line after a closed first line follows it without an empty line, as text does."""
        return index + 1 < len(self.lines) and self.lines[index + 1].gap == 0 and self.lines[index].size > 110

    def _find_end(self, first: int) -> int:
        """The index of the first line that is no longer the article."""
        story = _Story()
        marks: set[str] = set()
        seen = False
        index = first
        while index < len(self.lines):
            line, hit = self.marked[index].line, self.marked[index].hit
            if seen and hit is not None and hit.match is Match.SECTION:
                resumed = self._resumption(index, story) if hit.role == Role.TEASER else None
                if resumed is None:
                    return index
                for skipped in range(index, resumed):
                    self.roles[skipped] = Role.TEASER
                index = resumed
                continue
            if seen and self._starts_list_of_teasers(index, story):
                return index
            name = outlet_mark(line)
            if name is not None:
                if name in marks:
                    return self._headline_before(index)
                marks.add(name)
            seen = seen or is_prose(line)
            story.lines.append(line)
            index += 1
        return len(self.lines)

    def _resumption(self, section: int, story: _Story) -> int | None:
        """Where the story goes on after a box of links that begins at `section`, None where it does not."""
        for index in range(section + 1, min(section + 10, len(self.lines))):
            line = self.lines[index]
            if not is_prose(line):
                continue
            previous = self.lines[index - 1]
            before = self.lines[index - 2] if index >= 2 else None
            if before is not None and before.key == previous.key:
                return None
            following = self.lines[index + 1] if index + 1 < len(self.lines) else None
            return index if following is not None and _goes_on(line, following, story.named()) else None
        return None

    def _starts_list_of_teasers(self, index: int, story: _Story) -> bool:
        """Whether a headline given twice and a summary of something else come, and no more of the story after them."""
        if index + 2 >= len(self.lines) or role_by_signs(self.marked[index], self.tables) is not None:
            return False
        headline, twin, summary = self.lines[index : index + 3]
        if headline.key != twin.key or headline.closed or not is_prose(summary):
            return False
        if index + 3 < len(self.lines) and is_prose(self.lines[index + 3]):
            return False
        own = names(summary) | names(headline)
        return len(own & story.named()) < KINSHIP * len(own) or summary.text.endswith(("…", "..."))

    def _headline_before(self, index: int) -> int:
        """The first of the short lines directly before a second story's first line."""
        while index > 1 and not is_prose(self.lines[index - 1]):
            index -= 1
        return index

    def _cut_tail(self, end: int) -> None:
        """Give the lines from `end` on the roles of what they are: teasers, captions, menus."""
        current = Role.TEASER
        for index in range(end, len(self.lines)):
            item = self.marked[index]
            role = role_by_signs(item, self.tables)
            if item.hit is not None and item.hit.match is Match.SECTION:
                current = Role.TEASER if item.hit.role == Role.TEASER else Role.OTHER
            self.roles[index] = role or (Role.TEASER if is_prose(item.line) else current)

    def _drop_by_signs(self, first: int, end: int) -> None:
        for index in range(end):
            if self.roles[index] is Role.BODY:
                role = role_by_signs(self.marked[index], self.tables)
                between = (
                    first < index < end - 1 and is_prose(self.lines[index - 1]) and is_prose(self.lines[index + 1])
                )
                if role in (Role.MENU, Role.DATELINE) and between:
                    continue
                self.roles[index] = role or Role.BODY

    def _drop_twins(self, first: int, end: int) -> None:
        """Lines that say the title again, or stand twice without being long, are alternative texts and captions."""
        title = self.lines[first - 1] if first else None
        wanted = _letters(title.key) if title is not None else ""
        count = Counter(line.key for line in self.lines[first:end])
        for index in range(first, end):
            line = self.lines[index]
            if self.roles[index] is not Role.BODY:
                continue
            if (title is not None and _extends(line, title, wanted)) or (
                count[line.key] > 1 and line.size <= LONGEST_CAPTION and self._has_twin_apart(index, first, end)
            ):
                self.roles[index] = Role.CAPTION

    def _has_twin_apart(self, index: int, first: int, end: int) -> bool:
        """Whether the line's twin is next to it, or in the last paragraph; a lead that comes again is no such twin."""
        key = self.lines[index].key
        if key == self.lines[first].key and is_prose(self.lines[first]):
            return False
        neighbours = [at for at in (index - 1, index + 1) if first <= at < end]
        if any(self.lines[at].key == key for at in neighbours):
            return True
        last = self._last_paragraph(end)
        return last < end and (index >= last or any(self.lines[at].key == key for at in range(last, end)))

    def _last_paragraph(self, end: int) -> int:
        """The index of the first line of a last paragraph that could be captions, or `end`."""
        start = end - 1
        while start > 0 and self.lines[start].gap == 0:
            start -= 1
        story_start = start - 1
        while story_start > 0 and self.lines[story_start].gap == 0:
            story_start -= 1
        if start <= 2 or start - story_start < 2:
            return end
        size = sum(line.size for line in self.lines[start:end])
        before = sum(line.size for line in self.lines[story_start:start])
        return start if size <= CAPTION_SHARE * before else end

    def _drop_last_paragraph(self, end: int) -> None:
        """Where the story is one run of lines, a short paragraph after it holds the captions of its pictures."""
        for index in range(self._last_paragraph(end), end):
            if self.roles[index] is Role.BODY:
                self.roles[index] = Role.CAPTION

    def _drop_signature(self, first: int, end: int) -> None:
        """The open short lines after the last sentence: the author's name, the outlet's."""
        for index in range(end - 1, first, -1):
            line = self.lines[index]
            if self.roles[index] is not Role.BODY:
                continue
            if line.closed or line.size > LONGEST_TITLE // 4 or line.end_char in ":;,":
                break
            signed = is_name(line.text) and self.roles[index - 1] is Role.BODY
            self.roles[index] = Role.BYLINE if signed else Role.OTHER
        for index in range(first, min(first + 3, end)):
            if self.roles[index] is Role.BODY and is_name(self.lines[index].text):
                self.roles[index] = Role.BYLINE

    def _drop_late_caption(self, end: int) -> None:
        """A short last sentence without a predicate, with furniture after it, belongs to a picture."""
        if end == len(self.lines) and STORY.issuperset(self.roles):
            return
        story = [index for index in range(end) if self.roles[index] is Role.BODY]
        if len(story) < 4 or story[-1] == len(self.lines) - 1:
            return
        last = self.lines[story[-1]]
        after = self.roles[story[-1] + 1]
        words = {word.strip(".,;:\"'") for word in last.key.split()}
        if (
            self.tables.predicates
            and last.size <= TAIL_CAPTION
            and after in (Role.OTHER, Role.TEASER, Role.MENU)
            and last.gap > 0
            and not last.key.isascii()  # the predicates known are Vietnamese
            and not words & self.tables.predicates
            and not any(char in '"“”' for char in last.text[:1])
        ):
            self.roles[story[-1]] = Role.CAPTION

    def _take_lead(self, first: int) -> None:
        """The first line of the story after a title is its lead, where more of the story follows."""
        story = [index for index in range(first, len(self.lines)) if self.roles[index] is Role.BODY]
        if first and len(story) > 1 and is_prose_or_sentence(self.lines[story[0]]):
            self.roles[story[0]] = Role.LEAD


def _goes_on(line: Line, following: Line, story: set[str]) -> bool:
    """Whether two paragraphs of running text, both speaking of the story's people and places, take it up again."""
    if not is_prose(following) or line.text.endswith(("…", "...")):
        return False
    own, others = names(line), names(following)
    return len(own) > 1 and len(own & story) >= KINSHIP * len(own) and bool(others & story)


def is_prose_or_sentence(line: Line) -> bool:
    """Whether a line is long enough for a lead."""
    return line.size >= 40


def _extends(line: Line, title: Line, wanted: str) -> bool:
    """Whether a line is the title (`wanted`: its letters and digits), or the title with a few more characters, as a
    picture's number.
    """
    if not wanted or not title.size // 2 <= line.size <= title.size + 30:
        return False
    count = 0
    for char in line.key:
        if char.isalnum():
            if count < len(wanted) and char != wanted[count]:
                return False
            count += 1
    return 0 <= count - len(wanted) <= 12


def _letters(key: str) -> str:
    return "".join(filter(str.isalnum, key))


def begins_with_article(marked: list[Marked]) -> bool:
    """Whether a text begins with its article and is no whole page: no menus and lists before the first running text."""
    lines = [item.line for item in marked]
    first = next((index for index, line in enumerate(lines) if is_prose(line)), None)
    if first is None and len(lines) <= SHORT:
        return True
    head = marked[:first] if first is not None else marked[:1]
    if len(head) > OPENING or any(_is_menu(item) for item in head):
        return False
    items = [line.bullet and not line.closed for line in lines]
    links = sum(1 for index in range(1, len(items)) if items[index] and items[index - 1] and lines[index].size < 60)
    text = sum(line.size for line in lines if is_prose(line) or (line.closed and line.words > 3))
    return (
        sum(items) <= max(3, 0.25 * len(lines))
        and links <= MOST_LINKS
        and text >= LEAST_TEXT * sum(line.size for line in lines)
    )


def _is_menu(item: Marked) -> bool:
    opens_list = item.line.bullet and not item.line.closed
    return opens_list or (item.hit is not None and item.hit.match is Match.EXACT)
