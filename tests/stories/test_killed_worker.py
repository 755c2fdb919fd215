"""A worker is killed at the worst moments: nothing is lost, what comes twice is the same."""

import random
from collections import defaultdict
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests.factories import a_delivery, a_registrant, a_registration_request, a_webinar, saved
from tests.support.locks import write_lock
from tests.support.processes import wait_until
from webinars.clock import utcnow
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import Delivery, DeliveryState
from webinars.services import registrations


def let_leases_run_out():
    with transaction():
        database.session.execute(
            update(Delivery).values(lease_until=utcnow() - timedelta(seconds=1)),
            execution_options={"synchronize_session": False},
        )


def count_sent():
    database.session.rollback()
    return database.session.scalar(select(func.count()).where(Delivery.state == DeliveryState.SENT))


def test_killed_between_the_servers_answer_and_its_own_commit(
    db, database_url, processes, smtp_server
):
    now = utcnow()
    webinar = saved(a_webinar(starts_at=now + timedelta(days=7), scheduled_at=now))
    with transaction():
        wanted = a_registration_request(slugs=[webinar.slug])
        registrations.register(webinar.series, wanted, now=now)

    with write_lock(database_url) as lock:
        # The server takes the mail and says 250, but the worker cannot write that down.
        smtp_server.faults.before_answer = lock.take
        worker = processes.worker(mail=smtp_server)
        smtp_server.wait_for(1)
        wait_until(lambda: smtp_server.answered == 1)
        worker.kill()
        lock.let_go()
    smtp_server.faults.before_answer = None
    assert count_sent() == 0
    let_leases_run_out()

    assert processes.worker("--once", mail=smtp_server).popen.wait(20) == 0

    first, second = smtp_server.received
    assert second == first
    [delivery] = database.session.scalars(select(Delivery))
    assert (delivery.state, delivery.attempts) == (DeliveryState.SENT, 2)
    assert first.message["Message-ID"] == delivery.message_id


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_at_any_moment(db, processes, smtp_server, seed):
    chance = random.Random(seed)
    now, count, kills = utcnow(), 60, 2
    for number in range(count):
        registrant = a_registrant(email=f"person{number}@example.org")
        saved(a_delivery(registrant=registrant, due_at=now))

    workers = [processes.worker(mail=smtp_server) for _ in range(2)]
    for kill in range(kills):
        smtp_server.wait_for(kill * 20 + chance.randrange(1, 20))
        chance.choice(workers).kill()
        workers = [worker for worker in workers if worker.popen.poll() is None]
        workers.append(processes.worker(mail=smtp_server))
    wait_until(lambda: count_sent() >= count - kills)
    let_leases_run_out()
    wait_until(lambda: count_sent() == count)

    # One that was only just begun does not know yet that it can be asked to stop.
    wait_until(lambda: all(" starts" in worker.output() for worker in workers))
    assert [worker.stop() for worker in workers] == [0, 0]
    mails = defaultdict(list)
    for mail in smtp_server.received:
        mails[mail.recipients].append(mail)
    assert len(mails) == count
    assert all(copy == copies[0] for copies in mails.values() for copy in copies)
    assert len(smtp_server.received) <= count + kills
