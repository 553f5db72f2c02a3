"""Alembic migrations of the ledger; `communique.ledger.store` runs them when a ledger is opened."""
