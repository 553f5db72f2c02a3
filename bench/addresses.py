"""What is asked of the pages and the API: addresses of every kind, drawn from a ledger.

A template of `PAGES` is filled with what the ledger has, another time with something else. Pages are asked as HTML and
as their twins (`.json`, `.csv`), the API as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice, pairwise
from random import Random
from urllib.parse import quote

from communique.ledger import Entry, Ledger, Question, RecordKind
from communique.ledger.paging import cursor
from communique.ledger.searchwords import words
from communique.records import Contact, Statement

EACH = 21
"""Addresses of a kind; the first is asked before anything is counted."""

_ACTORS = 40
_SAMPLE = 40
_YEARS = 9
_LONG = 4
"""Characters of a word that is searched for."""

PAGES = {
    "board": "/?as-of={day}",
    "board, as a list": "/?as-of={day}&view=list",
    "board, chosen actors": "/?as-of={day}&actors={one},{other},{actor}",
    "board, a level": "/?as-of={day}&level=defence",
    "dyad": "/{one}/{other}?until={day}",
    "dyad, seldom": "/{seldom}?until={day}",
    "dyad, filtered": "/{one}/{other}?since={since}&until={day}&kind=meeting&min-confidence=0.7&level=heads",
    "actor": "/{actor}?number={number}",
    "contacts": "/contacts?until={day}",
    "contacts, following": "/contacts?after={after_contacts}",
    "contacts, oldest": "/contacts?order=oldest&since={since}",
    "contacts, kind": "/contacts?kind=letter&until={day}&min-confidence=0.95",
    "contacts, of one": "/contacts?actor={actor}&until={day}&kind=visit",
    "contacts, of two": "/contacts?between={one},{other}&since={since}&until={day}&min-confidence=0.9",
    "contacts, of three": "/contacts?actor={one}&actor={other}&actor={actor}&until={day}",
    "statements": "/statements?until={day}",
    "statements, following": "/statements?after={after_statements}",
    "statements, of one": "/statements?actor={actor}&until={day}&kind=threaten&min-confidence=0.9",
    "agreements": "/agreements?until={day}",
    "agreements, following": "/agreements?after={after_agreements}",
    "agreements, of two": "/agreements?between={one},{other}&kind=signed&until={day}",
    "states": "/states?until={day}",
    "states, following": "/states?after={after_states}",
    "states, of one": "/states?actor={actor}&until={day}&kind=relations",
    "actions": "/actions?until={day}",
    "actions, following": "/actions?after={after_actions}",
    "actions, of one": "/actions?actor={actor}&until={day}&min-confidence=0.9",
    "contact": "/contacts/{contacts}",
    "statement": "/statements/{statements}",
    "agreement": "/agreements/{agreements}",
    "state": "/states/{states}",
    "action": "/actions/{actions}",
    "article": "/articles/{doc}",
    "person": "/people/{person}?number={number}",
    "outlet": "/outlets/{outlet}?number={number}",
    "threads": "/threads?until={day}",
    "threads, of two": "/threads?between={one},{other}&until={day}",
    "network": "/network?until={day}",
    "network, all years": "/network?since={first}&until={day}",
    "network, chosen actors": "/network?since={since}&until={day}&actors={one},{other},{actor}",
    "map": "/map?until={day}",
    "map, long ago": "/map?since={first}&until={day}",
    "search, common": "/search?q={common}",
    "search, rare": "/search?q={rare}",
    "search, words": "/search?q={words}",
    "search, phrase": "/search?q=%22{phrase}%22",
    "search, nothing": "/search?q={rare}+zqx{number}",
    "search, beginning": "/search?q={beginning}",
    "search, actor": "/search?q={common}&actor={actor}",
    "search, list and year": "/search?q={words}&in=contacts&year={year}",
    "search, outlet": "/search?q={common}&outlet={outlet}&order=newest&from=20&year={year}",
    "suggestions": "/search/suggestions?q={beginning}",
    "review": "/review?after=0.5+{statements}",
    "review, a list": "/review?kind=contacts&after=0.5+{contacts}",
    "review, disputed": "/review?why=disputed&after=2+{statements}",
    "review, twins": "/review?why=twins&after=contacts.{after_contacts}",
    "review, an entry": "/review?entry={agreements}",
    "review log": "/review/log?before={later}",
    "watches": "/watches?number={number}",
    "watches, tried": "/watches?of=contacts:visit&actor={actor}&days=365",
    "watches, silences tried": "/watches?ends=speaks&actor={one}&actor={other}&days=3000",
    "watch": "/watches/{watch}?number={number}",
    "about": "/about?number={number}",
    "accuracy": "/about/accuracy?number={number}",
    "codebook": "/about/codebook?number={number}",
    "add": "/add?number={number}",
    "api docs": "/api/v1/docs?number={number}",
}

API = {
    "feed": "/watches/{watch}.atom?number={number}",
    "sign in": "/sign-in?number={number}",
    "healthz": "/healthz?number={number}",
    "metrics": "/metrics?number={number}",
    "api contacts": "/api/v1/contacts?until={day}&limit=200",
    "api contacts, following": "/api/v1/contacts?after={after_contacts}",
    "api contacts, of two": "/api/v1/contacts?between={one},{other}&until={day}&kind=call",
    "api statements": "/api/v1/statements?until={day}",
    "api statements, of one": "/api/v1/statements?actor={actor}&kind=REJECT&since={since}",
    "api agreements": "/api/v1/agreements?until={day}",
    "api states": "/api/v1/states?until={day}",
    "api actions": "/api/v1/actions?until={day}",
    "api contact": "/api/v1/contacts/{contacts}",
    "api statement": "/api/v1/statements/{statements}",
    "api accounts": "/api/v1/contacts/{contacts}/accounts",
    "api channels": "/api/v1/channels?as-of={day}",
    "api channels, of one": "/api/v1/channels?actor={actor}&as-of={day}",
    "api channels, of two": "/api/v1/channels?between={one},{other}&as-of={day}",
    "api dyad": "/api/v1/dyads/{one}/{other}?as-of={day}",
    "api instruments": "/api/v1/instruments?as-of={day}",
    "api instruments, of one": "/api/v1/instruments?actor={actor}&as-of={day}",
    "api instruments, of two": "/api/v1/instruments?between={one},{other}&as-of={day}",
    "api claims": "/api/v1/claims?limit={some}",
    "api claims, of one": "/api/v1/claims?actor={actor}&limit={some}",
    "api claims, of two": "/api/v1/claims?between={one},{other}&limit={some}",
    "api search": "/api/v1/search?q={words}&since={since}&until={day}",
    "api search, common": "/api/v1/search?q={common}&limit=200",
    "api search, actor": "/api/v1/search?q={common}&actor={actor}&kind=statements",
    "api documents": "/api/v1/documents?limit={some}",
    "api document": "/api/v1/documents/{doc}",
    "api judgements": "/api/v1/judgements?limit={some}",
    "api disagreements": "/api/v1/judgements?disagreements=true&limit={some}",
    "api watches": "/api/v1/watches?limit={some}",
    "api notices": "/api/v1/notices?limit={some}",
    "api explain": "/api/v1/knowledge/explain?form={person}&on={day}",
}

TWINS = (".json", ".csv")
_WITHOUT = ("about", "codebook")
"""Pages without figures of their own: the same text in every form."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Addresses of a kind, all different; `of` is the kind, `form` the twin that is asked for."""

    of: str
    form: str
    paths: tuple[str, ...]


def addresses(ledger: Ledger) -> Iterator[Asked]:
    """Everything that is asked. Raises ValueError where the ledger has too little to be asked for."""
    drawn = [{name: quote(str(value), safe="") for name, value in each.items()} for each in _drawn(ledger)]
    for of, template in (PAGES | API).items():
        held = [each for each in drawn if all(each.values()) or "{watch}" not in template]
        paths = tuple(dict.fromkeys(template.format_map(each) for each in held))
        if len(paths) < EACH:
            continue
        yield Asked(of, "", paths[:EACH])
        for form in TWINS if of in PAGES and not of.startswith(_WITHOUT) else ():
            yield Asked(of, form, tuple(twin(path, form) for path in paths[:EACH]))


def twin(path: str, form: str) -> str:
    """The address of a page in another form."""
    before, mark, query = path.partition("?")
    return f"{before}{form}{mark}{query}"


def _drawn(ledger: Ledger) -> Iterator[Mapping[str, object]]:
    """Values for the templates, one after the other."""
    chance, last = Random(7), ledger.last_day()
    actors = [code for code, _ in ledger.active(None, None, _ACTORS)]
    if last is None or len(actors) < 3:
        raise ValueError("the ledger has nothing to show")
    days = [last - timedelta(days=_YEARS * 365 * number // (4 * EACH)) for number in range(4 * EACH)]
    entries = {kind: _spread(ledger, kind, days) for kind in RecordKind}
    told = [each for held in entries.values() for each in held]
    common, rare, together = _words(told)
    following = {f"after_{kind}": cycle(map(_after, held)) for kind, held in entries.items()}
    named = {kind.value: cycle([each.id for each in held]) for kind, held in entries.items()}
    watches = cycle([each.name for each in ledger.watches()] or [""])
    turns: dict[str, Iterator[object]] = {
        **following,
        **named,
        "doc": cycle([each.origin.doc for each in told]),
        "person": cycle(list(dict.fromkeys(_people(told)))),
        "outlet": cycle(list(dict.fromkeys(each.origin.outlet for each in told if each.origin.outlet))),
        "common": cycle(common),
        "rare": cycle(rare),
        "words": cycle([f"{one} {other}" for one, other in zip(common, reversed(common[1:]), strict=False)]),
        "phrase": cycle(together),
        "beginning": cycle([word[:3] for word in (*rare, *common)]),
        "watch": watches,
    }
    for number in range(4 * EACH):
        one, other = sorted(chance.sample(actors[:8], 2))
        seldom = "/".join(sorted(chance.sample(actors[8:] or actors, 2)))
        day = days[number]
        yield {
            **{name: next(values) for name, values in turns.items()},
            "number": number,
            "day": day,
            "since": day - timedelta(days=700 + number),
            "first": day - timedelta(days=_YEARS * 365),
            "year": day.year,
            "one": one,
            "other": other,
            "actor": next(each for each in actors[number % len(actors) :] + actors if each not in (one, other)),
            "seldom": seldom,
            "later": 10_000 + number,
            "some": 10 + number,
        }


def _spread(ledger: Ledger, kind: RecordKind, days: Sequence[date]) -> list[Entry]:
    """Entries of a kind of different days."""
    found = (ledger.page(kind, Question(until=day), limit=1).entries for day in days)
    return list({each.id: each for some in found for each in some}.values())


def _after(entry: Entry) -> str:
    return cursor((entry.earliest, entry.id))


def _people(entries: Sequence[Entry]) -> Iterator[str]:
    for each in entries:
        match each.record:
            case Contact():
                yield from (one.person for one in each.record.participants if one.person)
            case Statement() if each.record.speaker.person:
                yield each.record.speaker.person


def _words(entries: Sequence[Entry]) -> tuple[list[str], list[str], list[str]]:
    """Words of the evidence of entries that are common in it, those that are rare, and words that stand together."""
    said = [words(each.record.evidence) for each in entries]
    counts = Counter(word for each in said for word in set(each) if word.isalpha())
    order = sorted(counts, key=lambda word: (-counts[word], word))
    long = [word for word in order if len(word) >= _LONG]
    numbers = [each[-1] for each in said if each and each[-1].isdigit()]
    together = [f"{one} {other}" for each in said for one, other in islice(pairwise(each), 3, 4)]
    return order[:_SAMPLE], numbers[:_SAMPLE] or long[-_SAMPLE:], list(dict.fromkeys(together))[:_SAMPLE]
