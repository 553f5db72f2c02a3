"""What the head of an HTML page says of its article: meta elements, JSON-LD, `<time>`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from lxml import html  # type: ignore[import-untyped,unused-ignore]

from communique.article.dateline import iso_date
from communique.article.metadata import Metadata

_TITLES = ("og:title", "twitter:title", "title", "headline", "dc.title")
_OUTLETS = ("og:site_name", "application-name", "publisher", "dc.publisher")
_AUTHORS = ("author", "article:author", "dc.creator", "dable:author", "parsely-author")
_DATES = (
    "article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "article:published",
    "og:published_time",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
)
_ARTICLES = frozenset(
    {"Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BlogPosting", "WebPage"}
)
_LARGEST_SCRIPT = 500_000
_DEEPEST = 6


def read_head(tree: html.HtmlElement) -> Metadata:
    """The metadata of a page from its head and, for the date, a `<time>` element in its article."""
    meta = _metas(tree)
    linked = _linked(tree)
    published, reason = _published(tree, meta, linked)
    return Metadata(
        title=_first(meta, _TITLES) or _text(linked.get("headline")),
        outlet=_first(meta, _OUTLETS) or _name(linked.get("publisher")),
        author=_person(_name(linked.get("author")) or _first(meta, _AUTHORS)),
        published=published,
        published_reason=reason,
    )


def _metas(tree: html.HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = " ".join((element.get("content") or "").split())
        if name and content:
            found.setdefault(name.casefold(), content)
    return found


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _linked(tree: html.HtmlElement) -> dict[str, Any]:
    """The JSON-LD object of the page's article: the first of a type that articles have, with a date before one
    without."""
    found: list[dict[str, Any]] = []
    for element in tree.iter("script"):
        source = element.text or ""
        if element.get("type") != "application/ld+json" or len(source) > _LARGEST_SCRIPT:
            continue
        try:
            found += _objects(json.loads(source, strict=False), 0)
        except (ValueError, RecursionError):
            continue
    found.sort(key=lambda entry: ("datePublished" not in entry, entry.get("@type") == "WebPage"))
    return found[0] if found else {}


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for entry in value:
            yield from _objects(entry, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        names = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
        if _ARTICLES.intersection(names):
            yield value
        yield from _objects(value.get("@graph"), depth + 1)


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return _name(value[0]) if value else None
    if isinstance(value, dict):
        return _text(value.get("name"))
    return _text(value)


def _text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _person(name: str | None) -> str | None:
    """`name`, unless it is an address or too long for a name."""
    return name if name and "://" not in name and len(name) <= 80 else None


def _published(tree: html.HtmlElement, meta: dict[str, str], linked: dict[str, Any]) -> tuple[date | None, str | None]:
    value = _text(linked.get("datePublished"))
    found = iso_date(value) if value else None
    if found is not None:
        return found, f"JSON-LD datePublished {value}"
    for name in _DATES:
        found = iso_date(meta[name]) if name in meta else None
        if found is not None:
            return found, f"meta {name} {meta[name]}"
    for element in tree.iter("time"):
        value = element.get("datetime")
        found = iso_date(value) if value else None
        if found is not None and _is_of_article(element):
            return found, f"time element {value}"
    return None, None


def _is_of_article(element: html.HtmlElement) -> bool:
    """Whether a `<time>` says when the article appeared: marked so, or in a header, and not in a list of other
    stories."""
    if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
        return True
    inside_header = False
    for depth, ancestor in enumerate(element.iterancestors()):
        if ancestor.tag in ("aside", "nav", "footer", "li") or depth > 30:
            return False
        inside_header = inside_header or ancestor.tag == "header"
        if ancestor.tag in ("article", "main"):
            return inside_header or next(ancestor.iter("time")) is element
    return False
