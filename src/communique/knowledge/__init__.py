"""Who is who: actors, bodies, offices, persons, tenures and places, and the forms newspapers give them."""

from communique.compiled import prefer  # isort: split

prefer(__path__, __name__)

from communique.knowledge.model import (  # noqa: E402
    Actor,
    Body,
    Form,
    Institute,
    Level,
    Office,
    Person,
    Site,
    Source,
    Stand,
    Tenure,
    Thing,
)
from communique.knowledge.tables import Knowledge, knowledge  # noqa: E402

__all__ = [
    "Actor",
    "Body",
    "Form",
    "Institute",
    "Knowledge",
    "Level",
    "Office",
    "Person",
    "Site",
    "Source",
    "Stand",
    "Tenure",
    "Thing",
    "is_organisation",
    "knowledge",
    "office_level",
]


def office_level(office: str | None) -> str | None:
    """Level of an office by its English name (see `Level`), None for an unknown one."""
    level = knowledge().level(office)
    return level.value if level else None


def is_organisation(code: str) -> bool:
    """Whether a code is that of an organisation of states."""
    actor = knowledge().actors.get(code)
    return actor is not None and actor.kind != "state"
