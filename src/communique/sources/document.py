"""A Document: text as it arrived, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Document:
    """One page or article, decoded.

    `doc` names it (the input's own id, or the path); `text` is the decoded text, never normalised; `html` is set
    when the
    input was HTML (then `text` may be empty until the article room fills it). `origin` says where it came from
    (`path` or `path:line`), for messages.
    """

    doc: str
    text: str
    html: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: date | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave no document: what it would have been called, where it is (`path` or `path:line`), and why
    not."""

    doc: str
    origin: str
    reason: str
