"""Entries as a feed (Atom, RFC 4287), newest first.

An entry is as new as its last change in the ledger. Ids are made from the ledger's own: an entry that is changed keeps
its id, unless another report comes to lead it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from heapq import heappush, heappushpop
from uuid import UUID, uuid5

from communique.export import wording
from communique.export.inert import address, markup, seen
from communique.export.tally import Lack, Tally
from communique.interchange import RecordKind, record_codes
from communique.ledger.entry import Entry, Question

LIMIT = 500
"""Entries a feed holds, the newest; no more are kept at a time."""

_IDS = UUID("7f3c0f4e-6a55-5d0b-9a3e-5b1c2f0d8a11")
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its id (an IRI) and title; the address it is served at, and that of an entry's page without its id."""

    id: str
    title: str
    address: str | None = None
    pages: str | None = None


def of(kinds: tuple[RecordKind, ...], question: Question) -> Feed:
    """The feed of a filter: the same filter is the same feed."""
    asked = {
        "between": ", ".join(question.actors),
        "since": question.since.isoformat() if question.since else "",
        "until": question.until.isoformat() if question.until else "",
        "what": question.what or "",
        "sure": str(question.min_confidence) if question.min_confidence else "",
    }
    lists = ", ".join(kind.value for kind in kinds)
    words = "; ".join(f"{name} {value}" for name, value in asked.items() if value)
    name = "; ".join(part for part in (lists, words) if part)
    return Feed(uuid5(_IDS, f"feed {name}").urn, f"Communiqué: {name}")


def of_watch(name: str | None) -> Feed:
    """The feed of a watch, or of all of them."""
    title = f"watch: {name}" if name else "watches"
    return Feed(uuid5(_IDS, f"feed {title}").urn, f"Communiqué: {title}")


def lines(entries: Iterable[Entry], feed: Feed, tally: Tally, limit: int = LIMIT) -> Iterator[bytes]:
    """The feed of the newest `limit` of the entries; the others are counted."""
    kept: list[tuple[datetime, str, int, Entry]] = []
    for number, entry in enumerate(entries):
        new = (updated(entry), entry.id, number, entry)
        if len(kept) < limit:
            heappush(kept, new)
        else:
            heappushpop(kept, new)
            tally.leave_out(Lack.OLDER)
    kept.sort(reverse=True)
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    yield from _head(feed, kept[0][0] if kept else _LONG_AGO)
    for at, _, _, entry in kept:
        yield "".join(_entry(entry, at, feed)).encode()
    yield b"</feed>\n"


def updated(entry: Entry) -> datetime:
    """When it last changed in the ledger; outside of one the day of the newest report, or the entry's own."""
    if entry.changed_at:
        return entry.changed_at
    days = [date.fromisoformat(each.origin.published.latest) for each in entry.reports if each.origin.published]
    day = max(days, default=entry.latest or entry.earliest)
    return datetime.combine(day, time(), UTC) if day else _LONG_AGO


def _head(feed: Feed, at: datetime) -> Iterator[bytes]:
    yield f"<id>{markup(feed.id)}</id>\n<title>{markup(feed.title)}</title>\n".encode()
    yield f"<updated>{_moment(at)}</updated>\n".encode()
    yield "<author><name>Communiqué</name></author>\n<generator>Communiqué</generator>\n".encode()
    if feed.address:
        yield f'<link rel="self" type="application/atom+xml" href="{markup(feed.address)}"/>\n'.encode()


def _entry(entry: Entry, at: datetime, feed: Feed) -> Iterator[str]:
    yield f"<entry>\n<id>{uuid5(_IDS, f'entry {entry.id}').urn}</id>\n"
    yield f"<title>{markup(wording.headline(entry))}</title>\n<updated>{_moment(at)}</updated>\n"
    if entry.seen_at:
        yield f"<published>{_moment(entry.seen_at)}</published>\n"
    pages = dict.fromkeys(url for each in entry.reports if (url := address(each.origin.url)))
    own = f"{feed.pages}{entry.id}" if feed.pages else next(iter(pages), None)
    if own:
        yield f'<link rel="alternate" href="{markup(own)}"/>\n'
    yield from (f'<link rel="via" href="{markup(url)}"/>\n' for url in pages if url != own)
    terms = dict.fromkeys((entry.kind.value, *(code for code, _ in record_codes(entry.record))))
    yield from (f'<category term="{markup(seen(term))}"/>\n' for term in terms)
    yield f'<content type="text">{markup(wording.account(entry))}</content>\n</entry>\n'


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
