"""How every judgement stands to the readings of today: nothing that people said is lost silently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import orjson
from sqlalchemy import Connection, select

from communique.errors import NotHeldError
from communique.ledger.batches import batches
from communique.ledger.composing import members
from communique.ledger.deciding import decide
from communique.ledger.entry import Report
from communique.ledger.judging import log
from communique.ledger.judging.model import ON_SEVERAL, Bearing, Judgement, Otherwise, Standing, Verdict
from communique.ledger.judging.values import correctable
from communique.ledger.tables import AnchorRow, JudgementRow, RecordRow, SightingRow
from communique.records import Record

_BATCH = 200
_TWO = 2


def standings(connection: Connection, after: int = 0) -> Iterator[Standing]:
    """Every judgement after a key, in order, with how it stands; worked out no further than they are asked for."""
    query = select(JudgementRow.key).order_by(JudgementRow.key).limit(_BATCH)
    while keys := connection.scalars(query.where(JudgementRow.key > after)).all():
        yield from of(connection, keys)
        after = keys[-1]


def of(connection: Connection, keys: Sequence[int]) -> Iterator[Standing]:
    """The judgements with the keys, in their order, with how they stand."""
    gone = log.not_in_force(connection)
    for some in batches(sorted(keys)):
        batch = list(log.read(connection, some))
        anchors = _anchors(connection, some)
        held = members(connection, sorted({leader for rows in anchors.values() for _, leader in rows}))
        for each in batch:
            yield Standing(each, Bearing.UNDONE) if each.key in gone else _standing(each, anchors[each.key], held)


def one(connection: Connection, key: int) -> Standing:
    """A judgement and how it stands. Raises NotHeldError where there is none of that key."""
    for found in of(connection, [key]):
        return found
    raise NotHeldError(f"there is no judgement {key}")


def latest(connection: Connection, limit: int, before: int | None, by: str | None) -> tuple[Standing, ...]:
    """The last judgements, newest first; before one, by its key; of a person."""
    query = select(JudgementRow.key).order_by(JudgementRow.key.desc()).limit(limit)
    if before is not None:
        query = query.where(JudgementRow.key < before)
    if by is not None:
        query = query.where(JudgementRow.by == by)
    return tuple(reversed(list(of(connection, connection.scalars(query).all()))))


def _anchors(connection: Connection, keys: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    """The records that anchors are found in, in order, each with the leader that it follows."""
    query = select(AnchorRow.judgement_key, AnchorRow.record_id).where(
        AnchorRow.judgement_key.in_(keys), AnchorRow.found.is_(True)
    )
    anchors = connection.execute(query.order_by(AnchorRow.judgement_key, AnchorRow.place)).all()
    leaders: dict[str, int] = {}
    for ids in batches(sorted({row.record_id for row in anchors})):
        # A statement of its own: joined at once, a database may walk over all records there are.
        followed = select(RecordRow.id, SightingRow.leader_key).join(
            SightingRow, SightingRow.record_key == RecordRow.key
        )
        rows = connection.execute(followed.where(RecordRow.id.in_(ids)))
        leaders.update((row.id, row.leader_key) for row in rows)
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for row in anchors:
        found[row.judgement_key].append((row.record_id, leaders[row.record_id]))
    return found


def _standing(judgement: Judgement, found: Sequence[tuple[str, int]], held: dict[int, tuple[Report, ...]]) -> Standing:
    if judgement.verdict is Verdict.UNDO:
        return Standing(judgement, Bearing.HOLDS)
    if len(found) < (_TWO if judgement.verdict in ON_SEVERAL else 1):
        return Standing(judgement, Bearing.UNMATCHED)
    reports = held[found[0][1]]
    otherwise = tuple(_otherwise(judgement, reports, {id_ for id_, _ in found}, found[0][0]))
    return Standing(judgement, Bearing.DISAGREES if otherwise else Bearing.HOLDS, reports[0].id, otherwise)


def _otherwise(judgement: Judgement, reports: Sequence[Report], known: set[str], on: str) -> Iterator[Otherwise]:
    """What the reports of the entry say now that they did not, where it is not what the judgement says."""
    seen, field = judgement.seen, judgement.field
    if seen is None or judgement.kind is None:
        return
    now = decide(reports).record
    then = {each.id: each.extractor for each in judgement.anchors}
    by = next(each.origin.extractor for each in reports if each.id == on)
    read_anew = by not in then.values()
    match judgement.verdict:
        case Verdict.ACCEPT:
            for name in correctable(judgement.kind):
                if getattr(seen, name) != getattr(now, name):
                    yield Otherwise(name, _json(seen, name), _json(now, name))
        case Verdict.CORRECT if field and judgement.value:
            told = _json(now, field)
            if told != judgement.value and (read_anew or told != _json(seen, field)):
                yield Otherwise(field, judgement.value, told)
        case Verdict.REJECT:
            if read_anew:
                yield Otherwise(
                    "extractor", orjson.dumps(sorted(set(then.values()))).decode(), orjson.dumps(by).decode()
                )
            if more := [each.id for each in reports if each.id not in known]:
                yield Otherwise("reports", orjson.dumps(sorted(known)).decode(), orjson.dumps(more).decode())


def _json(record: Record, field: str) -> str:
    return orjson.dumps(getattr(record, field)).decode()
