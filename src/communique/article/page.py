"""The road for HTML: the page rendered to text, its blocks given roles with what trafilatura keeps of it.

A page too large for trafilatura goes the flattened road over the same rendered text. Nothing is fetched.
"""

from __future__ import annotations

from dataclasses import dataclass

from communique.article.flattened import roles_of_lines
from communique.article.headers import read_head
from communique.article.lines import Line
from communique.article.metadata import Metadata, read_lines
from communique.article.model import Article, Block, Role
from communique.article.rendering import Rendering, render
from communique.article.signs import Marked, mark, role_by_signs
from communique.language.furniture import Furniture, furniture
from communique.sources.document import Document

LARGEST = 1_500_000
"""Pages with more characters than this are not given to trafilatura, whose time grows faster than the page."""
MOST_BLOCKS = 6000
LEAST_STORY = 120
CONTAINED = 40
"""A block at least this long is kept if it stands anywhere in the extracted text; a shorter one must be a line of
it."""

_ZONE_ROLES = {"caption": Role.CAPTION, "menu": Role.MENU, "teaser": Role.TEASER}


@dataclass(frozen=True, slots=True)
class _Extracted:
    """The text that trafilatura kept: its lines, and all of it, folded and without white space."""

    lines: frozenset[str]
    text: str

    def holds(self, line: Line) -> bool:
        key = _dense(line.text)
        return key in self.lines or (len(key) >= CONTAINED and key in self.text)


def read_page(document: Document) -> Article:
    """The article of an HTML document; its text is the rendering of the page."""
    rendering = render(document.html or "")
    if not rendering.pieces:
        return Article(doc=document.doc, text="", blocks=(), url=document.url)
    tables = furniture()
    lines = [Line(rendering.text[piece.start : piece.end], piece.start) for piece in rendering.pieces]
    marked = mark(lines, tables)
    head = Metadata() if rendering.tree is None else read_head(rendering.tree)
    extracted = None if rendering.tree is None else _extract(document, len(lines))
    if extracted is None:
        roles = roles_of_lines(marked, tables, document.url)
    else:
        roles = _roles(marked, rendering, extracted, head, tables)
    return _article(document, rendering.text, marked, roles, head, tables)


def _article(
    document: Document, text: str, marked: list[Marked], roles: list[Role], head: Metadata, tables: Furniture
) -> Article:
    found = read_lines(marked, roles, document, tables)
    published, reason = found.published, found.published_reason
    if document.published is None and head.published is not None:
        published, reason = head.published, head.published_reason
    return Article(
        doc=document.doc,
        text=text,
        blocks=tuple(Block(role, item.line.start, item.line.end) for item, role in zip(marked, roles, strict=True)),
        title=found.title or head.title,
        outlet=document.outlet or head.outlet or found.outlet,
        author=head.author or found.author,
        published=published,
        published_reason=reason,
        url=document.url,
    )


def _extract(document: Document, blocks: int) -> _Extracted | None:
    """What trafilatura keeps of the page, None where it keeps next to nothing or is not asked."""
    source = document.html or ""
    if len(source) > LARGEST or blocks > MOST_BLOCKS:
        return None
    import trafilatura  # takes half a second, which text without HTML should not pay

    kept = trafilatura.extract(
        source,
        url=document.url,
        output_format="txt",
        favor_precision=True,
        include_comments=False,
        include_tables=True,
        include_formatting=False,
    )
    if kept is None or len(kept) < LEAST_STORY:
        return None
    lines = frozenset(_dense(line.lstrip("-•|")) for line in kept.splitlines() if line.strip())
    return _Extracted(lines, _dense(kept))


def _dense(text: str) -> str:
    return "".join(text.split()).casefold()


def _roles(
    marked: list[Marked], rendering: Rendering, extracted: _Extracted, head: Metadata, tables: Furniture
) -> list[Role]:
    roles: list[Role] = []
    for item, piece in zip(marked, rendering.pieces, strict=True):
        signed = role_by_signs(item, tables)
        if piece.zone in _ZONE_ROLES:
            roles.append(_ZONE_ROLES[piece.zone])
        elif extracted.holds(item.line):
            roles.append(signed or Role.BODY)
        else:
            roles.append(signed or (Role.TEASER if item.line.size > CONTAINED else Role.MENU))
    title = _title(marked, rendering, head, roles)
    if title is not None:
        roles[title] = Role.TITLE
    for index in range(title or 0):
        if roles[index] is Role.BODY:
            roles[index] = Role.TEASER
    _take_lead(marked, roles, title)
    return roles


def _title(marked: list[Marked], rendering: Rendering, head: Metadata, roles: list[Role]) -> int | None:
    """The block with the title: what the head of the page names, else the first `<h1>` above the story's end."""
    story = [index for index, role in enumerate(roles) if role is Role.BODY]
    last = story[-1] if story else len(roles) - 1
    named = _dense(head.title or "")
    headings = [index for index, piece in enumerate(rendering.pieces[: last + 1]) if piece.zone == "h1"]
    places: list[int] = headings + list(range(last + 1))
    for index in places:
        key = _dense(marked[index].line.text[: 2 * len(named)])
        if len(key) >= 10 and named.startswith(key) and len(key) > 0.6 * len(named):
            return index
    return headings[0] if headings else None


def _take_lead(marked: list[Marked], roles: list[Role], title: int | None) -> None:
    """The first block of the story after the title is its lead; one that trafilatura passed over is taken back."""
    if title is None:
        return
    first = next((index for index in range(title + 1, len(roles)) if roles[index] is Role.BODY), None)
    if first is None:
        return
    for index in range(title + 1, first):
        if roles[index] is Role.TEASER and marked[index].line.closed and marked[index].line.size >= 2 * CONTAINED:
            first = index
            break
    roles[first] = Role.LEAD
