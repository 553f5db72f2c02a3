"""What a form has no place for, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Lack(StrEnum):
    """Why an entry is not in an export."""

    NO_EVENT = "no_event"
    NO_ACTOR = "no_actor"
    UNDATED = "undated"
    IMPRECISE = "imprecise"
    NOT_A_CONTACT = "not_a_contact"
    OLDER = "older"


@dataclass(slots=True)
class Tally:
    """Entries left out so far, by reason. Filled while an export is being read to its end."""

    left_out: Counter[Lack] = field(default_factory=Counter)

    def leave_out(self, why: Lack) -> None:
        """Count an entry that is left out."""
        self.left_out[why] += 1
