"""The search index has the pairs of all words that stand together.

`communique.ledger.store` makes them anew when a ledger comes here.
"""

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is left to do."""
