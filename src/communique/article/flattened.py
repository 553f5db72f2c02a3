"""The road for text that is already flat: an article with what a crawler left around it, or a whole page."""

from __future__ import annotations

from communique.article.dateline import looks_dated
from communique.article.features import long_words, page_features, title_line
from communique.article.lines import Line
from communique.article.model import Role
from communique.article.plain import LONGEST_TITLE, begins_with_article, roles_of_dump
from communique.article.scorer import THRESHOLD, scores
from communique.article.signs import Marked, role_by_signs
from communique.language.furniture import Furniture, Match

LONGEST_LEAD_IN = 12
"""The title stands at most this many lines above the first line of the story."""
MENU_SIZE = 40
FEW = 4
NEARNESS = 0.1
ENOUGH = 0.7
"""With this share of the kept text above it, a heading of links ends the story."""


def roles_of_lines(marked: list[Marked], tables: Furniture, url: str | None) -> list[Role]:
    """The role of each line of a flattened page or article."""
    if begins_with_article(marked):
        return roles_of_dump(marked, tables)
    return roles_of_page(marked, tables, url)


def roles_of_page(marked: list[Marked], tables: Furniture, url: str | None) -> list[Role]:
    """The role of each line of a whole page, by the line model."""
    lines = [item.line for item in marked]
    features = page_features(lines, [item.hit for item in marked], [looks_dated(line) for line in lines], url)
    kept = [score > THRESHOLD for score in scores(features)]
    _drop_after_end(marked, kept)
    roles = [
        _role_of_kept(item, tables) if keep else _role_of_rest(item, tables)
        for keep, item in zip(kept, marked, strict=True)
    ]
    title = _title(lines, kept, url)
    if title is not None:
        roles[title] = Role.TITLE
    story = [index for index, role in enumerate(roles) if role is Role.BODY and (title is None or index > title)]
    if title is not None and len(story) > 1 and lines[story[0]].size >= MENU_SIZE:
        roles[story[0]] = Role.LEAD
    return roles


def _drop_after_end(marked: list[Marked], kept: list[bool]) -> None:
    """Drop what the model kept below a heading such as "Related", once most of what it kept is above."""
    sizes = [item.line.size * keep for item, keep in zip(marked, kept, strict=True)]
    total, above = sum(sizes), 0
    for index, item in enumerate(marked):
        heading = item.hit is not None and item.hit.match is Match.SECTION and item.hit.role == Role.TEASER
        if heading and above >= ENOUGH * total and item.line.size <= MENU_SIZE:
            kept[index:] = [False] * (len(kept) - index)
            return
        above += sizes[index]


def _role_of_kept(item: Marked, tables: Furniture) -> Role:
    """Body, unless the line itself says that it belongs to a picture."""
    return Role.CAPTION if role_by_signs(item, tables) is Role.CAPTION else Role.BODY


def _role_of_rest(item: Marked, tables: Furniture) -> Role:
    """What a line that is not the story is."""
    role = role_by_signs(item, tables)
    if role is not None:
        return role
    if item.line.bullet or item.line.size <= MENU_SIZE:
        return Role.MENU
    return Role.TEASER


def _title(lines: list[Line], kept: list[bool], url: str | None) -> int | None:
    """The line with the title: the one the address names, or the one near the first of the story that speaks of it
    most."""
    named = title_line(lines, url)
    if named is not None:
        return named
    story = [index for index, keep in enumerate(kept) if keep]
    if not story:
        return None
    first = next((index for index in story if lines[index].size > LONGEST_TITLE // 3), story[0])
    core = {word for index in story if lines[index].size > LONGEST_TITLE // 3 for word in long_words(lines[index])}
    best, most = None, 0.0
    for index in range(max(0, first - LONGEST_LEAD_IN), first):
        line = lines[index]
        words = long_words(line)
        if not MENU_SIZE // 2 <= line.size <= LONGEST_TITLE or line.words < 3 or line.bullet or looks_dated(line):
            continue
        shared = sum(word in core for word in words) / (len(words) + FEW)
        score = shared + NEARNESS / (first - index) + 0.3 * kept[index]
        if score > most:
            best, most = index, score
    return best
