"""What a worker tells of the mail server, which goes away and comes back."""

import socket

import pytest

from tests.factories import NOW, a_delivery, saved
from webinars.cli.worker import Worker
from webinars.clock import utcnow
from webinars.extensions import db as database
from webinars.models import Heartbeat
from webinars.queries.deliveries import mail_trouble
from webinars.services import messages

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def a_closed_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def told_after_sending(app):
    """Let a worker send the next mail and tell; return its news."""
    worker = Worker(app, messages.compose)
    sender = worker.new_sender()
    sender.send_next()
    sender.close()
    worker.chores[0].do(worker.clock)
    database.session.rollback()
    return worker.pace.news


def test_a_server_that_cannot_be_reached_is_told(make_app):
    app = make_app(mail_server="127.0.0.1", mail_port=a_closed_port())
    with app.app_context():
        saved(a_delivery())

        news = told_after_sending(app)

        trouble = mail_trouble(utcnow())
        assert "refused" in trouble.words
        assert news.away_at is not None


def test_a_server_that_takes_a_mail_is_told_too_and_ends_the_trouble(make_app, smtp_server):
    app = make_app(mail_server=smtp_server.host, mail_port=smtp_server.port)
    with app.app_context():
        saved(
            a_delivery(),
            Heartbeat(worker="another", beat_at=utcnow(), away_since=NOW, away_at=utcnow()),
        )
        assert mail_trouble(utcnow()) is not None

        news = told_after_sending(app)

        assert news.answered_at is not None
        assert mail_trouble(utcnow()) is None
