"""Contacts as a calendar (iCalendar, RFC 5545): an all-day event for each that is dated to the day or to days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Event

from communique.export import wording
from communique.export.inert import address
from communique.export.tally import Lack, Tally
from communique.ledger.entry import Entry
from communique.records import Contact, Status

LONGEST = timedelta(days=14)
"""A contact whose days lie further apart than this is dated to a month or a year, not to days."""

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
            yield _event(entry, record, first, last).to_ical()
    yield b"END:VCALENDAR\r\n"


def _event(entry: Entry, record: Contact, first: date, last: date) -> Event:
    made = Event()
    made.add("uid", f"{entry.id}@ledger.communique")
    made.add("dtstamp", datetime.combine(_reported(entry) or first, time(), UTC))
    made.add("dtstart", first)
    made.add("dtend", last + timedelta(days=1))
    made.add("summary", wording.headline(entry))
    made.add("status", _STATUS[record.status])
    made.add("transp", "TRANSPARENT")
    made.add("categories", [record.kind.value])
    made.add("description", wording.account(entry))
    if place := wording.where(record.place):
        made.add("location", place)
    if url := address(entry.origin.url):
        made.add("url", url)
    return made


def _reported(entry: Entry) -> date | None:
    """The day of the newest report: what the event says was last said then."""
    days = [date.fromisoformat(each.origin.published.latest) for each in entry.reports if each.origin.published]
    return max(days, default=None)
