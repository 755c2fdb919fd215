"""How many mails a stranger can cause for one address."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.factories import NOW, a_registration_request, a_webinar, saved
from webinars.extensions import transaction
from webinars.models import Delivery, MessageKind, Registration
from webinars.services import mail_limits, registrants, registrations

HOUR = timedelta(hours=1)


def ask(webinar, email, *, now):
    with transaction():
        wanted = a_registration_request(slugs=[webinar.slug], email=email)
        registrations.register(webinar.series, wanted, now=now)


def due_times(db):
    times = select(Delivery.due_at).order_by(Delivery.due_at)
    return [due_at - NOW for due_at in db.session.scalars(times)]


@pytest.mark.parametrize(
    "email", ["ana@example.org", "Ana+news@Example.org", " ana+@EXAMPLE.org", "ana+a+b@example.org"]
)
def test_all_spellings_of_a_mailbox_share_a_key(email):
    assert mail_limits.address_key(email) == "ana@example.org"


def test_five_sets_leave_within_an_hour_and_the_rest_are_one_when_the_window_opens(db, outbox):
    webinar = saved(a_webinar())

    for number in range(30):
        ask(webinar, "ana@example.org", now=NOW + timedelta(seconds=number))

    first_seconds = [timedelta(seconds=number) for number in range(5)]
    assert due_times(db) == [*first_seconds, HOUR]
    assert len(outbox()) == 6


def test_tagged_spellings_are_counted_together_and_nothing_is_lost(db, outbox):
    webinar = saved(a_webinar())

    for number in range(30):
        ask(webinar, f"ana+{number}@example.org", now=NOW)

    kinds = [delivery.kind for delivery in outbox()]
    assert kinds == [MessageKind.INVITED] * 30
    assert due_times(db) == [timedelta(0)] * 5 + [HOUR] * 25
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 30


def test_no_more_than_ten_sets_leave_in_a_day(db):
    webinar = saved(a_webinar())
    for hours in (0, 2, 4):
        for number in range(5):
            ask(webinar, "ana@example.org", now=NOW + hours * HOUR + timedelta(seconds=number))

    late = [time for time in due_times(db) if time >= 4 * HOUR]
    assert late == [timedelta(days=1)]


def test_the_private_link_counts_and_an_unknown_address_gets_nothing(db, outbox):
    webinar = saved(a_webinar())
    ask(webinar, "ana@example.org", now=NOW)

    for email in ["ana@example.org"] * 7 + ["nobody@example.org"]:
        with transaction():
            registrants.ask_private_link(email, now=NOW)

    assert [delivery.kind for delivery in outbox()] == [
        MessageKind.INVITED,
        *[MessageKind.PRIVATE_LINK] * 5,
    ]
    assert due_times(db) == [timedelta(0)] * 5 + [HOUR]
