import pytest
from sqlalchemy import select

from tests.factories import a_webinar, saved
from tests.support.forms import filled_form
from tests.support.html import Page
from tests.web.people import DAY, GUIDE, a_guide, ana, private_page, taken
from webinars.clock import utcnow
from webinars.extensions import transaction
from webinars.models import (
    CalendarMethod,
    Choice,
    Delivery,
    EnrollmentStatus,
    Registration,
    WebinarStatus,
)

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

CONFIRMED, WAITLISTED, CANCELLED = EnrollmentStatus
ANA = "ana@example.org"


@pytest.fixture
def series(client, db):
    """A series with two webinars, for the first of which Ana is registered."""
    found = a_guide()
    client.submit(GUIDE, ana())
    return found


def add(client, **fields):
    return client.submit(private_page() + "series/guide/webinars", fields)


def methods(db):
    db.session.rollback()
    return db.session.scalars(select(Delivery.method).order_by(Delivery.id)).all()


def test_a_webinar_can_be_added(client, db, series):
    answer = add(client, webinars=["two"])

    assert (answer.status_code, answer.location) == (303, private_page())
    assert taken() == [(ANA, "one", CONFIRMED), (ANA, "two", CONFIRMED)]
    assert "Your choice is saved." in client.get(private_page()).text


def test_only_what_is_not_held_is_offered(client, db, series):
    page = client.get(private_page() + "series/guide/webinars?webinars=two")

    assert filled_form(page.text)["webinars"] == ["two"]
    assert 'value="one"' not in page.text


def test_a_full_webinar_takes_the_person_on_its_waiting_list(client, db, series):
    saved(a_webinar(series=series, slug="full", starts_at=utcnow() + DAY, capacity=0))

    page = client.get(private_page() + "series/guide/webinars")
    add(client, webinars=["full"])

    assert "Full: you will be on the waiting list." in page.text
    assert taken()[-1] == (ANA, "full", WAITLISTED)


def test_standing_can_be_begun_and_ended(client, db, series):
    add(client, all_webinars="y")
    assert [slug for _, slug, _ in taken()] == ["one", "two"]
    assert "Webinars that are added to this series later are yours too." in (
        client.get(private_page()).text
    )

    answer = client.submit(private_page(), to=private_page() + "series/guide/stop-adding")

    assert answer.status_code == 303
    assert db.session.scalars(select(Registration.is_standing)).all() == [False]
    assert [slug for _, slug, _ in taken()] == ["one", "two"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Choose at least one webinar."),
        ({"webinars": "nonsense"}, "One of the chosen webinars is not part of this series."),
        ({"webinars": "\x00"}, "One of the chosen webinars is not part of this series."),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(client, db, series, fields, message):
    answer = add(client, **fields)

    assert answer.status_code == 422
    assert message in Page(answer.text).words


def test_what_cannot_be_had_any_more_is_refused(client, db, series):
    saved(a_webinar(series=series, slug="off", status=WebinarStatus.CANCELLED))

    answer = add(client, webinars=["two", "off"])

    assert answer.status_code == 409
    assert "Some of the webinars you chose" in answer.text
    assert filled_form(answer.text)["webinars"] == ["two"]
    assert taken() == [(ANA, "one", CONFIRMED)]


def test_a_second_choice_in_a_series_of_one_is_refused(client, db, series):
    with transaction():
        db.session.merge(series).choice = Choice.ONE

    form = filled_form(client.get(private_page()).text) | {"webinars": "two"}
    answer = client.post(private_page() + "series/guide/webinars", data=form)

    assert answer.status_code == 422
    assert taken() == [(ANA, "one", CONFIRMED)]


def test_giving_up_asks_once_and_tells_the_calendar(client, db, series):
    address = private_page() + "series/guide/one/cancel"

    asked = client.get(address)
    assert taken() == [(ANA, "one", CONFIRMED)]
    answer = client.submit(address)

    assert "Give up my place" in asked.text
    assert (answer.status_code, answer.location) == (303, private_page())
    assert taken() == [(ANA, "one", CANCELLED)]
    assert methods(db) == [CalendarMethod.REQUEST, CalendarMethod.CANCEL]


def test_giving_up_twice_changes_nothing(client, db, series):
    address = private_page() + "series/guide/one/cancel"
    form = filled_form(client.get(address).text)

    answers = [client.post(address, data=form).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert methods(db) == [CalendarMethod.REQUEST, CalendarMethod.CANCEL]
    assert "given up already" in client.get(address).text


def test_who_gave_up_can_come_back(client, db, series):
    client.submit(private_page() + "series/guide/one/cancel")

    add(client, webinars=["one"])

    assert taken() == [(ANA, "one", CONFIRMED)]
    assert methods(db) == [CalendarMethod.REQUEST, CalendarMethod.CANCEL, CalendarMethod.REQUEST]


def test_a_webinar_that_is_over_cannot_be_given_up(client, db, series):
    with transaction():
        [one, _] = db.session.merge(series).webinars
        one.starts_at, one.ends_at = utcnow() - DAY, utcnow() - DAY / 2

    form = filled_form(client.get(private_page()).text)
    answer = client.post(private_page() + "series/guide/one/cancel", data=form)

    assert answer.status_code == 409
    assert "This webinar is over" in answer.text
    assert taken() == [(ANA, "one", CONFIRMED)]


def test_a_whole_registration_can_be_cancelled(client, db, series):
    add(client, all_webinars="y")
    address = private_page() + "series/guide/cancel"

    asked = client.get(address)
    answer = client.submit(address)

    assert "Cancel my registration" in asked.text
    assert answer.status_code == 303
    assert taken() == [(ANA, "one", CANCELLED), (ANA, "two", CANCELLED)]
    assert db.session.scalars(select(Registration.is_standing)).all() == [False]
    assert "There is nothing to give up any more." in client.get(address).text


@pytest.mark.parametrize(
    "address",
    [
        "series/other/webinars",
        "series/other/cancel",
        "series/guide/two/cancel",
        "series/guide/nonsense/cancel",
        "series/%00/cancel",
        "series/guide/%00/cancel",
    ],
)
def test_what_the_person_is_not_registered_for_is_not_found(client, db, series, address):
    assert client.get(private_page() + address).status_code == 404


def test_a_stale_token_asks_again(client, db, series):
    address = private_page() + "series/guide/one/cancel"

    answer = client.post(address, data={"csrf_token": "stale"})
    assert (answer.status_code, taken()) == (400, [(ANA, "one", CONFIRMED)])
    again = client.post(address, data=filled_form(answer.text))

    assert (again.status_code, taken()) == (303, [(ANA, "one", CANCELLED)])
