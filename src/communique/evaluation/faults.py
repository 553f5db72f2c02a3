"""What is wrong, record by record and field by field, and what kind of fault it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from communique.evaluation.coded import SOME, Coded
from communique.evaluation.coding import KINDS, Coding
from communique.evaluation.figures import pairs
from communique.evaluation.sameness import overlap


class Sort(StrEnum):
    """Which side a fault is on."""

    MISSED = "missed"
    SPURIOUS = "spurious"
    FIELD = "field"


class Cause(StrEnum):
    """What became of a record that has no partner, or of a field that is wrong.

    NOWHERE: the other side has nothing in these words. OTHER_LIST: it has them in another list. OTHER_SIDES: in this
    list, but with other actors, or another type. SAME_AGAIN: it has the record, paired with another like it.
    LEFT_OPEN: the program gives no value; MADE_UP: the coder gives none; OTHER_VALUE: both give one.
    """

    NOWHERE = "nowhere"
    OTHER_LIST = "other list"
    OTHER_SIDES = "other sides"
    SAME_AGAIN = "same again"
    LEFT_OPEN = "left open"
    MADE_UP = "made up"
    OTHER_VALUE = "other value"


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in one document. `gold` and `system` are the records on both sides, as far as there are two; `field` is
    the wrong field of a pair.
    """

    kind: str
    sort: Sort
    cause: Cause
    doc: str
    gold: Coded | None
    system: Coded | None
    field: str | None = None

    @property
    def rule(self) -> str | None:
        """The rule that made the program's record."""
        return self.system.rule if self.system else None


def faults(gold: Mapping[str, Coding], system: Mapping[str, Coding]) -> Iterator[Fault]:
    """All faults, by record kind and by document in the order of the gold."""
    for kind in KINDS:
        for doc, coded in gold.items():
            yield from _faults(kind, doc, coded, system.get(doc, Coding(doc)))


def fault_counts(found: Iterable[Fault]) -> dict[str, dict[str, dict[str, int]]]:
    """How many faults there are by record kind, by sort, and by cause; wrong fields by field and cause."""
    counts: dict[str, dict[str, Counter[str]]] = {kind: {each.value: Counter() for each in Sort} for kind in KINDS}
    for each in found:
        cause = f"{each.field}: {each.cause.value}" if each.field else each.cause.value
        counts[each.kind][each.sort.value][cause] += 1
    return {
        kind: {sort: dict(sorted(causes.items(), key=lambda c: (-c[1], c[0]))) for sort, causes in sorts.items()}
        for kind, sorts in counts.items()
    }


def _faults(kind: str, doc: str, gold: Coding, system: Coding) -> Iterator[Fault]:
    ours, theirs = gold.of(kind), system.of(kind)
    matched = pairs(ours, theirs)
    paired, taken = {i for i, _ in matched}, {j for _, j in matched}
    for i, record in enumerate(ours):
        if i not in paired:
            likeness = [record.likeness(each) for each in theirs]
            cause, other = _cause(record, theirs, _others(system, kind), likeness)
            yield Fault(kind, Sort.MISSED, cause, doc, record, other)
    for j, record in enumerate(theirs):
        if j not in taken:
            likeness = [each.likeness(record) for each in ours]
            cause, other = _cause(record, ours, _others(gold, kind), likeness)
            yield Fault(kind, Sort.SPURIOUS, cause, doc, other, record)
    for i, j in matched:
        for name, right in ours[i].right(theirs[j]).items():
            if right is False:
                given = [bool(_value(each, name)) for each in (ours[i], theirs[j])]
                cause = Cause.MADE_UP if not given[0] else Cause.OTHER_VALUE if given[1] else Cause.LEFT_OPEN
                yield Fault(kind, Sort.FIELD, cause, doc, ours[i], theirs[j], name)


def _cause(
    record: Coded, same_list: Sequence[Coded], others: Sequence[Coded], likeness: Sequence[float]
) -> tuple[Cause, Coded | None]:
    """Why a record has no partner, and the record of the other side's same list that is nearest to one."""
    best = max(range(len(likeness)), key=likeness.__getitem__, default=None)
    if best is not None and likeness[best] > 0:
        return Cause.SAME_AGAIN, same_list[best]
    if (near := _nearest(record, same_list)) is not None:
        return Cause.OTHER_SIDES, near
    return (Cause.OTHER_LIST if _nearest(record, others) is not None else Cause.NOWHERE), None


def _nearest(record: Coded, others: Sequence[Coded]) -> Coded | None:
    """The record that rests on most of the same words, if on any."""
    shares = [overlap(record.evidence, each.evidence) for each in others]
    best = max(range(len(shares)), key=shares.__getitem__, default=None)
    return others[best] if best is not None and shares[best] > SOME else None


def _others(coding: Coding, kind: str) -> list[Coded]:
    return [each for other in KINDS if other != kind for each in coding.of(other)]


def _value(record: Coded, name: str) -> object:
    """The value of a field that `right` compares, empty where it is not given."""
    if name == "person":
        speaker = getattr(record, "speaker", None)
        return speaker.person if speaker else None
    return getattr(record, name)
