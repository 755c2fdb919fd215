"""Today, and the figures of a series, as people see them."""

from datetime import timedelta

import pytest

from tests.factories import (
    a_delivery,
    a_registrant,
    a_registration,
    a_series,
    a_webinar,
    an_enrollment,
    an_invitation,
    in_english,
    saved,
)
from tests.support.console import console
from tests.support.queries import counted_queries
from webinars.clock import utcnow
from webinars.models import DeliveryState, Heartbeat, PartStat, SeriesStatus

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HOUR = timedelta(hours=1)


@pytest.fixture
def guide(db):
    return saved(a_series(slug="guide", title=in_english("The guide")))


def a_failed_mail(series):
    registration = a_registration(series=series, registrant=a_registrant(state="Ohio"))
    return a_delivery(
        registration=registration, registrant=registration.registrant, state=DeliveryState.FAILED
    )


def test_an_empty_installation_shows_an_owner_the_first_steps(client, db):
    console(client)

    page = client.get("/organize/")

    assert page.status_code == 200
    assert "Create a series" in page.text
    assert "Load a series from a file" in page.text


def test_who_belongs_to_no_series_is_told_whom_to_ask(client, guide):
    console(client, "stranger")

    page = client.get("/organize/").text

    assert "You belong to no series yet." in page
    assert "The guide" not in page


def test_what_needs_somebody_stands_first_with_the_way_to_mend_it(client, guide):
    webinar = a_webinar(series=guide, starts_at=utcnow() + 20 * HOUR, join_url=None)
    saved(an_enrollment(webinar))
    console(client, "organizer", guide)

    page = client.get("/organize/").text

    assert "has no address to join yet. 1 person holds a seat." in page
    assert f'href="/organize/series/guide/webinars/{webinar.slug}/edit">Enter the address' in page


def test_viewers_are_told_without_ways_that_are_closed_to_them(client, guide):
    saved(a_failed_mail(guide), a_failed_mail(guide))
    console(client, "viewer", guide)

    page = client.get("/organize/").text

    assert "2 mails could not be delivered." in page
    assert "See why" not in page
    assert "@example.org" not in page.replace("viewer", "").split("<main")[1]


def test_a_silent_worker_is_told_until_one_is_seen(client, guide):
    console(client, "organizer", guide)
    before = client.get("/organize/").text

    saved(Heartbeat(worker="one", beat_at=utcnow()))

    assert "No mails leave: the program that sends them is not running." in before
    assert "No mails leave" not in client.get("/organize/").text


def test_the_figures_are_drawn_and_written(client, guide):
    webinar = a_webinar(series=guide, title=in_english("Part one"), capacity=20)
    seat = saved(an_enrollment(webinar))
    saved(an_invitation(seat, partstat=PartStat.TENTATIVE))
    saved(a_failed_mail(guide))
    console(client, "viewer", guide)

    page = client.get("/organize/series/guide/figures").text

    assert page.count('role="img"') == 5
    assert page.count("As a table") == 5
    assert '<th scope="row">Ohio</th><td class="number">1</td>' in page
    zero, one = ('<td class="number">' + count + "</td>" for count in "01")
    assert f'<th scope="row">Part one</th>{zero}{zero}{one}{zero}</tr>' in page
    assert "Guessed from the names of the organizations" in page
    assert "style=" not in page


def test_figures_of_nothing_say_what_will_be_there(client, guide):
    guide.status = SeriesStatus.DRAFT
    saved(guide)
    console(client, "viewer", guide)

    page = client.get("/organize/series/guide/figures")

    assert page.status_code == 200
    assert "Nobody has registered yet." in page.text


def test_the_questions_do_not_grow_with_the_series(client, guide):
    def asked():
        with counted_queries() as statements:
            assert client.get("/organize/").status_code == 200
        return len(statements)

    saved(a_webinar(series=guide))
    console(client)
    client.get("/organize/")
    one = asked()
    for _ in range(2):
        saved(a_webinar(), a_failed_mail(guide))

    assert asked() == one
