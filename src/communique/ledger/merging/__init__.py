"""One event, many reports: which records of different documents are the same thing."""

from communique.ledger.merging.settling import Judged, Settled, group, settle
from communique.ledger.merging.sighting import Sighting, sighting

__all__ = ["Judged", "Settled", "Sighting", "group", "settle", "sighting"]
