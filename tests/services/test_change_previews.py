"""What a preview foretells is what then happens."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    a_registration,
    a_registration_request,
    a_series,
    a_webinar,
    in_english,
    saved,
)
from webinars.errors import Conflict, Invalid
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import Delivery, DeliveryState, MessageKind, SeriesStatus, WebinarStatus
from webinars.services import change_previews, registrations, webinars

LATER = NOW + timedelta(hours=1)
DAY = timedelta(days=1)
DATE = {"starts_at": NOW + 9 * DAY, "ends_at": NOW + 9 * DAY + timedelta(hours=1)}
NO_DATE = {"starts_at": None, "ends_at": None}
SOON = {"starts_at": LATER + timedelta(minutes=5), "ends_at": LATER + timedelta(hours=1)}
BEGUN = {"starts_at": NOW, "ends_at": LATER + timedelta(hours=1)}
PAST = {"starts_at": NOW - DAY, "ends_at": NOW - DAY + timedelta(hours=1)}
NEVER = {"starts_at": NOW - 2 * DAY, "ends_at": NOW - 2 * DAY + timedelta(hours=1)}
OFF, ON = {"status": WebinarStatus.CANCELLED}, {"status": WebinarStatus.SCHEDULED}
TEXT = {"title": in_english("Another title")}
QUIET = {"join_url": "https://platform.example.com/j/other", "offers_captions": False}
MORE, ALL = {"capacity": 3}, {"capacity": None}


def filled(people, **values):
    """Return a webinar with two seats, both taken, and others who wait for one."""
    webinar = saved(a_webinar(**{"capacity": 2, **values}))
    for number in range(people):
        wanted = a_registration_request(
            slugs=[webinar.slug],
            email=f"person{number}@example.org",
            time_zone=["America/Chicago", "Europe/Berlin"][number % 2],
        )
        with transaction():
            registrations.register(webinar.series, wanted, now=NOW)
    return webinar


def change(webinar, values):
    with transaction():
        webinars.change(webinar, replace(webinars.details_of(webinar), **values), now=LATER)


def mails():
    database.session.rollback()
    return Counter(
        delivery.kind
        for delivery in database.session.scalars(select(Delivery))
        if delivery.state is DeliveryState.DUE
    )


def settle():
    with transaction():
        for delivery in database.session.scalars(select(Delivery)):
            delivery.state = DeliveryState.SENT


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({}, DATE),
        ({}, SOON),
        ({}, BEGUN),
        ({}, PAST),
        ({}, NO_DATE),
        ({}, OFF),
        ({}, OFF | DATE),
        ({}, TEXT),
        ({}, QUIET),
        ({}, MORE),
        ({}, ALL),
        ({}, ALL | DATE),
        ({}, ALL | NO_DATE),
        ({}, BEGUN | ALL),
        (OFF, ON),
        (OFF, ON | NO_DATE),
        (OFF, ON | MORE),
        (OFF, TEXT | DATE),
        (OFF, MORE),
        (NO_DATE, DATE),
        (NO_DATE, DATE | MORE),
        (NO_DATE, MORE),
        (NO_DATE, OFF),
        (NO_DATE, TEXT),
        (NO_DATE | OFF, ON),
        (NO_DATE | OFF, ON | DATE),
        (PAST, TEXT),
        (PAST, DATE),
        (PAST, NEVER),
        (NO_DATE, OFF | PAST),
        (OFF, ON | PAST),
        ({}, {"slug": "elsewhere"}),
        ({}, {}),
    ],
)
def test_as_many_mails_are_queued_as_were_foretold(db, first, then):
    webinar = filled(5)
    change(webinar, first)
    settle()

    details = replace(webinars.details_of(webinar), **then)
    foretold = change_previews.of_change(webinar, details, now=LATER)
    assert mails() == Counter()
    change(webinar, then)

    assert mails() == foretold.mails
    assert foretold.total == mails().total()


def test_the_times_are_those_of_everybody_concerned(db):
    webinar = filled(5)

    details = replace(webinars.details_of(webinar), **DATE)
    foretold = change_previews.of_change(webinar, details, now=LATER)
    change(webinar, DATE)

    assert foretold.mails == {MessageKind.UPDATED: 2, MessageKind.WAITLIST_NEWS: 3}
    assert [(one.zone, one.people) for one in foretold.times] == [
        ("America/Chicago", 3),
        ("Europe/Berlin", 2),
    ]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("first", "then", "error"),
    [
        (PAST, OFF, Conflict),
        ({}, {"ends_at": None}, Invalid),
        ({}, {"capacity": -1}, Invalid),
    ],
)
def test_what_cannot_be_changed_is_not_previewed(db, first, then, error):
    webinar = filled(1)
    change(webinar, first)

    details = replace(webinars.details_of(webinar), **then)
    with pytest.raises(error):
        change_previews.of_change(webinar, details, now=LATER)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("status", [SeriesStatus.PUBLISHED, SeriesStatus.DRAFT])
@pytest.mark.parametrize(
    "values", [{}, {"capacity": 1}, {"capacity": 0}, NO_DATE, PAST, BEGUN, MORE]
)
def test_what_a_new_webinar_sends_is_foretold(db, values, status):
    series = a_series(status=status)
    saved(*(a_registration(series=series, is_standing=True) for _ in range(2)))
    model = webinars.details_of(a_webinar(slug="new", time_zone=None, recording_url=None))
    details = replace(model, **values)

    foretold = change_previews.of_new(series, details, now=LATER)
    with transaction():
        webinars.create(series, details, now=LATER)

    assert mails() == foretold.mails
