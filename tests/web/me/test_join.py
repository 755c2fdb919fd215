from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import a_webinar, an_enrollment, saved
from tests.support.forms import filled_form
from tests.support.html import Page
from webinars.clock import utcnow
from webinars.links import Purpose, token
from webinars.models import Enrollment, EnrollmentStatus, JoinClick, WebinarStatus

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PLATFORM = "https://platform.example.com/j/12345?pwd=a%20b"
MINUTE = timedelta(minutes=1)


def a_seat(*, begins_in=timedelta(0), seat=EnrollmentStatus.CONFIRMED, **values):
    """A seat in a webinar of 90 minutes; *values* are the webinar's."""
    webinar = a_webinar(**({"starts_at": utcnow() + begins_in, "join_url": PLATFORM} | values))
    return saved(an_enrollment(webinar, status=seat))


def way_in(enrollment):
    return f"/join/{token(Purpose.JOIN, enrollment.join_nonce)}"


def clicks(db):
    db.session.rollback()
    return db.session.scalars(select(JoinClick.enrollment_id)).all()


def press(client, address):
    """Press the button, even where there is none."""
    fields = filled_form(client.get(address).text) or filled_form(client.get("/me/").text)
    return client.post(address, data={"csrf_token": fields["csrf_token"]})


@pytest.mark.parametrize("begins_in", [14 * MINUTE, timedelta(0), -89 * MINUTE])
def test_a_press_of_the_button_is_noted_and_leads_to_the_platform(client, db, begins_in):
    seat = a_seat(begins_in=begins_in)

    page = client.get(way_in(seat))
    assert clicks(db) == []
    answer = press(client, way_in(seat))

    assert "Join the webinar" in page.text
    assert PLATFORM not in page.text
    assert (answer.status_code, answer.location) == (303, PLATFORM)
    assert clicks(db) == [seat.id]


def test_browsers_let_the_form_lead_away_from_this_page_alone(client, db):
    open_door, early = a_seat(), a_seat(begins_in=60 * MINUTE)

    policies = [
        client.get(way_in(seat)).headers["Content-Security-Policy"] for seat in (open_door, early)
    ]

    assert ["form-action 'self' https: http:" in policy for policy in policies] == [True, False]


@pytest.mark.parametrize(
    ("begins_in", "left"),
    [
        (15 * MINUTE + 30 * MINUTE, "30 minutes"),
        (15 * MINUTE + 95 * MINUTE, "95 minutes"),
        (timedelta(hours=5), "5 hours"),
        (timedelta(days=10), "10 days"),
    ],
)
def test_before_the_door_opens_the_page_says_how_long_it_takes(client, db, begins_in, left):
    words = Page(client.get(way_in(a_seat(begins_in=begins_in))).text).words

    assert f"The way in opens in {left}, a quarter of an hour before the start." in words
    assert "Reload this page then" in words
    assert "Join the webinar" not in words


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"begins_in": 20 * MINUTE}, "The way in opens in 5 minutes"),
        ({"begins_in": -91 * MINUTE}, "This webinar is over. The recording will be here"),
        ({"begins_in": -91 * MINUTE, "is_recorded": False}, "It is not recorded."),
        ({"starts_at": None}, "This page opens the webinar once its date is set"),
        (
            {"status": WebinarStatus.CANCELLED},
            "This webinar is cancelled. There is nothing to join.",
        ),
        ({"join_url": None}, "The organizers have not told us yet"),
        ({"join_url": "javascript:alert(1)"}, "The organizers have not told us yet"),
        ({"join_url": "ftp://example.org/"}, "The organizers have not told us yet"),
        ({"join_url": "https://x.example/\r\nSet-Cookie: a=b"}, "have not told us yet"),
        ({"join_url": "//evil.example/"}, "The organizers have not told us yet"),
        ({"join_url": "https:///"}, "The organizers have not told us yet"),
    ],
)
def test_where_the_door_is_shut_a_press_is_refused(client, db, values, words):
    seat = a_seat(**values)

    page = client.get(way_in(seat))
    answer = press(client, way_in(seat))

    assert page.status_code == 200
    assert words in Page(page.text).words
    assert answer.status_code == 409
    assert "location" not in answer.headers
    assert clicks(db) == []


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (EnrollmentStatus.WAITLISTED, "You are on the waiting list."),
        (EnrollmentStatus.CANCELLED, "You gave up your place in this webinar."),
    ],
)
def test_without_a_seat_nobody_gets_in(client, db, status, words):
    seat = a_seat(seat=status)

    page = client.get(way_in(seat))
    answer = press(client, way_in(seat))

    assert (page.status_code, answer.status_code) == (403, 403)
    assert words in page.text
    assert "Join the webinar" not in page.text
    assert clicks(db) == []


def test_a_new_platform_address_needs_no_new_link(client, db):
    seat = a_seat()
    address = way_in(seat)
    enrollment = db.session.get(Enrollment, seat.id)
    enrollment.webinar.join_url = "https://elsewhere.example.com/"
    saved(enrollment)

    assert press(client, address).location == "https://elsewhere.example.com/"


def test_after_the_end_the_page_leads_to_the_recording(client, db):
    recording = "https://video.example.org/1"
    over = a_seat(begins_in=-91 * MINUTE, recording_url=recording)
    still_on = a_seat(begins_in=-80 * MINUTE, recording_url=recording)

    pages = [Page(client.get(way_in(seat)).text) for seat in (over, still_on)]

    assert "This webinar is over. Watch the recording" in pages[0].words
    assert [recording in page.links for page in pages] == [True, False]


def test_a_whole_office_goes_in_at_once(make_app, db):
    client = make_app(client_limits="3 per minute").test_client()
    address = way_in(a_seat())

    assert {press(client, address).status_code for _ in range(8)} == {303}
