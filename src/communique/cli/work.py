"""What is done to one document, in this process or another; a document that fails is set aside with its reason."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from communique.article.model import Article
from communique.errors import CommuniqueError
from communique.records import Reading
from communique.sources.document import Document

if TYPE_CHECKING:
    from communique.lookup import Unresolved

T = TypeVar("T")

Work = Callable[[Document], T]


@dataclass(frozen=True, slots=True)
class Failed:
    """A document that could not be read: its name, where it came from and why."""

    doc: str
    origin: str
    reason: str


@dataclass(frozen=True, slots=True)
class Read:
    """A document with what was made of it; `html` is the page as it came, if it was HTML."""

    article: Article
    reading: Reading
    html: str | None


def cleaned(document: Document) -> bytes:
    """The article of a document as a line of JSON, story blocks only."""
    return _cleaned(document, all_blocks=False)


def cleaned_whole(document: Document) -> bytes:
    """The article of a document as a line of JSON, with the blocks that are not the story."""
    return _cleaned(document, all_blocks=True)


def _cleaned(document: Document, *, all_blocks: bool) -> bytes:
    import orjson

    from communique.article import read_article
    from communique.article.clean import clean_record

    return orjson.dumps(clean_record(read_article(document), all_blocks=all_blocks))


def extracted(document: Document) -> bytes:
    """The reading of a document as a line of the interchange format, checked against its text."""
    from communique.interchange import check_against, dumps

    read = both(document)
    check_against(read.article.text, read.reading)
    return dumps(read.reading)


def unknown(document: Document) -> list[Unresolved]:
    """What in a document no table knows."""
    from communique.article import read_article
    from communique.lookup import unresolved

    _tables_stay()
    return unresolved(read_article(document))


def both(document: Document) -> Read:
    """The article and the reading of a document."""
    from communique.article import read_article
    from communique.extraction import read

    _tables_stay()
    article = read_article(document)
    return Read(article, read(article), document.html)


def again(document: Document) -> Read:
    """The article and the reading of a document that a ledger keeps, over the text it keeps.

    Where its page no longer comes to that text, the text is read without the page.
    """
    from dataclasses import replace

    from communique.article import read_article
    from communique.errors import FormatError
    from communique.extraction import read

    _tables_stay()
    article = read_article(replace(document, text="") if document.html is not None else document)
    if article.text != document.text:
        article = read_article(replace(document, html=None))
    if article.text != document.text:
        raise FormatError("its text cannot be read again")
    return Read(article, read(article), document.html)


@cache
def _tables_stay() -> None:
    """Load the tables once, and take them out of what the garbage collector looks through again and again."""
    from communique.extraction.deciding.model import shipped
    from communique.extraction.lexicon import lexicon

    lexicon()
    shipped()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def attempt(work: Work[T], document: Document) -> T | Failed:
    """The work's result, or why there is none."""
    try:
        return work(document)
    except CommuniqueError as error:
        return Failed(document.doc, document.origin, str(error))
    except MemoryError:
        return Failed(document.doc, document.origin, "it does not fit into memory")
    except Exception as error:  # one bad document must not stop a batch, whatever it did
        return Failed(document.doc, document.origin, f"the program failed on it: {type(error).__name__}: {error}")


def documents(paths: list[str], published: str | None) -> Iterator[Document | Failed]:
    """The documents of files, folders, globs and standard input, in order; what cannot be read comes as Failed."""
    from datetime import date

    from communique.sources import read_documents

    day = date.fromisoformat(published) if published else None
    for each in read_documents(paths, published=day):
        if isinstance(each, Document):
            yield each
        else:
            yield Failed(each.doc, each.origin, each.reason)


def in_turn(work: Work[T], given: Iterable[Document | Failed]) -> Iterator[T | Failed]:
    """The results of a work on documents one by one, in order, in this process."""
    for each in given:
        yield each if isinstance(each, Failed) else attempt(work, each)
