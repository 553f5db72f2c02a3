"""What names a day is looked up apart from what names a month."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_BREADTH = """
CASE WHEN first IS NULL THEN 0 WHEN last - first < 7 THEN 1 WHEN last - first < 62 THEN 2 ELSE 3 END
"""


def upgrade() -> None:
    op.execute(f"UPDATE blocks SET breadth = {_BREADTH} WHERE breadth <> {_BREADTH}")
