"""Runs the migrations on the connection that `communique.ledger.store` passes in, inside its transaction."""

from alembic import context

from communique.ledger.tables import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
context.run_migrations()
