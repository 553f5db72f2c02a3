"""The JSON of the command `communique clean`: an article without its page."""

from __future__ import annotations

from typing import Any

from communique.article.model import Article, Role


def clean_record(article: Article, all_blocks: bool = False) -> dict[str, Any]:
    """One article as a JSON object: doc, title, text, outlet, author, published, published_reason, blocks.

    `text` is title, lead and body, a paragraph each, with an empty line between. `blocks` have `role`, `start` and
    `end`
    (code points in the document's text), the story's only unless `all_blocks`, and then with their own `text` too.
    """
    story = article.story()
    title = next((article.text[block.start : block.end] for block in story if block.role is Role.TITLE), None)
    return {
        "doc": article.doc,
        "title": article.title or title,
        "text": "\n\n".join(article.text[block.start : block.end] for block in story),
        "outlet": article.outlet,
        "author": article.author,
        "published": article.published.isoformat() if article.published else None,
        "published_reason": article.published_reason,
        "blocks": [
            {"role": block.role.value, "start": block.start, "end": block.end}
            | ({"text": article.text[block.start : block.end]} if all_blocks else {})
            for block in (article.blocks if all_blocks else story)
        ],
    }
