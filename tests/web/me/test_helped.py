"""What the private page says of access requests and of webinars at the same time."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import (
    a_registration,
    a_series,
    a_webinar,
    an_enrollment,
    in_english,
    saved,
)
from tests.support.forms import filled_form
from tests.support.html import Page, page_of
from tests.web.people import DAY, GUIDE, a_guide, ana, private_page, the_registrant
from webinars.clock import utcnow
from webinars.models import AccessKind, AccessRequest, AccessRequestStatus, EnrollmentStatus

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HALF_AN_HOUR = timedelta(minutes=30)


def a_seat_elsewhere(**values):
    """Ana holds a place in another series, while `one` of the guide takes place."""
    elsewhere = a_webinar(
        series=a_series(), title=in_english("Elsewhere"), starts_at=utcnow() + 7 * DAY
    )
    registration = a_registration(registrant=the_registrant(), series=elsewhere.series)
    saved(an_enrollment(elsewhere, registration=registration, **values))


def test_webinars_at_the_same_time_are_told_over_all_series(client, db):
    series = a_guide()
    client.submit(GUIDE, ana())
    assert "At the same time" not in page_of(client, private_page()).words
    a_seat_elsewhere()

    words = page_of(client, private_page()).words

    assert "At the same time as: Elsewhere" in words
    assert f"At the same time as: {series.webinars[0].title['en']}" in words


def test_a_seat_that_was_given_up_collides_with_nothing(client, db):
    a_guide()
    client.submit(GUIDE, ana())
    a_seat_elsewhere(status=EnrollmentStatus.CANCELLED)

    assert "At the same time" not in page_of(client, private_page()).words


def test_collisions_are_told_before_a_webinar_is_added(client, db):
    a_guide()
    client.submit(GUIDE, ana(webinars=["two"]))
    a_seat_elsewhere()

    page = page_of(client, private_page() + "series/guide/webinars")

    assert "At the same time as: Elsewhere" in page.words


def test_times_of_what_could_be_added_are_in_the_persons_zone(client, db):
    a_guide()
    client.submit(GUIDE, ana(webinars=["two"], time_zone="Europe/Madrid"))

    assert "Your time:" in page_of(client, private_page() + "series/guide/webinars").words


def test_the_page_of_access_requests_tells_what_to_expect(client, db):
    series = a_series(slug="guide", access_days=10)
    for slug, days in (("soon", 3), ("far", 40)):
        starts_at = utcnow() + days * DAY
        a_webinar(series=series, slug=slug, title=in_english(slug), starts_at=starts_at)
    saved(series)
    client.submit(GUIDE, ana(webinars=["soon", "far"]))
    access = private_page() + "series/guide/access"
    assert "soon: until" in page_of(client, access).words

    client.submit(access, {"kind": "captions", "note": "Two lines"})

    words = page_of(client, access).words
    assert "You asked in time for: far" in words
    assert "We will do our best; it is after the date by which we can promise: soon" in words


def test_what_was_asked_in_time_stays_in_time(client, db):
    series = a_series(slug="guide", access_days=10)
    a_webinar(series=series, slug="soon", starts_at=utcnow() + 3 * DAY)
    saved(series)
    client.submit(GUIDE, ana(webinars=["soon"], accommodations=["captions"]))
    [request] = db.session.scalars(select(AccessRequest))
    request.created_at = utcnow() - 20 * DAY
    saved(request)

    words = page_of(client, private_page() + "series/guide/access").words

    assert "You asked in time for:" in words
    assert "We will do our best; it is after" not in words
    assert (request.kind, request.status) == (AccessKind.CAPTIONS, AccessRequestStatus.OPEN)


def test_another_language_keeps_what_was_typed_on_private_pages_too(client, db):
    a_guide()
    client.submit(GUIDE, ana())
    details = private_page() + "details"

    answer = client.submit(details, {"name": "Bo", "translate": "es"}, to=details + "?lang=es")

    assert (answer.status_code, Page(answer.text).language) == (200, "es")
    assert filled_form(answer.text)["name"] == ["Bo"]
    assert the_registrant().name == "Ana Ruiz"
