"""Signatures of articles, by which near-identical copies are found, and what each document is a copy of."""

import sqlalchemy as sa
from alembic import op

from communique.ledger.columns import AnyText, Key

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signatures",
        sa.Column("reading_key", Key, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("original", AnyText),
        sa.PrimaryKeyConstraint("reading_key", name="pk_signatures"),
        sa.ForeignKeyConstraint(["reading_key"], ["readings.key"], name="fk_signatures_reading_key"),
    )
    op.create_index("ix_signatures_original", "signatures", ["original"])
    op.create_table(
        "signature_bands",
        sa.Column("band", sa.BigInteger, nullable=False),
        sa.Column("reading_key", Key, nullable=False),
        sa.PrimaryKeyConstraint("band", "reading_key", name="pk_signature_bands"),
        sa.ForeignKeyConstraint(["reading_key"], ["signatures.reading_key"], name="fk_signature_bands_reading_key"),
        sqlite_with_rowid=False,
    )
