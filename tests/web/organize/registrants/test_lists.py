"""The list of a series' registrants."""

import pytest

from tests.factories import a_registrant, a_registration, a_series, saved
from tests.support.console import console
from tests.support.queries import counted_queries
from tests.web.organize.registrants.guide import a_guide
from webinars.models import PartStat

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LIST = "/organize/registrants/guide/"


def test_a_list_shows_who_is_registered_and_finds_them(db, client):
    series = a_guide()
    console(client, "assistant", series)

    everybody = client.get(LIST).text
    found = client.get(f"{LIST}?q=ana+north").text

    assert "Ana Ruiz" in everybody
    assert "bea@example.org" in everybody
    assert "Ana Ruiz" in found
    assert "Bea Bravo" not in found
    assert "1 of 2 found." in found


def test_filters_go_along_with_sorting_and_export(db, client):
    series = a_guide()
    console(client, "organizer", series)

    page = client.get(f"{LIST}?webinar=first&status=waitlisted&columns=role").text

    assert "Bea Bravo" in page
    assert "Ana Ruiz" not in page
    again = "webinar=first&amp;status=waitlisted"
    assert f"{LIST}?{again}&amp;columns=role&amp;sort=name" in page
    assert f"{LIST}export/?{again}&amp;columns=role" in page


def test_columns_are_those_chosen(db, client):
    series = a_guide()
    console(client, "organizer", series)

    page = client.get(f"{LIST}?columns=role&columns=time_zone").text

    assert "bea@example.org" not in page
    assert page.count('<th scope="col">Role</th>') == 1


def test_people_are_found_by_what_their_calendars_answered(db, client):
    series = a_guide()
    series.registrations[0].enrollments[0].invitations[0].partstat = PartStat.DECLINED
    saved(series)
    console(client, "organizer", series)

    page = client.get(f"{LIST}?answer=DECLINED&columns=calendar").text

    assert "Ana Ruiz" in page
    assert "Bea Bravo" not in page
    assert "Declined: 1" in page
    assert "Ana Ruiz" not in client.get(f"{LIST}?answer=ACCEPTED").text


def test_a_viewer_sees_how_many_and_no_name_or_address(db, client):
    series = a_guide()
    console(client, "viewer", series)

    page = client.get(f"{LIST}?q=ana").text

    assert "2 people are registered." in page
    assert "Ana" not in page
    assert "ana@example.org" not in page


def test_an_empty_list_says_what_will_be_there(db, client):
    saved(a_series(slug="guide"))
    console(client)

    assert "Everybody who registers for this series will be listed here" in client.get(LIST).text


def test_nobody_found_says_what_to_do(db, client):
    series = a_guide()
    console(client, "organizer", series)

    assert "Nobody matches." in client.get(f"{LIST}?q=nobody").text


def test_who_works_on_one_series_is_led_to_its_registrants(db, client):
    series = a_guide()
    console(client, "assistant", series)

    assert client.get("/organize/registrants/").location == LIST


def test_who_works_on_several_series_chooses_one(db, client):
    a_guide()
    saved(a_series(slug="other"))
    console(client)

    page = client.get("/organize/registrants/").text

    assert LIST in page
    assert "/organize/registrants/other/" in page


def test_a_page_asks_the_same_number_of_questions_for_any_number_of_rows(db, client):
    series = saved(a_series(slug="guide"))
    console(client)
    asked = []
    for number in range(3):
        person = a_registrant(name=f"Ana {number}")
        saved(a_registration(registrant=person, series=series))
        client.get(LIST)

        with counted_queries() as statements:
            page = client.get(LIST).text

        assert page.count("Ana ") > number
        asked.append(len(statements))

    assert asked[0] == asked[1] == asked[2]
