"""The network of actors as GraphML: a node an actor, an edge a dyad, with counts, last contact and mean score.

Memory grows with the number of dyads, not of entries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, product

from communique.export import actors, coding, gdelt
from communique.export.inert import markup
from communique.interchange import RecordKind
from communique.ledger.entry import Entry
from communique.records import Action, Contact, Record, State, StateKind, Statement, Status

Dyad = tuple[str, str]

_NODE = {"label": "string", "name_vi": "string", "kind": "string", "entries": "int"}
_EDGE = {
    **{kind.value: "int" for kind in RecordKind},
    "entries": "int",
    "last_contact": "string",
    "score": "double",
    "scored": "int",
}
_ONE_SIDED = (StateKind.SANCTIONS, StateKind.PRESENCE)


@dataclass(slots=True)
class Edge:
    """What is known of a dyad so far: entries by list, the last contact, the sum of scores and how many they are."""

    counts: Counter[RecordKind] = field(default_factory=Counter)
    last_contact: date | None = None
    total: float = 0.0
    scored: int = 0


def lines(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The graph of all entries, nodes and edges by code."""
    nodes: Counter[str] = Counter()
    edges: dict[Dyad, Edge] = {}
    for entry in entries:
        joined = dyads(entry.record)
        nodes.update({code for dyad in joined for code in dyad})
        scores = _scores(entry)
        for dyad in joined:
            edge = edges.setdefault(dyad, Edge())
            edge.counts[entry.kind] += 1
            if isinstance(entry.record, Contact) and entry.record.status is Status.OCCURRED and entry.latest:
                edge.last_contact = max(entry.latest, edge.last_contact or entry.latest)
            if dyad in scores:
                edge.total += scores[dyad]
                edge.scored += 1
    yield from _written(nodes, edges)


def dyads(record: Record) -> frozenset[Dyad]:
    """The pairs of actors an entry joins, each in alphabetical order.

    Statements join the speaker to each target, acts the actors to the recipients (or to each other where there are
    none), sanctions and presence the acting side to the others; all else joins everyone to everyone.
    """
    pairs: Iterable[Dyad]
    match record:
        case Statement():
            pairs = product((record.speaker.code,), record.targets)
        case Action() if record.recipients:
            pairs = product(record.actors, record.recipients)
        case Action():
            pairs = combinations(record.actors, 2)
        case State() if record.kind in _ONE_SIDED:
            pairs = product(record.parties[:1], record.parties[1:])
        case Contact():
            pairs = combinations([each.code for each in record.participants], 2)
        case _:
            pairs = combinations(record.parties, 2)
    return frozenset((min(pair), max(pair)) for pair in pairs if pair[0] != pair[1])


def _scores(entry: Entry) -> dict[Dyad, float]:
    """The score of the entry for each dyad it scores: the mean of the CAMEO codes both ways."""
    event = coding.event(entry)
    if event is None:
        return {}
    found: dict[Dyad, list[float]] = {}
    for one, other, code in event.pairs():
        if one and other:
            found.setdefault((min(one, other), max(one, other)), []).append(gdelt.goldstein(code))
    return {dyad: sum(each) / len(each) for dyad, each in found.items()}


def _written(nodes: Counter[str], edges: dict[Dyad, Edge]) -> Iterator[bytes]:
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for domain, keys in (("node", _NODE), ("edge", _EDGE)):
        for name, form in keys.items():
            yield f'<key id="{domain}_{name}" for="{domain}" attr.name="{name}" attr.type="{form}"/>\n'.encode()
    yield b'<graph id="actors" edgedefault="undirected">\n'
    for code in sorted(nodes):
        called = {"label": actors.name(code), "name_vi": actors.vietnamese_name(code), "kind": actors.kind(code)}
        yield f'<node id="{markup(code)}">{_data("node", {**called, "entries": nodes[code]})}</node>\n'.encode()
    for (one, other), edge in sorted(edges.items()):
        counts = {kind.value: edge.counts[kind] for kind in RecordKind}
        known = {
            "last_contact": edge.last_contact.isoformat() if edge.last_contact else None,
            "score": round(edge.total / edge.scored, 3) if edge.scored else None,
        }
        data = _data("edge", {**counts, "entries": edge.counts.total(), **known, "scored": edge.scored})
        yield f'<edge source="{markup(one)}" target="{markup(other)}">{data}</edge>\n'.encode()
    yield b"</graph>\n</graphml>\n"


def _data(domain: str, values: dict[str, object]) -> str:
    return "".join(
        f'<data key="{domain}_{name}">{markup(str(value))}</data>'
        for name, value in values.items()
        if value is not None
    )
