import pytest

from tests.factories import (
    a_registrant,
    a_registration,
    an_enrollment,
    in_english,
    saved,
)
from tests.support.calendars import calendar_name, event_of, events_of, properties
from tests.web.feeds.objects import coming, equity
from webinars.clock import utcnow
from webinars.extensions import transaction
from webinars.links import Purpose, token
from webinars.models import EnrollmentStatus, RevokedToken, WebinarStatus
from webinars.services import registrants, registrations
from webinars.texts import Texts

# No token can hold it by chance.
NAME = "Ñandú"


@pytest.fixture
def enrollment(db):
    """A seat in the webinar `leading`."""
    series = equity()
    title = Texts({"en": "Leading", "es": "Dirigir"})
    registration = a_registration(registrant=a_registrant(name=NAME), series=series)
    leading = coming(series, "leading", title=title)
    return saved(an_enrollment(leading, registration=registration))


@pytest.fixture
def address(enrollment):
    nonce = enrollment.registration.registrant.feed_nonce
    return f"/me/{token(Purpose.FEED, nonce)}/calendar.ics"


def test_a_personal_feed_is_for_its_holder_only(client, address):
    response = client.get(address)

    assert response.status_code == 200
    assert response.content_type == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, max-age=0, must-revalidate"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Content-Disposition"] == 'inline; filename="my-webinars.ics"'
    assert "Set-Cookie" not in response.headers
    assert calendar_name(response.data) == "My webinars"


def test_it_says_where_to_join_by_a_link_of_ones_own(client, enrollment, address):
    join = f"http://127.0.0.1:8000/join/{token(Purpose.JOIN, enrollment.join_nonce)}"

    content = client.get(address).data

    event = event_of(content)
    assert event["LOCATION"] == join
    assert event["CONFERENCE"] == join
    assert join in event["DESCRIPTION"]
    assert event["URL"] == "http://127.0.0.1:8000/series/equity/leading/"
    assert event["UID"] == f"webinar-{enrollment.webinar_id}@127.0.0.1"
    assert "ATTENDEE" not in event
    assert b"platform.example.com" not in content


def test_its_bytes_hold_neither_its_token_nor_that_of_the_private_page(client, enrollment, address):
    registrant = enrollment.registration.registrant

    unfolded = client.get(address).data.replace(b"\r\n ", b"").decode()

    assert registrant.feed_nonce not in unfolded
    assert registrant.manage_nonce not in unfolded
    assert NAME not in unfolded
    assert registrant.email not in unfolded


def test_it_is_not_sent_again_unchanged(client, address):
    first = client.get(address)

    for headers in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        again = client.get(address, headers=headers)
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["Cache-Control"] == "private, max-age=0, must-revalidate"
        assert again.headers["X-Robots-Tag"] == "noindex"
    assert client.head(address).headers["ETag"] == first.headers["ETag"]
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert client.open(address, method=method).status_code == 405


def test_what_was_given_up_leaves_at_once(client, enrollment, address):
    before = client.get(address)

    with transaction():
        registrations.cancel_enrollment(enrollment, now=utcnow())

    after = client.get(address, headers={"If-Modified-Since": before.headers["Last-Modified"]})
    assert after.status_code == 200
    assert events_of(after.data) == []


def test_a_place_in_the_waiting_list_is_no_seat(client, enrollment, address):
    with transaction():
        enrollment.status = EnrollmentStatus.WAITLISTED

    assert events_of(client.get(address).data) == []


def test_a_cancelled_webinar_stays_without_a_place_to_join(client, enrollment, address):
    with transaction():
        enrollment.webinar.status = WebinarStatus.CANCELLED

    content = client.get(address).data

    assert properties(content, "SUMMARY", "STATUS", "LOCATION") == [
        ("Cancelled: Leading", "CANCELLED", "Online")
    ]
    assert b"/join/" not in content
    assert "CONFERENCE" not in event_of(content)


def test_it_speaks_the_language_of_its_holder(client, enrollment, address):
    before = client.get(address)
    assert properties(before.data, "SUMMARY") == [("Leading",)]

    with transaction():
        enrollment.registration.registrant.language = "es"

    after = client.get(address)
    assert properties(after.data, "SUMMARY") == [("Dirigir",)]
    assert after.headers["ETag"] != before.headers["ETag"]
    assert properties(client.get(f"{address}?lang=en").data, "SUMMARY") == [("Leading",)]


def test_a_wrong_token_opens_nothing(client, enrollment, address):
    manage = token(Purpose.MANAGE, enrollment.registration.registrant.manage_nonce)
    bent = address.replace("/calendar.ics", "x/calendar.ics")

    for wrong in (bent, f"/me/{manage}/calendar.ics", "/me/x/calendar.ics"):
        response = client.get(wrong)
        assert response.status_code == 404
        assert b"BEGIN:VCALENDAR" not in response.data
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "Location" not in response.headers


def test_a_replaced_link_is_gone_and_the_new_one_works(client, enrollment, address):
    registrant = enrollment.registration.registrant

    with transaction():
        registrants.renew_feed_link(registrant, now=utcnow())

    assert client.get(address).status_code == 410
    new = f"/me/{token(Purpose.FEED, registrant.feed_nonce)}/calendar.ics"
    assert properties(client.get(new).data, "SUMMARY") == [("Leading",)]


def test_a_revoked_token_is_gone(client, db):
    nonce = "old-nonce-of-22-letter"
    saved(RevokedToken(nonce=nonce, purpose="feed", revoked_at=utcnow()))

    assert client.get(f"/me/{token(Purpose.FEED, nonce)}/calendar.ics").status_code == 410


def test_guessing_is_limited_and_right_tokens_are_not(make_app, enrollment, address):
    client = make_app(client_limits="60 per minute").test_client()
    right = [client.get(address).status_code for _ in range(25)]

    guesses = [client.get("/me/wrong/calendar.ics") for _ in range(22)]

    assert right == [200] * 25
    assert [guess.status_code for guess in guesses] == [404] * 20 + [429] * 2
    assert 0 < int(guesses[-1].headers["Retry-After"]) <= 60
    assert client.get(address).status_code == 200


def test_two_people_never_see_each_others_links(client, enrollment, address):
    webinar = enrollment.webinar
    registration = a_registration(registrant=a_registrant(name="Bob"), series=webinar.series)
    other = saved(an_enrollment(webinar, registration=registration))
    theirs = f"/me/{token(Purpose.FEED, registration.registrant.feed_nonce)}/calendar.ics"

    pages = [client.get(where).data.replace(b"\r\n ", b"") for where in (address, theirs, address)]

    assert [enrollment.join_nonce.encode() in page for page in pages] == [True, False, True]
    assert [other.join_nonce.encode() in page for page in pages] == [False, True, False]


def test_a_renamed_webinar_is_renamed_here_too(client, enrollment, address):
    client.get(address)

    with transaction():
        enrollment.webinar.title = in_english("Renamed")
        enrollment.webinar.revision += 1
        enrollment.webinar.updated_at = utcnow()

    assert properties(client.get(address).data, "SUMMARY", "SEQUENCE") == [("Renamed", "1")]
