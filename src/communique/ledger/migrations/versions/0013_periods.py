"""The search index knows when things were. Filled anew by `communique.ledger.store` when it comes here."""

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is laid out otherwise."""
