"""What Alembic runs for each command; the connection comes from `sql_migrate`."""

from alembic import context

from video_bank.database.sql_tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
    transaction_per_migration=False,
)
context.run_migrations()
