"""A domain that takes only so many mails holds up nobody else."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select, update

from tests.factories import a_delivery, a_registrant, saved
from webinars.cli.domain_paces import DomainPaces
from webinars.cli.pace import Pace
from webinars.cli.sender import Sender
from webinars.clock import WatchedClock
from webinars.domain.mail.pacing import Rates
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import Delivery, DeliveryState, Priority
from webinars.services import messages

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DUE, SENT = DeliveryState.DUE, DeliveryState.SENT
BUSY = [f"person{number}@busy.example" for number in range(12)]
FREE = [f"person{number}@free.example" for number in range(12)]


@pytest.fixture
def app(make_app, smtp_server):
    return make_app(mail_server=smtp_server.host, mail_port=smtp_server.port)


@pytest.fixture
def seconds():
    """What the clock of the paces says; the test sets it."""
    return [1000.0]


@pytest.fixture
def sender(db, seconds):
    pace = Pace()
    pace.domains = DomainPaces(Rates({"paced.example": 2.0}), lambda: seconds[0])
    made = Sender("a sender", messages.compose, pace, WatchedClock())
    yield made
    made.close()


def queue(*addresses, priority=Priority.REMINDER):
    now = datetime.now(UTC)
    for address in addresses:
        registrant = a_registrant(email=address)
        saved(a_delivery(registrant=registrant, due_at=now, priority=priority))


def drain(sender):
    while sender.send_next():
        pass


def mails(suffix):
    database.session.rollback()
    statement = select(Delivery).where(Delivery.recipient.endswith(suffix)).order_by(Delivery.id)
    return list(database.session.scalars(statement))


def let_all_be_due():
    with transaction():
        database.session.execute(
            update(Delivery).where(Delivery.state == DUE).values(due_at=datetime.now(UTC))
        )


def test_a_domain_that_answers_421_waits_while_the_others_flow(sender, smtp_server, seconds):
    answer = "421 4.7.0 Too many mails, try again later"
    smtp_server.faults.refused_recipients = dict.fromkeys(BUSY, answer)
    queue(*(address for pair in zip(BUSY, FREE, strict=True) for address in pair))
    began = datetime.now(UTC)

    drain(sender)

    assert [mail.recipients[0] for mail in smtp_server.received] == FREE
    tried, *waiting = mails("@busy.example")
    assert (tried.attempts, tried.last_error) == (1, answer)
    assert {(mail.state, mail.attempts, mail.owner) for mail in waiting} == {(DUE, 0, None)}
    turns = [mail.due_at - began for mail in waiting]
    assert turns == sorted(turns)
    assert timedelta(seconds=9) < turns[0] < timedelta(seconds=13)
    assert turns[-1] - turns[0] >= timedelta(seconds=9)


def test_a_domain_that_was_left_alone_gets_its_mails(sender, smtp_server, seconds):
    smtp_server.faults.refused_recipients = dict.fromkeys(BUSY, "421 4.7.0 Try again later")
    queue(*BUSY)
    drain(sender)
    smtp_server.faults.refused_recipients = {}
    seconds[0] += 60
    received = []
    while len(smtp_server.received) < len(BUSY):
        let_all_be_due()
        drain(sender)
        received.append(len(smtp_server.received))
        seconds[0] += 1

    # Nobody came for their turns in the minute before: they leave one after the other all the same.
    assert received[0] == 1
    assert max(after - before for before, after in pairwise(received)) <= 2
    assert sorted(mail.recipients[0] for mail in smtp_server.received) == sorted(BUSY)
    assert {mail.attempts for mail in mails("@busy.example")[1:]} == {1}


def test_a_mail_that_somebody_waits_for_leaves_at_once(sender, smtp_server):
    queue("first@paced.example", "second@paced.example")
    queue("link@paced.example", priority=Priority.ACCOUNT)

    drain(sender)

    # It is counted all the same: the first of the others waits.
    assert [mail.recipients[0] for mail in smtp_server.received] == ["link@paced.example"]


def test_a_paced_domain_gets_its_mails_one_after_the_other(sender, smtp_server, seconds):
    queue("a@paced.example", "b@paced.example", "c@paced.example", "a@free.example")

    drain(sender)
    first = [mail.recipients[0] for mail in smtp_server.received]
    seconds[0] += 0.5
    let_all_be_due()
    drain(sender)

    assert first == ["a@paced.example", "a@free.example"]
    assert [mail.recipients[0] for mail in smtp_server.received[2:]] == ["b@paced.example"]


def test_once_waits_for_the_turns_of_a_paced_domain(db, processes, smtp_server):
    queue(*BUSY[:3], *FREE[:1])
    worker = processes.worker("--once", mail=smtp_server, MAIL_PACE="busy.example=60/min")

    assert worker.popen.wait(30) == 0

    assert {mail.state for mail in mails(".example")} == {SENT}
    assert [mail.recipients[0] for mail in smtp_server.received[-2:]] == BUSY[1:3]


def test_a_domain_that_asks_for_fewer_all_night_says_nothing_about_the_server(
    sender, smtp_server, seconds
):
    smtp_server.faults.refused_recipients = dict.fromkeys(BUSY, "421 4.7.0 Try again later")
    queue(*BUSY)
    for _ in range(2 * Pace.MANY):
        let_all_be_due()
        drain(sender)
        seconds[0] += 900

    assert sum(mail.attempts for mail in mails("@busy.example")) >= 2 * Pace.MANY
    assert (sender.pace.seconds_left(), sender.pace.news.away_at) == (0, None)


def test_a_server_that_asks_for_fewer_whoever_is_written_to_is_left_alone(sender, smtp_server):
    many = [f"ana@domain{number}.example" for number in range(Pace.MANY)]
    smtp_server.faults.refused_recipients = dict.fromkeys(many, "421 4.7.0 Try again later")
    queue(*many)

    drain(sender)

    assert sender.pace.seconds_left() > 0
