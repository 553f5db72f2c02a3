"""What the API sends and the client gives back, as typed values: the JSON elements of `communique.export`, described.

`communique.export` writes the elements; these models say what they hold, for the OpenAPI description, for a program
that reads them, and for the tests that hold the two together. Every value is frozen. Field by field, what they mean is
in docs/codebook.md.
"""

from communique.elements.answers import Accounts, Claim, Difference, Instrument, Point, Remark, SaidBy, Telling
from communique.elements.channels import Channel, Dyad, MonthCount
from communique.elements.documents import Document, DocumentBlock, DocumentSummary, NewDocument, Stored
from communique.elements.entries import (
    Action,
    Agreement,
    Candidate,
    Contact,
    Dissent,
    Entry,
    Participant,
    Place,
    Published,
    Report,
    State,
    Statement,
    Step,
)
from communique.elements.found import Explanation, Hit, Holding
from communique.elements.judging import Accept, Correct, Judgement, Merge, NewJudgement, Reject, Split, Undo
from communique.elements.pages import Page
from communique.elements.problems import Fault, Problem
from communique.elements.watching import NewWatch, Notice, Watch

__all__ = [
    "Accept",
    "Accounts",
    "Action",
    "Agreement",
    "Candidate",
    "Channel",
    "Claim",
    "Contact",
    "Correct",
    "Difference",
    "Dissent",
    "Document",
    "DocumentBlock",
    "DocumentSummary",
    "Dyad",
    "Entry",
    "Explanation",
    "Fault",
    "Hit",
    "Holding",
    "Instrument",
    "Judgement",
    "Merge",
    "MonthCount",
    "NewDocument",
    "NewJudgement",
    "NewWatch",
    "Notice",
    "Page",
    "Participant",
    "Place",
    "Point",
    "Problem",
    "Published",
    "Reject",
    "Remark",
    "Report",
    "SaidBy",
    "Split",
    "State",
    "Statement",
    "Step",
    "Stored",
    "Telling",
    "Undo",
    "Watch",
]
