"""The documents of the package as pages: Markdown of our own, without HTML in it, as HTML that the policy allows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

PAGES = ("accuracy", "codebook")
PLOTS = ("reliability.svg", "confidence.svg", "learning.svg")
FIGURES = "figures.json"
FILES = (*(f"{name}.md" for name in PAGES), *PLOTS, FIGURES)
"""What the package holds of the folder `docs`; pyproject.toml puts them in."""

_WEB = re.compile(r"https?://")
_HELD = re.compile(r"(?P<name>\w+)\.md(?P<place>#.*)?\Z")


@cache
def read(name: str) -> str:
    """The text of one of `FILES`."""
    return _folder().joinpath(name).read_text(encoding="utf-8")


def _folder() -> Traversable:
    packaged = files("communique.web").joinpath("about")
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "docs"


@cache
def page(name: str) -> Markup:
    """One of `PAGES` as HTML."""
    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = made.parse(read(f"{name}.md"))
    held = list(_fitted(tokens))
    renderer = made.renderer
    assert isinstance(renderer, RendererHTML)
    return Markup(renderer.render(held, made.options, {}))


def _fitted(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens with places to link to, tables that scroll by themselves, and nothing styled within the page."""
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _slug(tokens[number + 1].content))
        if token.type in ("th_open", "td_open") and token.attrs.pop("style", None) == "text-align:right":
            token.attrSet("class", "number")
        if token.type == "fence":
            token.type, token.tag = "code_block", "code"
            token.attrSet("tabindex", "0")
        if token.children:
            token.children = list(_linked(token.children))
        if token.type == "table_open":
            yield Token("wide_open", "div", 1, attrs={"class": "wide", "tabindex": "0", "role": "group"}, block=True)
        yield token
        if token.type == "table_close":
            yield Token("wide_close", "div", -1, block=True)


def _linked(tokens: Sequence[Token]) -> Iterator[Token]:
    """Links that lead somewhere from a page: to others of `PAGES`, to the plots, to the web; the rest is text."""
    dropped: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            address = _address(str(token.attrGet("href")))
            dropped.append(address is None)
            if address is None:
                continue
            token.attrSet("href", address)
            if _WEB.match(address):
                token.attrSet("rel", "noopener noreferrer nofollow")
        elif token.type == "link_close" and dropped.pop():
            continue
        elif token.type == "image":
            token.attrSet("src", f"/about/{token.attrGet('src')}")
        yield token


def _address(written: str) -> str | None:
    if _WEB.match(written) or written.startswith("#"):
        return written
    if written == FIGURES:
        return "/about.json"
    match = _HELD.match(written)
    return f"/about/{match['name']}{match['place'] or ''}" if match and match["name"] in PAGES else None


def _slug(heading: str) -> str:
    """The name of a heading in an address, as the usual places that show Markdown make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
