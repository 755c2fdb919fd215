from datetime import timedelta

import pytest

from tests.factories import (
    NOW,
    a_registrant,
    a_registration,
    a_series,
    a_sponsor,
    a_webinar,
    an_enrollment,
    an_invitation,
    in_english,
    saved,
)
from tests.support.html import page_of
from tests.support.queries import counted_queries
from tests.web.people import DAY, a_guide, private_page
from webinars.clock import utcnow
from webinars.links import Purpose, token
from webinars.models import (
    AccessKind,
    AccessRequest,
    AccessRequestStatus,
    Choice,
    EnrollmentStatus,
    PartStat,
    WebinarStatus,
)

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def a_seat(webinar, registration, **values):
    return saved(an_enrollment(webinar, registration=registration, **values))


def registered(series, **values):
    """Ana's registration in *series*, without any webinar."""
    registrant = a_registrant(email="ana@example.org", name="Ana", **values)
    return saved(a_registration(registrant=registrant, series=series))


def test_the_page_shows_each_webinar_with_what_the_person_has(client, db):
    series = a_guide(title=in_english("Health equity"))
    registration = registered(series, time_zone="America/Los_Angeles")
    one, two = series.webinars
    seat = a_seat(one, registration)
    a_seat(two, a_registration(series=series), status=EnrollmentStatus.WAITLISTED)
    a_seat(two, registration, status=EnrollmentStatus.WAITLISTED)
    a_seat(a_webinar(series=series, starts_at=None), registration)
    over = a_webinar(series=series, title=in_english("Long ago"), starts_at=utcnow() - DAY)
    a_seat(over, registration)

    page = page_of(client, private_page(registration.registrant))

    assert page.heading == "Your webinars"
    assert "ana@example.org" in page.words
    assert f"{one.title.pick('en')} You have a seat" in page.words
    assert f"{two.title.pick('en')} Waiting list: place 2" in page.words
    assert "The date will be announced. You will be invited then." in page.words
    assert "Long ago Past" in page.words
    assert f"http://127.0.0.1:8000/join/{token(Purpose.JOIN, seat.join_nonce)}" in page.links


def test_times_are_in_the_persons_zone_beside_the_webinars_own(client, db):
    webinar = a_webinar(starts_at=utcnow().replace(month=1, day=9, hour=20, minute=0, year=2035))
    registration = registered(webinar.series, time_zone="America/Los_Angeles")
    a_seat(webinar, registration)

    page = page_of(client, private_page(registration.registrant))

    assert "Tuesday, January 9, 2035, 12:00 PM to 1:30 PM PST" in page.words
    assert "Announced as Tuesday, January 9, 2035, 3:00 PM to 4:30 PM EST" in page.words


def test_what_could_be_added_is_named(client, db):
    series = a_guide()
    registration = registered(series)
    a_seat(series.webinars[0], registration, status=EnrollmentStatus.CANCELLED)
    saved(
        a_webinar(series=series, title=in_english("Over"), starts_at=utcnow() - DAY),
        a_webinar(series=series, title=in_english("Off"), status=WebinarStatus.CANCELLED),
    )

    page = page_of(client, private_page(registration.registrant))

    both = " ".join(webinar.title["en"] for webinar in series.webinars[:2])
    assert f"You could also take part in {both}" in page.words
    assert "Over" not in page.words
    assert "You have no place in a webinar still to come." in page.words


def test_a_series_of_one_choice_offers_nothing_beside_the_choice(client, db):
    series = a_guide(choice=Choice.ONE)
    registration = registered(series)
    a_seat(series.webinars[0], registration)

    page = page_of(client, private_page(registration.registrant))

    assert "You could also take part in" not in page.words


def test_what_a_form_without_a_token_asked_for_waits_for_a_word(client, db):
    registration = registered(a_guide())
    request = AccessRequest(
        registration=registration,
        kind=AccessKind.CAPTIONS,
        note="",
        status=AccessRequestStatus.TO_BE_CONFIRMED,
        created_at=NOW,
    )
    saved(request)

    page = page_of(client, private_page(registration.registrant))

    assert "A form with your address asked for something more." in page.words


def test_the_page_is_for_its_owner_alone(client, db):
    registration = registered(a_guide())
    somebody = saved(a_registration(series=registration.series)).registrant

    answer = client.get(private_page(somebody))

    assert "ana@example.org" not in answer.text
    assert [answer.headers[name] for name in ("Cache-Control", "Referrer-Policy")] == [
        "no-store",
        "no-referrer",
    ]
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "canonical" not in answer.text


def test_more_series_and_webinars_ask_the_database_no_more(client, db):
    def page_with(number):
        registrant = a_registrant()
        for _ in range(number):
            series = a_series(co_sponsors=[a_sponsor(), a_sponsor()])
            registration = a_registration(registrant=registrant, series=series)
            for week in range(number):
                webinar = a_webinar(
                    series=series, starts_at=utcnow() + timedelta(weeks=week, days=1)
                )
                an_enrollment(webinar, registration=registration)
        return private_page(saved(registrant))

    small, large = page_with(1), page_with(3)
    with counted_queries() as few:
        client.get(small)
    with counted_queries() as many:
        client.get(large)

    assert len(few) == len(many)


@pytest.mark.parametrize(
    ("partstat", "words"),
    [
        (PartStat.ACCEPTED, "Your calendar answered: yes"),
        (PartStat.TENTATIVE, "Your calendar answered: perhaps"),
        (PartStat.DECLINED, "Your calendar answered: no."),
        (PartStat.NEEDS_ACTION, None),
    ],
)
def test_the_page_says_what_the_calendar_answered(client, db, partstat, words):
    series = a_guide()
    registration = registered(series)
    seat = a_seat(series.webinars[0], registration)
    saved(
        an_invitation(seat, partstat=PartStat.ACCEPTED, withdrawn_at=utcnow()),
        an_invitation(seat, partstat=partstat),
    )

    page = page_of(client, private_page(registration.registrant))

    assert ("Your calendar answered" in page.words) is (words is not None)
    assert words is None or words in page.words
