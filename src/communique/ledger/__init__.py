"""The ledger: readings kept, with the words they rest on, in SQLite or PostgreSQL.

    with Ledger.open("ledger.sqlite", create=True) as ledger:
        ledger.add(article, reading)
        for entry in ledger.entries(RecordKind.CONTACT, Question(actors=("RUS", "USA"))):
            ...

Nothing is ever overwritten: a new version of a document, or a newer program's reading of it, supersedes the old one
and both stay.
"""

from __future__ import annotations

from communique.interchange import RecordKind
from communique.ledger.accounts import Accounts
from communique.ledger.channels import Channel, History, Present, Silence, Turn
from communique.ledger.checks import Fault
from communique.ledger.claims import Claim
from communique.ledger.context import sentence_around
from communique.ledger.differing import Difference
from communique.ledger.dyads import Level
from communique.ledger.entry import (
    Count,
    Dissent,
    Entry,
    Filed,
    Month,
    Origin,
    Outcome,
    Page,
    Question,
    Report,
    SetAside,
    Step,
)
from communique.ledger.hooks import Due, Hook, Hooks
from communique.ledger.judging.doubts import Doubt, Doubtful
from communique.ledger.judging.handcoding import HandCoded
from communique.ledger.judging.model import Anchor, Bearing, Judgement, Otherwise, Standing, Verdict
from communique.ledger.judging.queues import Queued
from communique.ledger.ledger import Ledger
from communique.ledger.lives import Deed, Life
from communique.ledger.rereading import Reader
from communique.ledger.search import Asked, Hit
from communique.ledger.searchindex import Area
from communique.ledger.shelf import Shelf
from communique.ledger.store import default_location
from communique.ledger.succession import Change
from communique.ledger.watches import Cause, Filter, Notice, Watch

__all__ = [
    "Accounts",
    "Anchor",
    "Area",
    "Asked",
    "Bearing",
    "Cause",
    "Change",
    "Channel",
    "Claim",
    "Count",
    "Deed",
    "Difference",
    "Dissent",
    "Doubt",
    "Doubtful",
    "Due",
    "Entry",
    "Fault",
    "Filed",
    "Filter",
    "HandCoded",
    "History",
    "Hit",
    "Hook",
    "Hooks",
    "Judgement",
    "Ledger",
    "Level",
    "Life",
    "Month",
    "Notice",
    "Origin",
    "Otherwise",
    "Outcome",
    "Page",
    "Present",
    "Question",
    "Queued",
    "Reader",
    "RecordKind",
    "Report",
    "SetAside",
    "Shelf",
    "Silence",
    "Standing",
    "Step",
    "Turn",
    "Verdict",
    "Watch",
    "default_location",
    "sentence_around",
]
