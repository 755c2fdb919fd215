"""The test databases: no test sees what another one stored."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select

from tests.factories import a_series, saved
from tests.support.postgres import PostgresServer, shipped
from tests.support.processes import wait_until
from webinars.models import Series


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_begins_without_rows_and_with_the_first_number(db, time):
    assert db.session.scalars(select(Series)).all() == []

    assert saved(a_series()).id == 1


def test_what_a_test_left_open_does_not_hold_up_the_next(stores):
    url = stores["postgresql"].fresh().replace("+psycopg", "")
    with psycopg.connect(url) as left_open:
        left_open.execute("LOCK TABLE series")

        stores["postgresql"].fresh()

        with pytest.raises(psycopg.OperationalError):
            left_open.execute("SELECT 1")


def test_the_server_goes_when_its_process_is_killed():
    code = (
        "import os, signal; from tests.support.postgres import PostgresServer;"
        "server = PostgresServer(); print(server.watcher.pid, server.folder, flush=True);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == -9, done.stderr
    pid, folder = done.stdout.split()

    wait_until(lambda: not is_running(int(pid)))

    assert not Path(folder).exists()


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_shipped_postgres_works_where_the_machine_has_none():
    server = PostgresServer(shipped)

    with psycopg.connect(server.url.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.stop()
    assert not server.folder.exists()
