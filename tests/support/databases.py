"""Databases for tests: a migrated one without rows for each test, on both stores."""

import os
import shutil
import sqlite3
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import psycopg
from flask_migrate import upgrade
from sqlalchemy.engine import make_url

import config
from tests.support.postgres import PostgresServer
from webinars.app import create_app
from webinars.database import Base
from webinars.extensions import db


class Store(Protocol):
    """One kind of database."""

    def __init__(self, folder: Path) -> None: ...

    def fresh(self) -> str:
        """The address of a migrated database without rows, for one test at a time."""

    def empty(self) -> str:
        """The address of a new database without any table."""

    def close(self) -> None:
        """Remove everything."""


class Stores:
    """Both stores, each made when a test first asks for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: dict[str, Store] = {}

    def __getitem__(self, name: str) -> Store:
        if name not in self.made:
            kinds: dict[str, type[Store]] = {"sqlite": SqliteStore, "postgresql": PostgresStore}
            self.made[name] = kinds[name](self.folder)
        return self.made[name]

    def close(self) -> None:
        for store in self.made.values():
            store.close()


class SqliteStore:
    """SQLite: every test gets its own copy of a migrated file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def template(self) -> Path:
        """The migrated file, all of it in one piece."""
        url = self.empty()
        migrate(url, self.folder)
        path = Path(url.removeprefix("sqlite:///"))
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return path

    def fresh(self) -> str:
        """A copy, still in WAL mode: that is written in the file."""
        url = self.empty()
        shutil.copyfile(self.template, url.removeprefix("sqlite:///"))
        return url

    def empty(self) -> str:
        """A name nobody has; SQLite makes the file."""
        return f"sqlite:///{self.folder / uuid4().hex}.db"

    def close(self) -> None:
        """Nothing: pytest keeps the folder of the last runs for whoever wants to look."""


class PostgresStore:
    """PostgreSQL: one migrated database, emptied before each test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in [name for name in os.environ if name.startswith("PG")]:
            del os.environ[name]
        given = os.environ.get("TEST_POSTGRES_URL")
        self.server = None if given else PostgresServer()
        self.address = make_url(given or self.server.url).set(drivername="postgresql+psycopg")
        self.created: list[str] = []
        self.connections: list[psycopg.Connection] = []
        self.administration = self.connect(self.address.database or "postgres")

    def connect(self, database: str) -> psycopg.Connection:
        """A connection of our own, each statement committed at once."""
        address = self.address.set(drivername="postgresql", database=database)
        url = address.render_as_string(hide_password=False)
        self.connections.append(psycopg.connect(url, autocommit=True))
        return self.connections[-1]

    @cached_property
    def template(self) -> str:
        """The address of the migrated database."""
        url = self.empty()
        migrate(url, self.folder)
        return url

    @cached_property
    def cleaning(self) -> psycopg.Connection:
        """The connection that empties the migrated database."""
        return self.connect(make_url(self.template).database or "")

    @cached_property
    def statements(self) -> str:
        """What empties it: deleting few rows is ten times faster than TRUNCATE."""
        tables = reversed(Base.metadata.sorted_tables)
        deletes = [f'DELETE FROM "{table.name}";' for table in tables]
        # What refuses to lose rows is told to look away, as only the owner of the table can.
        guarded = "ALTER TABLE audit_entry {} TRIGGER USER;"
        deletes = [guarded.format("DISABLE"), *deletes, guarded.format("ENABLE")]
        restart = (
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)"
            " FROM pg_sequences WHERE last_value IS NOT NULL"
        )
        return "".join(deletes) + restart

    def fresh(self) -> str:
        """The same database, its rows and whoever was left connected gone."""
        self.cleaning.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        self.cleaning.execute(self.statements)
        return self.template

    def empty(self) -> str:
        """A database of its own."""
        name = f"webinars_test_{uuid4().hex}"
        self.administration.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        self.created.append(name)
        return self.address.set(database=name).render_as_string(hide_password=False)

    def close(self) -> None:
        """Stop our own server, or leave a given one as it was."""
        if self.server is None:
            for name in self.created:
                self.administration.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        for connection in self.connections:
            connection.close()
        if self.server is not None:
            self.server.stop()


def migrate(url: str, folder: Path, revision: str = "head") -> None:
    """Bring the database at *url* to *revision*."""
    app = create_app(config.test_config(database_url=url, instance_path=folder))
    with app.app_context():
        upgrade(revision=revision)
        db.engine.dispose()
