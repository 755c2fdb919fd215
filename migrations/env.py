"""Runs the migrations; see CONTRIBUTING.md for how to write one."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy.engine import Connection

from webinars import models  # noqa: F401  # registers every table
from webinars.database import Base, TextsType, UtcDateTime

# Two nodes may start at once: the second waits for the first (any fixed number will do).
ADVISORY_LOCK = 8204173


def run_migrations() -> None:
    """Bring the schema to the wanted revision in one transaction."""
    engine = current_app.extensions["sqlalchemy"].engine
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            without_foreign_keys(connection)
        else:
            with connection.begin():
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
                migrate(connection)


def without_foreign_keys(connection: Connection) -> None:
    """Migrate with foreign keys off, and look for broken ones before they are on again.

    SQLite changes a table by copying, dropping and renaming it. With foreign keys on, the
    drop would delete every row that refers to the table with ON DELETE CASCADE. The pragma
    does nothing inside a transaction, so it stands outside.
    """
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        connection.execution_options(write=True)
        with connection.begin():
            migrate(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"the migration would leave {len(broken)} broken references")
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def migrate(connection: Connection) -> None:
    """Run the migrations on *connection*, inside its transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        compare_server_default=True,
        render_item=render_item,
        transactional_ddl=False,
    )
    context.run_migrations()


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our types as the plain ones they are stored in: a migration imports no models."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, TextsType):
        return "sa.JSON()"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


if context.is_offline_mode():
    raise SystemExit("Migrations run against a database; offline mode is not supported.")
run_migrations()
