"""A cited ledger of interstate security dialogue, read from news as it is written."""

from communique.compiled import prefer

prefer(__path__, __name__)
