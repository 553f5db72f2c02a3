"""An Article: a document's text divided into blocks with roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What a block is on its page."""

    TITLE = "title"
    LEAD = "lead"
    BODY = "body"
    CAPTION = "caption"
    BYLINE = "byline"
    DATELINE = "dateline"
    TEASER = "teaser"
    MENU = "menu"
    OTHER = "other"


STORY = frozenset({Role.TITLE, Role.LEAD, Role.BODY})


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text with its role: ``article.text[start:end]``, without surrounding white space."""

    role: Role
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One document divided into blocks.

    `text` is the text that offsets point into: the document's own text, or for HTML the text rendered from it.
    `blocks` are in order and do not overlap; every character that is not white space lies in one.
    `published` is set only where the page or its metadata give it; `published_reason` says where it was found.
    """

    doc: str
    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: date | None = None
    published_reason: str | None = None
    url: str | None = None

    def story(self) -> tuple[Block, ...]:
        """The blocks that may feed the ledger: title, lead and body."""
        return tuple(b for b in self.blocks if b.role in STORY)
