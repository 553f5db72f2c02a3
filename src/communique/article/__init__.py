"""Article: a document's text divided into blocks, the story kept apart from everything else on its page.

`read_article` is the way in. HTML goes through `communique.article.page`, flat text through
`communique.article.flattened`;
both give the same blocks.
"""

from __future__ import annotations

from communique.compiled import prefer  # isort: split

prefer(__path__, __name__)

from communique.article.flattened import roles_of_lines  # noqa: E402
from communique.article.lines import split_lines  # noqa: E402
from communique.article.metadata import read_lines  # noqa: E402
from communique.article.model import STORY, Article, Block, Role  # noqa: E402
from communique.article.page import read_page  # noqa: E402
from communique.article.signs import mark  # noqa: E402
from communique.language.furniture import furniture  # noqa: E402
from communique.sources.document import Document  # noqa: E402

__all__ = ["STORY", "Article", "Block", "Role", "read_article"]


def read_article(document: Document) -> Article:
    """Divide a document into blocks with roles, and read off title, outlet, author and date.

    A document with `html` and no text gets the text rendered from it. Never fails: a text without a story has no
    story blocks. Nothing is fetched.
    """
    if document.html is not None and not document.text.strip():
        return read_page(document)
    tables = furniture()
    marked = mark(split_lines(document.text), tables)
    roles = roles_of_lines(marked, tables, document.url)
    found = read_lines(marked, roles, document, tables)
    return Article(
        doc=document.doc,
        text=document.text,
        blocks=tuple(Block(role, item.line.start, item.line.end) for item, role in zip(marked, roles, strict=True)),
        title=found.title,
        outlet=found.outlet,
        author=found.author,
        published=found.published,
        published_reason=found.published_reason,
        url=document.url,
    )
