from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import (
    NOW,
    a_practice,
    a_practice_group,
    a_series,
    a_speaker,
    a_sponsor,
    a_webinar,
    an_enrollment,
    in_english,
    saved,
)
from tests.support.html import Page, page_of
from tests.support.queries import counted_queries
from webinars.clock import utcnow
from webinars.models import Appearance, Choice, SeriesStatus, WebinarStatus
from webinars.texts import Texts

# What is asked of the database is the same on both; see tests/queries and tests/services.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WINTER = datetime(2035, 1, 9, 20, 0, tzinfo=UTC)
SUMMER = datetime(2035, 7, 10, 19, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def test_the_page_tells_what_is_taught_when_by_whom_and_who_stands_behind_it(client, db):
    series = a_series(
        slug="guide",
        title=in_english("Health equity"),
        description=in_english("Four *conversations*."),
        organizer=a_sponsor(slug="hip", acronym="HIP", name=in_english("Human Impact Partners")),
        co_sponsors=[a_sponsor(slug="gare", acronym=None, name=in_english("Alliance"))],
    )
    webinar = a_webinar(
        series=series,
        slug="first",
        title=in_english("Building capacity"),
        starts_at=WINTER,
        practices=[a_practice(slug="allocate", name=in_english("Allocate resources"))],
    )
    webinar.appearances = [
        Appearance(speaker=a_speaker(name="Demo Speaker"), role=in_english("Moderator"), position=1)
    ]
    saved(series)

    page = page_of(client, "/series/guide/")

    assert page.heading == "Health equity"
    assert page.title == "Health equity · Webinars"
    assert "A series of 1 webinar" in page.words
    assert "Four conversations." in page.words
    assert "Webinar 1 of 1 Building capacity" in page.words
    assert "Tuesday, January 9, 2035, 3:00 PM to 4:30 PM EST" in page.words
    assert "Demo Speaker, Moderator" in page.words
    assert "Organizer Human Impact Partners (HIP)" in page.words
    assert "Co-sponsor Alliance" in page.words
    for address in (
        "/series/guide/register",
        "/series/guide/first/",
        "/practices/allocate/",
        "/sponsors/hip/",
        "/sponsors/gare/",
        "webcal://127.0.0.1:8000/series/guide/calendar.ics",
        "http://127.0.0.1:8000/series/guide/calendar.ics",
    ):
        assert address in page.links


@pytest.mark.parametrize(
    ("starts_at", "zone", "said"),
    [
        (WINTER, None, "3:00 PM to 4:30 PM EST"),
        (SUMMER, None, "3:00 PM to 4:30 PM EDT"),
        (SUMMER, "America/Los_Angeles", "12:00 PM to 1:30 PM PDT"),
    ],
)
def test_times_are_in_the_webinars_zone_with_the_abbreviation_of_that_date(
    client, db, starts_at, zone, said
):
    saved(a_webinar(series=a_series(slug="guide"), starts_at=starts_at, time_zone=zone))

    page = page_of(client, "/series/guide/")

    assert said in page.words
    assert "Times are given in Eastern Time." in page.words
    assert {"datetime": starts_at.isoformat()} in page.all("time")
    [own] = [span for span in page.all("span") if span.get("class") == "own-time"][-1:]
    assert own["data-start"] == starts_at.isoformat()
    assert own["data-end"] == (starts_at + timedelta(minutes=90)).isoformat()
    assert own["data-zone"] == (zone or "America/New_York")


def test_the_map_shows_each_practice_with_the_webinars_that_teach_it(client, db):
    group = a_practice_group(slug="build", name=in_english("Build infrastructure"))
    both = a_practice(group=group, name=in_english("In both"), position=1)
    once = a_practice(group=group, name=in_english("In the second"), position=2)
    series = a_series(slug="guide")
    a_webinar(series=series, slug="one", position=1, practices=[both])
    a_webinar(series=series, slug="two", position=2, practices=[both, once])
    saved(series)

    page = page_of(client, "/series/guide/")

    assert (
        "The practices it teaches Build infrastructure "
        "In both Webinar 1 Webinar 2 In the second Webinar 2" in page.words
    )
    assert page.links.count("#two") == 2


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"starts_at": None}, "To be announced"),
        ({"starts_at": NOW}, "Past"),
        ({"status": WebinarStatus.CANCELLED}, "Cancelled"),
        ({"starts_at": "running"}, "Happening now"),
        ({"capacity": 0}, "Full: waiting list"),
        ({"capacity": None}, None),
    ],
)
def test_the_state_of_a_webinar_stands_beside_its_number(client, db, values, said):
    known = {"running": utcnow() - timedelta(minutes=5)}
    starts_at = known.get(values.get("starts_at"), values.get("starts_at", WINTER))
    saved(a_webinar(series=a_series(slug="guide"), **{**values, "starts_at": starts_at}))

    page = page_of(client, "/series/guide/")

    assert f"Webinar 1 of 1 {said or 'Webinar'}" in page.words


def test_a_webinar_without_a_date_says_so(client, db):
    saved(a_webinar(series=a_series(slug="guide"), starts_at=None))

    page = page_of(client, "/series/guide/")

    assert "The date will be announced." in page.words
    assert page.all("time") == []


def test_a_webinar_is_full_when_all_seats_are_taken(client, db):
    webinar = a_webinar(series=a_series(slug="guide"), starts_at=WINTER, capacity=2)
    saved(an_enrollment(webinar))
    assert "Full" not in page_of(client, "/series/guide/").words

    saved(an_enrollment(webinar))

    assert "Full: waiting list" in page_of(client, "/series/guide/").words


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"registration_opens_at": WINTER - 9 * DAY},
            "Registration opens on Sunday, December 31, 2034.",
        ),
        ({"registration_closes_at": NOW}, "Registration closed on Monday, March 2, 2026."),
        (
            {"registration_closes_at": WINTER},
            "Registration is open until Tuesday, January 9, 2035.",
        ),
        ({"choice": Choice.ONE}, "Choose one of the webinars."),
        ({"choice": Choice.SOME}, "One form for one, some or all of the webinars."),
        ({"choice": Choice.ALL}, "One registration covers all webinars."),
    ],
)
def test_the_page_says_whether_and_how_one_can_register(client, db, values, said):
    series = a_series(slug="guide", **values)
    saved(a_webinar(series=series, starts_at=WINTER), a_webinar(series=series, starts_at=None))

    page = page_of(client, "/series/guide/")

    assert said in page.words
    is_open = "opens" not in said and "closed" not in said
    assert ("/series/guide/register" in page.links) == is_open


def test_a_series_whose_webinars_are_all_past_offers_no_registration(client, db):
    saved(a_webinar(series=a_series(slug="guide"), starts_at=NOW))

    page = page_of(client, "/series/guide/")

    assert "This series has taken place." in page.words
    assert "/series/guide/register" not in page.links


def test_a_series_without_webinars_says_that_they_will_be_announced(client, db):
    saved(a_series(slug="guide"))

    page = page_of(client, "/series/guide/")

    assert "The webinars of this series will be announced." in page.words
    assert "/series/guide/register" not in page.links


def test_what_helps_to_take_part_is_shown_with_each_webinar(client, db):
    saved(
        a_webinar(
            series=a_series(slug="guide"),
            starts_at=WINTER,
            offers_captions=True,
            offers_sign_language=True,
            interpretation=["es", "hmn"],
            is_recorded=True,
        )
    )

    assert (
        "Live captions Sign language Interpretation into Spanish Interpretation into Hmong Recorded"
        in page_of(client, "/series/guide/").words
    )


def test_the_page_is_in_spanish_as_far_as_the_texts_are(client, db):
    series = a_series(
        slug="guide",
        title=Texts({"en": "Health equity", "es": "Equidad en salud"}),
        description=in_english("Only English."),
    )
    saved(a_webinar(series=series, starts_at=WINTER, title=in_english("Capacity")))

    response = client.get("/series/guide/?lang=es")
    page = Page(response.text)

    assert page.language == "es"
    assert response.headers["Content-Language"] == "es"
    assert page.heading == "Equidad en salud"
    assert "martes, 9 de enero de 2035" in page.words
    assert '<span lang="en">Capacity</span>' in response.text
    assert '<div class="prose" lang="en">' in response.text


def test_a_draft_and_an_unknown_series_are_not_there(client, db):
    saved(a_series(slug="draft", status=SeriesStatus.DRAFT))

    for address in ("/series/draft/", "/series/unknown/"):
        page = page_of(client, address, status=404)
        assert "There is no such series of webinars." in page.words


def test_the_address_of_the_platform_is_not_on_the_page(client, db):
    saved(a_webinar(series=a_series(slug="guide"), join_url="https://platform.example.com/j/1"))

    assert "platform.example.com" not in client.get("/series/guide/").text


def test_a_demonstration_says_so_and_a_real_series_does_not(client, db):
    saved(a_series(slug="guide", is_demonstration=True), a_series(slug="real"))

    assert "This is a demonstration." in page_of(client, "/series/guide/").words
    assert "This is a demonstration." not in page_of(client, "/series/real/").words


def test_the_page_takes_as_many_queries_for_one_webinar_as_for_three(app, client, db):
    for slug, webinars in (("one", 1), ("three", 3)):
        series = a_series(slug=slug, organizer=a_sponsor(), co_sponsors=[a_sponsor(), a_sponsor()])
        for _ in range(webinars):
            webinar = a_webinar(
                series=series,
                capacity=5,
                starts_at=WINTER,
                practices=[a_practice(), a_practice()],
                co_sponsors=[a_sponsor()],
            )
            webinar.appearances = [Appearance(speaker=a_speaker(), role=Texts(), position=1)]
            saved(an_enrollment(webinar))
    asked = []
    for slug in ("one", "three"):
        with counted_queries() as statements:
            page_of(client, f"/series/{slug}/")
        asked.append(len([one for one in statements if one.startswith("SELECT")]))

    # The series with all it shows, its seats, and whether all there is is a demonstration.
    assert asked == [8, 8]
