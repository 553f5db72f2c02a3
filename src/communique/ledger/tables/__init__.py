"""The ledger's tables.

documents ─▶ readings ─▶ records ─▶ evidence, record_codes;  set_aside                   what was read
               └─▶ signatures ─▶ signature_bands                                           which pages are copies
                            └─▶ sightings, blocks ─▶ entries, entry_codes, dyads, tallies  what it comes to
judgements ─▶ anchors ──────────────┘                                                      what people say of it
watches ─▶ watch_hits ◀─ readings;  watches ─▶ hooks ─▶ deliveries                         what people wait for
documents ─▶ additions                                                                     who brought it

Rows of what was read, of what people say and of what they wait for are only ever added. These columns change:
`readings.superseded_by`, when another reading of the same `doc` takes its place (null: it is current; a reading that
waits to become so points at the current one), `set_aside.settled_at`, when the document is added after all, and
`watches.ended_at` with `watches.ended_by`; and in `hooks` and `deliveries` all that says how far delivery has come.
Which pages are copies of which (`communique.ledger.copies`), what it comes to, and `anchors`, is worked out from the
records of current readings (`communique.ledger.merging`) and the judgements (`communique.ledger.judging`), and can be
made again from them at any time.
"""

from __future__ import annotations

from communique.ledger.tables.base import Base
from communique.ledger.tables.entries import (
    BlockRow,
    ChangedDyadRow,
    DyadRow,
    EntryCodeRow,
    EntryRow,
    RevisionRow,
    SightingRow,
    TallyRow,
)
from communique.ledger.tables.readings import (
    FIRST_SINCE,
    ORIGINS,
    CodeRow,
    DocumentRow,
    EvidenceRow,
    ReadingRow,
    RecordRow,
    SetAsideRow,
    SignatureBandRow,
    SignatureRow,
)
from communique.ledger.tables.said import (
    AdditionRow,
    AnchorRow,
    DeliveryRow,
    HookRow,
    JudgementRow,
    WatchHitRow,
    WatchRow,
)

__all__ = [
    "FIRST_SINCE",
    "ORIGINS",
    "AdditionRow",
    "AnchorRow",
    "Base",
    "BlockRow",
    "ChangedDyadRow",
    "CodeRow",
    "DeliveryRow",
    "DocumentRow",
    "DyadRow",
    "EntryCodeRow",
    "EntryRow",
    "EvidenceRow",
    "HookRow",
    "JudgementRow",
    "ReadingRow",
    "RecordRow",
    "RevisionRow",
    "SetAsideRow",
    "SightingRow",
    "SignatureBandRow",
    "SignatureRow",
    "TallyRow",
    "WatchHitRow",
    "WatchRow",
]
