"""Mails are signed once, when they are rendered, and travel as they were signed."""

import zlib
from datetime import UTC, datetime

import dkim
import pytest

from tests.factories import a_delivery, a_registrant, saved
from webinars.cli.pace import Pace
from webinars.cli.sender import Sender
from webinars.clock import WatchedClock
from webinars.domain.mail.dkim import DkimKey, made_key
from webinars.extensions import transaction
from webinars.models import Delivery, DeliveryState
from webinars.services import messages

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
KEY = DkimKey("webinars.example.org", "w2026", made_key("rsa"))


@pytest.fixture
def app(make_app, smtp_server):
    return make_app(mail_server=smtp_server.host, mail_port=smtp_server.port, dkim_keys=(KEY,))


@pytest.fixture
def sender(db):
    made = Sender("a sender", messages.compose, Pace(), WatchedClock())
    yield made
    made.close()


def name_server(name, timeout=5):
    return {f"{KEY.record_name}.".encode(): KEY.record.encode()}[name]


def verifies(content):
    try:
        return dkim.verify(content, dnsfunc=name_server)
    except dkim.ValidationError:
        return False


def a_private_link():
    registrant = a_registrant(email="ana@example.org")
    return saved(a_delivery(registrant=registrant, due_at=datetime.now(UTC)))


def test_a_mail_that_arrives_bears_a_signature_that_holds(sender, smtp_server):
    delivery = a_private_link()

    sender.send_next()

    [mail] = smtp_server.received
    assert mail.message["Message-ID"] == delivery.message_id
    assert mail.content.startswith(b"DKIM-Signature: ")
    assert verifies(mail.content)
    assert not verifies(mail.content + b"one more line\r\n")


def test_a_second_try_sends_what_was_signed_at_the_first(sender, smtp_server, db):
    delivery = a_private_link()
    smtp_server.faults.deferred_mails = 1
    sender.send_next()
    kept = rendered_bytes(db, delivery)
    with transaction():
        db.session.get(Delivery, delivery.id).due_at = datetime.now(UTC)

    sender.send_next()

    [mail] = smtp_server.received
    assert mail.content == kept
    db.session.refresh(delivery)
    assert (delivery.state, delivery.attempts) == (DeliveryState.SENT, 2)


def rendered_bytes(db, delivery):
    db.session.refresh(delivery)
    return zlib.decompress(delivery.rendered)
