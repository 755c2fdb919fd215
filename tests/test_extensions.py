"""The one transaction boundary."""

import sqlite3
from contextlib import closing
from threading import Timer

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError, OperationalError

from tests.factories import a_series, in_english, saved
from tests.support.races import run_at_once
from webinars.extensions import _prepare_sqlite, retried, transaction
from webinars.models import Series


def slugs(db):
    db.session.rollback()
    return db.session.scalars(select(Series.slug)).all()


def test_the_block_is_committed_whole(db):
    with transaction():
        db.session.add(a_series(slug="one"))

    assert slugs(db) == ["one"]


def test_an_error_in_the_block_rolls_everything_back(db):
    def fail():
        with transaction():
            db.session.add(a_series(slug="one"))
            db.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert slugs(db) == []


def test_a_block_within_a_block_is_refused(db):
    with transaction(), pytest.raises(RuntimeError, match="inside"), transaction():
        raise AssertionError


def test_changes_made_outside_are_refused(db):
    series = saved(a_series())
    series.title = in_english("Changed outside")

    with pytest.raises(RuntimeError, match="outside"), transaction():
        raise AssertionError


def test_a_flush_outside_is_refused(db):
    db.session.add(a_series())

    with pytest.raises(RuntimeError, match="outside"):
        db.session.flush()


def test_a_statement_that_writes_outside_is_refused(db):
    with pytest.raises(RuntimeError, match="outside"):
        db.session.execute(update(Series).values(slug="x"))


def test_what_was_read_before_is_read_again_inside(app, db):
    series = saved(a_series(slug="before"))
    assert run_at_once(1, lambda _: rename(app, series.id)) == [None]

    with transaction():
        assert series.slug == "after"


def rename(app, series_id):
    with app.app_context(), transaction():
        from_database = select(Series).where(Series.id == series_id)
        app.extensions["sqlalchemy"].session.scalars(from_database).one().slug = "after"


def test_many_writers_that_read_first_all_succeed(app, db):
    """A read transaction that turned to writing would fail at once on SQLite."""
    series = saved(a_series())

    def write(number):
        with app.app_context():
            found = db.session.get(Series, series.id)
            assert found is not None
            with transaction():
                found.time_zone = f"zone {number}"

    assert run_at_once(40, write) == [None] * 40


def test_a_broken_deadlock_is_tried_again_and_other_errors_are_not(db):
    calls = []

    class Deadlock(Exception):
        sqlstate = "40P01"

    def work(error):
        calls.append(error)
        if len(calls) < 3:
            raise DBAPIError("SELECT 1", {}, error)
        return "done"

    assert retried(lambda: work(Deadlock())) == "done"
    calls.clear()
    with pytest.raises(DBAPIError):
        retried(lambda: work(ValueError()))
    assert len(calls) == 1


def test_a_new_file_that_another_is_just_turning_to_wal_is_waited_for(tmp_path):
    path = tmp_path / "new.db"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN EXCLUSIVE")
        Timer(0.1, other.execute, ["COMMIT"]).start()
        # Without a time-out SQLite refuses at once, as it does when both are turning it.
        with closing(sqlite3.connect(path, timeout=0)) as connection:
            _prepare_sqlite(connection, None)

            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_sqlite_connection_is_durable_and_checks_references(db):
    for _ in range(2):
        with db.engine.connect() as connection:
            found = [
                connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
                for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            ]
        assert found == ["wal", 2, 1, 8000]
        db.engine.dispose()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_readers_do_not_wait_for_a_writer(app, db):
    saved(a_series(slug="one"))
    with transaction():
        db.session.add(a_series(slug="two"))
        db.session.flush()

        def read(_number):
            with app.app_context():
                return db.session.scalars(select(Series.slug)).all()

        assert run_at_once(3, read) == [["one"]] * 3


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_locked_database_answers_503_and_asks_to_come_back(app, db, client, monkeypatch):
    @app.get("/busy")
    def busy():
        raise OperationalError("BEGIN IMMEDIATE", {}, sqlite3.OperationalError("locked"))

    response = client.get("/busy")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "locked" not in response.text
