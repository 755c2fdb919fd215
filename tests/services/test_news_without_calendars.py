"""What those hear of a change who have nothing in their calendar: no seat, or no date yet."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from tests.factories import NOW
from tests.support.changes import DAY, change, due, filled, mark_sent, moved
from tests.support.mails import calendar, plain
from tests.support.outbox import deliver_all
from webinars.extensions import transaction
from webinars.models import Enrollment, MessageKind, WebinarStatus
from webinars.queries.registrants import registrant_by_email
from webinars.services import registrants, registrations

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LATER = NOW + timedelta(hours=2)
NO_DATE = {"starts_at": None, "ends_at": None}
DATE = {"starts_at": NOW + 9 * DAY, "ends_at": NOW + 9 * DAY + timedelta(hours=1)}
OFF, ON = {"status": WebinarStatus.CANCELLED}, {"status": WebinarStatus.SCHEDULED}
STILL_WAITING = "You are still on the waiting list, and we write to you as soon as a seat is free."


def mails_to(address):
    mails = [message_from_bytes(content, policy=default) for content in deliver_all(now=LATER)]
    return [mail for mail in mails if mail["To"].addresses[0].addr_spec == address]


@pytest.mark.parametrize(
    ("before", "values", "subject", "words"),
    [
        ({}, NO_DATE, "Postponed: ", ["the new one is still open", "It was planned for"]),
        (NO_DATE, DATE, "There is a date now: ", ["has a date now.", "March"]),
    ],
)
def test_who_waits_hears_that_a_date_is_taken_back_or_given(db, before, values, subject, words):
    webinar = filled("ana@example.org", "waits@example.org", capacity=1)
    change(webinar, **before)
    mark_sent()

    change(webinar, **values)

    [mail] = mails_to("waits@example.org")
    assert mail["Subject"].startswith(subject)
    assert calendar(mail) is None
    for expected in [*words, STILL_WAITING]:
        assert expected in " ".join(plain(mail).split())


def test_news_that_newer_ones_have_overtaken_are_not_sent(db):
    webinar = filled("ana@example.org", "waits@example.org", capacity=1)

    change(webinar, **NO_DATE)
    change(webinar, **DATE)

    [mail] = mails_to("waits@example.org")
    assert mail["Subject"].startswith("There is a date now: ")


def test_who_gets_a_seat_by_a_change_hears_of_that_alone(db, outbox):
    webinar = filled("ana@example.org", "bo@example.org", "waits@example.org", capacity=1)

    change(webinar, capacity=2, **moved(webinar, DAY))

    assert [(found.kind, found.recipient) for found in due(outbox)] == [
        (MessageKind.UPDATED, "ana@example.org"),
        (MessageKind.PROMOTED, "bo@example.org"),
        (MessageKind.WAITLIST_NEWS, "waits@example.org"),
    ]


def test_a_seat_without_a_date_hears_that_the_webinar_is_cancelled_and_takes_place(db):
    webinar = filled("ana@example.org", starts_at=None)
    change(webinar, **OFF)
    [cancelled] = mails_to("ana@example.org")
    change(webinar, **ON)
    [revived] = mails_to("ana@example.org")

    assert (calendar(cancelled), calendar(revived)) == (None, None)
    assert cancelled["Subject"].startswith("Cancelled: ")
    assert revived["Subject"].startswith("It takes place after all: ")
    assert "as soon as there is a date." in " ".join(plain(revived).split())


def test_a_postponed_webinar_that_is_cancelled_is_told_once_more(db):
    webinar = filled("ana@example.org")
    change(webinar, **NO_DATE)
    mark_sent()

    change(webinar, **OFF)

    [mail] = mails_to("ana@example.org")
    assert mail["Subject"].startswith("Cancelled: ")
    assert calendar(mail) is None


def test_who_gets_a_seat_without_a_date_is_told_and_invited_once_there_is_one(db):
    webinar = filled("ana@example.org", "waits@example.org", starts_at=None, capacity=1)
    change(webinar, capacity=2)
    [seated] = mails_to("waits@example.org")
    change(webinar, **DATE)
    [invited] = mails_to("waits@example.org")

    assert seated["Subject"].startswith("You have a seat now: ")
    assert calendar(seated) is None
    words = " ".join(plain(seated).split())
    assert "The date is still to be announced." in words
    assert "as soon as there is a date." in words
    assert "Press Yes" not in words
    assert calendar(invited) is not None


@pytest.mark.parametrize("first", [{}, NO_DATE])
def test_what_is_cancelled_again_before_anybody_heard_of_its_revival_is_told_once(db, first):
    webinar = filled("ana@example.org", "waits@example.org", capacity=1)
    change(webinar, **first)
    change(webinar, **OFF)
    deliver_all(now=LATER)

    change(webinar, **ON)
    change(webinar, **OFF)

    assert deliver_all(now=LATER) == []


@pytest.mark.parametrize(
    ("values", "number", "words"),
    [
        ({"starts_at": None}, 0, "The organizers have given up your seat at this webinar:"),
        ({}, 1, "The organizers have taken you off the waiting list of this webinar:"),
    ],
)
def test_who_loses_what_is_in_no_calendar_hears_of_it(db, values, number, words):
    filled("ana@example.org", "waits@example.org", capacity=1, **values)
    enrollment = db.session.scalars(select(Enrollment).order_by(Enrollment.id)).all()[number]
    address = enrollment.registration.registrant.email

    with transaction():
        registrations.cancel_enrollment(enrollment, reason="organizer", now=LATER)

    [mail] = mails_to(address)
    assert mail["Subject"].startswith("You are no longer registered: ")
    assert words in plain(mail)
    assert calendar(mail) is None


def test_news_that_wait_follow_a_person_to_a_new_address(db):
    webinar = filled("ana@example.org", "waits@example.org", capacity=1)
    change(webinar, **OFF)
    person = registrant_by_email("waits@example.org")
    with transaction():
        registrants.ask_address_change(person, "new@example.org", now=LATER)
        assert registrants.confirm_address(person, now=LATER)

    [mail] = mails_to("new@example.org")

    assert mail["Subject"].startswith("Cancelled: ")
