"""What single lines give away by themselves: debris of players and markdown, captions, bylines, names.

These are shared by the roads of this room; all words they know come from the furniture tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from communique.article.dateline import line_date
from communique.article.lines import Line
from communique.article.model import Role
from communique.language.furniture import Furniture, Hit, Match

CREDIT_TAIL = 60
"""A picture credit stands within this many characters of the end of a caption."""
LONGEST_CAPTION = 350
LONGEST_BYLINE = 80
LONGEST_TEASER = 250
_OUTLET_MARK = 30
_WORD = re.compile(r"\w+")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Marked:
    """A line with what the tables say of it."""

    line: Line
    hit: Hit | None


def mark(lines: list[Line], tables: Furniture) -> list[Marked]:
    """Each line with its entry in the furniture tables."""
    return [Marked(line, tables.look_up(line.key)) for line in lines]


def is_debris(line: Line) -> bool:
    """Whether a line is what a converter left of pictures, tables or players: no letters, or markdown of an image."""
    text = line.text
    return text.startswith(("![", "| ![", "<!--")) or text.strip("|-: ") == "" or _LETTER.search(text[:200]) is None


def role_by_signs(marked: Marked, tables: Furniture) -> Role | None:
    """The role a line shows by itself wherever it stands on a page, or None where it could be the story."""
    line, hit = marked.line, marked.hit
    if is_debris(line):
        return Role.DATELINE if line_date(line, tables) else Role.OTHER
    if is_author_line(line):
        return Role.BYLINE
    if hit is None:
        return Role.DATELINE if line.size <= LONGEST_BYLINE and line_date(line, tables) else None
    role = Role(hit.role)
    if hit.match in (Match.EXACT, Match.SECTION):
        return role
    if role is Role.CAPTION:
        return role if _is_credited(line, hit) else None
    if role is Role.BYLINE:
        return role if _is_signed(line, hit) else None
    if role is Role.DATELINE:
        return role if line.size <= LONGEST_BYLINE and line.digits >= 3 and not line.closed else None
    limit = LONGEST_TEASER if hit.match is Match.PREFIX else LONGEST_TEASER // 2
    return role if line.size <= limit else None


def _is_credited(line: Line, hit: Hit) -> bool:
    if line.size > LONGEST_CAPTION:
        return False
    if hit.match is Match.PREFIX:
        return line.size <= LONGEST_TEASER and line.sentences <= 1
    return line.key.rfind(hit.form.casefold()) >= len(line.key) - CREDIT_TAIL


def _is_signed(line: Line, hit: Hit) -> bool:
    """Whether a line with a byline's words is one: short, no sentence, and names but for the words themselves."""
    if line.size > LONGEST_BYLINE or (line.closed and line.words > 6) or line.words > 14:
        return False
    form = hit.form.split()
    return line.words - line.capitals <= len(form) + (1 if hit.match is Match.PREFIX else 2)


def is_author_line(line: Line) -> bool:
    """Whether a line is a name with a bar after it."""
    return line.text.endswith("|") and is_name(line.text.rstrip(" |"))


def is_name(text: str) -> bool:
    """Whether a short text could be the name of a person: two to five words, each with a capital, no digits."""
    words = text.split()
    return (
        1 < len(words) <= 5
        and len(text) <= 40
        and all(word[0].isupper() for word in words)
        and not any(char.isdigit() or char in ',:;!?"' for char in text)
    )


def names(line: Line) -> set[str]:
    """The words of a line that have a capital without beginning the line."""
    return {word for word in _WORD.findall(line.text[:2000])[1:] if word[0].isupper() and len(word) > 1}


def outlet_mark(line: Line) -> str | None:
    """The name that a line has in brackets before its first dash: "(Ngày Nay) - Ngày 3/12…" → "Ngày Nay"."""
    if not line.text.startswith("("):
        return None
    close = line.text.find(")", 1, _OUTLET_MARK)
    if close < 0 or not line.text[close + 1 :].lstrip().startswith(("-", "–", "—")):
        return None
    return line.text[1:close].strip() or None
