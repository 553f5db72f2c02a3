"""Templates: escaped by rule, with what acts unseen written out, and with words in the language of the visit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import orjson
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from communique.export.inert import seen
from communique.web import links, wording
from communique.web.visit import Visit, words
from communique.words import Language
from communique.words.reasons import because


def render(template: str, visit: Visit, values: Mapping[str, object]) -> str:
    """A whole page."""
    return _environment().get_template(template).render(_context(visit, values))


def render_block(template: str, block: str, visit: Visit, values: Mapping[str, object]) -> str:
    """One block of a page."""
    page = _environment().get_template(template)
    return "".join(page.blocks[block](page.new_context(_context(visit, values))))


def _context(visit: Visit, values: Mapping[str, object]) -> dict[str, Any]:
    language = visit.language
    return {
        "visit": visit,
        "lang": language.value,
        "other_language": next(each for each in Language if each is not language).value,
        "say": visit.say,
        "word": visit.word,
        "actor": partial(wording.actor, language),
        "office": partial(wording.office, language),
        "date": partial(wording.date, language),
        "day": partial(wording.day, language),
        **values,
    }


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("communique.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["actor_name"] = lambda code, language: wording.actor(Language(language), code)
    made.filters["because"] = lambda reason, language: because(Language(language), reason)
    made.filters["topic"] = lambda topic, language: words().word(Language(language), "topic", topic)
    made.filters["json"] = _json
    made.globals.update(link=links, static=static, version=version("communique"))
    return made


def prepare() -> None:
    """Read every template, ahead of the first that is asked for."""
    for name in _environment().list_templates():
        _environment().get_template(name)


def _json(value: object) -> Markup:
    """Data for a ``<script type="application/json">``, which nothing in it can end."""
    written = orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()
    return Markup(written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _finalize(value: object) -> object:
    # Text marked as safe is a subclass of str and stays as it is.
    return seen(value) if type(value) is str else value


@cache
def static(path: str) -> str:
    """The address of a file of `static/`, which changes when the file does."""
    content = files("communique.web").joinpath("static").joinpath(path).read_bytes()
    return f"/static/{path}?v={sha256(content).hexdigest()[:12]}"
