"""What the entries of each list are called within it: values of the codebook, and the group of words for them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from communique.records import Act, ActionType, AgreementAction, ContactKind, StateKind


class Kinds(NamedTuple):
    """The values, and the group of `codebook.tsv` that names them."""

    values: type[StrEnum]
    group: str


KINDS: Mapping[str, Kinds] = {
    "contacts": Kinds(ContactKind, "contact"),
    "statements": Kinds(Act, "act"),
    "agreements": Kinds(AgreementAction, "agreement"),
    "states": Kinds(StateKind, "kind"),
    "actions": Kinds(ActionType, "type"),
}
"""By the name of the list, which is the value of a `RecordKind`."""
