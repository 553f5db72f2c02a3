"""The search index has pairs of the words that are very common in news, and of no others.

`communique.ledger.store` makes them anew when a ledger comes here.
"""

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is left to do."""
