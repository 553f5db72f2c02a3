"""The search index has each name once, and in SQLite no text of its own.

`communique.ledger.store` makes it anew when a ledger comes here.
"""

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is left to do."""
