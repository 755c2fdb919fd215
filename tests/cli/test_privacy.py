"""Applying the retention rules by hand and by the worker."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.factories import (
    a_delivery,
    a_registrant,
    a_registration,
    a_webinar,
    an_enrollment,
    saved,
)
from tests.services.imports.lists import kept
from webinars.cli.privacy import PEOPLE_AT_ONCE
from webinars.clock import utcnow
from webinars.extensions import db as database
from webinars.models import Delivery, DeliveryState, Registrant

DAY = timedelta(days=1)
LONG_AGO = utcnow() - 3 * 366 * DAY
NUMBERS = re.compile(r"^ *(\d+)  (.*)$", re.MULTILINE)


@pytest.fixture
def purge(app):
    """Run `privacy purge` to its end and return its exit status and what it said."""

    def invoke(*arguments):
        result = app.test_cli_runner().invoke(args=["privacy", "purge", *arguments])
        return result.exit_code, result.output

    return invoke


def people_of_a_past_series(count):
    webinar = a_webinar(starts_at=LONG_AGO)
    for number in range(count):
        registration = a_registration(
            registrant=a_registrant(email=f"person{number}@example.org"),
            series=webinar.series,
            created_at=LONG_AGO,
        )
        an_enrollment(webinar, registration=registration)
    saved(webinar)


def one_of_each_kind():
    people_of_a_past_series(2)
    now = utcnow()
    sent = {"state": DeliveryState.SENT, "settled_at": now - 31 * DAY, "due_at": now - 31 * DAY}
    staying = an_enrollment(a_webinar(starts_at=now))
    saved(
        a_registrant(email="erased@example.org", erased_at=now),
        staying,
        a_delivery(enrollment=staying, rendered=b"bytes", **sent),
        a_delivery(registrant=staying.registration.registrant, **sent),
    )
    kept(staying.webinar.series, "Email\nana@example.org\n", now=now - 8 * DAY)


def people():
    database.session.rollback()
    return database.session.scalar(select(func.count(Registrant.id)))


def test_it_deletes_and_says_how_much(purge, db):
    one_of_each_kind()

    status, said = purge()

    assert status == 0
    assert said.startswith("Deleted:\n")
    assert NUMBERS.findall(said) == [
        ("2", "registrations in series over for 24 months"),
        ("2", "people who have no registration left"),
        ("1", "people who asked to be erased"),
        ("1", "contents of mails older than 30 days; the records of these mails stay"),
        ("1", "records of mails older than 30 days about no registration"),
        ("0", "new addresses that nobody confirmed"),
        ("0", "links taken back 24 months ago"),
        ("0", "old sign-ins, failed tries and forms held for signing in"),
        ("0", "records of mails that came back, old or of nobody any more"),
        ("0", "mails that came in long ago"),
        ("1", "lists of people brought more than 7 days ago; their numbers stay"),
    ]
    assert (people(), database.session.scalar(select(func.count(Delivery.id)))) == (1, 1)


def test_it_names_nobody(purge, db):
    one_of_each_kind()

    for arguments in ((), ("--dry-run",)):
        assert "@" not in purge(*arguments)[1]


def test_counting_first_changes_nothing_and_tells_the_same(purge, db):
    one_of_each_kind()

    status, counted = purge("--dry-run")

    assert status == 0
    assert counted.startswith("Would be deleted (nothing was changed):\n")
    assert people() == 4
    assert NUMBERS.findall(counted) == NUMBERS.findall(purge()[1])


def test_a_second_run_finds_nothing(purge, db):
    one_of_each_kind()
    purge()

    assert {number for number, _ in NUMBERS.findall(purge()[1])} == {"0"}


def test_the_setting_decides(db, processes):
    seat = an_enrollment(a_webinar(starts_at=utcnow() - 70 * DAY))
    seat.registration.created_at = LONG_AGO
    saved(seat)

    def first_line(months):
        said = processes.flask("privacy", "purge", "--dry-run", KEEP_REGISTRATIONS_MONTHS=months)
        return NUMBERS.findall(said)[0]

    assert first_line("3") == ("0", "registrations in series over for 3 months")
    assert first_line("2") == ("1", "registrations in series over for 2 months")


def test_help_says_what_it_does(purge):
    status, said = purge("--help")

    assert status == 0
    assert "--dry-run" in said
    assert "Apply the retention rules" in said


def test_the_worker_does_it_a_little_at_a_time_until_it_is_done(db, processes, smtp_server):
    people_of_a_past_series(PEOPLE_AT_ONCE + 1)

    worker = processes.worker("--once", mail=smtp_server)

    assert worker.popen.wait(40) == 0
    assert people() == 0
    assert worker.output().count("Deleted what is kept no longer") == 2
    assert "@" not in worker.output()
    assert smtp_server.received == []
