"""Signing in while others write, and the link for a password on its way through a real server."""

import re
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask_security import hash_password
from sqlalchemy import func, select

from tests.factories import saved
from tests.support.console import OWNERS_ADDRESS, PASSWORD, an_account, an_owner_with_a_password
from tests.support.mails import plain
from tests.support.races import run_at_once
from tests.support.web_client import WebClient
from webinars.clock import utcnow
from webinars.models import SignIn

PEOPLE = 40


class BusyWriter(threading.Thread):
    """Another program that writes again and again, and holds each transaction for a while."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.engine = sa.create_engine(url, connect_args={"timeout": 30} if "sqlite" in url else {})
        self.is_done = threading.Event()
        self.written = 0

    def run(self) -> None:
        """Write until told to stop."""
        beat = sa.text("INSERT INTO heartbeat (worker, beat_at) VALUES (:worker, :now)").bindparams(
            sa.bindparam("now", type_=sa.DateTime(timezone=True))
        )
        while not self.is_done.is_set():
            with self.engine.begin() as connection:
                connection.execute(beat, {"worker": f"busy {self.written}", "now": utcnow()})
                self.is_done.wait(0.01)
            self.written += 1
            self.is_done.wait(0.005)
        self.engine.dispose()


def test_40_people_sign_in_beside_a_busy_writer_and_none_fails(app, db, database_url):
    with app.test_request_context():
        hashed = hash_password(PASSWORD)
    for number in range(PEOPLE):
        user = an_account(email=f"person{number}@example.org")
        user.password = hashed
        saved(user)
    db.session.remove()
    writer = BusyWriter(database_url)
    writer.start()

    def sign_in(number: int) -> tuple[int, str | None]:
        client = app.test_client()
        came = client.submit(
            "/organize/login", {"email": f"person{number}@example.org", "password": PASSWORD}
        )
        return came.status_code, came.location

    came = run_at_once(PEOPLE, sign_in)
    writer.is_done.set()
    writer.join(30)

    assert set(came) == {(302, "/organize/")}
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == PEOPLE
    assert writer.written > 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_link_for_a_password_arrives_and_no_token_is_kept(processes, smtp_server, app, db):
    with app.test_request_context():
        an_owner_with_a_password()
    site = WebClient(processes.serve(mail=smtp_server))
    started_at = utcnow()
    site.submit("/organize/reset", {"email": OWNERS_ADDRESS})
    assert processes.worker("--once", mail=smtp_server).popen.wait(30) == 0

    [mail] = smtp_server.wait_for(1)
    took = utcnow() - started_at
    path = re.search(r"https?://[^/]+(/organize/reset/\S+)", plain(mail.message))[1]
    chosen = site.submit(path, {"password": "four calm words here"})

    assert took < timedelta(seconds=30)
    assert "Your password is set." in chosen.text
