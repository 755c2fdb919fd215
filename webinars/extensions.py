"""The Flask extensions, and the one transaction boundary."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import Flask, current_app
from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.orm import Session as DatabaseSession

from webinars.database import Base

BUSY_SECONDS = 8
PATIENCE_SECONDS = 0.02
TURN_SECONDS = 30
# SQLSTATEs of a serialization failure and of a deadlock: the same work may well succeed now.
RETRIED_SQLSTATES = {"40001", "40P01"}
ATTEMPTS = 3
WRITING = "webinars.writing"
T = TypeVar("T")
_turn = threading.Lock()
SQLITE_PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}

db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})
migrate = Migrate(render_as_batch=True)
babel = Babel()
csrf = CSRFProtect()
limiter = Limiter(get_remote_address)


def init_database(app: Flask) -> None:
    """Connect *app* to its database, with the rules every connection keeps."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    if url.startswith("sqlite"):
        options: dict[str, Any] = {"connect_args": {"timeout": BUSY_SECONDS}}
    else:
        options = {
            "pool_pre_ping": True,
            "connect_args": {
                "connect_timeout": 5,
                "options": f"-c lock_timeout={BUSY_SECONDS}s -c timezone=UTC",
            },
        }
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _prepare_sqlite)
            event.listen(db.engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver must not begin transactions by itself: it would begin them deferred.
    connection.isolation_level = None
    for pragma, wanted in SQLITE_PRAGMAS.items():
        _set_patiently(connection, pragma, wanted)
        [found] = connection.execute(f"PRAGMA {pragma}").fetchone()
        if found != wanted and not _is_in_memory(connection):
            raise RuntimeError(f"SQLite keeps {pragma} at {found!r}, not {wanted!r}")


def _set_patiently(connection: sqlite3.Connection, pragma: str, wanted: object) -> None:
    """Set a pragma, waiting for others as long as for any lock.

    Two that turn a new file to WAL at the same moment are told "locked" at once, whatever the
    time-out: SQLite fears that they would wait for each other.
    """
    gives_up_at = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute(f"PRAGMA {pragma} = {wanted}")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > gives_up_at:
                raise
            time.sleep(PATIENCE_SECONDS)
        else:
            return


def _is_in_memory(connection: sqlite3.Connection) -> bool:
    return not connection.execute("PRAGMA database_list").fetchone()[2]


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that turns to writing fails at once when another one writes;
    # an immediate one waits its turn. Readers stay deferred: they never wait.
    is_writing = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


@contextmanager
def transaction() -> Iterator[None]:
    """Commit all that the block changed, or nothing.

    What was loaded before is read again under the block's lock. Raises RuntimeError when
    nested, or when changes were made outside.
    """
    current = db.session()
    if current.info.get(WRITING):
        raise RuntimeError("transaction() inside transaction()")
    if current.new or current.deleted or any(map(current.is_modified, current.dirty)):
        raise RuntimeError("changes were made outside transaction()")
    current.rollback()
    # A rollback forgets only what the transaction it ends has read.
    current.expire_all()
    with _turn_to_write():
        current.connection(execution_options={"write": True})
        current.info[WRITING] = True
        try:
            yield
            current.commit()
        except BaseException:
            current.rollback()
            raise
        finally:
            del current.info[WRITING]


@contextmanager
def _turn_to_write() -> Iterator[None]:
    """Let the writers of this process queue up on SQLite.

    SQLite has no queue: whoever asks at the right moment is next, and in a rush some never are.
    """
    is_taken = db.engine.dialect.name == "sqlite" and _turn.acquire(timeout=TURN_SECONDS)
    try:
        yield
    finally:
        if is_taken:
            _turn.release()


def retried(work: Callable[[], T]) -> T:
    """Return what *work* returns, calling it again when the database broke a deadlock."""
    for _ in range(ATTEMPTS - 1):
        try:
            return work()
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) not in RETRIED_SQLSTATES:
                raise
            db.session.rollback()
    return work()


@event.listens_for(DatabaseSession, "before_flush")
def _refuse_stray_flush(current: DatabaseSession, *_: object) -> None:
    if not current.info.get(WRITING) and _is_ours(current):
        raise RuntimeError("flush outside transaction()")


@event.listens_for(DatabaseSession, "do_orm_execute")
def _refuse_stray_write(state: ORMExecuteState) -> None:
    is_write = state.is_insert or state.is_update or state.is_delete
    if is_write and not state.session.info.get(WRITING) and _is_ours(state.session):
        raise RuntimeError("writing outside transaction()")


def _is_ours(current: DatabaseSession) -> bool:
    return bool(current_app) and current is db.session()
