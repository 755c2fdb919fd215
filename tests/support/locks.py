"""Keeping everybody else from writing, as another busy program would."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
from sqlalchemy.engine import make_url


class WriteLock:
    """The right to write to the outbox, taken from all others until it is let go."""

    def __init__(self, database_url: str) -> None:
        url = make_url(database_url)
        self.connection: sqlite3.Connection | psycopg.Connection
        if url.drivername == "sqlite":
            self.connection = sqlite3.connect(
                str(url.database), isolation_level=None, check_same_thread=False
            )
        else:
            address = url.set(drivername="postgresql").render_as_string(hide_password=False)
            self.connection = psycopg.connect(address, autocommit=True)

    def take(self) -> None:
        """Wait until nobody writes, then keep all others from it."""
        if isinstance(self.connection, sqlite3.Connection):
            self.connection.execute("BEGIN IMMEDIATE")
        else:
            self.connection.execute("BEGIN")
            self.connection.execute("LOCK TABLE delivery IN EXCLUSIVE MODE")

    def let_go(self) -> None:
        """Let the others write again."""
        self.connection.execute("ROLLBACK")


@contextmanager
def write_lock(database_url: str) -> Iterator[WriteLock]:
    """Return a lock, not yet taken; it is gone at the end."""
    lock = WriteLock(database_url)
    with closing(lock.connection):
        yield lock
