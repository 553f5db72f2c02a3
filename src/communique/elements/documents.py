"""Documents: articles as they arrived, and what is sent to have one read."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from pydantic import ConfigDict, Field, model_validator

from communique.article.model import Role
from communique.elements.element import Element, PressDay
from communique.elements.entries import Entry, Published
from communique.ledger.entry import Outcome

LONGEST = 500_000
"""Characters of a text or page that is sent."""


class DocumentSummary(Element):
    """A document as lists name it."""

    doc: str
    """Its own name."""
    version: int
    title: str | None
    outlet: str | None
    url: str | None
    published: Published | None
    extractor: str
    """The program that read it last."""


class DocumentBlock(Element):
    """A stretch of the text with its role on the page; title, lead and body are the story."""

    role: Role
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Document(DocumentSummary):
    """A document with its text; offsets are in code points into `text`."""

    author: str | None
    added_at: datetime
    versions: int
    text: str
    blocks: tuple[DocumentBlock, ...]
    entries: tuple[Entry, ...]
    """Its entries as it alone gives them."""


class NewDocument(Element):
    """An article to be read: its text as it stands, or its page, and what is known of it."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["text"]}, {"required": ["html"]}]})

    text: str = Field(default_factory=str, min_length=1, max_length=LONGEST)
    """The text as it stands; either this or `html`."""
    html: str = Field(default_factory=str, min_length=1, max_length=LONGEST)
    """The page; either this or `text`."""
    doc: str | None = Field(None, min_length=1, max_length=200, pattern=r"^[^\x00-\x20\x7f/?#%\\]+$")
    """What to call it; by default made from its content."""
    outlet: str | None = Field(None, max_length=200)
    url: str | None = Field(
        None, max_length=2000, pattern=r"^https?://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?([/?#][!-~]*)?$"
    )
    published: PressDay | None = None
    """The day it appeared, where it does not say so itself."""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if len({"text", "html"} & self.model_fields_set) != 1:
            raise ValueError("give either text or html")
        return self


class Stored(Element):
    """What adding a document did."""

    doc: str
    outcome: Outcome
    records: int
    """Records in its reading."""
