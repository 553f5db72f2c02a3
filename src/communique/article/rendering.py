"""An HTML page as text, block by block: one line for each block, nothing that a reader would see left out.

Works on the tree of lxml in one pass without recursion, so its time is linear in the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from lxml import etree, html  # type: ignore[import-untyped,unused-ignore]

_TAG = re.compile(r"<([^<>]*)>")
_DROPPED = frozenset(
    ["script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select", "textarea"]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "nobr",
        "o:p",
    ]
)
_ZONES = {"figcaption": "caption", "nav": "menu", "footer": "menu", "aside": "teaser", "h1": "h1", "time": "time"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of the rendered text, ``text[start:end]``, and the zone of the page it stands in (a value of `_ZONES`,
    or "")."""

    start: int
    end: int
    zone: str


@dataclass(frozen=True, slots=True)
class Rendering:
    """The text of a page with its blocks in order, and the tree it was made from, where there is one."""

    text: str
    pieces: tuple[Piece, ...]
    tree: html.HtmlElement | None


def parse(source: str) -> html.HtmlElement | None:
    """The tree of an HTML page, None where there is nothing in it. Never raises for bad HTML."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    data = source.replace("\x00", "").encode("utf-8", "replace")
    if not data.strip():
        return None
    try:
        return html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def render(source: str) -> Rendering:
    """The text of an HTML page; one that no tree can be made of is only stripped of its tags."""
    tree = parse(source)
    lines = [] if tree is None else _Writer(tree).lines
    if not lines:
        tree, lines = None, _stripped(source)
    parts: list[str] = []
    pieces: list[Piece] = []
    position = 0
    for text, zone in lines:
        pieces.append(Piece(position, position + len(text), zone))
        parts.append(text)
        position += len(text) + 1
    return Rendering("\n".join(parts), tuple(pieces), tree)


def _stripped(source: str) -> list[tuple[str, str]]:
    """The text between the tags of a page too broken or too deep for a tree."""
    lines: list[tuple[str, str]] = []
    hidden = False
    for index, part in enumerate(_TAG.split(source)):
        if index % 2:
            hidden = part.casefold().startswith(("script", "style"))
            continue
        text = " ".join(unescape(part).split())
        if text and not hidden:
            lines.append((text, ""))
    return lines


class _Writer:
    """Collects text between block elements into lines."""

    def __init__(self, tree: html.HtmlElement) -> None:
        self.tree = tree
        self.lines: list[tuple[str, str]] = []
        self.current: list[str] = []
        self.zone = ""
        self._walk()

    def _walk(self) -> None:
        zones: list[tuple[object, str]] = []
        walk = etree.iterwalk(self.tree, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if tag in _DROPPED:
                    walk.skip_subtree()
                    continue
                if tag not in _INLINE:
                    self._break()
                if tag in _ZONES and tag != "time":
                    zones.append((element, self.zone))
                    self.zone = self.zone if self.zone in ("menu", "teaser") else _ZONES[tag]
                if element.text:
                    self.current.append(element.text)
            else:
                if tag not in _INLINE and tag not in _DROPPED:
                    self._break()
                if zones and zones[-1][0] is element:
                    self.zone = zones.pop()[1]
                if element.tail and element is not self.tree:
                    self.current.append(element.tail)
        self._break()

    def _break(self) -> None:
        if not self.current:
            return
        text = " ".join("".join(self.current).split())
        self.current.clear()
        if text:
            self.lines.append((text, self.zone))
