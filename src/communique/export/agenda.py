"""Contacts as a calendar (iCalendar, RFC 5545): an all-day event for each that is dated to the day or to days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from communique.export import wording
from communique.export.inert import address
from communique.export.tally import Lack, Tally
from communique.ledger.entry import Entry
from communique.records import Contact, Status

LONGEST = timedelta(days=14)
"""A contact whose days lie further apart than this is dated to a month or a year, not to days."""

FOLD = 75
"""Octets of a line before it goes on in the next."""

_STATUS = {
    Status.OCCURRED: "CONFIRMED",
    Status.ONGOING: "CONFIRMED",
    Status.PLANNED: "TENTATIVE",
    Status.PROPOSED: "TENTATIVE",
    Status.HYPOTHETICAL: "TENTATIVE",
    Status.CANCELLED: "CANCELLED",
    Status.REFUSED: "CANCELLED",
    Status.DENIED: "CANCELLED",
}


def lines(entries: Iterable[Entry], tally: Tally) -> Iterator[bytes]:
    """A calendar of the contacts among the entries, an event at a time."""
    yield b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Communique//Ledger//EN\r\nCALSCALE:GREGORIAN\r\n"
    for entry in entries:
        record, first, last = entry.record, entry.earliest, entry.latest
        if not isinstance(record, Contact):
            tally.leave_out(Lack.NOT_A_CONTACT)
        elif first is None or last is None:
            tally.leave_out(Lack.UNDATED)
        elif last - first > LONGEST:
            tally.leave_out(Lack.IMPRECISE)
        else:
            yield from _event(entry, record, first, last)
    yield b"END:VCALENDAR\r\n"


def _event(entry: Entry, record: Contact, first: date, last: date) -> Iterator[bytes]:
    yield _line("BEGIN", "VEVENT")
    yield _line("UID", f"{entry.id}@ledger.communique")
    yield _line("DTSTAMP", f"{_day(_reported(entry) or first)}T000000Z")
    yield _line("DTSTART;VALUE=DATE", _day(first))
    if last < date.max:
        yield _line("DTEND;VALUE=DATE", _day(last + timedelta(days=1)))
    yield _line("SUMMARY", _text(wording.headline(entry)))
    yield _line("STATUS", _STATUS[record.status])
    yield _line("TRANSP", "TRANSPARENT")
    yield _line("CATEGORIES", record.kind.value)
    yield _line("DESCRIPTION", _text(wording.account(entry)))
    if place := wording.where(record.place):
        yield _line("LOCATION", _text(place))
    if url := address(entry.origin.url):
        yield _line("URL", url)
    yield _line("END", "VEVENT")


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _line(name: str, value: str) -> bytes:
    """A content line, folded so that none is longer than FOLD octets and no character is cut."""
    line = f"{name}:{value}".encode()
    parts: list[bytes] = []
    start = 0
    while start < len(line):
        end = start + FOLD - bool(parts)
        while end < len(line) and line[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(line[start:end])
        start = end
    return b"\r\n ".join(parts) + b"\r\n"


def _text(value: str) -> str:
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return value.replace("\n", "\\n")


def _reported(entry: Entry) -> date | None:
    """The day of the newest report: what the event says was last said then."""
    days = [date.fromisoformat(each.origin.published.latest) for each in entry.reports if each.origin.published]
    return max(days, default=None)
