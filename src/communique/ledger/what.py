"""What the codebook calls a record within its kind, and its status or state."""

from __future__ import annotations

from communique.records import Action, Agreement, Contact, Record, State, Statement


def what(record: Record) -> tuple[str, str | None]:
    """``meeting`` and ``occurred``, ``ACCUSE`` and None, ``signed`` and None, ``channel`` and ``frozen``, …"""
    match record:
        case Contact():
            return record.kind.value, record.status.value
        case Statement():
            return record.act.value, None
        case Agreement():
            return record.action.value, None
        case State():
            return record.kind.value, record.state.value
        case Action():
            return record.type.value, record.status.value
