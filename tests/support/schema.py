"""What a database consists of, and how to fill it without knowing it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
# A mail has one reader: columns that stay empty where others are filled.
EMPTY = {("delivery", "user_id")}
BOOKKEEPING = {"alembic_version", "sqlite_sequence"}


@contextmanager
def connected(url: str) -> Iterator[sa.Connection]:
    """A connection of our own, foreign keys on, committed at the end."""
    engine = sa.create_engine(url)
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "sqlite":
                driver = connection.connection.driver_connection
                assert driver is not None
                driver.execute("PRAGMA foreign_keys = ON")
            yield connection
    finally:
        engine.dispose()


def described(url: str) -> dict[str, Any]:
    """Every table with its columns, keys, checks and indexes, comparable with another's."""
    with connected(url) as connection:
        inspector = sa.inspect(connection)
        names = sorted(set(inspector.get_table_names()) - BOOKKEEPING)
        return {
            name: {
                "columns": by_name(inspector.get_columns(name)),
                "primary key": plain(inspector.get_pk_constraint(name)),
                "foreign keys": by_name(inspector.get_foreign_keys(name)),
                "unique": by_name(inspector.get_unique_constraints(name)),
                "checks": by_name(inspector.get_check_constraints(name)),
                "indexes": by_name(inspector.get_indexes(name)),
                "numbers come back": not never_reuses_numbers(connection, name),
            }
            for name in names
        }


def triggers(url: str) -> set[str]:
    """The names of what the database does by itself."""
    questions = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connected(url) as connection:
        return set(connection.scalars(sa.text(questions[connection.dialect.name])))


def by_name(parts: list[Any]) -> dict[str, Any]:
    """Columns, constraints or indexes by their names."""
    return {part["name"]: plain(part) for part in parts}


def plain(part: Any) -> Any:
    """The same in words: types and conditions are objects that equal only themselves."""
    if isinstance(part, dict):
        return {name: plain(value) for name, value in part.items()}
    return [plain(value) for value in part] if isinstance(part, list) else str(part)


def never_reuses_numbers(connection: sa.Connection, table: str) -> bool:
    """True on PostgreSQL, and on SQLite for a table with AUTOINCREMENT."""
    if connection.dialect.name != "sqlite":
        return True
    statement = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"
    return "AUTOINCREMENT" in connection.scalar(sa.text(statement), {"name": table})


def fill(url: str) -> None:
    """Put two rows into every table, whatever its columns; one where a check allows no second."""
    with connected(url) as connection:
        tables = sa.MetaData()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            if table.name not in BOOKKEEPING:
                insert(connection, table, 1)
                try:
                    with connection.begin_nested():
                        insert(connection, table, 2)
                except sa.exc.IntegrityError as error:
                    if "check" not in str(error).lower():
                        raise


def insert(connection: sa.Connection, table: sa.Table, number: int) -> None:
    """Add one row; what refers to another table refers to the row of the same number."""
    values = {
        column.name: number if column.foreign_keys else value(column, place, number)
        for place, column in enumerate(table.columns)
        if (table.name, column.name) not in EMPTY
    }
    connection.execute(table.insert().values(values))


def value(column: sa.Column[Any], place: int, number: int) -> object:
    """Something of the column's type; moments rise with the columns' order."""
    kinds: dict[type, object] = {
        int: number,
        bool: bool(number % 2),
        bytes: b"%d" % number,
        date: (FIRST + timedelta(days=number)).date(),
        datetime: FIRST + timedelta(days=number, minutes=place),
        dict: {"en": f"{column.name} {number}"},
    }
    return kinds.get(column.type.python_type, f"{column.name} {number}")


def counts(url: str) -> dict[str, int]:
    """How many rows each table has; broken references are a failure."""
    with connected(url) as connection:
        names = sorted(set(sa.inspect(connection).get_table_names()) - BOOKKEEPING)
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        return {name: count(connection, name) for name in names}


def count(connection: sa.Connection, table: str) -> int:
    """How many rows one table has."""
    found: int = connection.scalar(sa.select(sa.func.count()).select_from(sa.table(table))) or 0
    return found
