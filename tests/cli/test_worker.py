"""The worker, as a process of its own before a real mail server."""

import re
import time
from datetime import timedelta

from sqlalchemy import func, select

from tests.factories import (
    a_delivery,
    a_registrant,
    a_registration_request,
    a_reminder_rule,
    a_series,
    a_webinar,
    an_enrollment,
    an_invitation,
    saved,
)
from tests.support.locks import write_lock
from tests.support.processes import wait_until
from webinars.clock import utcnow
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import CalendarMethod, Delivery, DeliveryState, Heartbeat, MessageKind
from webinars.services import registrations

DUE, SENT, FAILED, SUPERSEDED, SKIPPED = DeliveryState
TOKEN = re.compile(r"[A-Za-z0-9_-]{44}")


def private_links(*emails):
    """Store a mail with the private link, due now, for each address."""
    now = utcnow()
    return [saved(a_delivery(registrant=a_registrant(email=email), due_at=now)) for email in emails]


def people(count):
    return [f"person{number}@example.org" for number in range(count)]


def states():
    database.session.rollback()
    return dict(database.session.execute(select(Delivery.recipient, Delivery.state)).all())


def leases():
    database.session.rollback()
    return database.session.scalar(
        select(func.count()).where(Delivery.owner.is_not(None) | Delivery.lease_until.is_not(None))
    )


def all_sent(count):
    def is_true():
        return list(states().values()) == [SENT] * count

    return is_true


def recipients(server):
    return sorted(mail.recipients[0] for mail in server.received)


def test_once_sends_what_is_due_and_ends(db, processes, smtp_server):
    private_links("ana@example.org", "bo@example.org")
    worker = processes.worker("--once", mail=smtp_server)

    assert worker.popen.wait(20) == 0

    assert states() == {"ana@example.org": SENT, "bo@example.org": SENT}
    assert recipients(smtp_server) == ["ana@example.org", "bo@example.org"]
    assert leases() == 0
    assert database.session.scalar(select(func.count(Heartbeat.worker))) == 1


def test_a_registration_becomes_mails_that_say_what_the_outbox_says(db, processes, smtp_server):
    now = utcnow()
    webinar = saved(a_webinar(starts_at=now + timedelta(days=7), scheduled_at=now))
    with transaction():
        wanted = a_registration_request(slugs=[webinar.slug])
        registrations.register(webinar.series, wanted, now=now)
    worker = processes.worker("--once", mail=smtp_server)

    assert worker.popen.wait(20) == 0

    [mail] = smtp_server.received
    [delivery] = database.session.scalars(select(Delivery))
    assert delivery.state is SENT
    assert mail.message["Message-ID"] == delivery.message_id
    assert delivery.invitation.thread_id == delivery.message_id
    assert (mail.recipients, mail.sender) == (("ana@example.org",), "invites@webinars.example.org")
    assert "ana@example.org" not in worker.output()
    assert TOKEN.search(worker.output()) is None


def test_once_says_when_the_server_is_away_and_no_try_is_counted(db, processes, smtp_server):
    smtp_server.stop()
    [delivery] = private_links("ana@example.org")
    worker = processes.worker("--once", mail=smtp_server)

    assert worker.popen.wait(20) == 1

    assert "The mail server takes no mail now" in worker.output()
    db.session.refresh(delivery)
    assert (delivery.state, delivery.attempts, delivery.owner) == (DUE, 0, None)
    assert "refused" in delivery.last_error


def test_a_server_that_comes_back_gets_everything(db, processes, smtp_server):
    smtp_server.faults.refusal_of_all = "451 4.3.2 Not now"
    private_links(*people(30))
    worker = processes.worker(mail=smtp_server)
    wait_until(lambda: worker.output().count("not taken for now") >= 8)
    begun = len(smtp_server.transports)
    smtp_server.faults.refusal_of_all = ""

    wait_until(all_sent(30), seconds=40)

    assert begun <= 8
    assert recipients(smtp_server) == sorted(people(30))
    assert worker.stop() == 0


def test_told_to_stop_it_finishes_the_mail_in_hand(db, processes, smtp_server):
    private_links(*people(5))
    worker = None

    def stop_in_the_middle():
        worker.popen.terminate()
        time.sleep(1)

    smtp_server.faults.before_answer = stop_in_the_middle
    worker = processes.worker(mail=smtp_server)

    assert worker.popen.wait(20) == 0

    assert len(smtp_server.received) == 1
    assert list(states().values()).count(SENT) == 1
    assert leases() == 0


def test_no_transaction_is_open_while_the_server_is_talked_to(
    db, database_url, processes, smtp_server
):
    private_links(*people(3))
    with write_lock(database_url) as lock:

        def write_meanwhile():
            lock.take()
            lock.let_go()

        smtp_server.faults.before_answer = write_meanwhile
        worker = processes.worker("--once", mail=smtp_server)

        assert worker.popen.wait(20) == 0

    assert list(states().values()) == [SENT] * 3


def test_a_database_that_is_locked_for_long_costs_no_mail(db, database_url, processes, smtp_server):
    private_links("ana@example.org")
    with write_lock(database_url) as lock:
        smtp_server.faults.before_answer = lock.take
        worker = processes.worker("--once", mail=smtp_server)
        wait_until(lambda: "The database is in trouble" in worker.output(), seconds=30)
        lock.let_go()

        assert worker.popen.wait(20) == 0

    assert states() == {"ana@example.org": SENT}
    assert len(smtp_server.received) == 1


def test_what_cannot_be_rendered_and_what_is_refused_harm_nobody_else(db, processes, smtp_server):
    smtp_server.faults.refused_recipients["refused@example.org"] = "550 5.1.1 Unknown"
    poison = saved(
        a_delivery(
            kind=MessageKind.CANCELLED,
            method=CalendarMethod.CANCEL,
            registrant=a_registrant(email="poison@example.org"),
            due_at=utcnow() - timedelta(seconds=9),
        )
    )
    private_links("refused@example.org", *people(3))
    worker = processes.worker("--once", mail=smtp_server)

    assert worker.popen.wait(20) == 0

    assert states() == {
        "poison@example.org": DUE,
        "refused@example.org": FAILED,
        **dict.fromkeys(people(3), SENT),
    }
    db.session.refresh(poison)
    assert (poison.attempts, poison.rendered_at) == (1, None)
    assert "cannot be rendered" in worker.output()
    assert "@example.org" not in worker.output()


def test_a_server_that_falls_silent_about_one_mail_gets_the_others(db, processes, smtp_server):
    smtp_server.faults.silent_recipients = {"silent@example.org"}
    private_links("silent@example.org", *people(20))
    worker = processes.worker(mail=smtp_server, MAIL_TIMEOUT="8")

    smtp_server.wait_for(20)

    assert "no answer" not in worker.output()
    assert recipients(smtp_server) == sorted(people(20))
    assert worker.stop() == 0
    assert "not taken for now (no answer)" in worker.output()
    assert leases() == 0


def test_workers_side_by_side_send_each_mail_once(db, processes, smtp_server):
    private_links(*people(60))

    workers = [processes.worker(mail=smtp_server) for _ in range(3)]
    wait_until(all_sent(60), seconds=40)

    assert [worker.stop() for worker in workers] == [0, 0, 0]
    assert recipients(smtp_server) == sorted(people(60))


def test_a_server_that_takes_few_mails_at_a_time_gets_all(db, processes, smtp_server):
    smtp_server.faults.mails_per_connection = 7
    private_links(*people(20))
    worker = processes.worker("--once", mail=smtp_server)

    assert worker.popen.wait(20) == 0

    assert recipients(smtp_server) == sorted(people(20))
    assert len(smtp_server.transports) == 3


def test_reminders_are_sent_and_the_late_one_of_two_is_left_out(db, processes, smtp_server):
    now = utcnow()
    series = a_series()
    series.reminder_rules = [
        a_reminder_rule(series, before) for before in (timedelta(days=1), timedelta(hours=1))
    ]
    webinar = a_webinar(
        series=series,
        starts_at=now + timedelta(minutes=30),
        scheduled_at=now - timedelta(days=60),
    )
    enrollment = an_enrollment(webinar)
    invitation = saved(an_invitation(enrollment))
    worker = processes.worker("--once", mail=smtp_server)

    assert worker.popen.wait(20) == 0

    [mail] = smtp_server.received
    assert mail.recipients == (invitation.attendee,)
    [delivery] = database.session.scalars(select(Delivery))
    assert (delivery.kind, delivery.state) == (MessageKind.REMINDER, SENT)
    assert delivery.due_at == webinar.starts_at - timedelta(hours=1)


def test_who_is_erased_goes_after_the_last_mail(db, processes, smtp_server):
    registrant = a_registrant(email="ana@example.org", erased_at=utcnow())
    saved(a_delivery(kind=MessageKind.ERASED, registrant=registrant, due_at=utcnow()))

    for _ in range(2):
        assert processes.worker("--once", mail=smtp_server).popen.wait(20) == 0

    assert recipients(smtp_server) == ["ana@example.org"]
    assert states() == {}


def test_without_a_mail_server_mails_go_to_the_development_inbox(db, processes, tmp_path):
    [delivery] = private_links("ana@example.org")

    assert processes.worker("--once").popen.wait(20) == 0

    kept = tmp_path / "instance" / "inbox" / f"{delivery.id}.eml"
    assert b"ana@example.org" in kept.read_bytes()
    assert states() == {"ana@example.org": SENT}
