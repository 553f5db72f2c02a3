"""Title, outlet, author and publication date of a flattened text, from its own lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from communique.article.dateline import date_in, line_date
from communique.article.model import Role
from communique.article.signs import Marked, is_name, outlet_mark
from communique.language.furniture import Furniture, Match
from communique.sources.document import Document

GIVEN = "given with the document"
"""The reason of a date of publication that came with the document, not from its page."""

ABOVE_TITLE = 3
"""A date line this many lines above the title at most is the article's."""
BELOW_STORY = 2
LONGEST_OUTLET = 60


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of its article; fields are None where it does not say."""

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: date | None = None
    published_reason: str | None = None


def read_lines(marked: Sequence[Marked], roles: Sequence[Role], document: Document, tables: Furniture) -> Metadata:
    """The metadata that the lines of a text give, and the document's own where it has them."""
    title = next((item.line.text for item, role in zip(marked, roles, strict=True) if role is Role.TITLE), None)
    published, reason = _published(marked, roles, document, tables)
    return Metadata(
        title=title,
        outlet=document.outlet or _outlet(marked, roles, tables) or outlet_of_url(document.url),
        author=_author(marked, roles, tables),
        published=published,
        published_reason=reason,
    )


def outlet_of_url(url: str | None) -> str | None:
    """The host of an address without ``www.``, or None."""
    if not url or "://" not in url:
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _outlet(marked: Sequence[Marked], roles: Sequence[Role], tables: Furniture) -> str | None:
    for item in marked:
        if item.line.size <= 3 * LONGEST_OUTLET:
            name = _between(item.line.text, tables)
            if name is not None:
                return name
    opening = [item for item, role in zip(marked, roles, strict=True) if role in (Role.LEAD, Role.BODY)][:2]
    return next((mark for item in opening if (mark := outlet_mark(item.line))), None)


def _between(text: str, tables: Furniture) -> str | None:
    """The name that stands in `text` between the words of one of the outlet rows."""
    folded = text.casefold()
    for before, after in tables.outlets:
        if folded.startswith(before.casefold()) and folded.endswith(after.casefold()):
            name = text[len(before) : len(text) - len(after)].strip()
            if name and len(name) <= LONGEST_OUTLET:
                return name
    return None


def _author(marked: Sequence[Marked], roles: Sequence[Role], tables: Furniture) -> str | None:
    for item, role in zip(marked, roles, strict=True):
        if role is not Role.BYLINE:
            continue
        text = item.line.text.rstrip(" |").split(" (", 1)[0].strip()
        if item.hit is not None and item.hit.match is Match.PREFIX:
            text = text.lstrip(" •*-–")[len(item.hit.form) :].strip(" :")
        if is_name(text):
            return text
    return None


def _published(
    marked: Sequence[Marked], roles: Sequence[Role], document: Document, tables: Furniture
) -> tuple[date | None, str | None]:
    """The document's date, or that of the date line nearest to the title; never one below the story or in a teaser."""
    if document.published is not None:
        return document.published, GIVEN
    title = next((index for index, role in enumerate(roles) if role is Role.TITLE), 0)
    story = [index for index, role in enumerate(roles) if role in (Role.LEAD, Role.BODY)]
    if not story:
        return None, None
    after_title = [index for index in story if index > title]
    opening = after_title[min(1, len(after_title) - 1)] if after_title else story[0]
    places = [*range(title + 1, opening), *range(title - 1, max(-1, title - 1 - ABOVE_TITLE), -1)]
    places += range(story[-1] + 1, min(story[-1] + 1 + BELOW_STORY, len(marked)))
    for index in places:
        item = marked[index]
        if index > story[-1] and item.hit is not None and item.hit.match is Match.SECTION:
            break
        if roles[index] in (Role.TITLE, Role.LEAD, Role.BODY, Role.TEASER, Role.CAPTION):
            continue
        found = line_date(item.line, tables)
        labelled = item.hit is not None and item.hit.role == Role.DATELINE
        if found is None and labelled:
            found = date_in(item.line.text, tables)
        if found is not None and (index < story[-1] or labelled):
            return found, f"date line: {item.line.text[:80]}"
    return None, None
