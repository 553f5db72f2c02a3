"""The search index has pairs of very common words.

`communique.ledger.store` adds them, or makes it anew, when a ledger comes here.
"""

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is left to do."""
